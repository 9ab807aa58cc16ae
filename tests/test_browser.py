"""What readers do with the pages of the whole publication, in a real Chromium. How pages look: test_pages_matrix.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import CHROMIUM as CHROMIUM
from browsing import MARKS, axe_faults, chromium, opened, served
from browsing import Quiet as Quiet

LATEST = "emergency-care/2019-03/"
#: An edition that has a newer one says so, and the pages that the matrix takes no second time.
FIRST = "emergency-care/2018-02/"

pytestmark = MARKS


@pytest.fixture(scope="module")
def site(whole_site: Path) -> Iterator[str]:
    with served(whole_site) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def assert_accessible(browser: Browser, site: str, addresses: list[str], width: int, scheme: str) -> None:
    """No page of these complains in its console, and axe finds nothing."""
    page, said = opened(browser, width, scheme)
    found = []
    for address in addresses:
        page.goto(site + address)
        if address.endswith("explore/"):
            page.wait_for_selector("#plot .main-svg")
        found += [f"{address}: {fault}" for fault in axe_faults(page)]
    page.context.close()
    assert said == []
    assert found == []


def test_an_edition_that_has_a_newer_one_is_as_good(browser: Browser, site: str) -> None:
    assert_accessible(browser, site, [FIRST, f"id/{FIRST}", f"data/{FIRST}"], 360, "light")


def test_a_reader_changes_language_and_stays_on_the_page(browser: Browser, site: str) -> None:
    page, _ = opened(browser, 360, script=False)
    page.goto(site + LATEST)
    page.get_by_role("link", name="Indonesia").click()
    assert page.url == f"{site}id/{LATEST}"
    assert page.locator("h1").text_content() != ""
    assert page.locator("html").get_attribute("lang") == "id"
    page.get_by_role("link", name="English").click()
    assert page.url == site + LATEST
    page.context.close()


def test_a_reader_explores_the_figures(browser: Browser, site: str) -> None:
    page, said = opened(browser, 1280)
    page.goto(site + "id/" + LATEST + "explore/")
    page.wait_for_selector("#plot .main-svg")
    drawn = page.evaluate("plot.data.map(one => one.customdata && [one.customdata.at(-1), one.text.at(-1), one.name])")
    told = {f["id"]: f["text"]["id"] for f in page.request.get(site + LATEST + "figures.json").json()["figures"]}
    assert ["within.all.2019-03", f"Maret 2019: {told['within.all.2019-03']}"] in [one[:2] for one in drawn if one]
    page.select_option("#one", "1")
    page.wait_for_url("**#view=0,1")
    page.select_option("#view", "1")
    page.wait_for_url("**#view=1")
    page.wait_for_selector("#plot .bars")
    months = page.locator("#plot .xtick text").all_text_contents()
    assert months == ["Jan 2017", "Jan 2018", "Mar 2019"]  # the beginnings of years, and the last
    assert said == []
    page.context.close()


def test_a_journalist_downloads_what_the_page_shows(browser: Browser, site: str, tmp_path: Path) -> None:
    page, _ = opened(browser, 1280, script=False)
    page.goto(site + LATEST)
    shown = page.locator(".big data").get_attribute("value")
    response = page.request.get(site + LATEST + "figures.json")
    figure = next(f for f in response.json()["figures"] if f["id"] == "within.all.2019-03")
    assert str(figure["value"]) == shown
    page.locator("#data").get_by_role("link", name="CSV").first.hover()
    address = page.locator("#data").get_by_role("link", name="CSV").first.get_attribute("href")
    assert address is not None
    rows = page.request.get(page.url + address).text().splitlines()
    newest = [row.split(",") for row in rows if row.startswith("2019-03,")]
    attended = sum(int(row[2]) for row in newest)
    waited = sum(int(row[4]) for row in newest)
    assert f"{100 * (1 - waited / attended):.1f}%" in (page.locator("h1").text_content() or "")
    page.context.close()
