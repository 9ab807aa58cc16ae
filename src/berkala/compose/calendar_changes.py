"""What changed about the release calendar, to be followed by other programs: an Atom feed (RFC 4287) per language.

Who follows it hears of every release that was put off, brought forward, cancelled, came without a date or is late. An
entry has the minute in which the change was decided, never that of a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from berkala.compose.atom import Entry, Feed, latest, written
from berkala.compose.frame import Frame
from berkala.compose.moments import Moment, kind_of
from berkala.plan import Change
from berkala.words import Language

#: How many entries the feed holds; the calendar has all.
LENGTH = 50


def agency_of(frame: Frame, language: Language) -> str:
    """The agency's name."""
    return frame.settings.agency.name[language.code]


def changes_feed(frame: Frame, language: Language, moments: Iterable[Moment]) -> bytes:
    """``timetable.xml``, the latest change first."""
    title = language.text("site.calendar.feed-title", agency=agency_of(frame, language))
    entries = latest(_entries(frame, language, moments), LENGTH)
    return written(frame, language, Feed(title, "timetable/timetable.xml", "timetable/", entries))


def _entries(frame: Frame, language: Language, moments: Iterable[Moment]) -> Iterator[Entry]:
    for moment in moments:
        for place, change in enumerate(moment.changes):
            decided = change.decided.replace(tzinfo=frame.settings.zone)
            text = f"{_dates(frame, language, change)} {change.reason[language.code]}"
            yield _entry(frame, language, moment, (kind_of(change), place), decided, text)
        if moment.state == "late":
            said = language.text("site.calendar.late-text", moment=language.moment(moment.release).text)
            yield _entry(frame, language, moment, ("late", 0), moment.release, said)


def _dates(frame: Frame, language: Language, change: Change) -> str:
    zone = frame.settings.zone
    dates = {"before": change.from_, "after": change.moment}
    said = {name: language.moment(one.replace(tzinfo=zone)).text for name, one in dates.items() if one is not None}
    return language.text(f"site.calendar.change-{'-'.join(said)}", n=None, **said)


def _entry(
    frame: Frame, language: Language, moment: Moment, what: tuple[str, int], updated: datetime, text: str
) -> Entry:
    link = frame.url(f"timetable/#{moment.anchor}", language)
    title = moment.report.spec.title[language.code]
    event = language.text("site.calendar.event", title=title, period=language.period_text(moment.newest.period))
    name = f"{link}-{what[0]}-{what[1]}"
    return Entry(language.text(f"site.calendar.told-{what[0]}", event=event), name, link, updated, text)
