"""How much of its target an indicator reached, and whether it met it.

The formulas are those in use: the ratio and its inverse of Indonesia's performance reports (LKjIP, Permen PANRB
53/2014), the way gone from a baseline, and observed against required growth a year (Open SDG and Eurostat).
A target is met or not in the digits that a reader sees of value and target: a page that shows 95.0% beside a target
of 95% and says that it was missed contradicts itself. An achievement is not floored: one that went the wrong way from
its baseline is below nought and is shown so.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from berkala.errors import Problem
from berkala.measure.declared import declare
from berkala.measure.findings import Figure
from berkala.measure.formulas import Formula, Values
from berkala.measure.holding import is_held
from berkala.measure.shown import categories
from berkala.measure.work import Work
from berkala.periods import Period
from berkala.plan.specifications import Achievement, Indicator

#: Decimals that a reader sees of an achievement.
DECIMALS = 1

_HUNDRED = Decimal(100)


def _ratio(values: Values) -> Decimal | None:
    actual, target = values
    return _HUNDRED * actual / target if target > 0 else None


def _inverse_ratio(values: Values) -> Decimal | None:
    actual, target = values
    return _HUNDRED * target / actual if target > 0 and actual > 0 else None


def _within(values: Values) -> Decimal | None:
    actual, low, high = values
    if low <= actual <= high:
        return _HUNDRED
    if actual < low:
        return _HUNDRED * actual / low if low > 0 else None
    return _HUNDRED * high / actual if high > 0 else None


def _from_baseline(values: Values) -> Decimal | None:
    actual, target, baseline = values
    return _HUNDRED * (actual - baseline) / (target - baseline) if target != baseline else None


def _growth(values: Values) -> Decimal | None:
    actual, target, baseline, years = values
    if min(values) <= 0 or target == baseline:
        return None
    observed, required = ((end / baseline) ** (1 / years) - 1 for end in (actual, target))
    return _HUNDRED * observed / required


def _capped(values: Values) -> Decimal:
    return min(values)


def _met_at_least(values: Values) -> Decimal:
    return Decimal(values[0] >= values[1])


def _met_at_most(values: Values) -> Decimal:
    return Decimal(values[0] <= values[1])


def _met_within(values: Values) -> Decimal:
    return Decimal(values[1] <= values[0] <= values[2])


FORMULAS_OF_ACHIEVEMENTS: tuple[Formula, ...] = (
    Formula("achievement_ratio", ("actual", "target"), _ratio),
    Formula("achievement_inverse_ratio", ("actual", "target"), _inverse_ratio),
    Formula("achievement_within", ("actual", "low", "high"), _within),
    Formula("achievement_from_baseline", ("actual", "target", "baseline"), _from_baseline),
    Formula("achievement_growth", ("actual", "target", "baseline", "years"), _growth),
    Formula("capped", ("value", "cap"), _capped),
    Formula("met_at_least", ("value", "reference"), _met_at_least, shown=True),
    Formula("met_at_most", ("value", "reference"), _met_at_most, shown=True),
    Formula("met_within", ("value", "low", "high"), _met_within, shown=True),
)


def outcomes(work: Work, name: str, indicator: Indicator) -> None:
    """Whether the target was met and how much of it was reached: by the whole, and by each category with its own.

    The whole has an achievement at every period that was held against a target, so that years can be compared.
    """
    if indicator.reference is None or not is_held(indicator):
        return
    for value, targets in _held(work, name, indicator):
        if value.period == work.period:
            _derived(work, value, "met", f"met_{indicator.reference.relation}", [value, *targets])
        if indicator.achievement is not None:
            _achieve(work, name, indicator.achievement, value, targets)


def _held(work: Work, name: str, indicator: Indicator) -> Iterator[tuple[Figure, tuple[Figure, ...]]]:
    """Each value that has a target of its own period, with it: one figure, or the two ends of a range."""
    places = [("all", period) for period in work.rows]
    places += [(category, work.period) for category in categories(work.spec, indicator)]
    for category, period in places:
        value = work.sheet.figures.get(f"{name}.{category}.{period.code}")
        if value is None:
            continue
        targets = work.references.figures(work.sheet, name, period, work.period, category)
        if targets:
            yield value, targets


def _achieve(
    work: Work, name: str, achievement: Achievement, value: Figure, targets: tuple[Figure, ...]
) -> Figure | None:
    formula, inputs = _formula(work, name, achievement, value, targets)
    if not formula:
        return None
    if achievement.cap is None:
        return _derived(work, value, "achievement", formula, inputs)
    uncapped = _derived(work, value, "achievement-uncapped", formula, inputs)
    cap = declare(work, f"{name}.cap", achievement.cap, "percent")
    return _derived(work, value, "achievement", "capped", [uncapped, cap])


def _formula(
    work: Work, name: str, achievement: Achievement, value: Figure, targets: tuple[Figure, ...]
) -> tuple[str, list[Figure]]:
    """The formula's name and inputs; no name where the figure that it begins from is not there."""
    if achievement.baseline is None:
        kind = "within" if len(targets) > 1 else achievement.formula
        return f"achievement_{kind}", [value, *targets]
    began = work.spec.period(achievement.baseline.period)
    baseline = work.sheet.figures.get(f"{value.id.removesuffix(value.period.code)}{began.code}")
    if baseline is None:
        return _no_baseline(work, name, began, "measure.baseline-missing")
    if achievement.formula == "growth" and began.length != value.period.length:
        return _no_baseline(work, name, began, "measure.baseline-unlike")
    if len(targets) > 1:
        return "", []
    inputs = [value, *targets, baseline]
    if achievement.formula == "growth":
        return "achievement_growth", [*inputs, _years(work, name, began, value.period)]
    return "achievement_from_baseline", inputs


def _no_baseline(work: Work, name: str, began: Period, code: str) -> tuple[str, list[Figure]]:
    """No formula, and a warning that says why."""
    facts = {"indicator": name, "dataset": work.spec.name, "period": began.code}
    problem = Problem(code, facts, file=f"datasets/{work.spec.name}", severity="warning")
    if problem not in work.problems:
        work.problems.append(problem)
    return "", []


def _years(work: Work, name: str, first: Period, last: Period) -> Figure:
    """How many years lie between two periods: what the specification's baseline makes of the edition's period."""
    months = (last.start.year - first.start.year) * 12 + last.start.month - first.start.month
    return declare(work, f"{name}.years.{last.code}", Decimal(months) / 12, "number")


def _derived(work: Work, value: Figure, word: str, formula: str, inputs: list[Figure]) -> Figure:
    percent = word != "met"
    return work.sheet.derived(
        f"{value.id}.{word}",
        formula,
        inputs,
        period=value.period,
        unit="percent" if percent else "count",
        decimals=DECIMALS if percent else 0,
        breakdown=value.breakdown,
    )
