"""What there is to say, in a language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from berkala.errors import Problem
from berkala.overview.model import Coming, Overview, Phrase, Said
from berkala.periods import Period
from berkala.plan.specifications import Text
from berkala.words import Language, Sentence


def said(what: object, language: Language) -> Sentence:
    """Anything that stands in an overview: a phrase, a problem, a text, a moment, a day, a period, several names."""
    if isinstance(what, Phrase):
        slots = {name: said(slot, language) for name, slot in what.slots.items()}
        count = {} if what.n is None else {"count": Sentence.plain(str(what.n))}
        return language.sentence(f"overview.{what.key}", {**slots, **count}, n=what.n)
    if isinstance(what, Problem):
        where = f"{where}: " if (where := what.where(language.code)) else ""
        return Sentence.plain(where + what.message(language.code))
    return _plain(what, language)


def _plain(what: object, language: Language) -> Sentence:
    if isinstance(what, datetime):
        return language.moment(what)
    if isinstance(what, date):
        return language.day(what)
    if isinstance(what, Period):
        return language.period(what)
    if isinstance(what, Text):
        return Sentence.plain(text_of(what, language))
    if isinstance(what, list | tuple):
        return Sentence.plain(language.list([said(one, language).text for one in what]))
    return Sentence.plain(str(what))


def public(overview: Overview) -> Phrase:
    """How much is public."""
    return Phrase("public", {"reports": Phrase("reports", n=overview.reports)}, overview.editions)


def text_of(texts: Text, language: Language) -> str:
    """A text of the publication: in this language where it has it, else in its first."""
    return texts[language.code] if language.code in texts else next(iter(texts.root.values()), "")


def remedy(what: Said, how: Said, language: Language) -> Sentence:
    """What to do next: of a problem its remedy, else what a task says itself."""
    return Sentence.plain(what.remedy(language.code)) if isinstance(what, Problem) else said(how, language)


def owners(names: Iterable[Said], language: Language) -> str:
    """Who has to do it."""
    return language.list([said(one, language).text for one in names])


def when(one: Coming, language: Language) -> Sentence:
    """When a release is, as far as it is announced."""
    if one.moment is None:
        return language.sentence("overview.no-date")
    if one.state == "provisional":
        return language.period(Period(one.moment.date().replace(day=1), "month"))
    return language.moment(one.moment)


def state(one: Coming, language: Language) -> str:
    """Its state, as the calendar says it, and how many days there are to it."""
    told = language.text(f"site.calendar.{one.state}")
    if one.moment is None or one.state == "provisional" or one.days < 0:
        return told
    days = {0: "today", 1: "tomorrow"}.get(one.days, "in-days")
    return f"{told}, {language.text(f'overview.{days}', n=one.days, count=one.days)}"
