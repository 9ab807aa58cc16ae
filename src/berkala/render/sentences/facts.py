"""The facts beside the main number: a label and what is said, one to a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from berkala.measure.findings import Findings
from berkala.render.sentences.changes import compare, declared, sign, weight
from berkala.render.sentences.labels import label_of, reason_of
from berkala.render.sentences.references import Bound, in_force, milestone, ranged
from berkala.render.showing import shown
from berkala.words import Language, Sentence


@dataclass(frozen=True)
class Fact:
    """One line beside the main number: a label and what is said."""

    label: Sentence
    said: Sentence


def facts(findings: Findings, language: Language) -> tuple[Fact, ...]:
    """The lines beside the main number: reference, gap, the two changes, the category beside the whole, doubt."""
    report = findings.report.spec
    lines = [*_references(findings, language), *_changes(findings, language)]
    also = findings.figure(report.lead, report.also) if report.also else None
    if also is not None and report.also is not None:
        lines.append(Fact(label_of(findings, report.lead, report.also, language), shown(also, language)))
    return (*lines, *_doubts(findings, language))


def reference_fact(findings: Findings, language: Language) -> Fact | None:
    """What the lead is held against or beside: "Standard: at least 95%", else the target for another period."""
    return next(iter((*_in_force(findings, language), *_ahead(findings, language))), None)


def change_fact(findings: Findings, language: Language) -> Fact | None:
    """How far the lead has moved since the period that it is compared with first: "Since March 2021: down 0.60 …"."""
    return next(_changes(findings, language), None)


def _in_force(findings: Findings, language: Language) -> Iterator[Fact]:
    bound = in_force(findings, findings.report.spec.lead)
    if bound is not None:
        form = "not-held" if bound.spec.not_held is not None else bound.spec.kind
        yield Fact(language.sentence(f"fact.label.{form}"), _bound(bound, language))


def _ahead(findings: Findings, language: Language) -> Iterator[Fact]:
    bound = milestone(findings, findings.report.spec.lead)
    if bound is not None:
        period = language.period(bound.low.period, short=True)
        yield Fact(language.sentence("fact.label.milestone", period=period), _bound(bound, language))


def _references(findings: Findings, language: Language) -> Iterator[Fact]:
    lead = findings.report.spec.lead
    yield from _in_force(findings, language)
    gap = gap_fact(findings, lead, language)
    if gap is not None:
        yield gap
    achievement = findings.figure(lead, derived="achievement")
    if achievement is not None and achievement.value is not None:
        yield Fact(language.sentence("fact.label.achievement"), shown(achievement, language))
    yield from _ahead(findings, language)


def _bound(bound: Bound, language: Language) -> Sentence:
    value = bound.said(language, "short")
    if bound.spec.not_held is not None:
        return value
    return language.sentence(f"fact.reference.{bound.spec.relation}", value=value)


def gap_fact(findings: Findings, indicator: str, language: Language) -> Fact | None:
    """How far an indicator is from what it is held against: "8.4 points below"; None where nothing is."""
    bound = in_force(findings, indicator)
    gap = findings.figure(indicator, derived="gap")
    if bound is None or bound.spec.not_held is not None or gap is None or gap.value is None:
        return None
    side = {"up": "above", "down": "below", "same": "equal"}[sign(gap)]
    said = language.sentence(f"fact.gap.{side}", direction=gap.id, gap=shown(gap, language, magnitude=True))
    return Fact(language.sentence("fact.label.gap"), said)


def _changes(findings: Findings, language: Language) -> Iterator[Fact]:
    order: tuple[str, ...] = ("year", "previous") if declared(findings) == "year" else ("previous", "year")
    if findings.edition.period.year_before() == findings.previous:
        order = order[:1]  # of a yearly series they are the same comparison
    for on in order:
        yield from _change(findings, language, on)


def _change(findings: Findings, language: Language, on: str) -> Iterator[Fact]:
    lead = findings.report.spec.lead
    found = compare(findings, lead, "all", on)
    if found is None:
        return
    size = shown(found.change, language, magnitude=True)
    move = language.sentence(f"fact.move.{found.way}", direction=found.change.id, change=size)
    key = f"fact.verdict.{weight(findings, lead, on, found)}"
    said = language.sentence(key, direction=found.change.id, move=move)
    yield Fact(language.sentence("fact.label.change", period=language.period(found.earlier.period, short=True)), said)


def _doubts(findings: Findings, language: Language) -> Iterator[Fact]:
    """The interval that the survey gives the value, and its status."""
    lead = findings.figure(findings.report.spec.lead)
    if lead is None:
        return
    ends = [findings.figure(findings.report.spec.lead, derived=end) for end in ("lower", "upper")]
    low, high = (end if end is not None and end.value is not None else None for end in ends)
    if low is not None and high is not None:
        yield Fact(language.sentence("fact.label.interval"), ranged(low, high, language, "short"))
    if lead.status:
        said = Sentence.plain(reason_of(findings, lead, language))
        yield Fact(language.sentence("fact.label.status"), said)
