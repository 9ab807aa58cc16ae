"""The release calendar: a page, ``timetable.ics`` (RFC 5545) in each language, and one ``timetable.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from berkala.compose.frame import Frame, Head
from berkala.compose.gathering import Gathering, closed, gathered
from berkala.compose.moments import Moment, coming, moments
from berkala.compose.search_entry import Found
from berkala.plan import Edition
from berkala.words import Language

ADDRESS = "timetable/"

#: How long an event lasts in a calendar. A release has a moment; calendars show nothing shorter well.
_EVENT = timedelta(minutes=30)

Told = list[Moment | Gathering]


def timetable_files(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """The calendar's page and file in each language, and its JSON."""
    past, future = moments(frame.shelf), coming(frame.shelf)
    told, announced = gathered(past, frame.index), gathered(future, frame.index)
    for language in frame.languages:
        yield _page(frame, language, told, announced)
        yield f"{frame.prefix(language)}{ADDRESS}timetable.ics", _ics(frame, language, told, announced)
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
        closed=ended,
        closed_members=ended_members,
        zone=language.text(zone) if language.has(zone) else frame.settings.time_zone,
    )


def _json(frame: Frame, past: list[Moment], future: list[Moment]) -> bytes:
    text = {
        "schema": "berkala/timetable/1",
        "time_zone": frame.settings.time_zone,
        "releases": [
            {
                "report": edition.report,
                "period": edition.period.code,
                "release": edition.release.isoformat(),
                "state": state,
                "title": {lang.code: moment.report.spec.title[lang.code] for lang in frame.languages},
                "url": {lang.code: frame.url(_address(edition, state), lang) for lang in frame.languages},
            }
            for state, group in (("released", list(reversed(past))), ("scheduled", future))
            for moment in group
            for edition in moment.editions
        ],
    }
    return (json.dumps(text, ensure_ascii=False, indent=1) + "\n").encode()


def _address(edition: Edition, state: str) -> str:
    # The page of an edition to come does not exist yet, and nothing may point at it.
    return edition.address if state == "released" else ADDRESS


def _ics(frame: Frame, language: Language, past: Told, future: Told) -> bytes:
    agency = frame.settings.agency.name[language.code]
    name = language.text("site.title", page=language.text("site.calendar.title"), agency=agency)
    stamp = max((bundle.edition.release for bundle in frame.shelf.newest_first), default=None)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Berkala//{language.code.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for released, told in ((True, [*reversed(past)]), (False, future)):
        for moment in told:
            lines += _event(frame, language, moment, released, stamp or moment.release)
    return "".join(_folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(frame: Frame, language: Language, moment: Moment | Gathering, released: bool, stamp: datetime) -> list[str]:
    host = urlsplit(frame.settings.site_url).hostname or "localhost"
    name, summary, address = _said(frame, language, moment)
    link = frame.url(address if released else ADDRESS, language)
    agency = frame.settings.agency.name[language.code]
    said = language.text(f"site.calendar.event-{'released' if released else 'due'}", agency=agency, link=link)
    return [
        "BEGIN:VEVENT",
        f"UID:{name}@{host}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(moment.release)}",
        f"DTEND:{_utc(moment.release + _EVENT)}",
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped(said)}",
        f"URL:{link}",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _said(frame: Frame, language: Language, moment: Moment | Gathering) -> tuple[str, str, str]:
    """An event's name for good, its words, and the page that tells of it once it was released."""
    if isinstance(moment, Gathering):
        count = len(moment.moments)
        agency = frame.settings.agency.name[language.code]
        summary = language.text("collection.release", n=count, count=language.number(count), agency=agency)
        return moment.anchor, summary, f"{ADDRESS}#{moment.anchor}"
    edition = moment.newest
    title, period = moment.report.spec.title[language.code], language.period_text(edition.period)
    summary = language.text("site.calendar.event", title=title, period=period)
    return f"{edition.report}-{edition.period.code}", summary, edition.address


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
