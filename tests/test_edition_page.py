"""The page of an edition as it is built: its parts in their order, every way to ask, the next release, terms, and
the same in a real browser.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser, sync_playwright

from berkala.cli import main
from publications import REPOSITORY
from test_browser import CHROMIUM, opened, served
from test_cases import CASES

NOW, BEFORE = "snake-bites/2024-04/", "snake-bites/2024-03/"
MORE = """
contact:
  phone: "+62 21 555 0101"
  person:
    name: Ratna Contoh
    position: {en: head of the desk, id: Kepala Meja Statistik}
    acting: plh
glossary:
  isles: {term: {en: isles, id: gugus pulau}, explanation: {en: The small islands., id: Pulau kecil.}}
  protection:
    term: {en: protection, id: perlindungan}
    explanation: {en: Small counts stay hidden., id: Angka kecil disembunyikan.}
editions:
  2024-04: {changed: {en: A district has a new clinic., id: Sebuah kecamatan memiliki klinik baru.}}
statements:
  - {kind: extremes, indicator: treated, among: {categories: [east, west], noun: {en: districts, id: kecamatan}}}
methods:"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("page")
    shutil.copytree(CASES / "hidden" / "in", root / "in")
    shutil.copytree(REPOSITORY / "templates", root / "in" / "templates")
    (root / "in" / "site").mkdir()
    report = root / "in" / "reports" / "snake-bites.md"
    text = report.read_text(encoding="utf-8")
    assert "\nmethods:" in text
    report.write_text(text.replace("\nmethods:", MORE, 1), encoding="utf-8")
    built = ["build", "-C", str(root / "in"), "--jobs", "1", "--as-of", "2024-05-25T12:00", "--out", str(root / "site")]
    assert main(built) == 0
    return root / "site"


def page(site: Path, address: str) -> Any:
    return html.fromstring((site / address / "index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("prefix", ["", "id/"])
def test_its_parts_stand_in_the_order_that_readers_need(site: Path, prefix: str) -> None:
    found = page(site, prefix + NOW).xpath("//main//section/@id")
    wanted = ["findings", "changed", "numbers", "data", "method", "responsible", "cite", "next-release", "more"]
    assert [one for one in found if one in wanted] == wanted


@pytest.mark.parametrize("address", [NOW, BEFORE, "id/" + NOW, "snake-bites/"])
def test_its_contents_lead_to_every_section_and_nowhere_else(site: Path, address: str) -> None:
    made = page(site, address)
    anchors = made.xpath("//nav[@id='contents']//a/@href")
    assert len(anchors) == len(set(anchors)) >= 4
    for anchor in anchors:
        (section,) = made.xpath("//*[@id=$name]", name=anchor.removeprefix("#"))
        said = made.xpath("string(//nav[@id='contents']//a[@href=$to])", to=anchor)
        assert section.xpath("string(.//h2)") == said


@pytest.mark.parametrize(("prefix", "person"), [("", "Ratna Contoh, acting head of the desk"),
                                                ("id/", "Plh. Kepala Meja Statistik: Ratna Contoh")])  # fmt: skip
def test_who_is_responsible_can_be_called(site: Path, prefix: str, person: str) -> None:
    (section,) = page(site, prefix + NOW).xpath("//section[@id='responsible']")
    assert section.xpath("string(.//b)") == person
    links = section.xpath(".//a/@href")
    assert links[0] == "tel:+62215550101"
    assert links[1].startswith("mailto:desk@health.nowhere.example?subject=")


def test_the_minute_of_the_last_change_has_its_zone(site: Path) -> None:
    (moment,) = page(site, NOW).xpath("//p[@class='rel']/time/@datetime")
    assert moment == "2024-05-20T11:00+09:00"


def test_what_is_next_is_always_said(site: Path) -> None:
    (now,) = page(site, NOW).xpath("//section[@id='next-release']")
    assert now.xpath(".//time/@datetime") == ["2024-05", "2024-06-20T11:00+09:00"]
    (old,) = page(site, BEFORE).xpath("//section[@id='next-release']")
    assert old.xpath(".//p/a/@href")[0] == "../../snake-bites/2024-04/"


@pytest.mark.parametrize("part", ["", "share/"])
def test_an_old_edition_alone_has_the_bar_before_all_else(site: Path, part: str) -> None:
    old = page(site, BEFORE + part) if (site / BEFORE / part).exists() else page(site, BEFORE)
    assert old.xpath("//main/*[1]/@class") == ["bar"]
    assert old.xpath("//div[@class='bar']//a/@href") == ["../../snake-bites/2024-04/"]
    assert not page(site, NOW + part).xpath("//div[@class='bar']")


def test_what_has_changed_is_told_where_it_is_declared(site: Path) -> None:
    assert "A district has a new clinic." in page(site, NOW).xpath("string(//section[@id='changed'])")
    assert "new clinic" not in page(site, BEFORE).xpath("string(//main)")


@pytest.mark.parametrize("prefix", ["", "id/"])
def test_each_term_is_a_button_once_and_explained_at_the_end(site: Path, prefix: str) -> None:
    made = page(site, prefix + NOW)
    targets = made.xpath("//button[@class='term']/@popovertarget")
    assert sorted(targets) == ["term-isles", "term-protection"]
    assert sorted(made.xpath("//section[@class='terms']/div/@id")) == sorted(targets)


def test_a_finding_has_a_title_a_sentence_and_a_small_chart(site: Path) -> None:
    (finding,) = page(site, NOW).xpath("//section[@id='findings']//article")
    assert finding.xpath("string(.//h3)").startswith("People treated for snake bites: highest for ")
    assert finding.xpath(".//figure/figcaption")
    assert finding.xpath(".//svg[@class='mini']/@aria-hidden") == ["true"]


# -- in a browser -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("there is no Chromium here")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark"), (1280, "light")])
def test_nothing_is_wrong_with_it_and_its_terms_open_without_a_script(
    browser: Browser, site: Path, width: int, scheme: str
) -> None:
    with served(site) as address:
        for prefix in ("", "id/"):
            shown, said = opened(browser, width, scheme)
            for one in (NOW, BEFORE):
                shown.goto(address + prefix + one)
                assert shown.evaluate("document.documentElement.scrollWidth") <= width
                assert Axe().run(shown).response["violations"] == []
            shown.context.close()
            bare, wrong = opened(browser, width, scheme, script=False)
            bare.goto(address + prefix + NOW)
            box = bare.locator("#term-isles")
            assert not box.is_visible()
            bare.locator("button[popovertarget=term-isles].term").click()
            assert box.is_visible()
            box.locator("button").click()
            assert not box.is_visible()
            bare.context.close()
            assert said + wrong == []
