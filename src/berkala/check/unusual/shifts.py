"""What happened to a whole column in one period: every value a power of ten away, or two columns exchanged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import log

import numpy as np

from berkala.check.unusual.cells import TEN, slip, times
from berkala.check.unusual.finding import Finding
from berkala.check.unusual.usual import Moves
from berkala.check.unusual.view import Column, Marks, Numbers, Placed, Places
from berkala.render.answered_values import cell_by_names, joined

#: A shift is seen in so many series at least, and in this part of them.
_SERIES, _PART = 5, 0.6
#: A value moved with the others that is within this much (of a logarithm) of their middle: nearer than a half power.
_WITH = TEN / 2
#: An answer binds to the values of so many series; of more, to the first alone.
_BOUND = 40
#: Columns are exchanged where so great a part of the rows fits better the other way round, twice as well at least.
_EXCHANGED, _BETTER, _APART = 0.7, 2.0, 0.3


@dataclass(frozen=True)
class Shift:
    """A finding about columns in one period: what it says of their single values need not be said again.

    `places` are the rows of the frame of which it says so; None for all rows.
    """

    finding: Finding
    columns: tuple[str, ...]
    time: int
    places: Places | None = None


def shifted(placed: Placed, moves: Moves) -> Iterator[Shift]:
    """A period in which most series of a column moved by much, and by the same power of ten."""
    for time in np.unique(moves.time):
        here = np.flatnonzero(moves.time == time)
        far = np.array([moves.factor(int(one)) for one in here])
        if len(far) < _SERIES:
            continue
        middle = float(np.median(far))
        together = float(np.median(np.abs(far - middle)))
        powers = slip(middle, together)
        enough = np.abs(moves.far[here]) > np.maximum(2 * moves.usual[here], log(2))
        moved = enough & (np.sign(far) == np.sign(middle))
        if powers and np.mean(moved) >= _PART and together < log(2):
            alike = here[moved & (np.abs(far - middle) < _WITH)]
            places = np.sort(moves.column.place[moves.at[alike]])
            yield _shift(placed, moves.column.measure.name, places, len(here), powers)


def _shift(placed: Placed, name: str, places: Places, of: int, powers: int) -> Shift:
    first, time = int(places[0]), int(placed.time[places[0]])
    value = placed.cell(first, name)
    facts = {"times": times(powers * TEN), "count": len(places), "of": of, "first": value}
    if len(places) <= _BOUND:
        value = joined(_cell(placed, int(place), name) for place in places)
    key = {placed.view.period: placed.code(time)}
    kind = f"column-{'larger' if powers > 0 else 'smaller'}"
    return Shift(Finding(kind, key, name, value, placed.row(first), facts), (name,), time, places)


def _cell(placed: Placed, place: int, name: str) -> str:
    row = placed.key(place)
    return cell_by_names((row[one] for one in placed.view.dimensions), placed.cell(place, name))


def exchanged(placed: Placed, columns: Mapping[str, Column], first: int) -> Iterator[Shift]:
    """Two columns whose values of a period stand in each other's place."""
    pairs = {name: _now_and_before(column, first, len(placed.time)) for name, column in columns.items()}
    for one, other in combinations(columns, 2):
        (now, before), (now_other, before_other) = pairs[one], pairs[other]
        both = np.isfinite(now) & np.isfinite(before) & np.isfinite(now_other) & np.isfinite(before_other)
        for time in np.unique(placed.time[both]):
            rows = np.flatnonzero(both & (placed.time == time))
            if len(rows) < _SERIES:
                continue
            straight = np.abs(now - before)[rows] + np.abs(now_other - before_other)[rows]
            crossed = np.abs(now - before_other)[rows] + np.abs(now_other - before)[rows]
            fits = (straight > _APART) & (straight > _BETTER * crossed)
            if np.mean(fits) >= _EXCHANGED:
                yield _exchange(placed, (one, other), rows, int(time))


def _exchange(placed: Placed, names: tuple[str, str], rows: Places, time: int) -> Shift:
    first = int(rows.min())
    key = {placed.view.period: placed.code(time)}
    facts = {"other": names[1], "count": len(rows)}
    value = placed.cell(first, names[0])
    return Shift(Finding("columns-exchanged", key, names[0], value, placed.row(first), facts), names, time)


def _now_and_before(column: Column, first: int, rows: int) -> tuple[Numbers, Numbers]:
    """For each row of the frame the logarithm of its value from period `first` on, and that of the value before it."""
    now, before = np.full(rows, np.nan), np.full(rows, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        level = np.where(column.value > 0, np.log(np.where(column.value > 0, column.value, 1.0)), np.nan)
    last = column.before
    new = np.flatnonzero((column.time >= first) & (last >= 0))
    now[column.place[new]], before[column.place[new]] = level[new], level[last[new]]
    return now, before


def told(moves: Moves, shifts: Iterator[Shift] | list[Shift]) -> Marks:
    """Which of the values are of a column and period, and in a row, of which all is told together."""
    name = moves.column.measure.name
    found = np.zeros(len(moves.at), dtype=bool)
    for shift in shifts:
        if name in shift.columns:
            here = moves.time == shift.time
            found |= here if shift.places is None else here & np.isin(moves.column.place[moves.at], shift.places)
    return found
