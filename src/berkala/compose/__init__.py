"""compose: all published bundles and the new ones → a staged public tree.

Sets bundles in the site's frame: home, report and edition pages, the catalogue, the release calendar, feeds,
sitemap, notices on old editions. Never changes what a bundle says, and computes no figure.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from berkala.check.tree import check_tree
from berkala.check.verdict import Verdict
from berkala.compose import catalogue, search_page, timetable
from berkala.compose.areas import address_of, area_pages, pages_of
from berkala.compose.catalogue import catalogue_files
from berkala.compose.channels import channel_addresses, channel_pages
from berkala.compose.collection import collection_home, collection_pages, sitemap_addresses
from berkala.compose.corrections import corrected_at, correction_addresses, correction_files
from berkala.compose.design import design_files
from berkala.compose.embeds import embed_pages
from berkala.compose.feeds import feed_files, robots, sitemap
from berkala.compose.frame import Frame, Head, Links, plain_card
from berkala.compose.home import home_page
from berkala.compose.identity import identity_files
from berkala.compose.pages import report_pages
from berkala.compose.places_pages import place_addresses, place_pages
from berkala.compose.prose import prose_files, read_prose
from berkala.compose.search_index import index_files
from berkala.compose.search_page import search_pages
from berkala.compose.shelf import disputed_data, has_page, missing_fragments, shelve
from berkala.compose.stage import Stage, manifest
from berkala.compose.timetable import timetable_files
from berkala.compose.tree import Tree
from berkala.compose.withdrawals import withdrawal_pages
from berkala.errors import NeedsPerson, Problem, SourceProblems, TryAgain
from berkala.ledger import Ledger
from berkala.plan import Announced, Plan
from berkala.plan.frames import tree_fingerprint
from berkala.plan.publication import DESIGN_PAGES
from berkala.render.bundle import Bundle
from berkala.render.store import load
from berkala.render.templates import filled
from berkala.words import Language

__all__ = ["Tree", "compose"]

Files = Iterator[tuple[str, bytes]]


def compose(verdict: Verdict) -> Tree:
    """Put the whole public site together in a private folder.

    A new bundle takes the place of the published one of its edition. Raises SourceProblems, with all that is
    known, if anything is an error; NeedsPerson if a question is open; TryAgain if the machine does not let it write.
    """
    _refuse(verdict.problems)
    plan = verdict.plan
    kept = _kept(plan)
    others = [bundle for bundle in verdict.bundles if bundle.edition.name not in plan.reissues]
    _refuse((*verdict.problems, *_said_otherwise(kept, others)))
    bundles = kept | {bundle.edition.name: bundle for bundle in verdict.bundles}
    hashes = {name: bundles[name].hash for name in sorted(bundles)}
    late = tuple(Announced(edition, "late") for edition in plan.due if edition.name not in bundles)
    fingerprint = tree_fingerprint(plan.around, hashes, (one.edition.name for one in late))
    shelf = shelve(plan.publication, bundles, (*late, *plan.calendar), plan.access)
    shelf = replace(shelf, withdrawn=plan.withdrawn)
    prose, problems = read_prose(plan.publication)
    _refuse((*verdict.problems, *problems, *missing_fragments(shelf), *disputed_data(shelf)))
    # The process number keeps two runs out of each other's folder, and tells publish whose leftover it is.
    private = plan.publication.state / "stage"
    frame = Frame(shelf, prose)
    rendered, said = prose_files(frame, private / f"{fingerprint[:16]}-prose-{os.getpid()}")
    stage = Stage(private / f"{fingerprint[:16]}-{os.getpid()}", plan.publication.root)
    quoted = _fill(stage, frame, rendered)
    unfound = _search(stage, frame, private / f"{fingerprint[:16]}-search-{os.getpid()}")
    anchor = Ledger(plan.publication.state / "ledger.sqlite3").anchor()
    stage.write("manifest.json", manifest(shelf, hashes, fingerprint, stage.hashes, anchor), "manifest")
    found = (*verdict.problems, *problems, *said, *quoted, *unfound, *stage.problems)
    # A tree that is not what it should be is not read: each fault would be told again at its traces.
    _refuse_staged(found, stage)
    found = (*found, *check_tree(stage.folder, plan, frame.made))
    _refuse_staged(found, stage)
    _refuse_unanswered(found, stage)
    return Tree(plan, stage.folder, fingerprint, hashes, verdict.bundles, found)


def _kept(plan: Plan) -> dict[str, Bundle]:
    """The bundles of every published edition, by its name."""
    folder = plan.publication.state / "bundles"
    try:
        return {item.edition.name: load(folder, item.bundle) for item in plan.published}
    except OSError as error:
        facts = {"reason": error.strerror or type(error).__name__}
        raise TryAgain(Problem("compose.bundle-unreadable", facts)) from error


def _said_otherwise(kept: Mapping[str, Bundle], new: Iterable[Bundle]) -> Iterator[Problem]:
    """Editions that would say something else than they did. A pack may be added to one; its facts stay."""
    for bundle in new:
        old = kept.get(bundle.edition.name)
        facts = {path for path in (old.files if old else ()) if path.endswith("figures.json") or _is_data(path)}
        if old is not None and any(bundle.files.get(path) != old.files[path] for path in facts):
            yield Problem("compose.said-otherwise", {"edition": bundle.edition.name}, file=bundle.edition.address)


def _is_data(path: str) -> bool:
    """Whether a file holds the data of an edition. That of a chart has the figures' values in words of a page."""
    return path.startswith("public/data/") and path.endswith(".csv")


def _refuse(problems: Iterable[Problem]) -> None:
    found = tuple(problems)
    if any(problem.severity == "error" for problem in found):
        raise SourceProblems(found)


def _refuse_staged(problems: Iterable[Problem], stage: Stage) -> None:
    """The same, with nothing left of a tree that is refused."""
    try:
        _refuse(problems)
    except SourceProblems:
        shutil.rmtree(stage.folder, ignore_errors=True)
        raise


def _refuse_unanswered(problems: Iterable[Problem], stage: Stage) -> None:
    """Questions wait until all that is an error has been told: whoever answers them sees the whole of it."""
    found = tuple(problems)
    if any(problem.severity == "question" for problem in found):
        shutil.rmtree(stage.folder, ignore_errors=True)
        raise NeedsPerson(found)


def _fill(stage: Stage, frame: Frame, rendered: list[tuple[str, bytes]]) -> list[Problem]:
    """Write every file of the site; gives what is wrong with texts that are quoted on pages without an edition."""
    shelf, problems = frame.shelf, list[Problem]()
    stage.write_all(_assets(frame), "theme")
    for row in shelf.rows:
        for bundle in row.bundles:
            stage.write_all(shelf.public(bundle), bundle.edition.name)
        for language in frame.languages:
            stage.write_all(report_pages(frame, row, language), row.report.file)
            stage.write_all(area_pages(frame, row, language), row.report.file)
            stage.write_all(embed_pages(frame, row, language), row.report.file)
            stage.write_all(withdrawal_pages(frame, row, language), row.report.file)
    for language in frame.languages:
        stage.write_all(place_pages(frame, language), "areas")
        stage.write_all(channel_pages(frame, language), "mkdocs.yml")
    stage.write_all((_home(frame, language) for language in frame.languages), "home")
    if frame.index is not None:
        for language in frame.languages:
            stage.write_all(collection_pages(frame, frame.index, language, problems), "collection")
    stage.write_all(catalogue_files(frame), "data")
    stage.write_all(timetable_files(frame), "timetable")
    stage.write_all(correction_files(frame), "corrections")
    stage.write_all(feed_files(frame), "feeds")
    stage.write_all(rendered, "reports/*.md")
    stage.write_all(_design(frame, stage), "design")
    stage.write_all(_root_files(frame), "site")
    return problems


def _design(frame: Frame, stage: Stage) -> list[tuple[str, bytes]]:
    """The pages of what the site is made of, made in a private folder that is gone afterwards."""
    # As every private folder it ends in the number of the process, which tells publish whose leftover it is.
    name, _, process = stage.folder.name.rpartition("-")
    folder = stage.folder.with_name(f"{name}-design-{process}")
    try:
        return list(design_files(frame, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _search(stage: Stage, frame: Frame, private: Path) -> tuple[Problem, ...]:
    """The search over all that is staged; nothing where it is switched off."""
    if not frame.settings.search:
        return ()
    stage.write_all(search_pages(frame), "search")
    files, problems = index_files(frame, stage.folder, private)
    stage.write_all(files, "search")
    return problems


def _home(frame: Frame, language: Language) -> tuple[str, bytes]:
    return collection_home(frame, frame.index, language) if frame.index is not None else home_page(frame, language)


def _assets(frame: Frame) -> Files:
    """The theme's files, the agency's own in their place, and Plotly's library where a page can use it."""
    publication = frame.shelf.publication
    folder = publication.templates / "theme" / "assets"
    own = dict(identity_files(publication.settings, publication.mark))
    for path in sorted(folder.rglob("*")):
        name = f"assets/{path.relative_to(folder).as_posix()}"
        if path.is_file() and name not in own:
            yield name, path.read_bytes()
    yield from own.items()
    yield from ((plain_card(code), card) for code, card in frame.plain_cards.items())
    if any(has_page(bundle, "explore") for bundle in frame.shelf.newest_first):
        yield "assets/plotly.min.js", _plotly().read_bytes()


def _plotly() -> Path:
    """Plotly's own library in its package, found without loading the package."""
    spec = importlib.util.find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("plotly")
    return Path(spec.submodule_search_locations[0]) / "package_data" / "plotly.min.js"


def _root_files(frame: Frame) -> Files:
    language = frame.languages[0]
    head = Head(language.text("missing.title"), language.text("missing.text"), listed=False)
    # The server shows this page at any address, so its links begin at the root of the server.
    context = frame.context(language, "", head, Links(frame.path, frame.prefix(language)))
    yield "404.html", filled(frame.environment, "404.html", context)
    frame.note("404.html", "404.html")
    yield "sitemap.xml", sitemap(frame, _addresses(frame))
    yield "robots.txt", robots(frame)


def _addresses(frame: Frame) -> Iterator[tuple[str, str | None]]:
    """Every page that stands for itself, and when it last changed."""
    shelf = frame.shelf
    newest = shelf.newest_first[0].edition.release.isoformat() if shelf.newest_first else None
    common = ("", catalogue.ADDRESS, timetable.ADDRESS, *((search_page.ADDRESS,) * frame.settings.search))
    yield from ((address, newest) for address in common)
    yield from ((page.address, None) for page in frame.prose)
    yield from place_addresses(frame)
    yield from channel_addresses(frame)
    yield from correction_addresses(frame)
    yield from ((address, None) for address in (DESIGN_PAGES if frame.settings.design_page else ()))
    yield from ((address, None) for address in (sitemap_addresses(frame.index) if frame.index is not None else ()))
    for bundle in shelf.newest_first:
        changed = (corrected_at(shelf.publication, bundle) or bundle.edition.release).isoformat()
        for page in ("", "explore/", "share/"):
            if not page or has_page(bundle, page.rstrip("/")):
                yield bundle.edition.address + page, changed
        for name in pages_of(bundle):
            yield bundle.edition.address + address_of(name), changed
    for name, versions in shelf.datasets.items():
        yield f"{catalogue.ADDRESS}{name}/", versions[0].bundle.edition.release.isoformat()
        for version in versions:
            yield version.folder, version.bundle.edition.release.isoformat()
