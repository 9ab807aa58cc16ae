"""A page or a drawing, read once: its elements, where the words in each come from, and its texts.

Every check asks something of every element. What several of them need is worked out here, in one walk: lxml makes an
element anew each time that it is walked over, and that costs more than most of the questions.

Most questions have no answer on most pages. `said` and `having` put one to a whole document at once, so that only who
finds something goes from text to text and from element to element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lxml import etree

#: Elements whose text nobody reads on the page, and those that are read as plain text alone.
UNSEEN = frozenset({"script", "style", "template"})
PLAIN = frozenset({"title", "desc", "metadata"})

#: The attributes that say where a text comes from, and the elements that say it by their name.
ORIGINS = ("data-figure", "data-time", "data-role", "data-direction")
_BY_NAME = {"time": "data-time", "data": "data-figure"}
_CLAIMS = frozenset(ORIGINS)
_UNREAD = UNSEEN | PLAIN

_HTML = etree.HTMLParser(encoding="utf-8")


@dataclass(slots=True, eq=False)  # a page has thousands: what is frozen takes three times as long to make
class Element:
    """One element. `origin` is what its own text claims to be: the nearest origin around it, ``unseen`` for what is
    not shown on the page, empty for a text that claims nothing.
    """

    node: etree._Element
    name: str
    attributes: Mapping[str, str]
    origin: str
    parent: Element | None

    def around(self) -> Iterator[Element]:
        """The element itself and those around it, the nearest first."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    @property
    def text(self) -> str:
        """All its text, that of the elements in it as well."""
        return "".join(self.node.itertext())


@dataclass(frozen=True, eq=False)
class Document:
    """A document by its elements in order, and every text in it with the element that it stands in."""

    elements: tuple[Element, ...]
    texts: tuple[tuple[str, Element], ...]

    @staticmethod
    def of(root: etree._Element) -> Document:
        """The document below an element."""
        found: dict[etree._Element | None, Element] = {}
        texts: list[tuple[str, Element]] = []
        for node in root.iter():
            parent = found.get(node.getparent())
            if name := local(node):
                found[node] = element = _element(node, name, parent)
                if node.text:
                    texts.append((node.text, element))
            if node.tail and parent is not None:
                texts.append((node.tail, parent))
        return Document(tuple(found.values()), tuple(texts))

    @staticmethod
    def of_html(content: bytes) -> Document:
        """A page, or a part of one that stands in a body. Raises XMLSyntaxError where there is nothing."""
        return Document.of(parsed(content))

    @property
    def root(self) -> Element:
        """The outermost element."""
        return self.elements[0]

    def having(self, attributes: frozenset[str]) -> list[Element]:
        """Every element that has one of these attributes, in order."""
        return [element for element in self.elements if not attributes.isdisjoint(element.attributes)]

    def said(self, *origins: str) -> str:
        """Each text once that has one of these origins, on lines of their own in no order, to look for something."""
        return "\n".join({text for text, owner in self.texts if owner.origin in origins})

    @cached_property
    def _by_name(self) -> Mapping[str, list[Element]]:
        named: dict[str, list[Element]] = {}
        for element in self.elements:
            named.setdefault(element.name, []).append(element)
        return named

    def named(self, name: str) -> Iterable[Element]:
        """Every element of a name, in order."""
        return self._by_name.get(name, ())


def parsed(content: bytes) -> etree._Element:
    """The root of an HTML document. Raises XMLSyntaxError where there is nothing."""
    return etree.fromstring(content, _HTML)


def local(node: etree._Element) -> str:
    """An element's name without its namespace; empty for a comment."""
    return _local(node.tag) if isinstance(node.tag, str) else ""


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _element(node: etree._Element, name: str, parent: Element | None) -> Element:
    attributes = dict(node.items())
    above = parent.origin if parent is not None else ""
    if above == "unseen" or name in _UNREAD:
        return Element(node, name, attributes, "unseen", parent)
    own = _BY_NAME.get(name, "")
    if not own and not _CLAIMS.isdisjoint(attributes):
        own = next(key for key in ORIGINS if key in attributes)
    return Element(node, name, attributes, own or above, parent)
