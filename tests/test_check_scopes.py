"""check: the periods, days and years that a report's pages may name beside those of its figures."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from berkala.check.pages import Scope
from berkala.check.published import Shelf
from berkala.check.scopes import scope_of
from berkala.plan.calendar import scheduled
from berkala.plan.reading import read_publication
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
