"""A reader who is in the middle of a search when the site is switched: in a real Chromium, on a real switch."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from berkala import pipeline
from berkala.plan import Request
from berkala.publish.exchange import exchange
from small import AFTER, BEFORE, small_publication
from test_browser import CHROMIUM, opened, pytestmark, served  # noqa: F401
from test_browser import browser as browser


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site before a release and after it, as `publish` makes them."""
    root = small_publication(tmp_path_factory.mktemp("switched") / "p", first="2018-10")
    pipeline.run(Request(root, BEFORE))
    shutil.copytree(root / "site", root / "before")
    pipeline.run(Request(root, AFTER))
    return root / "before", root / "site"


class Switched:
    """A site on loopback that can be switched while somebody reads it."""

    def __init__(self, sites: tuple[Path, Path], place: Path) -> None:
        self.site, self.other = place / "site", place / "other"
        shutil.copytree(sites[0], self.site)
        shutil.copytree(sites[1], self.other)

    def switch(self) -> None:
        exchange(self.site, self.other)


@pytest.fixture
def here(sites: tuple[Path, Path], tmp_path: Path) -> Switched:
    return Switched(sites, tmp_path)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page, _ = opened(browser, 1280)
    yield page
    page.context.close()


def ask(page: Page, words: str) -> list[str]:
    """Ask in the page that is open, as a reader goes on to; where the results lead."""
    page.locator("#q").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text(re.compile(f"“{re.escape(words)}”"))
    return [str(link.evaluate("one => one.href")) for link in page.locator("#newest h3 a").all()]


def test_what_goes_from_one_release_to_the_next_is_the_index_alone(sites: tuple[Path, Path]) -> None:
    """What else is addressed in a page stays, and what dresses it does not change: only a search can break."""
    before, after = (json.loads((site / "manifest.json").read_text())["files"] for site in sites)
    gone = {path for path in before if path not in after}
    assert gone
    assert {path for path in gone if not path.startswith("search/pagefind/")} == set()
    assets = {path: hashed for path, hashed in before.items() if path.startswith("assets/")}
    assert assets
    assert assets == {path: hashed for path, hashed in after.items() if path.startswith("assets/")}


@pytest.mark.parametrize("address", ["search/", "id/search/"])
def test_a_reader_who_has_begun_goes_on_after_the_switch(here: Switched, page: Page, address: str) -> None:
    with served(here.site) as site:
        page.goto(site + address)
        page.locator("#q").focus()
        page.wait_for_load_state("networkidle")  # the index is begun, and no word of it is loaded
        here.switch()
        found = ask(page, "emergency" if address == "search/" else "gawat")
        assert f"{site}{address.removesuffix('search/')}emergency-care/" in found
        page.locator("#newest h3 a").first.click()
        page.wait_for_load_state()
        assert page.locator("h1").count() == 1
        assert "404" not in page.title()


def test_a_second_search_after_the_switch_finds_what_is_public_now(here: Switched, page: Page) -> None:
    with served(here.site) as site:
        page.goto(site + "search/")
        assert ask(page, "emergency")
        before = {path.name for path in (here.site / "search/pagefind/fragment").iterdir()}
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url.rpartition("/")[2]))
        here.switch()
        assert ask(page, "hours")
        assert ask(page, "emergency")
        loaded = {name for name in asked if name.endswith(".pf_fragment")}
        assert loaded - before, "what is public since the switch was not asked for"
        after = {path.name for path in (here.site / "search/pagefind/fragment").iterdir()}
        asked.clear()
        assert ask(page, "waiting")
        assert {name for name in asked if name.endswith(".pf_fragment")} <= after


def test_what_cannot_be_read_any_more_is_looked_for_anew(here: Switched, page: Page) -> None:
    """Older editions are read when a reader opens their list: by then the index may have gone."""
    anew: list[str] = []
    page.on("request", lambda one: anew.append(one.url) if "again=" in one.url else None)
    with served(here.site) as site:
        page.goto(site + "search/")
        ask(page, "waiting times")
        expect(page.locator("#earlier")).to_be_visible()
        here.switch()
        page.route("**/*.pf_fragment", lambda route: route.continue_() if anew else route.fulfill(status=404))
        page.locator("#earlier summary").click()
        expect(page.locator("#newest h3 a")).not_to_have_count(0)
        page.locator("#earlier:not([open]) summary").click()
        expect(page.locator("#older h3 a")).not_to_have_count(0)
    assert anew


def test_where_nothing_is_switched_an_index_is_begun_once(here: Switched, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    with served(here.site) as site:
        page.goto(site + "search/")
        for words in ("emergency", "hours", "waiting"):
            assert ask(page, words)
    assert len([url for url in asked if "pagefind.js" in url and "in=" not in url]) == 1


def test_where_the_host_is_gone_after_the_first_search_what_is_known_is_found(here: Switched, page: Page) -> None:
    with served(here.site) as site:
        page.goto(site + "search/")
        assert ask(page, "emergency")
        page.route("**/pagefind-entry.json*", lambda route: route.abort())
        assert ask(page, "emergency")
