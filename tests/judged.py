"""A small report on places over years, worked out on its own: what the tests of `measure/judging.py` look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from berkala.check.judging import JUDGING, SHOWN
from berkala.measure.findings import Figure
from berkala.measure.indicators import work_out
from berkala.measure.named import FORMULAS
from berkala.measure.references import References
from berkala.measure.rows import Cell, Observations, Row, Rows
from berkala.measure.sheet import Sheet
from berkala.measure.work import Work
from berkala.plan.specifications import DatasetSpec, ReportSpec
from berkala.words import rounded_to

Value = str | None
#: Values by period and place; a text that is no number is the status of a missing value.
Values = Mapping[str, Mapping[str, Value]]

PLACES = ("a", "b", "c", "d", "e")


def _text(words: str) -> dict[str, str]:
    return {"en": words}


def dataset(name: str, measures: Sequence[str], frequency: str = "year", **more: object) -> DatasetSpec:
    """A dataset of a period, a place (the whole is ``nation``) and some measures; ``of`` goes into each."""
    fields: list[dict[str, Any]] = [
        {"name": "period", "type": "string", "role": "period", "title": _text("Period")},
        {
            "name": "place",
            "type": "string",
            "role": "dimension",
            "title": _text("Place"),
            "categories": [{"value": one, "label": _text(one)} for one in ("nation", *PLACES)],
            **({"whole": "nation"} | dict(more.pop("place", {}))),  # type: ignore[call-overload]
        },
    ]
    uncertain = {"se": "standard_error", "low": "lower", "high": "upper", "rse": "relative_error"}
    for one in measures:
        field = {"name": one, "type": "number", "role": "measure", "title": _text(one), "unit": _text("of them")}
        sure = {"uncertainty": uncertain[one], "of": "rate"} if one in uncertain and "rate" in measures else {}
        fields.append(field | sure | {"decimals": 2})
    return DatasetSpec.model_validate(
        {
            "name": name,
            "title": _text(name),
            "description": _text(name),
            "frequency": frequency,
            "coverage": {"from": "2015" if frequency == "year" else "2015-01"},
            "sources": [{"title": "Made up", "publisher": "A desk"}],
            "licence": {"name": "CC0-1.0", "title": _text("CC0"), "path": "https://licence.example/"},
            "retrieved": "2026-01-01",
            "protect": {"none_because": _text("Made up.")},
            "resource": {
                "path": f"{name}.csv",
                "format": "csv",
                "schema": {"primaryKey": ["period", "place"], "fields": fields},
            },
            **more,
        }
    )


def rows(spec: DatasetSpec, by_measure: Mapping[str, Values]) -> Rows:
    """The rows of a dataset, from the values of each measure; one that is not said is not available."""
    places = {(period, place) for values in by_measure.values() for period in values for place in values[period]}
    found: dict[str, list[Row]] = {}
    for period, place in sorted(places):
        cells = {name: _cell(values.get(period, {}).get(place)) for name, values in by_measure.items()}
        found.setdefault(period, []).append(Row({"place": place}, {"period": period, "place": place}, cells))
    return {spec.period(code): Observations(tuple(found[code])) for code in found}


def _cell(value: Value) -> Cell:
    if value is None or value.isalpha():
        return Cell(None, value or "x")
    return Cell(Decimal(value), "")


def indicator(**changes: object) -> dict[str, Any]:
    """One indicator of the measure ``rate``, by place."""
    return {
        "name": _text("Rate"),
        "phrase": _text("of all"),
        "formula": "value",
        "inputs": {"of": "rate"},
        "unit": "percent",
        "decimals": 1,
        "polarity": "higher_is_better",
        "by": "place",
        **changes,
    }


def report(indicators: Mapping[str, Mapping[str, object]], **changes: object) -> ReportSpec:
    """A report with these indicators, the first of which leads."""
    lead = next(iter(indicators))
    return ReportSpec.model_validate(
        {
            "title": _text("Rates"),
            "summary": _text("Rates."),
            "place": _text("Here"),
            "dataset": "rates",
            "frequency": "year",
            "schedule": {"first_release": "2026-01-01T09:30"},
            "compare": "year_before",
            "lead": lead,
            "indicators": indicators,
            "charts": {"main": {"kind": "line", "indicator": lead, "show": ["all"]}},
            "methods": _text("Counted."),
            "card": "main",
            **changes,
        }
    )


def judged(
    spec: ReportSpec,
    measures: Mapping[str, Values],
    targets: Mapping[str, Values] | None = None,
    period: str = "2020",
    **more: object,
) -> dict[str, Figure]:
    """Every figure of one edition. `targets` are the measures of the dataset ``targets``; `more` is the dataset's."""
    return worked(spec, measures, targets, period, **more).sheet.figures


def worked(
    spec: ReportSpec,
    measures: Mapping[str, Values],
    targets: Mapping[str, Values] | None = None,
    period: str = "2020",
    **more: object,
) -> Work:
    """The same with the whole of its work: the sheet, and the problems met on the way."""
    own = dataset("rates", list(measures), spec.frequency, **more)
    tables = {"rates": (own, rows(own, measures), period)}
    if targets is not None:
        other = dataset("targets", list(targets), spec.frequency)
        tables["targets"] = (other, rows(other, targets), period)
    references = References(spec, tables, {"place": "nation"})
    work = Work(spec, own, tables["rates"][1], own.period(period), references, Sheet("rates", period, FORMULAS))
    work_out(work)
    check(work.sheet.figures)
    return work


def _read(figure: Figure, shown: bool) -> Decimal | None:
    return rounded_to(figure.value, figure.decimals) if shown and figure.value is not None else figure.value


def check(figures: Mapping[str, Figure]) -> None:
    """Every figure of this part follows from its inputs, by the formulas as `check` knows them."""
    for figure in figures.values():
        if figure.formula not in JUDGING:
            continue
        inputs = [_read(figures[id_], figure.formula in SHOWN) for id_ in figure.inputs]
        known = [Fraction(one) for one in inputs if one is not None]
        again = JUDGING[figure.formula](known) if len(known) == len(inputs) else None
        if figure.status == "x" or again is None:
            assert figure.value is None, figure
            assert figure.status, figure
        else:
            assert figure.value is not None, figure
            assert abs(Fraction(figure.value) - again) <= Fraction(1, 10**9), (figure, float(again))


def texts(figures: dict[str, Figure], *ids: str) -> list[str]:
    """Each value as a text; of one without a value, its status in brackets; of none, a stroke."""
    found = [figures.get(id_) for id_ in ids]
    return ["-" if one is None else f"[{one.status}]" if one.value is None else str(one.value) for one in found]
