"""Values held against what is in force: the gap of each, and in how many periods the lead met it."""

from __future__ import annotations

from berkala.measure.findings import Figure
from berkala.measure.work import Work, difference_unit
from berkala.periods import Period
from berkala.plan.specifications import Indicator


def hold_against(work: Work, name: str, categories: tuple[str, ...]) -> None:
    """What is in force at the edition's period, and the gap to it: of the whole at each period, of each category now.

    A reference for the whole is not applied to a part: a category is held against its own or against none. Each
    period is held against the value that was in force then. Where the report says that nothing is to be held
    against it, it is shown and no more.
    """
    references, sheet = work.references, work.sheet
    references.figures(sheet, name, work.period, work.period)
    references.history(sheet, name, work.period)
    references.milestone(sheet, name, work.period)
    for period in work.rows:
        gap(work, name, "all", period)
    for category in categories:
        references.figures(sheet, name, work.period, work.period, category)
        gap(work, name, category, work.period)


def gap(work: Work, name: str, category: str, period: Period) -> None:
    """The gap of one value to what was in force then, where both are there and may be held against each other."""
    value = work.sheet.figures.get(f"{name}.{category}.{period.code}")
    if value is None or not is_held(work.report.indicators[name]):
        return
    held = work.references.figures(work.sheet, name, period, work.period, category)
    if held:
        _gap(work, work.report.indicators[name], value, held)


def is_held(indicator: Indicator) -> bool:
    """Whether values are held against the indicator's reference at all."""
    return indicator.reference is not None and indicator.reference.not_held is None


def _gap(work: Work, indicator: Indicator, value: Figure, held: tuple[Figure, ...]) -> None:
    unit, name = difference_unit(indicator)
    work.sheet.derived(
        f"{value.id}.gap",
        "gap" if len(held) == 1 else "gap_to_range",
        [value, *held],
        period=value.period,
        unit=unit,
        decimals=indicator.decimals,
        breakdown=value.breakdown,
        unit_name=name,
    )


def count_periods(work: Work) -> None:
    """How many periods met the lead's reference, of how many: those with a value and this same reference."""
    name = work.report.lead
    indicator = work.report.indicators[name]
    now = work.references.figures(work.sheet, name, work.period, work.period)
    if indicator.reference is None or not now or not is_held(indicator):
        return
    inputs = []
    for period in work.rows:
        value = work.sheet.figures.get(f"{name}.all.{period.code}")
        same = work.references.figures(work.sheet, name, period, work.period) == now
        if value is not None and value.value is not None and same:
            inputs.append(value)
    if not inputs:
        return
    stem, met = f"{name}.all.{work.period.code}", f"count_{indicator.reference.relation}"
    work.sheet.derived(f"{stem}.periods-met", met, [*now, *inputs], period=work.period, unit="count", decimals=0)
    work.sheet.derived(f"{stem}.periods", "count", inputs, period=work.period, unit="count", decimals=0)
