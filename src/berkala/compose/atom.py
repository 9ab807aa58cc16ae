"""A feed for other programs (Atom, RFC 4287), of whatever happened: the latest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from berkala.compose.frame import Frame
from berkala.words import Language


@dataclass(frozen=True)
class Entry:
    """One thing that happened: what it is called, its name for good, the page that tells of it, when, and in short."""

    title: str
    id: str
    link: str
    updated: datetime
    summary: str


@dataclass(frozen=True)
class Feed:
    """A feed in one language: what it is called, where it stands, the page that it belongs to, its entries."""

    title: str
    own: str
    page: str
    entries: tuple[Entry, ...]


def latest(entries: Iterable[Entry], length: int) -> tuple[Entry, ...]:
    """The latest of the entries, the newest first."""
    return tuple(sorted(entries, key=lambda entry: entry.updated, reverse=True)[:length])


def written(frame: Frame, language: Language, feed: Feed) -> bytes:
    """The feed as XML; `own` and `page` are addresses without their language."""
    # A feed must say when it changed; before anything did, that is the beginning of time.
    updated = feed.entries[0].updated.isoformat() if feed.entries else "1970-01-01T00:00:00+00:00"
    own = frame.url(feed.own, language)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language.code}">',
        f"<title>{escape(feed.title)}</title>",
        f"<id>{escape(own)}</id>",
        f"<link href={quoteattr(frame.url(feed.page, language))}/>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>',
        f"<updated>{updated}</updated>",
        f"<author><name>{escape(frame.settings.agency.name[language.code])}</name></author>",
        *(line for entry in feed.entries for line in _entry(entry)),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(entry: Entry) -> list[str]:
    return [
        "<entry>",
        f"<title>{escape(entry.title)}</title>",
        f"<id>{escape(entry.id)}</id>",
        f"<link href={quoteattr(entry.link)}/>",
        f"<updated>{entry.updated.isoformat()}</updated>",
        f"<summary>{escape(entry.summary)}</summary>",
        "</entry>",
    ]
