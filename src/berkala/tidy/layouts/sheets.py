"""The sheets of a workbook that a layout is about: the only one, the one it names, or all whose names have its form.

A workbook with a sheet for each month is one table: ``sheet: "{month} {year}"``. A sheet of another name may be next
month's, spelt otherwise, so it is named until the layout says that it is known (`Layout.other_sheets`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from berkala.errors import nearest
from berkala.plan.layouts import Layout, as_part, gaps_of
from berkala.stated import MONTHS, number_of
from berkala.tidy.grids.model import Grid, Workbook
from berkala.tidy.listing import Listing
from berkala.tidy.rows import stop

_WORD, _YEAR = re.compile(r"\w+"), re.compile(r"(?:19|20)\d\d", re.ASCII)
#: A sheet, and what its own name states.
Named = tuple[Grid, Mapping[str, str]]


def sheets_of(workbook: Workbook, layout: Layout, listing: Listing) -> list[Named]:
    """The sheets of a layout, in the order of the workbook.

    Raises SourceProblems where there is none, where a hidden one would be read, or where it is not clear which.
    """
    if layout.sheet is None:
        return [(_only_sheet(workbook, listing), {})]
    if gaps_of(layout.sheet).names:
        found = of_form(workbook, layout.sheet)
        _refuse(found, workbook, layout.sheet, listing)
        return found
    return [(_named(workbook, layout.sheet, listing), {})]


def of_form(workbook: Workbook, form: str) -> list[Named]:
    """The sheets whose names have a form, with what they state. Blanks that nobody sees in a name do not count."""
    stated = ((one, gaps_of(form).match(spoken_name(one))) for one in workbook.sheets)
    return [(one, _in_full(parts)) for one, parts in stated if parts is not None]


def spoken_name(grid: Grid) -> str:
    """The name of a sheet as a person reads it."""
    return " ".join((grid.name or "").split())


def _in_full(stated: Mapping[str, str]) -> Mapping[str, str]:
    """What a name states, with the year in four digits."""
    rest = {name: text for name, text in stated.items() if name != "yy"}
    return {**rest, as_part("year"): f"20{stated['yy']}"} if "yy" in stated else rest


def list_unknown(workbook: Workbook, layouts: Sequence[Layout], listing: Listing) -> None:
    """List each sheet with content that is of no layout, where one of them reads sheets by the form of their names."""
    forms = [one.sheet for one in layouts if one.sheet and gaps_of(one.sheet).names]
    known = [spoken_name(grid) for form in forms for grid, _ in of_form(workbook, form)]
    for name in _unknown(workbook, layouts) if known else ():  # where there is none, all are named at once
        facts = {"name": name, "forms": ", ".join(f"“{form}”" for form in forms), "like": known[-1]}
        listing.add("tidy.sheet-new", facts)


def list_other_title(grid: Grid, header: int, stated: Mapping[str, str], listing: Listing) -> None:
    """Warn of a title above the table that states another month or year than the name of the sheet or file does."""
    words = _WORD.findall(" ".join(str(cell) for row in grid.rows[: header - 1] for cell in row))
    told = {
        "month": {MONTHS[word.casefold()] for word in words if word.casefold() in MONTHS},
        "year": {int(word) for word in words if _YEAR.fullmatch(word)},
    }
    for part, found in told.items():
        text = stated.get(as_part(part), "")
        if text and len(found) == 1 and number_of(text) not in found:
            said = next(word for word in words if (MONTHS.get(word.casefold()) or word) in {*found, *map(str, found)})
            listing.add("tidy.sheet-title", {"stated": text, "title": said}, severity="warning")


def _unknown(workbook: Workbook, layouts: Sequence[Layout]) -> Iterator[str]:
    known = {" ".join(name.split()) for one in layouts for name in one.other_sheets}
    for grid in _visible(workbook):
        name = spoken_name(grid)
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


def _refuse(found: Sequence[Named], workbook: Workbook, form: str, listing: Listing) -> None:
    """Raise SourceProblems where no sheet has the form, one that has it is hidden, or two state one period."""
    if not found:
        raise stop(listing, "tidy.sheets-none", form=form, known=_names(workbook))
    seen: dict[tuple[tuple[str, str], ...], str] = {}
    for grid, stated in found:
        name = grid.name or ""
        if grid.hidden:
            raise stop(listing, "tidy.sheet-hidden", name=name)
        parts = tuple(sorted((part, str(number_of(text) or text)) for part, text in stated.items()))
        if parts in seen:
            raise stop(listing, "tidy.sheets-alike", name=name, other=seen[parts])
        seen[parts] = name


def _names(workbook: Workbook) -> str:
    return ", ".join(one.name or "" for one in workbook.sheets)
