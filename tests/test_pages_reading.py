"""Every kind of page as it is read where nothing is drawn: aloud, in a text browser, as one file saved to disk."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

from browsing import MARKS, chromium
from built_once import SITES, once, shared_folder
from page_kinds import Found, sampled

pytestmark = pytest.mark.slow
W3M = shutil.which("w3m")
#: What reads as one word with its neighbour where nothing is drawn, if there is no space between them.
_APART = frozenset({"a", "button", "small", "text"})
_LANDMARKS = ["header", "main", "footer"]
#: How many words may stand in main before its heading: the way down to the page, of which a title may be a part that is
#: longer than any heading, its series, the periods beside it.
BEFORE = 110


@pytest.fixture(scope="module", params=SITES)
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    folder = once(shared_folder(tmp_path_factory.getbasetemp()), request.param, SITES[request.param])
    return sampled(folder, most=2)


def words(element: html.HtmlElement) -> str:
    """All its text, in one line."""
    return " ".join("".join(element.itertext()).split())


def outline_faults(page: Found) -> Iterator[str]:
    """Landmarks in order, one heading of the first level soon, none that skips a level, none empty."""
    body = page.document.find("body")
    if page.kind.startswith("embed/"):  # in a frame of somebody else's page it is one chart, and nothing leads around
        assert [one.tag for one in body if one.tag in _LANDMARKS] == ["main"]
        return
    assert [one.tag for one in body if one.tag in _LANDMARKS] == _LANDMARKS
    skip = body.xpath("(.//a)[1]")[0]
    if skip.get("href") != "#main" or not page.document.xpath("//main[@id='main']"):
        yield "the first link does not lead to what matters"
    levels = [int(one.tag[1]) for one in body.xpath(".//h1|.//h2|.//h3|.//h4|.//h5|.//h6")]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of the first level"
    for before, level in pairwise(levels):
        if level > before + 1:
            yield f"a heading of level {level} follows one of level {before}"
    yield from (f"an empty {one.tag}" for one in body.xpath(".//h1|.//h2|.//h3|.//figcaption") if not words(one))
    before_it = " ".join(
        page.document.xpath("//main//h1/preceding::text()[ancestor::main][not(ancestor::svg)]")
    ).split()
    if len(before_it) > BEFORE:
        yield f"{len(before_it)} words stand before the heading: {' '.join(before_it)[:80]}"


def link_faults(page: Found) -> Iterator[str]:
    """Links and buttons say where they go, and words do not run together."""
    for one in page.document.xpath("(//a|//button|//summary)[not(ancestor-or-self::*[@hidden])]"):
        if not words(one) and not one.get("aria-label") and not one.xpath(".//img[@alt!='']"):
            yield f"a {one.tag} without words: {html.tostring(one)[:100]!r}"
    for one in page.document.xpath("//body//*"):
        following = one.getnext()
        if following is None or {one.tag, following.tag} - _APART or (one.tail or "").strip(" "):
            continue
        if not one.tail and not _spaced(one) and words(one) and words(following):
            yield f"{words(one)[-30:]!r} and {words(following)[:30]!r} are not apart"


def _spaced(one: html.HtmlElement) -> bool:
    return "".join(one.itertext()).endswith((" ", "\n"))


def single_file_faults(page: Found) -> Iterator[str]:
    """What is drawn in classes alone is not shown where the sheet is missing: black and as wide as the page."""
    for one in page.document.xpath("//body//svg[not(ancestor::svg)]"):
        sized = one.get("width") and one.get("height")
        if one.get("display") != "none" and not sized:
            yield f"a drawing without its own size: {html.tostring(one)[:100]!r}"


@pytest.mark.parametrize("faults", [outline_faults, link_faults, single_file_faults])
def test_a_page_makes_sense_without_being_drawn(pages: list[Found], faults: object) -> None:
    assert callable(faults)
    assert [f"{page.address}: {fault}" for page in pages for fault in faults(page)] == []


@pytest.mark.skipif(W3M is None, reason="there is no w3m here")
def test_a_text_browser_shows_everything_from_top_to_bottom(pages: list[Found]) -> None:
    for page in pages:
        dump = subprocess.run(
            [str(W3M), "-dump", "-cols", "80", "-I", "UTF-8", "-O", "UTF-8", "-T", "text/html", str(page.file)],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        read = re.sub(r"\s+", "", dump)
        place = 0
        for heading in page.document.xpath("//main//h1|//main//h2"):
            found = read.find(re.sub(r"\s+", "", words(heading)), place)
            assert found >= 0, f"{page.address}: {words(heading)!r} does not stand where it should"
            place = found
        for entry in page.document.xpath("//main//details//p|//main//*[contains(@class, 'desc')]"):
            said = re.sub(r"\s+", "", words(entry))
            assert said in read, f"{page.address}: {words(entry)[:80]!r} is not there"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.browser
@MARKS[2]
def test_one_file_on_a_disk_can_be_read(browser: Browser, pages: list[Found], tmp_path: Path) -> None:
    """Copied alone into an empty folder: no sheet, no font, no script; everything is told and nothing covers it."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    for number, found in enumerate(pages):
        alone = tmp_path / str(number) / "page.html"
        alone.parent.mkdir()
        shutil.copy(found.file, alone)
        page.goto(alone.as_uri())
        heading = page.locator("h1").bounding_box()
        if heading is None or heading["y"] > 1500:
            faults.append(f"{found.address}: the heading is at {heading}")
        if page.locator("svg:visible").count() > page.locator("svg[width]:visible").count():
            faults.append(f"{found.address}: a drawing is shown that has lost its colours")
        told = page.evaluate("document.querySelector('main').innerText.replace(/\\s+/g, '')")
        for said in found.document.xpath("//main//h2|//main//*[contains(@class, 'desc')]|//main//td"):
            inside = said.xpath("ancestor::details|ancestor-or-self::*[@hidden]")
            if not inside and not said.xpath(".//svg") and re.sub(r"\s+", "", words(said)) not in told:
                faults.append(f"{found.address}: {words(said)[:60]!r} cannot be read")
    context.close()
    assert faults == []


# -- whether it would be found ---------------------------------------------------------------------------------------

GOOD = (
    '<html><body><a href="#main">Skip</a><header></header><main id="main"><h1>A</h1><h2>B</h2></main><footer></footer>'
)


@pytest.mark.parametrize(
    ("faults", "put", "told"),
    [
        (outline_faults, "<h4>C</h4>", "a heading of level 4 follows one of level 2"),
        (outline_faults, "<h1>C</h1>", "2 headings of the first level"),
        (outline_faults, "<h2> </h2>", "an empty h2"),
        (link_faults, '<a href="x"><b></b></a>', "a a without words"),
        (link_faults, '<a href="x">C</a><a href="y">D</a>', "'C' and 'D' are not apart"),
        (link_faults, "<svg><text>70</text><text>80</text></svg>", "'70' and '80' are not apart"),
        (single_file_faults, "<svg></svg>", "a drawing without its own size"),
    ],
)
def test_what_does_not_make_sense_is_found(tmp_path: Path, faults: object, put: str, told: str) -> None:
    assert callable(faults)
    for name, text in (("good", GOOD), ("bad", GOOD.replace("</h2>", f"</h2>{put}"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(text, encoding="utf-8")
    assert list(faults(Found(tmp_path, "good/", "", ""))) == []
    (fault,) = faults(Found(tmp_path, "bad/", "", ""))
    assert told in fault
