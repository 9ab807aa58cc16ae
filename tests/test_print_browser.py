"""A page printed by a browser: what a reader of paper gets from the page itself, without the PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

import test_cases
from printing import Read
from test_browser import CHROMIUM

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_an_edition_prints_as_a_document(tmp_path: Path) -> None:
    """Folded parts lie open, pages are numbered, what leads on is gone, and paper is light in a dark room as well."""
    site = test_cases.build("collection", tmp_path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        page = browser.new_page(color_scheme="dark")
        page.goto((site / "piped-water/2023/index.html").as_uri())
        read = Read(page.pdf(prefer_css_page_size=True, print_background=True))
        page.emulate_media(media="print", color_scheme="dark")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        gone = [page.locator(one).first.is_visible() for one in (".nav", ".crumbs", "#more", ".place .pn", ".btn")]
        browser.close()
    assert ground == "rgb(255, 255, 255)"
    assert gone == [False] * 5
    assert [f"{at} / {len(read.pages)}" in text for at, text in enumerate(read.pages, 1)] == [True] * len(read.pages)
    assert "A shared tap counts" in read.text
    width, height = (float(side) * 25.4 / 72 for side in read.reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
