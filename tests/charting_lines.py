"""Findings made by hand for charts of several indicators, areas, ranges and rhythms; and what their drawings say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from berkala.measure.findings import AreaFindings, Figure, Findings
from berkala.periods import Period, parse
from berkala.plan import Edition, Report
from berkala.plan.specifications import Band, DatasetSpec, ReportSpec
from berkala.protect.tables import SafeTable
from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import WIDE, Drawing, Frame
from berkala.render.charts.kinds import KINDS
from berkala.render.charts.metrics import bundled
from berkala.render.charts.model import Chart
from berkala.render.charts.outputs import draw
from berkala.words import available, language

EN = language("en")

#: A value, or a value with its status letter; None is withheld; a missing key is not in the data.
Given = Decimal | float | tuple[float | None, str] | None


def two(english: str, indonesian: str = "") -> dict[str, str]:
    """One text in both languages."""
    return dict.fromkeys(available(), english) | {"id": indonesian or english}


SURVEY = {"coverage": {"months": [3, 9]}, "statuses": {"x": two("not in this file", "tidak ada dalam berkas ini")}}
AREAS = {"a": "Aceh", "b": "Nusa Tenggara Timur", "c": "Kepulauan Bangka Belitung", "d": "DI Yogyakarta"}


def indicator(**more: Any) -> dict[str, Any]:
    """An indicator by area, in per cent."""
    return {
        "name": two("Share of people in poverty", "Persentase penduduk miskin"),
        "phrase": two("of people"),
        "formula": "value",
        "inputs": {"of": "cases"},
        "unit": "percent",
        "decimals": 1,
        "polarity": "lower_is_better",
        "by": "area",
        "all_label": two("Indonesia"),
        **more,
    }


def dataset(frequency: str, first: str, areas: Mapping[str, Any], **more: Any) -> DatasetSpec:
    """A dataset with one measure by area; `areas` gives a label, or a label and a span and what else is said."""
    given = {name: (label,) if isinstance(label, str) else label for name, label in areas.items()}
    categories = [
        {"value": name, "label": two(label), **dict(zip(("span", "common_noun"), more_of_it, strict=False))}
        for name, (label, *more_of_it) in given.items()
    ]
    fields: list[dict[str, Any]] = [
        {"name": "period", "type": "string", "role": "period", "title": two("Period")},
        {"name": "area", "type": "string", "role": "dimension", "title": two("Area"), "categories": categories},
        {"name": "cases", "type": "number", "role": "measure", "title": two("Cases"), "unit": two("cases")},
    ]
    coverage = {"from": first, **more.pop("coverage", {})}
    return DatasetSpec.model_validate(
        {
            "name": "cases",
            "title": two("Cases"),
            "description": two("Cases."),
            "frequency": frequency,
            "coverage": coverage,
            "sources": [{"title": "Cases", "publisher": "Badan Pusat Statistik (BPS)"}],
            "licence": {"name": "CC-BY-4.0", "title": two("CC"), "path": "https://example.org/"},
            "retrieved": "2026-01-01",
            "protect": {"none_because": two("Totals.")},
            "resource": {
                "path": "cases.csv",
                "format": "csv",
                "schema": {"primaryKey": ["period", "area"], "fields": fields},
            },
            **more,
        },
        strict=False,
    )


def report(chart: Mapping[str, Any], indicators: Mapping[str, Any], frequency: str, **more: Any) -> Report:
    """A report with one chart, ``main``."""
    spec = {
        "title": two("Poverty"),
        "summary": two("Poverty."),
        "place": two("Indonesia"),
        "dataset": "cases",
        "frequency": frequency,
        "schedule": {"first_release": datetime(2026, 1, 1, 9)},
        "compare": "year_before",
        "demonstration": two("Demonstration. Not a release of BPS.", "Peragaan. Bukan rilis BPS."),
        "lead": next(iter(indicators)),
        "indicators": dict(indicators),
        "charts": {"main": dict(chart)},
        "methods": two("Counted."),
        "card": "main",
        **more,
    }
    return Report("cases", "reports/cases.md", ReportSpec.model_validate(spec, strict=False), {})


def figure(name: str, value: Given, unit: str, period: Period, decimals: int) -> Figure:
    """A figure with no origin: the tests look at how it is shown."""
    number, status = value if isinstance(value, tuple) else (value, "" if value is not None else "c")
    exact = None if number is None else Decimal(str(number))
    return Figure(name, exact, unit, decimals, period, "", "cases", period.code, status)  # type: ignore[arg-type]


def findings(
    values: Mapping[str, Mapping[str, Mapping[str, Given]]],
    chart: Mapping[str, Any],
    *,
    frequency: str = "month",
    areas: Mapping[str, Any] | None = None,
    indicators: Mapping[str, Any] | None = None,
    extra: Mapping[str, tuple[Given, str, str]] | None = None,
    until: str | None = None,
    bands: Mapping[str, Mapping[str, Any]] | None = None,
    data: Mapping[str, Any] | None = None,
    **more: Any,
) -> Findings:
    """Findings with these values: indicator, category, period code. Changes on a year are worked out.

    `extra` are further figures: value, unit, and the period they are for (its form tells its frequency).
    """
    indicators = indicators or {name: indicator() for name in values}
    codes = sorted({code for ind in values.values() for cat in ind.values() for code in cat})
    first, last = codes[0], until or codes[-1]
    spec = dataset(frequency, first, areas or {"one": "One"}, **(data or {}))
    made = report(chart, indicators, frequency, **more)
    figures: dict[str, Figure] = {}
    for name, categories in values.items():
        unit, decimals = indicators[name]["unit"], indicators[name]["decimals"]
        for category, cells in categories.items():
            for code, given in cells.items():
                id_ = f"{name}.{category}.{code}"
                figures[id_] = figure(id_, given, unit, spec.period(code), decimals)
            figures |= _changes(figures, f"{name}.{category}", spec.period(last), decimals)
    for id_, (given, unit, code) in (extra or {}).items():
        period = parse(code, "year") if len(code) == 4 else spec.period(code)
        ind = indicators.get(id_.split(".")[0], {})
        figures[id_] = figure(id_, given, unit, period, ind.get("decimals", 1))
    for id_ in [name for name in figures if name.endswith(".gap")]:
        name = id_.split(".")[0]
        ends = [
            f"{name}.{end}" for end in ("reference", "reference-low", "reference-high") if f"{name}.{end}" in figures
        ]
        figures[id_] = replace(figures[id_], inputs=(id_.removesuffix(".gap"), *ends))
    edition = Edition("cases", "cases", spec.period(last), datetime(2026, 1, 1, 9, tzinfo=ZoneInfo("Asia/Jakarta")))
    periods = spec.series(spec.period(first), spec.period(last), ())
    table = SafeTable(spec, pd.DataFrame(), "0" * 64)
    found = {name: Band.model_validate(band, strict=False) for name, band in (bands or {}).items()}
    return Findings(
        edition, made, dict(sorted(figures.items())), {"cases": table}, {"cases": last}, periods, bands=found
    )


def _changes(figures: Mapping[str, Figure], stem: str, now: Period, decimals: int) -> dict[str, Figure]:
    new, old = figures.get(f"{stem}.{now.code}"), figures.get(f"{stem}.{now.year_before().code}")
    if new is None or old is None or new.value is None or old.value is None:
        return {}
    points = new.unit == "percent"
    if not points and not old.value:
        return {}
    name = f"{stem}.{now.code}.{'change' if points else 'growth'}-year"
    value = new.value - old.value if points else (new.value / old.value - 1) * 100
    made = Figure(name, value, "points" if points else "percent_change", decimals, now, "", "cases", now.code)
    return {name: made}


def place(made: Findings, area: str, indicators: Sequence[str], latest: str | None) -> AreaFindings:
    """The findings of one place, up to its own latest period."""
    period = made.data["cases"].spec.period(latest) if latest else None
    names = [name for name in made.figures if name.split(".")[1] in (area, "all") or ".reference" in name]
    figures = {name: made.figures[name] for name in names}
    for ind in indicators:
        if period is not None:
            figures |= _changes(figures, f"{ind}.{area}", period, 1)
    periods = tuple(p for p in made.periods if period is None or p <= period)
    return AreaFindings(area, tuple(indicators), period, periods, dict(sorted(figures.items())))


# -- findings of several tests --------------------------------------------------------------------------------


def target(relation: str, kind: str = "target", **more: Any) -> dict[str, Any]:
    ends = {"low": "low", "high": "high"} if relation == "within" else {"column": "value"}
    return {"kind": kind, "relation": relation, "dataset": "targets", **ends, **more}


def months(*values: Given, first: str = "2020-01") -> dict[str, Given]:
    start = parse(first, "month")
    return {start.shift(place).code: value for place, value in enumerate(values)}


def area_findings(*common_noun: bool) -> Findings:
    whole = months(*[float(value % 9) for value in range(40)], first="2017-01")
    areas = {"a": ("Anchorage", {"until": "2018-12"}, *common_noun), "b": "Boston"}
    own = {code: value for code, value in whole.items() if code <= "2018-12"}
    values = {"one": {"all": whole, "a": own, "b": {c: v for c, v in whole.items() if c <= "2020-03"}}}
    return findings(values, {"kind": "line", "indicator": "one", "show": ["all"]}, areas=areas)


def slope(values: Mapping[str, tuple[Given, Given]], show: list[str] | None = None, **more: Any) -> Findings:
    cells = {name: {"2020-03": then, "2021-03": now} for name, (then, now) in values.items()}
    chart = {"kind": "slope", "indicator": "one", "show": show or list(values)}
    return findings({"one": cells}, chart, areas=AREAS, data=SURVEY, **more)


def bullets(met: str = "011", **bands: str) -> Findings:
    free = {"by": None, "all_label": None}
    indicators = {
        "share": indicator(name=two("Permits in time"), reference=target("at_least"), **free),
        "days": indicator(
            name=two("Days to a permit"), unit="number", unit_name=two("days"), reference=target("at_most"), **free
        ),
        "poor": indicator(name=two("Poor people"), reference=target("within"), **free),
        "spent": indicator(name=two("Budget spent"), unit="rupiah", decimals=0, **free),
    }
    extra: dict[str, Any] = {
        "share.reference": (95.0, "percent", "2024"),
        "share.all.2024.gap": (-3.0, "points", "2024"),
        "share.all.2024.achievement": (96.8, "percent", "2024"),
        "days.reference": (5.5, "number", "2024"),
        "days.all.2024.gap": (-0.5, "number", "2024"),
        "poor.reference-low": (8.5, "percent", "2024"),
        "poor.reference-high": (9.0, "percent", "2024"),
        "poor.all.2024.gap": (0.0, "points", "2024"),
    }
    outcomes = zip(("share", "days", "poor"), met, strict=True)
    extra |= {f"{name}.all.2024.met": (float(one), "count", "2024") for name, one in outcomes}
    values = {"share": 92.0, "days": 5.0, "poor": 8.8, "spent": 48_123_500_000.0}
    cells: dict[str, Any] = {name: {"all": {"2024": value}} for name, value in values.items()}
    chart = {"kind": "bullet", "indicator": "share", "indicators": list(indicators)}
    found = {name: {"name": mark, "label": two(mark.title()), "mark": mark} for name, mark in bands.items()}
    return findings(cells, chart, frequency="year", indicators=indicators, extra=extra, bands=found)


def yearly() -> Findings:
    """Five years, each with a target of its own, and the one of the plan's end."""
    actual, aims = (76.4, 83.1, 86.9, 91.3, 93.6), (80.0, 84.0, 88.0, 90.0, 92.0)
    years = [str(year) for year in range(2021, 2026)]
    names = [*(f"one.reference.{year}" for year in years[:-1]), "one.reference"]
    extra = {name: (aim, "percent", year) for name, aim, year in zip(names, aims, years, strict=True)}
    extra |= {f"one.all.{y}.gap": (a - b, "points", y) for y, a, b in zip(years, actual, aims, strict=True)}
    extra["one.milestone"] = (95.0, "percent", "2026")
    ahead = {"milestone": {"period": "2026", "set_on": "2021-08-20"}}
    made = findings(
        {"one": {"all": dict(zip(years, actual, strict=True))}},
        {"kind": "line", "indicator": "one", "show": ["all"]},
        frequency="year",
        indicators={"one": indicator(reference=target("at_least", **ahead))},
        extra=extra,
    )
    inputs = {f"one.all.{y}.gap": (f"one.all.{y}", name) for y, name in zip(years, names, strict=True)}
    gaps = {id_: replace(made.figures[id_], inputs=given) for id_, given in inputs.items()}
    return replace(made, figures={**made.figures, **gaps})


# -- drawings -------------------------------------------------------------------------------------------------


def drawn(made: Findings, frame: Frame = WIDE) -> tuple[Chart, Drawing]:
    built = build_chart(made, "main", EN)
    kind = KINDS[built.kind]
    height = kind.wide if frame is WIDE else kind.narrow
    return built, draw(built, replace(frame, height=height), bundled(), EN)


def texts(drawing: Drawing) -> list[str]:
    return [label.words.text.replace("\u00a0", " ") for label in drawing.labels]


def spots(path: str) -> list[list[tuple[float, float]]]:
    """The polylines of a path: each place it goes through."""
    found = []
    for start, steps in re.findall(r"M([^a-zA-Z]+)(?:l([^a-zA-Z]+))?", path):
        (x, y), deltas = map(float, start.split()), [float(step) for step in re.findall(r"-?[\d.]+", steps)]
        line = [(x, y)]
        for dx, dy in zip(deltas[::2], deltas[1::2], strict=True):
            line.append((line[-1][0] + dx, line[-1][1] + dy))
        found.append(line)
    return found
