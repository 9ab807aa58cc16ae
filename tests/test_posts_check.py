"""What `check` finds in posts.json: an announcement that tells, a thread that does not count, a language that lacks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from berkala.check.links import Addresses
from berkala.check.pages import Page
from berkala.check.posts import check_posts
from berkala.check.published import Shelf, exact_json, figures_of
from berkala.check.scopes import scope_of
from berkala.plan import following
from berkala.render.figures_file import figures_json
from berkala.render.posts import write_posts
from berkala.words import language
from small_edition import a_publication, findings_of
from test_posts import cards_for

Documents = tuple[dict[str, Any], Callable[[dict[str, Any]], list[str]]]


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    """The posts of the small edition, and what is wrong with such a document, by code."""
    publication = a_publication(tmp_path)
    findings = findings_of(publication)
    edition = findings.edition
    shelf = Shelf.of(figures_of(exact_json(figures_json(findings, ("en", "id")))).values())
    page = Page("posts.json", language("en"), scope_of(publication, [edition], shelf, edition.report))
    files = [
        f"{edition.address}share/card-{size}.{code}.png" for size in ("1200x630", "1080x1080") for code in ("en", "id")
    ]
    addresses = Addresses.of(("en", "id"), [edition.address], files, ())
    coming = following(publication, edition)

    def wrong(document: dict[str, Any]) -> list[str]:
        return sorted({problem.code for problem in check_posts(document, page, addresses, coming)})

    return json.loads(write_posts(findings, cards_for(findings), publication).content), wrong


def announcement(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(post for post in document["posts"] if post["purpose"] == "announce")
    return found


def test_right_posts_have_no_problem(documents: Documents) -> None:
    document, wrong = documents
    assert wrong(document) == []


@pytest.mark.parametrize(
    "said", [" 2,000 beds.", " Beds fell.", " In February 2020 it was so.", " In 2020.", " On 15 June 2020, 9:30am."]
)
def test_an_announcement_says_nothing_but_when(documents: Documents, said: str) -> None:
    document, wrong = documents
    announcement(document)["text"] += said
    assert set(wrong(document)) <= {"check.post-number", "check.direction-untraced"}
    assert wrong(document)


@pytest.mark.parametrize(
    "change",
    [
        {"images": [{"file": "wards/2020-02/share/card-1200x630.en.png", "width": 1, "height": 1, "alt": "A card."}]},
        {"text": "See https://office.example/wards/2020-04/"},
        {"window": {"opens": "2020-06-13T09:30:00+07:00", "closes": None}},
        {"window": {"opens": "2020-06-13T09:30:00+07:00", "closes": "2020-06-15T09:30:00+07:00"}},
    ],
)
def test_an_announcement_shows_nothing_and_ends_in_time(documents: Documents, change: dict[str, Any]) -> None:
    document, wrong = documents
    announcement(document).update(change)
    assert wrong(document) == ["check.post-too-early"]


def test_an_announcement_speaks_of_no_figure(documents: Documents) -> None:
    document, wrong = documents
    announcement(document)["figures"] = ["beds.all.2020-02"]
    assert wrong(document) == ["check.figure-unknown"]


@pytest.mark.parametrize("change", [{"position": 2}, {"thread": "another"}, {"position": 0}])
def test_a_thread_counts_from_its_first_post(documents: Documents, change: dict[str, Any]) -> None:
    document, wrong = documents
    document["posts"][1].update(change)
    assert "check.post-thread" in wrong(document)


def test_a_thread_is_of_one_network_and_language(documents: Documents) -> None:
    document, wrong = documents
    other = next(post for post in document["posts"] if post["language"] == "id" and post["purpose"] == "inform")
    other.update(thread=document["posts"][0]["id"], position=2)
    assert "check.post-thread" in wrong(document)


def test_what_is_said_in_one_language_is_said_in_the_other(documents: Documents) -> None:
    document, wrong = documents
    document["posts"] = [
        p for p in document["posts"] if (p["network"], p["language"], p["purpose"]) != ("x", "id", "explain")
    ]
    assert wrong(document) == ["check.language-missing"]
