"""What is shown of each component: its parts, cut from the sample's pages, in each language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from berkala.check.pages import Scope
from berkala.check.published import Shelf as Figures
from berkala.check.published import exact_json, figures_of
from berkala.check.scopes import scope_of
from berkala.compose.catalogue import catalogue_files
from berkala.compose.design.pieces import Source
from berkala.compose.design.sample import Sample, make_sample
from berkala.compose.frame import Frame, Head, Links
from berkala.compose.home import home_page
from berkala.compose.pages import report_pages
from berkala.compose.shelf import Shelf, shelve
from berkala.compose.timetable import timetable_files
from berkala.errors import SourceProblems
from berkala.plan import Publication, announced
from berkala.render.bundle import Bundle
from berkala.render.cards.card import Card, draw_cards
from berkala.render.charts.kinds import KINDS
from berkala.render.explore import explore_fragment
from berkala.render.posts import share_fragment, write_posts
from berkala.render.templates import filled
from berkala.words import Language

#: So long after the newest release of the sample the next one is late.
_LATE = timedelta(days=36)

_CALENDAR_MARK = re.compile(r'href="#(c-[a-z]+)"')


@dataclass(frozen=True)
class Picture:
    """A share card as the page shows it: its file's name, its size, who does not see it reads `alt`, its bytes."""

    name: str
    scheme: str
    width: int
    height: int
    alt: str
    figures: tuple[str, ...]
    png: bytes


@dataclass(frozen=True)
class Shown:
    """What the pages of the design show: parts by language and name, charts by language and kind, cards, and the scope.

    A part may be missing where an agency's own templates have nothing like it.
    """

    parts: Mapping[str, Mapping[str, tuple[str, ...]]]
    charts: Mapping[str, Mapping[str, str]]
    cards: Mapping[str, tuple[Picture, ...]]
    scope: Scope
    #: The kinds of chart that are tables on a page: as wide as it, however wide.
    tables: frozenset[str] = frozenset(name for name, kind in KINDS.items() if kind.page)


#: What was made before in this process, by what it was made of: most runs of tests and of `serve` make the same.
_KEPT: dict[str, Shown] = {}
_MOST_KEPT = 8


def shown_of(publication: Publication, folder: Path) -> Shown:
    """What is shown in the settings and templates of a publication; `folder` is private, and is made.

    Raises SourceProblems where its templates do not let it be made.
    """
    key = _key(publication)
    if key not in _KEPT:
        while len(_KEPT) >= _MOST_KEPT:
            del _KEPT[next(iter(_KEPT))]
        _KEPT[key] = _made(make_sample(publication, folder))
    return _KEPT[key]


def _key(publication: Publication) -> str:
    digest = hashlib.sha256(publication.settings.model_dump_json().encode())
    mark = publication.mark
    digest.update((f"{mark.view} {mark.shapes}" if mark else "").encode())
    for name, path in publication.template_files.items():
        digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _made(sample: Sample) -> Shown:
    frame = Frame(_shelf(sample, max(bundle.edition.release for bundle in sample.bundles.values())))
    empty = Frame(shelve(sample.publication, {}))
    cards = _cards(sample, frame.languages)
    parts = {spoken.code: _parts(sample, frame, empty, spoken, cards) for spoken in frame.languages}
    charts = {spoken.code: dict(_charts(frame, spoken)) for spoken in frame.languages}
    pictures = {code: tuple(_pictures(code, own)) for code, own in cards.items()}
    return Shown(parts, charts, pictures, _scope(sample))


def _shelf(sample: Sample, as_of: datetime) -> Shelf:
    """All editions, with the calendar as it stands at a moment."""
    calendar = announced(sample.publication, set(sample.bundles), as_of)
    return shelve(sample.publication, sample.bundles, calendar)


def _scope(sample: Sample) -> Scope:
    """What the pages may speak of: the figures of the sample alone."""
    newest = [one.edition for one in sample.findings.values()]
    files = [_newest(sample, name).files for name in sample.findings]
    named = [content for own in files for path, content in own.items() if path.endswith("figures.json")]
    figures = [figure for content in named for figure in figures_of(exact_json(content)).values()]
    editions = [*newest, *(bundle.edition for bundle in sample.bundles.values())]
    return scope_of(sample.publication, editions, Figures.of(figures))


def _newest(sample: Sample, report: str) -> Bundle:
    return sample.bundles[sample.findings[report].edition.name]


# -- parts ----------------------------------------------------------------------------------------------------


def _parts(
    sample: Sample, frame: Frame, empty: Frame, spoken: Language, cards: Mapping[str, tuple[Card, ...]]
) -> dict[str, tuple[str, ...]]:
    pages = {path: Source(content.decode()) for path, content in _pages(frame, spoken)}
    found = dict(_of_pages(pages, frame.prefix(spoken)))
    found |= dict(_of_calendar(sample, spoken))
    found |= dict(_of_nothing(empty, spoken))
    found |= dict(_of_sharing(sample, spoken, cards))
    return {name: tuple(one for one in own if one) for name, own in found.items()}


def _pages(frame: Frame, spoken: Language) -> Iterator[tuple[str, bytes]]:
    yield home_page(frame, spoken)
    for row in frame.shelf.rows:
        yield from report_pages(frame, row, spoken)
    yield from (
        (path, content) for path, content in catalogue_files(frame) if path == f"{frame.prefix(spoken)}data/index.html"
    )


def _of_pages(pages: Mapping[str, Source], prefix: str) -> Iterator[tuple[str, Iterable[str]]]:
    """What stands on home, the catalogue and the pages of the reports."""
    home, data = pages[f"{prefix}index.html"], pages[f"{prefix}data/index.html"]
    requests, older = pages[f"{prefix}requests/2024-03/index.html"], pages[f"{prefix}requests/2024-01/index.html"]
    works, reach = pages[f"{prefix}works/2023/index.html"], pages[f"{prefix}reach/2023/index.html"]
    yield "head", [requests.first("header.mast")]
    yield "nav", [home.first("nav.nav")]
    yield "buttons", [home.first("p.row", "btn")]
    yield "place", [requests.first("nav.place"), older.first("nav.place"), older.first("div.note")]
    yield "ruler", requests.every("svg.ruler.narrow")
    yield "key", [_key_number(page) for page in (requests, reach, works)]
    yield "facts", [requests.first("dl.facts"), *_details(reach)]
    yield "table", [Source(requests.first("section#numbers")).first("div.scroll"), requests.first("p.small.soft", "[")]
    yield "score", [works.first("section#scorecard")]
    yield "progress", [reach.first("div.progress")]
    yield "releases", [home.first("ol.rels"), home.first("ul.rels")]
    yield "data", [data.first("dl.facts"), data.first("p.row", "btn")]
    yield "foot", [requests.first("footer.foot")]


def _key_number(page: Source) -> str:
    """The number with its name and its verdict, without the facts beside it."""
    whole = Source(page.first("section.key"))
    return "".join((whole.first("p.what"), whole.first("p.big"), whole.first("p.band")))


def _details(page: Source) -> tuple[str, str]:
    """How the number was worked out, folded and open."""
    folded = Source(page.first("section.key")).first("details")
    return folded, folded.replace("<details", "<details open", 1)


def _of_calendar(sample: Sample, spoken: Language) -> Iterator[tuple[str, Iterable[str]]]:
    """One release in each of the calendar's states, and a closed series. When one of them is late, all can be seen."""
    newest = max(bundle.edition.release for bundle in sample.bundles.values())
    frame = Frame(_shelf(sample, newest + _LATE))
    page = next(
        Source(content.decode())
        for path, content in timetable_files(frame)
        if path.startswith(frame.prefix(spoken)) and path.endswith("index.html")
    )
    states: dict[str, str] = {}
    for one in (one for own in page.every("ul.cal") for one in Source(own).every("li")):
        for mark in _CALENDAR_MARK.findall(one)[:1]:
            states.setdefault(mark, one)
    yield "calendar", [f'<ul class="plain cal">{"".join(states.values())}</ul>']


def _of_nothing(empty: Frame, spoken: Language) -> Iterator[tuple[str, Iterable[str]]]:
    """What stands where nothing was released yet, and where there is no page."""
    home = Source(home_page(empty, spoken)[1].decode())
    head = Head(spoken.text("missing.title"), spoken.text("missing.text"), listed=False)
    context = empty.context(spoken, "", head, Links(empty.path, empty.prefix(spoken)))
    missing = Source(filled(empty.environment, "404.html", context).decode())
    yield "empty", [home.first("header.hero"), home.first("ul.cal"), missing.first("header.hero")]


def _of_sharing(
    sample: Sample, spoken: Language, cards: Mapping[str, tuple[Card, ...]]
) -> Iterator[tuple[str, Iterable[str]]]:
    """A post as the share page shows it, and what Explore asks."""
    findings, publication = sample.findings["requests"], sample.publication
    explore = Source(explore_fragment(findings, publication, spoken, {}, 0).decode())
    yield "form", [explore.first("fieldset"), explore.first("p", "<select")]
    if cards:
        posts = write_posts(findings, cards, publication)
        page = Source(share_fragment(findings, posts, cards[spoken.code], publication, spoken))
        told = Source(page.first("section#posts"))
        yield "post", [told.first("p.cite"), told.first("p.src", "data-role")]


# -- charts and cards -----------------------------------------------------------------------------------------


def _charts(frame: Frame, spoken: Language) -> Iterator[tuple[str, str]]:
    """Each kind of chart as it stands on the page, drawn for a phone; each is called after its kind."""
    rows = sorted(frame.shelf.rows, key=lambda row: row.report.name != "requests")
    pages = [Source(row.latest.files[f"fragments/edition.{spoken.code}.html"].decode()) for row in rows]
    for kind in KINDS:
        if figure := next(filter(None, (page.first(f"figure#chart-{kind}") for page in pages)), ""):
            yield kind, figure


def _cards(sample: Sample, languages: Iterable[Language]) -> dict[str, tuple[Card, ...]]:
    """The card in each language; none where the agency's fonts have not every letter, which its reports would tell."""
    findings, publication = sample.findings["requests"], sample.publication
    try:
        return {spoken.code: draw_cards(findings, publication, spoken) for spoken in languages}
    except SourceProblems:
        return {}


def _pictures(code: str, cards: Iterable[Card]) -> Iterator[Picture]:
    for card in cards:
        yield Picture(
            f"card-{card.scheme}.{code}.png",
            card.scheme,
            card.width,
            card.height,
            card.alt.text,
            tuple(card.alt.figures),
            card.png,
        )
