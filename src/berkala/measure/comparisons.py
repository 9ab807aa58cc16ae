"""What changed: on a year before, on the period before, and on the mean of the periods before."""

from __future__ import annotations

from collections.abc import Mapping

from berkala.measure.findings import Figure, Unit
from berkala.measure.values import value
from berkala.measure.work import Work, difference_unit, unit_name
from berkala.periods import Period
from berkala.plan.specifications import Indicator


def compare(work: Work, name: str, category: str, period: Period) -> None:
    """The change on each earlier period that one is compared with, where there is a figure of it on the sheet."""
    figures = work.sheet.figures
    now = figures.get(f"{name}.{category}.{period.code}")
    for word, other in work.earlier(period).items():
        earlier = figures.get(f"{name}.{category}.{other.code}")
        if now is not None and earlier is not None:
            _changed(work, work.report.indicators[name], now, earlier, word)


def compare_with_means(work: Work, name: str, category: str) -> None:
    """The means of so many periods before the edition's, and the change on them, where every one has a value."""
    indicator = work.report.indicators[name]
    now = work.sheet.figures.get(f"{name}.{category}.{work.period.code}")
    for number in indicator.means if now is not None and now.value is not None else ():
        earlier = [value(work, name, category, period) for period in _before(work, number)]
        known = [figure for figure in earlier if figure is not None and figure.value is not None]
        if now is None or len(known) < number:
            continue
        mean = work.sheet.derived(
            f"{now.id}.mean-{number}",
            "mean",
            known,
            period=work.period,
            unit=indicator.unit,
            decimals=indicator.decimals + 1,  # of a few values a mean says a little more than each of them
            breakdown=now.breakdown,
            unit_name=unit_name(indicator),
        )
        _changed(work, indicator, now, mean, f"mean-{number}")


def _before(work: Work, number: int) -> tuple[Period, ...]:
    """So many periods before the edition's, the latest first; fewer where there are no more."""
    found = [work.period]
    while len(found) <= number and (earlier := work.spec.previous(found[-1], work.rows)) is not None:
        found.append(earlier)
    return tuple(found[1:])


def _changed(work: Work, indicator: Indicator, now: Figure, earlier: Figure, word: str) -> None:
    formula, unit, decimals, name = _comparison(work, indicator, now, earlier)
    work.sheet.derived(
        f"{now.id}.{formula}-{word}",
        formula,
        [now, earlier],
        period=now.period,
        unit=unit,
        decimals=decimals,
        breakdown=now.breakdown,
        unit_name=name,
    )


def _comparison(
    work: Work, indicator: Indicator, now: Figure, earlier: Figure
) -> tuple[str, Unit, int, Mapping[str, str] | None]:
    """A percentage changes by points; a count grows by per cent, to one decimal.

    From nought or less nothing grows by per cent, and nothing falls by more than all of it: such a count changes by
    so many. (From -198 to -216 the formula of growth would say 9.1% up.) So does one that is below nought at any
    period: its nought is no beginning, and from 0.11 to 3.24 of an index of anomalies it has not grown by 2,811%. And
    so does one of an unknown unit, which may be a percentage.
    """
    if (
        indicator.unit in ("percent", "unstated")
        or work.falls_below_nought(indicator)
        or (earlier.value is not None and earlier.value <= 0)
        or (now.value is not None and now.value < 0)
    ):
        unit, name = difference_unit(indicator)
        return "change", unit, indicator.decimals, name
    return "growth", "percent_change", 1, None
