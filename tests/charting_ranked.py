"""Findings of many categories, made by hand: places with codes, a whole, changes, and places without a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from berkala.measure.findings import Findings
from berkala.protect.tables import SafeTable
from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import NARROW, WIDE, Frame, resized
from berkala.render.charts.model import Chart
from berkala.words import language
from charting import Value, figure, findings, two

EN = language("en")
PAGE = (resized(WIDE, 0), resized(NARROW, 0))
CARDS = (
    Frame(636, 300, 23, 43, 2.15, tabular=False, words="short"),
    Frame(936, 470, 28.8, 57, 2.6, tabular=False),
    Frame(912, 900, 34.6, 68, 3.1, tabular=False),
)
STEPS = tuple(map(Decimal, (6, 9, 12, 15)))

MAP = """\
name: {en: Islands, id: Pulau}
areas: {en: islands, id: pulau}
source: Made for a test
tiles:
"""


def many(
    series: Mapping[str, Sequence[Value]],
    labels: Mapping[str, str],
    kind: str = "dots",
    chart: Mapping[str, Any] | None = None,
    rank: str | None = None,
    words: Mapping[str, dict[str, str]] | None = None,
    missing: Mapping[str, str] | None = None,
    concept: str | None = "area",
    **given: Any,
) -> Findings:
    """Findings of a chart of every category; `series` has the whole as ``all``.

    `missing` gives the status of categories without a last value, `words` the dataset's own words for statuses.
    """
    given = {"frequency": "year", "unit": "percent", **given}
    made = findings(series, kind=kind, labels=labels, **given)
    spec = made.data["cases"].spec
    fields = tuple(f.model_copy(update={"concept": concept if f.role == "dimension" else None}) for f in spec.fields)
    table = spec.resource.table.model_copy(update={"fields": fields})
    spec = spec.model_copy(update={"resource": spec.resource.model_copy(update={"table": table})})
    if words:
        texts = {letter: type(spec.title).model_validate(text) for letter, text in words.items()}
        spec = spec.model_copy(update={"statuses": texts})
    report = made.report.spec
    drawn = report.charts["main"].model_copy(update={"show": ("every",), **(chart or {})})
    indicator = report.indicators["closed"]
    if rank:
        from berkala.plan.specifications import Ranking

        because = two(rank)
        indicator = indicator.model_copy(
            update={"rank": Ranking.model_validate({"apart": 0, "because": because}, strict=False)}
        )
    report = report.model_copy(update={"charts": {"main": drawn}, "indicators": {"closed": indicator}})
    figures = dict(made.figures)
    now, before = made.edition.period, made.edition.period.year_before()
    for name in series:
        base = f"closed.{name}.{now.code}"
        one, other = figures.get(base), figures.get(f"closed.{name}.{before.code}")
        if one is not None and one.value is None and missing and name in missing:
            figures[base] = replace(one, status=missing[name])
        if one is not None and other is not None and one.value is not None and other.value is not None:
            unit = "points" if one.unit == "percent" else one.unit
            figures[f"{base}.change-year"] = figure(
                f"{base}.change-year", one.value - other.value, unit, now, decimals=one.decimals
            )
    safe = SafeTable(spec, made.data["cases"].frame, "0" * 64)
    return replace(
        made,
        figures=dict(sorted(figures.items())),
        data={"cases": safe},
        report=replace(made.report, spec=report),
    )


def tile_map(folder: Path, names: Sequence[str], name: str = "islands") -> Path:
    """A folder with a tile map of these names, five in a row on wide screens, three on narrow ones."""
    folder.mkdir(exist_ok=True)
    lines = [
        f"  - {{name: {one}, code: {one[:2].upper()}{place}, wide: [{place % 5}, {place // 5}],"
        f" narrow: [{place % 3}, {place // 3}]}}\n"
        for place, one in enumerate(names)
    ]
    (folder / f"{name}.yml").write_text(MAP + "".join(lines), encoding="utf-8")
    return folder


def d(text: str | float) -> Decimal:
    """A decimal from its digits."""
    return Decimal(str(text))


def numbers(*values: float | str | None) -> list[Decimal | None]:
    return [None if value is None else d(value) for value in values]


def names(count: int) -> dict[str, str]:
    return {f"c{place}": f"Isle {chr(65 + place)}" for place in range(count)}


def ranked(*now: float | str | None, kind: str = "dots", whole: float | None = None, **given_: Any) -> Findings:
    """Categories with a value a year before (always 10) and now."""
    labels = names(len(now))
    series = {"all": numbers(10, whole)} if whole is not None else {}
    series |= {name: numbers(10, value) for name, value in zip(labels, now, strict=True)}
    return many(series, labels, kind=kind, **given_)


def chart(made: Findings, maps: Path | None = None, tongue: Any = EN) -> Chart:
    return build_chart(made, "main", tongue, maps)
