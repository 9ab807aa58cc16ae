"""Periods as Open SDG data state them: each form to its days, and nothing chosen in silence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.periods import RHYTHMS, Period
from berkala.stated import ENGLISH, NotAPeriod, Reader, Stated, hyphen_of


def read(text: str, **how: object) -> Stated:
    return Reader(**how).read(text)  # type: ignore[arg-type]


def days(stated: Stated) -> tuple[str, str]:
    return stated.first.isoformat(), stated.last.isoformat()


@pytest.mark.parametrize(
    ("text", "first", "last", "frequency", "notes"),
    [
        ("2019", "2019-01-01", "2019-12-31", "year", ()),
        ("2021.0", "2021-01-01", "2021-12-31", "year", ()),
        (" 2019 ", "2019-01-01", "2019-12-31", "year", ()),
        ("2011/12", "2011-04-01", "2012-03-31", "fiscal", ()),
        ("2011/2012", "2011-04-01", "2012-03-31", "fiscal", ()),
        ("1999/00", "1999-04-01", "2000-03-31", "fiscal", ()),
        ("2011–12", "2011-04-01", "2012-03-31", "fiscal", ()),
        ("2016/18 (baseline)", "2016-01-01", "2018-12-31", None, ("baseline",)),
        ("2010 to 2012", "2010-01-01", "2012-12-31", None, ()),
        ("2010-2012", "2010-01-01", "2012-12-31", None, ()),
        ("2015-2016", "2015-01-01", "2016-12-31", None, ()),
        ("2010 – 2012", "2010-01-01", "2012-12-31", None, ()),
        ("2010-15", "2010-01-01", "2015-12-31", None, ()),
        ("2015-2019 (baseline)", "2015-01-01", "2019-12-31", None, ("baseline",)),
        ("2016-2018*", "2016-01-01", "2018-12-31", None, ("*",)),
        ("2012 01", "2012-01-01", "2012-01-31", "month", ()),
        ("2012-01", "2012-01-01", "2012-01-31", "month", ()),
        ("2012-M02", "2012-02-01", "2012-02-29", "month", ()),
        ("May 2020", "2020-05-01", "2020-05-31", "month", ()),
        ("2020 Sept.", "2020-09-01", "2020-09-30", "month", ()),
        ("2015 Q3", "2015-07-01", "2015-09-30", "quarter", ()),
        ("Q3 2015", "2015-07-01", "2015-09-30", "quarter", ()),
        ("2019 H2", "2019-07-01", "2019-12-31", "half", ()),
        ("2020-W53", "2020-12-28", "2021-01-03", "week", ()),
        ("2020-02-29", "2020-02-29", "2020-02-29", "day", ()),
        ("2019/20 [Note 9]", "2019-04-01", "2020-03-31", "fiscal", ("Note 9",)),
        ("2019/20 [p]* (r)", "2019-04-01", "2020-03-31", "fiscal", ("p", "*", "r")),
        ("2012a", "2012-01-01", "2012-12-31", "year", ("a",)),
        ("26 May to 25 June 2020", "2020-05-26", "2020-06-25", None, ()),
        ("17 May 2023 to 11 June 2023", "2023-05-17", "2023-06-11", None, ()),
        ("1 to 31 May 2020", "2020-05-01", "2020-05-31", "month", ()),
        ("Jan to Mar 2020", "2020-01-01", "2020-03-31", "quarter", ()),
        ("2018 Q1 to 2018 Q4", "2018-01-01", "2018-12-31", "year", ()),
        ("2019/20 to 2020/21", "2019-04-01", "2021-03-31", None, ()),
        ("2002/03-2007/08", "2002-04-01", "2008-03-31", None, ()),
        ("2002/03* to 2007/08 (e)", "2002-04-01", "2008-03-31", None, ("*", "e")),
        ("1980 à 1990", "1980-01-01", "1990-12-31", None, ()),
    ],
)
def test_each_form(text: str, first: str, last: str, frequency: str | None, notes: tuple[str, ...]) -> None:
    stated = read(text)
    assert days(stated) == (first, last)
    assert (stated.frequency, stated.notes) == (frequency, notes)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "unknown"),
        ("There is no data for this indicator yet", "unknown"),
        ("2561", "unknown"),
        ("01/02/2020", "unknown"),
        ("2012 to 2013 to 2014", "unknown"),
        ("2015 to 2016/17", "unknown"),
        ("٢٠١٩", "unknown"),
        ("2011-12", "ambiguous"),
        ("2003-05", "ambiguous"),
        ("2015-2014", "backwards"),
        ("2019/19", "backwards"),
        ("2019/18", "backwards"),
        ("25 June to 26 May 2020", "backwards"),
        ("2012 13", "no-day"),
        ("2019-02-29", "no-day"),
        ("2021-W53", "no-day"),
        ("31 June 2020", "no-day"),
    ],
)
def test_what_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NotAPeriod) as refused:
        read(text)
    assert refused.value.reason == reason


def test_a_reader_gives_the_same_answer_again() -> None:
    reader = Reader()
    for _ in range(2):
        assert reader.read("2019").frequency == "year"
        with pytest.raises(NotAPeriod):
            reader.read("soon")


def test_the_first_month_of_a_fiscal_year_is_a_parameter_and_is_said() -> None:
    assert read("2019/20").fiscal_start == 4
    stated = read("2019/20", fiscal_start=7)
    assert days(stated) == ("2019-07-01", "2020-06-30")
    assert (stated.frequency, stated.fiscal_start) == ("fiscal", 7)
    assert read("2019/20 to 2020/21", fiscal_start=7).fiscal_start == 7
    assert read("2019").fiscal_start is None
    assert read("April 2019 to March 2020").frequency is None, "twelve months are not said to be a fiscal year"


def test_the_other_cells_of_a_column_decide_what_two_digits_after_a_hyphen_are() -> None:
    assert hyphen_of(["2010-11", "2011-12", "2012-13"]) == ("years", "2010-11")
    assert hyphen_of(["2011-12", "2012-01"]) == ("month", "2011-12")
    assert hyphen_of(["2010-11", "2011-12"]) == (None, "2010-11"), "nothing decides"
    assert hyphen_of(["2011-12", "2012-01", "2012-13"]) == (None, "2011-12"), "they say both"
    assert hyphen_of(["2011", "2012/13", "2012-13"]) == ("years", "")
    assert read("2011-12", hyphen="years").frequency == "fiscal"
    assert read("2011-12", hyphen="month").period == Period(date(2011, 12, 1), "month")
    assert read("2012-13", hyphen="month").frequency == "fiscal", "no month has the number 13"


def test_months_have_names_in_the_languages_of_the_collection() -> None:
    with pytest.raises(NotAPeriod):
        read("26 mai 2020")
    months = {**ENGLISH, "mai": 5, "juin": 6}
    assert days(read("26 mai au 25 juin 2020", months=months)) == ("2020-05-26", "2020-06-25")


YEARS = st.integers(1500, 2199)


@given(st.dates(date(1500, 1, 1), date(2199, 1, 1)), st.sampled_from(RHYTHMS), st.integers(1, 12))
def test_what_is_written_is_read(day: date, frequency: str, fiscal_start: int) -> None:
    starts = {
        "day": day,
        "week": day - timedelta(days=day.weekday()),
        "month": day.replace(day=1),
        "quarter": date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
        "half": date(day.year, (day.month - 1) // 6 * 6 + 1, 1),
        "year": date(day.year, 1, 1),
        "fiscal": date(day.year, fiscal_start, 1),
    }
    period = Period(starts[frequency], frequency)  # type: ignore[arg-type]
    code = period.code.replace("-", "/") if frequency == "fiscal" else period.code
    reader = Reader(fiscal_start, hyphen="month")
    if 1500 <= int(code[:4]) <= 2199:
        stated = reader.read(code)
        assert stated.period == period
        assert stated.last == period.end


@given(YEARS, YEARS, st.sampled_from(["{}-{}", "{} to {}", "{}–{}", "{} – {}", "{}/{}"]))
def test_two_years_are_a_span_in_their_order_or_refused(first: int, last: int, form: str) -> None:
    text = form.format(first, last)
    if "/" in form and last == first + 1:
        assert read(text).frequency == "fiscal"
    elif last < first or (last == first and "/" in form):
        with pytest.raises(NotAPeriod, match="backwards"):
            read(text)
    else:
        assert days(read(text)) == (f"{first}-01-01", f"{last}-12-31")
        assert read(text).frequency == ("year" if first == last else None)


MARKS = st.lists(st.sampled_from(["*", " (baseline)", " [Note 9]", "†", " [p]"]), max_size=3)


@given(YEARS, MARKS)
def test_marks_are_kept_and_change_no_day(year: int, marks: list[str]) -> None:
    plain, marked = read(str(year)), read(str(year) + "".join(marks))
    assert days(plain) == days(marked)
    assert "".join(marked.notes) == "".join(mark.strip(" ()[]") for mark in marks)


SHAPES = st.from_regex(r"[0-9/\-–QMWHSa-z *()\[\].]{0,24}", fullmatch=True)


@given(st.one_of(st.text(max_size=40), SHAPES), st.integers(1, 12), st.sampled_from([None, "month", "years"]))
def test_any_text_is_read_or_refused(text: str, fiscal_start: int, hyphen: str | None) -> None:
    try:
        stated = read(text, fiscal_start=fiscal_start, hyphen=hyphen)
    except NotAPeriod:
        return
    assert stated.first <= stated.last
    if stated.period:
        assert (stated.period.start, stated.period.end) == (stated.first, stated.last)
    assert (stated.frequency != "fiscal") or stated.fiscal_start == fiscal_start
