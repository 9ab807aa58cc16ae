"""What each card says: its message and its middle, and what stands around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.plan.specifications import CardKind, CardSpec, ChartKind
from berkala.render.cards.alts import alt_of_chart, alt_of_number
from berkala.render.cards.layout import Fill, Matter
from berkala.render.cards.number import Number
from berkala.render.cards.plots import Plot
from berkala.render.cards.sizes import MESSAGE
from berkala.render.cards.spark import has_past
from berkala.render.charts.build import build_chart
from berkala.render.charts.bullet_forms import forms
from berkala.render.charts.kinds import KINDS
from berkala.render.charts.model import Chart, Series
from berkala.render.charts.parts import Making, declared, series_of, unit_words
from berkala.render.sentences import Fact, banded, facts, named
from berkala.render.showing import shown
from berkala.words import Language, Sentence, Span

#: Charts of categories, which can be shown as ranked bars too.
_RANKED: tuple[ChartKind, ...] = ("bars", "heat", "multiples", "stacked")
#: Charts that a card shows ranked where it is asked to, and as they are otherwise.
_MAPS: tuple[ChartKind, ...] = ("choropleth",)
#: Charts whose message tells of the number itself, and not of categories.
_OVER_TIME: tuple[ChartKind, ...] = ("line", "columns")
#: The message over a chart is no larger than this: the chart needs the room.
_OVER_CHART = 60


@dataclass(frozen=True)
class Told:
    """One card before it has a size: its words, what fills its middle, its alt text.

    `texts` are those that come from outside, each with the name of its place.
    """

    kind: CardKind
    matter: Matter
    fill: Fill
    alt: Sentence
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Telling:
    """An edition in one language, about to tell its cards. `charts` are those that are built already, by name."""

    findings: Findings
    publication: Publication
    language: Language
    charts: Mapping[str, Chart]

    @property
    def maps(self) -> Path:
        """Where the tile maps are."""
        return self.publication.templates / "maps"

    def chart(self, name: str) -> Chart:
        """A chart of the report."""
        return self.charts.get(name) or build_chart(self.findings, name, self.language, self.maps)

    def tell(self, card: CardSpec) -> Told:
        """One card. Raises SourceProblems where a tile map is not there."""
        chart = self.chart(card.chart)
        if card.kind == "number":
            return self._number(card, chart)
        drawn = self._drawn(card, chart)
        matter = self._around(drawn[0], drawn[0].span, _OVER_CHART)
        alt = alt_of_chart(card.kind, drawn[0], self.language)
        labels = [("series", series.label.text) for series in drawn[0].series]
        return Told(card.kind, matter, Plot(drawn, self.language), alt, (*_texts(matter), *labels))

    # -- a chart ----------------------------------------------------------------------------------------------

    def _drawn(self, card: CardSpec, chart: Chart) -> tuple[Chart, ...]:
        """The chart as this card shows it, and those that stand in for it where it has no room."""
        if card.kind == "comparison" and chart.kind == "line":
            # Columns show the same period of earlier years stronger: this period against a year before.
            return (self._as("columns", card.chart, show=(chart.first.category,)),)
        if chart.kind == "bullet":
            return forms(chart)
        if chart.kind not in _RANKED and (chart.kind not in _MAPS or card.kind != "rank"):
            return (chart,)
        ranked = replace(self._as("dots", card.chart), message=chart.message)
        return (ranked,) if card.kind == "rank" else (chart, ranked)

    def _as(self, kind: ChartKind, name: str, **more: object) -> Chart:
        """A chart of the report as one of another kind."""
        making = Making(self.findings, name, self.language, self.maps)
        spec = making.spec.model_copy(update={"kind": kind, **more})
        return KINDS[kind].build(declared(making, name, spec))

    # -- a number ---------------------------------------------------------------------------------------------

    def _number(self, card: CardSpec, chart: Chart) -> Told:
        making = Making(self.findings, card.chart, self.language, self.maps)
        indicator, period = making.spec.indicator, self.findings.edition.period
        whole = self.findings.figure(indicator)
        category = "all" if whole is not None else making.show[0]
        figure = whole or self.findings.figure(indicator, category)
        if chart.kind not in _OVER_TIME:
            chart = replace(chart, message=self._as("line", card.chart, show=(category,)).message)
        value = shown(figure, self.language) if figure else Sentence.plain("[x]")
        told = self._facts(indicator) if whole is not None else ()
        band = banded(self.findings, indicator, self.language) if whole is not None else None
        number = Number(value, band, told, self._past(making, category, chart), self.language)
        matter = self._around(chart, self.language.period(period).capital(), MESSAGE[0])
        alt = alt_of_number(chart, value, band, told, period, self.language)
        said = [("number", f"{fact.label.text} {fact.said.text}") for fact in told]
        said += [("verdict", band.said.text)] if band else []
        return Told("number", matter, number, alt, (*_texts(matter), ("number", value.text), *said))

    def _facts(self, indicator: str) -> tuple[Fact, ...]:
        """The lines beside the number, whichever indicator it is of; without the category beside the whole."""
        report = self.findings.report
        spec = report.spec.model_copy(update={"lead": indicator, "also": None})
        told = facts(replace(self.findings, report=replace(report, spec=spec)), self.language)
        figure = self.findings.figure(indicator)
        # A number that may still change says so first: the last facts are the first to be left out.
        return (told[-1], *told[:-1]) if figure is not None and figure.status else told

    def _past(self, making: Making, category: str, chart: Chart) -> Series | None:
        series = chart.first
        if chart.kind != "line" or series.category != category:
            series = series_of(making, category, self.findings.periods)
        return series if has_past(series) else None

    # -- around it --------------------------------------------------------------------------------------------

    def _around(self, chart: Chart, span: Sentence, most: int) -> Matter:
        settings, language = self.publication.settings, self.language
        home = "" if language.code == settings.languages[0] else f"{language.code}/"
        address = settings.site_url.partition("://")[2] + home + self.findings.edition.address
        where = Sentence((Span(address, role="name" if any(map(str.isdigit, address)) else None),))
        return Matter(
            message=chart.message,
            measure=chart.measure,
            span=span,
            source=chart.source,
            agency=named(settings.agency.name[language.code]),
            check=language.sentence("card.check"),
            check_at=language.sentence("card.check-at", address=where),
            address=where,
            notice=self._notice(),
            most=most,
            brief=self._brief(chart),
        )

    def _brief(self, chart: Chart) -> Sentence | None:
        """The measure by what its indicator is called, where that is not its name."""
        spec, language = self.findings.report.spec, self.language
        indicator = spec.indicators[spec.charts[chart.name].indicator] if chart.name in spec.charts else None
        if indicator is None or indicator.called is None:
            return None
        slots = {"name": named(indicator.called[language.code]), "place": named(spec.place[language.code])}
        return language.sentence("charts.measure", slots, unit=named(unit_words(indicator, language)))

    def _notice(self) -> Sentence | None:
        """That this is a demonstration, or that the agency is invented: inside every card."""
        spec = self.findings.report.spec
        said = [text[self.language.code] for text in (spec.demonstration, spec.invented) if text]
        return named(" ".join(said)) if said else None


def _texts(matter: Matter) -> tuple[tuple[str, str], ...]:
    """Every text around the middle that comes from outside, by its place."""
    places = [("message", matter.message), ("measure", matter.measure), ("period", matter.span)]
    places += [("agency", matter.agency), ("source", matter.source), ("address", matter.check_at)]
    if matter.notice:
        places.append(("demonstration", matter.notice))
    return tuple((place, sentence.text) for place, sentence in places)
