"""Which categories a chart shows: the one place where ``every`` is read."""

from __future__ import annotations

from berkala.plan.specifications import ChartSpec, DatasetSpec, Indicator, ReportSpec

#: The one word in a chart's `show` for all categories.
EVERY = "every"


def categories(spec: DatasetSpec, indicator: Indicator) -> tuple[str, ...]:
    """The categories that an indicator is broken down by, in the dataset's order; without the one that is the whole."""
    if indicator.by is None:
        return ()
    column = spec.field(indicator.by)
    return tuple(one.value for one in column.categories if one.value != column.whole)


def shown_categories(report: ReportSpec, spec: DatasetSpec, chart: ChartSpec) -> tuple[str, ...]:
    """What a chart shows: `show` with the word ``every`` read; the whole where there is no breakdown."""
    every = categories(spec, report.indicators[chart.indicator]) or ("all",)
    return tuple(dict.fromkeys(one for name in chart.show for one in (every if name == EVERY else (name,))))


def has_whole(report: ReportSpec, spec: DatasetSpec, name: str) -> bool:
    """Whether an indicator has a value for all its categories together, or is asked for one.

    One that shows cells as they stand has none where no category stands for the whole: its rows cannot be joined.
    """
    indicator = report.indicators[name]
    if indicator.formula != "value" or indicator.by is None or spec.field(indicator.by).whole is not None:
        return True
    return name == report.lead or any(
        "all" in chart.show for chart in report.charts.values() if chart.indicator == name
    )
