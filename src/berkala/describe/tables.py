"""Where the tables of a sheet stand: the rows of their names, the first and the last row with figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from berkala.describe.kinds import Seen, footed_year, seen
from berkala.tidy.grids.model import Grid, Range

#: Between the names and the first figures stand at most so many rows of headings and units.
_BETWEEN = 4
#: A row of names has at most so many rows of names above it.
_TALL = 3


@dataclass(frozen=True)
class Table:
    """One table of a sheet; rows count from 1. `header` are the rows of names, none where there are none."""

    grid: Grid
    cells: Sequence[Sequence[Seen]]
    header: tuple[int, ...]
    first: int
    last: int

    @cached_property
    def width(self) -> int:
        """How many columns hold anything below the names."""
        return max((len(row) for row in self.body), default=0)

    @cached_property
    def body(self) -> Sequence[Sequence[Seen]]:
        """The rows from the one below the names to the last one with a figure, without names that come again.

        A cell that is merged downwards stands in each of its rows, as it does to the reader.
        """
        start = self.header[-1] if self.header else self.first - 1
        again = [cell.text for cell in self.cells[self.header[-1] - 1]] if self.header else None
        rows = [list(row) for row in self.cells[start : self.last]]
        for area in self.grid.merged:
            if start < area.first_row < area.last_row <= self.last:
                _fill_down(rows[area.first_row - start - 1 : area.last_row - start], area.first_column - 1)
            elif start < area.first_row == area.last_row <= self.last:
                _fill_aside(rows[area.first_row - start - 1], area, _figured(rows))
        filled = (row for row in rows if any(cell.kind != "empty" for cell in row))
        return [row for row in filled if [cell.text for cell in row] != again]

    def column(self, place: int) -> list[Seen]:
        """The cells of one column below the names, from 0."""
        return [row[place] if place < len(row) else NOTHING for row in self.body]

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The texts above the names, each row's first."""
        return self.titles_at(0)

    def titles_at(self, place: int) -> tuple[str, ...]:
        """The texts above the names, of each row the one over a column, from 0, or else its first."""
        above = self.cells[: (self.header[0] if self.header else self.first) - 1]
        over = (row[place].text if place < len(row) else "" for row in above)
        first = (next((cell.text for cell in row if cell.kind != "empty"), "") for row in above)
        return tuple(text or other for text, other in zip(over, first, strict=True) if text or other)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """The texts below the last figure."""
        rows = (next((cell.text for cell in row if cell.kind != "empty"), "") for row in self.cells[self.last :])
        return tuple(filter(None, rows))


NOTHING = Seen("empty", "")
#: Columns are counted below their names in many official tables: (1), (2), (3).
_COUNTED = re.compile(r"\(\d{1,2}\)")


def _figured(rows: Sequence[Sequence[Seen]]) -> Set[int]:
    """The places of columns with figures, from 0."""
    return {place for row in rows for place, cell in enumerate(row) if cell.kind == "figure"}


def _fill_aside(row: list[Seen], area: Range, figured: Set[int]) -> None:
    """A text that is merged over columns of names stands in each of them; over figures a heading says nothing."""
    text = row[area.first_column - 1] if area.first_column <= len(row) else NOTHING
    if text.kind == "text":
        row += [NOTHING] * (area.last_column - len(row))
        for place in {*range(area.first_column - 1, area.last_column)} - figured:
            row[place] = text


def _fill_down(rows: Sequence[list[Seen]], place: int) -> None:
    """Put what stands in the first of these rows at a place into the others that have anything, and nothing there."""
    first, *others = rows
    for row in others if place < len(first) else ():
        if row and (place >= len(row) or row[place].kind == "empty"):
            row += [NOTHING] * (place + 1 - len(row))
            row[place] = first[place]


def tables_of(grid: Grid) -> list[Table]:
    """The tables of a sheet, from the top; none where no row has figures."""
    cells = [[seen(value) for value in row] for row in grid.rows]
    found: list[Table] = []
    after = 0
    while (start := _first_figures(cells, after)) is not None:
        end = _end(cells, start)
        found.append(Table(grid, cells, _header(cells, after, start), start + 1, end))
        after = end
    return found


def is_names(row: Sequence[Seen]) -> bool:
    """Whether a row holds names: texts and at the most one period, or several periods that are not alike."""
    filled = [cell for cell in row if cell.kind != "empty"]
    if _are_periods(filled):
        return True
    texts = sum(cell.kind == "text" for cell in filled)
    return texts >= 1 and all(cell.kind in ("text", "period") for cell in filled) and len(filled) - texts <= 1


def _are_periods(filled: Sequence[Seen]) -> bool:
    """Whether cells are the names of columns of periods. One may have a footnote's digit stuck to it: ``20181``."""
    periods = [cell.text for cell in filled if cell.kind == "period"]
    others = [cell for cell in filled if cell.kind not in ("period", "text")]
    footed = all(footed_year(cell.text) for cell in others)
    return footed and len(periods) >= 2 and len(set(periods)) == len(periods) and len(others) <= len(periods)


def _first_figures(cells: Sequence[Sequence[Seen]], after: int) -> int | None:
    """The first row with figures from a place on, counted from 0."""
    return next((number for number in range(after, len(cells)) if _has_figures(cells[number])), None)


def _has_figures(row: Sequence[Seen]) -> bool:
    """Whether a row has figures or marks in their place; years alone may be names."""
    kinds = [cell.kind for cell in row if cell.kind != "empty"]
    figures = "figure" in kinds or ("mark" in kinds and kinds[0] != "mark" and len(kinds) > 1)
    return figures and not _are_periods([cell for cell in row if cell.kind != "empty"])


def _end(cells: Sequence[Sequence[Seen]], start: int) -> int:
    """The number of the last row of figures, from 1: before the notes, or before the names of another table."""
    last = start
    for number in range(start + 1, len(cells)):
        row = cells[number]
        if _begins_another(cells, start, number):
            break
        if _has_figures(row) or (number == last + 1 and _is_like(row, cells[last])):
            last = number
    return last + 1


def _is_like(row: Sequence[Seen], above: Sequence[Seen]) -> bool:
    """Whether a row without figures has something in the same columns as the one above it: no note, but a slip."""
    filled = [place for place, cell in enumerate(row) if cell.kind != "empty"]
    return len(filled) > 1 and filled == [place for place, cell in enumerate(above) if cell.kind != "empty"]


def _begins_another(cells: Sequence[Sequence[Seen]], start: int, number: int) -> bool:
    """Whether a row holds the names of another table: below an empty row, over columns that held figures."""
    row = cells[number]
    if any(cell.kind != "empty" for cell in cells[number - 1]) or not is_names(row):
        return False
    above = {place for line in cells[start:number] for place, cell in enumerate(line) if cell.kind == "figure"}
    named = {place for place, cell in enumerate(row) if cell.kind != "empty"}
    return len(named) >= 2 and bool(above & named)


def _header(cells: Sequence[Sequence[Seen]], after: int, start: int) -> tuple[int, ...]:
    """The rows of the names above the first figures: the nearest with names, and those above that it needs.

    One name alone is a heading of the rows below it, where there are more names above.
    """
    near = [number for number in _names_above(cells, after, start) if not _is_slips(cells, after, number)]
    several = [number for number in near if sum(cell.kind != "empty" for cell in cells[number]) > 1]
    return _with_upper(cells, after, (several or near)[0], start) if near else ()


def _names_above(cells: Sequence[Sequence[Seen]], after: int, start: int) -> Iterator[int]:
    """The rows above the first figures that hold names over some of them, the nearest first."""
    for number in range(start - 1, max(after, start - 1 - _BETWEEN) - 1, -1):
        row = cells[number]
        if is_names(row) and _spans(row, cells[start]) and not _states_period(row, cells[start]):
            yield number


def _is_slips(cells: Sequence[Sequence[Seen]], after: int, number: int) -> bool:
    return number > after and _is_all_slips(cells[number], cells[number - 1])


def _states_period(row: Sequence[Seen], below: Sequence[Seen]) -> bool:
    """Whether a row has a period where the one below has one too: a row of the table, with a slip for a figure."""
    periods = {place for place, cell in enumerate(row) if cell.kind == "period"}
    return len(periods) == 1 and any(place < len(below) and below[place].kind == "period" for place in periods)


def _is_all_slips(row: Sequence[Seen], above: Sequence[Seen]) -> bool:
    """Whether a row below names that are periods has a name and one text for all figures: "North", "no data"."""
    periods = [place for place, cell in enumerate(above) if cell.kind == "period"]
    if not _are_periods([cell for cell in above if cell.kind != "empty"]):
        return False
    named = [place for place, cell in enumerate(above) if cell.kind == "text"]
    texts = {row[place].text if place < len(row) else "" for place in periods}
    return bool(named) and len(texts) == 1 and all(place < len(row) and row[place].kind == "text" for place in named)


def _spans(row: Sequence[Seen], figures: Sequence[Seen]) -> bool:
    """Whether names stand over at least one figure: a heading stands over none."""
    over = {place for place, cell in enumerate(figures) if cell.kind in ("figure", "mark", "period")}
    named = {place for place, cell in enumerate(row) if cell.kind != "empty"}
    return bool(over & named)


def _with_upper(cells: Sequence[Sequence[Seen]], after: int, number: int, start: int) -> tuple[int, ...]:
    """The row of names with those above it, while it leaves a column of figures without a name, or has names twice."""
    rows = [number]
    while rows[0] > after and len(rows) < _TALL:
        above, lowest = cells[rows[0] - 1], cells[rows[0]]
        names = [cell.text for cell in lowest if cell.kind != "empty"]
        filled = sum(cell.kind != "empty" for cell in above)
        over = [place for place, cell in enumerate(above) if cell.kind != "empty"]
        bare = any(place >= len(lowest) or lowest[place].kind == "empty" for place in over if place < len(cells[start]))
        needed = bare or len(set(names)) < len(names) or all(map(_COUNTED.fullmatch, names))
        if filled < 2 or not is_names(above) or not needed:
            break
        rows.insert(0, rows[0] - 1)
    return tuple(row + 1 for row in rows)
