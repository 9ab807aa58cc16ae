"""Every kind of page of a collection in a real Chromium: both languages, phone and desk, light, dark and on paper."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from berkala.cli import main
from collecting import NOW, copied
from test_browser import CHROMIUM, Quiet, assert_accessible, opened, pytestmark  # noqa: F401
from test_browser import browser as browser

PAGES = [
    "", "clean-water/", "decent-work/", "status/", "flood-drains/", "piped-water/", "piped-water/2023/",
    "water-tests/2022/", "data/", "timetable/",
]  # fmt: skip
ADDRESSES = [prefix + page for prefix in ("", "id/") for page in PAGES]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    to = tmp_path_factory.mktemp("collection")
    root = copied(to / "in")
    assert main(["build", "-C", str(root), "--jobs", "1", "--as-of", NOW, "--out", str(to / "site")]) == 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(to / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_error_and_no_axe_violation(browser: Browser, site: str, width: int, scheme: str) -> None:
    assert_accessible(browser, site, ADDRESSES, width, scheme)


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_scrolls_sideways_with_all_that_can_be_opened_open(browser: Browser, site: str, width: int) -> None:
    page, _ = opened(browser, width)
    wide = []
    for address in ADDRESSES:
        page.goto(site + address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    page.context.close()
    assert wide == []


def test_a_reader_without_javascript_opens_what_the_office_wrote(browser: Browser, site: str) -> None:
    page, said = opened(browser, 360, script=False)
    page.goto(site + "piped-water/")
    page.get_by_role("link", name="About this indicator").click()
    entry = page.locator("#metadata details")
    assert not entry.get_by_text("A shared tap counts").is_visible()
    entry.locator("summary").click()
    assert entry.get_by_text("A shared tap counts").is_visible()
    page.get_by_role("link", name="Outcome 1").first.click()
    assert page.url == site + "clean-water/"
    page.context.close()
    assert said == []


def test_on_paper_every_label_stands_above_its_text(browser: Browser, site: str) -> None:
    page, _ = opened(browser, 1280)
    page.goto(site + "piped-water/")
    page.emulate_media(media="print")
    assert page.locator("#metadata summary").is_visible()
    assert page.get_by_text("A shared tap counts").bounding_box() is not None
    page.context.close()
