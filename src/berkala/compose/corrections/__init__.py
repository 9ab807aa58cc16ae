"""The public register of corrections: a page, a page for each correction, a feed and a JSON file."""

from __future__ import annotations

from collections.abc import Iterator

from berkala.compose.corrections.listing import register_json
from berkala.compose.corrections.pages import ADDRESS, correction_pages, register_page, superseded_files
from berkala.compose.corrections.register import Carried, Registered, carried_by, corrected_at, register
from berkala.compose.corrections.telling import notes_of, register_feed
from berkala.compose.frame import Frame

__all__ = [
    "Carried",
    "Registered",
    "carried_by",
    "corrected_at",
    "correction_addresses",
    "correction_files",
    "notes_of",
    "superseded_files",
]


def correction_files(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """Everything under ``/corrections/``; the register is there before anything was wrong, so that it can be found."""
    told = register(frame.shelf)
    for language in frame.languages:
        yield register_page(frame, language, told)
        yield from correction_pages(frame, language, told)
        yield f"{frame.prefix(language)}{ADDRESS}corrections.xml", register_feed(frame, language, told)
    yield f"{ADDRESS}corrections.json", register_json(frame, told)


def correction_addresses(frame: Frame) -> Iterator[tuple[str, str | None]]:
    """The pages of the register, each with the moment of its last change."""
    told = register(frame.shelf)
    yield ADDRESS, told[0].decided.isoformat() if told else None
    yield from ((one.address, one.decided.isoformat()) for one in told)
