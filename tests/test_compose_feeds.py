"""compose: what programs read, which is manifest, feeds, sitemap and calendar."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from jsonschema import Draft202012Validator
from lxml import etree

from berkala.compose import compose
from berkala.compose.timetable import _folded
from berkala.compose.tree import Tree
from lake import (
    BASE,
    REPOSITORY,
    fixture_tree,  # noqa: F401
    listing,
    pages,
    problems_of,
    publication_in,
    three,
    verdict_for,
)


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
    assert [r["state"] for r in releases[:4]] == ["published", "published", "provisional", "provisional"]
    assert [(r["release"], r["month"]) for r in releases[2:4]] == [
        (None, "2021-02"),
        (None, "2021-03"),
    ]
    assert releases[2]["url"]["en"] == f"{BASE}timetable/#lake-2021-01"
    assert len(releases) == 2 + 12
    assert problems_of(tree) == []
    page = (tree.folder / "lake/2020-12/index.html").read_text(encoding="utf-8")
    assert 'Next release: <time datetime="2021-02">February 2021</time>' in page


def test_published_json_has_its_declared_form(tree: Tree) -> None:
    folder = REPOSITORY / "src/berkala/compose/schemas"
    for path, name in (("manifest.json", "manifest"), ("timetable/timetable.json", "timetable")):
        schema = json.loads((folder / f"{name}.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(json.loads((tree.folder / path).read_text(encoding="utf-8")))
