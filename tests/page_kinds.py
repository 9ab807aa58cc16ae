"""Which kinds of pages a built site has, and a few of each that show most: found in the site, so that new ones join.

A kind is an address with the names of reports, periods, places and datasets taken out: ``<report>/<period>/areas/*/``.
An address that is none of these, and of which there may be many (a section of a collection, an indicator without data),
is told by the classes of what its ``main`` holds. Of each kind and report the newest page is taken, of each kind also
the largest, the one with the longest heading and the one with the most places; in further languages one of each kind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from lxml import html

#: Folders whose pages are one of many, by the name before them.
_MANY = frozenset({"areas", "embed", "data", "glossary"})


@dataclass(frozen=True)
class Found:
    """A page of a site: its address from the root, its kind, its language."""

    site: Path
    address: str
    kind: str
    language: str

    @property
    def file(self) -> Path:
        """Its file."""
        return self.site / (self.address if self.address.endswith(".html") else f"{self.address}index.html")

    @cached_property
    def document(self) -> html.HtmlElement:
        """What it says."""
        return html.document_fromstring(self.file.read_bytes().decode())

    @property
    def report(self) -> str:
        """The report it belongs to, or nothing."""
        first = self.address.removeprefix(f"{self.language}/").split("/")[0]
        return first if self.kind.startswith("<report>") else ""

    @property
    def scripted(self) -> bool:
        """Whether it loads a script."""
        return bool(self.document.xpath("//script[@src]"))

    @property
    def heading(self) -> int:
        """How long its heading is."""
        return len("".join(self.document.xpath("string(//h1)")).strip())

    @property
    def places(self) -> int:
        """How many rows and entries it lists."""
        return len(self.document.xpath("//main//tr|//main//li"))


def pages_of(site: Path) -> list[Found]:
    """Every page of a built site, by its address."""
    told = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    known = {edition["report"] for edition in told["editions"]}
    periods = {edition["period"] for edition in told["editions"]}
    found = []
    for name in sorted(name for name in told["files"] if name.endswith(".html")):
        address = name.removesuffix("index.html")
        parts = address.strip("/").split("/") if address else []
        code = (
            parts[0]
            if parts and (site / parts[0] / "index.html").is_file() and re.fullmatch(r"[a-z]{2,3}", parts[0])
            else ""
        )
        kind = "/".join(_taken_out(parts[1:] if code else parts, known | _slugs(site), periods))
        found.append(Found(site, address, kind, code))
    return [_by_its_matter(page) for page in found]


def path_of(site: Path) -> str:
    """The path under which a site says that it stands: ``/``, or ``/statistics/``."""
    home = html.document_fromstring((site / "index.html").read_bytes().decode())
    return urlsplit(str(home.xpath("string(//link[@rel='canonical']/@href)"))).path


def _slugs(site: Path) -> set[str]:
    """The folders of the root that hold an edition: a report's address need not be its name."""
    return {file.parts[-3] for file in site.glob("*/*/figures.json")}


def _taken_out(parts: list[str], reports: set[str], periods: set[str]) -> Iterator[str]:
    for place, part in enumerate(parts):
        before = parts[place - 1] if place else ""
        if place == 0 and part in reports:
            yield "<report>"
        elif place == 1 and parts[0] in reports and part not in ("areas", "explore", "share"):
            yield "<period>"
        elif before in _MANY:
            yield "*"
        elif place == 2 and parts[0] == "data":
            yield "<version>"
        else:
            yield part


def _by_its_matter(page: Found) -> Found:
    """An address of one name at the root, which nobody promised: of a kind with those that look like it."""
    if page.kind.count("/") or page.kind in ("", "data", "timetable", "404.html") or page.kind.startswith("<"):
        return page
    main = page.document.find(".//main")
    classes = sorted(
        {name for one in main if isinstance(one.tag, str) for name in (one.get("class") or one.tag).split()}
    )
    return Found(page.site, page.address, " ".join(classes), page.language)


def sampled(site: Path, most: int = 4) -> list[Found]:
    """A few pages of each kind, at most so many in the first language and one in each other."""
    kinds: dict[tuple[str, str], list[Found]] = {}
    for page in pages_of(site):
        kinds.setdefault((page.kind, page.language), []).append(page)
    chosen = []
    for (_, language), pages in kinds.items():
        chosen += list(_chosen(pages))[: 1 if language else most]
    return chosen


def _chosen(pages: list[Found]) -> Iterable[Found]:
    """The largest first, then the longest heading, then the newest of each report, without telling one twice."""
    near = sorted(pages, key=lambda page: page.file.stat().st_size)[-8:]
    newest = {page.report: page for page in pages}
    wanted = [near[-1], max(near, key=lambda page: (page.heading, page.places)), *newest.values()]
    return dict.fromkeys(page for page in wanted)
