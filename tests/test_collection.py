"""compose: the pages of a collection, their order, their counts, and that many releases of one moment are one."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import etree, html

from berkala.cli import main
from berkala.compose.collection.tally import by_status
from berkala.compose.collection.ticks import HEIGHT, ROW, STEP, ticks
from berkala.compose.gathering import FEW, Gathering, anchor, closed, gathered, told_at_once
from berkala.compose.index import Index, index_of
from berkala.compose.moments import Moment, coming, moments
from berkala.plan import read_publication
from berkala.words import language
from collecting import NOW, copied, many, shelf_of, without

pytestmark = pytest.mark.slow

BASE = "https://port.example/plan/"


@pytest.fixture(scope="module", name="site")
def fixture_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("collection"))


def built(to: Path) -> Path:
    site, root = to / "site", copied(to / "in")
    assert main(["build", "-C", str(root), "--jobs", "1", "--as-of", NOW, "--out", str(site)]) == 0
    return site


def page(site: Path, address: str) -> etree._Element:
    return html.document_fromstring((site / f"{address}index.html").read_text(encoding="utf-8"))


def said(element: etree._Element) -> str:
    return " ".join(element.text_content().split())


def led(address: str, elements: list[etree._Element], links: str) -> list[str]:
    """Where links lead, from the root of the site."""
    return [led_to(address, link) for element in elements for link in element.xpath(links)]


def led_to(address: str, link: str) -> str:
    return urljoin(f"/{address}", link).lstrip("/")


# -- sections ---------------------------------------------------------------------------------------------------------


def test_a_section_lists_its_indicators_in_the_order_of_their_numbers(site: Path) -> None:
    for prefix, why in (("", "No survey of the drains has been made yet."), ("id/", "Survei saluran belum pernah")):
        document = page(site, f"{prefix}clean-water/")
        rows = document.xpath("//ol[contains(@class, 'ind')]/li")
        assert [said(row.find("p")) for row in rows] == ["1.2", "1.10", "1.a"]
        assert led(f"{prefix}clean-water/", rows, ".//h3/a/@href") == [
            f"{prefix}{name}/" for name in ("water-tests", "piped-water", "flood-drains")
        ]
        assert [said(one) for one in rows[1].xpath(".//data")] == ["90.2%" if not prefix else "90,2%"]
        assert why in said(rows[2])
        assert [one.xpath(".//use/@href")[0] for one in rows[:2]] == ["#m-miss", "#m-met"]
    assert said(document.xpath("//h1")[0]) == "Air bersih dan saluran yang membaik"


def test_the_label_of_a_figure_is_said_where_the_title_does_not_say_it(site: Path) -> None:
    rows = page(site, "clean-water/").xpath("//ol[contains(@class, 'ind')]/li")
    assert "Samples within the guideline, 2023" in said(rows[0])
    assert "piped water" not in said(rows[1].xpath(".//div[@class='v']")[0])


def test_sections_lead_to_each_other_and_home(site: Path) -> None:
    first, last = page(site, "clean-water/"), page(site, "id/decent-work/")
    assert (first.xpath("//a[@rel='prev']"), first.xpath("//a[@rel='next']/@href")) == ([], ["../decent-work/"])
    assert (led("id/decent-work/", [last], "//a[@rel='prev']/@href"), last.xpath("//a[@rel='next']")) == (
        ["id/clean-water/"],
        [],
    )
    assert first.xpath("//nav[@class='crumbs']//a/@href") == ["../"]


# -- home, status, indicators -----------------------------------------------------------------------------------------


def test_home_is_the_way_into_the_sections(site: Path) -> None:
    document = page(site, "")
    doors = document.xpath("//ul[contains(@class, 'doors')]/li")
    assert [said(door.find("h2")) for door in doors] == ["1 Clean water and improved drains", "2 Decent work"]
    assert [said(d.xpath(".//p")[-1]) for d in doors] == ["2 of 3 indicators have figures", "1 indicator, with figures"]
    assert said(document.xpath("//h1")[0]) == "Outcomes of the town plan"
    assert document.xpath("//nav[@class='nav']/a/@href") == ["./", "./status/", "./timetable/", "./data/", "./search/"]
    assert document.xpath("//nav[@class='nav']/a[@aria-current='page']/@href") == ["./"]
    assert len(document.xpath("//section[@id='releases']//li")) == 3


def test_status_counts_statuses_and_bands(site: Path) -> None:
    document = page(site, "status/")
    tables = document.xpath("//table")
    assert [rows_of(table) for table in tables] == [
        [["Complete", "2"], ["Exploring data sources", "1"], ["Not stated", "1"], ["All", "4"]],
        [
            ["Outcome", "Complete", "Exploring data sources", "Not stated", "All"],
            ["1 Clean water and improved drains", "2", "1", "0", "3"],
            ["2 Decent work", "0", "0", "1", "1"],
        ],
        [["As planned", "1"], ["Far from the plan", "1"], ["Not judged", "1"], ["All", "3"]],
        [
            ["Outcome", "As planned", "Far from the plan", "Not judged", "All"],
            ["1 Clean water and improved drains", "1", "1", "0", "2"],
            ["2 Decent work", "0", "0", "1", "1"],
        ],
    ]
    assert {one.get("data-role") for one in document.xpath("//td//*[@data-role]")} == {"count"}
    assert [one.get("width") for one in tables[0].xpath(".//rect[2]")] == ["50.00%", "25.00%", "25.00%"]


def rows_of(table: etree._Element) -> list[list[str]]:
    for label in table.xpath(".//*[@class='lb']"):
        label.getparent().remove(label) if not label.tail else label.clear(keep_tail=True)
    return [[said(cell) for cell in row.xpath("./th | ./td")] for row in table.xpath(".//tr")]


def test_an_indicator_shows_where_it_stands(site: Path) -> None:
    for address in ("piped-water/", "piped-water/2023/"):
        document = page(site, address)
        assert [said(one) for one in document.xpath("//nav[@class='crumbs']//a")] == [
            "Outcomes of the town plan",
            "Outcome 1: Clean water and improved drains",
        ]
        top = said(document.xpath("//nav[@class='place']")[0])
        assert top.startswith("1.10 Homes with piped water · annual")
        assert "Reporting status: Complete · About this indicator" in top
        assert document.xpath("//section[@id='metadata']//dt/text()") == ["Unit", "Source"]
        around = document.xpath("//div[contains(@class, 'turn')]//a")
        assert [(one.get("rel"), said(one)) for one in around] == [
            ("prev", "Previous: 1.2 Water samples that met the guideline"),
            ("next", "Next: 1.a Streets with drains that withstand a flood"),
        ]
        # One edition and none to come: neither a ruler nor a list of editions.
        assert document.xpath("//svg[contains(@class, 'ruler')] | //section[@id='editions']") == []
    assert page(site, "water-tests/2022/").xpath("//svg[contains(@class, 'ruler')]")
    assert page(site, "water-tests/").xpath("//section[@id='editions']")
    assert page(site, "apprentices/").xpath("//section[@id='metadata']") == []


def test_an_indicator_without_data_says_why_and_where_to_look(site: Path) -> None:
    document = page(site, "id/flood-drains/")
    assert said(document.xpath("//h1")[0]) == "Jalan dengan saluran yang tahan banjir"
    assert "Survei saluran belum pernah dilakukan." in said(document.xpath("//*[@role='note']")[0])
    assert "Status pelaporan: Mencari sumber data" in said(document.xpath("//header[@class='hero']")[0])
    assert "25 tahun" in said(document.xpath("//section[@id='metadata']")[0])
    *places, write = document.xpath("//section[@id='look']//a/@href")
    assert [led_to("id/flood-drains/", link) for link in places] == ["id/clean-water/", "id/status/", "id/data/"]
    assert write == "mailto:records@port.example"


def test_search_engines_find_the_pages_and_the_way_down(site: Path) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = etree.fromstring((site / "sitemap.xml").read_bytes()).xpath("//s:loc/text()", namespaces=space)
    for address in ("status/", "clean-water/", "decent-work/", "flood-drains/", "id/status/", "id/flood-drains/"):
        assert f"{BASE}{address}" in found
    ways = {
        address: crumbs_in(page(site, address)) for address in ("clean-water/", "flood-drains/", "piped-water/2023/")
    }
    assert ways["clean-water/"] == [BASE, "Outcome 1: Clean water and improved drains"]
    assert ways["flood-drains/"] == [BASE, f"{BASE}clean-water/", "1.a Streets with drains that withstand a flood"]
    assert ways["piped-water/2023/"] == [BASE, f"{BASE}clean-water/", "1.10 Homes with piped water"]
    titles = {said(page(site, one).xpath("//title")[0]) for one in ("", "clean-water/", "status/", "flood-drains/")}
    assert len(titles) == 4


def crumbs_in(document: etree._Element) -> list[str]:
    for script in document.xpath("//script[@type='application/ld+json']"):
        data = json.loads(script.text)
        if data["@type"] == "BreadcrumbList":
            return [one.get("item", one["name"]) for one in data["itemListElement"]]
    return []


def test_no_page_lists_every_indicator_in_its_navigation(site: Path) -> None:
    for path in sorted(site.rglob("index.html")):
        document = html.document_fromstring(path.read_text(encoding="utf-8"))
        # A page for frames has no navigation.
        links = document.xpath("(//nav[@class='nav'])[1]//a")
        assert len(links) == (0 if "embed" in path.parts else 5), path


def test_the_catalogue_is_grouped_by_section(site: Path) -> None:
    groups = page(site, "data/").xpath("//section[details or div/details]")
    assert [said(one.xpath(".//h2")[0]) for one in groups] == [
        "Outcome 1: Clean water and improved drains",
        "Outcome 2: Decent work",
    ]
    assert [len(one.xpath(".//tbody/tr")) for one in groups] == [2, 1]


# -- many at once -----------------------------------------------------------------------------------------------------


def indexed(tmp_path: Path, number: int, until: str = ", until: 2023") -> tuple[Index, list[Moment], list[Moment]]:
    shelf = shelf_of(many(tmp_path / "many", number, until))
    index = index_of(shelf)
    assert index is not None
    return index, moments(shelf), coming(shelf)


def test_few_releases_of_one_moment_are_told_one_by_one(tmp_path: Path) -> None:
    index, past, _ = indexed(tmp_path, FEW - 2)
    assert gathered(past, index) == past
    assert gathered(past, None) == past


def test_many_releases_of_one_moment_are_told_as_one(tmp_path: Path) -> None:
    index, past, future = indexed(tmp_path, 12, until="")
    [one] = gathered(past, index)
    assert isinstance(one, Gathering)
    numbers = [moment.report.spec.number for moment in one.moments]
    assert numbers == ["1.2", "1.10", *(f"2.{place}" for place in range(1, 13))]
    assert one.anchor == anchor(one.release) == "released-20240301T093000Z"
    told = gathered(future, index)
    assert len(told) == len({moment.release for moment in future}) < len(future)
    assert gathered(past, None) == past


def test_a_feed_tells_many_releases_of_one_moment_in_one_entry(tmp_path: Path) -> None:
    shelf = shelf_of(many(tmp_path / "many", 12))
    newest = shelf.newest_first
    [one] = told_at_once(newest, index_of(shelf), 50)
    assert (len(one.bundles), one.single) == (15, False)
    assert len(told_at_once(newest, None, 50)) == 15
    assert len(told_at_once(newest, None, 4)) == 4


def test_an_entry_for_a_later_release_stands_before_the_one_for_many(tmp_path: Path) -> None:
    shelf = shelf_of(many(tmp_path / "many", 12))
    index = index_of(shelf)
    late = shelf.newest_first[0]
    moved = late.edition.release + timedelta(days=1)
    late_edition = type(late.edition)(late.edition.report, late.edition.slug, late.edition.period, moved)
    later = type(late)(late_edition, {}, {}, "")
    told = told_at_once((later, *shelf.newest_first[1:]), index, 50)
    assert [len(entry.bundles) for entry in told] == [1, 14]


def test_many_series_that_end_are_told_as_one(tmp_path: Path) -> None:
    shelf = shelf_of(many(tmp_path / "many", 12))
    rows, ended = closed(shelf.rows, index_of(shelf))
    assert (rows, ended is not None and (ended.number, ended.demonstration)) == ([], (14, False))
    assert len(closed(shelf.rows, None)[0]) == 14


def test_a_collection_released_at_once_has_a_calendar_and_feeds_of_one_entry(tmp_path: Path) -> None:
    root = copied(tmp_path / "in")
    report = (root / "reports/apprentices.md").read_text(encoding="utf-8")
    for place in range(2, 6):
        text = report.replace('"2.1"', f'"2.{place}"')
        (root / f"reports/again-{place}.md").write_text(text, encoding="utf-8")
        (root / f"reports/again-{place}.id.md").write_text("", encoding="utf-8")
    site = tmp_path / "site"
    assert main(["build", "-C", str(root), "--jobs", "1", "--as-of", NOW, "--out", str(site)]) == 0
    calendar = page(site, "timetable/")
    [moment] = calendar.xpath("//section[@id='released']//ul[contains(@class, 'cal')]/li")
    assert moment.get("id") == "released-20240301T093000Z"
    assert (said(moment.find("h3")), len(moment.xpath(".//details//a"))) == ("7 indicators", 7)
    home = page(site, "id/")
    assert len(home.xpath("//section[@id='releases']//li")) == FEW
    assert "2 indikator lain dirilis pada saat yang sama." in said(home.xpath("//section[@id='releases']")[0])
    events = (site / "timetable/timetable.ics").read_text(encoding="utf-8").replace("\n ", "")
    assert re.findall(r"SUMMARY:(.*)\r?\n", events) == ["Port Nowhere Records Office: 7 indicators"]
    feed = json.loads((site / "feed.json").read_text(encoding="utf-8"))
    assert [item["url"] for item in feed["items"]] == [f"{BASE}timetable/#released-20240301T093000Z"]
    assert len(json.loads((site / "timetable/timetable.json").read_text(encoding="utf-8"))["releases"]) == 8


# -- parts ------------------------------------------------------------------------------------------------------------


def test_what_is_not_released_yet_has_a_line_and_no_link(tmp_path: Path) -> None:
    shelf = without(shelf_of(many(tmp_path / "many", 2)), "piped-water")
    index = index_of(shelf)
    assert index is not None
    water = index.groups[0]
    assert [(one.told.name, one.has_figures, one.has_page) for one in water.members] == [
        ("water-tests", True, True),
        ("piped-water", False, False),
        ("flood-drains", False, True),
    ]
    assert (water.reported, "reports/piped-water.md" in index.standings) == (1, False)
    following = index.standings["reports/water-tests.md"].following
    assert following is not None
    assert following.told.name == "flood-drains"


def test_a_status_that_nobody_has_is_shown_as_none(tmp_path: Path) -> None:
    publication = many(tmp_path / "many", 1)
    index = index_of(shelf_of(publication))
    assert index is not None
    tally = by_status(index, language("en"))
    assert [(kind.label.text, count.number) for kind, count in zip(tally.kinds, tally.totals, strict=True)] == [
        ("Complete", 2),
        ("Exploring data sources", 1),
        ("Not stated", 1),
    ]
    assert tally.total == sum(count.number for count in tally.totals) == len(index.members)


def test_a_strip_has_a_mark_for_each_indicator_and_breaks_where_a_phone_ends(tmp_path: Path) -> None:
    index = index_of(shelf_of(many(tmp_path / "many", ROW + 3)))
    assert index is not None
    drawn = ticks(index.groups[1].members)
    assert (drawn.filled.count("M"), drawn.open.count("M")) == (ROW + 3, 0)
    assert (drawn.width, drawn.height > 2 * HEIGHT) == (ROW * STEP, True)
    assert drawn.width <= 328
    mixed = ticks(index.groups[0].members)
    assert (mixed.filled.count("M"), mixed.open.count("M")) == (2, 1)


def test_without_a_collection_there_is_no_index() -> None:
    publication, _ = read_publication(Path(__file__).parent / "cases/single/in")
    assert publication is not None
    assert index_of(shelf_of(publication)) is None
