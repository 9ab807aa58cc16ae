"""One small publication in each language that came in as files alone: built through every check, and read.

English and Indonesian have whole publications (`test_one_language`). A further language has this one from the day its
column stands in `small_tongue`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from lxml import html
from playwright.sync_api import sync_playwright

from berkala.plan.telling import ChartKind
from berkala.words import available, language
from publications import build
from recompute import Recomputation
from small_tongue import REGIONS, REPORT, TEXTS, small_tongue
from test_browser import CHROMIUM

CODES = sorted(set(available()) - {"en", "id"})
EDITION = f"{REPORT}/2024-04"
#: A kind of chart is written so in a report; the pages of the design say how.
KINDS = set(get_args(ChartKind))
#: Kinds of data, files, tools and networks, which are called so in every language.
NAMES = re.compile(
    r"\b(?:CSV|XLSX|JSON|ZIP|PNG|SVG|PDF|Parquet|Excel|Data Package|JavaScript|Berkala|CC BY|Mastodon|Bluesky|WhatsApp|"
    r"X|RSS|BibTeX|HTML|CC0|Open SDG|requests|Plus Jakarta Sans|Onest|README|SHA\d*SUMS|sha\d+sum|"
    r"[\w./-]+\.(?:json|csv|xlsx|parquet|zip|png|svg|pdf|ics)|[a-z]+@office\.example|latest)\b"
    r"|https?://\S+|(?:site:)?office\.example\S*|\[[a-z]\]"
)


def pages(site: Path) -> Iterator[tuple[str, Any]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), html.fromstring(path.read_bytes())


def read(page: Any) -> str:
    """What a reader sees or is read aloud, without the names of columns and letters, which are the same everywhere."""
    for element in page.xpath("//script | //style | //code | //section[@id='columns'] | //section[@id='statuses']"):
        element.drop_tree()
    for place in page.xpath("//section[@id='limits']//li"):
        place.drop_tree()
    for address in page.xpath("//*[@class='adr']"):  # it may break, and is one
        address.text = address.text_content()
        for part in list(address):
            address.remove(part)
    said = page.xpath("//@alt | //@aria-label | //@title | //meta[@name='description']/@content")
    return re.sub(r"\s+", " ", " ".join([*page.itertext(), *said]))


@pytest.mark.parametrize("code", available())
def test_every_text_has_its_column(code: str) -> None:
    assert [name for name, texts in TEXTS.items() if code not in texts] == []


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("code", CODES)
def test_it_is_built_through_every_check_and_reads_right(code: str, tmp_path: Path) -> None:
    """In one test, so that each language is built once however many workers share the tests."""
    site = build(small_tongue(tmp_path / code, code))
    every_kind_of_page_is_there(site, code)
    no_word_of_english_is_left(site, code)
    every_figure_agrees(site)
    if CHROMIUM is not None or os.environ.get("CI") == "true":
        a_phone_shows_it_in_its_own_letters(site, code)


def every_kind_of_page_is_there(site: Path, code: str) -> None:
    """In that language alone."""
    found = dict(pages(site))
    parts = ("", "areas/", "share/", "explore/", *(f"areas/{region}/" for region in REGIONS))
    assert {f"{EDITION}/{part}index.html" for part in parts} <= set(found)
    for path, page in found.items():
        assert page.get("lang") == code, path
        assert page.xpath("//meta[@property='og:locale']/@content") in ([str(language(code).locale)], []), path
        assert page.xpath("//link[@hreflang] | //a[@hreflang] | //meta[@property='og:locale:alternate']") == [], path
    posts = json.loads((site / EDITION / "share/posts.json").read_text(encoding="utf-8"))["posts"]
    assert {post["language"] for post in posts} == {code}
    assert {post["purpose"] for post in posts} >= {"inform", "explain"}


def no_word_of_english_is_left(site: Path, code: str) -> None:
    """No message of English, and in another script no Latin letter but in names."""
    own = " ".join(str(message) for message in language(code).messages.values()).casefold()
    english = {
        part.strip(" .,:;()")
        for key, message in language("en").messages.items()
        if not key.startswith(("cli.", "place.", "direction."))
        for form in (message.values() if isinstance(message, dict) else [message])
        for part in re.split(r"\{[^}]*\}|[\[\]]", str(form))
    }
    strange = [part for part in english if len(part) > 9 and " " in part and part.casefold() not in own]
    assert len(strange) > 200
    for path, page in pages(site):
        text = read(page)
        assert [part for part in strange if part in text] == [], path
        if code in ("ru", "kk"):
            assert set(re.findall(r"[A-Za-z]{2,}", NAMES.sub("", text))) <= (KINDS if "design" in path else set()), path


def every_figure_agrees(site: Path) -> None:
    """Worked out again without any of the program."""
    check = Recomputation(site)
    check.run()
    assert check.wrong == []


def a_phone_shows_it_in_its_own_letters(site: Path, code: str) -> None:
    """Every letter comes from the bundled fonts, and no more of them than are needed; nothing scrolls sideways."""
    wanted = {"fr": {"U+0-FF"}, "ru": {"U+0-FF", "U+401-40C"}, "kk": {"U+0-FF", "U+401-40C", "U+492-4AF"}}
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = started.new_page(viewport={"width": 360, "height": 780})
        for address in ("", f"{EDITION}/", f"{EDITION}/areas/north/"):
            page.goto((site / address / "index.html").as_uri())
            faces = page.evaluate(
                "document.fonts.ready.then(() => [...document.fonts].filter(f => f.status == 'loaded')"
                ".map(f => f.unicodeRange.split(',')[0]))"
            )
            # A font of the phone's own stands in until ours has come.
            assert set(faces) - {"U+0-10FFFF"} == wanted.get(code, set(faces)), address
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        started.close()
