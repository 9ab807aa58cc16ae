"""Pages walked and set for the tests of printing, and PDFs read back by another library than wrote them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from lxml import html
from pypdf import PdfReader

from berkala.errors import Problem
from berkala.plan.specifications import Accent
from berkala.render.charts.paint import palette
from berkala.render.print.drawings import Drawings
from berkala.render.print.objects import objects_of, packed
from berkala.render.print.row_heads import with_row_heads
from berkala.render.print.typesetting import typeset
from berkala.render.print.walk import Walk
from publications import REPOSITORY

TEMPLATES = REPOSITORY / "templates"
SHEET = TEMPLATES / "print/drawing.css"
SITE = "https://office.example/statistics/"
MOMENT = datetime(2024, 5, 20, 2, 30, tzinfo=UTC)
CASES = Path(__file__).parent / "cases"


def walked(body: str) -> list[dict[str, Any]]:
    """The blocks of a page's body."""
    page = html.fragment_fromstring(body, create_parent="body")
    drawings = Drawings(SHEET.read_text(encoding="utf-8"), palette("light", Accent()), page)
    return Walk(drawings, SITE).blocks(page)


def said(value: Any) -> Iterator[str]:
    """Every text in blocks, in order; one that stands on lines has a space between them."""
    if isinstance(value, list):
        for part in value:
            yield from said(part)
    elif isinstance(value, dict) and ("t" in value or "br" in value):
        yield str(value.get("t", " "))
    elif isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, list | dict):
                yield from said(part)
                yield " " if key in ("r", "label", "caption") else ""


def words(blocks: list[dict[str, Any]]) -> list[str]:
    """All that blocks say, word by word."""
    return "".join(said(blocks)).split()


def a_document(blocks: list[dict[str, Any]], **changed: Any) -> dict[str, Any]:
    """What the template sets, around these blocks."""
    return {
        "language": "en",
        "agency": "Port Nowhere",
        "title": "Street trees",
        "period": "2023",
        "address": f"{SITE}trees/2023/",
        "notices": ["Invented for a test."],
        "page": "Page \ue000 of \ue001",
        "colours": dict(palette("light", Accent()).colours),
        "blocks": blocks,
        **changed,
    }


def printed(body: str, **changed: Any) -> tuple[bytes, tuple[Problem, ...]]:
    """The PDF of a page's body, as an edition's is made."""
    document = a_document(walked(body), **changed)
    pdf, problems = typeset(document, TEMPLATES, MOMENT)
    return packed(with_row_heads(objects_of(pdf), document["blocks"], "edition.typ")), problems


class Read:
    """A PDF as another program reads it."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(pdf), strict=True)
        self.root: Any = self.reader.trailer["/Root"]

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page."""
        return [squeezed(page.extract_text()) for page in self.reader.pages]

    @cached_property
    def text(self) -> str:
        """The text of all of it."""
        return " ".join(self.pages)

    def elements(self) -> list[Any]:
        """The elements of its structure, in the order in which they are read aloud."""
        return list(_below(self.root["/StructTreeRoot"]["/K"]))

    def kinds(self) -> list[str]:
        """What they are."""
        return [str(element["/S"])[1:] for element in self.elements()]

    def of(self, kind: str) -> list[Any]:
        """Those of one kind."""
        return [element for element in self.elements() if element["/S"] == f"/{kind}"]

    def links(self) -> list[str]:
        """Where its links lead."""
        marks = [mark.get_object() for page in self.reader.pages for mark in page.get("/Annots", [])]
        return [str(mark["/A"]["/URI"]) for mark in marks if "/URI" in mark.get("/A", {})]


def scope(cell: Any) -> str:
    """Whom a head of a table speaks for."""
    return next((str(told["/Scope"])[1:] for told in cell.get("/A", []) if "/Scope" in told), "")


def squeezed(text: str) -> str:
    """A text with one space wherever it has any."""
    return re.sub(r"\s+", " ", text)


def _below(value: Any) -> Iterator[Any]:
    value = value.get_object() if hasattr(value, "get_object") else value
    if isinstance(value, list):
        for part in value:
            yield from _below(part)
    elif isinstance(value, dict):
        if "/S" in value:
            yield value
        yield from _below(value.get("/K", []))


@lru_cache
def golden_articles() -> dict[str, str]:
    """The bodies of every edition's page in the golden cases, by their paths."""
    found = {}
    for path in sorted(CASES.glob("*/out/**/index.html")):
        for article in html.fromstring(path.read_bytes()).find_class("edition"):
            found[path.relative_to(CASES).as_posix()] = html.tostring(article, encoding="unicode")
    return found
