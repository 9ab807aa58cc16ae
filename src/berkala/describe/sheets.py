"""A workbook with a sheet for each month, or for each year: its sheets are read as so many files are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from berkala.describe import layout
from berkala.describe.finding import File
from berkala.describe.tables import tables_of
from berkala.plan.layouts import PARTS, as_part, gaps_of
from berkala.stated import number_of
from berkala.tidy.grids.model import Grid, Workbook
from berkala.tidy.layouts.sheets import of_form, spoken_name

#: A sheet belongs to the others if it has this part of the names of the newest one's columns.
_LIKE = 0.5
_SHORT_YEAR = re.compile(r"(\{(?:month|quarter|half)\}[-_. ']*)\d\d(?!\d)")
_MONTH_BEHIND, _MONTH_BEFORE = re.compile(r"(\{year\}[-_. ])\d\d$"), re.compile(r"^\d\d([-_. ]\{year\})")


@dataclass(frozen=True)
class Sheets:
    """The form that the names of sheets have, the sheets that are known and not read, and those that are in doubt.

    In doubt is one with a table like the others', or with a period in its name: it may be one of them after all.
    """

    form: str
    others: tuple[str, ...]
    doubts: tuple[str, ...]


def one_by_one(files: Sequence[File]) -> tuple[Sheets, list[File]] | None:
    """Files whose sheets are named by their periods, as one file for each sheet, the newest last; None for others."""
    forms = [_form(file.workbook) for file in files]
    form = forms[-1]
    if form is None or set(forms) != {form}:
        return None
    parts = [part for file in files for part in _parts(file, form)]
    others = {spoken_name(grid): grid for file in files for grid in _others(file.workbook, form)}
    newest = _names(parts[-1].workbook.sheets[0])
    doubts = tuple(name for name, grid in others.items() if _may_be_one(grid, newest))
    return Sheets(form, tuple(name for name in others if name not in doubts), doubts), parts


def _form(workbook: Workbook) -> str | None:
    """The form of the names of two sheets or more with like tables, and of as many as any other form is of."""
    groups: dict[str, list[Grid]] = {}
    for grid in _with_figures(workbook):
        form = _form_of(spoken_name(grid))
        if gaps_of(form).names:
            groups.setdefault(form, []).append(grid)
    if not groups:
        return None
    form, grids = max(groups.items(), key=lambda one: len(one[1]))
    newest = _names(grids[-1])
    return form if len(grids) > 1 and all(_are_alike(newest, _names(grid)) for grid in grids) else None


def _form_of(name: str) -> str:
    """The name of a sheet with gaps; ``2024-03``, ``03.2024`` and ``Mar 24`` are a year and a month too."""
    form = layout.form_of(name)
    form = _MONTH_BEHIND.sub(r"\1{month}", _MONTH_BEFORE.sub(r"{month}\1", form))
    return form if "{year}" in form else _SHORT_YEAR.sub(r"\1{yy}", form)


def _are_alike(newest: set[str], names: set[str]) -> bool:
    return len(newest & names) >= _LIKE * len(newest)


def _may_be_one(grid: Grid, newest: set[str]) -> bool:
    tables = [one for one in tables_of(grid) if one.header]
    return bool(gaps_of(_form_of(spoken_name(grid))).names) or (bool(tables) and _are_alike(newest, _names(grid)))


def _with_figures(workbook: Workbook) -> list[Grid]:
    """The sheets with a table in which a figure stands that is not nought: others wait for theirs."""
    return [grid for grid in workbook.sheets if not grid.hidden and _has_figures(grid)]


def _has_figures(grid: Grid) -> bool:
    tables = [one for one in tables_of(grid) if one.header]
    cells = (cell for table in tables for row in table.body for cell in row)
    return any(cell.kind in ("figure", "period") and cell.number.strip("0.,") != "" for cell in cells)


def _names(grid: Grid) -> set[str]:
    """The names of the columns of a sheet's first table, without the periods in them."""
    table = next(one for one in tables_of(grid) if one.header)
    return {layout.form_of(cell.text) for row in table.header for cell in table.cells[row - 1] if cell.text}


def _parts(file: File, form: str) -> list[File]:
    """The sheets of one file, by their periods."""
    found = [
        File(file.name, replace(file.workbook, sheets=(grid,)), {**file.stated, **stated})
        for grid, stated in of_form(file.workbook, form)
        if not grid.hidden and _has_figures(grid)
    ]
    return sorted(found, key=lambda one: _place(one.stated))


def _place(stated: Mapping[str, str]) -> tuple[int, ...]:
    """Where a period stands among others, by its parts; a year that is not stated is that of all."""
    return tuple(number_of(stated.get(as_part(part), "")) for part in PARTS if part != "period")


def _others(workbook: Workbook, form: str) -> list[Grid]:
    sheets = (one for one in workbook.sheets if one.rows and not one.hidden)
    return [one for one in sheets if gaps_of(form).match(spoken_name(one)) is None]
