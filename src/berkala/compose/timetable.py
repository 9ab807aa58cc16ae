"""The release calendar: in each language a page, ``timetable.ics`` (RFC 5545) and a feed of what changed about it; and
one ``timetable.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from berkala.compose.beforehand import as_json, beforehand_of
from berkala.compose.calendar_changes import agency_of, changes_feed
from berkala.compose.frame import Frame, Head
from berkala.compose.gathering import Gathering, closed, gathered
from berkala.compose.moments import PUBLISHED, WITHOUT_DATE, Moment, announced, kind_of, moments, month_of
from berkala.compose.search_entry import Found
from berkala.plan import Change, Edition
from berkala.words import Language

ADDRESS = "timetable/"

#: How long an event lasts in a calendar. A release has a moment; calendars show nothing shorter well.
_EVENT = timedelta(minutes=30)

#: What iCalendar calls the states; the others are confirmed.
_STATUSES = {"postponed": "TENTATIVE", "cancelled": "CANCELLED"}

#: The states that an event's title says, for calendars that show nothing else.
_MARKED = ("postponed", "cancelled", "late")

Told = list[Moment | Gathering]


def timetable_files(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """The calendar's page, its file and its feed of changes in each language, and its JSON."""
    past, future = moments(frame.shelf), announced(frame.shelf)
    told, expected = gathered(past, frame.index), gathered(future, frame.index)
    for language in frame.languages:
        yield _page(frame, language, told, expected)
        yield f"{frame.prefix(language)}{ADDRESS}timetable.ics", _ics(frame, language, told, expected)
        yield f"{frame.prefix(language)}{ADDRESS}timetable.xml", changes_feed(frame, language, [*future, *past])
    yield f"{ADDRESS}timetable.json", _json(frame, past, future)


def _page(frame: Frame, language: Language, past: Told, future: Told) -> tuple[str, bytes]:
    agency = frame.settings.agency.name[language.code]
    head = Head(
        language.text("site.title", page=language.text("site.calendar.title"), agency=agency),
        language.text("site.calendar.description", agency=agency),
        found=Found("page", language.text("site.calendar.title")),
    )
    ended, ended_members = closed(frame.shelf.rows, frame.index)
    zone = f"zone.{frame.settings.time_zone}"
    return frame.page(
        "timetable.html",
        language,
        ADDRESS,
        head,
        past=past,
        future=future,
        days=frame.settings.calendar.confirm_days,
        provisional=any(moment.state == "provisional" for moment in future),
        beforehand=lambda moment: beforehand_of(frame, moment),
        closed=ended,
        closed_members=ended_members,
        zone=language.text(zone) if language.has(zone) else frame.settings.time_zone,
    )


def _json(frame: Frame, past: list[Moment], future: list[Moment]) -> bytes:
    told = [*reversed(past), *future]
    text = {
        "schema": "berkala/timetable/2",
        "time_zone": frame.settings.time_zone,
        "confirmed_days_ahead": frame.settings.calendar.confirm_days,
        "releases": [_release(frame, moment, edition) for moment in told for edition in moment.editions],
    }
    return (json.dumps(text, ensure_ascii=False, indent=1) + "\n").encode()


def _release(frame: Frame, moment: Moment, edition: Edition) -> dict[str, object]:
    return {
        "report": edition.report,
        "period": edition.period.code,
        "state": moment.state,
        "release": edition.release.isoformat() if moment.exact else None,
        "month": None if moment.state in WITHOUT_DATE else month_of(edition.release).code,
        "changes": [_change(frame, change) for change in moment.changes],
        "title": {lang.code: moment.report.spec.title[lang.code] for lang in frame.languages},
        "url": {lang.code: frame.url(_address(moment, edition.address), lang) for lang in frame.languages},
        **as_json(frame, moment, edition),
    }


def _change(frame: Frame, change: Change) -> dict[str, object]:
    def said(moment: datetime | None) -> str | None:
        return moment.replace(tzinfo=frame.settings.zone).isoformat() if moment else None

    return {
        "from": said(change.from_),
        "to": said(change.moment),
        "kind": kind_of(change),
        "decided": said(change.decided),
        "reason": {lang.code: change.reason[lang.code] for lang in frame.languages},
    }


def _address(moment: Moment, address: str) -> str:
    # The page of an edition to come does not exist yet, and nothing may point at it.
    return address if moment.state == PUBLISHED else f"{ADDRESS}#{moment.anchor}"


def _ics(frame: Frame, language: Language, past: Told, future: Told) -> bytes:
    agency = frame.settings.agency.name[language.code]
    name = language.text("site.title", page=language.text("site.calendar.title"), agency=agency)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Berkala//{language.code.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    stamp = max((bundle.edition.release for bundle in frame.shelf.newest_first), default=None)
    # A provisional release has no day, so there is nothing to put into a calendar yet.
    for moment in (one for one in [*reversed(past), *future] if one.state != "provisional"):
        lines += _event(frame, language, moment, stamp or moment.release)
    return "".join(_folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(frame: Frame, language: Language, moment: Moment | Gathering, stamp: datetime) -> list[str]:
    host = urlsplit(frame.settings.site_url).hostname or "localhost"
    name, summary, address = _said(frame, language, moment)
    changes = moment.changes if isinstance(moment, Moment) else ()
    link = frame.url(address, language)
    said = [language.text(f"site.calendar.event-{moment.state}", agency=agency_of(frame, language), link=link)]
    said += [language.text("site.calendar.reason", reason=change.reason[language.code]) for change in changes[-1:]]
    changed = max((change.decided.replace(tzinfo=frame.settings.zone) for change in changes), default=stamp)
    return [
        "BEGIN:VEVENT",
        f"UID:{name}@{host}",
        f"SEQUENCE:{len(changes)}",
        f"DTSTAMP:{_utc(max(stamp, changed))}",
        f"DTSTART:{_utc(moment.release)}",
        f"DTEND:{_utc(moment.release + _EVENT)}",
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped(' '.join(said))}",
        f"URL:{link}",
        f"STATUS:{_STATUSES.get(moment.state, 'CONFIRMED')}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _said(frame: Frame, language: Language, moment: Moment | Gathering) -> tuple[str, str, str]:
    """An event's name for good, its words, and the place on the site that tells of it."""
    if isinstance(moment, Gathering):
        count = len(moment.moments)
        agency = agency_of(frame, language)
        summary = language.text("collection.release", n=count, count=language.number(count), agency=agency)
        return moment.anchor, summary, f"{ADDRESS}#{moment.anchor}"
    title, period = moment.report.spec.title[language.code], language.period_text(moment.newest.period)
    summary = language.text("site.calendar.event", title=title, period=period)
    if moment.state in _MARKED:
        summary = language.text(f"site.calendar.event-title-{moment.state}", event=summary)
    return moment.anchor, summary, _address(moment, moment.newest.address)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    """TEXT as RFC 5545, 3.3.11 wants it."""
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, never cut inside a character (RFC 5545, 3.1)."""
    pieces, piece, room = [], "", 75
    for char in line:
        if len((piece + char).encode()) > room:
            pieces.append(piece)
            piece, room = "", 74
        piece += char
    return "\r\n ".join([*pieces, piece])
