"""Single values: a slip of the unit, or one that is far from its series' past and from its neighbours' changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import exp, log

import numpy as np

from berkala.check.unusual.finding import Finding
from berkala.check.unusual.usual import Moves
from berkala.check.unusual.view import Marks, Placed

#: A slip is a power of ten within this much (of a logarithm), or within twice the usual change.
_NEAR = 0.25
#: A slip that cannot be right: by so many powers of ten, of a series that usually moves less than this, among so many
#: neighbours of which nine in ten moved by less than a factor of two.
_POWERS, _STEADY, _OTHERS = 3, 0.25, 10
TEN = log(10)


@dataclass(frozen=True)
class Measured:
    """How far is too far: so many times the usual change, and by this factor at least."""

    times: float
    factor: float


#: For what is new since the last edition.
NEW = Measured(4.5, 2.2)
#: For the newest period of a table that was never published: what nobody can overlook.
FIRST = Measured(6.0, 8.0)


def odd_cells(moves: Moves, limits: Measured) -> Marks:
    """Which values are unusual."""
    return moves.unusual(limits.times, log(limits.factor))


def cell_findings(placed: Placed, moves: Moves, odd: Marks) -> Iterator[Finding]:
    """A finding for each unusual value."""
    calm = _is_calm(moves)
    for one in np.flatnonzero(odd):
        yield _finding(placed, moves, int(one), calm)


def _finding(placed: Placed, moves: Moves, one: int, calm: bool) -> Finding:
    column = moves.column
    place = int(column.place[moves.at[one]])
    far, usual = moves.factor(one), float(moves.usual[one])
    powers = slip(far, usual)
    direction = "larger" if far > 0 else "smaller"
    certain = abs(powers) >= _POWERS and usual <= _STEADY and calm
    low, high = moves.expected(one)
    facts = {
        "low": shown(low, column.measure.decimals),
        "high": shown(high, column.measure.decimals),
        "times": times(abs(powers) * TEN if powers else abs(far)),
        "count": int(moves.count[one]),
        "largest": times(float(moves.largest[one])),
        "when": placed.code(int(moves.when[one])) if moves.when[one] >= 0 else "",
    }
    kind = f"{'slip' if powers else 'outlier'}-{direction}"
    value = placed.cell(place, column.measure.name)
    name, key, row = column.measure.name, placed.key(place), placed.row(place)
    if certain:
        return Finding(f"certain-{direction}", key, name, value, row, facts, "error")
    return Finding(kind, key, name, value, row, facts)


def slip(far: float, usual: float) -> int:
    """The power of ten that a change is, within what is usual; nought if it is none."""
    powers = round(far / TEN)
    return powers if powers and abs(far - powers * TEN) <= max(_NEAR, min(2 * usual, TEN / 3)) else 0


def _is_calm(moves: Moves) -> bool:
    """Whether the neighbours of an unusual value stayed where they were."""
    return len(moves.far) > _OTHERS and float(np.quantile(np.abs(moves.far), 0.9)) <= log(2)


def times(size: float) -> Decimal:
    """A change as a factor in words' company: 1000, 12, 3.4."""
    factor = exp(min(abs(size), 700.0)) if np.isfinite(size) else 1.0
    return Decimal(f"{factor:.1f}" if factor < 9.95 else f"{float(f'{factor:.2g}'):.0f}")


def shown(value: float, decimals: int) -> str:
    """A limit of a range, in the decimals that the column is shown with."""
    return f"{round(value, decimals) + 0.0:.{decimals}f}"
