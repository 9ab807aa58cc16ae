"""The formulas that a publication documents (its words/…/formulas*.yml), written once more from their printed form.

Over the inputs in their published order, in exact fractions, with the standard library alone. None stands for what a
formula leaves undefined. Part of recompute.py.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isqrt


def total(*values: Fraction) -> Fraction:
    return sum(values, Fraction(0))


def share(part: Fraction, whole: Fraction) -> Fraction:
    return 100 * part / whole


def share_without(part: Fraction, whole: Fraction) -> Fraction:
    return 100 * (1 - part / whole)


def gap(value: Fraction, reference: Fraction) -> Fraction:
    return value - reference


def change(value: Fraction, earlier: Fraction) -> Fraction:
    return value - earlier


def growth(value: Fraction, earlier: Fraction) -> Fraction:
    return 100 * (value / earlier - 1)


def count_at_least(reference: Fraction, *others: Fraction) -> Fraction:
    return Fraction(len([other for other in others if other >= reference]))


def count_at_most(reference: Fraction, *others: Fraction) -> Fraction:
    return Fraction(len([other for other in others if other <= reference]))


def value(cell: Fraction) -> Fraction:
    return cell


def growth_over_year(now: Fraction, year_before: Fraction) -> Fraction:
    return 100 * (now - year_before) / year_before


def rate(part: Fraction, whole: Fraction) -> Fraction:
    return part / whole


def to_date(*values: Fraction) -> Fraction:
    return sum(values, Fraction(0))


def mean(*values: Fraction) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def gap_to_range(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    return value - max(low, min(value, high))


def count_within(low: Fraction, high: Fraction, *others: Fraction) -> Fraction:
    return Fraction(len([other for other in others if low <= other <= high]))


def count(*values: Fraction) -> Fraction:
    return Fraction(len(values))


FORMULAS = {
    formula.__name__: formula
    for formula in (
        total,
        share,
        share_without,
        gap,
        change,
        growth,
        count_at_least,
        count_at_most,
        count,
        value,
        growth_over_year,
        rate,
        to_date,
        mean,
        gap_to_range,
        count_within,
    )
}


# -- the formulas of achievements, uncertainty, ranks and streaks; None stands for what is not defined ------------


def root(value: Fraction) -> Fraction:
    return Fraction(isqrt(value.numerator * 10**36 // value.denominator), 10**18)


def over_root(*errors: Fraction) -> Fraction:
    """What independent errors come to together, times 1.96."""
    return Fraction("1.96") * root(sum((error * error for error in errors), Fraction(0)))


def in_pairs(values: tuple[Fraction, ...]) -> list[tuple[Fraction, Fraction]]:
    if len(values) % 2:
        raise TypeError("the inputs are pairs")
    return [(values[place], values[place + 1]) for place in range(0, len(values), 2)]


# -- achievements ------------------------------------------------------------------------------------------------


def achievement_ratio(actual: Fraction, target: Fraction) -> Fraction | None:
    return None if target <= 0 else 100 * actual / target


def achievement_inverse_ratio(actual: Fraction, target: Fraction) -> Fraction | None:
    return None if target <= 0 or actual <= 0 else 100 * target / actual


def achievement_within(actual: Fraction, low: Fraction, high: Fraction) -> Fraction | None:
    if actual < low:
        return achievement_ratio(actual, low)
    return achievement_inverse_ratio(actual, high) if actual > high else Fraction(100)


def achievement_from_baseline(actual: Fraction, target: Fraction, baseline: Fraction) -> Fraction | None:
    return None if target == baseline else (actual - baseline) / (target - baseline) * 100


def achievement_growth(actual: Fraction, target: Fraction, baseline: Fraction, years: Fraction) -> Fraction | None:
    if min(actual, target, baseline, years) <= 0 or target == baseline:
        return None
    rates = []
    for end in (actual, target):
        times = Decimal(end.numerator * baseline.denominator) / Decimal(end.denominator * baseline.numerator)
        rates.append(times ** (Decimal(years.denominator) / Decimal(years.numerator)) - 1)
    return 100 * Fraction(rates[0] / rates[1])


def capped(value: Fraction, cap: Fraction) -> Fraction:
    return min(value, cap)


def met_at_least(value: Fraction, reference: Fraction) -> Fraction:
    return Fraction(int(value >= reference))


def met_at_most(value: Fraction, reference: Fraction) -> Fraction:
    return Fraction(int(value <= reference))


def met_within(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    return Fraction(int(low <= value <= high))


def improved_where_higher(value: Fraction, earlier: Fraction) -> Fraction:
    return Fraction(0 if value == earlier else 1 if value > earlier else -1)


def improved_where_lower(value: Fraction, earlier: Fraction) -> Fraction:
    return improved_where_higher(earlier, value)


def count_better(*improvements: Fraction) -> Fraction:
    return Fraction(len([one for one in improvements if one == 1]))


def count_worse(*improvements: Fraction) -> Fraction:
    return Fraction(len([one for one in improvements if one == -1]))


def count_unchanged(*improvements: Fraction) -> Fraction:
    return Fraction(len([one for one in improvements if one == 0]))


def weighted_mean(*values: Fraction) -> Fraction | None:
    pairs = in_pairs(values)
    weights = sum((weight for _, weight in pairs), Fraction(0))
    return sum((one * weight for one, weight in pairs), Fraction(0)) / weights if weights else None


# -- progress ----------------------------------------------------------------------------------------------------


def power(base: Fraction, exponent: Fraction) -> Fraction:
    times = Decimal(base.numerator) / Decimal(base.denominator)
    return Fraction(times ** (Decimal(exponent.numerator) / Decimal(exponent.denominator)))


def annual_growth(value: Fraction, baseline: Fraction, years: Fraction) -> Fraction | None:
    if value * baseline <= 0 or years <= 0:
        return None
    growth = 100 * (power(value / baseline, 1 / years) - 1)
    return growth if value > 0 else -growth


def progress_growth(growth: Fraction, direction: Fraction) -> Fraction:
    return growth * direction


def progress_to_target(growth: Fraction, required: Fraction, direction: Fraction) -> Fraction | None:
    return None if required == 0 else 100 * growth * direction / abs(required)


def limit_factor(baseline: Fraction, limit: Fraction) -> Fraction:
    size, most = abs(baseline), abs(limit)
    if size == 0 or size >= 2 * most:
        return Fraction(1)
    return 1 - power((size if size <= most else 2 * most - size) / most, Fraction("4.44"))


def progress_threshold(threshold: Fraction, factor: Fraction) -> Fraction:
    return threshold * factor


# -- uncertainty -------------------------------------------------------------------------------------------------


def interval_low(value: Fraction, error: Fraction) -> Fraction:
    return value - Fraction("1.96") * error


def interval_high(value: Fraction, error: Fraction) -> Fraction:
    return value + Fraction("1.96") * error


def error_from_relative(value: Fraction, relative: Fraction) -> Fraction:
    return abs(value) * relative / 100


def error_from_interval(low: Fraction, high: Fraction) -> Fraction:
    return (high - low) / Fraction("3.92")


def margin_of_change(error: Fraction, earlier_error: Fraction) -> Fraction:
    return over_root(error, earlier_error)


def margin_of_growth(value: Fraction, error: Fraction, earlier: Fraction, earlier_error: Fraction) -> Fraction | None:
    return None if earlier == 0 else 100 * over_root(error / earlier, value * earlier_error / earlier / earlier)


def margin_declared(apart: Fraction) -> Fraction:
    return apart


# -- ranks -------------------------------------------------------------------------------------------------------


def told_apart(higher: Fraction, distance: Fraction) -> bool:
    return higher > 0 and higher >= distance


def rank_from(value: Fraction, apart: Fraction, *others: Fraction) -> Fraction:
    return Fraction(1 + sum(told_apart(other - value, apart) for other in others))


def rank_to(value: Fraction, apart: Fraction, *others: Fraction) -> Fraction:
    return Fraction(1 + sum(not told_apart(value - other, apart) for other in others))


def rank_from_sampled(value: Fraction, error: Fraction, apart: Fraction, *others: Fraction) -> Fraction:
    pairs = in_pairs(others)
    return Fraction(1 + sum(told_apart(one - value, max(apart, over_root(error, its))) for one, its in pairs))


def rank_to_sampled(value: Fraction, error: Fraction, apart: Fraction, *others: Fraction) -> Fraction:
    pairs = in_pairs(others)
    return Fraction(1 + sum(not told_apart(value - one, max(apart, over_root(error, its))) for one, its in pairs))


# -- rises and falls ---------------------------------------------------------------------------------------------


def count_rose(*values: Fraction) -> Fraction:
    return Fraction(sum(change > 0 and change >= least for change, least in in_pairs(values)))


def count_fell(*values: Fraction) -> Fraction:
    return Fraction(sum(change < 0 and -change >= least for change, least in in_pairs(values)))


def count_same(*values: Fraction) -> Fraction:
    return len(in_pairs(values)) - count_rose(*values) - count_fell(*values)


def streak(least: Fraction, *values: Fraction) -> Fraction:
    return run_of([now - earlier for now, earlier in in_pairs(values)], least)


def streak_of_growth(least: Fraction, *values: Fraction) -> Fraction | None:
    pairs = in_pairs(values)
    if any(earlier <= 0 for _, earlier in pairs):
        return None
    return run_of([100 * (now / earlier - 1) for now, earlier in pairs], least)


def run_of(changes: list[Fraction], least: Fraction) -> Fraction:
    up = down = 0
    while up < len(changes) and changes[up] > 0 and changes[up] >= least:
        up += 1
    while down < len(changes) and changes[down] < 0 and -changes[down] >= least:
        down += 1
    return Fraction(up - down)


JUDGING = {
    formula.__name__: formula
    for formula in (
        achievement_ratio,
        achievement_inverse_ratio,
        achievement_within,
        achievement_from_baseline,
        achievement_growth,
        annual_growth,
        progress_growth,
        progress_to_target,
        limit_factor,
        progress_threshold,
        capped,
        met_at_least,
        met_at_most,
        met_within,
        improved_where_higher,
        improved_where_lower,
        count_better,
        count_worse,
        count_unchanged,
        weighted_mean,
        interval_low,
        interval_high,
        error_from_relative,
        error_from_interval,
        margin_of_change,
        margin_of_growth,
        margin_declared,
        rank_from,
        rank_to,
        rank_from_sampled,
        rank_to_sampled,
        count_rose,
        count_fell,
        count_same,
        streak,
        streak_of_growth,
    )
}

FORMULAS |= JUDGING

#: Those over their inputs in the digits that are shown of them.
SHOWN = ("met_at_least", "met_at_most", "met_within", "improved_where_higher", "improved_where_lower")
