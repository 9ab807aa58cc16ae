"""Links in a bundle: to a page or file that will stand, to a place on the same page, or out into the world.

Whole addresses are only sure once the site is put together (`tree`); here a link must lead to something that
this run or an earlier one makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from berkala.check.document import local
from berkala.check.numerals import squeezed
from berkala.check.pages import Page
from berkala.errors import Problem, nearest

#: Links to the site's root begin so in a bundle (`render.bundle.ROOT`).
ROOT = "@/"

_LINKS = frozenset({"href", "src", "poster", "data", "xlink:href", "srcset"})
_PLACES = etree.XPath("//@id | //a/@name", smart_strings=False)

#: What `compose` makes beside the editions and the datasets (DESIGN: What the public gets).
_FRAME_PAGES = ("", "data/", "timetable/", "areas/", "about/channels/", "corrections/", "verify/")
_FRAME_FILES = (
    *("timetable.ics", "timetable.json", "timetable/timetable.ics", "timetable/timetable.json"),
    *("feed.xml", "feed.json", "data/catalog.jsonld", "data/catalog.ttl", "data.json", "manifest.json"),
    *("sitemap.xml", "robots.txt", "search.json"),
)
_FRAME_IDS = frozenset({"main", "top"})


@dataclass(frozen=True)
class Addresses:
    """Every address that will stand. `under` are folders of which this run does not know every file."""

    pages: frozenset[str]
    files: frozenset[str]
    under: tuple[str, ...]
    languages: tuple[str, ...]

    @staticmethod
    def of(languages: tuple[str, ...], pages: Iterable[str], files: Iterable[str], under: Iterable[str]) -> Addresses:
        """The addresses of these pages (without language) and files, and those of the frame."""
        return Addresses(
            frozenset((*_FRAME_PAGES, *pages)), frozenset((*_FRAME_FILES, *files)), ("assets/", *under), languages
        )

    def stands(self, path: str) -> bool:
        """Whether something stands at this path from the root."""
        if path in self.files or path.startswith(self.under):
            return True
        bare = self._without_language(path)
        return bare in self.pages or bare.startswith(self.under)

    def _without_language(self, path: str) -> str:
        first, slash, rest = path.partition("/")
        return rest if slash and first in self.languages[1:] else path

    def near(self, path: str) -> str:
        """The nearest right address."""
        prefix = path.removesuffix(self._without_language(path))
        return nearest(path, (*self.files, *(prefix + page for page in self.pages)))


def links(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Every link of an HTML document, with the element that holds it."""
    for element in root.iter():
        if _LINKS.isdisjoint(element.keys()):
            continue
        for name, value in element.items():
            if name == "srcset":
                yield from ((element, part.split()[0]) for part in value.split(",") if part.split())
            elif name in _LINKS:
                yield element, value.strip()


def places(root: etree._Element) -> frozenset[str]:
    """Every place of a document that a link may name."""
    found: Any = _PLACES(root)
    return frozenset(found)


def check_links(root: etree._Element, page: Page, addresses: Addresses) -> Iterator[Problem]:
    """Every link of a fragment that leads nowhere."""
    own = places(root) | _FRAME_IDS
    for element, link in links(root):
        text = squeezed("".join(element.itertext())) or f"<{local(element)}>"
        parts = urlsplit(link)
        if parts.scheme in ("http", "https"):
            if not parts.hostname or " " in link:
                yield page.problem("link-malformed", link, text=text)
        elif parts.scheme in ("mailto", "tel", "data"):
            continue
        elif link.startswith("#"):
            if unquote(link[1:]) not in own:
                yield page.problem("anchor-missing", link, text=text)
        elif not addresses.stands(path := root_path(link, page.address)):
            yield page.problem("link-dead", link, text=text, nearest=addresses.near(path))


def root_path(link: str, address: str) -> str:
    """A link's path from the site's root. One without `ROOT` is taken from the page it stands on."""
    path = unquote(link.partition("#")[0].partition("?")[0])
    if path.startswith(ROOT):
        return path.removeprefix(ROOT)
    return urljoin(f"/{address}", path).lstrip("/")
