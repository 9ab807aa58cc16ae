"""The tables of a file, each with everything that was found in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Any

from berkala.describe.amount_rows import first_odd
from berkala.describe.columns import ColumnFound, Columns, columns_of
from berkala.describe.kinds import Seen
from berkala.describe.labels import Rows, rows_of
from berkala.describe.layout import FINER, PERIOD, Figures, field_name, figures_of, without_periods
from berkala.describe.marks import header_marks, meanings
from berkala.describe.relations import telling_apart, without_followers
from berkala.describe.tables import Table, tables_of
from berkala.errors import Problem, SourceProblems, WrongUse, nearest
from berkala.plan.layouts import as_part
from berkala.tidy.grids.model import Grid, Workbook
from berkala.tidy.layouts.cells import letters_of
from berkala.words.language import Language

#: What the measure is called that only periods are the names of.
VALUE = "value"


@dataclass(frozen=True)
class File:
    """One file that is to be described: its name, its bytes as sheets, and what its name states."""

    name: str
    workbook: Workbook
    stated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """One table with all that was found in it."""

    sheet: str | None
    table: Table
    columns: Columns
    figures: Figures
    rows: Rows
    marks: Mapping[str, Any]

    @property
    def dimensions(self) -> list[ColumnFound]:
        """The columns whose names are categories."""
        return self.columns.of("name", "unit")

    @cached_property
    def fields(self) -> Mapping[int, str]:
        """What the field is called that each column of categories gives, by its place; as no other field is."""
        found: dict[int, str] = {}
        for one in self.dimensions:
            taken = (PERIOD, *self.figures.measures, *found.values())
            found[one.place] = field_name(one.name, f"names_{one.place + 1}", taken)
        return found

    def figure_cells(self) -> Iterable[Seen]:
        """The cells of all columns of figures."""
        return (cell for columns in self.figures.measures.values() for one in columns for cell in one.filled)


def look(file: File, sheet: str | None, say: Language) -> tuple[list[Found], list[str]]:
    """The tables of a sheet, by its name or the first that has any, and the names of all sheets that have any.

    Raises WrongUse where no sheet has a table of figures, or that one has none; SourceProblems where it would have
    some if the workbook had been calculated.
    """
    by_sheet: dict[str, list[Found]] = {}
    nameless: list[int] = []
    for grid in (one for one in file.workbook.sheets if not one.hidden):
        tables = tables_of(grid)
        nameless += [table.first for table in tables if not table.header]
        for table in tables:
            _refuse_uncalculated(table, file)
        found = [_found(grid.name, table, file.stated, say) for table in tables if table.header]
        if good := [one for one in found if one is not None]:
            by_sheet[grid.name or ""] = good
    if not by_sheet and (uncalculated := [one for one in file.workbook.sheets if one.formulas and not one.hidden]):
        raise _uncalculated(uncalculated[0], min(uncalculated[0].formulas), file)
    if not by_sheet:
        _refuse_amounts(file)
    if not by_sheet and nameless:
        raise WrongUse(Problem("describe.no-names", {"row": nameless[0]}, file=file.name, row=nameless[0]))
    if not by_sheet:
        raise WrongUse(Problem("describe.no-table", {"sheets": len(file.workbook.sheets)}, file=file.name))
    if sheet is not None and sheet not in by_sheet:
        facts = {"name": sheet, "nearest": nearest(sheet, by_sheet), "known": ", ".join(by_sheet)}
        raise WrongUse(Problem("describe.no-sheet", facts, file=file.name))
    return by_sheet[sheet or next(iter(by_sheet))], [sheet] if sheet else list(by_sheet)


def _refuse_uncalculated(table: Table, file: File) -> None:
    """A column of formulas whose results were never saved looks empty, and would be left out."""
    first = table.header[-1] + 1 if table.header else table.first
    inside = [place for place in table.grid.formulas if first <= place[0] <= table.last]
    if inside:
        raise _uncalculated(table.grid, min(inside), file)


def _refuse_amounts(file: File) -> None:
    """A column of amounts that no layout reads, where no other column holds figures."""
    for grid in (one for one in file.workbook.sheets if not one.hidden):
        if found := first_odd(grid):
            one, row, text = found
            problem = Problem("describe.amounts", {"name": one.name}, file=file.name)
            raise WrongUse(problem.at(sheet=grid.name, row=row, column=letters_of(one.place), value=text))


def _uncalculated(grid: Grid, place: tuple[int, int], file: File) -> SourceProblems:
    row, column = place
    where = {"file": file.name, "sheet": grid.name, "row": row, "column": letters_of(column - 1)}
    return SourceProblems(Problem("tidy.formula").at(**where, value=grid.formulas[place]))


def _found(sheet: str | None, table: Table, stated: Mapping[str, str], say: Language) -> Found | None:
    before = header_marks(table)
    columns = columns_of(table, before)
    elsewhere = {one.part for one in columns.of("period")} | {part for part in FINER if as_part(part) in stated}
    of_years = bool(elsewhere & FINER) and as_part("year") not in stated
    figures = figures_of(columns.of("figure"), VALUE, say, of_years=of_years)
    figure_cells = [cell for one in columns.of("figure") for cell in one.filled]
    if not any(cell.kind in ("figure", "period") for cell in figure_cells):
        return None
    columns = without_followers(columns, table)
    columns = telling_apart(columns, table, bool(figures.parts))
    figures = figures_of(columns.of("figure"), VALUE, say, of_years=of_years)
    rows = rows_of(table, columns)
    marks = {**before, **meanings(table, columns, say)}
    return Found(sheet, table, columns, figures, rows, marks)


def title_of(found: Found, files: Sequence[File]) -> str:
    """What the dataset is about, by the first text above the table; else by the file's name."""
    named = found.dimensions[0].place if found.dimensions else 0
    titles = [text for text in found.table.titles_at(named) if len(text) > 3]
    if titles:
        return without_periods(titles[0]) if len(files) > 1 else titles[0]
    name = PurePath(files[-1].name).stem
    for stated in files[-1].stated.values():  # of several files none has the dataset's whole name
        name = name.replace(stated, "")
    return re.sub(r"[-_ ]+", " ", name).strip(" ,-–")
