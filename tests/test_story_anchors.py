"""A story's parts have anchors of their own: none twice, and none that the page has for a part of its own."""

from __future__ import annotations

import re

import pytest

from berkala.plan import Story
from berkala.render.story import ANCHORS, tell
from berkala.words import language
from publications import REPOSITORY
from told import poor

PAGES = ("edition.html", "fragments/edition.html", "fragments/responsible.html", "fragments/reuse.html")


def anchors(text: str) -> list[str]:
    story = Story("reports/poor.md", 1, text)
    sections, problems = tell(story, poor(), language("en"), {}, ())
    assert problems == ()
    return [section.anchor for section in sections]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("What it says", "Prices"), ["what-it-says", "prices"]),
        (("Prices", "Prices", "Prices"), ["prices", "prices-2", "prices-3"]),
        (("Data", "Method"), ["data-2", "method-2"]),
    ],
)
def test_each_part_has_an_anchor_of_its_own(headings: tuple[str, ...], expected: list[str]) -> None:
    assert anchors("".join(f"## {heading}\n\nSo.\n\n" for heading in headings)) == expected


def test_the_page_s_own_anchors_are_known() -> None:
    theme = REPOSITORY / "templates/theme"
    own = {name for page in PAGES for name in re.findall(r'<section[^>]* id="([a-z-]+)"', (theme / page).read_text())}
    assert {"data", "cite", "responsible"} <= own <= ANCHORS
