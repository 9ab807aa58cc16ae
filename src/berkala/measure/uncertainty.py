"""How sure a figure is: standard errors and 95% intervals from the data, and the margins of changes.

Two periods' samples are taken to be independent; a survey that asks some of the same households again knows its
changes better than this says. 1.96 is the normal distribution's two-sided 95% point, 3.92 is twice that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from berkala.measure.findings import Figure, Unit
from berkala.measure.formulas import Formula, Values
from berkala.measure.rows import Row
from berkala.measure.work import Work, difference_unit, unit_name
from berkala.plan.specifications import FieldSpec, Indicator

#: How many standard errors a 95% interval reaches to each side.
Z = Decimal("1.96")

_HUNDRED = Decimal(100)
_WORDS = {"standard_error": "standard-error", "lower": "lower", "upper": "upper", "relative_error": "relative-error"}


def _low(values: Values) -> Decimal:
    return values[0] - Z * values[1]


def _high(values: Values) -> Decimal:
    return values[0] + Z * values[1]


def _error_from_relative(values: Values) -> Decimal:
    return abs(values[0]) * values[1] / _HUNDRED


def _error_from_interval(values: Values) -> Decimal:
    return (values[1] - values[0]) / (2 * Z)


def _margin_of_change(values: Values) -> Decimal:
    return Z * (values[0] ** 2 + values[1] ** 2).sqrt()


def _margin_of_growth(values: Values) -> Decimal | None:
    value, error, earlier, earlier_error = values
    if earlier == 0:
        return None
    return _HUNDRED * Z * (error**2 + (value * earlier_error / earlier) ** 2).sqrt() / abs(earlier)


FORMULAS_OF_UNCERTAINTY: tuple[Formula, ...] = (
    Formula("interval_low", ("value", "standard error"), _low),
    Formula("interval_high", ("value", "standard error"), _high),
    Formula("error_from_relative", ("value", "relative standard error"), _error_from_relative),
    Formula("error_from_interval", ("lower", "upper"), _error_from_interval),
    Formula("margin_of_change", ("standard error", "earlier standard error"), _margin_of_change),
    Formula(
        "margin_of_growth",
        ("value", "standard error", "earlier value", "earlier standard error"),
        _margin_of_growth,
    ),
)


def uncertainty(work: Work, name: str, indicator: Indicator) -> None:
    """The standard error and the interval of every value of an indicator whose column has them, and its margins.

    For what stands on the sheet. Done again after more values were put there, it adds what is missing.
    """
    columns = _columns(work, indicator)
    values = _values(work, name) if columns else []
    for value in values:
        rows = work.observations(indicator, value.id.split(".")[1], value.period)
        if len(rows) == 1:
            _told(work, indicator, value, rows[0], columns)
            _worked_out(work, indicator, value)
    for value in values:
        _margins(work, value)


def _columns(work: Work, indicator: Indicator) -> dict[str, FieldSpec]:
    """The columns that tell how sure the indicator's own column is, by what they tell."""
    if indicator.formula != "value":
        return {}
    told = (column for column in work.spec.with_role("measure") if column.of == indicator.inputs["of"])
    return {column.uncertainty: column for column in told if column.uncertainty is not None}


def _values(work: Work, name: str) -> list[Figure]:
    """The indicator's values: figures of its own formula."""
    stem = f"{name}."
    return [one for id_, one in work.sheet.figures.items() if one.formula == "value" and id_.startswith(stem)]


def _told(work: Work, indicator: Indicator, value: Figure, row: Row, columns: Mapping[str, FieldSpec]) -> None:
    """What the data themselves say, each figure at its cell."""
    for kind, column in columns.items():
        id_ = f"{value.id}.{_WORDS[kind]}"
        figure = work.sheet.reference(id_, work.spec, row, column.name, (value.period, indicator, value.version))
        unit, unit_name = _unit(indicator, kind)
        work.sheet.figures[id_] = replace(figure, unit=unit, unit_name=unit_name)


def _unit(indicator: Indicator, kind: str) -> tuple[Unit, Mapping[str, str] | None]:
    if kind == "relative_error":
        return "percent", None
    return difference_unit(indicator) if kind == "standard_error" else (indicator.unit, unit_name(indicator))


def _worked_out(work: Work, indicator: Indicator, value: Figure) -> None:
    """What the data leave out and their other columns give: the standard error first, then the interval.

    What stands on the sheet already is not made again.
    """
    figures = work.sheet.figures
    error, relative = (figures.get(f"{value.id}.{word}") for word in ("standard-error", "relative-error"))
    ends = [figures.get(f"{value.id}.{end}") for end in ("lower", "upper")]
    given = [end for end in ends if end is not None]
    unit = _unit(indicator, "standard_error")
    if len(given) == 2:
        error = _derived(work, value, "standard-error", "error_from_interval", given, unit)
    if relative is not None:
        error = _derived(work, value, "standard-error", "error_from_relative", [value, relative], unit)
    if error is not None:
        unit = _unit(indicator, "interval")
        _derived(work, value, "lower", "interval_low", [value, error], unit)
        _derived(work, value, "upper", "interval_high", [value, error], unit)


def _margins(work: Work, value: Figure) -> None:
    """Half the width of the 95% interval of each change, where both ends have a standard error."""
    figures = work.sheet.figures
    for on in ("year", "previous"):
        change = figures.get(f"{value.id}.change-{on}") or figures.get(f"{value.id}.growth-{on}")
        if change is None:
            continue
        ends = [figures[id_] for id_ in change.inputs]
        errors = [error for end in ends if (error := figures.get(f"{end.id}.standard-error")) is not None]
        if len(errors) != 2:
            continue
        inputs = errors if change.formula == "change" else [ends[0], errors[0], ends[1], errors[1]]
        unit = (change.unit, change.unit_name)
        _derived(work, change, f"margin-{on}", f"margin_of_{change.formula}", inputs, unit, of=value)


def _derived(
    work: Work,
    like: Figure,
    word: str,
    formula: str,
    inputs: list[Figure],
    unit: tuple[Unit, Mapping[str, str] | None],
    of: Figure | None = None,
) -> Figure:
    """The figure ``<of>.<word>``, of the period, decimals and breakdown of `like` (which it is of, if not said)."""
    return work.sheet.derived(
        f"{(of or like).id}.{word}",
        formula,
        inputs,
        period=like.period,
        unit=unit[0],
        decimals=like.decimals,
        breakdown=like.breakdown,
        unit_name=unit[1],
    )
