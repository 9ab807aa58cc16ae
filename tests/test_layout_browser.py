"""How pages hold together in a real Chromium: no box parts words from numbers, and nothing empty stands there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import MARKS, chromium, opened, served

pytestmark = MARKS

PAGES = ("", "data/", "areas/", "emergency-care/2019-03/", "emergency-care/2019-03/share/", "kemiskinan/2022-03/")

#: Elements laid out as flex or grid that hold text of their own beside an element: each becomes a box of its own.
_MIXED = """() => [...document.querySelectorAll("body *")].filter(one => {
  if (one.closest("svg") || !/flex|grid/.test(getComputedStyle(one).display)) return false;
  const own = [...one.childNodes];
  return own.some(node => node.nodeType === 3 && node.data.trim())
    && own.some(node => node.nodeType === 1 && !node.matches("svg, br"));
}).map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def site(whole_site: Path) -> Iterator[str]:
    with served(whole_site) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("width", [360, 1280])
def test_no_box_parts_words_from_the_numbers_among_them(browser: Browser, site: str, width: int) -> None:
    page, _ = opened(browser, width)
    found = []
    for address in PAGES:
        for prefix in ("", "id/"):
            page.goto(site + prefix + address)
            found += page.evaluate(_MIXED)
    page.context.close()
    assert found == []


def test_the_list_of_places_has_no_empty_letter_where_it_is_narrowed(browser: Browser, site: str) -> None:
    page, _ = opened(browser, 360)
    page.goto(f"{site}id/areas/")
    page.fill("#narrow-field", "aceh")
    assert page.locator(".letter:visible h3").all_text_contents() == ["A"]
    assert page.locator(".jumps:visible, .tallied:visible").count() == 0
    page.context.close()


def test_a_reader_who_opens_the_contents_on_a_phone_finds_the_next_release(browser: Browser, site: str) -> None:
    page, _ = opened(browser, 360, script=False)
    page.goto(f"{site}emergency-care/2019-03/")
    ways = page.locator("nav.here a")
    led = [str(way.get_attribute("href")) for way in ways.all()]
    assert [one.rstrip("/").rpartition("/")[2] for one in led[1:]] == ["#data", "share", "explore"]
    assert led[0].endswith(".pdf")
    assert not page.locator("#contents li").first.is_visible()
    page.locator("#contents summary").click()
    page.locator("#contents a[href='#next-release']").click()
    assert page.url.endswith("#next-release")
    page.context.close()
    wide, _ = opened(browser, 1280, script=False)
    wide.goto(f"{site}emergency-care/2019-03/")
    assert wide.locator("#contents li").first.is_visible()
    wide.context.close()


def test_a_search_that_guesses_says_so(browser: Browser, site: str) -> None:
    page, _ = opened(browser, 360)
    page.goto(f"{site}search/?q=inflasi")
    page.wait_for_selector("#results li")
    assert page.locator("#said").text_content().startswith("No page has “inflasi”.")  # type: ignore[union-attr]
    page.goto(f"{site}search/?q=inflation")
    page.wait_for_selector("#results li")
    assert "No page has" not in (page.locator("#said").text_content() or "")
    page.context.close()
