"""Where all indicators stand: how far their reporting has come, and in which bands their latest figures lie."""

from __future__ import annotations

from berkala.compose.collection.lines import notices_of, share
from berkala.compose.collection.tally import by_band, by_status
from berkala.compose.collection.ticks import ticks
from berkala.compose.frame import Frame, Head
from berkala.compose.index import Index
from berkala.compose.naming import called, crumbs, crumbs_data
from berkala.compose.pages import page_title
from berkala.compose.search_entry import Found
from berkala.words import Language

ADDRESS = "status/"


def status_page(frame: Frame, index: Index, language: Language) -> tuple[str, bytes]:
    """The roll-up of the whole collection and of each section."""
    code, title = language.code, language.text("collection.status-title")
    way = crumbs(frame, index, language)
    head = Head(
        page_title(frame, language, title),
        language.text("collection.status-description"),
        data=(crumbs_data(frame, way, title, language),),
        found=Found("page", title),
    )
    return frame.page(
        "status.html",
        language,
        ADDRESS,
        head,
        crumbs=way,
        notices=notices_of(index.members, language),
        share=share(sum(group.reported for group in index.groups), index.members, language) if index.members else None,
        reporting=by_status(index, language),
        bands=by_band(index, language),
        ticks={group.section.name: ticks(group.members) for group in index.groups},
        section_word=called(index.collection.section[code]),
        sections_title=called(index.collection.sections_title[code]),
    )
