"""compose: every address and link of the tree, what each page says of itself, and the parts of its frame."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from lxml import html

from berkala.compose import compose
from berkala.compose.frame import Frame, say
from berkala.compose.pages import frequency
from berkala.compose.ruler import NARROW, WIDE, ruler
from berkala.compose.shelf import Row, Shelf
from berkala.compose.tree import Tree
from berkala.periods import Period, between, parse
from berkala.plan import read_publication
from berkala.words import Sentence, language
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

# -- addresses and links ------------------------------------------------------------------------------------------


def test_every_promised_address_is_there(tree: Tree) -> None:
    both = [
        "", "lake/", "lake/2020-11/", "lake/2020-12/", "lake/2021-01/", "lake/2021-01/share/", "lake/2021-01/explore/",
        "data/", "data/lake/", "data/lake/2020-11/", "timetable/", "corrections/", "about/",
    ]  # fmt: skip
    once = [
        "404.html", "robots.txt", "sitemap.xml", "manifest.json",
        "timetable/timetable.json", "corrections/corrections.json",
        "lake/2020-12/figures.json", "data/lake/2020-12/lake.csv", "data/lake/latest/lake.csv", "assets/berkala.css",
        "assets/agency.css", "assets/fonts/plus-jakarta-sans-latin.woff2", "assets/fonts/OFL.txt",
        "assets/plotly.min.js",
    ]  # fmt: skip
    feeds = ("feed.xml", "feed.json", "timetable/timetable.ics", "corrections/corrections.xml")
    files = listing(tree)
    for prefix in ("", "id/"):
        assert {f"{prefix}{address}index.html" for address in both} <= set(files)
        assert {f"{prefix}{name}" for name in feeds} <= set(files)
    assert set(once) <= set(files)
    assert not any(name.startswith("id/lake/2020-11/share") for name in files)
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
                    known = owner.xpath(
                        "ancestor-or-self::*[self::data or self::time or @data-role or @data-time or @data-figure]"
                    )
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
        runs = "/explore/" in path or path.removeprefix("id/") == "search/index.html"
        assert ("script-src 'self'" in policy) == runs, path
        assert ("wasm-unsafe-eval" in policy) == path.removeprefix("id/").startswith("search/"), path
        if not runs:
            assert not document.xpath("//script[not(@type='application/ld+json')]"), path
            assert not document.xpath("//@style"), path


def test_the_shared_image_is_the_wide_card(tree: Tree) -> None:
    page = html.document_fromstring((tree.folder / "id/lake/2021-01/index.html").read_bytes().decode())
    meta = {e.get("property"): e.get("content") for e in page.xpath("//meta[@property]")}
    assert meta["og:image"] == f"{BASE}lake/2021-01/share/card.id.png"
    assert (meta["og:image:width"], meta["og:image:height"]) == ("1200", "630")
    old = html.document_fromstring((tree.folder / "lake/2020-11/index.html").read_bytes().decode())
    assert old.xpath("string(//meta[@property='og:image']/@content)") == f"{BASE}assets/card.en.png"


def test_structured_data_is_json_and_cannot_end_its_script(tree: Tree) -> None:
    kinds = set()
    for path, document in pages(tree):
        for script in document.xpath("//script[@type='application/ld+json']"):
            data = json.loads(script.text)
            kinds.add(data["@type"])
            assert "</" not in script.text, path
            if data["@type"] == "Dataset":
                assert data["distribution"][0]["contentUrl"].startswith(f"{BASE}data/lake/20")
    assert kinds == {"Report", "Dataset", "Organization"}


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
        (official.folder, ("No further release is planned", "The series is closed"), "emonstration ends"),
        (tree.folder, ("emonstration ends", "emonstration ends"), "The series is closed"),
    ):
        for path in ("index.html", "timetable/index.html", "lake/2021-01/index.html"):
            page = (folder / path).read_text(encoding="utf-8")
            assert said[path != "index.html"] in page, path
            assert not_said not in page, path


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
