"""Where the pages of the staged site lead: every link to a file that stands, to a place that is there, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from berkala.check.document import local
from berkala.check.links import ROOT, links, places
from berkala.check.numerals import squeezed
from berkala.check.pages import Page
from berkala.check.tree.site import Staged
from berkala.errors import Problem, nearest


@dataclass(frozen=True)
class _Anchor:
    """A link to a place on a page."""

    link: str
    text: str
    target: str
    place: str


@dataclass(frozen=True)
class _Seen:
    """What of a page concerns other pages: its places, its versions by language, the page that stands for it."""

    page: Page
    places: frozenset[str]
    versions: Mapping[str, str | None]
    stands_for: str | None
    anchors: tuple[_Anchor, ...]


@dataclass(frozen=True)
class PageLinks:
    """The links of all pages, read one page at a time; what lies between two pages is told when all are read."""

    site: Staged
    seen: dict[str, _Seen] = field(default_factory=dict)

    def read(self, root: etree._Element, path: str, page: Page) -> Iterator[Problem]:
        """Every link of one page that leads to no file."""
        anchors = []
        for element, link in links(root):
            if link.startswith(ROOT):
                yield page.problem("tree-root-left", link)
            elif (target := self.site.target(link, path)) is not None:
                if target not in self.site.files:
                    facts = {"text": _text(element), "nearest": nearest(target, self.site.files)}
                    yield page.problem("link-dead", link, **facts)
                elif (place := unquote(link.partition("#")[2])) and target.endswith(".html"):
                    anchors.append(_Anchor(link, _text(element), target, place))
        self.seen[path] = _Seen(page, places(root), *self._versions(root, path), tuple(anchors))

    def _versions(self, root: etree._Element, path: str) -> tuple[Mapping[str, str | None], str | None]:
        """The files of a page's versions, and of the page that stands for it.

        A report's latest edition has another address for good.
        """
        heads = [dict(element.items()) for element in root.iter("link")]
        versions = {
            head["hreflang"]: self.site.target(head.get("href", ""), path)
            for head in heads
            if head.get("rel") == "alternate" and head.get("hreflang")
        }
        canonical = next((head.get("href") for head in heads if head.get("rel") == "canonical"), None)
        return versions, self.site.target(canonical, path) if canonical else path

    def problems(self) -> Iterator[Problem]:
        """Every place that is not there, and every page that one of its versions does not know."""
        for path, seen in self.seen.items():
            for anchor in seen.anchors:
                if anchor.place not in self.seen[anchor.target].places:
                    yield seen.page.problem("anchor-missing", anchor.link, text=anchor.text)
            yield from self._alternates(path, seen)

    def _alternates(self, path: str, seen: _Seen) -> Iterator[Problem]:
        """A page in several languages names each version, and each version names it."""
        if len(self.site.languages) < 2 or path.endswith("404.html"):
            return
        for code in self.site.languages:
            target = seen.versions.get(code)
            version = self.seen.get(target) if target is not None else None
            if version is None or not {*version.versions.values()} & ({path, seen.stands_for} - {None}):
                yield seen.page.problem("tree-alternate", target or "", other=code)


def _text(element: etree._Element) -> str:
    """What a reader sees of a link."""
    return squeezed("".join(element.itertext())) or local(element)
