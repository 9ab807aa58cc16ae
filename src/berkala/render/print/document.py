"""An edition's document in one language: what stands on it besides the page's body, and the PDF made of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import html

from berkala.errors import Problem
from berkala.measure.findings import Findings
from berkala.plan import Edition, Publication, Report
from berkala.render.bundle import Bundle
from berkala.render.charts.paint import Palette, palette
from berkala.render.page import home
from berkala.render.print.drawings import Drawings
from berkala.render.print.objects import objects_of, packed
from berkala.render.print.row_heads import with_row_heads
from berkala.render.print.tables import Block
from berkala.render.print.typesetting import TEMPLATE, typeset
from berkala.render.print.walk import Walk
from berkala.words import Language

Document = dict[str, Any]

FOLDER = "print"
#: The parts of an edition's page that stand on paper, in their order.
PARTS = ("edition", "metadata")
#: Stand for the numbers of pages, which are only known when the pages are made.
_PAGE, _PAGES = "\ue000", "\ue001"


def pdf_path(findings: Findings, code: str) -> str:
    """Where an edition's PDF in one language stands on the site, for good."""
    edition = findings.edition
    return f"{edition.address}{edition.slug}-{edition.period.code}.{code}.pdf"


def print_edition(
    findings: Findings, publication: Publication, language: Language, bodies: Sequence[bytes]
) -> tuple[bytes, tuple[Problem, ...]]:
    """The PDF of an edition, from the bodies of its page, and the letters that it could not show.

    Raises SourceProblems where the template does not set it.
    """
    whole = document(findings.edition, findings.report, publication, language, bodies)
    return _pdf(whole, publication, findings.edition)


def print_marked(
    bundle: Bundle, publication: Publication, language: Language, mark: Mapping[str, Any], source: bytes
) -> bytes:
    """The PDF of an edition once more, from its bundle, with something on every page: `source` sets it from `mark`.

    Raises SourceProblems where the template does not set it.
    """
    names = [f"fragments/{part}.{language.code}.html" for part in PARTS]
    bodies = [bundle.files[name] for name in names if name in bundle.files]
    report = publication.reports[bundle.edition.report]
    whole = document(bundle.edition, report, publication, language, bodies)
    return _pdf({**whole, "mark": dict(mark)}, publication, bundle.edition, source)[0]


def _pdf(
    whole: Document, publication: Publication, edition: Edition, before: bytes = b""
) -> tuple[bytes, tuple[Problem, ...]]:
    pdf, problems = typeset(whole, publication.templates, edition.release, before)
    return packed(with_row_heads(objects_of(pdf), whole["blocks"], TEMPLATE.as_posix())), problems


def document(
    edition: Edition, report: Report, publication: Publication, language: Language, bodies: Sequence[bytes]
) -> Document:
    """Everything that the template sets, as plain data."""
    code, spec, settings = language.code, report.spec, publication.settings
    colours = Palette({**palette("light", settings.agency.accent).colours, "paper": "#ffffff"})
    notices = [text[code] for text in (spec.demonstration, spec.invented) if text]
    return {
        "language": code,
        "agency": settings.agency.name[code],
        "title": spec.title[code],
        "period": language.period(edition.period).capital().text,
        "address": settings.site_url + home(publication, language) + edition.address,
        "notices": notices,
        "page": language.text("print.page", page=_PAGE, pages=_PAGES),
        "colours": dict(colours.colours),
        "blocks": walked(bodies, publication, colours),
    }


def walked(bodies: Sequence[bytes], publication: Publication, colours: Palette) -> list[Block]:
    """What the bodies of a page say, one after the other."""
    page = html.fragment_fromstring(b"".join(bodies).decode(), create_parent="body")
    sheet = (publication.templates / FOLDER / "drawing.css").read_text(encoding="utf-8")
    return in_order(Walk(Drawings(sheet, colours, page), publication.settings.site_url).blocks(page))


def in_order(blocks: list[Block]) -> list[Block]:
    """What the page says, and at the end what its terms mean."""
    return sorted(blocks, key=lambda block: bool(block.get("last")))
