"""One edition's bundle, part by part."""

from __future__ import annotations

from collections.abc import Mapping

from berkala.errors import BerkalaError, Problem
from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.render.about import about
from berkala.render.area_page import area_figures, area_files, areas_about
from berkala.render.bundle import Bundle
from berkala.render.cards.card import Card, draw_cards
from berkala.render.charts.stacked import uneven
from berkala.render.explore import explore_fragment
from berkala.render.explore_data import data_path
from berkala.render.figures_file import figures_json
from berkala.render.metadata import NAME as METADATA
from berkala.render.metadata import metadata_fragment
from berkala.render.packages import Package, dataset_fragment, package
from berkala.render.page import Drawing, drawings, edition_fragment, home
from berkala.render.posts import Posts, share_fragment, write_posts
from berkala.render.print import pdf_path, print_edition
from berkala.render.sentences import named
from berkala.render.takeaways.framed import EMBED, framed
from berkala.render.takeaways.taking import Taken, take
from berkala.render.templates import card_roles, fragment, page_roles
from berkala.words import Language
from berkala.words import language as language_of

Files = dict[str, bytes]


def render_edition(
    findings: Findings, publication: Publication, ingredients: str
) -> tuple[Bundle, tuple[Problem, ...]]:
    """Everything the edition says. The pack (cards, posts, Explore, all formats) only where it is full."""
    codes = publication.settings.languages
    languages = {code: language_of(code) for code in codes}
    figures = figures_json(findings, codes)
    files: Files = {f"public/{findings.edition.address}figures.json": figures}
    files |= area_figures(findings, codes)
    problems: list[Problem] = []
    own = findings.report.spec.dataset
    full = own if findings.edition.full else None
    packages = [package(findings, name, publication, figures if name == full else None) for name in findings.data]
    for made in packages:
        files |= made.files
    pages = ["edition", *(f"dataset-{made.entry['name']}" for made in packages)]
    maps = publication.templates / "maps"
    drawn = {code: drawings(findings, language, maps) for code, language in languages.items()}
    first = drawn[codes[0]].values()
    problems += [problem for one in first if (problem := uneven(findings, one.chart)) is not None]
    for code, language in languages.items():
        taken, lacking = take(findings, publication, language, drawn[code], home(publication, language))
        problems += lacking
        body, found = edition_fragment(findings, publication, language, taken, [m.entry for m in packages])
        files |= {f"fragments/edition.{code}.html": body} | _charts(findings, publication, taken, body)
        files |= _dataset_pages(packages, findings, publication, language) | area_files(findings, publication, language)
        problems += found
    pages += ["areas", *(f"area-{name}" for name in findings.areas)] if findings.areas else []
    cards: dict[str, tuple[Card, ...]] = {}
    if findings.edition.full:
        pages += ["explore", "share", *(EMBED + name for name in findings.report.spec.charts)]
        try:
            cards = {
                code: draw_cards(findings, publication, language, {name: d.chart for name, d in drawn[code].items()})
                for code, language in languages.items()
            }
            posts = write_posts(findings, cards, publication)
            problems += posts.problems
            rows = len(files[f"public/{data_path(findings)}"])
            files |= _pack(findings, publication, languages, drawn, cards, posts, rows)
        except BerkalaError as error:
            problems += error.problems
    shared = {code: [card for card in made if card.is_shared] for code, made in cards.items()}
    paths = {code: [_card_path(findings, card, code) for card in made] for code, made in shared.items()}
    quoted, warnings = _metadata(findings, publication, languages)
    files |= quoted
    parts = ("chart", *[METADATA] * bool(quoted), *["brief"] * bool(findings.areas))
    roles = {part: page_roles(publication.templates, part.partition("-")[0]) for part in (*pages, *parts)}
    roles |= {"card": card_roles(publication.templates)} if cards else {}
    told = about(findings, publication, [made.entry for made in packages], paths, roles)
    told |= {"areas": areas_about(findings, languages)} if findings.areas else {}
    if findings.edition.full:
        printed, warned = _printed(findings, publication, languages, files)
        files |= printed
        warnings += warned
        told["pdf"] = {code: pdf_path(findings, code) for code in languages}
    return Bundle(findings.edition, told, dict(sorted(files.items())), ingredients), (*problems, *warnings)


def _metadata(
    findings: Findings, publication: Publication, languages: Mapping[str, Language]
) -> tuple[Files, list[Problem]]:
    """What the office says of the indicator, quoted, where the report has it."""
    files: Files = {}
    problems: list[Problem] = []
    for code, language in languages.items() if findings.report.spec.metadata else ():
        files[f"fragments/{METADATA}.{code}.html"], found = metadata_fragment(findings.report, publication, language)
        problems += found
    return files, problems


def _printed(
    findings: Findings, publication: Publication, languages: Mapping[str, Language], files: Mapping[str, bytes]
) -> tuple[Files, list[Problem]]:
    """The edition as a document on paper, in each language, from the bodies of its page."""
    made: Files = {}
    problems: list[Problem] = []
    for code, language in languages.items():
        bodies = [files[path] for part in ("edition", METADATA) if (path := f"fragments/{part}.{code}.html") in files]
        pdf, found = print_edition(findings, publication, language, bodies)
        made[f"public/{pdf_path(findings, code)}"] = pdf
        problems += found
    return made, problems


def _charts(findings: Findings, publication: Publication, taken: Mapping[str, Taken], body: bytes) -> Files:
    """The main chart as home shows it, and of every chart its files and its page for frames.

    `body` is the edition's page, which may leave a chart out.
    """
    main, templates = taken[findings.report.spec.card], publication.templates
    source = named(findings.data[findings.report.spec.dataset].spec.sources[0].publisher)
    shown = {"chart": main.drawing, "subtitle": main.chart.subtitle, "language": main.language, "source": source}
    files = {f"fragments/chart.{main.language.code}.html": fragment(templates, "chart", **shown)}
    for name, one in taken.items():
        files |= {f"public/{path}": content for path, content in one.files}
        if one.framed:
            path = f"fragments/{EMBED}{name}.{one.language.code}.html"
            files[path] = framed(templates, one, f'id="chart-{name}"'.encode() in body)
    return files


def _dataset_pages(packages: list[Package], findings: Findings, publication: Publication, language: Language) -> Files:
    return {
        f"fragments/dataset-{made.entry['name']}.{language.code}.html": dataset_fragment(
            made.entry, findings, publication, language
        ).encode()
        for made in packages
    }


def _pack(
    findings: Findings,
    publication: Publication,
    languages: Mapping[str, Language],
    drawn: Mapping[str, Mapping[str, Drawing]],
    cards: Mapping[str, tuple[Card, ...]],
    posts: Posts,
    rows: int,
) -> Files:
    """Explore, cards and posts. `rows` is the size of the file with the rows that Explore may load."""
    files: Files = {f"public/{findings.edition.address}share/posts.json": posts.content}
    for code, language in languages.items():
        files[f"fragments/explore.{code}.html"] = explore_fragment(findings, publication, language, drawn[code], rows)
        shared = share_fragment(findings, posts, cards[code], publication, language)
        files[f"fragments/share.{code}.html"] = shared.encode()
        for card in cards[code]:
            path = "public/" + _card_path(findings, card, code)
            files |= {path: card.png, path.removesuffix("png") + "svg": card.svg.encode()}
    return files


def _card_path(findings: Findings, card: Card, code: str) -> str:
    return f"{findings.edition.address}share/{card.name}.{code}.png"
