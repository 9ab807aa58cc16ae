"""The tables of a performance report in a real Chromium: whole words on a phone, rows that begin level on a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from browsing import MARKS, Way, chromium, opened, served
from built_once import SITES, once, shared_folder

pytestmark = MARKS

PAGES = ("lkjip/2025/", "en/lkjip/2025/")

#: The words, as spaces of both kinds part them, that stand on more than one line.
_BROKEN = r"""(where) => [...document.querySelectorAll(where)].flatMap(table => {
  const texts = document.createTreeWalker(table, NodeFilter.SHOW_TEXT), found = [];
  for (let text; (text = texts.nextNode());)
    for (const word of text.data.matchAll(/[^\s-]+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
      if (lines.size > 1) found.push(word[0]);
    }
  return found;
})"""

#: How far apart the first lines of each row's cells begin, in pixels.
_APART = """(where) => [...document.querySelectorAll(where)].map(row => {
  const tops = [...row.children].map(cell => {
    const range = document.createRange();
    range.selectNodeContents(cell.querySelector("b, .v, .band") ?? cell.firstChild);
    return range.getBoundingClientRect().top;
  });
  return Math.max(...tops) - Math.min(...tops);
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = once(shared_folder(tmp_path_factory.getbasetemp()), "performance", SITES["performance"])
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("width", [320, 360])
def test_no_word_of_a_target_breaks_on_a_phone(browser: Browser, site: str, width: int) -> None:
    page, _ = opened(browser, width)
    for address in PAGES:
        page.goto(site + address)
        assert page.evaluate(_BROKEN, ".bul td, .bul tbody th, .bul thead th + th") == []
        table, bar = page.locator(".bul").bounding_box(), page.locator(".bul tbody svg").first.bounding_box()
        assert table is not None
        assert bar is not None
        assert bar["width"] > 0.95 * table["width"]
    page.context.close()


def test_the_cells_of_a_scorecard_s_row_begin_level(browser: Browser, site: str) -> None:
    for way in (Way(1280), Way(1280, media="print")):
        page, _ = way.opened(browser)
        for address in PAGES:
            page.goto(site + address)
            apart = page.evaluate(_APART, ".score tbody tr")
            assert len(apart) == 8
            assert max(apart) < 3
        page.context.close()
