"""check: texts that only a title or an attribute holds."""

from __future__ import annotations

import pytest

from berkala.check.document import Document
from berkala.check.pages import Page, Scope
from berkala.check.plain import check_plain_texts
from berkala.check.published import Shelf
from berkala.check.vocabulary import Vocabulary
from berkala.words import language

NAME = "13.3.2 Policies on the training of people for 2030 and after"


def found(shared: str) -> list[str]:
    page = Page("x/", language("en"), Scope(Shelf({}), names=Vocabulary.of([NAME])))
    head = f'<head><title>{NAME} – Office</title><meta property="og:title" content="{shared}"></head>'
    document = Document.of_html(f"<html>{head}<body></body></html>".encode())
    return [str(problem.facts["number"]) for problem in check_plain_texts(document, page)]


@pytest.mark.parametrize("shared", [NAME, "13.3.2 Policies on the training…", "13.3.2 Policies…"])
def test_the_beginning_of_a_title_is_shared_without_new_numbers(shared: str) -> None:
    assert found(shared) == []


@pytest.mark.parametrize(
    ("shared", "number"),
    [
        ("13.3.2 Policies on the training", "13.3"),  # it does not say that it was cut
        ("13.3.2 Policies on the training of people for 20…", "13.3"),  # cut inside a number
        ("13.3.3 Policies…", "13.3"),  # begins nothing that stands there
    ],
)
def test_what_begins_no_title_is_read(shared: str, number: str) -> None:
    assert number in found(shared)


@pytest.mark.parametrize(
    ("shared", "strangers"),
    [
        ("Share 13.3.2 Policies on the training of people…", []),
        ("Share 13.3.2 Policies on the training of people for 20…", ["13.3", "2", "20"]),
        ("Share 13.3.2 Policies on the training of people", ["13.3", "2"]),
        ("Share 7 of 13.3.2 Policies on the training of people…", ["7"]),
        ("Share 13.3.3 Policies on the training of people…", ["13.3", "3"]),
    ],
)
def test_a_name_inside_a_text_may_be_cut_where_the_text_is(shared: str, strangers: list[str]) -> None:
    page = Page("x/share/", language("en"), Scope(Shelf({}), names=Vocabulary.of([NAME])))
    head = f'<head><title>Share – Office</title><meta name="description" content="{shared}"></head>'
    document = Document.of_html(f"<html>{head}<body></body></html>".encode())
    told = [str(problem.facts["number"]) for problem in check_plain_texts(document, page)]
    assert sorted(set(told)) == sorted(strangers)
