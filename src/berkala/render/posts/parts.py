"""What goes into a post, by its purpose: sentences by the name that the templates know them under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from berkala.measure.findings import Findings
from berkala.plan import Edition, Publication
from berkala.render.page import address, home
from berkala.render.posts.filling import Slots
from berkala.render.sentences import (
    Told,
    beside,
    change_phrase,
    headline,
    in_force,
    named,
    points,
)
from berkala.render.sentences.changes import compare, declared, said
from berkala.render.sentences.labels import is_rate_of_growth
from berkala.words import Language, Sentence, Span
from berkala.words.language import Slot

#: The statuses that a post must tell of: the value may still change, or may not be relied upon.
UNSURE = ("p", "e", "u")
#: What may end a sentence, and the letter behind it. A short word before a stop may be an abbreviation, and no end.
_STOP = re.compile(r"([^\W\d_]{4})\)?[.!?](?=\s+([^\W\d_]))")


def inform(findings: Findings, publication: Publication, language: Language, hashtags: bool) -> Slots:
    """The release: headline, main points, or the change in a few words."""
    told = points(findings, language)
    parts = {name: told.get(name) for name in ("compared", "beside", "also")}
    change = _change(findings, language)
    head = _head(findings, language)
    every = [part for part in (head, *parts.values(), change) if part is not None]
    return {
        "headline": head,
        **parts,
        "doubt": _doubt(findings, every, language),
        "change": change,
        "link": _link(address(findings, publication, language)),
        **_always(findings, language, hashtags),
    }


def _head(findings: Findings, language: Language) -> Sentence:
    """The headline, which travels alone: one that is value and period only says of what."""
    lead, figure = (
        findings.report.spec.indicators[findings.report.spec.lead],
        findings.figure(findings.report.spec.lead),
    )
    head = headline(findings, language)
    if lead.phrase is not None or figure is None or figure.value is None:
        return head
    return language.sentence("posts.named", name=named(lead.name[language.code]), headline=head)


def explain(findings: Findings, publication: Publication, language: Language, hashtags: bool) -> Slots | None:
    """What the number means, in the report's own words; None where there is no number."""
    spec, lead = findings.report.spec, findings.figure(findings.report.spec.lead)
    if lead is None or lead.value is None:
        return None
    slots: dict[str, Slot] = {
        "name": named(spec.indicators[spec.lead].name[language.code]),
        "period": language.period(findings.edition.period),
        "value": said(findings, spec.lead, lead, language),
    }
    question = language.sentence("posts.question", slots)
    reference, link = _reference(findings, language), _link(address(findings, publication, language))
    return {
        "question": question,
        "topic": named(spec.indicators[spec.lead].name[language.code]).capital(),
        "summary": named(spec.summary[language.code].strip()),
        "definition": named(first_sentence(spec.methods[language.code])),
        "reference": reference,
        "seasonal": named(spec.seasonal_note[language.code].strip()) if spec.seasonal_note else None,
        "doubt": _doubt(findings, [question, *([reference] if reference else [])], language),
        "measured": language.sentence("posts.measured", link=link),
        "link": link,
        **_always(findings, language, hashtags),
    }


def statement(findings: Findings, told: Told, language: Language) -> Slots:
    """One finding of a thread, with the period that it is of where it does not say that itself."""
    spec, period = findings.report.spec, language.period(findings.edition.period)
    is_said = period.text in told.said.text
    title = named(spec.title[language.code])
    if told.is_named_by_heading(spec.lead):
        name = named(spec.indicators[told.indicator].name[language.code])
        title = language.sentence("posts.of", title=title, name=name)
    return {
        "title": title,
        "period": None if is_said else period,
        "said": told.said,
        "doubt": _doubt(findings, [told.said], language),
        "notice": _notice(findings, language),
    }


def announce(
    findings: Findings, publication: Publication, language: Language, hashtags: bool, coming: Edition
) -> Slots:
    """The next release: report, period, moment and the release calendar. Nothing else may be known of it."""
    slots: dict[str, Slot] = {
        "title": named(findings.report.spec.title[language.code]),
        "period": language.period(coming.period),
        "moment": language.moment(coming.release),
    }
    return {
        "coming": language.sentence("posts.coming", slots),
        "calendar": language.sentence("posts.calendar", link=_link(calendar(publication, language))),
        **_always(findings, language, hashtags),
    }


def calendar(publication: Publication, language: Language) -> str:
    """The address of the release calendar."""
    return f"{publication.settings.site_url}{home(publication, language)}timetable/"


def first_sentence(text: str) -> str:
    """The first sentence of a text that the report brings; the whole text where its end is not certain."""
    text = text.strip()
    for stop in _STOP.finditer(text):
        if stop[2].isupper() and not any(letter.isupper() for letter in stop[1]):
            return text[: stop.end()]
    return text


# -- parts that several purposes have -----------------------------------------------------------------------------


def _always(findings: Findings, language: Language, hashtags: bool) -> Mapping[str, Sentence | None]:
    return {
        "notice": _notice(findings, language),
        "hashtags": language.sentence("posts.hashtags") if hashtags else None,
    }


def _notice(findings: Findings, language: Language) -> Sentence | None:
    """That this is a demonstration, or that the office is invented."""
    notice = findings.report.spec.notice
    return named(notice[language.code]) if notice else None


def _link(to: str) -> Sentence:
    return Sentence((Span(to, role="name"),))


def _change(findings: Findings, language: Language) -> Sentence | None:
    """The declared comparison in a few words, or None where there is nothing to compare with."""
    spec, on = findings.report.spec, declared(findings)
    if compare(findings, spec.lead, "all", on) is None:
        return None
    kind = "rate" if is_rate_of_growth(spec.indicators[spec.lead]) else "value"
    move = change_phrase(findings, language, spec.lead, "all", on)
    return language.sentence(f"posts.change.{kind}", move=move)


def _reference(findings: Findings, language: Language) -> Sentence | None:
    """What the number is held against, or is shown beside and why it is not."""
    lead = findings.report.spec.lead
    bound = in_force(findings, lead)
    if bound is None or bound.spec.not_held is not None:
        return beside(findings, lead, language)
    value = language.sentence(f"fact.reference.{bound.spec.relation}", value=bound.said(language))
    slots: dict[str, Slot] = {"kind": language.text(f"kind.{bound.spec.kind}"), "value": value}
    return language.sentence("posts.reference", slots).capital()


def _doubt(findings: Findings, sentences: Iterable[Sentence], language: Language) -> Sentence | None:
    """That the figure shown, the period's figures or some figures are provisional, estimated or of low reliability."""
    ids = dict.fromkeys(span.figure for sentence in sentences for span in sentence.spans if span.figure)
    shown = [figure for figure in (findings.figures.get(name) for name in ids) if figure is not None]
    end = f".{findings.edition.period.code}"  # the whole code: 2010--2015 ends as 2015 does
    now = [figure for figure in shown if figure.value is not None and figure.id.endswith(end)]
    period, said = language.period(findings.edition.period), []
    for status in UNSURE:
        if any(figure.status == status and figure.value is not None for figure in shown):
            every = bool(now) and all(figure.status == status for figure in now)
            form = "some" if not every else "one" if len(now) == 1 else "all"
            said.append(language.sentence(f"posts.unsure.{status}.{form}", period=period))
    return Sentence.join(said) if said else None
