"""Every kind of page of several sites in a real Chromium, in every way that a reader may look at it.

Phone and desk, every language, light and dark, without JavaScript, on paper: nothing is complained of, nothing scrolls
sideways, axe finds nothing, and in the charts no word is clipped, covered, too small or too faint. The kinds are found
in the sites (`page_kinds`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from browsing import COLOURS, MARKS, Way, axe_faults, chromium, served
from built_once import SITES, once, shared_folder
from page_ink import ink_faults
from page_kinds import Found, path_of, sampled

pytestmark = MARKS

#: A4 is so wide at 96 pixels to the inch; its margins are left out of the window.
PAPER = 794 - 2 * 60

WAYS = [
    Way(360), Way(360, "dark", script=False), Way(1280, script=False), Way(1280, "dark"), Way(320, script=False),
    Way(PAPER, media="print"),
]  # fmt: skip
#: The ways that show most of a further site.
SHOWN_MOST = [Way(360), Way(320, "dark", script=False), Way(1280, "dark"), Way(PAPER, media="print")]


class Site(NamedTuple):
    """A built site and where it is served."""

    folder: Path
    address: str
    pages: list[Found]


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """The sites that were asked for so far, served."""
    with ExitStack() as stack:
        yield _Sites(shared_folder(tmp_path_factory.getbasetemp()), stack)


class _Sites(dict[str, Site]):
    """Builds a site when it is first asked for. The sample that shows the design is the same in each."""

    def __init__(self, base: Path, stack: ExitStack) -> None:
        self.base, self.stack = base, stack

    def __missing__(self, name: str) -> Site:
        folder = once(self.base, name, SITES[name])
        self[name] = Site(
            folder,
            self.stack.enter_context(served(folder, under=path_of(folder))),
            [
                found
                for found in sampled(folder, most=2)
                if name == "whole" or not found.kind.startswith("about/design")
            ],
        )
        return self[name]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize(
    ("name", "way"), [(name, way) for name in SITES for way in (WAYS if name == "whole" else SHOWN_MOST)], ids=str
)
def test_every_kind_of_page_is_drawn_as_it_should_be(
    browser: Browser, sites: dict[str, Site], name: str, way: Way
) -> None:
    site = sites[name]
    page, said = way.opened(browser)
    faults = [
        f"{found.address}: {fault}" for found in site.pages for fault in _drawing_faults(page, site.address, found, way)
    ]
    page.context.close()
    assert said == []
    assert faults == []


def _drawing_faults(page: Page, site: str, found: Found, way: Way) -> list[str]:
    _go(page, site, found, way)
    faults = [] if page.locator("h1").count() == 1 else ["not one heading of the first level"]
    if "explore" in found.kind:
        return faults if _fits(page) else [*faults, "scrolls sideways"]
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    return [*faults, *ink_faults(page)]


def _go(page: Page, site: str, found: Found, way: Way) -> None:
    page.goto(site + found.address)
    if "explore" in found.kind and way.script and way.media == "screen":
        page.wait_for_selector("#plot .main-svg")


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


#: In the dark nothing but colours differs. On paper axe is shown the page without what its scripts add.
RULES = [(Way(360), None), (Way(1280), None), (Way(PAPER, media="print"), None), (Way(360, "dark"), COLOURS),
         (Way(1280, "dark"), COLOURS)]  # fmt: skip
#: Of a further site, whose parts are those of the whole one: the phone by all rules, and the colours of the dark.
RULES_OF_PARTS = [RULES[0], RULES[-1]]


@pytest.mark.parametrize(
    ("name", "way", "only"),
    [(name, *asked) for name in SITES for asked in (RULES if name == "whole" else RULES_OF_PARTS)],
    ids=lambda one: "" if isinstance(one, list) or one is None else str(one),
)
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, sites: dict[str, Site], name: str, way: Way, only: list[str] | None
) -> None:
    site = sites[name]
    page, said = way.opened(browser)
    if way.media == "print":  # and with no script of its own
        page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    faults = []
    told = ("kind", "language") if (way, only) == RULES[0] else ("kind",)  # the languages differ in words alone
    for found in _first_of_each(site.pages, *told):
        _go(page, site.address, found, way)
        faults += [f"{found.address}: {fault}" for fault in axe_faults(page, only)]
    page.context.close()
    assert said == []
    assert faults == []


def _first_of_each(pages: list[Found], *told: str) -> list[Found]:
    """The first page of each kind, or of each kind and language: by what tells them apart."""
    return list({tuple(getattr(page, one) for one in told): page for page in reversed(pages)}.values())
