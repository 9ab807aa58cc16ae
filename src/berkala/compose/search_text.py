"""What a page says, as a search reads it: its sentences with the places that links lead to, and its numbers.

Left out is what would be found on every page or tells nothing by itself: navigation, buttons, drawings, and the
cells of tables that hold figures. The figures themselves are found by their numbers (`search_words`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html

_LEFT_OUT = frozenset({"script", "style", "svg", "nav", "form", "button", "select", "template", "noscript", "iframe"})
#: Sections that are alike on every page of a kind, by their ids: how to cite, whom to ask, files and their terms, what
#: comes next, and lists of editions and versions.
_SECTIONS = frozenset({"cite", "responsible", "data", "next-release", "editions", "all-versions"})
#: What the page of each place repeats from its report.
REPEATED = frozenset({"mistakes"})
_CLASSES = frozenset({"noprint", "demo", "row", "btn", "years", "files", "vh", "rel"})
_BLOCKS = frozenset(
    {"p", "li", "dt", "dd", "th", "td", "tr", "figcaption", "caption", "summary", "blockquote", "pre", "section"}
    | {"article", "div", "header", "table", "ul", "ol", "dl", "figure", "details", "br"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LETTER = re.compile(r"[^\W\d_]")
#: Headings of this level and below are told from running text no more.
_LOWEST = "h4"


@dataclass(frozen=True)
class Block:
    """A heading (`tag` is its own) or a stretch of text (``p``), and the place on the page that it begins, if any."""

    tag: str
    text: str
    place: str = ""


@dataclass(frozen=True)
class PageText:
    """The blocks of a page in order, and the text of every figure on it."""

    blocks: tuple[Block, ...]
    figures: tuple[str, ...]


@dataclass
class _Reader:
    """Walks once through the main part of a page."""

    left_out: frozenset[str]
    blocks: list[Block] = field(default_factory=list)
    _said: list[str] = field(default_factory=list)
    _place: str = ""

    def read(self, element: html.HtmlElement) -> None:
        tag = str(element.tag)
        if element.get("id") in self.left_out or _left_out(element, tag):
            return
        apart = tag in _BLOCKS or tag in _HEADINGS
        if apart:
            self.end()
        self._place = element.get("id") or self._place
        self._said.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                self.read(child)
            self._said.append(child.tail or "")
        if apart:
            self.end(tag)

    def end(self, tag: str = "p") -> None:
        """What was said since the last block is one."""
        text = " ".join("".join(self._said).split())
        self._said = []
        if text:
            level = min(tag, _LOWEST) if tag in _HEADINGS else "p"
            self.blocks.append(Block(level, text, self._place))
            self._place = ""


def read_page(content: bytes, left_out: frozenset[str] = frozenset()) -> PageText:
    """The words of a page's main part, but for sections by their ids. A page without a main part says nothing."""
    main = html.document_fromstring(content.decode()).find(".//main")
    if main is None:
        return PageText((), ())
    reader = _Reader(_SECTIONS | left_out)
    main.attrib.pop("id", None)
    reader.read(main)
    return PageText(tuple(reader.blocks), tuple(_figures(main)))


def _left_out(element: html.HtmlElement, tag: str) -> bool:
    if tag in _LEFT_OUT or element.get("aria-hidden") == "true" or "hidden" in element.attrib:
        return True
    if not _CLASSES.isdisjoint((element.get("class") or "").split()):
        return True
    return tag == "td" and (element.find(".//data") is not None or not _LETTER.search(element.text_content()))


def _figures(main: html.HtmlElement) -> Iterator[str]:
    """Each figure as it is written, once."""
    yield from dict.fromkeys("".join(one.itertext()) for one in main.iter("data"))
