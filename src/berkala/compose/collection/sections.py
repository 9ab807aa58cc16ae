"""A page for each section of the collection: its indicators in the order of their numbers."""

from __future__ import annotations

from collections.abc import Iterator

from berkala.compose.collection.lines import line_of, notices_of, share
from berkala.compose.collection.ticks import ticks
from berkala.compose.frame import Frame, Head
from berkala.compose.index import Group, Index
from berkala.compose.naming import called, crumbs, crumbs_data, titled
from berkala.compose.pages import page_title
from berkala.compose.search_entry import Found
from berkala.render.sentences import named
from berkala.words import Language, Sentence


def section_pages(frame: Frame, index: Index, language: Language) -> Iterator[tuple[str, bytes]]:
    """The page of every section in one language."""
    for place, group in enumerate(index.groups):
        before = index.groups[place - 1] if place else None
        after = index.groups[place + 1] if place + 1 < len(index.groups) else None
        yield _page(frame, index, group, (before, after), language)


def _page(
    frame: Frame, index: Index, group: Group, around: tuple[Group | None, Group | None], language: Language
) -> tuple[str, bytes]:
    code, section = language.code, group.section
    title = titled(index, group, language)
    way = crumbs(frame, index, language)
    head = Head(
        page_title(frame, language, title),
        section.summary[code] if section.summary else language.text("collection.section-description", section=title),
        data=(crumbs_data(frame, way, title, language),),
        found=Found("section", title),
    )
    return frame.page(
        "section.html",
        language,
        group.address,
        head,
        crumbs=way,
        notices=notices_of(group.members, language),
        name=called(index.name(section, code)),
        title=called(section.title[code]),
        summary=named(section.summary[code]) if section.summary else None,
        share=share(group.reported, group.members, language) if group.members else None,
        ticks=ticks(group.members),
        lines=[line_of(index, member, language) for member in group.members],
        previous=_neighbour(index, around[0], language),
        following=_neighbour(index, around[1], language),
    )


def _neighbour(index: Index, group: Group | None, language: Language) -> tuple[str, Sentence] | None:
    return (group.address, called(titled(index, group, language))) if group is not None else None
