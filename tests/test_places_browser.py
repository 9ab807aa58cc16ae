"""The list of places in a real Chromium: it narrows while a reader types, by keyboard alone, and stands without it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from berkala.cli import main
from small_places import NOW, small_places
from test_browser import CHROMIUM, Quiet, assert_accessible, opened, pytestmark  # noqa: F401
from test_browser import browser as browser

ADDRESSES = [prefix + page for prefix in ("", "id/") for page in ("", "areas/", "areas/north/", "about/channels/")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Four places, of which one is called by another name too, and an agency with a channel."""
    to = tmp_path_factory.mktemp("places")
    root = small_places(to / "p")
    data = root / "datasets/jobless/dataset.yml"
    text = data.read_text(encoding="utf-8")
    data.write_text(
        text.replace("{en: North, id: Utara}", '{en: North, id: Utara}, code: "91", aliases: [Thulé]'), "utf-8"
    )
    settings = root / "mkdocs.yml"
    channel = '[{network: x, address: "https://x.example/desk", purpose: {en: News, id: Kabar}}]'
    text = settings.read_text(encoding="utf-8").replace(
        "      channels:", f"      official: {channel}\n      channels:"
    )
    settings.write_text(text, encoding="utf-8")
    assert main(["build", "-C", str(root), "--jobs", "1", "--as-of", NOW.isoformat(), "--out", str(to / "out")]) == 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(to / "out")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_no_error_and_no_axe_violation(browser: Browser, site: str, width: int, scheme: str) -> None:
    assert_accessible(browser, site, ADDRESSES, width, scheme)


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways(browser: Browser, site: str, width: int) -> None:
    page, _ = opened(browser, width)
    for address in ADDRESSES:
        page.goto(site + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.context.close()


def test_a_reader_finds_a_place_by_the_keyboard(browser: Browser, site: str) -> None:
    page, said = opened(browser, 360)
    page.goto(site + "areas/")
    shown, status = page.locator(".spots li:visible"), page.get_by_role("status")
    assert (shown.count(), status.inner_text()) == (4, "")
    page.get_by_label("Find an area").focus()
    page.keyboard.type("th")
    assert (shown.all_inner_texts(), status.inner_text()) == (["North", "South"], "Shown: 2 of 4")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "North"
    page.get_by_label("Find an area").fill("xyz")
    assert (shown.count(), status.inner_text()) == (0, "No area has such a name here. Try fewer letters.")
    page.keyboard.press("Escape")
    assert (shown.count(), status.inner_text()) == (4, "")
    for typed in ("thule", "THULÉ", "91", "nor 9"):
        page.get_by_label("Find an area").fill(typed)
        assert shown.all_inner_texts() == ["North"], typed
    page.keyboard.press("Enter")
    page.wait_for_url("**/areas/north/")
    assert page.locator("h1").inner_text() == "North"
    page.context.close()
    assert said == []


def test_without_javascript_the_list_stands_and_no_field_that_does_nothing(browser: Browser, site: str) -> None:
    page, said = opened(browser, 360, script=False)
    page.goto(site + "id/areas/")
    assert page.locator("input").count() == 0
    page.get_by_role("link", name="Utara").click()
    assert page.url == site + "id/areas/north/"
    page.context.close()
    assert said == []
