"""The release calendar: a page, ``timetable.ics`` (RFC 5545) in each language, and one ``timetable.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from urllib.parse import urlsplit

from berkala.compose.frame import Frame, Head
from berkala.compose.shelf import Row, Shelf
from berkala.plan import Edition, Report
from berkala.words import Language

ADDRESS = "timetable/"

#: How long an event lasts in a calendar. A release has a moment; calendars show nothing shorter well.
_EVENT = timedelta(minutes=30)


@dataclass(frozen=True)
class Moment:
    """The editions of one report that appeared at one moment, oldest first. An archive appears as one."""

    report: Report
    release: datetime
    editions: tuple[Edition, ...]

    @property
    def newest(self) -> Edition:
        """The last of them; its name stands for all of them in a calendar."""
        return self.editions[-1]


def moments(shelf: Shelf) -> list[Moment]:
    """Every moment of release, the latest first."""
    found = [moment for row in shelf.rows for moment in _moments_of(row)]
    return sorted(found, key=lambda moment: (moment.release, moment.report.slug), reverse=True)


def _moments_of(row: Row) -> Iterator[Moment]:
    editions = sorted((b.edition for b in row.bundles), key=lambda edition: (edition.release, edition.period))
    for release, together in groupby(editions, key=lambda edition: edition.release):
        yield Moment(row.report, release, tuple(together))


def coming(shelf: Shelf) -> list[Moment]:
    """Every release that is announced, the next one first."""
    found = [Moment(row.report, edition.release, (edition,)) for row in shelf.rows for edition in row.upcoming]
    return sorted(found, key=lambda moment: (moment.release, moment.report.slug, moment.newest.period.start))


def timetable_files(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """The calendar's page and file in each language, and its JSON."""
    past, future = moments(frame.shelf), coming(frame.shelf)
    for language in frame.languages:
        yield _page(frame, language, past, future)
        yield f"{frame.prefix(language)}{ADDRESS}timetable.ics", _ics(frame, language, [*reversed(past), *future])
    yield f"{ADDRESS}timetable.json", _json(frame, past, future)


def _page(frame: Frame, language: Language, past: list[Moment], future: list[Moment]) -> tuple[str, bytes]:
    agency = frame.settings.agency.name[language.code]
    head = Head(
        language.text("site.title", page=language.text("site.calendar.title"), agency=agency),
        language.text("site.calendar.description", agency=agency),
    )
    closed = [row for row in frame.shelf.rows if row.closed]
    zone = f"zone.{frame.settings.time_zone}"
    return frame.page(
        "timetable.html",
        language,
        ADDRESS,
        head,
        past=past,
        future=future,
        closed=closed,
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


def _ics(frame: Frame, language: Language, all_moments: list[Moment]) -> bytes:
    agency = frame.settings.agency.name[language.code]
    name = language.text("site.title", page=language.text("site.calendar.title"), agency=agency)
    released = {moment.newest.name for moment in moments(frame.shelf)}
    stamp = max((bundle.edition.release for bundle in frame.shelf.newest_first), default=None)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Berkala//{language.code.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for moment in all_moments:
        lines += _event(frame, language, moment, moment.newest.name in released, stamp or moment.release)
    return "".join(_folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(frame: Frame, language: Language, moment: Moment, released: bool, stamp: datetime) -> list[str]:
    edition = moment.newest
    host = urlsplit(frame.settings.site_url).hostname or "localhost"
    link = frame.url(edition.address if released else ADDRESS, language)
    title, period = moment.report.spec.title[language.code], language.period_text(edition.period)
    agency = frame.settings.agency.name[language.code]
    said = language.text(f"site.calendar.event-{'released' if released else 'due'}", agency=agency, link=link)
    return [
        "BEGIN:VEVENT",
        f"UID:{edition.report}-{edition.period.code}@{host}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(edition.release)}",
        f"DTEND:{_utc(edition.release + _EVENT)}",
        f"SUMMARY:{_escaped(language.text('site.calendar.event', title=title, period=period))}",
        f"DESCRIPTION:{_escaped(said)}",
        f"URL:{link}",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


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
