"""The lake: a small publication made by hand, bundles for it, and how tests of `compose` read the tree made of them."""

from __future__ import annotations

import hashlib
import shutil
import struct
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html

from berkala.check.verdict import Verdict
from berkala.compose import compose
from berkala.compose.tree import Tree
from berkala.errors import Problem, SourceProblems
from berkala.periods import parse
from berkala.plan import Edition, Plan, Receipted, Request, announced, read_publication
from berkala.render.bundle import Bundle
from berkala.render.store import keep
from berkala.words import language
from right_bundle import figures_json

REPOSITORY = Path(__file__).parents[1]
BASE = "https://stats.example/open/"

SETTINGS = """
site_name: Lake desk
site_url: {base}
docs_dir: reports
site_dir: site
theme: {{name: null, custom_dir: templates/theme}}
plugins:
  - berkala:
      agency:
        name: {{en: Lake desk, id: Meja danau}}
        accent: {{light: "#123456", dark: "#a0c4e8"}}
      languages: [{languages}]
      time_zone: Asia/Jakarta
      licence: {{name: CC-BY-4.0, title: {{en: CC BY 4.0, id: CC BY 4.0}}, path: "https://example.org/by"}}
      contact: {{name: {{en: Desk, id: Meja}}, email: desk@stats.example}}
      channels: {{site: {{kind: folder, path: site}}}}
"""

DATASET = """
name: lake
title: {{en: Lake levels <wet>, id: Tinggi danau <basah>}}
description: {{en: Levels of 2 lakes., id: Tinggi 2 danau.}}
frequency: month
coverage: {{from: 2020-11{until}}}
sources: [{{title: Gauges, publisher: Water board}}]
licence: {{name: CC-BY-4.0, title: {{en: CC BY 4.0, id: CC BY 4.0}}, path: "https://example.org/by"}}
retrieved: 2021-06-01
protect: {{none_because: {{en: Nobody is in it., id: Tidak memuat orang.}}}}
resource:
  path: lake.csv
  format: csv
  schema:
    primaryKey: [month]
    fields:
      - {{name: month, type: string, role: period, title: {{en: Month, id: Bulan}}}}
      - {{name: level, type: number, role: measure, title: {{en: Level, id: Tinggi}}, unit: {{en: metres, id: meter}}}}
"""

REPORT = """---
title: {en: Lake levels, id: Tinggi danau}
summary: {en: How high the lake stands., id: Berapa tinggi danau.}
place: {en: Lake, id: Danau}
dataset: lake
frequency: month
schedule: {first_release: 2021-01-01T09:00, lag_days: 10}
compare: previous
demonstration: {en: Not a release of anybody., id: Bukan rilis siapa pun.}
lead: level
indicators:
  level:
    name: {en: Level of the lake, id: Tinggi danau}
    phrase: {en: metres stood in the lake, id: meter tinggi danau}
    formula: total
    inputs: {of: level}
    unit: count
    decimals: 0
    polarity: neutral
charts: {main: {kind: line, indicator: level, show: [all]}}
card: main
methods: {en: Read from a gauge., id: Dibaca dari alat ukur.}
---
"""

ABOUT = """---
title: {title}
description: {description}
---

## Why

See [the data](../data/) and [this page](about{other}.md). We follow <span data-role="name">RFC 5545</span>.
"""


def publication_in(root: Path, languages: str = "en, id", until: str = ", until: 2021-01", prose: bool = True) -> Path:
    for folder in ("reports", "datasets/lake"):
        (root / folder).mkdir(parents=True)
    shutil.copytree(REPOSITORY / "templates" / "theme", root / "templates" / "theme")
    (root / "mkdocs.yml").write_text(SETTINGS.format(base=BASE, languages=languages), encoding="utf-8")
    (root / "datasets/lake/dataset.yml").write_text(DATASET.format(until=until), encoding="utf-8")
    (root / "reports/lake.md").write_text(REPORT, encoding="utf-8")
    others = languages.split(", ")[1:]
    for code in others:
        (root / f"reports/lake.{code}.md").write_text("", encoding="utf-8")
    if prose:
        for code in ["", *(f".{code}" for code in others)]:
            text = ABOUT.format(
                title=f"About us{code}", description="Who we are.", other=f".{others[0]}" if others else ""
            )
            (root / f"reports/about{code}.md").write_text(text, encoding="utf-8")
    return root


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"


def level(code: str, languages: tuple[str, ...]) -> dict[str, object]:
    """The one figure of an edition: what stands in the table's one row."""
    return {
        "id": f"level.{code}",
        "value": 7,
        "status": "",
        "unit": "count",
        "decimals": 0,
        "period": code,
        "area": "Lake",
        "breakdown": {},
        "text": dict.fromkeys(languages, "7"),
        "dataset": "lake",
        "version": code,
        "where": {"file": "lake.csv", "column": "level", "key": {"month": code}},
    }


def bundle(code: str, release: str, languages: tuple[str, ...] = ("en", "id"), full: bool = False) -> Bundle:
    period = parse(code, "month")
    moment = datetime.fromisoformat(release + "+07:00")
    figure = f'<data class="figure" value="7" data-figure="level.{code}">7</data>'
    first = languages[0]
    home = {lang: "" if lang == first else f"{lang}/" for lang in languages}
    data = f"data/lake/{code}/"
    files: dict[str, bytes] = {
        f"public/lake/{code}/figures.json": figures_json([level(code, languages)], "lake", code),
        f"public/{data}lake.csv": f"month,level\n{code},7\n".encode(),
    }
    for lang in languages:
        files |= {
            f"fragments/edition.{lang}.html": (
                f"<header><h1>{figure} metres in the lake</h1></header>"
                f'<p><a href="@/{home[lang]}{data}">Data</a> <a href="@/lake/{code}/figures.json">figures</a></p>'
            ).encode(),
            f"fragments/chart.{lang}.html": f"<figure><figcaption>{figure} again</figcaption></figure>".encode(),
            f"fragments/dataset-lake.{lang}.html": f'<h1>Lake</h1><a href="@/{data}lake.csv">CSV</a>'.encode(),
        }
        if full:
            card = f"lake/{code}/share/card.{lang}.png"
            files[f"public/{card}"], files[f"public/lake/{code}/share/tall.{lang}.png"] = (
                png(1200, 630),
                png(1080, 1920),
            )
            files[f"fragments/share.{lang}.html"] = f'<h1>Cards</h1><img alt="x" src="@/{card}">'.encode()
            files[f"fragments/explore.{lang}.html"] = b"<h1>Explore</h1>"

    def both(text: str) -> dict[str, str]:
        return dict.fromkeys(languages, text)

    csv = files[f"public/{data}lake.csv"]
    about = {
        "report": "lake",
        "slug": "lake",
        "period": code,
        "period_label": {lang: language(lang).period_text(period) for lang in languages},
        "release": moment.isoformat(),
        "title": both("Lake levels"),
        "summary": both("How high the lake stands."),
        "place": both("Lake"),
        "headline": both(f"{figure} metres in the lake"),
        "headline_text": both("7 metres in the lake"),
        "description": both('7 metres stood in the "lake" & </script> more.'),
        "frequency": "month",
        "closed": code == "2021-01",
        "lead": {"label": both("Level"), "html": both(figure), "verdict": None, "mark": None, "reference": None},
        "demonstration": both("Not a release of anybody."),
        "cards": {
            lang: [f"lake/{code}/share/tall.{lang}.png", f"lake/{code}/share/card.{lang}.png"] for lang in languages
        }
        if full
        else {},
        "pages": ["edition", "dataset-lake", *["explore", "share"] * full],
        "datasets": [
            {
                "name": "lake",
                "version": code,
                "title": both("Lake levels <wet>"),
                "description": both("Levels of 2 lakes."),
                "rows": 1,
                "from": "2020-11",
                "until": code,
                "retrieved": "2021-06-01",
                "licence": {"name": "CC-BY-4.0", "title": both("CC BY 4.0"), "path": "https://example.org/by"},
                "sources": [{"title": "Gauges", "publisher": "Water board", "path": None}],
                "files": [
                    {
                        "path": f"{data}lake.csv",
                        "format": "csv",
                        "bytes": len(csv),
                        "sha256": hashlib.sha256(csv).hexdigest(),
                    }
                ],
            }
        ],
    }
    return Bundle(Edition("lake", "lake", period, moment, full), about, dict(sorted(files.items())), "x" * 64)


def three(languages: tuple[str, ...] = ("en", "id")) -> tuple[Bundle, ...]:
    return (
        bundle("2020-11", "2021-01-01T09:00", languages),
        bundle("2020-12", "2021-01-10T09:00", languages),
        bundle("2021-01", "2021-02-10T09:00", languages, full=True),
    )


def verdict_for(
    root: Path,
    bundles: tuple[Bundle, ...],
    published: tuple[Bundle, ...] = (),
    now: datetime | None = None,
    **more: object,
) -> Verdict:
    """A verdict to compose; the calendar as it stands at `now`, or when the newest edition appeared."""
    publication, problems = read_publication(root)
    assert publication is not None
    assert problems == ()
    for one in published:
        keep(one, publication.state / "bundles")
    as_of = datetime.fromisoformat("2026-11-22T00:00+00:00")
    newest = max((one.edition.release for one in (*bundles, *published)), default=as_of)
    plan = Plan(
        Request(root, as_of),
        publication,
        tuple(one.edition for one in bundles),
        tuple(Receipted(one.edition, one.hash) for one in published),
        frame="f" * 64,
        calendar=announced(publication, {one.edition.name for one in (*bundles, *published)}, now or newest),
    )
    return Verdict(plan, bundles, **more)  # type: ignore[arg-type]


@pytest.fixture(name="tree", scope="module")
def fixture_tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return compose(verdict_for(publication_in(tmp_path_factory.mktemp("lake") / "p"), three()))


def listing(tree: Tree) -> dict[str, bytes]:
    return {p.relative_to(tree.folder).as_posix(): p.read_bytes() for p in tree.folder.rglob("*") if p.is_file()}


def pages(tree: Tree) -> Iterator[tuple[str, html.HtmlElement]]:
    for path, content in sorted(listing(tree).items()):
        if path.endswith(".html"):
            yield path, html.document_fromstring(content.decode())


def problems_of(tree: Tree) -> list[str]:
    """Every link that leads to nothing, by page."""
    held, broken = set(listing(tree)), []
    for path, document in pages(tree):
        at = urlsplit(urljoin(BASE, path))
        for element in document.iter("a", "link", "img", "script"):
            link = element.get("href") or element.get("src")
            if link is None or (element.get("rel") in ("canonical", "alternate") and link.startswith("http")):
                continue
            target = urlsplit(urljoin(at.geturl(), link))
            if target.netloc != at.netloc:
                continue
            assert not link.startswith("/") or path == "404.html", f"{path}: {link} is not relative"
            name = unquote(target.path.removeprefix(urlsplit(BASE).path))
            name += "index.html" if name == "" or name.endswith("/") else ""
            if name not in held:
                broken.append(f"{path}: {link}")
            elif target.fragment and name.endswith(".html"):
                other = html.document_fromstring((tree.folder / name).read_bytes().decode())
                broken += [f"{path}: {link}"] * (not other.xpath(f"//*[@id='{target.fragment}']"))
    return broken


def refused(verdict: Verdict) -> list[Problem]:
    with pytest.raises(SourceProblems) as caught:
        compose(verdict)
    problems = list(caught.value.problems)
    for problem in problems:
        for code in ("en", "id"):
            assert "{" not in problem.message(code) + problem.remedy(code)
            assert problem.code not in problem.message(code)
    return problems
