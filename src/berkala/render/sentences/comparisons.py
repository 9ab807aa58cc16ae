"""The main points: the comparison that leads, what stands beside the value, and any doubt.

Which comparison leads is declared by the report (`compare`). "Rose" and "fell" follow the rounding that the reader
sees; a change that rounds to nought, or is within the survey's margin of error, is "little changed".
"""

from __future__ import annotations

from berkala.measure.findings import Findings
from berkala.render.sentences.changes import compare, declared, earlier_period, said
from berkala.render.sentences.labels import dataset_of, is_rate_of_growth, label_of, reason_of
from berkala.render.sentences.references import beside
from berkala.render.showing import shown
from berkala.words import Language, Sentence
from berkala.words.language import Slot


def main_points(findings: Findings, language: Language) -> tuple[Sentence, ...]:
    """The statements under the headline: the declared comparison, what stands beside it, one category, any doubt."""
    return tuple(points(findings, language).values())


def points(findings: Findings, language: Language) -> dict[str, Sentence]:
    """The main points by name, those that there are, in order: ``compared``, ``beside``, ``also``, ``doubt``."""
    report = findings.report.spec
    found = {
        "compared": compared(findings, language, declared(findings)),
        "beside": beside(findings, report.lead, language),
        "also": _also(findings, language, report.also) if report.also is not None else None,
        "doubt": _doubt(findings, language),
    }
    return {name: point for name, point in found.items() if point is not None}


def _doubt(findings: Findings, language: Language) -> Sentence | None:
    lead = findings.figure(findings.report.spec.lead)
    if lead is None or lead.value is None or not language.has(f"main.unsure.{lead.status}"):
        return None
    return language.sentence(f"main.unsure.{lead.status}")


def compared(findings: Findings, language: Language, on: str) -> Sentence | None:
    """The lead figure against a year before (``year``) or the period before (``previous``), as a sentence."""
    report = findings.report.spec
    lead = findings.figure(report.lead)
    if lead is None or lead.value is None:
        return None
    found = compare(findings, report.lead, "all", on)
    if found is None:
        return _nothing_earlier(findings, language, on)
    rate = is_rate_of_growth(report.indicators[report.lead])
    slots: dict[str, Slot] = {
        "subject": language.text(f"main.subject.{'rate' if rate else 'value'}"),
        "change": shown(found.change, language, "prose", magnitude=True),
        "earlier": said(findings, report.lead, found.earlier, language),
        "earlier_period": language.period_within(found.earlier.period),
    }
    return language.sentence(f"main.{on}.{found.way}", slots, direction=found.change.id).capital()


def _nothing_earlier(findings: Findings, language: Language, on: str) -> Sentence:
    """Why there is no comparison: the series has just begun, or what one would compare with is not there."""
    before = earlier_period(findings, on)
    if findings.edition.period == findings.periods[0]:
        alone = dataset_of(findings).first == dataset_of(findings).last
        return language.sentence(f"main.{'only' if alone else 'first'}")
    if before is None:
        return language.sentence("main.unlike")
    if on == "year" and before < findings.periods[0]:
        return language.sentence("main.year.none")
    return language.sentence("main.previous.none", earlier_period=language.period_within(before))


def change_phrase(findings: Findings, language: Language, indicator: str, category: str, on: str) -> Sentence:
    """A change inside a sentence of the story: "up 5.7% on March 2018"."""
    found = compare(findings, indicator, category, on)
    if found is None:
        return language.sentence("phrase.none")
    return language.sentence(
        f"phrase.{found.way}",
        direction=found.change.id,
        change=shown(found.change, language, "prose", magnitude=True),
        earlier_period=language.period_within(found.earlier.period),
    )


def _also(findings: Findings, language: Language, category: str) -> Sentence | None:
    lead, on = findings.report.spec.lead, declared(findings)
    value = findings.figure(lead, category)
    if value is None:
        return None
    slots: dict[str, Slot] = {"category": label_of(findings, lead, category, language)}
    if value.value is None:
        return language.sentence("main.also.missing", slots, reason=reason_of(findings, value, language)).capital()
    slots["value"] = said(findings, lead, value, language)
    found = compare(findings, lead, category, on)
    if found is None:
        return language.sentence("main.also.none", slots).capital()
    if on == "previous":
        slots["move"] = change_phrase(findings, language, lead, category, on)
        return language.sentence("main.also.moved", slots).capital()
    slots["change"] = shown(found.change, language, "prose", magnitude=True)
    return language.sentence(f"main.also.{found.way}", slots, direction=found.change.id).capital()
