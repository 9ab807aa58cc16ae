"""plan: rules of release days, and the days on which an office works."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from berkala.plan.release_rules import Dated, IfClosed, day_by, read_rule
from berkala.plan.working_days import AddedHoliday, HolidaySettings, WorkingDays, working_days

WEEKEND = ("saturday", "sunday")
PLAIN = working_days(None, WEEKEND)
INDONESIA = working_days(HolidaySettings(country="ID"), WEEKEND)


def found(rule: str, end: str, working: WorkingDays = PLAIN, closed: IfClosed = "as it is", months: int = 1) -> Dated:
    return day_by(read_rule(rule), date.fromisoformat(end), months, closed, working)


@pytest.mark.parametrize(
    ("rule", "end", "day"),
    [
        ("third working day", "2026-07-31", "2026-08-05"),  # a Wednesday: the month begins on a Saturday
        ("first working day", "2026-07-31", "2026-08-03"),
        ("last working day", "2026-09-30", "2026-10-30"),  # the 31st is a Saturday
        ("second last working day", "2026-09-30", "2026-10-29"),
        ("last thursday", "2026-10-31", "2026-11-26"),
        ("second tuesday", "2026-10-31", "2026-11-10"),
        ("first sunday", "2026-10-31", "2026-11-01"),
        ("day 15", "2026-10-31", "2026-11-15"),
        ("day 31", "2026-10-31", "2026-11-30"),
        ("last day", "2027-01-31", "2027-02-28"),
        ("45 days after", "2026-10-31", "2026-12-15"),
        ("1 day after", "2026-12-31", "2027-01-01"),
        ("Third  Working Day", "2026-07-31", "2026-08-05"),
        ("3rd working day", "2026-07-31", "2026-08-05"),
    ],
)
def test_a_rule_gives_the_day_that_a_calendar_on_the_wall_gives(rule: str, end: str, day: str) -> None:
    assert found(rule, end) == Dated(date.fromisoformat(day))


@pytest.mark.parametrize(
    "wrong",
    ["", "working day", "eleventh working day", "fifth thursday", "day 0", "day 32", "soon", "-3 days after", "3"],
)
def test_what_is_no_rule_is_refused(wrong: str) -> None:
    with pytest.raises(PydanticCustomError) as raised:
        read_rule(wrong)
    assert raised.value.type == "rule-form"


def test_holidays_and_joint_leave_are_no_working_days() -> None:
    # In March 2026 Nyepi (19th) and Idulfitri (21st, 22nd) close offices, with joint leave, from the 18th to the 24th.
    closed = [day for day in range(1, 32) if not INDONESIA.works(date(2026, 3, day))]
    assert closed == [1, 7, 8, 14, 15, 18, 19, 20, 21, 22, 23, 24, 28, 29]
    without = working_days(HolidaySettings(country="ID", joint_leave=False), WEEKEND)
    assert [day for day in (18, 20, 23, 24) if without.works(date(2026, 3, day))] == [18, 20, 23, 24]
    assert found("day 20", "2026-02-28", INDONESIA, "next working day") == Dated(date(2026, 3, 25))
    assert found("day 20", "2026-02-28", INDONESIA, "working day before") == Dated(date(2026, 3, 17))
    assert found("day 20", "2026-02-28", INDONESIA) == Dated(date(2026, 3, 20))


def test_a_year_whose_holidays_nobody_has_set_is_not_sure() -> None:
    assert not INDONESIA.known(2028)
    assert not found("third working day", "2027-12-31", INDONESIA).sure
    assert found("day 15", "2027-12-31", INDONESIA).sure  # it leans on no holiday
    assert not found("day 14", "2027-12-31", INDONESIA, "next working day").sure
    whole = working_days(HolidaySettings(country="ID", complete=(2028,)), WEEKEND)
    assert found("third working day", "2027-12-31", whole) == Dated(date(2028, 1, 5))


def test_a_day_that_is_only_estimated_is_not_sure() -> None:
    # Idulfitri of 2027 follows the moon: until it is set, the days around 10 March may be free or not.
    assert found("fifth working day", "2027-02-28", INDONESIA).sure
    assert not found("tenth working day", "2027-02-28", INDONESIA).sure


def test_an_agency_adds_and_removes_holidays() -> None:
    name = {"en": "Anniversary", "id": "Hari jadi"}
    own = HolidaySettings(
        country="ID",
        add=(AddedHoliday.model_validate({"on": "2026-08-03", "name": name}),),
        remove=(date(2026, 8, 17),),
    )
    working = working_days(own, WEEKEND)
    assert found("first working day", "2026-07-31", working) == Dated(date(2026, 8, 4))
    assert working.works(date(2026, 8, 17))
    assert not INDONESIA.works(date(2026, 8, 17))


def test_a_week_may_end_on_other_days() -> None:
    friday = working_days(None, ("friday", "saturday"))
    assert found("first working day", "2026-09-30", friday) == Dated(date(2026, 10, 1))
    assert found("second working day", "2026-09-30", friday) == Dated(date(2026, 10, 4))


WORKING = st.sampled_from(["first", "third", "tenth", "last", "third last"]).map("{} working day".format)
WEEKDAYS = st.sampled_from(["first monday", "fourth sunday", "last friday", "second last monday"])
RULES = WORKING | WEEKDAYS | st.integers(1, 31).map("day {}".format)
ENDS = st.dates(date(2025, 1, 1), date(2027, 10, 1))
MOVED = st.sampled_from(["next working day", "working day before"])


@given(RULES, ENDS, st.integers(0, 3))
def test_a_rule_keeps_to_its_month_and_later_periods_come_later(rule: str, end: date, months: int) -> None:
    one = day_by(read_rule(rule), end, months, "as it is", INDONESIA).day
    count = end.year * 12 + end.month - 1 + months
    assert (one.year * 12 + one.month - 1) == count
    later = end.replace(day=1) + timedelta(days=32)
    assert day_by(read_rule(rule), later, months, "as it is", INDONESIA).day > one


@given(
    RULES, st.dates(date(2025, 1, 1), date(2027, 10, 1)), st.sampled_from(["next working day", "working day before"])
)
def test_a_moved_release_is_on_a_working_day(rule: str, end: date, closed: IfClosed) -> None:
    assert INDONESIA.works(day_by(read_rule(rule), end, 1, closed, INDONESIA).day)
