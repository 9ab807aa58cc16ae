"""A workbook with a sheet for each month, or for each year: its sheets are read as so many files are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from berkala.describe.finding import File
from berkala.describe.layout import form_of
from berkala.describe.tables import tables_of
from berkala.plan.layouts import PARTS, as_part, gaps_of
from berkala.stated import number_of
from berkala.tidy.grids.model import Grid
from berkala.tidy.layouts.sheets import Named, of_form, spoken_name

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


@dataclass(frozen=True)
class _Looked:
    """A visible sheet with content: its name, the name's form, the columns of its first table, whether it has figures.

    The names of columns are without the periods in them; there are none where there is no table. Noughts alone are no
    figures: such a sheet waits for its own.
    """

    name: str
    form: str
    columns: frozenset[str]
    has_figures: bool

    @property
    def states_period(self) -> bool:
        return bool(gaps_of(self.form).names)

    def is_like(self, newest: _Looked) -> bool:
        """Whether the table has most of the newest one's columns."""
        return bool(self.columns) and len(newest.columns & self.columns) >= _LIKE * len(newest.columns)


def one_by_one(files: Sequence[File]) -> tuple[Sheets, list[File]] | None:
    """Files whose sheets are named by their periods, as one file for each sheet, the newest last; None for others."""
    looked = [[_looked(grid) for grid in file.workbook.sheets if grid.rows and not grid.hidden] for file in files]
    forms = [_form(sheets) for sheets in looked]
    form = forms[-1]
    if form is None or set(forms) != {form}:
        return None
    parts: list[File] = []
    others: dict[str, _Looked] = {}
    for file, sheets in zip(files, looked, strict=True):
        named = {spoken_name(grid): (grid, stated) for grid, stated in of_form(file.workbook, form)}
        parts += _parts(file, [named[one.name] for one in sheets if one.name in named and one.has_figures])
        others |= {one.name: one for one in sheets if one.name not in named}
    newest = _looked(parts[-1].workbook.sheets[0])
    doubts = tuple(name for name, one in others.items() if one.states_period or one.is_like(newest))
    return Sheets(form, tuple(name for name in others if name not in doubts), doubts), parts


def _looked(grid: Grid) -> _Looked:
    tables = [one for one in tables_of(grid) if one.header]
    first = tables[0] if tables else None
    names = (cell.text for row in first.header for cell in first.cells[row - 1]) if first else ()
    cells = (cell for table in tables for row in table.body for cell in row)
    figures = any(cell.kind in ("figure", "period") and cell.number.strip("0.,") for cell in cells)
    name = spoken_name(grid)
    return _Looked(name, _form_of(name), frozenset(form_of(text) for text in names if text), figures)


def _form(sheets: Sequence[_Looked]) -> str | None:
    """The form of the names of two sheets or more with like tables, and of as many as any other form is of."""
    groups: dict[str, list[_Looked]] = {}
    for one in sheets:
        if one.states_period and one.has_figures:
            groups.setdefault(one.form, []).append(one)
    if not groups:
        return None
    form, group = max(groups.items(), key=lambda item: len(item[1]))
    return form if len(group) > 1 and all(one.is_like(group[-1]) for one in group) else None


def _form_of(name: str) -> str:
    """The name of a sheet with gaps; ``2024-03``, ``03.2024`` and ``Mar 24`` are a year and a month too."""
    form = form_of(name)
    form = _MONTH_BEHIND.sub(r"\1{month}", _MONTH_BEFORE.sub(r"{month}\1", form))
    return form if "{year}" in form else _SHORT_YEAR.sub(r"\1{yy}", form)


def _parts(file: File, sheets: Sequence[Named]) -> list[File]:
    """The sheets of one file, by their periods."""
    found = [
        File(file.name, replace(file.workbook, sheets=(grid,)), {**file.stated, **stated}) for grid, stated in sheets
    ]
    return sorted(found, key=lambda one: _place(one.stated))


def _place(stated: Mapping[str, str]) -> tuple[int, ...]:
    """Where a period stands among others, by its parts; a year that is not stated is that of all."""
    return tuple(number_of(stated.get(as_part(part), "")) for part in PARTS if part != "period")
