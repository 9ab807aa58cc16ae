"""The frame of every page: its template, its head, its navigation, and relative links.

An address is written without its language (``emergency-care/2019-03/``, ``""`` for home); the first language
stands at the root, the others under ``<language>/``. Every link in a page is relative, so that the site works
under any path.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from berkala.check.pages import Made, Part, allowed, roles_of
from berkala.compose.index import Index, index_of
from berkala.compose.places import Places, places_of
from berkala.compose.search_entry import Found
from berkala.compose.shelf import Shelf
from berkala.compose.unfurl import short_description, short_title
from berkala.plan.specifications import Settings, Text
from berkala.render.bundle import Bundle
from berkala.render.cards.agency import agency_card
from berkala.render.sentences import named
from berkala.render.templates import COMPILED_FRAME, declared_roles, filled, script_json
from berkala.words import Language, Sentence
from berkala.words import language as language_of

_PAGE = (
    "default-src 'none'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
#: What a page may load (Content-Security-Policy), by its kind. A scripted page runs one of ours that adds to what
#: stands there. The Explore page runs Plotly's too, and loads the rows of its dataset; the search runs Pagefind's,
#: which is compiled for the browser (WebAssembly), and loads the index. No other page has a script that could ask for
#: anything; what it may ask of its own host is for those who look in from outside, such as Lighthouse, which reads
#: robots.txt in the page's name. Who may frame a page a server says: only of `embed` may it be anybody.
POLICIES = {
    "page": _PAGE,
    "embed": _PAGE,
    "scripted": "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'",
    "explore": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'",
    "search": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'",
}

# A root link of a fragment (`bundle.ROOT`) at the start of an attribute's value, or inside one that lists several.
_ROOTED = re.compile(r"(?<=[\"'\s,(])@/")
_HOLE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True)
class Image:
    """The image a page is shared with: its path from the root, its size in pixels, what it shows."""

    path: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Head:
    """What a page says of itself. `canonical` is another address that stands for it, if one does.

    `found` is how a search finds it; a page without is not found.
    """

    title: str
    description: str
    canonical: str | None = None
    kind: str = "page"
    og_type: str = "website"
    image: Image | None = None
    data: Sequence[Mapping[str, Any]] = field(default=())
    listed: bool = True
    found: Found | None = None


@dataclass(frozen=True)
class Shared:
    """What a link to the page says where it is shared: short, with a picture, whose address is complete."""

    title: str
    description: str
    image: Image | None
    image_url: str

    @staticmethod
    def of(head: Head, image: Image | None, url: str, behind: str) -> Shared:
        """It for a page. `behind` stands behind every title and says whose site it is, as the network does anyway."""
        title = head.title.removesuffix(behind) or head.title
        return Shared(short_title(title), short_description(head.description), image, url)


@dataclass(frozen=True)
class Prose:
    """An authored page: its file's stem, its title and description in each language, and whether every page's footer
    links to it.
    """

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    in_footer: bool = True

    @property
    def address(self) -> str:
        """Its place on the site."""
        return f"{self.name}/"


@dataclass(frozen=True)
class Frame:
    """Makes pages. One for each tree; its templates are compiled once.

    `made` fills with what each page is made of, by its path in the tree: `check_tree` holds the pages to it. `found`
    fills with the pages that a search finds.
    """

    shelf: Shelf
    prose: tuple[Prose, ...] = ()
    made: dict[str, Made] = field(default_factory=dict, compare=False)
    found: dict[str, Found] = field(default_factory=dict, compare=False)
    _roles: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)

    @property
    def settings(self) -> Settings:
        """The publication's settings."""
        return self.shelf.publication.settings

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """The publication's languages, the first one first."""
        return tuple(language_of(code) for code in self.settings.languages)

    @cached_property
    def environment(self) -> Environment:
        """The theme's templates: escaping on, undefined names are errors."""
        return environment(self.shelf.publication.templates / "theme")

    def prefix(self, language: Language) -> str:
        """Where a language's pages begin: empty for the first."""
        return "" if language.code == self.settings.languages[0] else f"{language.code}/"

    def url(self, address: str, language: Language | None = None) -> str:
        """The full address of a page, or (without a language) of a file."""
        return self.settings.site_url + (self.prefix(language) if language else "") + address

    def page(
        self,
        template: str,
        language: Language,
        address: str,
        head: Head,
        parts: Sequence[Part] = (),
        **more: object,
    ) -> tuple[str, bytes]:
        """One page: its path in the tree and its bytes. `parts` stand in it beside those it takes from bundles."""
        path = self.prefix(language) + address + "index.html"
        links = Links("../" * path.count("/") or "./", self.prefix(language), [*parts])
        content = filled(self.environment, template, {**self.context(language, address, head, links), **more})
        self.note(path, template, links.parts, head.found)
        return path, content

    def note(self, path: str, template: str, parts: Sequence[Part] = (), found: Found | None = None) -> None:
        """Keep what the page at `path`, which is made by now, was made of, and how it is found."""
        if template not in self._roles:
            self._roles[template] = allowed("", declared_roles(self.environment, template))
        self.made[path] = Made(self._roles[template], tuple(parts))
        if found is not None:
            self.found[path] = found

    def context(self, language: Language, address: str, head: Head, links: Links) -> dict[str, Any]:
        """What `base.html` needs. `links` begin at the page."""
        canonical = address if head.canonical is None else head.canonical
        up, image = links.up, head.image or self.plain_image(language)
        return {
            "language": language,
            "code": language.code,
            "languages": self.languages,
            "settings": self.settings,
            "agency": self.settings.agency.name[language.code],
            "own_mark": self.own_mark,
            "address": address,
            "head": head,
            "policy": POLICIES[head.kind],
            "canonical": self.url(canonical, language),
            "alternates": [(other, self.url(canonical, other)) for other in self.languages],
            "switch": [(other, up + self.prefix(other) + address) for other in self.languages],
            "json_ld": [script_json(data) for data in head.data],
            "shared": Shared.of(head, image, self.url(image.path) if image else "", self._behind(language)),
            "up": up,
            "home": links.page(""),
            "link": links.page,
            "file": links.file,
            "fragment": links.fragment,
            "pieces": links.pieces,
            "say": lambda key, **slots: say(language, key, **slots),
            "named": named,
            "prose": self.prose,
            "own_terms": False,
            "section": address.split("/")[0],
            "menu": self._menu(language),
            "invented": self.invented,
        }

    def _behind(self, language: Language) -> str:
        """What stands behind the title of every page: the agency's name, which a shared link says apart."""
        return language.text("site.title", page="", agency=self.settings.agency.name[language.code])

    def plain_image(self, language: Language) -> Image | None:
        """The agency's plain card, which pages without a card of their own are shared with, if it could be drawn."""
        if language.code not in self.plain_cards:
            return None
        return Image(plain_card(language.code), 1200, 630, self.settings.agency.name[language.code])

    @cached_property
    def plain_cards(self) -> Mapping[str, bytes]:
        """The agency's plain card in each language."""
        drawn = {language.code: agency_card(self.shelf.publication, language) for language in self.languages}
        return {code: card for code, card in drawn.items() if card is not None}

    @cached_property
    def own_mark(self) -> dict[str, Markup] | None:
        """The agency's own mark for the head of every page: its box and its shapes; None where it has none."""
        mark = self.shelf.publication.mark
        return {"view": Markup(mark.view), "shapes": Markup(mark.shapes)} if mark else None

    @cached_property
    def index(self) -> Index | None:
        """The publication's collection, if it has one."""
        return index_of(self.shelf)

    @cached_property
    def places(self) -> Places:
        """The places that reports have pages of."""
        return places_of(self.shelf)

    @cached_property
    def invented(self) -> Text | None:
        """What every page says where every report is invented; None where one is not."""
        said = [row.report.spec.invented for row in self.shelf.rows]
        return said[0] if said and all(said) else None

    def _menu(self, language: Language) -> list[tuple[str, Sentence, str]]:
        """The few ways that every page begins with: what each is called, its words, its address."""
        index = self.index
        first = [("releases", Sentence.plain(language.text("site.nav.releases")), "")]
        if index is not None:
            first = [
                ("releases", named(index.collection.sections_title[language.code]), ""),
                ("status", Sentence.plain(language.text("collection.nav-status")), "status/"),
            ]
        areas = [("areas", "areas/")] if self.places.spots else []
        search = [("search", "search/")] if self.settings.search else []
        others = (("calendar", "timetable/"), *areas, ("data", "data/"), *search)
        return [*first, *((name, Sentence.plain(language.text(f"site.nav.{name}")), to) for name, to in others)]

    @property
    def path(self) -> str:
        """The path under which the site is served: ``/``, or ``/statistics/``."""
        return urlsplit(self.settings.site_url).path


@dataclass(frozen=True)
class Links:
    """Relative links from one page. `up` leads to the root, `prefix` to the language's pages from there.

    `parts` are the parts of bundles that were set in the page.
    """

    up: str
    prefix: str
    parts: list[Part] = field(default_factory=list)

    def page(self, address: str) -> str:
        """A page in the same language."""
        return self.up + self.prefix + address

    def file(self, path: str) -> str:
        """A file that all languages share."""
        return self.up + path

    def fragment(self, bundle: Bundle, page: str, code: str) -> Markup:
        """A part of a bundle, its links to the root made relative and nothing else touched."""
        return self.pieces(bundle, page, code)[0]

    def pieces(self, bundle: Bundle, page: str, code: str, *marks: str) -> list[Markup]:
        """The same in pieces, one before each mark and the rest, for a page that sets something between them.

        The rest begins with the last mark; it is empty where a mark does not stand there.
        """
        rest = _ROOTED.sub(self.up, bundle.files[f"fragments/{page}.{code}.html"].decode())
        pieces = []
        for mark in marks:
            before, found, after = rest.partition(mark)
            pieces.append(before)
            rest = found + after
        pieces.append(rest)
        self.parts.extend(Part(piece, roles_of(bundle, page), bundle.edition.name) for piece in pieces if piece)
        return [Markup(piece) for piece in pieces]


def plain_card(code: str) -> str:
    """Where the agency's plain card stands."""
    return f"assets/card.{code}.png"


def say(language: Language, key: str, *, n: int | None = None, **slots: str | Sentence | Markup) -> Markup:
    """A message as HTML. A slot that is HTML already (a link) goes in as it is; every other one is escaped."""
    holes: dict[str, Markup] = {}
    filled: dict[str, str | Sentence] = {}
    for name, value in slots.items():
        hole = chr(0xE000 + len(holes))
        if isinstance(value, Markup):
            holes[hole] = value
        filled[name] = hole if isinstance(value, Markup) else value
    html = language.sentence(key, n=n, direction=None, **filled).html()
    return Markup(_HOLE.sub(lambda found: holes[found[0]], html))


def environment(theme: Path) -> Environment:
    """The Jinja environment of a theme folder, for one tree: it looks once at what its templates say."""
    return Environment(
        auto_reload=False,
        bytecode_cache=COMPILED_FRAME,
        loader=FileSystemLoader(theme),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
