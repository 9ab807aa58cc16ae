"""A workbook with a sheet for each month, or for each year: its sheets are read as so many files are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from berkala.describe import layout
from berkala.describe.finding import File
from berkala.describe.stating import number_of
from berkala.describe.tables import tables_of
from berkala.plan.layouts import PARTS, as_part, gaps_of
from berkala.tidy.grids.model import Grid, Workbook

#: A sheet belongs to the others if it has this part of the names of the newest one's columns.
_LIKE = 0.5
_MONTH_BEHIND, _MONTH_BEFORE = re.compile(r"(\{year\}[-_. ])\d\d$"), re.compile(r"^\d\d([-_. ]\{year\})")


@dataclass(frozen=True)
class Sheets:
    """The form that the names of sheets have, and the sheets with content that have it not."""

    form: str
    others: tuple[str, ...]


def one_by_one(files: Sequence[File]) -> tuple[Sheets, list[File]] | None:
    """Files whose sheets are named by their periods, as one file for each sheet, the newest last; None for others."""
    forms = [_form(file.workbook) for file in files]
    form = forms[-1]
    if form is None or set(forms) != {form}:
        return None
    parts = [part for file in files for part in _parts(file, form)]
    return Sheets(form, tuple(_others(files, form))), parts


def _form(workbook: Workbook) -> str | None:
    """The form of the names of two sheets or more with like tables, and of as many as any other form is of."""
    groups: dict[str, list[Grid]] = {}
    for grid in _with_tables(workbook):
        form = _form_of(grid.name or "")
        if gaps_of(form).names:
            groups.setdefault(form, []).append(grid)
    if not groups:
        return None
    form, grids = max(groups.items(), key=lambda one: len(one[1]))
    newest = _names(grids[-1])
    alike = all(len(newest & _names(grid)) >= _LIKE * len(newest) for grid in grids)
    return form if len(grids) > 1 and alike else None


def _form_of(name: str) -> str:
    """The name of a sheet with gaps; ``2024-03`` and ``03.2024`` are a year and a month too."""
    form = layout.form_of(name)
    return _MONTH_BEHIND.sub(r"\1{month}", _MONTH_BEFORE.sub(r"{month}\1", form))


def _with_tables(workbook: Workbook) -> list[Grid]:
    return [grid for grid in workbook.sheets if not grid.hidden and any(one.header for one in tables_of(grid))]


def _names(grid: Grid) -> set[str]:
    """The names of the columns of a sheet's first table, without the periods in them."""
    table = next(one for one in tables_of(grid) if one.header)
    return {layout.form_of(cell.text) for row in table.header for cell in table.cells[row - 1] if cell.text}


def _parts(file: File, form: str) -> list[File]:
    """The sheets of one file, by their periods."""
    found = []
    for grid in _with_tables(file.workbook):
        stated = gaps_of(form).match(grid.name or "")
        if stated is not None:
            sheet = replace(file.workbook, sheets=(grid,))
            found.append(File(file.name, sheet, {**file.stated, **stated}))
    return sorted(found, key=lambda one: _place(one.stated))


def _place(stated: Mapping[str, str]) -> tuple[int, ...]:
    """Where a period stands among others, by its parts; a year that is not stated is that of all."""
    return tuple(number_of(stated.get(as_part(part), "")) for part in PARTS if part != "period")


def _others(files: Iterable[File], form: str) -> list[str]:
    names = (one.name or "" for file in files for one in file.workbook.sheets if one.rows and not one.hidden)
    return list(dict.fromkeys(name for name in names if gaps_of(form).match(name) is None))
