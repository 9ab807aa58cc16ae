"""The formulas of progress once more: growth a year, its share of what a target requires, bounds near a limit.

Written apart from `measure`, over fractions. A power is taken by logarithms, to the 28 digits of a decimal. Each gives
None where it is not defined, and raises ValueError where its inputs are too few or too many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

Parts = Sequence[Fraction]

#: The power by which a bound comes down as the base value nears a limit.
_POWER = Fraction(444, 100)


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    """A power of what is above nought."""
    logarithm = _decimal(base).ln() * _decimal(exponent)
    return Fraction(logarithm.exp())


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _annual(parts: Parts) -> Fraction | None:
    value, baseline, years = parts
    if not baseline or years <= 0 or value / baseline <= 0:
        return None
    side = 1 if baseline > 0 else -1
    return side * 100 * (_power(value / baseline, 1 / years) - 1)


def _directed(parts: Parts) -> Fraction:
    growth, way = parts
    return way * growth


def _share(parts: Parts) -> Fraction | None:
    growth, required, way = parts
    return way * growth / abs(required) * 100 if required else None


def _factor(parts: Parts) -> Fraction:
    baseline, limit = parts
    if not baseline or abs(baseline) >= abs(2 * limit):
        return Fraction(1)
    place = abs(baseline / limit)
    return 1 - _power(min(place, 2 - place), _POWER)


def _lowered(parts: Parts) -> Fraction:
    threshold, factor = parts
    return threshold * factor


#: Formula by its published name, over its inputs in their published order.
GROWING: Mapping[str, Callable[[Parts], Fraction | None]] = {
    "annual_growth": _annual,
    "progress_growth": _directed,
    "progress_to_target": _share,
    "limit_factor": _factor,
    "progress_threshold": _lowered,
}
