"""The whole staged site, read once more before it is switched in: what only shows when everything is together."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

from berkala.check.access import accessible, headings, left_over
from berkala.check.explore import check_explore
from berkala.check.links import ROOT, ids, links
from berkala.check.pages import Made, Page, Scope, with_neighbours
from berkala.check.plain import check_plain_texts
from berkala.check.published import Published, Shelf, exact_json, figures_of
from berkala.check.quoted import check_quoted
from berkala.check.scopes import scope_of
from berkala.check.tracing import trace
from berkala.errors import Problem, nearest
from berkala.words import language

if TYPE_CHECKING:
    from berkala.plan import Plan
    from berkala.plan.calendar import Edition

_ROOTED = re.compile(r"[\"'(\s,]@/")
_LINKED = re.compile(r"https?://[^\s\"'<>\\)]+")
_TEXTS = (".xml", ".json", ".jsonld", ".ttl", ".ics", ".svg", ".css", ".txt")


@dataclass(frozen=True)
class _Site:
    """The staged tree: its files, what its pages are made of, and its pages parsed once."""

    folder: Path
    plan: Plan
    made: Mapping[str, Made]
    _parsed: dict[str, etree._Element] = field(default_factory=dict)
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def files(self) -> frozenset[str]:
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return frozenset(path.relative_to(self.folder).as_posix() for path in found)

    @property
    def url(self) -> str:
        return self.plan.publication.settings.site_url

    @property
    def languages(self) -> tuple[str, ...]:
        return self.plan.publication.settings.languages

    def root(self, path: str) -> etree._Element:
        if path not in self._parsed:
            self._parsed[path] = html.document_fromstring((self.folder / path).read_bytes(), parser=_UTF8)
        return self._parsed[path]

    def places(self, path: str) -> frozenset[str]:
        if path not in self._ids:
            self._ids[path] = ids(self.root(path))
        return self._ids[path]

    def target(self, link: str, page: str) -> str | None:
        """The file that a link on a page leads to; None for one that leads out of the site.

        A link from the root of the server (``/open/assets/x``) is read as a browser reads it: under the path at
        which the site is served. One that leaves that path without naming a server begins with ``/``, where no file
        of ours is.
        """
        if not link.startswith(self.url) and (urlsplit(link).scheme or link.startswith("//")):
            return None
        whole = urljoin(self.url + page, link).partition("#")[0].partition("?")[0]
        inside = whole.removeprefix(self.url) if whole.startswith(self.url) else urlsplit(whole).path or "/"
        path = unquote(inside)
        return f"{path}index.html" if path.endswith("/") or not path else path


_UTF8 = html.HTMLParser(encoding="utf-8")


def check_tree(folder: Path, plan: Plan, made: Mapping[str, Made]) -> tuple[Problem, ...]:
    """Every problem of a staged public tree in `folder`.

    `made` says of each page, by its path, which roles its own templates declare and which parts of editions stand
    in it with theirs; a page that is not named there may use none.

    Links, assets and places resolve; pages come in every language and name each other; no root link is left;
    every digit around the editions is traced as well; the manifest has the hashes of what stands there.
    """
    site = _Site(folder, plan, made)
    problems: list[Problem] = []
    scopes = _Scopes(site)
    for path in sorted(site.files):
        if path.endswith(".html"):
            problems += _page(path, site, scopes)
        elif path.endswith(_TEXTS):
            problems += _text(path, site)
    return (*problems, *_manifest(site))


# -- pages -------------------------------------------------------------------------------------------------------


#: Where the list of places stands under an edition or a report; the pages of single places stand under it.
PLACES = "areas/"


def _is_place(home: str) -> bool:
    return home.startswith(PLACES)


@dataclass
class _Scopes:
    """What a page may speak of: an edition's and a report's own pages of one edition's figures, others of all.

    The page of a section of a collection may speak of the latest editions of its reports.
    """

    site: _Site
    known: dict[str, Scope] = field(default_factory=dict)
    shelves: dict[str, Shelf] = field(default_factory=dict)

    def of(self, path: str) -> Scope:
        edition = next((e for e in self._under(path) if path.startswith(e.address)), None)
        place, edition_of_place = self._place(path, edition)
        if edition_of_place is not None:
            return self._place_scope(place, edition_of_place)
        if edition is not None:
            return self._once(edition.name, partial(self._scope, edition))
        if (latest := self._latest(path)) is not None:
            return self._once(latest.report, partial(self._latest_scope, latest))
        if (section := self._section(path)) is not None:
            return self._once(f"{section}/", partial(self._section_scope, section))
        return self._once("", partial(self._scope, None))

    def _once(self, name: str, made: Callable[[], Scope]) -> Scope:
        if name not in self.known:
            self.known[name] = made()
        return self.known[name]

    @cached_property
    def _by_slug(self) -> Mapping[str, tuple[Edition, ...]]:
        found: dict[str, list[Edition]] = {}
        for edition in self.editions:
            found.setdefault(edition.slug, []).append(edition)
        return {slug: tuple(editions) for slug, editions in found.items()}

    def _under(self, path: str) -> tuple[Edition, ...]:
        """The editions of the report that a path begins with."""
        return self._by_slug.get(path.partition("/")[0], ())

    def _section(self, path: str) -> str | None:
        """The section of the collection whose page stands at a path."""
        collection = self.site.plan.publication.collection
        sections = collection.sections if collection is not None else ()
        return next((one.name for one in sections if path == f"{one.name}/index.html"), None)

    def _section_scope(self, section: str) -> Scope:
        """The figures of its reports' latest editions."""
        reports = self.site.plan.publication.reports
        latest: dict[str, Edition] = {}
        for edition in sorted(self.editions, key=lambda one: one.period.end):
            if reports[edition.report].spec.section == section:
                latest[edition.report] = edition
        told = tuple(latest.values())
        shelf = Shelf.of(figure for edition in told for figure in self._shelf(edition))
        return scope_of(self.site.plan.publication, told, shelf)

    def _place(self, path: str, edition: Edition | None) -> tuple[str, Edition | None]:
        """The page of places at a path, and whose it is: under a report, the newest edition's that has it."""
        having = [edition] if edition else [e for e in self._under(path) if path.startswith(f"{e.slug}/areas/")]
        inside = path.removeprefix(edition.address if edition else f"{having[0].slug}/" if having else "")
        home = inside.removesuffix("index.html")
        own = [e for e in having if f"{e.address}{home}figures.json" in self.site.files] if _is_place(home) else []
        return home, max(own, key=lambda one: one.period, default=None)

    def _place_scope(self, home: str, edition: Edition) -> Scope:
        """Its own figures, and the periods of its edition."""
        if edition.name not in self.known:
            self.known[edition.name] = self._scope(edition)
        return replace(self.known[edition.name], shelf=Shelf.of(self._read(edition, home)))

    def _latest(self, path: str) -> Edition | None:
        """The edition that a report's own page shows: its latest."""
        own = [e for e in self._under(path) if path == f"{e.slug}/index.html"]
        return max(own, key=lambda edition: edition.period, default=None)

    def _latest_scope(self, latest: Edition) -> Scope:
        """Its figures alone, and the periods of every edition of the report: the page lists them."""
        told = [edition for edition in self._under(latest.address) if edition.report == latest.report]
        return scope_of(self.site.plan.publication, told, self._shelf(latest), latest.report)

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        plan = self.site.plan
        every = {edition.name: edition for edition in (*plan.due, *(item.edition for item in plan.published))}
        return tuple(e for e in every.values() if f"{e.address}figures.json" in self.site.files)

    def _scope(self, edition: Edition | None) -> Scope:
        publication = self.site.plan.publication
        if edition is not None:
            return scope_of(publication, [edition], self._shelf(edition), edition.report)
        shelf = Shelf.of(figure for each in self.editions for figure in self._shelf(each))
        return scope_of(publication, self.editions, shelf)

    def _shelf(self, edition: Edition) -> Shelf:
        if edition.name not in self.shelves:
            listed = self._read(edition, PLACES) if f"{edition.address}{PLACES}figures.json" in self.site.files else ()
            self.shelves[edition.name] = Shelf.of([*self._read(edition, ""), *listed])
        return self.shelves[edition.name]

    def _read(self, edition: Edition, home: str) -> Iterable[Published]:
        """The figures in one of an edition's files."""
        content = (self.site.folder / f"{edition.address}{home}figures.json").read_bytes()
        return figures_of(exact_json(content)).values()


def _page(path: str, site: _Site, scopes: _Scopes) -> Iterator[Problem]:
    root, bare, code = site.root(path), path, site.languages[0]
    first, _, rest = path.partition("/")
    if first in site.languages[1:]:
        bare, code = rest, first
    made = site.made.get(path, Made(frozenset()))
    page = Page(bare.removesuffix("index.html"), language(code), scopes.of(bare), made.roles | made.lent)
    if root.get("lang") != code:
        yield page.problem("tree-language", str(root.get("lang", "")), expected=code)
    yield from trace(root, page)
    yield from _frame_roles(path, page, made, site)
    yield from check_plain_texts(root, page)
    yield from check_explore(root, page)
    yield from accessible(root, page)
    yield from headings(root, page)
    yield from left_over(root, page)
    yield from check_quoted(root, page)
    yield from _links(root, path, page, site)
    yield from _alternates(root, path, page, site)


def _frame_roles(path: str, page: Page, made: Made, site: _Site) -> Iterator[Problem]:
    """What stands around the parts of editions in a role that only the template of such a part declares."""
    if not made.lent:
        return
    text = (site.folder / path).read_bytes().decode()
    for part in made.parts:
        text = text.replace(part.html, "", 1)
    for element in html.document_fromstring(text.encode(), parser=_UTF8).iter(etree.Element):
        if element.get("data-role") in made.lent:
            yield page.problem("role-undeclared", with_neighbours(element), role=element.get("data-role"))


def _links(root: etree._Element, path: str, page: Page, site: _Site) -> Iterator[Problem]:
    for element, link in links(root):
        if link.startswith(ROOT):
            yield page.problem("tree-root-left", link)
            continue
        target = site.target(link, path)
        text = " ".join("".join(element.itertext()).split()) or str(element.tag)
        if target is None:
            continue
        if target not in site.files:
            yield page.problem("link-dead", link, text=text, nearest=nearest(target, site.files))
            continue
        anchor = unquote(link.partition("#")[2])
        if anchor and target.endswith(".html") and anchor not in site.places(target):
            yield page.problem("anchor-missing", link, text=text)


def _alternates(root: etree._Element, path: str, page: Page, site: _Site) -> Iterator[Problem]:
    """A page in several languages names each version, and each version names it."""
    if len(site.languages) < 2 or path.endswith("404.html"):
        return
    named = _hreflangs(root)
    for code in site.languages:
        target = site.target(named[code], path) if code in named else None
        if target is None or target not in site.files:
            yield page.problem("tree-alternate", named.get(code, ""), other=code)
            continue
        back = {site.target(link, target) for link in _hreflangs(site.root(target)).values()}
        if not back & {path, _canonical(root, path, site)}:
            yield page.problem("tree-alternate", named[code], other=code)


def _canonical(root: etree._Element, path: str, site: _Site) -> str | None:
    """The page that stands for this one: a report's latest edition has another address for good."""
    found = next((e.get("href") for e in root.iter("link") if e.get("rel") == "canonical"), None)
    return site.target(found, path) if found else path


def _hreflangs(root: etree._Element) -> dict[str, str]:
    return {
        e.get("hreflang", ""): e.get("href", "")
        for e in root.iter("link")
        if e.get("rel") == "alternate" and e.get("hreflang")
    }


# -- other files -------------------------------------------------------------------------------------------------


def _text(path: str, site: _Site) -> Iterator[Problem]:
    """Feeds, sitemap, catalogue, drawings: their links to our own site resolve, and no root link is left."""
    text = (site.folder / path).read_text(encoding="utf-8", errors="replace")
    if path.endswith(".ics"):
        text = text.replace("\n ", "")  # RFC 5545, 3.1: a long line goes on after a break and a blank
    if path != "manifest.json" and _ROOTED.search(text):
        yield Problem("check.tree-root-left", file=path, value=_ROOTED.search(text)[0])  # type: ignore[index]
    if site.url not in text or path.rpartition("/")[2] in ("figures.json", "posts.json"):
        return
    for link in dict.fromkeys(_LINKED.findall(text)):
        target = site.target(link.rstrip(".,;"), path) if link.startswith(site.url) else None
        if target is not None and target not in site.files and f"{target}/index.html" not in site.files:
            yield Problem(
                "check.link-dead", {"text": path, "nearest": nearest(target, site.files)}, file=path, value=link
            )


def _manifest(site: _Site) -> Iterator[Problem]:
    """Every file that the manifest names stands there as it says."""
    if "manifest.json" not in site.files:
        yield Problem("check.file-missing", file="manifest.json")
        return
    try:
        manifest: Any = json.loads((site.folder / "manifest.json").read_bytes())
    except ValueError as error:
        yield Problem("check.file-unreadable", {"why": str(error)}, file="manifest.json")
        return
    listed: Mapping[str, str] = manifest.get("files", {}) if isinstance(manifest, dict) else {}
    for path, stated in listed.items():
        if path not in site.files or hashlib.sha256((site.folder / path).read_bytes()).hexdigest() != stated:
            yield Problem("check.tree-manifest", {"path": path}, file="manifest.json", value=path)
    for path in sorted(site.files - set(listed) - {"manifest.json"}):
        yield Problem("check.tree-unlisted", {"path": path}, file="manifest.json", value=path)
