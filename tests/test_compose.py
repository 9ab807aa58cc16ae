"""compose: small hand-made bundles in, a whole public tree out."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
import struct
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from jsonschema import Draft202012Validator
from lxml import etree, html

from berkala.check.verdict import Verdict
from berkala.compose import compose
from berkala.compose.frame import Frame, say
from berkala.compose.pages import frequency
from berkala.compose.prose import _Listener, _quietly
from berkala.compose.ruler import NARROW, WIDE, ruler
from berkala.compose.shelf import Row, Shelf
from berkala.compose.stage import Stage
from berkala.compose.timetable import _folded
from berkala.compose.tree import Tree
from berkala.errors import Problem, SourceProblems, TryAgain
from berkala.periods import Period, between, parse
from berkala.plan import Edition, Plan, Receipted, Request, read_publication
from berkala.plan.due import frame_hash
from berkala.render.bundle import Bundle
from berkala.render.store import keep
from berkala.words import Sentence, language
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
        accent: {{light: "#123456", dark: "#abcdef"}}
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


def verdict_for(root: Path, bundles: tuple[Bundle, ...], published: tuple[Bundle, ...] = (), **more: object) -> Verdict:
    publication, problems = read_publication(root)
    assert publication is not None
    assert problems == ()
    for one in published:
        keep(one, publication.state / "bundles")
    plan = Plan(
        Request(root, datetime.fromisoformat("2026-11-22T00:00+00:00")),
        publication,
        tuple(one.edition for one in bundles),
        tuple(Receipted(one.edition, one.hash) for one in published),
        frame="f" * 64,
    )
    return Verdict(plan, bundles, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
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


# -- addresses and links ------------------------------------------------------------------------------------------


def test_every_promised_address_is_there(tree: Tree) -> None:
    both = [
        "", "lake/", "lake/2020-11/", "lake/2020-12/", "lake/2021-01/", "lake/2021-01/share/", "lake/2021-01/explore/",
        "data/", "data/lake/", "data/lake/2020-11/", "timetable/", "about/",
    ]  # fmt: skip
    once = [
        "404.html", "robots.txt", "sitemap.xml", "manifest.json", "timetable/timetable.json",
        "lake/2020-12/figures.json", "data/lake/2020-12/lake.csv", "data/lake/latest/lake.csv", "assets/berkala.css",
        "assets/agency.css", "assets/fonts/plus-jakarta-sans-latin.woff2", "assets/fonts/OFL.txt",
        "assets/plotly.min.js",
    ]  # fmt: skip
    files = listing(tree)
    for prefix in ("", "id/"):
        assert {f"{prefix}{address}index.html" for address in both} <= set(files)
        assert {f"{prefix}{name}" for name in ("feed.xml", "feed.json", "timetable/timetable.ics")} <= set(files)
    assert set(once) <= set(files)
    assert not any(name.startswith("id/lake/2020-11/share") or "corrections" in name for name in files)
    assert files["data/lake/latest/lake.csv"] == files["data/lake/2021-01/lake.csv"]
    assert files["assets/agency.css"].startswith(b":root{--accent:#123456}")


def test_every_link_leads_somewhere_and_is_relative(tree: Tree) -> None:
    assert problems_of(tree) == []


def test_no_root_link_of_a_fragment_is_left(tree: Tree) -> None:
    assert not [path for path, content in listing(tree).items() if path.endswith(".html") and b"@/" in content]


def test_a_link_to_another_language_stays_on_the_page(tree: Tree) -> None:
    page = html.document_fromstring((tree.folder / "id/lake/2020-12/index.html").read_bytes().decode())
    [switch] = page.xpath("//nav[@class='lang']/a")
    assert (switch.get("href"), switch.get("hreflang")) == ("../../../lake/2020-12/", "en")


# -- what a page says of itself -----------------------------------------------------------------------------------


def test_each_page_is_valid_enough(tree: Tree) -> None:
    for path, document in pages(tree):
        assert (tree.folder / path).read_bytes().startswith(b"<!doctype html>"), path
        assert len(document.xpath("//h1")) == 1, path
        ids = document.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        for landmark in ("header[@class='mast']", "main[@id='main']", "footer"):
            assert len(document.xpath(f"//{landmark}")) == 1, (path, landmark)
        assert document.get("lang") == ("id" if path.startswith("id/") else "en"), path
        assert document.xpath("//a[@class='skip']/@href") == ["#main"], path
        assert document.xpath("string(//title)").strip(), path
        assert document.xpath("string(//meta[@name='description']/@content)").strip(), path


def test_every_digit_on_a_page_is_traced_or_declared(tree: Tree) -> None:
    for path, document in pages(tree):
        for element in document.xpath("//body//*[not(self::script)]"):
            for text, owner in ((element.text, element), (element.tail, element.getparent())):
                if text and re.search(r"\d", text) and isinstance(element.tag, str):
                    known = owner.xpath("ancestor-or-self::*[self::data or self::time or @data-role or @data-time]")
                    assert known, (path, text)


def test_a_role_is_declared_where_it_is_used() -> None:
    for template in sorted((REPOSITORY / "templates" / "theme").glob("*.html")):
        assert re.match(r"\{# roles: [a-z, ]+ #\}\n", template.read_text(encoding="utf-8")), template.name


def test_languages_point_at_each_other(tree: Tree) -> None:
    alternates = {}
    for path, document in pages(tree):
        if path == "404.html":
            continue
        canonical = document.xpath("string(//link[@rel='canonical']/@href)")
        found = {e.get("hreflang"): e.get("href") for e in document.xpath("//link[@rel='alternate'][@hreflang]")}
        assert set(found) == {"en", "id", "x-default"}, path
        assert canonical in found.values(), path
        alternates[canonical] = found
    for found in alternates.values():
        assert all(alternates[url] == found for url in found.values())


def test_the_reports_page_stands_for_its_latest_edition(tree: Tree) -> None:
    page = html.document_fromstring((tree.folder / "lake/index.html").read_bytes().decode())
    assert page.xpath("string(//link[@rel='canonical']/@href)") == f"{BASE}lake/2021-01/"
    assert page.xpath("//section[@id='editions']//a/@href") == [
        "../lake/2021-01/", "../lake/2020-11/", "../lake/2020-12/",
    ]  # fmt: skip


def test_policies_forbid_scripts_but_where_a_page_needs_them(tree: Tree) -> None:
    for path, document in pages(tree):
        policy = document.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert policy.startswith("default-src 'none'"), path
        assert ("script-src 'self'" in policy) == ("/explore/" in path), path
        if "/explore/" not in path:
            assert not document.xpath("//script[not(@type='application/ld+json')]"), path
            assert not document.xpath("//@style"), path


def test_the_shared_image_is_the_wide_card(tree: Tree) -> None:
    page = html.document_fromstring((tree.folder / "id/lake/2021-01/index.html").read_bytes().decode())
    meta = {e.get("property"): e.get("content") for e in page.xpath("//meta[@property]")}
    assert meta["og:image"] == f"{BASE}lake/2021-01/share/card.id.png"
    assert (meta["og:image:width"], meta["og:image:height"]) == ("1200", "630")
    old = html.document_fromstring((tree.folder / "lake/2020-11/index.html").read_bytes().decode())
    assert not old.xpath("//meta[starts-with(@property, 'og:image')]")


def test_structured_data_is_json_and_cannot_end_its_script(tree: Tree) -> None:
    kinds = set()
    for path, document in pages(tree):
        for script in document.xpath("//script[@type='application/ld+json']"):
            data = json.loads(script.text)
            kinds.add(data["@type"])
            assert "</" not in script.text, path
            if data["@type"] == "Dataset":
                assert data["distribution"][0]["contentUrl"].startswith(f"{BASE}data/lake/20")
    assert kinds == {"Report", "Dataset"}


def test_an_old_edition_says_so_and_a_demonstration_too(tree: Tree) -> None:
    old = (tree.folder / "lake/2020-11/index.html").read_text(encoding="utf-8")
    assert 'A newer edition: <a href="../../lake/2021-01/">' in old
    assert "A newer edition" not in (tree.folder / "lake/2021-01/index.html").read_text(encoding="utf-8")
    for path in (
        "index.html",
        "lake/2020-11/index.html",
        "lake/2021-01/share/index.html",
        "lake/2021-01/explore/index.html",
    ):
        assert "Not a release of anybody." in (tree.folder / path).read_text(encoding="utf-8"), path


def test_neighbours_are_linked(tree: Tree) -> None:
    page = html.document_fromstring((tree.folder / "lake/2020-12/index.html").read_bytes().decode())
    assert page.xpath("//a[@rel='prev']/@href") == ["../../lake/2020-11/"]
    assert page.xpath("//a[@rel='next']/@href") == ["../../lake/2021-01/"]
    last = (tree.folder / "lake/2021-01/index.html").read_text(encoding="utf-8")
    assert "This demonstration ends with this edition: no further release here" in last
    assert "is closed" not in last


def test_only_of_a_demonstration_is_it_said_that_it_ends_here(tmp_path: Path, tree: Tree) -> None:
    root = publication_in(tmp_path / "p")
    report = root / "reports/lake.md"
    report.write_text(re.sub("demonstration: .*\n", "", report.read_text(encoding="utf-8")), encoding="utf-8")
    bundles = [replace(one, about={**one.about, "demonstration": None}) for one in three()]
    official = compose(verdict_for(root, tuple(bundles)))
    for folder, said, not_said in (
        (official.folder, "The series is closed", "emonstration ends"),
        (tree.folder, "emonstration ends", "The series is closed"),
    ):
        for path in ("index.html", "timetable/index.html", "lake/2021-01/index.html"):
            page = (folder / path).read_text(encoding="utf-8")
            assert said in page, path
            assert not_said not in page, path


# -- what programs read --------------------------------------------------------------------------------------------


def test_the_manifest_names_the_tree_and_every_file(tree: Tree) -> None:
    files = listing(tree)
    text = files.pop("manifest.json").decode()
    manifest = json.loads(text)
    assert f'"tree": "{tree.fingerprint}"' in text
    assert manifest["files"] == {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())}
    assert [(e["edition"], e["bundle"]) for e in manifest["editions"]] == list(tree.bundles.items())


def test_the_feeds_parse_and_keep_the_editions_time(tree: Tree) -> None:
    atom = etree.fromstring((tree.folder / "id/feed.xml").read_bytes())
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert atom.xpath("string(a:updated)", namespaces=space) == "2021-02-10T09:00:00+07:00"
    assert atom.xpath("a:entry/a:id/text()", namespaces=space) == [
        f"{BASE}id/lake/{code}/" for code in ("2021-01", "2020-12", "2020-11")
    ]
    assert atom.xpath("string(a:entry/a:summary)", namespaces=space).startswith("Not a release of anybody. 7 metres")
    feed = json.loads((tree.folder / "feed.json").read_text(encoding="utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"][0]["url"] == f"{BASE}lake/2021-01/"


def test_the_sitemap_holds_pages_that_stand_for_themselves(tree: Tree) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    sitemap = etree.fromstring((tree.folder / "sitemap.xml").read_bytes())
    found = sitemap.xpath("s:url/s:loc/text()", namespaces=space)
    wanted = {
        document.xpath("string(//link[@rel='canonical']/@href)") for path, document in pages(tree) if path != "404.html"
    }
    assert sorted(found) == sorted(wanted)
    assert all(len(url.xpath("x:link", namespaces=space)) == 3 for url in sitemap.xpath("s:url", namespaces=space))
    assert f"Sitemap: {BASE}sitemap.xml" in (tree.folder / "robots.txt").read_text(encoding="utf-8")


def test_the_calendar_file_is_an_icalendar(tree: Tree) -> None:
    content = (tree.folder / "timetable/timetable.ics").read_bytes()
    lines = content.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line.encode()) <= 75 for line in lines)
    events = content.decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    assert [re.search(r"UID:(\S+)", event)[1] for event in events] == [  # type: ignore[index]
        f"lake-{code}@stats.example" for code in ("2020-11", "2020-12", "2021-01")
    ]
    assert "DTSTART:20210210T020000Z" in events[2]
    assert "SUMMARY:Lake levels\\, January 2021" in events[2]


def test_a_calendar_line_is_folded_between_characters() -> None:
    folded = _folded("SUMMARY:" + "é" * 100)
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == "SUMMARY:" + "é" * 100


def test_the_calendar_as_json_names_what_is_to_come(tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p", until="")
    tree = compose(verdict_for(root, three()[:2]))
    releases = json.loads((tree.folder / "timetable/timetable.json").read_text(encoding="utf-8"))["releases"]
    assert [r["period"] for r in releases[:4]] == ["2020-11", "2020-12", "2021-01", "2021-02"]
    assert [r["state"] for r in releases[:3]] == ["released", "released", "scheduled"]
    assert releases[2]["release"] == "2021-02-10T09:30:00+07:00"
    assert releases[2]["url"]["en"] == f"{BASE}timetable/"
    assert problems_of(tree) == []
    page = (tree.folder / "lake/2020-12/index.html").read_text(encoding="utf-8")
    assert 'Next release: <time datetime="2021-02-10">10 February 2021</time>' in page


# -- the tree as a whole -------------------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes_elsewhere(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        again = compose(verdict_for(publication_in(tmp_path / "elsewhere"), three()))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert again.fingerprint == tree.fingerprint
    assert listing(again) == listing(tree)


def test_kept_bundles_and_new_ones_make_the_same_tree(tree: Tree, tmp_path: Path) -> None:
    old, middle, new = three()
    changed = replace(middle, ingredients="y" * 64)
    mixed = compose(verdict_for(publication_in(tmp_path / "p"), (middle, new), (old, changed)))
    assert mixed.bundles == tree.bundles
    assert mixed.new == (middle, new)
    assert listing(mixed) == listing(tree)


def test_what_stood_in_the_stage_is_gone(tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p", prose=False)
    first = compose(verdict_for(root, three()))
    (first.folder / "planted.html").write_text("x")
    assert "planted.html" not in listing(compose(verdict_for(root, three())))


@pytest.mark.parametrize("languages", ["id", "id, en"])
def test_the_first_language_stands_at_the_root(tmp_path: Path, languages: str) -> None:
    codes = tuple(languages.split(", "))
    tree = compose(verdict_for(publication_in(tmp_path / "p", languages), three(codes)))
    files = listing(tree)
    assert ("en/index.html" in files) == (len(codes) == 2)
    assert not any(path.startswith("id/") for path in files)
    page = html.document_fromstring(files["index.html"].decode())
    assert page.get("lang") == "id"
    assert len(page.xpath("//nav[@class='lang']")) == len(page.xpath("//link[@hreflang='x-default']")) == len(codes) - 1
    assert problems_of(tree) == []


def test_before_the_first_release_there_is_a_home_and_no_edition(tmp_path: Path) -> None:
    tree = compose(verdict_for(publication_in(tmp_path / "p", prose=False), ()))
    assert problems_of(tree) == []
    assert not any(path.startswith(("lake/", "data/lake")) for path in listing(tree))
    assert "Nothing has been released yet." in (tree.folder / "index.html").read_text(encoding="utf-8")


def test_without_authored_pages_mkdocs_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("berkala.compose.prose._build", refused)
    tree = compose(verdict_for(publication_in(tmp_path / "p", prose=False), three()))
    assert "about/index.html" not in listing(tree)
    assert [path.name for path in (tmp_path / "p/.berkala/stage").iterdir()] == [tree.folder.name]


# -- what it refuses -----------------------------------------------------------------------------------------------


def refused(verdict: Verdict) -> list[Problem]:
    with pytest.raises(SourceProblems) as caught:
        compose(verdict)
    problems = list(caught.value.problems)
    for problem in problems:
        for code in ("en", "id"):
            assert "{" not in problem.message(code) + problem.remedy(code)
            assert problem.code not in problem.message(code)
    return problems


def test_an_error_found_before_keeps_all_from_being_composed(tmp_path: Path) -> None:
    found = (Problem("compose.mkdocs", {"said": "a"}, severity="warning"), Problem("compose.mkdocs", {"said": "b"}))
    root = publication_in(tmp_path / "p")
    assert refused(verdict_for(root, three(), problems=found)) == list(found)
    assert not (root / ".berkala").exists()


def test_a_warning_travels_on(tmp_path: Path) -> None:
    warning = Problem("compose.mkdocs", {"said": "a"}, severity="warning")
    tree = compose(verdict_for(publication_in(tmp_path / "p", prose=False), three(), problems=(warning,)))
    assert tree.problems == (warning,)


def test_a_page_missing_in_a_language_is_named(tmp_path: Path) -> None:
    old, *rest = three()
    files = {path: content for path, content in old.files.items() if path != "fragments/edition.id.html"}
    [problem] = refused(verdict_for(publication_in(tmp_path / "p"), (replace(old, files=files), *rest)))
    assert problem.code == "compose.fragment-missing"
    assert problem.facts == {"edition": "lake@2020-11", "page": "edition", "language": "id"}


def test_two_claims_to_one_address_are_named(tmp_path: Path) -> None:
    *others, last = three()
    files = {**last.files, "public/timetable/index.html": b"mine"}
    [problem] = refused(verdict_for(publication_in(tmp_path / "p"), (*others, replace(last, files=files))))
    assert (problem.code, problem.facts["path"]) == ("compose.address-taken", "/timetable/index.html")


def sharing_a_version(other_data: bytes = b"") -> tuple[Bundle, ...]:
    """Two editions with one version of the data; the older one with a smaller package."""
    _, old, new = three()
    path = "data/lake/2021-01/lake.csv"
    content = other_data or new.files[f"public/{path}"]
    [entry] = new.about["datasets"]  # type: ignore[misc, attr-defined]
    entry = {**entry, "files": [{**entry["files"][0], "sha256": hashlib.sha256(content).hexdigest()}]}  # type: ignore[has-type]
    files = {name: data for name, data in old.files.items() if not name.startswith("public/data/")}
    files |= {f"public/{path}": content, "public/data/lake/2021-01/datapackage.json": b"small"}
    files |= {f"fragments/edition.{code}.html": b"<h1>Old</h1>" for code in ("en", "id")}
    full = {**new.files, "public/data/lake/2021-01/datapackage.json": b"large"}
    return replace(old, files=files, about={**old.about, "datasets": [entry]}), replace(new, files=full)


def test_a_version_that_editions_share_is_the_full_packs(tmp_path: Path) -> None:
    tree = compose(verdict_for(publication_in(tmp_path / "p", prose=False), sharing_a_version()))
    assert (tree.folder / "data/lake/2021-01/datapackage.json").read_bytes() == b"large"
    assert problems_of(tree) == []


def test_a_version_with_two_contents_is_named(tmp_path: Path) -> None:
    [problem] = refused(verdict_for(publication_in(tmp_path / "p"), sharing_a_version(b"month,level\n")))
    assert (problem.code, problem.facts["path"]) == ("compose.address-taken", "/data/lake/2021-01/")


def test_what_is_wrong_with_authored_pages_is_named_at_once(tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p")
    (root / "reports/about.md").write_text("---\ntitle: About\n---\nx\n", encoding="utf-8")
    (root / "reports/about.id.md").unlink()
    assert [problem.code for problem in refused(verdict_for(root, three()))] == [
        "compose.page-words-missing",
        "compose.page-language-missing",
    ]


def test_a_broken_link_and_a_loose_number_in_an_authored_page_are_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = publication_in(tmp_path / "p")
    with (root / "reports/about.md").open("a", encoding="utf-8") as file:
        file.write("\nSee [us](nowhere.md), all 12 of us.\n")
    link, digit = refused(verdict_for(root, three()))
    assert "nowhere.md" in link.message()
    assert (digit.file, digit.value) == ("reports/about.md", "12")
    assert capfd.readouterr() == ("", "")


def test_files_beside_an_authored_page_are_published_with_it(tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p")
    (root / "reports/about").mkdir()
    (root / "reports/about/map.png").write_bytes(b"PNG")
    (root / "reports/about/.hidden").write_bytes(b"")
    with (root / "reports/about.md").open("a", encoding="utf-8") as file:
        file.write("\n![The office on a map](about/map.png)\n")
    tree = compose(verdict_for(root, three()))
    assert (tree.folder / "about/map.png").read_bytes() == b"PNG"
    assert 'src="map.png"' in (tree.folder / "about/index.html").read_text(encoding="utf-8")
    assert [path.name for path in (tree.folder / "about").iterdir() if path.suffix != ".html"] == ["map.png"]
    publication, _ = read_publication(root)
    assert publication is not None
    first = frame_hash(publication)
    (root / "reports/about/map.png").write_bytes(b"another")
    assert frame_hash(publication) != first


@pytest.mark.parametrize("name", ["my map.png", "more.md"])
def test_a_file_beside_an_authored_page_that_can_have_no_address_is_named(name: str, tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p")
    (root / "reports/about").mkdir()
    (root / "reports/about" / name).write_text("x", encoding="utf-8")
    (problem,) = refused(verdict_for(root, three()))
    assert (problem.code, problem.file) == ("compose.page-file-name", f"reports/about/{name}")


@pytest.mark.parametrize("speaker", ["mkdocs", "properdocs"])
def test_what_mkdocs_or_its_fork_says_becomes_a_problem(speaker: str, capfd: pytest.CaptureFixture[str]) -> None:
    listener = _Listener()
    with _quietly(listener):
        logging.getLogger(f"{speaker}.structure.pages").warning("a dead %s", "link")
        logging.getLogger(f"{speaker}.config").warning("an odd setting")
    logging.getLogger(f"{speaker}.structure.pages").info("heard no more")
    assert [(p.facts["said"], p.severity) for p in listener.problems] == [
        ("a dead link", "error"),
        ("an odd setting", "warning"),
    ]
    assert capfd.readouterr() == ("", "")


def test_a_stage_that_cannot_be_written_asks_to_try_again(tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p", prose=False)
    (root / ".berkala").write_text("in the way")
    with pytest.raises(TryAgain) as caught:
        compose(verdict_for(root, three()))
    assert caught.value.problems[0].code == "compose.stage-unwritable"


@pytest.mark.parametrize("path", ["../out", "/etc/x", "a//b", "a/../b", ".hidden", "a/.git/x", "a\\b", "", "a/"])
def test_nothing_is_written_outside_the_stage(tmp_path: Path, path: str) -> None:
    stage = Stage(tmp_path / "stage", tmp_path)
    with pytest.raises(ValueError, match="not a public path"):
        stage.write(path, b"", "test")


def test_published_json_has_its_declared_form(tree: Tree) -> None:
    folder = REPOSITORY / "src/berkala/compose/schemas"
    for path, name in (("manifest.json", "manifest"), ("timetable/timetable.json", "timetable")):
        schema = json.loads((folder / f"{name}.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(json.loads((tree.folder / path).read_text(encoding="utf-8")))


# -- parts ---------------------------------------------------------------------------------------------------------


def months(first: str, last: str) -> list[Period]:
    return list(between(parse(first, "month"), parse(last, "month")))


def test_the_ruler_is_of_constant_size() -> None:
    archive = months("1990-01", "2019-03")
    for now in (archive[0], archive[170], archive[-1]):
        drawn = ruler(archive, now, None, language("en"), WIDE)
        assert len(drawn.runs) == 1
        assert len(drawn.years) <= 5
        assert 0 < float(drawn.now.at.rstrip("%")) < 100


def test_the_ruler_leaves_the_place_of_a_missing_edition_empty() -> None:
    archive = [period for period in months("2018-01", "2019-03") if period.code != "2018-06"]
    drawn = ruler(archive, archive[-1], None, language("en"), WIDE)
    assert len(drawn.runs) == 2
    assert [mark.label for mark in drawn.years] == ["2019"]


def test_the_ruler_shows_what_is_to_come_only_beside_the_newest() -> None:
    archive = months("2016-04", "2019-03")
    to_come = parse("2019-04", "month")
    assert ruler(archive, archive[-1], to_come, language("en"), NARROW).to_come is not None
    assert ruler(archive, archive[3], to_come, language("en"), NARROW).to_come is None


def test_a_single_edition_has_a_ruler() -> None:
    [only] = months("2019-03", "2019-03")
    drawn = ruler([only], only, None, language("id"), NARROW)
    assert (drawn.now.label, drawn.now.at, drawn.now.anchor) == ("Mar 2019", "1.50%", "start")


def test_a_slot_that_is_html_goes_in_and_any_other_is_escaped() -> None:
    from markupsafe import Markup

    english = language("en")
    text = say(english, "site.edition.newer", link=Markup('<a href="x">May</a>'))
    assert text == 'A newer edition: <a href="x">May</a>.'
    assert say(english, "site.edition.newer", link="<b>") == "A newer edition: &lt;b&gt;."
    assert say(english, "site.edition.newer", link=Sentence.plain("&")) == "A newer edition: &amp;."


def test_a_survey_names_its_months_where_others_name_their_frequency() -> None:
    publication, _ = read_publication(REPOSITORY)
    assert publication is not None
    frame = Frame(Shelf(publication, ()))
    rows = {name: Row(report, (), ()) for name, report in publication.reports.items()}
    assert frequency(frame, rows["kemiskinan"], language("en")) == "every March and September"
    assert frequency(frame, rows["kemiskinan"], language("id")) == "setiap Maret dan September"
    assert frequency(frame, rows["emergency-care"], language("en")) == "monthly"
