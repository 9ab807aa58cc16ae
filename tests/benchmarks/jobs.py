"""The jobs, each with ours first, and who is missing on this machine and why."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterable, Mapping

from benchmarks import pages, rows
from benchmarks import reading as reading_module
from benchmarks.contest import Contender, Job, module
from benchmarks.prepared import MONTHS, READINGS, Prepared, berkala
from publications import REPOSITORY

OURS = "Berkala"
#: Who else makes cards: the way's name, the library, the name in the table.
_CARDS = (
    ("vl_convert", "vl_convert", "vl-convert, the same SVG"),
    ("vl_convert_light", "vl_convert", "vl-convert, brought to our weight"),
    ("matplotlib", "matplotlib", "matplotlib, the same lines and texts"),
    ("kaleido", "kaleido", "Kaleido, the same lines and texts"),
)


def browser() -> str | None:
    """Where a Chromium is, which Kaleido needs; None where there is none."""
    found = (shutil.which(name) for name in ("chromium", "google-chrome", "chrome"))
    return os.environ.get("BROWSER_PATH") or next(filter(None, found), None)


def cards(ready: Prepared) -> Job:
    """The PNGs of a card in light and in dark, as each is published, once everything is warm."""
    ways = [way for way, _, _ in _CARDS]
    contenders, missing = _cards(ready, ways, {"kaleido": (2, 8)}, (4, 24), "_pair")
    title = "A card of 1200 × 630 pixels, in light and in dark, when everything is warm"
    return Job("cards", title, "pair", contenders, missing)


def one_card(ready: Prepared) -> Job:
    """One PNG alone, once everything is warm."""
    ways = [way for way, _, _ in _CARDS]
    contenders, missing = _cards(ready, ways, {"kaleido": (2, 12)}, (4, 34))
    return Job("one-card", "One card of 1200 × 630 pixels alone, when everything is warm", "card", contenders, missing)


def first_card(ready: Prepared) -> Job:
    """The first PNG of a fresh process."""
    contenders, missing = _cards(ready, ["vl_convert", "matplotlib", "kaleido"], {}, (0, 1))
    title = "The first card of a fresh process, by the clock"
    return Job("first-card", title, "process", contenders, missing, by="wall")


def _cards(
    ready: Prepared,
    ways: Iterable[str],
    counts: Mapping[str, tuple[int, int]],
    otherwise: tuple[int, int],
    form: str = "",
) -> tuple[list[Contender], dict[str, str]]:
    folder, fonts = str(ready.card), str(REPOSITORY / "templates" / "fonts")
    contenders, missing = [Contender(OURS, module("cards", f"ours{form}", folder, fonts), otherwise)], {}
    for way, library, name in _CARDS:
        if way not in ways:
            continue
        if importlib.util.find_spec(library) is None:
            missing[name] = f"{library} is not installed (requirements-bench.lock)"
        elif way == "kaleido" and browser() is None:
            missing[name] = "no Chromium on this machine"
        else:
            contenders.append(
                Contender(name, module("cards", f"{way}{form}", folder, fonts), counts.get(way, otherwise))
            )
    return contenders, missing


def archive(ready: Prepared) -> Job:
    """All pages of all editions of one report."""
    publication, (parts, count) = ready.publication, ready.pages
    contenders = [
        Contender(OURS, module("pages", "ours", str(publication)), made=publication / pages.OURS, pages=count),
        Contender(
            "plain Jinja2, parts ready", module("pages", "jinja2", str(parts)), made=parts / pages.PLAIN, pages=count
        ),
    ]
    name, missing = "Hugo, bodies and frame ready", {}
    if hugo := shutil.which("hugo"):
        command = [hugo, "--source", str(parts / "hugo"), "--quiet"]
        contenders.append(Contender(name, command, made=parts / pages.HUGO, pages=count))
    else:
        missing[name] = "hugo is not on this machine"
    return Job("pages", f"{count} pages, and for us all that is behind them", "page", contenders, missing)


def figures(ready: Prepared) -> Job:
    """Rows of a tidy CSV to the figures of one edition."""
    folder, counts = str(ready.rows), (0, MONTHS)
    names = {"ours": OURS, "pandas": "pandas alone, the same numbers", "duckdb": "DuckDB alone, the same numbers"}
    contenders = [Contender(name, module("rows", way, folder), counts) for way, name in names.items()]
    rows_told = f"{MONTHS * rows.AREAS * rows.ITEMS:,}"
    return Job("figures", f"{rows_told} rows of a CSV to the figures of one edition", "1,000 rows", contenders)


def reading(ready: Prepared) -> Job:
    """A million rows of a CSV, read and checked, with nothing wrong."""
    return _reading(ready, "reading", "clean", "A million rows read and checked, none of them wrong")


def reading_spoiled(ready: Prepared) -> Job:
    """A million rows of a CSV, read and checked, with cells to be named."""
    title = f"A million rows read and checked, {reading_module.WRONG:,} cells wrong and told with row and column"
    return _reading(ready, "reading-spoiled", "spoiled", title)


def _reading(ready: Prepared, job: str, file: str, title: str) -> Job:
    folder, counts, missing = str(ready.reading), READINGS, {}
    contenders = [Contender(OURS, module("reading", "ours", folder, file), counts)]
    name = "pandera on pandas, the same rules"
    if importlib.util.find_spec("pandera") is None:
        missing[name] = "pandera is not installed (requirements-bench.lock)"
    else:
        contenders.append(Contender(name, module("reading", "pandera", folder, file), counts))
    return Job(job, title, "1,000 rows", contenders, missing)


def nothing(ready: Prepared) -> Job:
    """A second run of the command, with nothing due."""
    command = berkala(ready.publication)
    title = "Publishing when nothing is due"
    return Job("nothing", title, "run", [Contender(OURS, command)])


def collection(ready: Prepared) -> Job:
    """The United Kingdom's indicators, from an office's files to a site, beside the tool that the office uses."""
    source = ready.collection
    contenders, missing = [Contender(OURS, module("collection", "ours", str(source)))], {}
    name = "sdg-build, the data alone"
    if interpreter := os.environ.get("SDG_BUILD"):
        command = [interpreter, *module("collection", "sdg_build", str(source))[1:]]
        contenders.append(Contender(name, command))
    else:
        missing[name] = "SDG_BUILD names no Python that has sdg-build 2.3 (its repository is open-sdg/sdg-build)"
    title = "A collection of 208 indicators, brought in, built and checked"
    return Job("collection", title, "collection", contenders, missing)


#: Every job by its name on the command line.
JOBS: Mapping[str, Callable[[Prepared], Job]] = {
    "cards": cards,
    "one-card": one_card,
    "first-card": first_card,
    "pages": archive,
    "figures": figures,
    "reading": reading,
    "reading-spoiled": reading_spoiled,
    "nothing": nothing,
    "collection": collection,
}

#: Those that work on the shared data.
SHARED = frozenset({"collection"})
