"""Words that are not ours: what may stand in them, held apart from how they are written (`render.quoted`).

Their numbers are not traced, so nothing else may hide there: no script, no picture, no attribute but the address of a
link, and no link but to the web or to a mailbox.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from berkala.check.document import Document, local
from berkala.check.numerals import squeezed
from berkala.check.pages import QUOTED, Page
from berkala.errors import Problem

_ALLOWED = frozenset({"p", "ul", "ol", "li", "em", "strong", "a", "br"})


def check_quoted(document: Document, page: Page) -> Iterator[Problem]:
    """Every element, attribute and link in a quoted text that may not be there."""
    for element in document.elements:
        if element.attributes.get("data-role") == QUOTED:
            for inside in element.node.iterdescendants(etree.Element):
                yield from _element(inside, page)


def well_formed(content: str, page: Page) -> Iterator[Problem]:
    """A fragment that quotes closes every element that it opens: else a text could end where it is not seen to."""
    try:
        etree.fromstring(f"<div>{content}</div>".encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        yield page.problem("quoted-broken", str(error.msg))


def _element(element: etree._Element, page: Page) -> Iterator[Problem]:
    name, text = local(element), squeezed("".join(element.itertext()))
    if name not in _ALLOWED:
        yield page.problem("quoted-markup", text, found=f"<{name}>")
    for attribute in element.attrib:
        if (name, attribute) != ("a", "href"):
            yield page.problem("quoted-markup", text, found=str(attribute))
    if name == "a" and not _leads_out(link := element.get("href", "")):
        yield page.problem("quoted-link", link, text=text)


def _leads_out(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    web = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    return web or (parts.scheme == "mailto" and "@" in parts.path)
