"""What a page costs on a slow line, and that nothing moves while it comes: measured in a real Chromium.

The site is served compressed, as a host serves it. Fonts come late, or not at all: no word of a chart leaves its place.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from browsing import MARKS, chromium, opened
from built_once import SITES, once, shared_folder
from hosting import static_host
from page_ink import ink_faults
from page_kinds import Found, path_of, sampled

pytestmark = MARKS

#: What an edition takes to be read, and with its charts and fonts. Explore is on a page of its own.
READABLE, WHOLE = 60_000, 150_000
#: How late a font comes, in seconds: later than a browser waits for it.
LATE = 0.6

_SHIFT = """window.shifted = []; new PerformanceObserver((list) => list.getEntries().forEach((one) =>
  shifted.push([one.value, one.sources.map((s) => s.node && s.node.nodeName + " " + (s.node.className || ""))])))
  .observe({type: "layout-shift", buffered: true})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[Found]]]:
    folder = once(shared_folder(tmp_path_factory.getbasetemp()), "whole", SITES["whole"])
    with static_host(folder, path_of(folder)) as address:
        yield address, sampled(folder)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def editions(pages: list[Found]) -> list[Found]:
    found = [page for page in pages if page.kind in ("<report>", "<report>/<period>")]
    assert len({page.report for page in found}) >= 3
    return found


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


def test_an_edition_can_be_read_within_its_budget(site: tuple[str, list[Found]]) -> None:
    for page in editions(site[1]):
        sheets = page.document.xpath("//link[@rel='stylesheet']/@href")
        taken = packed(page.file) + sum(packed((page.file.parent / sheet).resolve()) for sheet in sheets)
        assert taken <= READABLE, f"{page.address}: {taken} bytes"


def test_an_edition_asks_for_no_more_than_its_budget(browser: Browser, site: tuple[str, list[Found]]) -> None:
    address, pages = site
    for found in editions(pages):
        page, said = opened(browser, 360)
        session, sizes = page.context.new_cdp_session(page), list[float]()
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
        page.goto(address + found.address)
        page.evaluate("document.fonts.ready.then(() => 0)")
        _to_the_end(page)
        page.wait_for_load_state("networkidle")
        page.context.close()
        assert said == []
        assert len(sizes) >= 4, "page, sheets and a font"
        assert sum(sizes) <= WHOLE, f"{found.address}: {sum(sizes):.0f} bytes"


def _to_the_end(page: Page) -> None:
    page.evaluate("""async () => { for (let y = 0; y < document.body.scrollHeight; y += 700) {
      scrollTo(0, y); await new Promise(requestAnimationFrame); } }""")


def test_nothing_moves_when_the_font_comes_late(browser: Browser, site: tuple[str, list[Found]]) -> None:
    address, pages = site
    moved = []
    for found in {page.kind: page for page in reversed(pages) if "explore" not in page.kind}.values():
        page, _ = opened(browser, 360)
        page.add_init_script(_SHIFT)
        page.route("**/*.woff2", _late)
        page.goto(address + found.address)
        page.evaluate("document.fonts.ready.then(() => 0)")
        _to_the_end(page)
        page.wait_for_timeout(100)
        moved += [f"{found.address}: {value} {sources}" for value, sources in page.evaluate("shifted")]
        page.context.close()
    assert moved == []


def _late(route: Route) -> None:
    time.sleep(LATE)
    route.continue_()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_word_of_a_chart_leaves_its_place_without_the_font(
    browser: Browser, site: tuple[str, list[Found]], width: int
) -> None:
    address, pages = site
    page, _ = opened(browser, width, script=False)
    page.route("**/*.woff2", lambda route: route.abort())
    faults = []
    for found in editions(pages):
        page.goto(address + found.address)
        faults += [f"{found.address}: {fault}" for fault in ink_faults(page)]
    page.context.close()
    assert faults == []
