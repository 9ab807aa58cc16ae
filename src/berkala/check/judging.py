"""The formulas of achievements, progress, uncertainty, ranks, streaks and roll-ups once more, in exact fractions.

Written apart from `measure`, as those in `arithmetic.py` are. Each gives None where it is not defined, and raises
ValueError where its inputs are too few or too many. A root is taken to eighteen decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isqrt

from berkala.check.growing import GROWING

#: The formula of a number that is not worked out: the report's specification gives it.
DECLARED = "declared"

#: Formulas over their inputs in the digits that are shown of them.
SHOWN = frozenset({"met_at_least", "met_at_most", "met_within", "improved_where_higher", "improved_where_lower"})

Parts = Sequence[Fraction]
_Z = Fraction(196, 100)


def _root(value: Fraction) -> Fraction:
    """The square root, to eighteen decimals."""
    return Fraction(isqrt(value.numerator * 10**36 // value.denominator), 10**18)


def _ratio(parts: Parts) -> Fraction | None:
    actual, target = parts
    return actual / target * 100 if target > 0 else None


def _inverse(parts: Parts) -> Fraction | None:
    actual, target = parts
    return _ratio([target, actual]) if target > 0 else None


def _within(parts: Parts) -> Fraction | None:
    actual, low, high = parts
    if actual < low:
        return _ratio([actual, low])
    if actual > high:
        return _inverse([actual, high])
    return Fraction(100)


def _baseline(parts: Parts) -> Fraction | None:
    actual, target, baseline = parts
    return 100 * (actual - baseline) / (target - baseline) if target != baseline else None


def _growth(parts: Parts) -> Fraction | None:
    actual, target, baseline, years = parts
    if target == baseline or min(parts) <= 0:
        return None
    exponent = Decimal(years.denominator) / Decimal(years.numerator)
    gone, to_go = (_decimal(end / baseline) ** exponent - 1 for end in (actual, target))
    return 100 * Fraction(gone / to_go)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _mean(parts: Parts) -> Fraction | None:
    pairs = list(zip(parts[::2], parts[1::2], strict=True))
    weights = sum(weight for _, weight in pairs)
    return sum((value * weight for value, weight in pairs), Fraction(0)) / weights if weights else None


def _directions(parts: Parts, wanted: int) -> Fraction:
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return Fraction([0 if abs(a) < least else (a > 0) - (a < 0) for a, least in pairs].count(wanted))


def _streak(parts: Parts) -> Fraction:
    least, *rest = parts
    return _run([now - earlier for now, earlier in zip(rest[::2], rest[1::2], strict=True)], least)


def _streak_of_growth(parts: Parts) -> Fraction | None:
    least, *rest = parts
    if min(rest[1::2]) <= 0:
        return None
    return _run([100 * (now - earlier) / earlier for now, earlier in zip(rest[::2], rest[1::2], strict=True)], least)


def _run(changes: Parts, least: Fraction) -> Fraction:
    length = way = 0
    for change in changes:
        sign = 0 if abs(change) < least else 1 if change > 0 else -1
        if sign == 0 or (length and sign != way):
            break
        length, way = length + 1, sign
    return Fraction(length * way)


def _apart(higher: Fraction, least: Fraction) -> bool:
    return higher >= least and higher > 0


def _place(parts: Parts, last: bool) -> Fraction:
    own, apart, *others = parts
    if last:
        return Fraction(1 + len(others) - len([other for other in others if _apart(own - other, apart)]))
    return Fraction(1 + len([other for other in others if _apart(other - own, apart)]))


def _sampled_place(parts: Parts, last: bool) -> Fraction:
    own, error, apart, *others = parts
    lower = higher = 0
    pairs = list(zip(others[::2], others[1::2], strict=True))
    for other, its in pairs:
        least = max(apart, _Z * _root(error**2 + its**2))
        lower += _apart(own - other, least)
        higher += _apart(other - own, least)
    return Fraction(1 + len(pairs) - lower if last else 1 + higher)


def _capped(parts: Parts) -> Fraction:
    value, cap = parts
    return cap if value > cap else value


def _met_at_least(parts: Parts) -> Fraction:
    value, reference = parts
    return Fraction(1 if value >= reference else 0)


def _met_at_most(parts: Parts) -> Fraction:
    value, reference = parts
    return Fraction(1 if value <= reference else 0)


def _met_within(parts: Parts) -> Fraction:
    value, low, high = parts
    return Fraction(1 if low <= value <= high else 0)


def _improved(parts: Parts, better: int) -> Fraction:
    value, earlier = parts
    if value == earlier:
        return Fraction(0)
    return Fraction(better if value > earlier else -better)


def _reach(parts: Parts, errors: Fraction) -> Fraction:
    value, error = parts
    return value + errors * error


def _error_from_relative(parts: Parts) -> Fraction:
    value, relative = parts
    return abs(value) * relative / 100


def _error_from_interval(parts: Parts) -> Fraction:
    low, high = parts
    return (high - low) / Fraction(392, 100)


def _margin_of_change(parts: Parts) -> Fraction:
    error, earlier = parts
    return _Z * _root(error**2 + earlier**2)


def _margin_of_growth(parts: Parts) -> Fraction | None:
    now, error, earlier, earlier_error = parts
    if not earlier:
        return None
    return 100 * _Z * _root((error / earlier) ** 2 + (now * earlier_error / earlier**2) ** 2)


#: Formula by its published name, over its inputs in their published order.
JUDGING: Mapping[str, Callable[[Parts], Fraction | None]] = {
    "achievement_ratio": _ratio,
    "achievement_inverse_ratio": _inverse,
    "achievement_within": _within,
    "achievement_from_baseline": _baseline,
    "achievement_growth": _growth,
    **GROWING,
    "capped": _capped,
    "met_at_least": _met_at_least,
    "met_at_most": _met_at_most,
    "met_within": _met_within,
    "improved_where_higher": lambda parts: _improved(parts, 1),
    "improved_where_lower": lambda parts: _improved(parts, -1),
    "count_better": lambda parts: Fraction(list(parts).count(Fraction(1))),
    "count_worse": lambda parts: Fraction(list(parts).count(Fraction(-1))),
    "count_unchanged": lambda parts: Fraction(list(parts).count(Fraction(0))),
    "interval_low": lambda parts: _reach(parts, -_Z),
    "interval_high": lambda parts: _reach(parts, _Z),
    "error_from_relative": _error_from_relative,
    "error_from_interval": _error_from_interval,
    "margin_of_change": _margin_of_change,
    "margin_of_growth": _margin_of_growth,
    "margin_declared": lambda parts: parts[0],
    "rank_from": lambda parts: _place(parts, last=False),
    "rank_to": lambda parts: _place(parts, last=True),
    "rank_from_sampled": lambda parts: _sampled_place(parts, last=False),
    "rank_to_sampled": lambda parts: _sampled_place(parts, last=True),
    "count_rose": lambda parts: _directions(parts, 1),
    "count_fell": lambda parts: _directions(parts, -1),
    "count_same": lambda parts: _directions(parts, 0),
    "streak": _streak,
    "streak_of_growth": _streak_of_growth,
    "weighted_mean": _mean,
}
