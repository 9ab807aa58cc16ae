"""The sheets of a workbook that a layout is about: the only one, the one it names, or all whose names have its form.

A workbook with a sheet for each month is one table: ``sheet: "{month} {year}"``. A sheet of another name may be next
month's, spelt otherwise, so it is named until the layout says that it is known (`Layout.other_sheets`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from berkala.errors import nearest
from berkala.plan.layouts import Layout, gaps_of
from berkala.tidy.grids.model import Grid, Workbook
from berkala.tidy.listing import Listing
from berkala.tidy.rows import stop

#: A sheet, and what its own name states.
Named = tuple[Grid, Mapping[str, str]]


def sheets_of(workbook: Workbook, layout: Layout, listing: Listing) -> list[Named]:
    """The sheets of a layout, in the order of the workbook.

    Raises SourceProblems where there is none, where a hidden one would be read, or where it is not clear which.
    """
    if layout.sheet is None:
        return [(_only_sheet(workbook, listing), {})]
    if gaps_of(layout.sheet).names:
        return _of_form(workbook, layout.sheet, listing)
    return [(_named(workbook, layout.sheet, listing), {})]


def list_unknown(workbook: Workbook, layouts: Sequence[Layout], listing: Listing) -> None:
    """List each sheet with content that is of no layout, where one of them reads sheets by the form of their names."""
    if not any(gaps_of(one.sheet or "").names for one in layouts):
        return
    for name in _unknown(workbook, layouts):
        forms = ", ".join(f"“{one.sheet}”" for one in layouts)
        listing.add("tidy.sheet-new", {"name": name, "forms": forms})


def _unknown(workbook: Workbook, layouts: Sequence[Layout]) -> Iterator[str]:
    known = {name for one in layouts for name in one.other_sheets}
    for grid in _visible(workbook):
        name = grid.name or ""
        if name not in known and not any(gaps_of(one.sheet or "").match(name) is not None for one in layouts):
            yield name


def _visible(workbook: Workbook) -> list[Grid]:
    return [one for one in workbook.sheets if one.rows and not one.hidden]


def _only_sheet(workbook: Workbook, listing: Listing) -> Grid:
    filled = _visible(workbook)
    if len(filled) != 1:
        raise stop(listing, "tidy.sheet-unsaid", known=_names(workbook), under="layout")
    return filled[0]


def _named(workbook: Workbook, name: str, listing: Listing) -> Grid:
    sheets = {one.name or "": one for one in workbook.sheets}
    if name not in sheets:
        near = nearest(name, sheets)
        code = "tidy.sheet-near" if near else "tidy.sheet-missing"
        raise stop(listing, code, name=name, nearest=near, known=_names(workbook), under="layout")
    if sheets[name].hidden:
        raise stop(listing, "tidy.sheet-hidden", name=name)
    return sheets[name]


def _of_form(workbook: Workbook, form: str, listing: Listing) -> list[Named]:
    gaps = gaps_of(form)
    found = [(one, stated) for one in workbook.sheets if (stated := gaps.match(one.name or "")) is not None]
    if not found:
        raise stop(listing, "tidy.sheets-none", form=form, known=_names(workbook))
    for grid, _ in found:
        if grid.hidden:
            raise stop(listing, "tidy.sheet-hidden", name=grid.name or "")
    return found


def _names(workbook: Workbook) -> str:
    return ", ".join(one.name or "" for one in workbook.sheets)
