"""Charts, cards and statements against the indicators they tell of, and maps against the files that draw them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from berkala.errors import Problem
from berkala.plan.agreement.held import Held, values_of
from berkala.plan.forms import Way
from berkala.plan.specifications import CardKind, ChartKind, ChartSpec, StatementKind

EVERY, WHOLE = "every", "all"

#: The charts that each kind of card can be made from; a number card takes any chart's message.
CARD_CHARTS: dict[CardKind, tuple[ChartKind, ...]] = {
    "rank": ("dots", "bars", "choropleth", "stacked"),
    "tiles": ("tiles", "choropleth"),
    "line": ("line",),
    "comparison": ("line", "slope", "columns", "stacked", "bars", "bullet"),
}

#: Maps, and the files that a choropleth may name.
_MAPS: tuple[ChartKind, ...] = ("tiles", "choropleth")
SHAPES = (".topojson", ".geojson", ".json")
#: Formulas whose values are parts of a whole, and how many parts can be told apart in a stack.
_ADDITIVE = ("total", "value", "to_date")
_PARTS = 6

#: Statements about the categories of an indicator.
_OF_CATEGORIES: tuple[StatementKind, ...] = ("extremes", "movers", "directions", "largest")


def telling_agrees(held: Held) -> Iterator[Problem]:
    """Every chart, card and statement of a report; `also`, and the pages of places."""
    spec = held.spec
    if spec.also is not None:
        yield from _category(held, spec.also, spec.lead, ("also",))
    for name, chart in spec.charts.items():
        yield from _shown(held, chart, ("charts", name))
        yield from _fits(held, chart, ("charts", name))
        yield from _drawn(held, chart, ("charts", name))
        yield from _adds_up(held, chart, ("charts", name))
    yield from _cards(held)
    yield from _statements(held)
    areas = [one for one in spec.indicators.values() if (by := held.by(one)) and by.concept == "area"]
    if spec.area_pages and not areas:
        yield held.told("plan.area-pages", {"dataset": spec.dataset}, ("area_pages",))


def _category(held: Held, category: str, indicator: str, way: Way) -> Iterator[Problem]:
    known = [WHOLE, *values_of(held.by(held.spec.indicators[indicator]))]
    if category not in known:
        yield held.unknown("plan.category-unknown", category, known, way)


def _shown(held: Held, chart: ChartSpec, way: Way) -> Iterator[Problem]:
    """`show`: known categories, or ``every`` alone, of an indicator that has categories."""
    if chart.kind == "bullet":  # shows indicators, not categories
        return
    way = (*way, "show")
    if EVERY not in chart.show:
        for place, category in enumerate(chart.show):
            yield from _category(held, category, chart.indicator, (*way, place))
    elif len(chart.show) > 1:
        yield held.told("plan.show-every", {}, way)
    elif held.spec.indicators[chart.indicator].by is None:
        yield held.told("plan.show-by", {"indicator": chart.indicator}, way)
    if chart.kind == "columns" and (len(chart.show) > 1 or chart.show == (EVERY,)):
        yield held.told("plan.show-one", {}, way)


def _fits(held: Held, chart: ChartSpec, way: Way) -> Iterator[Problem]:
    """A bullet chart has targets to show, a map places; `indicators` are of the report."""
    indicators = held.spec.indicators
    for place, name in enumerate(chart.indicators):
        at = (*way, "indicators", place)
        if name not in indicators:
            yield held.unknown("plan.name-unknown", name, list(indicators), at)
        elif chart.kind == "bullet" and indicators[name].reference is None:
            yield held.told("plan.bullet-reference", {"indicator": name}, at, name)
    if chart.kind == "bullet" and not chart.indicators:
        yield held.told("plan.bullet-indicators", {}, (*way, "indicators"))
    by = held.by(indicators[chart.indicator])
    if chart.kind in _MAPS and (by is None or by.concept != "area"):
        yield held.told(
            "plan.tiles-places" if chart.kind == "tiles" else "plan.shapes-places",
            {"indicator": chart.indicator},
            (*way, "indicator"),
        )


def _drawn(held: Held, chart: ChartSpec, way: Way) -> Iterator[Problem]:
    """What a kind needs to be drawn: steps of colour, a layout of places."""
    if chart.kind in ("tiles", "choropleth", "heat") and not chart.steps:
        yield held.told("plan.steps-needed", {"kind": chart.kind}, (*way, "steps"))
    if any(one >= other for one, other in zip(chart.steps, chart.steps[1:], strict=False)):
        yield held.told("plan.steps-order", {}, (*way, "steps"))
    if chart.kind in _MAPS and chart.map is None:
        yield held.told("plan.map-needed" if chart.kind == "tiles" else "plan.shapes-needed", {}, (*way, "map"))
    known = _map_names(held, chart)
    if chart.map is not None and chart.map not in known:
        code = "plan.shapes-unknown" if chart.kind == "choropleth" else "plan.map-unknown"
        yield held.unknown(code, chart.map, known, (*way, "map"))


def _map_names(held: Held, chart: ChartSpec) -> list[str]:
    """The maps that a chart may name: of shapes for a choropleth, else of tiles."""
    endings = SHAPES if chart.kind == "choropleth" else (".yml",)
    found = (PurePosixPath(name) for name in held.publication.template_files if name.startswith("maps/"))
    return list(dict.fromkeys(path.stem for path in found if path.suffix in endings))


def _adds_up(held: Held, chart: ChartSpec, way: Way) -> Iterator[Problem]:
    """A stacked chart has two to six parts of a whole that there is."""
    if chart.kind != "stacked":
        return
    indicator = held.spec.indicators[chart.indicator]
    by = held.by(indicator)
    facts = {"indicator": chart.indicator, "formula": indicator.formula}
    if indicator.formula not in _ADDITIVE or by is None:
        yield held.told("plan.stacked-parts", facts, (*way, "indicator"))
        return
    if indicator.formula == "value" and by.whole is None and indicator.unit != "percent":
        yield held.told("plan.stacked-whole", {**facts, "column": by.name}, (*way, "indicator"))
    totals = {one.total for one in held.dataset.totals if one.dimension == by.name}
    parts = [one for one in values_of(by) if one != by.whole and one not in totals]
    shown = parts if chart.show == (EVERY,) else chart.show
    if WHOLE in chart.show or by.whole in chart.show:
        yield held.told("plan.stacked-all", {}, (*way, "show"))
    elif not 2 <= len(shown) <= _PARTS:
        yield held.told("plan.stacked-count", {"count": len(shown), "most": _PARTS}, (*way, "show"))


def _cards(held: Held) -> Iterator[Problem]:
    charts = held.spec.charts
    for place, card in enumerate(held.spec.cards):
        way: Way = ("cards", place, "chart")
        fitting = CARD_CHARTS.get(card.kind)
        if card.chart not in charts:
            yield held.unknown("plan.name-unknown", card.chart, list(charts), way)
        elif fitting is not None and charts[card.chart].kind not in fitting:
            facts = {"kind": card.kind, "chart": card.chart, "found": charts[card.chart].kind}
            yield held.told("plan.card-chart", {**facts, "fitting": ", ".join(fitting)}, way, card.chart)


def _statements(held: Held) -> Iterator[Problem]:
    indicators, earlier = held.spec.indicators, set[tuple[str, str, int]]()
    for place, statement in enumerate(held.spec.statements):
        way: Way = ("statements", place, "indicator")
        facts = {"kind": statement.kind, "indicator": statement.indicator}
        told = (statement.kind, statement.indicator, statement.number)
        if told in earlier:  # the second would be told with the figures of the first, whatever its `among`
            yield held.told("plan.statement-twice", facts, way, statement.indicator)
        earlier.add(told)
        if statement.indicator not in indicators:
            yield held.unknown("plan.name-unknown", statement.indicator, list(indicators), way)
        elif statement.kind in _OF_CATEGORIES and indicators[statement.indicator].by is None:
            yield held.told("plan.statement-by", facts, way, statement.indicator)
        elif statement.kind == "gap" and not indicators[statement.indicator].is_held:
            yield held.told("plan.statement-held", facts, way, statement.indicator)
        elif statement.among is not None:
            known = values_of(held.by(indicators[statement.indicator]))
            for at, category in enumerate(statement.among.categories):
                if category not in known:
                    yield held.unknown(
                        "plan.category-unknown", category, known, ("statements", place, "among", "categories", at)
                    )
