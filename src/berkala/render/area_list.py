"""The list of places of an edition: each with its latest value and the period that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from berkala.measure.findings import AreaFindings, Figure, Findings
from berkala.plan.specifications import Category
from berkala.render.sentences import label_of, named, reason_of
from berkala.render.showing import shown
from berkala.words import Language, Sentence


@dataclass(frozen=True)
class Entry:
    """One place: its category, its name, its latest value, and the period of that where it is not the edition's.

    Without a value `missing` says why.
    """

    category: str
    name: Sentence
    value: Sentence | None
    period: Sentence
    now: bool
    missing: str = ""


def lead_of(findings: Findings, area: AreaFindings) -> str:
    """The indicator that a place's page begins with: the report's lead, else the first one by place."""
    lead = findings.report.spec.lead
    return lead if lead in area.indicators else area.indicators[0]


def latest_figure(findings: Findings, area: AreaFindings) -> Figure | None:
    """The value that a place's page begins with; None where it has none."""
    if area.latest is None:
        return None
    return area.figure(lead_of(findings, area), area.area, area.latest)


def area_entries(findings: Findings, language: Language) -> tuple[Entry, ...]:
    """Every place that has a page, in the order of the source: those of different periods are not ranked."""
    return tuple(_entry(findings, area, language) for area in findings.areas.values())


def _entry(findings: Findings, area: AreaFindings, language: Language) -> Entry:
    name = label_of(findings, lead_of(findings, area), area.area, language)
    figure = latest_figure(findings, area)
    period = language.period(area.latest or findings.edition.period, short=True)
    now = area.latest == findings.edition.period
    if figure is None or figure.value is None:
        return Entry(area.area, name, None, period, now, reason(findings, area, language))
    return Entry(area.area, name, shown(figure, language), period, now)


def reason(findings: Findings, area: AreaFindings, language: Language) -> str:
    """Why a place has no value, by the status of its last period."""
    last = area.figure(lead_of(findings, area), area.area, area.periods[-1]) if area.periods else None
    return reason_of(replace(findings, figures=area.figures), last, language)


def latest_figures(findings: Findings) -> dict[str, Figure]:
    """The figures of the list, with every one they are worked out from, by id."""
    found: dict[str, Figure] = {}
    for area in findings.areas.values():
        figure = latest_figure(findings, area)
        if figure is not None:
            _keep(found, area, [figure.id])
    return {id_: found[id_] for id_ in sorted(found)}


def _keep(found: dict[str, Figure], area: AreaFindings, wanted: Iterable[str]) -> None:
    left = list(wanted)
    while left:
        id_ = left.pop()
        if id_ not in found and id_ in area.figures:
            found[id_] = area.figures[id_]
            left += area.figures[id_].inputs


def category_of(findings: Findings, area: str) -> Category:
    """A place as its dataset describes it."""
    spec = findings.data[findings.report.spec.dataset].spec
    places = (one for field in spec.with_role("dimension") if field.concept == "area" for one in field.categories)
    return next(one for one in places if one.value == area)


def label(findings: Findings, area: str, language: Language) -> Sentence:
    """A place's name on screen."""
    return named(category_of(findings, area).label[language.code])
