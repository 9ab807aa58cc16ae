"""Periods: one written form, real days, and steps that can be undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.periods import RHYTHMS, Frequency, Period, between, iso_interval, last_like, overlapping, parse

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
        ("2010--2012", "span", date(2010, 1, 1), date(2012, 12, 31)),
        ("2002-04--2008-03", "span", date(2002, 4, 1), date(2008, 3, 31)),
        ("2019-02--2020-02", "span", date(2019, 2, 1), date(2020, 2, 29)),
        ("2020-05-26--2020-06-25", "span", date(2020, 5, 26), date(2020, 6, 25)),
        ("2015", "span", date(2015, 1, 1), date(2015, 12, 31)),
        ("2020-02", "span", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-05-26", "span", date(2020, 5, 26), date(2020, 5, 26)),
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
        ("2012--2010", "span"),
        ("2010--2010", "span"),
        ("2010-01--2012-12", "span"),
        ("2010-01-01--2010-01-31", "span"),
        ("2010--2012-03", "span"),
        ("2010--2011--2012", "span"),
        ("2010/2012", "span"),
        ("2010-2012", "span"),
        ("2019-02-28--2019-02-29", "span"),
        ("2010--", "span"),
        ("--2012", "span"),
        ("", "span"),
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


# -- spans ---------------------------------------------------------------------------------------------------------


def span(one: date, other: date) -> Period:
    return Period(min(one, other), "span", max(one, other))


@st.composite
def spans(draw: st.DrawFn) -> Period:
    """From one day to another, of whole months or years as often as of odd days."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    match draw(st.sampled_from(("day", "month", "year"))):
        case "month":
            first, last = first.replace(day=1), parse(f"{last:%Y-%m}", "month").end
        case "year":
            first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
    return span(first, last)


SPANS = spans()


@given(SPANS)
def test_a_span_is_read_from_its_own_code_and_has_no_other(period: Period) -> None:
    assert parse(period.code, "span") == period
    ends = [period.start.isoformat(), period.end.isoformat()]
    others = {"--".join(end[:size] for end in ends) for size in (4, 7, 10)} | {ends[0][:4], ends[0][:7], ends[0]}
    for other in others - {period.code}:
        try:
            assert parse(other, "span") != period
        except ValueError:
            continue


@given(SPANS)
def test_the_code_of_a_span_is_the_coarsest_that_is_exact(period: Period) -> None:
    last = period.end + timedelta(days=1)
    months, years = (period.start.day, last.day) == (1, 1), (period.start.month, last.month) == (1, 1)
    assert len(period.code.split("--")[0]) == (4 if months and years else 7 if months else 10)
    assert period.length[0] == ("months" if months else "days")


@pytest.mark.slow
@given(SPANS, SPANS)
def test_spans_stand_in_the_order_of_their_first_day_then_of_their_last(one: Period, other: Period) -> None:
    assert (one < other) == ((one.start, one.end) < (other.start, other.end))
    assert overlapping((one, other)) == (one.start <= other.end and other.start <= one.end)


@given(SPANS)
def test_a_year_before_a_span_both_its_ends_are_a_year_earlier(period: Period) -> None:
    before = period.year_before()
    assert (before.start.year, before.end.year) == (period.start.year - 1, period.end.year - 1)
    assert before.start.month == period.start.month
    assert before.end.month == period.end.month
    if period.length[0] == "months":
        assert before.length == period.length
    else:
        assert abs(before.length[1] - period.length[1]) <= 1 or before.length[0] == "months"


def test_a_year_before_leap_days_and_the_ends_of_months() -> None:
    years_before = {
        "2010--2012": "2009--2011",
        "2020-02": "2019-02",
        "2021-02": "2020-02",
        "2019-12--2020-02": "2018-12--2019-02",
        "2020-02-29": "2019-02-28",
        "2020-02-29--2020-03-10": "2019-02-28--2019-03-10",
        "2020-02-10--2020-02-29": "2019-02-10--2019-02-28",
    }
    assert {code: parse(code, "span").year_before().code for code in years_before} == years_before


def test_a_span_has_no_next_and_no_other_period_a_last_day_of_its_own() -> None:
    with pytest.raises(TypeError, match="no rhythm"):
        parse("2010--2012", "span").shift(1)
    for wrong in (
        lambda: Period(date(2010, 1, 1), "span"),
        lambda: Period(date(2010, 1, 1), "year", date(2010, 12, 31)),
        lambda: span(date(2010, 1, 1), date(2010, 1, 1)) and Period(date(2010, 1, 2), "span", date(2010, 1, 1)),
    ):
        with pytest.raises(ValueError, match="2010"):
            wrong()


def test_spans_are_compared_with_the_last_one_that_is_as_long_and_over() -> None:
    rolling = [parse(f"{year}--{year + 2}", "span") for year in range(2004, 2011)]
    mixed = [parse(code, "span") for code in ("2001", "2002--2006", "2007-01--2007-06", "2008", "2009-04--2010-03")]

    def found(code: str, others: list[Period]) -> str | None:
        like = last_like(parse(code, "span"), others)
        return None if like is None else like.code

    assert found("2010--2012", rolling) == "2007--2009"
    assert found("2006--2008", rolling) is None
    assert found("2010--2014", mixed) == "2002--2006"
    assert found("2010", mixed) == "2008"  # not the twelve months to March, of which three lie in it
    assert found("2010-04--2011-03", mixed) == "2009-04--2010-03"
    assert found("2010--2011", mixed) is None


def test_a_span_has_a_middle_and_an_interval() -> None:
    first, last = parse("2010--2012", "span"), parse("2020-05-26--2020-06-25", "span")
    assert (first.middle, last.middle) == (date(2011, 7, 2), date(2020, 6, 10))
    assert (first.machine, last.machine) == ("2010/2012", "2020-05-26/2020-06-25")
    assert iso_interval(first, last) == "2010-01-01/2020-06-25"
