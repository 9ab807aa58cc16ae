"""Round numbers for an axis, in exact decimals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_HUNDRED = Decimal(100)
#: Fewer ticks than these are no scale.
_LEAST = 2
#: The values take up so much of a cut axis at least, if one of these numbers of intervals allows it.
_MOST, _FINER = Decimal("0.65"), (4, 5)


def nice_ticks(low: Decimal, high: Decimal, most: int = 4) -> tuple[Decimal, ...]:
    """Multiples of 1, 2 or 5 times a power of ten that enclose `low` to `high`: at least 2, at most `most` + 1.

    The step is the smallest that needs no more than `most` intervals. Equal ends are spread first.
    """
    if low == high:
        low, high = (low - abs(low) / 10, high + abs(high) / 10) if low else (Decimal(0), Decimal(1))
    rough = (high - low) / most
    base = Decimal(1).scaleb(rough.adjusted())
    for factor in (*_STEPS, Decimal(20), Decimal(50)):
        step = base * factor
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        if last - first <= most:
            break
    return tuple(step * (first + place) for place in range(int(last - first) + 1))


@dataclass(frozen=True)
class Axis:
    """The values marked on an axis, in order. `cut`: it begins above zero, which has to be said.

    `bottom` and `top` are where it begins and ends, if that is not at the first or the last tick.
    """

    ticks: tuple[Decimal, ...]
    cut: bool
    top: Decimal | None = None
    bottom: Decimal | None = None

    @property
    def low(self) -> Decimal:
        """Where it begins."""
        return self.ticks[0] if self.bottom is None else self.bottom

    @property
    def high(self) -> Decimal:
        """Where it ends."""
        return self.ticks[-1] if self.top is None else self.top

    @property
    def step(self) -> Decimal:
        """From one tick to the next."""
        return self.ticks[1] - self.ticks[0]


def from_zero(values: Sequence[Decimal], unit: str, most: int = 4) -> Axis:
    """An axis that holds zero, for lengths."""
    return Axis(_capped(nice_ticks(min((*values, Decimal(0))), max((*values, Decimal(0))), most), values, unit), False)


def for_columns(values: Sequence[Decimal], unit: str, most: int = 4) -> Axis:
    """An axis for columns: from zero to the highest value, so that no height is given away above it."""
    axis = from_zero(values, unit, most)
    highest = max((*values, Decimal(0)))
    kept = tuple(tick for tick in axis.ticks if tick <= highest)
    return Axis(kept, False, highest) if len(kept) > 1 and highest > 0 else axis


def for_line(values: Sequence[Decimal], unit: str, most: int = 3) -> Axis:
    """An axis for positions: it may be cut where the values would fill less than half of its height.

    A cut axis begins a little below the lowest value: on the baseline it would be taken for nought.
    """
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(0))
    if low < 0 or high <= 0:
        return from_zero(values, unit, most)
    cut = high - low < high / 2
    floor = max(low - (high - low) / 20, Decimal(0)) if cut else Decimal(0)
    tried = [_ended(_capped(nice_ticks(floor, high, count), values, unit), high) for count in (most, *_FINER)]
    # A smaller step where a coarse one would leave much of the height empty.
    return next((axis for axis in tried if _filled(axis, low, high)), tried[0]) if cut else tried[0]


def _ended(ticks: tuple[Decimal, ...], high: Decimal) -> Axis:
    """An axis that ends at the highest value where enough ticks are left below it."""
    kept = tuple(tick for tick in ticks if tick <= high)
    return Axis(kept, kept[0] != 0, high) if len(kept) > _LEAST else Axis(ticks, ticks[0] != 0)


def _filled(axis: Axis, low: Decimal, high: Decimal) -> bool:
    """Whether the values take up most of an axis."""
    return high - low >= _MOST * (axis.high - axis.low)


def tight(values: Sequence[Decimal], unit: str, most: int = 4) -> Axis:
    """An axis for small plots with values on both sides of zero: it ends where they end, with round ticks inside.

    Where zero is not among the values it is that of a line.
    """
    low, high = min((*values, Decimal(0))), max((*values, Decimal(0)))
    inside = tuple(tick for tick in nice_ticks(low, high, most) if low <= tick <= high)
    if low == 0 or len(inside) < _LEAST:
        return for_line(values, unit, most)
    return Axis(inside, False, high, low - (high - low) / 20)


def _capped(ticks: tuple[Decimal, ...], values: Sequence[Decimal], unit: str) -> tuple[Decimal, ...]:
    """A share of which no value is over 100 per cent has no tick over 100 either."""
    if unit != "percent" or max(values, default=Decimal(0)) > _HUNDRED or ticks[-1] <= _HUNDRED:
        return ticks
    kept = tuple(tick for tick in ticks if tick <= _HUNDRED)
    return kept if len(kept) > 1 and kept[-1] == _HUNDRED else ticks
