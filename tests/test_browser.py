"""Every kind of page in a real Chromium: both languages, phone and desk, light and dark, script on and off.

The whole publication: the pages of one report in every way, and the newest edition of the others, with places,
maps, ranges and ranks, in the ways that show most.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LATEST, FIRST = "emergency-care/2019-03/", "emergency-care/2018-02/"
PAGES = [
    "", "emergency-care/", LATEST, FIRST, LATEST + "share/", LATEST + "explore/", "data/", "data/emergency-care/",
    "data/emergency-care/2018-02/", "data/four-hour-standard/", "timetable/", "about/",
]  # fmt: skip
ADDRESSES = [prefix + page for prefix in ("", "id/") for page in PAGES] + ["404.html"]

#: The newest edition of the other reports: its own page, its list of places, a place, cards and posts, Explore.
PARTS = ("", "areas/", "share/", "explore/")
NEWEST = [
    *(f"consumer-prices/2026-08/{part}" for part in (*PARTS, "areas/new-york/")),
    *(f"id/kemiskinan/2022-03/{part}" for part in (*PARTS, "areas/aceh/")),
    "id/consumer-prices/2026-08/", "kemiskinan/2022-03/", "consumer-prices/areas/tampa/", "data/poverty-provinces/",
    "charts/",
]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None and os.environ.get("CI") != "true", reason="there is no Chromium here"),
]


class Quiet(SimpleHTTPRequestHandler):
    """A plain file server, as a public host would be, that keeps its log to itself."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder as a site of its own, by its address: 404.html links from the server's root."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def site(whole_site: Path) -> Iterator[str]:
    with served(whole_site) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


def opened(browser: Browser, width: int, scheme: str = "light", script: bool = True) -> tuple[Page, list[str]]:
    """A page of its own, and what its console complains of."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=script,
    )
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(f"{page.url} {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(f"{page.url} {error}"))
    # A request that was dropped because the reader went on to the next page has not failed.
    page.on("requestfailed", lambda r: None if r.failure == "net::ERR_ABORTED" else said.append(f"{r.url} failed"))
    return page, said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_console_error_and_no_axe_violation(browser: Browser, site: str, width: int, scheme: str) -> None:
    assert_accessible(browser, site, ADDRESSES, width, scheme)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_newest_editions_have_no_error_and_no_axe_violation(
    browser: Browser, site: str, width: int, scheme: str
) -> None:
    assert_accessible(browser, site, NEWEST, width, scheme)


def assert_accessible(browser: Browser, site: str, addresses: list[str], width: int, scheme: str) -> None:
    """No page of these complains in its console, and axe finds nothing."""
    page, said = opened(browser, width, scheme)
    found = []
    for address in addresses:
        page.goto(site + address)
        if address.endswith("explore/"):
            page.wait_for_selector("#plot .main-svg")
        result = Axe().run(page, options={"resultTypes": ["violations"]})
        found += [f"{address}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in result.response["violations"]]
    page.context.close()
    assert said == []
    assert found == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_everything_is_there_without_javascript(browser: Browser, site: str, width: int) -> None:
    page, said = opened(browser, width, script=False)
    wide = []
    for address in [*ADDRESSES, *NEWEST]:
        page.goto(site + address)
        assert page.locator("h1").count() == 1, address
        for text in page.locator("h1, figcaption, .desc, .big, table").all()[:20]:
            assert text.text_content(), address
        # Without script nothing can be asked of the page; a screenshot of the whole tells its width.
        wide += [address] if _scrolls_sideways(page, width) else []
    page.context.close()
    assert said == []
    assert wide == []


def _scrolls_sideways(page: Page, width: int) -> bool:
    box = page.locator("html").bounding_box()
    body = page.locator("body").bounding_box()
    assert box is not None
    assert body is not None
    return max(box["width"], body["width"]) > width


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_scrolls_sideways(browser: Browser, site: str, width: int) -> None:
    page, _ = opened(browser, width)
    wide = []
    for address in [*ADDRESSES, *NEWEST]:
        page.goto(site + address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    page.context.close()
    assert wide == []


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
    assert any(name in month for month in months for name in ("Mei", "Agu", "Okt")), months
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
