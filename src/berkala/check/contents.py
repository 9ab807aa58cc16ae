"""What a page says, wherever it stands: every check of its words, its pictures and what it is drawn from."""

from __future__ import annotations

from collections.abc import Iterator

from berkala.check.access import accessible, left_over
from berkala.check.document import Document
from berkala.check.explore import check_explore
from berkala.check.pages import Page
from berkala.check.plain import check_plain_texts
from berkala.check.quoted import check_quoted
from berkala.check.tracing import trace
from berkala.errors import Problem


def check_page(document: Document, page: Page) -> Iterator[Problem]:
    """Every problem of a page, or of a part of one. Its links and its headings depend on what stands around it."""
    yield from trace(document, page)
    yield from check_plain_texts(document, page)
    yield from check_explore(document, page)
    yield from accessible(document, page)
    yield from left_over(document, page)
    yield from check_quoted(document, page)
