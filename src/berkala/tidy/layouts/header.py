"""The names of a table's columns: where they stand in the file, and what the layout says of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from berkala.errors import nearest
from berkala.plan.layouts import ColumnLayout, Layout, gaps_of
from berkala.tidy.grids.model import Grid
from berkala.tidy.layouts.cells import cell, letters_of, place_of, text_of
from berkala.tidy.layouts.marks import Marks, TwoMarks
from berkala.tidy.listing import Listing
from berkala.tidy.rows import stop

#: How far down a table is looked for that does not begin where it did.
_FAR = 200
#: What a column without a name is called.
_LETTERS = re.compile(r"\(([A-Z]{1,3})\)")


@dataclass(frozen=True)
class Name:
    """What stands over one column: its text as the layout calls it, and the status that a mark in it gives."""

    text: str
    status: str = ""


@dataclass(frozen=True)
class Column:
    """One column of the file that the layout knows. `place` counts from 0; `gaps` is what its name states."""

    place: int
    said: ColumnLayout
    gaps: Mapping[str, str]
    status: str

    @cached_property
    def letters(self) -> str:
        """What it is called in a spreadsheet."""
        return letters_of(self.place)


@dataclass(frozen=True)
class Header:
    """The rows of the names, from 1, and the columns in their order."""

    rows: tuple[int, ...]
    columns: tuple[Column, ...]


def find_header(grid: Grid, layout: Layout, listing: Listing) -> Header:
    """The header where the layout has it, or at the one other place where all its names stand, which is told.

    Lists each name that the layout does not know. Raises SourceProblems where names of the layout are nowhere.
    """
    declared = layout.header_rows
    height = len(declared)
    at_home = names(grid, declared, layout)
    if lacking(at_home, layout):
        others = (tuple(range(first, first + height)) for first in range(1, min(len(grid.rows), _FAR) + 1))
        found = [rows for rows in others if not lacking(names(grid, rows, layout), layout)]
        if not found:
            raise _nowhere(grid, layout, listing)
        facts = {"declared": _spoken(declared), "found": _spoken(found[0])}
        listing.add("tidy.layout-moved", facts, row=found[0][0], severity="note")
        return Header(found[0], _columns(names(grid, found[0], layout), layout, grid, found[0], listing))
    return Header(declared, _columns(at_home, layout, grid, declared, listing))


def names(grid: Grid, rows: Sequence[int], layout: Layout) -> list[Name]:
    """The names over the columns, those of several rows joined; a mark that the layout declares is taken off.

    In the upper rows a cell stands also over the empty ones to its right, where a lower row has a name: if it has one
    below itself too. "Place" beside "2020" in the row below is the name of its own column alone.
    """
    stated = [grid.rows[row - 1] if row <= len(grid.rows) else [] for row in rows]
    letters = (found[1] for key in layout.columns if (found := _LETTERS.fullmatch(key)))
    width = max([*map(len, stated), *(place_of(one) + 1 for one in letters)], default=0)
    lines = [[text_of(cell(row, place)) for place in range(width)] for row in stated]
    for upper, line in enumerate(lines[:-1]):
        below = [any(lower[place] for lower in lines[upper + 1 :]) for place in range(width)]
        for place in range(1, width):
            line[place] = line[place] or (line[place - 1] if below[place] and below[place - 1] else "")
    return _told_apart([_name(parts, layout) for parts in zip(*lines, strict=True)])


def _name(parts: Sequence[str], layout: Layout) -> Name:
    text = " ".join(dict.fromkeys(filter(None, parts)))
    if text in layout.columns:  # a mark may be a part of the name
        return Name(text)
    try:
        return Name(*Marks(layout.marks).split(text))
    except TwoMarks:
        return Name(text)


def _told_apart(found: Sequence[Name]) -> list[Name]:
    """The same, with ``#2`` after a name that stands a second time, and a letter where there is none."""
    seen: Counter[str] = Counter()
    result = []
    for place, name in enumerate(found):
        text = name.text or f"({letters_of(place)})"
        seen[text] += 1
        result.append(Name(f"{text} #{seen[text]}" if seen[text] > 1 else text, name.status))
    return result


def lacking(found: Sequence[Name], layout: Layout) -> list[str]:
    """The names of the layout that are not among those found; one with gaps needs a single one of its form."""
    there = {key for place, name in enumerate(found) if (key := _key(name.text, place, layout)) is not None}
    return [text for text in layout.columns if text not in there and text not in layout.may_lack]


def _key(text: str, place: int, layout: Layout) -> str | None:
    """What the layout has a name under: itself, or else the first form that it has. No name has no form."""
    if text in layout.columns or is_unnamed(text, place):
        return text if text in layout.columns else None
    return next((key for key in layout.columns if gaps_of(key).names and gaps_of(key).match(text)), None)


def is_unnamed(text: str, place: int) -> bool:
    """Whether a column has no name, so that it is called by its letter."""
    return text == f"({letters_of(place)})"


def _nowhere(grid: Grid, layout: Layout, listing: Listing) -> Exception:
    """What is missing, told at the row where most of the names stand, else at the one that the layout has."""
    height = len(layout.header_rows)
    places = [tuple(range(first, first + height)) for first in range(1, min(len(grid.rows), _FAR) + 1)]
    rows = min([layout.header_rows, *places], key=lambda one: _likeness(names(grid, one, layout), layout))
    found = names(grid, rows, layout)
    missing = lacking(found, layout)
    texts = [name.text for place, name in enumerate(found) if not is_unnamed(name.text, place)]
    facts = {"name": missing[0], "count": len(missing), "nearest": nearest(missing[0], texts)}
    facts |= {"rows": _spoken(rows), "found": ", ".join(texts[:12])}
    return stop(listing, "tidy.layout-name-missing", row=rows[0], **facts)


def _likeness(found: Sequence[Name], layout: Layout) -> tuple[int, int]:
    """How little names are like those of the layout: by those that are missing, then by how few there are."""
    return len(lacking(found, layout)), -sum(not name.text.startswith("(") for name in found)


def _columns(
    found: Sequence[Name], layout: Layout, grid: Grid, rows: Sequence[int], listing: Listing
) -> tuple[Column, ...]:
    below = {place for row in grid.rows[rows[-1] :] for place, value in enumerate(row) if value != ""}
    result = []
    for place, name in enumerate(found):
        key = _key(name.text, place, layout)
        if key is not None:
            gaps = gaps_of(key).match(name.text) or {}
            result.append(Column(place, layout.column(key), gaps, name.status))
        elif place in below or not is_unnamed(name.text, place):
            facts = {"name": name.text, "letters": letters_of(place), "nearest": nearest(name.text, layout.columns)}
            listing.add("tidy.layout-name-new", facts, row=rows[-1])
    for place in sorted(below - set(range(len(found)))):
        listing.add("tidy.layout-name-new", {"name": f"({letters_of(place)})", "letters": letters_of(place)})
    return tuple(result)


def _spoken(rows: Sequence[int]) -> str:
    return f"{rows[0]}–{rows[-1]}" if len(rows) > 1 else str(rows[0])
