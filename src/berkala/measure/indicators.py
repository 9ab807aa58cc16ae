"""The figures of one edition: each indicator by category and period, what it is held against, what changed.

Only figures that something uses are made: every period for the whole, for what the lines and columns show and
for the category beside the lead; for every category the edition's own period and the two it is compared with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from berkala.measure.findings import Figure, Unit
from berkala.measure.references import References
from berkala.measure.rows import Row, Rows, whole
from berkala.measure.sheet import Sheet
from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec, Indicator, ReportSpec


@dataclass(frozen=True)
class Work:
    """What one edition's figures are worked out from. `rows` are cut at its `period`."""

    report: ReportSpec
    spec: DatasetSpec
    rows: Rows
    period: Period
    references: References
    sheet: Sheet


def work_out(work: Work) -> None:
    """Put every figure of the edition on the sheet."""
    for name, indicator in work.report.indicators.items():
        for category, period in _wanted(work, name, indicator):
            _value(work, name, category, period)
        if indicator.reference is not None:
            _hold_against(work, name, indicator)
        for category in ("all", *_categories(work, indicator)):
            _compare(work, name, category)
    _count_months(work)


def _wanted(work: Work, name: str, indicator: Indicator) -> Iterator[tuple[str, Period]]:
    always = {"all": None}
    if name == work.report.lead and work.report.also is not None:
        always[work.report.also] = None
    for chart in work.report.charts.values():
        if chart.indicator == name and chart.kind in ("line", "columns"):
            always |= dict.fromkeys(chart.show)
    for period in work.rows:
        yield from ((category, period) for category in always)
    for category in _categories(work, indicator):
        compared = (work.period, work.period.year_before(), work.spec.before(work.period))
        yield from ((category, period) for period in compared)


def _categories(work: Work, indicator: Indicator) -> tuple[str, ...]:
    """The categories that an indicator is broken down by."""
    return () if indicator.by is None else tuple(one.value for one in work.spec.field(indicator.by).categories)


def _value(work: Work, name: str, category: str, period: Period) -> None:
    indicator = work.report.indicators[name]
    rows = _rows(work, indicator, category, period)
    if not rows:
        return  # a gap stays a gap
    if indicator.formula == "total":
        inputs = [_cell(work, row, indicator.inputs["of"], period) for row in rows]
    else:
        # Two dimensions may have a category of one name.
        label = "all" if category == "all" else f"{indicator.by}_{category}"
        inputs = [_sum(work, rows, indicator.inputs[part], label, period) for part in ("part", "whole")]
    breakdown = {} if category == "all" or indicator.by is None else {indicator.by: category}
    work.sheet.derived(
        f"{name}.{category}.{period.code}",
        indicator.formula,
        inputs,
        period=period,
        unit=indicator.unit,
        decimals=indicator.decimals,
        breakdown=breakdown,
    )


def _rows(work: Work, indicator: Indicator, category: str, period: Period) -> tuple[Row, ...]:
    rows = work.rows.get(period, ())
    if category == "all" or indicator.by is None:
        return whole(rows, work.spec)
    return whole((row for row in rows if row.categories[indicator.by] == category), work.spec, indicator.by)


def _cell(work: Work, row: Row, column: str, period: Period) -> Figure:
    return work.sheet.cell(work.spec, row, column, period=period, unit=_unit(work.report, column))


def _sum(work: Work, rows: tuple[Row, ...], column: str, label: str, period: Period) -> Figure:
    """A part of a share: one cell as it is, several as their total. `label` is its place in the id."""
    cells = [_cell(work, row, column, period) for row in rows]
    if len(cells) == 1:
        return cells[0]
    return work.sheet.derived(
        f"sum.{column}.{label}.{period.code}",
        "total",
        cells,
        period=period,
        unit=_unit(work.report, column),
        decimals=work.spec.field(column).decimals,
        breakdown=_breakdown(rows) if label != "all" else {},
    )


def _breakdown(rows: tuple[Row, ...]) -> dict[str, str]:
    """The categories that all the rows share."""
    first, *others = (row.categories for row in rows)
    return {name: value for name, value in first.items() if all(other[name] == value for other in others)}


def _unit(report: ReportSpec, column: str) -> Unit:
    """What a column counts: what the indicator that is its total says, else things without a name."""
    units: Iterator[Unit] = (
        indicator.unit
        for indicator in report.indicators.values()
        if indicator.formula == "total" and indicator.inputs["of"] == column
    )
    return next(units, "count")


def _hold_against(work: Work, name: str, indicator: Indicator) -> None:
    """The reference in force at the edition's period, and the gap of the whole at each period.

    For the whole only: a standard for all types together is not applied to one type. Each period is held
    against the value that was in force then.
    """
    work.references.figure(work.sheet, name, work.period, work.period)
    work.references.history(work.sheet, name, work.period)
    for period in work.rows:
        value = work.sheet.figures.get(f"{name}.all.{period.code}")
        reference = work.references.figure(work.sheet, name, period, work.period)
        if value is None or reference is None:
            continue
        unit: Unit = "points" if indicator.unit == "percent" else indicator.unit
        id_ = f"{value.id}.gap"
        work.sheet.derived(id_, "gap", [value, reference], period=period, unit=unit, decimals=indicator.decimals)


def _compare(work: Work, name: str, category: str) -> None:
    """The change on a year before and on the period before, where there is an earlier figure."""
    indicator = work.report.indicators[name]
    value = work.sheet.figures.get(f"{name}.{category}.{work.period.code}")
    for word, period in (("year", work.period.year_before()), ("previous", work.spec.before(work.period))):
        earlier = work.sheet.figures.get(f"{name}.{category}.{period.code}")
        if value is None or earlier is None:
            continue
        formula, unit, decimals = _comparison(indicator, value, earlier)
        work.sheet.derived(
            f"{value.id}.{formula}-{word}",
            formula,
            [value, earlier],
            period=work.period,
            unit=unit,
            decimals=decimals,
            breakdown=value.breakdown,
        )


def _comparison(indicator: Indicator, value: Figure, earlier: Figure) -> tuple[str, Unit, int]:
    """A percentage changes by points; a count grows by per cent, to one decimal.

    From nought or less nothing grows by per cent, and nothing falls by more than all of it: such a count changes by
    so many. (From -198 to -216 the formula of growth would say 9.1% up.)
    """
    if indicator.unit == "percent":
        return "change", "points", indicator.decimals
    if (earlier.value is not None and earlier.value <= 0) or (value.value is not None and value.value < 0):
        return "change", indicator.unit, indicator.decimals
    return "growth", "percent_change", 1


def _count_months(work: Work) -> None:
    """How many periods met the lead's reference, of how many: those with a value and this same reference."""
    lead = work.report.indicators[work.report.lead]
    reference = work.references.figure(work.sheet, work.report.lead, work.period, work.period)
    if lead.reference is None or reference is None:
        return
    inputs = []
    for period in work.rows:
        value = work.sheet.figures.get(f"{work.report.lead}.all.{period.code}")
        same = work.references.figure(work.sheet, work.report.lead, period, work.period) == reference
        if value is not None and value.value is not None and same:
            inputs.append(value)
    if not inputs:
        return
    stem = f"{work.report.lead}.all.{work.period.code}"
    met = f"count_{lead.reference.relation}"
    work.sheet.derived(f"{stem}.periods-met", met, [reference, *inputs], period=work.period, unit="count", decimals=0)
    work.sheet.derived(f"{stem}.periods", "count", inputs, period=work.period, unit="count", decimals=0)
