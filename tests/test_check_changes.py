"""check: a change far from what is usual is noted, and a season is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from berkala.check.arithmetic import Comparison, unusual_change
from berkala.check.published import Published
from berkala.errors import Problem
from little_tables import dataset
from right_bundle import at


def change_of(values: Mapping[str, str], now: str, compare: str, months: Sequence[int] = ()) -> list[Problem]:
    named = {
        f"within.all.{month}": Published(f"within.all.{month}", Decimal(value), decimals=1, period=month)
        for month, value in values.items()
    }
    comparison = Comparison(compare, dataset(coverage={"from": "2010-03", "months": months}).spec)
    return list(unusual_change(named, "within", at(now).period, comparison, "x"))


def months_of_2018(*values: str) -> dict[str, str]:
    return {f"2018-{month:02d}": value for month, value in enumerate(values, 1)}


def test_an_odd_change_on_the_period_before_is_noted() -> None:
    usual = ("80", "81", "80", "81.5", "80", "81", "80")
    assert change_of(months_of_2018(*usual, "85"), "2018-08", "previous") == []
    (problem,) = change_of(months_of_2018(*usual, "85.1"), "2018-08", "previous")
    assert (problem.code, problem.severity) == ("check.unusual-change", "warning")
    assert problem.facts == {
        "change": Decimal("5.1"), "usual": Decimal(1), "times": 5, "before": "2018-07", "now": "2018-08", "count": 6,
    }  # fmt: skip
    assert "from 2018-07 to 2018-08, compared with the period before" in problem.message()
    assert "periode sebelumnya" in problem.message("id")
    assert "berubah 5,1 dari" in problem.message("id")
    # Five earlier changes are too few to say what is usual.
    assert change_of(months_of_2018(*usual[:6], "99"), "2018-07", "previous") == []


def test_of_a_survey_the_period_before_is_the_month_it_was_last_taken_in() -> None:
    halves = [f"{year}-{month}" for year in range(2014, 2018) for month in ("03", "09")]
    values = dict(zip(halves, ("80", "81", "80", "81", "80", "81", "80", "90"), strict=True))
    (problem,) = change_of(values, "2017-09", "previous", (3, 9))
    assert (problem.facts["before"], problem.facts["now"], problem.facts["count"]) == ("2017-03", "2017-09", 6)
    # Without the survey's months there is no month before to compare with.
    assert change_of(values, "2017-09", "previous") == []


def seasonal(last: str) -> dict[str, str]:
    """Nine months of two years: a deep winter in each, and a point up from one year to the next."""
    winter = (90, 90, 90, 90, 90, 90, 90, 90, 70)
    first = {f"2017-{month:02d}": str(value) for month, value in enumerate(winter, 1)}
    second = {f"2018-{month:02d}": str(value + 1) for month, value in enumerate(winter, 1)}
    return {**first, **second, "2018-09": last}


def test_a_season_is_no_odd_change() -> None:
    assert change_of(seasonal("71"), "2018-09", "year_before") == []
    assert change_of(seasonal("75"), "2018-09", "year_before") == []
    assert change_of(seasonal("71.1"), "2018-09", "previous") == []  # nothing moved before, so nothing is usual


def test_an_odd_change_on_the_year_before_is_noted() -> None:
    (problem,) = change_of(seasonal("75.1"), "2018-09", "year_before")
    assert (problem.code, problem.severity) == ("check.unusual-change-year", "warning")
    assert (problem.facts["before"], problem.facts["now"], problem.facts["count"]) == ("2017-09", "2018-09", 8)
    assert (problem.facts["change"], problem.facts["usual"]) == (Decimal("5.1"), Decimal(1))
    assert "the same period a year before" in problem.message()
    assert "setahun sebelumnya" in problem.message("id")


def test_too_few_changes_on_a_year_before_say_nothing() -> None:
    values = {month: value for month, value in seasonal("99").items() if month not in ("2017-01", "2018-02", "2017-03")}
    assert change_of(values, "2018-09", "year_before") == []
