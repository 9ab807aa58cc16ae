"""What one can take away of a chart in a real Chromium: the row under it, and the chart in a frame of another page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser

from test_browser import CHROMIUM, browser, opened, served
from test_cases import build

__all__ = ["browser"]

EDITION = "births/2014--2016/"
FRAMES = ["embed/births-2014--2016-main/", "id/embed/births-districts/", "embed/harm-each/", "id/embed/trust-main/"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None and os.environ.get("CI") != "true", reason="there is no Chromium here"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("spans", tmp_path_factory.mktemp("spans"))


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (720, "light")])
def test_a_framed_chart_has_no_fault(browser: Browser, site: str, width: int, scheme: str) -> None:
    page, said = opened(browser, width, scheme)
    found = []
    for address in FRAMES:
        page.goto(site + address)
        found += [f"{address}: {one['id']}" for one in Axe().run(page).response["violations"]]
        found += [f"{address}: scrolls"] * (page.evaluate("document.documentElement.scrollWidth") > width)
        wide = page.locator("figure svg.wide")
        if wide.count():
            found += [f"{address}: the wrong drawing"] * (wide.first.is_visible() != (width >= 700))
    page.context.close()
    assert (said, found) == ([], [])


@pytest.mark.parametrize("width", [328, 480, 720])
def test_the_code_makes_a_frame_that_the_chart_fits(browser: Browser, site: str, folder: Path, width: int) -> None:
    """As it is copied from the page into another one, of another site: nothing is cut off, and little is left over."""
    page, said = opened(browser, 800)
    figures = html.parse(str(folder / EDITION / "index.html")).getroot().xpath("//figure[contains(@id, 'chart-')]")
    codes = ["".join(one.xpath(".//code[contains(., '<iframe')]")[0].itertext()) for one in figures]
    assert len(codes) == 3
    for code in codes:
        there = code.replace("https://registry.nowhere.example/", site)
        page.set_content(f'<!doctype html><div style="width:{width}px">{there}</div>')
        page.wait_for_load_state("load")
        inside = page.frames[1]
        inside.wait_for_selector("figure h1")
        tall, room = inside.evaluate("[document.documentElement.scrollHeight, innerHeight]")
        body = inside.evaluate("document.body.getBoundingClientRect().height")
        assert (tall <= room, body > room / 3) == (True, True), (code, tall, room, body)
        assert inside.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
    assert said == []


def test_the_row_opens_without_a_script_and_is_not_printed(browser: Browser, site: str) -> None:
    page, said = opened(browser, 360, script=False)
    page.goto(site + EDITION)
    row = page.locator("#chart-main .away")
    for one in row.locator(":scope > a, :scope > details > summary").all():
        box = one.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24, one.inner_text()
    code = row.locator("code").first
    assert not code.is_visible()
    row.locator("summary").last.focus()
    page.keyboard.press("Enter")
    assert row.locator(".tex").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.emulate_media(media="print")
    assert not row.is_visible()
    page.context.close()
    assert said == []
