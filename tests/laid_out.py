"""Files laid out in many ways, and what is read of them: for the tests of layouts and of `berkala new`."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
import pandas as pd

from berkala.errors import Problem
from berkala.fetch import Snapshot, Snapshots
from berkala.fetch.snapshots import Part
from berkala.tidy import Table, Tables, tidy
from little_tables import codes, dataset, plan_for

Row = Sequence[Any]


def csv_of(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def xlsx_of(rows: Sequence[Row], name: str = "Data", merged: Sequence[str] = (), **others: Any) -> bytes:
    """A workbook with a sheet of these rows, and others by name; the rows of a hidden one are a tuple."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, content in {name: rows, **others}.items():
        sheet = workbook.create_sheet(title)
        for row in content:
            sheet.append(list(row))
        if isinstance(content, tuple):
            sheet.sheet_state = "hidden"
    for area in merged:
        workbook[name].merge_cells(area)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def read(content: bytes | str, layout: Any, *fields: dict[str, Any], **changes: Any) -> Tables:
    """The small dataset from one file by a layout; `resource` may change its other settings."""
    content = content.encode() if isinstance(content, str) else content
    kind = "xlsx" if content.startswith(b"PK") else "csv"
    resource = {"path": f"visits.{kind}", "format": kind, "layout": layout, **changes.pop("resource", {})}
    one = dataset(*fields, resource=resource, **changes)
    snapshot = Snapshot(one.name, f"datasets/visits/visits.{kind}", content)
    return tidy(Snapshots(plan_for(one), {one.name: snapshot}))


def read_files(
    files: Mapping[str, tuple[bytes, Mapping[str, str]]], layout: Any, *fields: dict[str, Any], **changes: Any
) -> Tables:
    """The same from several files, each with its bytes and what its name states."""
    one = dataset(*fields, resource={"path": "visits {year}.csv", "layout": layout}, **changes)
    parts = tuple(Part(f"datasets/visits/{name}", *said) for name, said in files.items())
    snapshot = Snapshot(one.name, "datasets/visits/visits {year}.csv", b"", parts)
    return tidy(Snapshots(plan_for(one), {one.name: snapshot}))


def errors(tables: Tables) -> list[Problem]:
    """What stops, each with its sentences in both languages."""
    codes(tables.problems)
    return [problem for problem in tables.problems if problem.severity == "error"]


def table(tables: Tables) -> Table:
    """The table, which nothing stopped."""
    found = errors(tables)
    assert not found, [(problem.code, problem.message("en")) for problem in found]
    return tables.by_dataset["visits"]


def figures(tables: Tables | Table, measure: str = "visits") -> dict[str, Any]:
    """Each value, or the status of one that is missing, or both as a pair, by its period and categories."""
    one = table(tables) if isinstance(tables, Tables) else tables
    names = [spec.name for spec in one.spec.fields if spec.role in ("period", "dimension")]
    found: dict[str, Any] = {}
    for _, row in one.frame.iterrows():
        key = " ".join(getattr(row[name], "code", row[name]) for name in names)
        assert key not in found
        value, status = row[measure], row[f"{measure}_status"]
        missing = value is pd.NA
        found[key] = status if missing else (value, status) if status else value
    return found


def told(tables: Tables, code: str) -> Problem:
    """The one problem of a code."""
    codes(tables.problems)
    (found,) = [problem for problem in tables.problems if problem.code == code]
    return found


def where(problem: Problem) -> tuple[str | None, int | None, str | None, str | None]:
    """The sheet, the row, the column and the value that a problem names."""
    return problem.sheet, problem.row, problem.column, problem.value
