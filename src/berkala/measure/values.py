"""The value of an indicator for one category at one period, by the formula that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from berkala.errors import Problem
from berkala.measure.findings import Figure
from berkala.measure.rows import Row
from berkala.measure.work import Work, unit_name
from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec, Indicator


def value(work: Work, name: str, category: str, period: Period) -> Figure | None:
    """The figure ``<name>.<category>.<period>``, put on the sheet; None, and a gap, where its rows are not there."""
    id_ = f"{name}.{category}.{period.code}"
    if id_ in work.sheet.figures:
        return work.sheet.figures[id_]
    indicator = work.report.indicators[name]
    inputs = _INPUTS[indicator.formula](work, name, category, period)
    if not inputs:
        return None
    return work.sheet.derived(
        id_,
        indicator.formula,
        inputs,
        period=period,
        unit=indicator.unit,
        decimals=indicator.decimals,
        breakdown=_breakdown(indicator, category),
        unit_name=unit_name(indicator),
    )


def _breakdown(indicator: Indicator, category: str) -> dict[str, str]:
    chosen = {} if category == "all" or indicator.by is None else {indicator.by: category}
    return {**indicator.where, **chosen}


# -- the inputs of each formula: none where the figure cannot be made ----------------------------------------------


def _total(work: Work, name: str, category: str, period: Period) -> list[Figure]:
    indicator = work.report.indicators[name]
    return [cell(work, row, indicator.inputs["of"], period) for row in work.observations(indicator, category, period)]


def _parts(work: Work, name: str, category: str, period: Period) -> list[Figure]:
    indicator = work.report.indicators[name]
    rows = work.observations(indicator, category, period)
    # Two dimensions may have a category of one name.
    label = "_".join(f"{dimension}_{one}" for dimension, one in _breakdown(indicator, category).items()) or "all"
    return [_sum(work, rows, indicator.inputs[part], label, period) for part in ("part", "whole")] if rows else []


def _one(work: Work, name: str, category: str, period: Period) -> list[Figure]:
    """The one cell; none where there are several, which is a problem: nothing says how they would be joined."""
    indicator = work.report.indicators[name]
    rows = work.observations(indicator, category, period)
    if len(rows) > 1:
        _several(work, name, period, len(rows))
    return [cell(work, rows[0], indicator.inputs["of"], period)] if len(rows) == 1 else []


def _now_and_a_year_before(work: Work, name: str, category: str, period: Period) -> list[Figure]:
    earlier = period.year_before()
    indicator = work.report.indicators[name]
    if not all(work.observations(indicator, category, one) for one in (period, earlier)):
        return []
    both = [_one(work, name, category, one) for one in (period, earlier)]
    return [figure for one in both for figure in one] if all(both) else []


def _to_date(work: Work, name: str, category: str, period: Period) -> list[Figure]:
    periods = tuple(_since_the_years_start(work.spec, period))
    indicator = work.report.indicators[name]
    if not all(work.observations(indicator, category, one) for one in periods):
        return []
    return [figure for one in periods for figure in _total(work, name, category, one)]


def _since_the_years_start(spec: DatasetSpec, period: Period) -> Iterator[Period]:
    """The periods from the start of the period's year to the period; of the fiscal year where one is declared."""
    month = spec.fiscal_start if "fiscal_start" in spec.model_fields_set else 1
    year = period.start.year - (period.start.month < month)
    start = date(year, month, 1)
    if period.frequency == "week":  # its year is the one of ISO 8601
        start = date.fromisocalendar(period.start.isocalendar().year, 1, 1)
    found, rhythm = [period], spec.rhythm
    while rhythm is not None and (earlier := rhythm.before(found[-1])).start >= start:
        found.append(earlier)
    return reversed(found)


_INPUTS: Mapping[str, Callable[[Work, str, str, Period], list[Figure]]] = {
    "total": _total,
    "share": _parts,
    "share_without": _parts,
    "rate": _parts,
    "value": _one,
    "growth_over_year": _now_and_a_year_before,
    "to_date": _to_date,
}


# -- cells and sums of cells -------------------------------------------------------------------------------------


def cell(work: Work, row: Row, column: str, period: Period) -> Figure:
    """The figure of one cell of the report's own dataset."""
    unit, name = work.scale(column, row)
    return work.sheet.cell(work.spec, row, column, period=period, unit=unit, unit_name=name)


def _sum(work: Work, rows: tuple[Row, ...], column: str, label: str, period: Period) -> Figure:
    """A part of a share: one cell as it is, several as their total. `label` is its place in the id."""
    cells = [cell(work, row, column, period) for row in rows]
    if len(cells) == 1:
        return cells[0]
    unit, name = work.scale(column)
    return work.sheet.derived(
        f"sum.{column}.{label}.{period.code}",
        "total",
        cells,
        period=period,
        unit=unit,
        decimals=work.spec.field(column).decimals,
        breakdown=_shared(rows) if label != "all" else {},
        unit_name=name,
    )


def _shared(rows: tuple[Row, ...]) -> dict[str, str]:
    """The categories that all the rows share."""
    first, *others = (row.categories for row in rows)
    return {name: value for name, value in first.items() if all(other[name] == value for other in others)}


def _several(work: Work, name: str, period: Period, number: int) -> None:
    if any(problem.facts["indicator"] == name for problem in work.problems):
        return  # one sentence says it for all periods
    facts = {"indicator": name, "dataset": work.spec.name, "period": period.code, "number": number}
    work.problems.append(Problem("measure.several-rows", facts, file=f"datasets/{work.spec.name}"))
