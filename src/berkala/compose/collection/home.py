"""Home of a publication with a collection: its sections as the way in, where they stand, and what is new."""

from __future__ import annotations

from dataclasses import dataclass

from berkala.compose.collection.lines import notices_of, share
from berkala.compose.collection.tally import by_band, by_status
from berkala.compose.collection.ticks import Ticks, ticks
from berkala.compose.frame import Frame, Head
from berkala.compose.gathering import FEW, closed, gathered
from berkala.compose.index import Group, Index, Member
from berkala.compose.moments import coming, moments
from berkala.compose.naming import called, numbered
from berkala.compose.pages import COMING, PAST, card_of, listed
from berkala.compose.shelf import Row
from berkala.words import Language, Sentence


@dataclass(frozen=True)
class Door:
    """The way into one section."""

    address: str
    number: Sentence
    title: Sentence
    share: Sentence | None
    ticks: Ticks


def collection_home(frame: Frame, index: Index, language: Language) -> tuple[str, bytes]:
    """The sections, the roll-up of all, the latest releases as far as they are few, what comes next, the rest."""
    code, shelf = language.code, frame.shelf
    agency, title = frame.settings.agency.name[code], index.collection.sections_title[code]
    head = Head(
        language.text("site.title", page=title, agency=agency), language.text("collection.description", title=title)
    )
    newest = _newest(frame, index)
    ended, ended_members = closed(shelf.rows, index)
    others = {member.told.file for member in index.others}
    return frame.page(
        "collection.html",
        language,
        "",
        head,
        title=called(title),
        notices=notices_of(index.members, language),
        share=share(sum(group.reported for group in index.groups), index.members, language) if index.members else None,
        doors=[_door(group, language) for group in index.groups],
        reporting=by_status(index, language),
        bands=by_band(index, language),
        latest=[
            card_of(frame, row, language) | {"name": called(numbered(Member(row.report), language))}
            for row in newest[:FEW]
        ],
        more=len(newest) - len(newest[:FEW]),
        past=gathered(moments(shelf), index)[:PAST],
        coming=gathered(coming(shelf), index)[:COMING],
        closed=ended,
        closed_members=ended_members,
        rows=[listed(frame, row, language) for row in shelf.rows if row.report.file in others],
        unreported=[member for member in index.others if member.row is None],
    )


def _door(group: Group, language: Language) -> Door:
    said = share(group.reported, group.members, language) if group.members else None
    section = group.section
    return Door(group.address, called(section.number), called(section.title[language.code]), said, ticks(group.members))


def _newest(frame: Frame, index: Index) -> list[Row]:
    """The reports of the newest releases: those of the last moment, and earlier ones while they are few."""
    told = sorted(frame.shelf.told, key=lambda row: index.places.get(row.report.name, -1))
    told.sort(key=lambda row: row.latest.edition.release, reverse=True)
    same = sum(row.latest.edition.release == told[0].latest.edition.release for row in told)
    return told[: max(same, FEW)]
