"""The figures of one edition: each indicator by category and period, what it is held against, what changed.

Only figures that something uses are made: every period for the whole, for what lines, columns, small multiples and
heat tables show and for the category beside the lead; for every category the edition's own period and the two it
is compared with.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from berkala.measure.comparisons import compare, compare_with_means
from berkala.measure.holding import count_periods, hold_against
from berkala.measure.judging import judge
from berkala.measure.parts import work_out_shares
from berkala.measure.shown import categories, has_whole, shown_categories
from berkala.measure.values import value
from berkala.measure.work import Work
from berkala.periods import Period
from berkala.plan.rhythms import Rhythm
from berkala.plan.specifications import ChartSpec, Indicator

#: Charts that show their categories at every period, or at so many of the last.
_OVER_TIME = frozenset({"line", "columns", "multiples", "heat", "stacked"})


def work_out(work: Work) -> None:
    """Put every figure of the edition on the sheet."""
    for name, indicator in work.report.indicators.items():
        by_category = categories(work.spec, indicator)
        for category, period in _over_time(work, name):
            value(work, name, category, period)
        for category in by_category:
            _around_now(work, name, indicator, category)
        if indicator.reference is not None:
            hold_against(work, name, by_category)
        for category in ("all", *by_category):
            compare(work, name, category, work.period)
            compare_with_means(work, name, category)
    for chart in work.report.charts.values():
        if chart.kind == "stacked":
            work_out_shares(work, chart, _last(work, chart))
    count_periods(work)
    judge(work)


def _over_time(work: Work, name: str) -> Iterator[tuple[str, Period]]:
    """The whole, the category beside the lead, and what charts show over time, at each of their periods."""
    beside = (work.report.also,) if name == work.report.lead and work.report.also is not None else ()
    whole = ("all",) if has_whole(work.report, work.spec, name) else ()
    for period in work.rows:
        yield from ((category, period) for category in (*whole, *beside))
    for chart in work.report.charts.values():
        if chart.indicator == name and chart.kind in _OVER_TIME:
            shown = shown_categories(work.report, work.spec, chart)
            yield from ((category, period) for period in _last(work, chart) for category in shown)


def _last(work: Work, chart: ChartSpec) -> tuple[Period, ...]:
    """The periods of a chart: all, or so many up to the edition's."""
    rhythm = work.spec.rhythm
    if chart.periods is None or rhythm is None:
        return tuple(work.rows)[-(chart.periods or len(work.rows)) :]
    return tuple(islice(_backwards(work.period, rhythm), chart.periods))


def _backwards(period: Period, rhythm: Rhythm) -> Iterator[Period]:
    while True:
        yield period
        period = rhythm.before(period)


def _around_now(work: Work, name: str, indicator: Indicator, category: str) -> None:
    """A category at the edition's period, and at those that it is compared with.

    A place that is not observed at the edition's period says nothing there, and is compared with nothing.
    """
    now = value(work, name, category, work.period)
    place = indicator.by is not None and work.spec.field(indicator.by).concept == "area"
    if place and (now is None or now.value is None):
        return
    for period in work.earlier(work.period).values():
        value(work, name, category, period)
