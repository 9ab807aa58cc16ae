"""tidy: rules between cells. A count and its share imply a whole, and a category has periods of its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.periods import Period
from berkala.tidy.implied import _Observation, jumps
from little_tables import codes, dataset, dimension, measure, tidied

POOR = measure("poor", type="number", decimals=2)
SHARE = measure("share", type="number", decimals=2, maximum=Decimal(100))
HEAD = "month,place,poor,share\n"


def poverty(*errors, rules=({"count": "poor", "share": "share", "at_most": 3},), coverage=None):
    return dataset(
        dimension("place", "north", "south"),
        POOR,
        SHARE,
        implied_wholes=rules,
        known_errors=errors,
        coverage=coverage or {"from": "2020-01"},
    )


def error(column, period, value, effect="shown"):
    reason = {"en": "It repeats.", "id": "Berulang."}
    key = {"month": period, "place": "north"}
    return {"key": key, "column": column, "value": value, "reason": reason, "who": "us", "effect": effect}


def told(one, content):
    """The row, the value and the period it was held against of each jump that is told."""
    problems = tidied(one, content).problems
    assert set(codes(problems)) <= {"tidy.implied-whole-jumps"}
    return [(problem.row, problem.value, problem.facts["other"]) for problem in problems]


def rows(*pairs):
    """A table with a second place beside the first, in which nothing is wrong."""
    text = HEAD
    for month, (poor, share) in enumerate(pairs, 1):
        text += f"2020-{month:02},north,{poor},{share}\n2020-{month:02},south,50,5\n"
    return text


STEADY, REPEATED = ("27764.32", "10.70"), ("27771.22", "10.12")


def test_a_repeated_share_is_told_with_both_values_and_both_wholes():
    # BPS, poverty in Indonesia: the share of March 2017 is that of September.
    content = rows(("28005.41", "10.86"), STEADY, REPEATED, ("26582.99", "10.12"))
    (problem,) = tidied(poverty(), content).problems
    assert (problem.row, problem.column, problem.value) == (6, "share", "10.12")
    assert problem.message() == (
        "2020-03, north: poor 27771.22 and share 10.12 per cent imply a whole of 274,419, but in 2020-02 it is "
        "259,480: 5.8 per cent away, where 3 is the most."
    )
    # The values of the file stay as they stand in it; what was worked out is written as the language does.
    assert "poor 27771.22 dan share 10.12 persen menyiratkan keseluruhan 274.419" in problem.message("id")
    assert "berbeda 5,8 persen, sedangkan batasnya 3." in problem.message("id")
    assert "known_errors" in problem.remedy()
    assert codes((problem,)) == ["tidy.implied-whole-jumps"]


def test_the_jump_back_is_not_told_a_second_time():
    assert told(poverty(), rows(STEADY, STEADY, REPEATED, STEADY, STEADY)) == [(6, "10.12", "2020-02")]


@pytest.mark.parametrize("effect", ["shown", "withheld"])
@pytest.mark.parametrize(("column", "value"), [("share", "10.12"), ("poor", "27771.22")])
def test_a_declared_error_is_not_told_again_and_nothing_is_held_against_it(column, value, effect):
    one = poverty(error(column, "2020-03", value, effect))
    assert told(one, rows(STEADY, STEADY, REPEATED, STEADY)) == []
    # Without the declared one between them, the others are still held against each other.
    assert told(one, rows(STEADY, STEADY, REPEATED, STEADY, REPEATED)) == [(10, "10.12", "2020-04")]


def test_a_new_level_is_told_once_and_then_it_is_the_level():
    assert told(poverty(), rows(STEADY, STEADY, REPEATED, REPEATED, REPEATED)) == [(6, "10.12", "2020-02")]


def test_a_wrong_value_at_either_end_is_the_one_that_is_told():
    assert told(poverty(), rows(STEADY, STEADY, REPEATED)) == [(6, "10.12", "2020-02")]
    assert told(poverty(), rows(REPEATED, STEADY, STEADY)) == [(2, "10.12", "2020-02")]


def test_a_period_without_a_value_is_passed_over():
    one = dataset(
        dimension("place", "north"),
        measure("poor", type="number", missing=["x"]),
        SHARE,
        implied_wholes=[{"count": "poor", "share": "share", "at_most": 3}],
    )
    content = HEAD + "2020-01,north,27764.32,10.70\n2020-02,north,x,10.12\n2020-03,north,27771.22,10.12\n"
    assert told(one, content) == [(4, "10.12", "2020-01")]


def test_a_wrong_value_that_is_told_for_another_reason_is_told_once_and_does_not_hide_a_jump():
    content = rows(STEADY, ("25949.80", "25674.58"), STEADY, REPEATED)
    problems = tidied(poverty(), content).problems
    assert [(problem.code, problem.row) for problem in problems] == [
        ("tidy.above-maximum", 4),
        ("tidy.implied-whole-jumps", 8),
    ]


def test_a_rule_may_be_for_some_rows_and_a_row_is_told_by_one_rule():
    wide, narrow = ({"count": "poor", "share": "share", "at_most": most} for most in (5, 3))
    content = rows(STEADY, REPEATED)
    assert told(poverty(rules=(narrow | {"where": {"place": "south"}},)), content) == []
    assert told(poverty(rules=(narrow | {"where": {"place": "north"}},)), content) == [(4, "10.12", "2020-01")]
    assert told(poverty(rules=(wide, narrow)), content) == [(4, "10.12", "2020-01")]


def series(wholes):
    return [_Observation(n, Period(date(2000 + n, 1, 1), "year"), whole) for n, whole in enumerate(wholes)]


@given(st.lists(st.floats(99, 101), min_size=3, max_size=12), st.data())
def test_one_wrong_value_among_steady_ones_is_told_alone(wholes, data):
    place = data.draw(st.integers(0, len(wholes) - 1))
    assert list(jumps(series(wholes), 3)) == []
    wrong = [*wholes[:place], wholes[place] * 1.1, *wholes[place + 1 :]]
    assert [one.place for one, _ in jumps(series(wrong), 3)] == [place]


# -- spans ----------------------------------------------------------------------------------------------------


def spanned(**span):
    place = dimension("place", "north", "south")
    place["categories"][1]["span"] = span
    return dataset(place, measure("visits", missing=["z"]))


VISITS = "month,place,visits\n"


def test_a_value_outside_the_span_of_its_category_is_told():
    content = VISITS + "2020-01,north,5\n2020-01,south,7\n2020-02,north,5\n2020-02,south,7\n"
    (problem,) = tidied(spanned(**{"from": "2020-02"}), content).problems
    assert (problem.code, problem.row, problem.column, problem.value) == ("tidy.outside-span", 3, "place", "south")
    assert codes((problem,))
    (problem,) = tidied(spanned(until="2020-01"), content).problems
    assert problem.row == 5
    (problem,) = tidied(spanned(months=[2]), content).problems
    assert problem.row == 3


def test_no_row_outside_the_span_is_as_it_should_be_and_none_inside_is_told():
    content = VISITS + "2020-01,north,5\n2020-02,north,5\n2020-02,south,7\n2020-03,north,5\n"
    assert tidied(spanned(**{"from": "2020-02", "until": "2020-02"}), content).problems == ()
    (problem,) = tidied(spanned(**{"from": "2020-02"}), content).problems
    assert (problem.code, problem.facts["period"]) == ("tidy.row-missing", "2020-03")


def test_a_row_outside_the_span_may_say_that_there_is_no_value():
    content = VISITS + "2020-01,north,5\n2020-01,south,z\n2020-02,north,5\n2020-02,south,7\n"
    assert tidied(spanned(**{"from": "2020-02"}), content).problems == ()
