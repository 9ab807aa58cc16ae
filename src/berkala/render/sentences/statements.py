"""Findings that a report wants told (`statements`), each in a sentence or two, if the figures allow it.

A statement whose figures are missing, tied or too uncertain says nothing: never half a sentence, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from berkala.measure.findings import Findings
from berkala.plan.specifications import Statement
from berkala.render.sentences.changes import compare, declared, digits, said, sign
from berkala.render.sentences.labels import dataset_of, named
from berkala.render.sentences.places import directions, extremes, largest, movers
from berkala.render.sentences.records import record_now
from berkala.render.sentences.references import against, in_force
from berkala.render.sentences.titles import title
from berkala.render.showing import shown
from berkala.words import Language, Sentence
from berkala.words.language import Slot

#: A row of rises or falls shorter than this is not worth telling.
_ROW = 3
#: Statements whose sentences do not say what they are of.
_UNNAMED = ("extremes", "movers")


@dataclass(frozen=True)
class Told:
    """One statement: its kind, the indicator it is of, a short heading, and a sentence or two with full stops.

    `title` says the finding itself in a few words, without a full stop; `statement` is what the report asked for.
    """

    kind: str
    indicator: str
    heading: Sentence
    said: Sentence
    title: Sentence
    statement: Statement

    def is_named_by_heading(self, lead: str) -> bool:
        """Whether only the heading says which indicator it is of."""
        return self.indicator != lead and self.kind in _UNNAMED


def statements(findings: Findings, language: Language) -> tuple[Told, ...]:
    """The declared statements that the figures allow, in the report's order."""
    found = ((one, _MAKERS[one.kind](findings, one, language)) for one in findings.report.spec.statements)
    made = [(one, sentence.capital()) for one, sentence in found if sentence is not None]
    return tuple(
        Told(
            one.kind,
            one.indicator,
            _heading(findings, one, language),
            sentence,
            title(findings, one, language) or _heading(findings, one, language),
            one,
        )
        for one, sentence in made
    )


def _heading(findings: Findings, statement: Statement, language: Language) -> Sentence:
    """The kind's heading; with the indicator's name where it is not the lead's and the sentence does not say it."""
    spec = findings.report.spec
    indicator, kind = spec.indicators[statement.indicator], statement.kind
    form = f".{indicator.reference.kind}" if kind == "gap" and indicator.reference else ""
    heading = language.sentence(f"statement.heading.{kind}{form}")
    if statement.indicator == spec.lead or kind not in _UNNAMED:
        return heading
    return language.sentence("statement.heading.of", heading=heading, name=named(indicator.name[language.code]))


def record(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """The highest or lowest since a period, at least a year back."""
    name = statement.indicator
    found, now = record_now(findings, name), findings.figure(name)
    if found is None or now is None:
        return None
    slots = _slots(findings, name, language) | {"since": language.period(found.since)}
    slots["value"] = said(findings, name, now, language)
    return language.sentence(f"statement.record.{found.side}{'-ever' if found.ever else ''}", slots)


def streak(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """So many periods in a row up or down on the declared comparison, unless the last is within the margin of error."""
    name = statement.indicator
    row, now = findings.figure(name, derived="streak"), findings.figure(name)
    on = declared(findings)
    last = compare(findings, name, "all", on)
    if row is None or row.value is None or now is None or now.value is None or abs(digits(row)) < _ROW:
        return None
    if last is None or last.way != sign(row):
        return None
    spec = dataset_of(findings)
    noun = "statement.survey" if spec.coverage.months else f"charts.period.{spec.frequency}"
    slots = _slots(findings, name, language) | {"value": said(findings, name, now, language)}
    slots["row"] = shown(row, language, "bare", magnitude=True)
    slots["periods"] = language.text(noun, n=int(abs(digits(row))))
    return language.sentence(f"statement.streak.{on}.{sign(row)}", slots, direction=row.id)


def gap(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """Where the indicator stands against its reference or range, and the achievement where there is one."""
    name = statement.indicator
    now = findings.figure(name)
    if now is None or now.value is None or in_force(findings, name) is None:
        return None
    base = language.sentence(
        "statement.value", _slots(findings, name, language) | {"value": said(findings, name, now, language)}
    )
    held = against(findings, name, base, language)
    if held is None:
        return None
    achievement = findings.figure(name, derived="achievement")
    if achievement is None or achievement.value is None:
        return language.sentence("statement.gap.alone", base=held)
    return language.sentence("statement.gap.achieved", base=held, achievement=shown(achievement, language, "prose"))


def _slots(findings: Findings, indicator: str, language: Language) -> dict[str, Slot]:
    name = findings.report.spec.indicators[indicator].said[language.code]
    return {"name": named(name), "period": language.period(findings.edition.period)}


_MAKERS: Mapping[str, Callable[[Findings, Statement, Language], Sentence | None]] = {
    "extremes": extremes,
    "movers": movers,
    "record": record,
    "streak": streak,
    "directions": directions,
    "gap": gap,
    "largest": largest,
}
