"""What every reader needs, whatever they read with: names for images, headings in order, tables with heads.

Also what must not be left in a page: keys of messages, unfilled slots, values of the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from berkala.check.document import ORIGINS, Document, Element, local
from berkala.check.numerals import squeezed
from berkala.check.pages import QUOTED, Page, around
from berkala.errors import Problem

#: Words and marks of the program; few letters begin one.
PROGRAM = re.compile(r"(?=[Nnu{}])(?:\bNone\b(?! of\b)|\b(?:nan|NaN|undefined)\b|[{}])")
_KEY = re.compile(r"\b[a-z][a-z_-]*(?:\.[a-z0-9_-]+)+\b")
_CODE = frozenset({"code", "pre", "samp", "kbd", "textarea"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def accessible(document: Document, page: Page) -> Iterator[Problem]:
    """What keeps somebody from reading the page."""
    for image in document.named("img"):
        if not squeezed(image.attributes.get("alt", "")):
            yield page.problem("alt-missing", image.attributes.get("src", ""))
    for figure in document.named("figure"):
        yield from _figure(figure.node, page)
    for table in document.named("table"):
        yield from _table(table.node, page)


def _figure(element: etree._Element, page: Page) -> Iterator[Problem]:
    captions = [squeezed("".join(caption.itertext())) for caption in element.iter("figcaption")]
    if not any(captions):
        yield page.problem("caption-missing", _start(element))
    for svg in element.iter("svg"):
        if svg.get("aria-hidden") != "true" and not (svg.get("role") == "img" and svg.get("aria-label")):
            yield page.problem("drawing-spoken", _start(element))


def _table(element: etree._Element, page: Page) -> Iterator[Problem]:
    heads = list(element.iter("th"))
    if not heads:
        yield page.problem("table-headers", _start(element))
    for head in heads:
        if head.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
            yield page.problem("table-scope", squeezed("".join(head.itertext())) or _start(element))


def headings(root: etree._Element, page: Page) -> Iterator[Problem]:
    """One heading of the first level, and no level left out below it."""
    found = [(_HEADINGS[local(element)], element) for element in root.iter(*_HEADINGS)]
    first = [element for level, element in found if level == 1]
    if len(first) != 1:
        yield page.problem("heading-first", "; ".join(_start(h) for h in first), count=len(first))
    before = 0
    for level, element in found:
        if before and level > before + 1:
            yield page.problem("heading-skip", _start(element), level=level, before=before)
        before = level


def left_over(document: Document, page: Page) -> Iterator[Problem]:
    """Words of the program that a reader should never see. What is quoted is not the program's."""
    said = document.said("", *ORIGINS)
    if not (PROGRAM.search(said) or any(map(page.language.has, set(_KEY.findall(said))))):
        return
    for text, owner in document.texts:
        found = [*_program(text, page), *_keys(text, page)]
        for match in found if found and not _of_others(owner) else ():
            yield page.problem("text-unfilled", around(text, match.start(), match.end()), word=match.group())


def _program(text: str, page: Page) -> list[re.Match[str]]:
    """The words of the program, but for those in a title: "Women with undefined status" is what an indicator is."""
    if not PROGRAM.search(text):
        return []
    return [*PROGRAM.finditer(page.scope.without_titles(text, page.language.code))]


def _of_others(owner: Element) -> bool:
    """Whether an element's text is not read, is code, or is somebody's own: the group that is called "None"."""
    return owner.origin == "unseen" or any(
        element.name in _CODE or element.attributes.get("data-role") in ("name", QUOTED) for element in owner.around()
    )


def _keys(text: str, page: Page) -> list[re.Match[str]]:
    return [found for found in _KEY.finditer(text) if page.language.has(found.group())] if "." in text else []


def _start(element: etree._Element) -> str:
    """The first words of an element, so that a person can find it."""
    words = squeezed(" ".join("".join(element.itertext()).split()[:10]))
    return words or f"<{local(element)}>"
