"""What other programs follow the site by: Atom and JSON feeds, the sitemap, robots.txt.

Every moment is an edition's moment of release, never the time of the run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from berkala.compose.corrections import corrected_at, notes_of
from berkala.compose.frame import Frame
from berkala.compose.gathering import Entry, anchor, told_at_once
from berkala.compose.metadata import about, notices, shared_image
from berkala.words import Language, Sentence

#: How many entries a feed holds; the calendar and the reports' pages hold all.
LENGTH = 50


def feed_files(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """``feed.xml`` (RFC 4287) and ``feed.json`` (JSON Feed 1.1) in each language."""
    newest = told_at_once(frame.shelf.newest_first, frame.index, LENGTH)
    for language in frame.languages:
        yield f"{frame.prefix(language)}feed.xml", _atom(frame, language, newest).encode()
        yield f"{frame.prefix(language)}feed.json", _json_feed(frame, language, newest)


def _atom(frame: Frame, language: Language, newest: list[Entry]) -> str:
    agency = frame.settings.agency.name[language.code]
    home, own = frame.url("", language), frame.url("feed.xml", language)
    # A feed must say when it changed; before the first release, that is the beginning of time.
    updated = max(_updated(frame, entry) for entry in newest).isoformat() if newest else "1970-01-01T00:00:00+00:00"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language.code}">',
        f"<title>{escape(language.text('site.feed.title', agency=agency))}</title>",
        f"<id>{escape(home)}</id>",
        f"<link href={quoteattr(home)}/>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>',
        f"<updated>{updated}</updated>",
        f"<author><name>{escape(agency)}</name><email>{escape(frame.settings.contact.email)}</email></author>",
        f"<rights>{escape(_rights(frame, language))}</rights>",
        *(line for entry in newest for line in _entry(frame, language, entry)),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def _rights(frame: Frame, language: Language) -> str:
    """As at the foot of every page: the licence covers what is not said to be under other terms."""
    licence = frame.settings.licence.title[language.code]
    return language.sentence("site.foot.licence", licence=Sentence.plain(licence)).text


def _entry(frame: Frame, language: Language, entry: Entry) -> list[str]:
    link, moment = frame.url(_address(entry), language), entry.release.isoformat()
    updated = _updated(frame, entry).isoformat()
    return [
        "<entry>",
        f"<title>{escape(_title(frame, entry, language))}</title>",
        f"<id>{escape(link)}</id>",
        f"<link href={quoteattr(link)}/>",
        f"<published>{moment}</published>",
        f"<updated>{updated}</updated>",
        f"<summary>{escape(_summary(frame, entry, language))}</summary>",
        "</entry>",
    ]


def _json_feed(frame: Frame, language: Language, newest: list[Entry]) -> bytes:
    agency = frame.settings.agency.name[language.code]
    text = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": language.text("site.feed.title", agency=agency),
        "home_page_url": frame.url("", language),
        "feed_url": frame.url("feed.json", language),
        "language": language.code,
        "authors": [{"name": agency, "url": frame.url("", language)}],
        "items": [_item(frame, language, entry) for entry in newest],
    }
    return (json.dumps(text, ensure_ascii=False, indent=1) + "\n").encode()


def _item(frame: Frame, language: Language, entry: Entry) -> dict[str, str]:
    link = frame.url(_address(entry), language)
    image = shared_image(entry.bundles[0], language) if entry.single else None
    return {
        "id": link,
        "url": link,
        "title": _title(frame, entry, language),
        "content_text": _summary(frame, entry, language),
        "date_published": entry.release.isoformat(),
        **({"date_modified": changed.isoformat()} if (changed := _updated(frame, entry)) != entry.release else {}),
        **({"image": frame.url(image.path)} if image else {}),
    }


def _address(entry: Entry) -> str:
    """The edition's page; of many editions, their place in the calendar, which lists them."""
    return entry.bundles[0].edition.address if entry.single else f"timetable/#{anchor(entry.release)}"


def _title(frame: Frame, entry: Entry, language: Language) -> str:
    code, bundle = language.code, entry.bundles[0]
    if not entry.single:
        count = len({one.edition.report for one in entry.bundles})
        agency = frame.settings.agency.name[code]
        return language.text("collection.release", n=count, count=language.number(count), agency=agency)
    return language.text(
        "site.edition.title", title=about(bundle, "title")[code], period=about(bundle, "period_label")[code]
    )


def _updated(frame: Frame, entry: Entry) -> datetime:
    """When what the entry tells of changed last: at its release, or when it was corrected."""
    corrected = (corrected_at(frame.shelf.publication, bundle) for bundle in entry.bundles)
    return max([entry.release, *(moment for moment in corrected if moment is not None)])


def _summary(frame: Frame, entry: Entry, language: Language) -> str:
    """The edition's description, after its notices and corrections; of many, the notices of them all."""
    bundle = entry.bundles[0]
    if entry.single:
        corrected = [
            f"{language.text('corrections.noted', moment=moment.text)} {what.text}"
            for _, moment, what in notes_of(frame.shelf.publication, bundle, language)
        ]
        return " ".join([*notices(bundle, language), *corrected, about(bundle, "description")[language.code]])
    told = dict.fromkeys(notice for one in entry.bundles for notice in notices(one, language))
    return " ".join([*told, language.text("collection.release-text")])


def sitemap(frame: Frame, addresses: Iterable[tuple[str, str | None]]) -> bytes:
    """``sitemap.xml`` of pages that stand for themselves, with the other languages of each.

    `addresses` are pages without their language, and the moment of the last change where it is known.
    """
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for address, changed in sorted(addresses):
        others = [(language.code, frame.url(address, language)) for language in frame.languages]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(url)}/>'
            for code, url in [*others, ("x-default", others[0][1])]
        )
        lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
        lines += [f"<url><loc>{escape(url)}</loc>{lastmod}{links}</url>" for _, url in others]
    return ("\n".join([*lines, "</urlset>"]) + "\n").encode()


def robots(frame: Frame) -> bytes:
    """``robots.txt``: everything that is public may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {frame.url('sitemap.xml')}\n".encode()
