"""The page of one place: its latest value, its direction, the whole beside it, its series, and what concerns it.

A place is told at its own latest period, which may lie before the edition's: no gap is bridged, and no value of an
earlier period is passed off as one of a later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from berkala.measure.findings import AreaFindings, Figure, Findings
from berkala.plan import Publication
from berkala.render.answers import answered_of_area
from berkala.render.area_list import area_entries, category_of, label, latest_figures, lead_of, reason
from berkala.render.bundle import ROOT
from berkala.render.charts.area import build_area_chart, can_be_compared
from berkala.render.charts.model import Chart
from berkala.render.figures_file import FiguresFiles
from berkala.render.mistakes import mistakes_of_area
from berkala.render.numbers_table import WIDTH, Column, table_of
from berkala.render.page import big_number, drawing_of, home, source_of
from berkala.render.sentences import Fact, column_head, compare, label_of, named
from berkala.render.sentences.changes import said as value_said
from berkala.render.sentences.changes import weight
from berkala.render.showing import shown
from berkala.render.statuses import status_words
from berkala.render.templates import fragment
from berkala.words import Language, Sentence
from berkala.words.language import Slot


@dataclass(frozen=True)
class Area:
    """A place with the edition's findings as they are for it alone: its figures, and its latest period as the last."""

    findings: Findings
    own: Findings
    area: AreaFindings
    language: Language

    @staticmethod
    def of(findings: Findings, area: AreaFindings, language: Language) -> Area:
        """A place of an edition, told in a language."""
        period = area.latest or findings.edition.period
        edition = replace(findings.edition, period=period)
        own = replace(findings, figures=area.figures, periods=area.periods, edition=edition)
        return Area(findings, own, area, language)

    @property
    def name(self) -> Sentence:
        """Its name."""
        return label(self.findings, self.area.area, self.language)

    @property
    def lead(self) -> str:
        """The indicator its page begins with."""
        return lead_of(self.findings, self.area)

    def value(self, indicator: str) -> Figure | None:
        """Its latest value of an indicator, where there is one."""
        figure = self.own.figure(indicator, self.area.area)
        return None if figure is None or figure.value is None else figure


@dataclass(frozen=True)
class Block:
    """One further indicator of a place: its chart, and its value with its changes in facts."""

    name: Sentence
    facts: tuple[Fact, ...]
    chart: Markup


def area_files(findings: Findings, publication: Publication, language: Language) -> dict[str, bytes]:
    """The fragments of every place, whole and in brief, and of the list of places, in one language."""
    if not findings.areas:
        return {}
    entries = area_entries(findings, language)
    files = {f"fragments/areas.{language.code}.html": _list(findings, publication, language)}
    for name, area in findings.areas.items():
        place = Area.of(findings, area, language)
        files[f"fragments/area-{name}.{language.code}.html"] = _page(place, publication, entries)
        files[f"fragments/brief-{name}.{language.code}.html"] = _brief(place, publication)
    return files


def area_figures(findings: Findings, codes: tuple[str, ...]) -> dict[str, bytes]:
    """The figures of every place, each in a file beside its page, and those of the list in one."""
    if not findings.areas:
        return {}
    home_of, written = f"public/{findings.edition.address}areas/", FiguresFiles(findings, codes)
    files = {f"{home_of}figures.json": written.file(latest_figures(findings))}
    for name, area in findings.areas.items():
        files[f"{home_of}{name}/figures.json"] = written.file(area.figures)
    return files


def areas_about(findings: Findings, languages: dict[str, Language]) -> dict[str, object]:
    """What the frame needs to know of each place: its name, a description, and the figures in that."""
    told: dict[str, object] = {}
    for name, area in findings.areas.items():
        places = {code: Area.of(findings, area, language) for code, language in languages.items()}
        described = {code: _stand(place) for code, place in places.items()}
        told[name] = {
            "title": {code: place.name.text for code, place in places.items()},
            "description": {code: said.text for code, said in described.items()},
            "figures": {code: list(said.figures) for code, said in described.items()},
        }
    return told


# -- the pages ------------------------------------------------------------------------------------------------


def _list(findings: Findings, publication: Publication, language: Language) -> bytes:
    title = named(findings.report.spec.title[language.code])
    return fragment(
        publication.templates,
        "areas",
        language=language,
        root=ROOT + home(publication, language),
        files=ROOT,
        address=findings.edition.address,
        title=title,
        indicator=named(findings.report.spec.indicators[_lead(findings)].name[language.code]),
        period=language.period(findings.edition.period).capital(),
        entries=area_entries(findings, language),
        source=source_of(findings, language),
    )


def _lead(findings: Findings) -> str:
    return lead_of(findings, next(iter(findings.areas.values())))


def _page(place: Area, publication: Publication, entries: tuple[object, ...]) -> bytes:
    findings, language, spec = place.findings, place.language, place.findings.report.spec
    figure = place.value(place.lead)
    others = [name for name in place.area.indicators if name != place.lead and place.value(name) is not None]
    return fragment(
        publication.templates,
        "area",
        language=language,
        root=ROOT + home(publication, language),
        files=ROOT,
        address=findings.edition.address,
        category=place.area.area,
        place=place.name,
        stand=_stand(place),
        notes=tuple(_notes(place)),
        what=named(spec.indicators[place.lead].name[language.code]),
        period=language.period(place.own.edition.period),
        number=big_number(figure, language) if figure is not None else None,
        facts=_facts(place, place.lead),
        main=_chart(place, place.lead, publication) if figure is not None else Markup(),
        blocks=tuple(_block(place, name, publication) for name in others),
        numbers=table_of(place.own, language, _columns(place), place.area.periods),
        mistakes=mistakes_of_area(findings, place.area, language),
        answers=answered_of_area(findings, place.area, publication, language),
        entries=entries,
        title=named(spec.title[language.code]),
        edition=language.period(findings.edition.period),
        moment=language.moment(findings.edition.release),
        dataset=named(findings.data[spec.dataset].spec.title[language.code]),
        dataset_name=spec.dataset,
        source=source_of(findings, language),
    )


def _brief(place: Area, publication: Publication) -> bytes:
    """What the page says of the place's first indicator, as the page of the place in all reports quotes it."""
    findings, language = place.findings, place.language
    figure = place.value(place.lead)
    return fragment(
        publication.templates,
        "brief",
        what=named(findings.report.spec.indicators[place.lead].name[language.code]),
        period=language.period(place.own.edition.period),
        number=big_number(figure, language) if figure is not None else None,
        stand=_stand(place),
        notes=tuple(_notes(place)),
        facts=_facts(place, place.lead) if figure is not None else (),
    )


def _chart(place: Area, indicator: str, publication: Publication) -> Markup:
    chart: Chart = build_area_chart(place.findings, place.area, indicator, place.language)
    drawing = drawing_of(chart, place.language)
    html = fragment(
        publication.templates,
        "chart",
        chart=drawing,
        subtitle=chart.subtitle,
        language=place.language,
        source=source_of(place.findings, place.language),
    )
    return Markup(html.decode())


def _block(place: Area, indicator: str, publication: Publication) -> Block:
    name = named(place.findings.report.spec.indicators[indicator].name[place.language.code])
    return Block(name, _facts(place, indicator, own=True), _chart(place, indicator, publication))


# -- sentences ------------------------------------------------------------------------------------------------


def _stand(place: Area) -> Sentence:
    """The value in one sentence, the whole's beside it; without a value, why."""
    language, indicator = place.language, place.lead
    name = named(place.findings.report.spec.indicators[indicator].name[language.code])
    figure, whole = place.value(indicator), place.own.figure(indicator)
    if figure is None:
        why = reason(place.findings, place.area, language)
        return language.sentence("areas.missing", name=name, reason=why)
    slots: dict[str, Sentence] = {"name": name, "area": place.name, "period": language.period(figure.period)}
    slots["value"] = value_said(place.own, indicator, figure, language)
    if whole is None or whole.value is None:
        return language.sentence("areas.stand-alone", slots)
    slots["whole"] = label_of(place.findings, indicator, "all", language)
    return language.sentence("areas.stand-both", slots, whole_value=value_said(place.own, indicator, whole, language))


def _notes(place: Area) -> Iterator[Sentence]:
    """When the series began, ended, in which months it is observed, and that the latest value is an older one."""
    language, spec = place.language, place.findings.data[place.findings.report.spec.dataset].spec
    span, now = category_of(place.findings, place.area.area).span, place.findings.edition.period
    until = spec.period(span.until) if span is not None and span.until else None
    if until is not None and until < now:
        yield language.sentence("areas.until", period=language.period_within(until))
    elif place.area.latest is not None and place.area.latest < now:
        slots = {"period": language.period(now), "latest": language.period(place.area.latest)}
        yield language.sentence("areas.none-now", slots)
    if place.area.latest is None and not place.area.periods:
        yield language.sentence("areas.none")
    if span is not None and span.from_ and spec.first < spec.period(span.from_) and place.area.latest is not None:
        yield language.sentence("areas.from", period=language.period_within(spec.period(span.from_)))
    if span is not None and span.months:
        months = [language.month(month) for month in span.months]
        yield language.sentence("areas.months", months=language.list(months))


# -- facts ----------------------------------------------------------------------------------------------------


def _facts(place: Area, indicator: str, own: bool = False) -> tuple[Fact, ...]:
    """The lines beside a value: changes, the whole, places it may have. `own` sets the value itself before them."""
    lines = [*_changes(place, indicator), *_whole(place, indicator), *_rank(place, indicator)]
    figure = place.value(indicator)
    if own and figure is not None:
        lines.insert(0, Fact(place.language.period(figure.period), shown(figure, place.language)))
    if figure is not None and figure.status:
        spec = place.findings.data[place.findings.report.spec.dataset].spec
        said = Sentence.plain(status_words(spec, figure.status, place.language))
        lines.append(Fact(place.language.sentence("fact.label.status"), said))
    return tuple(lines)


def _changes(place: Area, indicator: str) -> Iterator[Fact]:
    language, earlier = place.language, set[str]()
    for on in ("year", "previous"):
        found = compare(place.own, indicator, place.area.area, on) if place.area.latest is not None else None
        if found is None or found.earlier.id in earlier:
            continue
        earlier.add(found.earlier.id)
        size = shown(found.change, language, magnitude=True)
        move = language.sentence(f"fact.move.{found.way}", direction=found.change.id, change=size)
        key = f"fact.verdict.{weight(place.findings, indicator, on, found)}"
        said = language.sentence(key, direction=found.change.id, move=move)
        yield Fact(
            language.sentence("fact.label.change", period=language.period(found.earlier.period, short=True)), said
        )


def _whole(place: Area, indicator: str) -> Iterator[Fact]:
    """The whole's value of the same period."""
    whole = place.own.figure(indicator) if place.area.latest is not None else None
    if whole is not None and whole.value is not None:
        yield Fact(label_of(place.findings, indicator, "all", place.language), shown(whole, place.language))


def _rank(place: Area, indicator: str) -> Iterator[Fact]:
    """The best and the worst place it may have among those of the edition's period."""
    ends = [place.own.figure(indicator, place.area.area, derived=end) for end in ("rank-from", "rank-to")]
    first, last = (end if end is not None and end.value is not None else None for end in ends)
    if first is None or last is None:
        return
    language = place.language
    said, among = shown(first, language), place.own.figure(indicator, "ranked")
    if among is not None and among.value is not None:
        slots: dict[str, Slot] = {"value": said, "from": said, "to": shown(last, language)}
        key = "areas.rank-one" if first.value == last.value else "areas.rank-from-to"
        said = language.sentence(key, slots | {"count": shown(among, language)})
    yield Fact(language.sentence("areas.rank"), said)


# -- the table ------------------------------------------------------------------------------------------------


def _columns(place: Area) -> list[Column]:
    """Each indicator of the place, and the whole beside those that can be compared with it, as far as there is room."""
    language, columns = place.language, list[Column]()
    for name in sorted(place.area.indicators, key=lambda name: name != place.lead):
        head = column_head(place.findings, name, "all", language)
        whole = label_of(place.findings, name, "all", language)
        columns.append(Column(name, place.area.area, head))
        if can_be_compared(place.findings.report.spec.indicators[name]):
            columns.append(Column(name, "all", language.sentence("areas.head", name=head, area=whole)))
    return columns[:WIDTH]
