"""What readers do with the pages of a collection, in a real Chromium. How they look: test_pages_matrix.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from browsing import MARKS, opened, served
from built_once import SITES, once, shared_folder
from page_kinds import path_of
from test_browser import browser as browser

pytestmark = MARKS


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = once(shared_folder(tmp_path_factory.getbasetemp()), "collection", SITES["collection"])
    with served(folder, under=path_of(folder)) as address:
        yield address


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
