"""check: the periods, days and years that a report's pages may name beside those of its figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from berkala.check.document import Document
from berkala.check.pages import Page, Scope
from berkala.check.plain import check_plain, check_plain_texts
from berkala.check.published import Shelf, figures_of
from berkala.check.scopes import scope_of
from berkala.check.vocabulary import Vocabulary
from berkala.plan.calendar import scheduled
from berkala.plan.reading import read_publication
from berkala.words import language
from small_survey import SURVEY, small_survey


def scope(root: Path, report: str, as_of: datetime) -> Scope:
    publication, found = read_publication(root)
    assert publication is not None
    assert found == ()
    *_, last = scheduled(publication, publication.reports[report], as_of)
    return scope_of(publication, [last], Shelf.of([]), report)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_survey(tmp_path / "publication")


def test_a_target_s_year_and_the_day_it_was_set_may_be_named(root: Path) -> None:
    told = scope(root, "islands", datetime(2018, 8, 1, tzinfo=UTC))
    assert "17 January 2020" in told.phrases["en"]
    assert "17 Januari 2020" in told.phrases["id"]
    assert {2020, 2024} <= told.years
    assert not {2019, 2023} & told.years


def test_the_span_of_a_place_may_be_named_and_of_the_survey_only_its_months(root: Path) -> None:
    told = scope(root, "islands", datetime(2018, 1, 10, tzinfo=UTC))
    assert "September 2017" in told.phrases["en"]
    assert "August 2017" not in told.phrases["en"]
    # The edition is of September 2017; the west is in the data until March 2018.
    assert "March 2018" in told.phrases["en"]
    assert "September 2018" not in told.phrases["en"]


def test_the_baseline_and_the_day_of_a_review_may_be_named(root: Path) -> None:
    told = scope(root, "office", datetime(2024, 12, 1, tzinfo=UTC))
    assert "10 February 2024" in told.phrases["en"]
    assert {2022, 2023, 2024} <= told.years


def test_the_pages_around_all_editions_do_not_need_every_dataset(root: Path) -> None:
    (root / SURVEY).write_text("name: [", encoding="utf-8")
    publication, _ = read_publication(root)
    assert publication is not None
    assert 2024 in scope_of(publication, [], Shelf.of([])).years


def told(text: str, picture: str, root: Path) -> list[object]:
    """The numbers in the alt text of a picture that the pages of the islands may not say."""
    spoken = scope(root, "islands", datetime(2018, 8, 1, tzinfo=UTC))
    page = Page("islands/2018-03/", language("en"), spoken)
    image = html.fragment_fromstring(f'<p><img src="@/islands/2018-03/{picture}.en.png" alt="{text}"></p>')
    return [problem.facts["number"] for problem in check_plain_texts(Document.of(image), page)]


@pytest.mark.parametrize("picture", ["charts/map", "share/tiles-wide", "share/tiles-wide-dark"])
def test_the_bounds_of_a_chart_are_named_in_its_own_texts(root: Path, picture: str) -> None:
    assert told("The west stood at 20% or more", picture, root) == []
    assert told("The west stood at 15% or more", picture, root) == ["15"]


@pytest.mark.parametrize("picture", ["charts/table", "charts/line", "share/rank-wide", "share/card-wide", "x"])
def test_the_bounds_of_another_chart_are_no_names(root: Path, picture: str) -> None:
    assert told("The west stood at 20% or more", picture, root) == ["20"]


def test_bounds_are_no_names_outside_of_pictures(root: Path) -> None:
    for report in ("islands", "office"):
        spoken = scope(root, report, datetime(2024, 12, 1, tzinfo=UTC))
        page = Page("page/", language("en"), spoken)
        assert [p.facts["number"] for p in check_plain("20% waited", "description", page, Shelf.of([]))] == ["20"]


def test_the_level_of_an_interval_is_said_where_there_is_one_and_in_its_own_words(root: Path) -> None:
    spoken = scope(root, "islands", datetime(2018, 8, 1, tzinfo=UTC))
    limit = figures_of({"figures": [{"id": "rate.east.2018-03.lower", "value": 10}]}).popitem()[1]
    for shelf, text, number in (
        (Shelf.of([limit]), "The 95% interval", []),
        (Shelf.of([]), "The 95% interval", ["95"]),
        (Shelf.of([limit]), "95% of them", ["95"]),
    ):
        page = Page("islands/2018-03/", language("en"), replace(spoken, shelf=shelf))
        assert [p.facts["number"] for p in check_plain(text, "desc", page, shelf)] == number
    page = Page("islands/2018-03/", language("id"), replace(spoken, shelf=Shelf.of([limit])))
    assert list(check_plain("Arsiran: selang kepercayaan 95%", "desc", page, page.scope.shelf)) == []


def test_a_group_that_is_called_by_a_digit_is_no_part_of_a_number(root: Path) -> None:
    scope = replace(Scope(Shelf({})), names=Vocabulary.of(["9"]))
    page = Page("x/", language("en"), scope)
    assert list(check_plain("The group 9 was asked.", "title", page, scope.shelf)) == []
    (told,) = check_plain("Of them 9.87% were asked.", "title", page, scope.shelf)
    assert (told.code, told.facts["number"]) == ("check.plain-number", "9.87")
