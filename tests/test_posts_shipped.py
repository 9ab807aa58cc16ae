"""Every post of the newest edition of the three reports that ship, as it was last read by a person.

The texts stand in ``shipped_posts/<report>.txt``. ``BERKALA_ACCEPT=1`` writes them anew: read the difference in git
before it goes in. It is refused where CI=true.
"""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from berkala.fetch import fetch
from berkala.measure import measure
from berkala.measure.findings import Findings
from berkala.plan import Plan, Publication, Request, plan
from berkala.protect import protect
from berkala.render.posts import Post, write_posts
from berkala.tidy import tidy
from publications import REPOSITORY
from test_posts_properties import cards_of

TEXTS = Path(__file__).parent / "shipped_posts"
NEWEST = ("consumer-prices@2026-08", "emergency-care@2019-03", "kemiskinan@2022-03")
#: What a post of ours is never to say: half words, unfilled places, a stop too many, a template's word.
AWKWARD = re.compile(r"\{|\}|\bNone\b|\bnan\b|\[\w+\]|\.\.|[,;:]\.|  |\n\n\n|\.\s[a-z]|^\s|\s$")


@pytest.fixture(scope="module")
def newest() -> tuple[Publication, dict[str, Findings]]:
    as_of = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Jakarta"))
    made: Plan = plan(Request(REPOSITORY, as_of, action="check", wanted=NEWEST))
    editions = measure(protect(tidy(fetch(made)))).editions
    return made.publication, {one.edition.name: one for one in editions}


def posts_of(newest: tuple[Publication, dict[str, Findings]], name: str) -> tuple[Post, ...]:
    publication, editions = newest
    return write_posts(editions[name], cards_of(editions[name]), publication).posts


@pytest.mark.parametrize("name", NEWEST)
def test_the_posts_are_those_that_were_read(newest: tuple[Publication, dict[str, Findings]], name: str) -> None:
    told = "".join(_told(post) for post in posts_of(newest, name))
    file = TEXTS / f"{name.partition('@')[0]}.txt"
    if os.environ.get("BERKALA_ACCEPT") == "1":
        assert os.environ.get("CI") != "true", "expectations are not written in CI"
        file.parent.mkdir(exist_ok=True)
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NEWEST)
def test_no_post_is_awkward(newest: tuple[Publication, dict[str, Findings]], name: str) -> None:
    for post in posts_of(newest, name):
        assert not AWKWARD.search(post.text.text), post.text.text


def _told(post: Post) -> str:
    pictures = ", ".join(image.file.rpartition("/")[2] for image in post.images) or "no picture"
    head = f"=== {post.id}: {post.purpose}, {post.length} of {post.limit}, {pictures}"
    return f"{head}\n{post.text.text.replace(chr(0xA0), '~')}\n\n"
