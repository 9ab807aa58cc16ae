"""Two places whose values stand in each other's rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log

import numpy as np

from berkala.check.unusual.finding import Finding
from berkala.check.unusual.usual import ENOUGH, Moves
from berkala.check.unusual.view import Marks, Placed, Places

#: A value may be another row's if it moved so many times as far as usual, and by this factor.
_TIMES, _FACTOR = 3.0, 1.6
#: Of so many values at most it is asked whose they are: if half of a table moved, no two of its rows were exchanged.
_MOST = 200


@dataclass(frozen=True)
class Exchange:
    """Two rows of a frame that have each other's values, and a finding that says so."""

    finding: Finding
    rows: tuple[int, int]


def exchanges(placed: Placed, every: Mapping[str, Moves], told: Mapping[str, Marks]) -> Iterator[Exchange]:
    """Pairs of rows of one period in which a value of each fits the past of the other. Each pair is told once."""
    seen: set[int] = set()
    for name, moves in every.items():
        for one, other in _pairs(moves, told[name]):
            rows = tuple(int(moves.column.place[moves.at[i]]) for i in (one, other))
            if seen.isdisjoint(rows) and _differ_in_place(placed, rows):
                seen.update(rows)
                yield Exchange(_finding(placed, name, rows), (rows[0], rows[1]))


def _differ_in_place(placed: Placed, rows: tuple[int, ...]) -> bool:
    """Whether two rows are of two places and alike in all else; without places, alike in all but one thing."""
    frame, area = placed.view.frame, placed.view.area
    differing = [name for name in placed.view.dimensions if len({frame[name].iloc[row] for row in rows}) > 1]
    return differing == [area] if area is not None else len(differing) == 1


def _pairs(moves: Moves, told: Marks) -> Iterator[tuple[int, int]]:
    size = np.abs(moves.far)
    moved = np.flatnonzero(
        (size > _TIMES * moves.usual) & (size > log(_FACTOR)) & ~told & ~moves.noise & (moves.count >= ENOUGH)
    )
    for time in np.unique(moves.time[moved]):
        here = moved[moves.time[moved] == time]
        if 2 <= len(here) <= _MOST:
            yield from _fitting(moves, here)


def _fitting(moves: Moves, here: Places) -> Iterator[tuple[int, int]]:
    """The pairs of which each is within the other's usual change of the other's level."""
    value = np.log(np.abs(moves.column.value[moves.at[here]]) + moves.started[here])
    level = np.log(moves.started[here]) + np.abs(moves.level[here])
    wide = np.maximum(2 * moves.usual[here], 0.05)
    fits = np.abs(value[:, None] - level[None, :]) <= np.maximum(wide[:, None], wide[None, :])
    for one, other in np.argwhere(np.triu(fits & fits.T, 1)):
        yield int(here[one]), int(here[other])


def _finding(placed: Placed, name: str, rows: tuple[int, ...]) -> Finding:
    first, second = min(rows), max(rows)
    other = ", ".join(v for k, v in placed.key(second).items() if k != placed.view.period)
    facts = {"other": other, "other_row": placed.row(second), "other_value": placed.cell(second, name)}
    return Finding("rows-exchanged", placed.key(first), name, placed.cell(first, name), placed.row(first), facts)
