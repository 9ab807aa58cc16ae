"""The pages of a collection: home, one for each section, one for each indicator without data, and where all stand."""

from __future__ import annotations

from collections.abc import Iterator

from berkala.compose.collection.home import collection_home
from berkala.compose.collection.sections import section_pages
from berkala.compose.collection.status import status_page
from berkala.compose.collection.unreported import unreported_pages
from berkala.compose.frame import Frame
from berkala.compose.index import Index
from berkala.errors import Problem
from berkala.words import Language

__all__ = ["collection_home", "collection_pages", "sitemap_addresses"]

Files = Iterator[tuple[str, bytes]]


def collection_pages(frame: Frame, index: Index, language: Language, problems: list[Problem]) -> Files:
    """Every page of the collection but home, in one language. What is wrong with a quoted text goes to `problems`."""
    yield from section_pages(frame, index, language)
    yield from unreported_pages(frame, index, language, problems)
    yield status_page(frame, index, language)


def sitemap_addresses(index: Index) -> Iterator[str]:
    """The pages that stand for themselves: sections, indicators without data, and the status of all."""
    yield "status/"
    yield from (group.address for group in index.groups)
    members = (*index.members, *index.others)
    yield from (member.address for member in members if member.row is None)
