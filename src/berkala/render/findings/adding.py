"""The text of a finding: what its sentence adds to its title, which has said the finding already."""

from __future__ import annotations

from berkala.measure.findings import Figure, Findings
from berkala.plan.specifications import Statement
from berkala.render.sentences import Told, headline
from berkala.render.sentences.changes import said
from berkala.render.sentences.labels import inside
from berkala.render.sentences.places import most_moved, top
from berkala.render.sentences.records import record_now
from berkala.render.showing import shown
from berkala.words import Language, Sentence
from berkala.words.language import Slot


def is_new(findings: Findings, told: Told, language: Language) -> bool:
    """Whether the headline does not say it yet: it may say how far the lead is from what it is held against."""
    return told.kind != "gap" or not set(told.said.figures) <= set(headline(findings, language).figures)


def added(findings: Findings, told: Told, language: Language) -> Sentence | None:
    """What the text under the title says; None where the title says all of it."""
    statement = told.statement
    if told.kind == "movers":
        return _moved(findings, statement, language)
    if told.kind == "record":
        return _begun(findings, statement, language)
    if told.kind == "streak":
        figure = findings.figure(statement.indicator)
        return _value(findings, said(findings, statement.indicator, figure, language), language) if figure else None
    if told.kind == "largest":
        found = top(findings, statement)
        return _value(findings, shown(found.total, language), language) if found else None
    return told.said


def _moved(findings: Findings, statement: Statement, language: Language) -> Sentence:
    """From what to what; behind their names where two moved."""
    moved = most_moved(findings, statement)
    parts = []
    for category, found in moved:
        way = _from_to(findings, found.earlier, found.now, language)
        label = inside(findings, statement.indicator, category, language).capital()
        parts.append(language.labelled(label, way.small()) if len(moved) > 1 else way.capital())
    return Sentence.join(parts)


def _from_to(findings: Findings, earlier: Figure, now: Figure, language: Language) -> Sentence:
    slots: dict[str, Slot] = {"earlier": shown(earlier, language), "value": shown(now, language)}
    slots |= {"earlier_period": language.period(earlier.period), "period": language.period(now.period)}
    return language.sentence("page.adds.movers", slots)


def _begun(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """Of the highest or lowest value of all, since when there are any."""
    found = record_now(findings, statement.indicator)
    if found is None or not found.ever:
        return None
    return language.sentence("page.adds.record", since=language.period(found.since)).capital()


def _value(findings: Findings, value: Sentence, language: Language) -> Sentence:
    period = language.period(findings.edition.period)
    return language.sentence("page.adds.value", period=period, value=value).capital()
