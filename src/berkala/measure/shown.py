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
