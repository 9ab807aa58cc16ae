"""From the sheets of a source to the rows of one table, by the layouts that its descriptor declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from berkala.errors import SourceProblems
from berkala.plan.layouts import Layout, as_part, gaps_of
from berkala.plan.specifications import DatasetSpec
from berkala.tidy.coded import Coded, coded
from berkala.tidy.grids.model import Grid, Workbook
from berkala.tidy.layouts.cells import text_of
from berkala.tidy.layouts.header import find_header
from berkala.tidy.layouts.observations import Observation, Sheet
from berkala.tidy.layouts.places import Place, PlacedListing
from berkala.tidy.layouts.sheets import list_other_title, list_unknown, sheets_of
from berkala.tidy.listing import Listing
from berkala.tidy.rows import Cell, Rows

__all__ = ["laid_out"]

#: One file of a source: what it is called, what it holds, and what its own name states.
Part = tuple[str, Workbook, Mapping[str, str]]


def laid_out(spec: DatasetSpec, parts: Sequence[Part], listing: PlacedListing) -> Rows:
    """Every observation of every file, numbered from 1; `listing` knows where each stands.

    A field that a table does not give (`Layout.may_lack`) is not available there: status x. A sheet of many in which no
    figure stands yet is noted. Raises SourceProblems where a sheet, a name or a table that the layout declares is
    nowhere.
    """
    found: list[Observation] = []
    refused: list[SourceProblems] = []
    tables: list[_Table] = []
    for file, workbook, stated in parts:
        list_unknown(workbook, spec.resource.layouts, listing)
        tables += _tables(spec, file, workbook, stated, refused)
    _list_gone(spec, tables)
    for table in tables:
        listing.take(table.listing)
        found += table.observations
        file, sheet = table.listing.file, table.listing.sheet
        listing.places += [Place(file, sheet, one.row, one.columns) for one in table.observations]
    if refused:
        raise SourceProblems([problem for error in refused for problem in error.problems])
    return _rows(spec, found)


@dataclass(frozen=True)
class _Table:
    """What one table of a file gives, and what is to be said of it."""

    layout: Layout
    observations: list[Observation]
    listing: Listing
    gives: frozenset[str] = frozenset()


def _list_gone(spec: DatasetSpec, tables: Sequence[_Table]) -> None:
    """Warn of a measure that the newest table of a layout has not and others have: it would not be available there."""
    period = spec.period_field.name
    for layout in spec.resource.layouts:
        filled = [one for one in tables if one.layout is layout and one.observations]
        if not filled:
            continue
        newest = max(filled, key=lambda one: max(each.texts[period] for each in one.observations))
        before = frozenset[str]().union(*(one.gives for one in filled))
        for name in sorted(before - newest.gives):
            newest.listing.add("tidy.column-gone", {"name": name}, severity="warning")


def _tables(
    spec: DatasetSpec, file: str, workbook: Workbook, stated: Mapping[str, str], refused: list[SourceProblems]
) -> Iterator[_Table]:
    """The tables of one file; one that cannot be read is put among the refused, and the others are read."""
    for layout in spec.resource.layouts:
        try:
            sheets = sheets_of(workbook, layout, Listing(file))
        except SourceProblems as error:
            refused.append(error)
            continue
        for grid, named in sheets:
            try:
                yield _table(spec, layout, grid, {**stated, **named}, Listing(file, grid.name))
            except SourceProblems as error:
                refused.append(error)


def _table(spec: DatasetSpec, layout: Layout, grid: Grid, stated: Mapping[str, str], listing: Listing) -> _Table:
    is_one_of_many = bool(gaps_of(layout.sheet or "").names)
    try:
        header = find_header(grid, layout, listing)
    except SourceProblems:
        if is_one_of_many and _is_blank(grid):
            return _not_filled_in(layout, None, listing)
        raise
    fields = {one.name for one in spec.fields}
    fixed = {name if name in fields else as_part(name): text for name, text in layout.fixed.items()}
    table = Sheet(spec, layout, grid, header, {**stated, **fixed}, listing)
    if is_one_of_many and table.waits and not listing.failed:
        return _not_filled_in(layout, header.rows[-1], listing)
    found = list(table.observations())
    if not found:
        listing.add("tidy.no-rows", row=header.rows[-1])
    list_other_title(grid, header.rows[0], stated, listing)
    measures = {one.name for one in spec.with_role("measure")}
    return _Table(layout, found, listing, frozenset(one.said.gives or "" for one in header.columns) & measures)


def _is_blank(grid: Grid) -> bool:
    """Whether a sheet has no more than a title: no cell that is a number."""
    return not any(text_of(cell)[:1].isdigit() for row in grid.rows for cell in row)


def _not_filled_in(layout: Layout, row: int | None, listing: Listing) -> _Table:
    """A sheet that was prepared for a period to come: nothing of it is published, and no more is said of it."""
    only = Listing(listing.file, listing.sheet)
    only.add("tidy.sheet-empty", row=row, severity="note")
    return _Table(layout, [], only)


def _rows(spec: DatasetSpec, found: Sequence[Observation]) -> Rows:
    """The observations under the names of the fields, with the statuses that marks gave."""
    names = [one.name for one in spec.fields if any(one.name in observation.texts for observation in found)]
    columns: list[Coded[Cell]] = [coded(one.texts.get(name, "") for one in found) for name in names]
    statuses = {
        measure.name: coded(one.statuses.get(measure.name, "") if measure.name in one.texts else "x" for one in found)
        for measure in spec.with_role("measure")
        if measure.name in names
    }
    numbers = np.arange(1, len(found) + 1, dtype=np.int64)
    return Rows(tuple(names), None, numbers, tuple(columns), statuses=statuses)
