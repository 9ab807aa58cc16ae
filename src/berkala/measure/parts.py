"""What share of the whole each part of a stacked chart is, and how that share moved."""

from __future__ import annotations

from collections.abc import Iterable

from berkala.measure.findings import Figure
from berkala.measure.shown import EVERY, has_whole, shown_categories
from berkala.measure.values import value
from berkala.measure.work import Work
from berkala.periods import Period
from berkala.plan.specifications import ChartSpec, DatasetSpec, ReportSpec

#: What the figure of a share is called behind the figure of its part.
SHARE = "share-of-whole"


def parts_of(report: ReportSpec, spec: DatasetSpec, chart: ChartSpec) -> tuple[str, ...]:
    """The parts of a stacked chart. ``every`` means no category that is itself declared to be a total of others."""
    shown = shown_categories(report, spec, chart)
    if EVERY not in chart.show:
        return shown
    totals = {one.total for one in spec.totals if one.dimension == report.indicators[chart.indicator].by}
    return tuple(one for one in shown if one not in totals)


def work_out_shares(work: Work, chart: ChartSpec, periods: Iterable[Period]) -> None:
    """The share of each part, at these periods and at those that the edition's is compared with.

    Parts in per cent are shares already. A chart of values says shares of the edition's period alone.
    """
    indicator = work.report.indicators[chart.indicator]
    if indicator.unit == "percent" or not has_whole(work.report, work.spec, chart.indicator):
        return
    around = (work.period, *work.earlier(work.period).values())
    for period in dict.fromkeys((*(periods if chart.parts == "shares" else ()), *around)):
        for category in parts_of(work.report, work.spec, chart):
            _share(work, chart.indicator, category, period)
    for category in parts_of(work.report, work.spec, chart):
        _moved(work, chart.indicator, category)


def _share(work: Work, name: str, category: str, period: Period) -> None:
    part, whole = value(work, name, category, period), value(work, name, "all", period)
    if part is None or whole is None:
        return
    work.sheet.derived(
        f"{part.id}.{SHARE}",
        "share",
        [part, whole],
        period=period,
        unit="percent",
        decimals=1,
        breakdown=part.breakdown,
    )


def _moved(work: Work, name: str, category: str) -> None:
    """The change of the edition's share, in percentage points."""
    now = _found(work, name, category, work.period)
    for word, period in work.earlier(work.period).items():
        earlier = _found(work, name, category, period)
        if now is not None and earlier is not None:
            work.sheet.derived(
                f"{now.id}.change-{word}",
                "change",
                [now, earlier],
                period=work.period,
                unit="points",
                decimals=now.decimals,
                breakdown=now.breakdown,
            )


def _found(work: Work, name: str, category: str, period: Period) -> Figure | None:
    return work.sheet.figures.get(f"{name}.{category}.{period.code}.{SHARE}")
