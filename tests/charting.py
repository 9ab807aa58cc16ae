"""Findings made by hand for the tests of charts and cards: small, and of any shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from berkala.measure.findings import Figure, Findings
from berkala.periods import Frequency, Period, parse
from berkala.plan import Edition, Report
from berkala.plan.specifications import DatasetSpec, ReportSpec
from berkala.protect.tables import SafeTable
from berkala.words import available

Value = Decimal | None
FIRST = {"month": "2016-04", "year": "2001", "quarter": "2015-Q2", "week": "2015-W02", "fiscal": "2001-2002"}


def two(text: str) -> dict[str, str]:
    """One text in every language."""
    return dict.fromkeys(available(), text)


def dataset(frequency: Frequency, labels: Mapping[str, str]) -> DatasetSpec:
    """A dataset with one measure by type."""
    categories = [{"value": name, "label": two(label)} for name, label in labels.items()]
    fields: list[dict[str, Any]] = [
        {"name": "period", "type": "string", "role": "period", "title": two("Period")},
        {"name": "type", "type": "string", "role": "dimension", "title": two("Type"), "categories": categories},
        {"name": "cases", "type": "integer", "role": "measure", "title": two("Cases"), "unit": two("cases")},
    ]
    table = {"primaryKey": ["period", "type"], "fields": fields}
    return DatasetSpec.model_validate(
        {
            "name": "cases",
            "title": two("Cases"),
            "description": two("Cases."),
            "frequency": frequency,
            "coverage": {"from": FIRST[frequency]},
            "sources": [{"title": "Cases", "publisher": "The Office"}],
            "licence": {"name": "CC-BY-4.0", "title": two("CC"), "path": "https://example.org/"},
            "retrieved": "2026-01-01",
            "protect": {"none_because": two("Totals.")},
            "resource": {"path": "cases.csv", "format": "csv", "schema": table},
        },
        strict=False,
    )


def report(kind: str, unit: str, show: Sequence[str], relation: str | None, frequency: str, **more: Any) -> Report:
    """A report with one indicator and one chart."""
    indicator: dict[str, Any] = {
        "name": two("Cases closed"),
        "phrase": two("of cases"),
        "formula": "total",
        "inputs": {"of": "cases"},
        "unit": unit,
        "decimals": 1 if unit == "percent" else 0,
        "polarity": "higher_is_better",
        "by": "type",
        "all_label": two("All types"),
    }
    if relation:
        indicator["reference"] = {"kind": "standard", "relation": relation, "dataset": "cases", "column": "cases"}
    spec = {
        "title": two("Cases"),
        "summary": two("Cases closed."),
        "place": two("Country"),
        "dataset": "cases",
        "frequency": frequency,
        "schedule": {"first_release": datetime(2026, 1, 1, 9)},
        "compare": "year_before",
        "demonstration": two("Demonstration. Not a release of The Office."),
        "lead": "closed",
        "indicators": {"closed": indicator},
        "charts": {"main": {"kind": kind, "indicator": "closed", "show": list(show)}},
        "methods": two("Counted."),
        "card": "main",
        **more,
    }
    return Report("cases", "reports/cases.md", ReportSpec.model_validate(spec, strict=False), {})


def figure(name: str, value: Value, unit: str, period: Period, status: str = "", decimals: int = 1) -> Figure:
    """A figure with no origin: the tests look at how it is shown."""
    return Figure(name, value, unit, decimals, period, "", "cases", period.code, status)  # type: ignore[arg-type]


def findings(
    series: Mapping[str, Sequence[Value]],
    kind: str = "line",
    unit: str = "percent",
    reference: Decimal | None = None,
    relation: str = "at_least",
    frequency: Frequency = "month",
    statuses: Mapping[int, str] | None = None,
    labels: Mapping[str, str] | None = None,
    **more: Any,
) -> Findings:
    """Findings whose categories have these values, oldest first; ``absent`` places have no figure at all.

    The first category also has its gaps, the number of periods that met the reference, and the change on a year.
    """
    count, statuses = len(next(iter(series.values()))), statuses or {}
    first = parse(FIRST[frequency], frequency)
    periods = tuple(first.shift(place) for place in range(count))
    figures: dict[str, Figure] = {}
    decimals = 1 if unit == "percent" else 0
    for category, values in series.items():
        for place, (period, value) in enumerate(zip(periods, values, strict=True)):
            status = statuses.get(place, "" if value is not None else "c")
            name = f"closed.{category}.{period.code}"
            if status != "absent":
                figures[name] = figure(name, value, unit, period, status, decimals)
    lead, now = next(iter(series)), periods[-1]
    known = [value for value in series[lead] if value is not None]
    base, last = f"closed.{lead}.{now.code}", series[lead][-1]
    extra = {}
    if reference is not None:
        extra["closed.reference"] = reference
        met = [v for v in known if (v >= reference if relation == "at_least" else v <= reference)]
        extra |= {f"{base}.periods": Decimal(len(known)), f"{base}.periods-met": Decimal(len(met))}
        for period, value in zip(periods, series[lead], strict=True):
            if value is not None:
                extra[f"closed.{lead}.{period.code}.gap"] = value - reference
    before = now.year_before()
    old = figures.get(f"closed.{lead}.{before.code}")
    if last is not None and old is not None and old.value is not None:
        extra[f"{base}.change-year"] = last - old.value
    for name, value in extra.items():
        kind_of = "count" if ".periods" in name else "points" if unit == "percent" and "reference" not in name else unit
        made_of = (name.removesuffix(".gap"), "closed.reference") if name.endswith(".gap") else ()
        shown = figure(name, value, kind_of, now, decimals=0 if ".periods" in name else decimals)
        figures[name] = replace(shown, inputs=made_of)
    names = labels or {category: f"Type {category}" for category in series if category != "all"} or {"one": "Type one"}
    table = SafeTable(dataset(frequency, names), pd.DataFrame(), "0" * 64)
    made = report(kind, unit, list(series), relation if reference is not None else None, frequency, **more)
    edition = Edition("cases", "cases", now, datetime(2026, 1, 1, 9, tzinfo=ZoneInfo("Asia/Jakarta")))
    return Findings(edition, made, dict(sorted(figures.items())), {"cases": table}, {"cases": now.code}, periods)
