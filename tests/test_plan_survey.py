"""plan: surveys of some months, places with a span of their own, uncertainty, and rules between measures."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from berkala.plan import first_period, next_release
from berkala.plan.calendar import scheduled
from berkala.plan.reading import Publication, read_publication
from plan_cases import Case, assert_told, case_name, edit, problems
from small_survey import PLACES, SURVEY, small_survey


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_survey(tmp_path / "publication")


CASES = [
    Case("plan.months-order", SURVEY, "months: [3, 9]", "months: [9, 3]"),
    Case("plan.months-order", SURVEY, "months: [3, 9]", "months: [3, 3, 9]"),
    Case("plan.too-large", SURVEY, "months: [3, 9]", "months: [3, 13]"),
    Case("plan.months-frequency", "datasets/service/dataset.yml", "from: 2022", "from: 2022, months: [1]"),
    Case("plan.period-not-taken", SURVEY, "from: 2015-03", "from: 2015-04"),
    Case("plan.period-not-taken", SURVEY, "months: [3, 9]", "months: [3, 9], except: [2019-10]"),
    Case("plan.period-form", SURVEY, "from: 2016-09", "from: 2016"),
    Case("plan.span-backwards", SURVEY, "until: 2018-03", "until: 2015-03"),
    Case("plan.months-order", SURVEY, "months: [9]}", "months: [9, 9]}"),
    Case("plan.category-unknown", SURVEY, "whole: country", "whole: contry", "country"),
    Case("plan.role-excludes", SURVEY, "role: period,", "role: period, concept: area,"),
    Case("plan.role-excludes", SURVEY, "role: period,", "role: period, common_nouns: true,"),
    Case("plan.role-excludes", SURVEY, "role: dimension", "role: dimension\n        uncertainty: lower", below=1),
    Case("plan.uncertainty-of", SURVEY, "        of: rate\n", "", below=-1),
    Case("plan.of-alone", SURVEY, "        uncertainty: standard_error\n", ""),
    Case("plan.column-unknown", SURVEY, "of: rate\n", "of: rates\n", "rate"),
    Case("plan.column-unknown", SURVEY, "of: rate\n", "of: rate_error\n", ""),
    Case("plan.column-unknown", SURVEY, "count: poor", "count: por", "poor"),
    Case("plan.column-unknown", SURVEY, "share: rate", "share: island"),
    Case("plan.column-unknown", SURVEY, "at_most: 5", "at_most: 5, where: {iland: east}", "island"),
    Case("plan.category-unknown", SURVEY, "at_most: 5", "at_most: 5, where: {island: eas}", "east"),
    Case("plan.not-above", SURVEY, "at_most: 5", "at_most: 0"),
    Case("plan.choice", SURVEY, "  x: {en: not in", "  y: {en: not in", ""),
    Case("plan.text-missing", SURVEY, "{en: not in this file, id: tidak ada dalam berkas ini}", "{en: not there}"),
    Case("plan.text-digit", SURVEY, "en: not in this file", "en: not in the file of 2022"),
    Case("plan.period-unreadable", PLACES, "first_period: 2017-03", "first_period: 2017"),
    Case("plan.first-period-outside", PLACES, "first_period: 2017-03", "first_period: 2017-04"),
    Case("plan.first-period-outside", PLACES, "first_period: 2017-03", "first_period: 2014-09"),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_mistake_is_told_with_its_place_and_the_nearest_name(root: Path, case: Case) -> None:
    assert_told(root, case)


def test_it_is_sound_before_it_is_spoilt(root: Path) -> None:
    assert problems(root) == ()


def read(root: Path) -> Publication:
    publication, _ = read_publication(root)
    assert publication is not None
    return publication


def codes(root: Path, as_of: datetime) -> list[str]:
    publication = read(root)
    return [edition.period.code for edition in scheduled(publication, publication.reports["islands"], as_of)]


def test_the_periods_of_a_survey_are_the_months_it_is_taken_in(root: Path) -> None:
    spec = read(root).datasets["islands"].spec
    march, september = spec.period("2018-03"), spec.period("2018-09")
    assert (spec.rhythm.before(march).code, spec.rhythm.after(march).code) == ("2017-09", "2018-09")
    assert (spec.rhythm.before(september).code, spec.rhythm.after(september).code) == ("2018-03", "2019-03")
    # A period between two surveys has neighbours too.
    assert (spec.rhythm.before(spec.period("2018-05")), spec.rhythm.after(spec.period("2018-05"))) == (march, september)
    taken = [period.code for period in spec.rhythm.periods(spec.period("2017-01"), september)]
    assert taken == ["2017-03", "2017-09", "2018-03", "2018-09"]


def test_every_period_of_a_dataset_without_months_has_the_next_one_beside_it(root: Path) -> None:
    spec = read(root).datasets["service"].spec
    year = spec.period("2023")
    assert (spec.rhythm.before(year).code, spec.rhythm.after(year).code) == ("2022", "2024")
    assert [period.code for period in spec.rhythm.periods(spec.first, year)] == ["2022", "2023"]


def test_a_survey_once_a_year_goes_from_year_to_year(root: Path) -> None:
    edit(root, SURVEY, "months: [3, 9]", "months: [3]")
    spec = read(root).datasets["islands"].spec
    march = spec.period("2018-03")
    assert (spec.rhythm.before(march).code, spec.rhythm.after(march).code) == ("2017-03", "2019-03")


def test_editions_appear_for_the_months_of_the_survey_from_the_declared_first(root: Path) -> None:
    assert codes(root, datetime(2019, 1, 10, tzinfo=UTC)) == ["2017-03", "2017-09", "2018-03", "2018-09"]
    # September's lag of a hundred days ends on 8 January.
    assert codes(root, datetime(2019, 1, 7, tzinfo=UTC))[-1] == "2018-03"


def test_without_a_declared_first_period_the_data_s_own_is_the_first(root: Path) -> None:
    edit(root, PLACES, "  first_period: 2017-03\n", "")
    publication = read(root)
    assert first_period(publication, publication.reports["islands"]).code == "2015-03"
    assert codes(root, datetime(2017, 2, 1, tzinfo=UTC)) == ["2015-03", "2015-09", "2016-03", "2016-09"]


def test_a_first_period_that_cannot_be_read_is_told_and_stops_nothing_else(root: Path) -> None:
    edit(root, PLACES, "first_period: 2017-03", "first_period: spring")
    publication = read(root)
    assert first_period(publication, publication.reports["islands"]).code == "2015-03"
    assert [problem.code for problem in problems(root)] == ["plan.period-unreadable"]


def test_the_next_release_of_a_survey_is_half_a_year_away(root: Path) -> None:
    publication = read(root)
    upcoming = next_release(publication, publication.reports["islands"], datetime(2018, 8, 1, tzinfo=UTC))
    assert upcoming is not None
    assert (upcoming.period.code, upcoming.release.date().isoformat()) == ("2018-09", "2019-01-08")


def test_a_period_that_never_came_is_no_edition(root: Path) -> None:
    edit(root, SURVEY, "months: [3, 9]", "months: [3, 9], except: [2017-09]")
    assert codes(root, datetime(2018, 8, 1, tzinfo=UTC)) == ["2017-03", "2018-03"]
