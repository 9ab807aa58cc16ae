"""Home: the latest release, what comes next, every report by its topic, and the ways to places and data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from berkala.compose.frame import Frame, Head
from berkala.compose.metadata import organization, shared_image
from berkala.compose.moments import Moment, announced, coming
from berkala.compose.pages import COMING, card_of, expected_on, listed
from berkala.compose.places_pages import listings
from berkala.compose.shelf import Row
from berkala.words import Language


def home_page(frame: Frame, language: Language) -> tuple[str, bytes]:
    """The page of a publication without a collection."""
    told, agency = frame.shelf.told, frame.settings.agency
    lead = told[0].latest if told else None
    card = card_of(frame, told[0], language) if told else None
    head = Head(
        language.text("site.home.title", agency=agency.name[language.code]),
        language.text("site.home.description", agency=agency.name[language.code]),
        image=shared_image(lead, language) if lead else None,
        data=(organization(frame, language),),
    )
    to_come = coming(frame.shelf)
    return frame.page(
        "home.html",
        language,
        "",
        head,
        purpose=agency.purpose[language.code] if agency.purpose else "",
        lead=card,
        bundle=lead,
        next=to_come[0] if to_come else None,
        no_next=without_next(frame.shelf.rows),
        coming=_first_of_each(announced(frame.shelf)),
        groups=list(_groups(frame, language)),
        said_above=card["notices"] if card else (),
        listings=listings(frame, language),
    )


def without_next(rows: Sequence[Row]) -> str:
    """Why no release is announced: a date is not set yet, every series is told to its end, or a demonstration is."""
    if not all(row.closed for row in rows):
        return "open"
    return "ended" if all(row.report.spec.notice for row in rows) else "none"


def _first_of_each(moments: Sequence[Moment]) -> list[Moment]:
    """The next release of each report, or the one that is late or put off, as far as home has room."""
    first: dict[str, Moment] = {}
    for moment in moments:
        if moment.state != "cancelled":
            first.setdefault(moment.report.name, moment)
    return list(first.values())[:COMING]


def _groups(frame: Frame, language: Language) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The reports by topic, that of the newest release first, and behind them those without one; each newest first."""
    rows = sorted(frame.shelf.rows, key=_released, reverse=True)
    topics = frame.settings.topics
    newest: dict[str, float] = {}
    for row in rows:
        if row.report.spec.topic in topics:
            newest.setdefault(row.report.spec.topic, _released(row))
    # Topics whose newest releases came at the same moment stand as the settings order them.
    used = sorted((name for name in topics if name in newest), key=newest.__getitem__, reverse=True)
    for name in used:
        yield topics[name][language.code], _reports(frame, [r for r in rows if r.report.spec.topic == name], language)
    others = [row for row in rows if row.report.spec.topic not in used]
    if others:
        title = language.text("site.home.topic-other" if used else "site.home.reports")
        yield title, _reports(frame, others, language)


def _released(row: Row) -> float:
    return row.latest.edition.release.timestamp() if row.bundles else 0.0


def _reports(frame: Frame, rows: Sequence[Row], language: Language) -> list[dict[str, Any]]:
    """Reports as home lists them, each with its latest release, and whether its series is over while others go on."""
    over = all(row.closed for row in frame.shelf.rows)
    following = next((moment.report for moment in coming(frame.shelf)), None)
    return [
        listed(frame, row, language)
        | {
            "latest": card_of(frame, row, language) if row.bundles else None,
            "day": expected_on(row, language, short=True) if row.report is not following else None,
            "closed": row.closed and not over,
        }
        for row in rows
    ]
