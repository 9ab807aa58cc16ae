"""The line chart of one place: its own series to its own latest value, and the whole beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from berkala.measure.findings import AreaFindings, Findings
from berkala.periods import Period
from berkala.plan.specifications import ChartSpec, Indicator
from berkala.render.charts.held import value_words
from berkala.render.charts.line_build import (
    interval_words,
    with_intervals,
)
from berkala.render.charts.model import Chart, Held, Series, Step
from berkala.render.charts.observed import absence, category_of, reasons_of
from berkala.render.charts.parts import Making, declared, finished, series_of, span_words, table_by_period, unit_said
from berkala.render.charts.sentences import by, describe, said
from berkala.render.charts.timeline import LineMatter
from berkala.render.sentences import named
from berkala.render.sentences.changes import compare, now_and_then
from berkala.render.sentences.labels import inside
from berkala.render.statuses import status_words
from berkala.words import Language, Sentence


@dataclass(frozen=True)
class _Place:
    """One place: the chart in the making with its findings alone, its name in them, and the edition's period."""

    making: Making
    area: str
    edition: Period

    @property
    def of(self) -> str:
        """The indicator."""
        return self.making.spec.indicator


def build_area_chart(findings: Findings, area_findings: AreaFindings, indicator: str, language: Language) -> Chart:
    """The line chart of one indicator in one place, over the periods up to the place's own latest value.

    Draw it as any chart (`page_svg`, `standalone_svg`). Where the place has no value at all it says so.
    """
    place = _place(findings, area_findings, indicator, language)
    making = place.making
    series = tuple(
        with_intervals(making, series_of(making, category, making.findings.periods)) for category in making.show
    )
    held, ended = _held(place), _ended(place, series[0])
    own = reasons_of(making.dataset, series, language)
    words = [describe("line", series, held, language, dict(own)), *ended, *interval_words(series[0], language)]
    limits = [end for point in series[0].points for end in (point.lower, point.upper)]
    return finished(
        making,
        message=_message(place, series[0]),
        description=Sentence.join(words),
        table=table_by_period(making, series),
        series=series,
        held=held,
        measure=_measure(making, series),
        more=[*limits, held.high if held else None],
        matter=LineMatter(notes=tuple(ended), reasons=own),
        subtitle_span=span_words(making, series[:1]),
    )


def _place(findings: Findings, area: AreaFindings, indicator: str, language: Language) -> _Place:
    edition = findings.edition.period
    beside = ("all",) if can_be_compared(findings.report.spec.indicators[indicator]) else ()
    periods = _told(area, indicator, (area.area, *beside)) or (area.latest or edition,)
    own = replace(
        findings, figures=area.figures, periods=periods, edition=replace(findings.edition, period=periods[-1])
    )
    spec = ChartSpec(kind="line", indicator=indicator, show=(area.area, *beside))
    making = declared(Making(own, "", language), f"{area.area}-{indicator}", spec)
    return _Place(making, area.area, edition)


def _told(area: AreaFindings, indicator: str, categories: tuple[str, ...]) -> tuple[Period, ...]:
    """The place's periods up to its latest value, from the first to the last at which any of the lines has a value."""
    periods = [period for period in area.periods if area.latest is None or period <= area.latest]
    figures = [[area.figure(indicator, category, period) for category in categories] for period in periods]
    known = [place for place, some in enumerate(figures) if any(one and one.value is not None for one in some)]
    return tuple(periods[known[0] : known[-1] + 1] if known else periods)


def can_be_compared(indicator: Indicator) -> bool:
    """Whether the whole can stand beside one of its places: an amount of the whole is larger in any case."""
    if indicator.formula in ("total", "to_date"):
        return False
    return indicator.unit in ("percent", "index", "rupiah") or indicator.formula in ("rate", "growth_over_year")


def _held(place: _Place) -> Held | None:
    """The place's own target, where targets are set by place."""
    making, language = place.making, place.making.language
    figure, reference = making.findings.figures.get(f"{place.of}.reference-of.{place.area}"), making.indicator.reference
    if figure is None or figure.value is None or reference is None or reference.relation == "within":
        return None
    key = f"charts.reference.{reference.kind}.{reference.relation}"
    name = language.sentence(key, value=value_words(figure, None, language))
    last = len(making.findings.periods) - 1
    gap = making.findings.figure(place.of, place.area, derived="gap")
    noun = language.text(f"charts.noun.{reference.kind}")
    return Held(figure, name, noun, reference.relation, gap, steps=(Step(figure, last, last),))


# -- words ----------------------------------------------------------------------------------------------------


def _measure(making: Making, series: tuple[Series, ...]) -> Sentence:
    if len(series) < 2:
        slots = {"name": named(making.indicator.name[making.language.code]), "place": series[0].label}
        return making.language.sentence("charts.measure", slots, unit=unit_said(making))
    return making.language.sentence(
        "charts.area.measure",
        name=named(making.indicator.name[making.language.code]),
        area=inside(making.findings, making.spec.indicator, series[0].category, making.language),
        whole=series[1].label,
        unit=unit_said(making),
    )


def _ended(place: _Place, series: Series) -> list[Sentence]:
    """When the series ended, or that its latest value is older than the edition."""
    making, language = place.making, place.making.language
    last = series.last.period
    if series.last.value is None or last >= place.edition:
        return []
    category = category_of(making.dataset, making.indicator, place.area)
    over = absence(making.dataset, category, place.edition) == "after"
    return [language.sentence(f"charts.area.{'ended' if over else 'latest'}", period=language.period(last))]


def _message(place: _Place, series: Series) -> Sentence:
    """The change on a year before in this place, of spans on the one before; without one, the value and its period."""
    making, language, last = place.making, place.making.language, series.last
    slots: dict[str, Sentence | str] = {
        "name": named(making.indicator.said[language.code]),
        "area": series.label,
        "period": language.period(last.period),
    }
    if last.figure is None or last.value is None:
        slots["reason"] = status_words(making.dataset, last.status, language)
        return language.sentence("charts.area.message.missing", slots)
    slots["area"] = inside(making.findings, place.of, place.area, language)
    slots["value"] = said(last.figure, language)
    # On a year before: a place's own period before may be two months away.
    on = now_and_then(making.findings)
    found = compare(making.findings, place.of, place.area, on)
    if found is None:
        return language.sentence("charts.area.message.level", slots)
    slots |= {"change": by(found.change, language), "before": language.period_within(found.earlier.period)}
    form = "since." if on == "previous" else ""
    return language.sentence(f"charts.area.message.{form}{found.seen}", slots, direction=found.change.id)
