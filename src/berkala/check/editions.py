"""One edition, read as the public would read it: its pages, drawings, posts and files, one after the other."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from lxml import etree

from berkala.check.access import headings, left_over
from berkala.check.areas import BRIEF, LIST, ONE, inside, is_of_places, page_of, read_places
from berkala.check.arithmetic import Comparison, Tables, recompute, unusual_change
from berkala.check.chart_files import check_chart_files
from berkala.check.contents import check_page
from berkala.check.contracts import read_contract
from berkala.check.corrections import check_corrections
from berkala.check.data_files import check_data_files
from berkala.check.declared import Declarations
from berkala.check.document import Document
from berkala.check.explore_data import check_explore_data
from berkala.check.links import Addresses, check_links
from berkala.check.pages import PARTS, QUOTING, Page, Scope, roles_of
from berkala.check.plain import check_plain, check_plain_texts
from berkala.check.posts import check_posts
from berkala.check.progress import Progressed
from berkala.check.published import Published, Shelf, figures_of
from berkala.check.quoted import well_formed
from berkala.check.scopes import addresses_of, scope_of
from berkala.check.tracing import expected, trace, what_is_wrong
from berkala.errors import Problem
from berkala.plan.calendar import following
from berkala.render.bundle import SUPERSEDED
from berkala.words import language

if TYPE_CHECKING:
    from berkala.plan import Plan
    from berkala.plan.calendar import Edition
    from berkala.plan.specifications import DatasetSpec
    from berkala.render.bundle import Bundle

#: Size budgets, in bytes (DESIGN: the citizen's cheap phone). Beyond them is a warning. A page's is of its body as a
#: server sends it, packed: with the frame and the style sheet, 15 KB together, it is read within 60 KB.
PAGE_BUDGET, CARD_BUDGET, PICTURE_BUDGET = 45_000, 60_000, 100_000
#: A picture as tall as its rows are many may have so many bytes for each pixel of its height.
_A_PIXEL = 60
#: Where a PNG says its height.
_HEIGHT = slice(20, 24)

#: What the page of one chart for frames is called, before the chart.
FRAMED = "embed-"

_SVG = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)


@dataclass(frozen=True)
class Setting:
    """What is the same for every edition of a run."""

    plan: Plan
    addresses: Addresses
    public: Mapping[str, bytes]

    @staticmethod
    def of(plan: Plan, bundles: Sequence[Bundle]) -> Setting:
        """The setting of a run: every address that will stand, and the public data files of all bundles."""
        data = {
            path.removeprefix("public/"): content
            for bundle in bundles
            for path, content in bundle.files.items()
            if path.startswith("public/data/")
        }
        return Setting(plan, addresses_of(plan, bundles), data)


@dataclass(frozen=True)
class _Reading:
    """A bundle with what the checks need to know of it. `own` are its public files, by their path on the site."""

    bundle: Bundle
    own: Mapping[str, bytes]
    setting: Setting
    figures: Mapping[str, Published]
    scope: Scope
    places: Mapping[str, Mapping[str, Published]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        return self.setting.plan.publication.settings.languages

    @property
    def edition(self) -> Edition:
        return self.bundle.edition

    @property
    def dataset(self) -> DatasetSpec:
        publication = self.setting.plan.publication
        return publication.datasets[publication.reports[self.edition.report].spec.dataset].spec

    def page(self, address: str, code: str, roles: frozenset[str] = frozenset()) -> Page:
        return Page(address, language(code), self.scope, roles)

    def figures_on(self, name: str) -> Mapping[str, Published]:
        """The figures that a page may show: a place's its own, the edition's also those of its list of places."""
        if is_of_places(name):
            return self.places.get(page_of(name), {})
        return {**self.places.get(LIST, {}), **self.figures}

    def scope_on(self, name: str) -> Scope:
        """The scope of a page. A place has no period that its edition has not."""
        if not is_of_places(name):
            return self.scope
        return replace(self.scope, shelf=Shelf.of(self.figures_on(name).values()))


def check_bundle(bundle: Bundle, setting: Setting) -> Iterator[Problem]:
    """Every problem of one edition."""
    file = f"{bundle.edition.address}figures.json"
    content = bundle.files.get(f"public/{file}")
    if content is None:
        yield Problem("check.file-missing", file=file)
        return
    document, problems = read_contract(content, "figures", file)
    yield from problems
    figures = figures_of(document)
    every = {path.removeprefix("public/"): data for path, data in bundle.files.items() if path.startswith("public/")}
    yield from check_corrections(bundle, every, figures)
    own = {path: data for path, data in every.items() if SUPERSEDED not in path}
    public, tables = {**setting.public, **own}, Tables()
    yield from recompute(figures, public, file, tables)
    places, problems_of_places = read_places(bundle, figures, public, tables)
    yield from problems_of_places
    publication, shelf = setting.plan.publication, Shelf.of([*figures.values(), *places.get(LIST, {}).values()])
    scope = scope_of(publication, [bundle.edition], shelf, bundle.edition.report)
    reading = _Reading(bundle, own, setting, figures, scope, places)
    yield from _figure_texts(reading, file)
    spec, data = publication.reports[bundle.edition.report].spec, reading.dataset
    yield from Declarations(spec, data, bundle.edition.period, figures).problems(file)
    yield from _progress(reading, file)
    comparison = Comparison(spec.compare, data)
    yield from unusual_change(figures, spec.lead, bundle.edition.period, comparison, file)
    yield from _fragments(reading)
    yield from _drawings(reading)
    yield from _about(reading)
    yield from _files(reading)
    yield from check_data_files(own, content)
    yield from check_chart_files(own, _edition_pages(bundle), figures)


def _edition_pages(bundle: Bundle) -> dict[str, bytes]:
    """The edition's page in each language."""
    stem = "fragments/edition."
    found = {path: content for path, content in bundle.files.items() if path.startswith(stem)}
    return {path.removeprefix(stem).removesuffix(".html"): content for path, content in found.items()}


def _progress(reading: _Reading, file: str) -> Iterator[Problem]:
    """The progress of each indicator, and of the lead the category that the edition says in short."""
    publication = reading.setting.plan.publication
    told: Any = reading.bundle.about.get("progress")
    spec = publication.reports[reading.edition.report].spec
    data = publication.datasets[spec.dataset].spec
    for name, indicator in spec.indicators.items():
        if indicator.progress is not None:
            progress = Progressed(name, indicator, data, reading.edition.period, reading.figures)
            yield from progress.problems(told if name == spec.lead else None, file)


def _figure_texts(reading: _Reading, file: str) -> Iterator[Problem]:
    every = {name: figure for figures in reading.places.values() for name, figure in figures.items()}
    for figure in {**every, **reading.figures}.values():
        for code in reading.languages:
            shown = str(figure.text.get(code, ""))
            wrong = what_is_wrong(shown, figure, code, False)
            if wrong:
                page = Page(file, language(code), reading.scope)
                yield page.problem(wrong, f"{figure.id}: {shown}", figure=figure.id, expected=expected(figure, page))


# -- pages -------------------------------------------------------------------------------------------------------


def _fragments(reading: _Reading) -> Iterator[Problem]:
    shown: dict[str, dict[str, frozenset[str]]] = {}
    for path, content in reading.bundle.files.items():
        if not path.startswith("fragments/"):
            continue
        name, code = path.removeprefix("fragments/").removesuffix(".html").rsplit(".", 1)
        page = Page(page_address(reading, name), language(code), reading.scope_on(name), roles_of(reading.bundle, name))
        document = Document.of_html(b"<body>%b</body>" % content)
        shown.setdefault(name, {})[code] = _shown(document)
        yield from check_page(document, page)
        yield from check_links(document.root.node, page, reading.setting.addresses)
        if name == "explore":
            yield from check_explore_data(document, page, reading.dataset, reading.own)
        if name not in PARTS and not name.startswith(BRIEF):
            yield from headings(document.root.node, page)
        if name == QUOTING:
            yield from well_formed(content.decode(), page)
        if (sent := len(zlib.compress(content)) if len(content) > PAGE_BUDGET else 0) > PAGE_BUDGET:
            facts = {"size": sent // 1000, "budget": PAGE_BUDGET // 1000}
            yield Problem("check.page-heavy", facts, file=page.label, severity="warning")
    for name, versions in shown.items():
        yield from _parity(reading, name, versions)


def page_address(reading: _Reading, name: str) -> str:
    """Where the page made from a fragment stands, without its language."""
    address = reading.edition.address
    if name.startswith("dataset-"):
        dataset = name.removeprefix("dataset-")
        version = next((f.version for f in reading.figures.values() if f.dataset == dataset), "")
        return f"data/{dataset}/{version}/" if version else f"data/{dataset}/"
    if is_of_places(name):
        return address + inside(name)
    if name.startswith(FRAMED):
        return reading.edition.embed(name.removeprefix(FRAMED))
    return address if name in ("edition", *PARTS) else f"{address}{name}/"


def _parity(reading: _Reading, name: str, versions: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """Both languages have the page, and it shows the same figures in each."""
    address = page_address(reading, name)
    for code in reading.languages:
        if code not in versions:
            yield Problem("check.language-missing", {"page": name}, file=reading.page(address, code).label)
    if name.startswith(FRAMED):  # which labels of a drawing have room differs; the edition's page is held to it
        return
    shown = {code: ids & reading.figures_on(name).keys() for code, ids in versions.items()}
    everything = frozenset[str]().union(*shown.values())
    for code, ids in shown.items():
        lacking = sorted(everything - ids)
        if lacking:
            facts = {"count": len(lacking)}
            label = reading.page(address, code).label
            yield Problem("check.languages-differ", facts, file=label, value=", ".join(lacking[:3]))


def _shown(document: Document) -> frozenset[str]:
    """The figures that a page shows."""
    found = (element.attributes.get("data-figure") for element in document.elements)
    return frozenset(name for name in found if name is not None)


# -- drawings, plain texts, files --------------------------------------------------------------------------------


def _drawings(reading: _Reading) -> Iterator[Problem]:
    for path, content in reading.bundle.files.items():
        if not (path.startswith("public/") and path.endswith(".svg")):
            continue
        roles = roles_of(reading.bundle, "card" if "/share/" in path else "chart")
        page = reading.page(path.removeprefix("public/"), _language_of(path, reading.languages), roles)
        try:
            drawing = Document.of(etree.fromstring(content, _SVG))
        except etree.XMLSyntaxError as error:
            yield Problem("check.file-unreadable", {"why": str(error)}, file=page.address)
            continue
        yield from trace(drawing, page)
        yield from check_plain_texts(drawing, replace(page, scope=page.scope.of_picture(page.address)))
        yield from left_over(drawing, page)


def _language_of(path: str, languages: Sequence[str]) -> str:
    suffixes = [suffix.lstrip(".") for suffix in PurePosixPath(path).suffixes]
    return next((code for code in languages if code in suffixes), languages[0])


#: The role that every page which shows a part of `about` declares: a name may hold a digit.
_AROUND = frozenset({"name"})


def _about(reading: _Reading) -> Iterator[Problem]:
    figures: Any = reading.bundle.about.get("figures") or {}
    for key in ("headline_text", "description"):
        texts: Any = reading.bundle.about.get(key) or {}
        for code in reading.languages:
            page = reading.page(reading.edition.address, code)
            if key in reading.bundle.about and not texts.get(code):
                yield Problem("check.language-missing", {"page": key}, file=page.label)
            listed = reading.scope.shelf.only(figures.get(key, {}).get(code, ()))
            yield from check_plain(str(texts.get(code, "")), key, page, listed)
    yield from _about_places(reading)
    for code, markup in _marked_up(reading.bundle.about, reading.languages):
        document = Document.of_html(f"<body>{markup}</body>".encode())
        yield from trace(document, reading.page(reading.edition.address, code, _AROUND))


def _about_places(reading: _Reading) -> Iterator[Problem]:
    """The description of each place's page, by which it is found and shared."""
    told: Any = reading.bundle.about.get(LIST) or {}
    for category, place in told.items():
        name = ONE + category
        for code in reading.languages:
            page = Page(reading.edition.address + inside(name), language(code), reading.scope_on(name))
            listed = page.scope.shelf.only(place["figures"].get(code, ()))
            yield from check_plain(str(place["description"].get(code, "")), "description", page, listed)


def _marked_up(value: object, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every text of HTML by language that other pages show of the edition, wherever it stands in `about`."""
    for key, part in value.items() if isinstance(value, Mapping) else ():
        if key in languages and isinstance(part, str) and "</" in part:
            yield str(key), part
        else:
            yield from _marked_up(part, languages)


def _files(reading: _Reading) -> Iterator[Problem]:
    for path, content in reading.bundle.files.items():
        public, name = path.removeprefix("public/"), path.rpartition("/")[2]
        if path.startswith("public/") and name == "posts.json":
            document, problems = read_contract(content, "posts", public)
            yield from problems
            coming = following(reading.setting.plan.publication, reading.edition)
            page = reading.page(public, reading.languages[0])
            yield from check_posts(document, page, reading.setting.addresses, coming)
        elif name == "datapackage.json":
            yield from read_contract(content, "datapackage", public)[1]
        elif name.endswith(".png"):
            yield from check_picture(public, content)
    yield from read_contract(reading.bundle.manifest, "bundle", f"{reading.edition.name} (bundle.json)")[1]


def check_picture(path: str, content: bytes) -> Iterator[Problem]:
    """A card that networks would refuse, or the picture of a chart that takes a phone long to load."""
    code, budget = "check.card-heavy", CARD_BUDGET
    if "/share/" not in path:
        height = int.from_bytes(content[_HEIGHT], "big")
        code, budget = "check.picture-heavy", max(PICTURE_BUDGET, _A_PIXEL * height)
    if len(content) > budget:
        facts = {"size": len(content) // 1000, "budget": budget // 1000}
        yield Problem(code, facts, file=path, severity="warning")
