"""From the sheets of a source to the rows of one table, by the layouts that its descriptor declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from berkala.errors import SourceProblems, nearest
from berkala.plan.layouts import Layout, as_part
from berkala.plan.specifications import DatasetSpec
from berkala.tidy.coded import Coded, coded
from berkala.tidy.grids.model import Grid, Workbook
from berkala.tidy.layouts.header import find_header
from berkala.tidy.layouts.observations import Observation, Sheet
from berkala.tidy.layouts.places import Place, PlacedListing
from berkala.tidy.listing import Listing
from berkala.tidy.rows import Cell, Rows, stop

__all__ = ["laid_out"]

#: One file of a source: what it is called, what it holds, and what its own name states.
Part = tuple[str, Workbook, Mapping[str, str]]


def laid_out(spec: DatasetSpec, parts: Sequence[Part], listing: PlacedListing) -> Rows:
    """Every observation of every file, numbered from 1; `listing` knows where each stands.

    A field that a table does not give (`Layout.may_lack`) is not available there: status x. Raises SourceProblems where
    a sheet, a name or a table that the layout declares is nowhere.
    """
    found: list[Observation] = []
    refused: list[SourceProblems] = []
    for file, workbook, stated in parts:
        for layout in spec.resource.layouts:
            sheet = Listing(file)
            try:
                observations = _table(spec, layout, workbook, stated, sheet)
            except SourceProblems as error:
                refused.append(error)
                continue
            listing.take(sheet)
            found += observations
            listing.places += [Place(file, sheet.sheet, one.row, one.columns) for one in observations]
    if refused:
        raise SourceProblems([problem for error in refused for problem in error.problems])
    return _rows(spec, found)


def _table(
    spec: DatasetSpec, layout: Layout, workbook: Workbook, stated: Mapping[str, str], listing: Listing
) -> list[Observation]:
    grid = _grid(workbook, layout, listing)
    header = find_header(grid, layout, listing)
    fields = {one.name for one in spec.fields}
    fixed = {name if name in fields else as_part(name): text for name, text in layout.fixed.items()}
    table = Sheet(spec, layout, grid, header, {**stated, **fixed}, listing)
    found = list(table.observations())
    if not found:
        listing.add("tidy.no-rows", row=header.rows[-1])
    return found


def _grid(workbook: Workbook, layout: Layout, listing: Listing) -> Grid:
    """The sheet that the layout names, or the only one that holds anything."""
    if layout.sheet is None:
        filled = [one for one in workbook.sheets if one.rows and not one.hidden]
        if len(filled) != 1:
            raise stop(listing, "tidy.sheet-unsaid", known=", ".join(one.name or "" for one in workbook.sheets))
        listing.sheet = filled[0].name
        return filled[0]
    sheets = {one.name or "": one for one in workbook.sheets}
    if layout.sheet not in sheets:
        near, known = nearest(layout.sheet, sheets), ", ".join(sheets)
        code = "tidy.sheet-near" if near else "tidy.sheet-missing"
        raise stop(listing, code, name=layout.sheet, nearest=near, known=known)
    if sheets[layout.sheet].hidden:
        raise stop(listing, "tidy.sheet-hidden", name=layout.sheet)
    listing.sheet = layout.sheet
    return sheets[layout.sheet]


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
