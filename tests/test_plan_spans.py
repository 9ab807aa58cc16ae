"""plan: spans have no calendar; their editions are those that the schedule and the coverage name."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from berkala.plan import expected, first_period, following, next_release
from berkala.plan.calendar import scheduled
from berkala.plan.reading import Publication, read_publication
from plan_cases import Case, assert_told, case_name, edit, problems
from small_spans import spans_publication

BIRTHS, HARM = "datasets/births/dataset.yml", "datasets/harm/dataset.yml"
REPORT, HARM_REPORT = "reports/births.md", "reports/harm.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return spans_publication(tmp_path / "publication")


CASES = [
    Case("plan.span-open", BIRTHS, "coverage: {from: 2008--2010, until: 2014--2016}", "coverage: {from: 2008--2010}"),
    Case("plan.span-except", BIRTHS, "until: 2014--2016", "until: 2014--2016, except: [2010--2012]"),
    Case("plan.period-form", BIRTHS, "from: 2008--2010", "from: 2008-2010"),
    Case("plan.period-form", HARM, "from: 2014-04--2015-03", "from: 2014-01--2015-12"),
    Case("plan.coverage-backwards", BIRTHS, "until: 2014--2016", "until: 2007--2016"),
    Case("plan.months-frequency", BIRTHS, "until: 2014--2016", "until: 2014--2016, months: [3]"),
    Case("plan.frequency-differs", REPORT, "frequency: span", "frequency: year"),
    Case("plan.span-compare", REPORT, "compare: previous", "compare: year_before"),
    Case("plan.span-rhythm", REPORT, "{kind: movers, indicator: low}", "{kind: record, indicator: low}"),
    Case("plan.span-rhythm", REPORT, "{kind: movers, indicator: low}", "{kind: streak, indicator: low}"),
    Case("plan.span-rhythm", REPORT, "{kind: heat,", "{kind: slope,"),
    Case("plan.span-rhythm", REPORT, "formula: value", "formula: growth_over_year"),
    Case("plan.span-rhythm", REPORT, "formula: value", "formula: to_date"),
    Case("plan.span-rhythm", REPORT, "    decimals: 1", "    means: [3]\n    decimals: 1"),
    Case("plan.first-period-outside", REPORT, "first_release: 2017", "first_period: 2013--2017, first_release: 2017"),
    Case("plan.first-period-outside", REPORT, "first_release: 2017", "first_period: 2007--2009, first_release: 2017"),
    Case("plan.period-unreadable", REPORT, "first_release: 2017", "first_period: 2013-2014, first_release: 2017"),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_what_needs_a_rhythm_is_refused_at_its_place(root: Path, case: Case) -> None:
    assert_told(root, case)


def test_it_is_sound_before_it_is_spoilt(root: Path) -> None:
    assert problems(root) == ()


def read(root: Path) -> Publication:
    publication, _ = read_publication(root)
    assert publication is not None
    return publication


def editions(root: Path, as_of: datetime, report: str = "births") -> list[str]:
    publication = read(root)
    return [edition.period.code for edition in scheduled(publication, publication.reports[report], as_of)]


def test_a_report_on_spans_has_one_edition_for_the_last_span(root: Path) -> None:
    publication = read(root)
    report = publication.reports["births"]
    assert publication.datasets["births"].spec.rhythm is None
    assert first_period(publication, report).code == "2014--2016"
    assert editions(root, datetime(2017, 6, 1, 1, tzinfo=UTC)) == []
    assert editions(root, datetime(2017, 6, 1, 3, tzinfo=UTC)) == ["2014--2016"]
    (alone,) = expected(publication, report)
    assert next_release(publication, report, datetime(2017, 1, 1, tzinfo=UTC)) == alone
    assert next_release(publication, report, alone.release) is None
    assert following(publication, alone) is None


def test_a_first_period_gives_it_another_edition_and_none_in_between(root: Path) -> None:
    edit(root, REPORT, "first_release: 2017-06-01T09:00", "first_period: 2010--2012, first_release: 2013-06-01T09:00")
    publication = read(root)
    report = publication.reports["births"]
    first, last = expected(publication, report)
    assert (first.period.code, last.period.code) == ("2010--2012", "2014--2016")
    assert editions(root, datetime(2016, 12, 31, tzinfo=UTC)) == ["2010--2012"]
    assert editions(root, datetime(2017, 2, 1, tzinfo=UTC)) == ["2010--2012", "2014--2016"]
    assert following(publication, first) == last
    assert list(expected(publication, report, first.period)) == [last]


def test_a_series_with_a_rhythm_goes_on_as_before(root: Path) -> None:
    """The same report on years that go on: every year is expected, without end."""
    for file in (BIRTHS, REPORT):
        edit(root, file, "frequency: span", "frequency: year")
    edit(root, BIRTHS, "{from: 2008--2010, until: 2014--2016}", "{from: 2008, except: [2010]}")
    publication = read(root)
    codes = [edition.period.code for edition in islice(expected(publication, publication.reports["births"]), 4)]
    assert codes == ["2008", "2009", "2011", "2012"]
