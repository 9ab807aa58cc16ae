"""Periods: one written form, real days, and steps that can be undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.periods import RHYTHMS, Frequency, Period, between, parse

DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31))
NAMES = st.sampled_from(RHYTHMS)


def period_of(day: date, frequency: Frequency, fiscal_start: int = 4) -> Period:
    """The period of one frequency that a day lies in."""
    match frequency:
        case "day":
            return Period(day, frequency)
        case "week":
            return Period(day - timedelta(days=day.weekday()), frequency)
        case "month":
            return Period(day.replace(day=1), frequency)
        case "quarter":
            return Period(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), frequency)
        case "half":
            return Period(date(day.year, 1 if day.month < 7 else 7, 1), frequency)
        case "year":
            return Period(date(day.year, 1, 1), frequency)
        case "fiscal":
            return Period(date(day.year - (day.month < fiscal_start), fiscal_start, 1), frequency)


@pytest.mark.parametrize(
    ("code", "frequency", "start", "end"),
    [
        ("2020-02-29", "day", date(2020, 2, 29), date(2020, 2, 29)),
        ("2019-W10", "week", date(2019, 3, 4), date(2019, 3, 10)),
        ("2020-W53", "week", date(2020, 12, 28), date(2021, 1, 3)),
        ("2019-03", "month", date(2019, 3, 1), date(2019, 3, 31)),
        ("2019-Q1", "quarter", date(2019, 1, 1), date(2019, 3, 31)),
        ("2019-S2", "half", date(2019, 7, 1), date(2019, 12, 31)),
        ("2019", "year", date(2019, 1, 1), date(2019, 12, 31)),
        ("2018-2019", "fiscal", date(2018, 4, 1), date(2019, 3, 31)),
    ],
)
def test_a_code_names_its_first_and_last_day(code: str, frequency: Frequency, start: date, end: date) -> None:
    period = parse(code, frequency)
    assert (period.start, period.end, period.code, str(period)) == (start, end, code, code)


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("2019-13", "month"),
        ("2019-3", "month"),
        ("2019-03 ", "month"),
        ("Mar 2019", "month"),
        ("2019-02-29", "day"),
        ("2019-W53", "week"),
        ("2019-W00", "week"),
        ("2019-Q5", "quarter"),
        ("2019-S3", "half"),
        ("2018-2020", "fiscal"),
        ("2018-19", "fiscal"),
        ("0000", "year"),
        ("٢٠١٩-٠٣", "month"),
        ("２０１９", "year"),
        ("", "year"),
    ],
)
def test_no_other_form_is_read(text: str, frequency: Frequency) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse(text, frequency)


@given(DAYS, NAMES)
def test_a_period_is_read_from_its_own_code(day: date, frequency: Frequency) -> None:
    period = period_of(day, frequency)
    assert parse(period.code, frequency) == period
    assert period.start <= day <= period.end


@given(DAYS, NAMES, st.integers(-200, 200))
def test_steps_can_be_undone_and_keep_time_order(day: date, frequency: Frequency, steps: int) -> None:
    period = period_of(day, frequency)
    moved = period.shift(steps)
    assert moved.shift(-steps) == period
    assert (moved > period) == (steps > 0)
    assert (moved.code > period.code) == (moved > period)


@given(DAYS, NAMES)
def test_periods_follow_each_other_without_a_gap(day: date, frequency: Frequency) -> None:
    period = period_of(day, frequency)
    assert period.shift(1).start == period.end + timedelta(days=1)


@given(DAYS, NAMES)
def test_a_year_before_is_the_same_part_of_the_year_before(day: date, frequency: Frequency) -> None:
    period = period_of(day, frequency)
    before = period.year_before()
    assert 358 <= (period.start - before.start).days <= 371
    if frequency == "week":
        week, earlier = period.start.isocalendar(), before.start.isocalendar()
        assert earlier.year == week.year - 1
        assert earlier.week == min(week.week, 52)
    elif frequency != "day":
        assert (before.start.year, before.start.month) == (period.start.year - 1, period.start.month)


def test_a_year_before_a_leap_day_and_a_long_year() -> None:
    assert parse("2020-02-29", "day").year_before().code == "2019-02-28"
    assert parse("2021-W10", "week").year_before().code == "2020-W10"
    assert parse("2020-W53", "week").year_before().code == "2019-W52"


def test_a_fiscal_year_begins_in_its_declared_month() -> None:
    period = parse("2018-2019", "fiscal", fiscal_start=7)
    assert (period.start, period.end) == (date(2018, 7, 1), date(2019, 6, 30))
    assert period.shift(1).code == "2019-2020"


def test_between_has_both_ends_and_nothing_backwards() -> None:
    first, last = parse("2018-12", "month"), parse("2019-02", "month")
    assert [period.code for period in between(first, last)] == ["2018-12", "2019-01", "2019-02"]
    assert list(between(last, first)) == []
