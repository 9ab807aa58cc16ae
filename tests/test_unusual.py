"""check/unusual: single values, a first publication, and tables with little or nothing in them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.check.unusual.view import said
from small_series import Values, found, judged, kinds, steady, table, view

# -- single cells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("factor", "kind"), [(10, "slip-larger"), (100, "slip-larger"), (0.1, "slip-smaller"), (0.01, "slip-smaller")]
)
def test_a_slip_of_the_unit_is_asked_about(factor: float, kind: str) -> None:
    series = steady()
    right = series["p0"][-1]
    series["p0"][-1] = right * factor
    (one,) = found(table(series))
    assert (one.kind, one.column, one.row, one.severity) == (kind, "visits", 13, "question")
    assert one.key == {"period": "2018-12", "place": "p0"}
    assert float(str(one.facts["low"])) < right < float(str(one.facts["high"]))
    assert one.facts["times"] == Decimal(f"{max(factor, 1 / factor):g}")


def test_a_slip_by_a_thousand_among_many_that_stayed_cannot_be_right() -> None:
    series = steady(places=12)
    series["p3"][-1] /= 1000
    (one,) = found(table(series))
    assert (one.kind, one.severity, one.facts["times"]) == ("certain-smaller", "error", 1000)
    # Among few, nobody can say so: a person may.
    few = {place: series[place] for place in ("p1", "p2", "p3", "p4", "p5", "p6")}
    assert [(one.kind, one.severity) for one in found(table(few))] == [("slip-smaller", "question")]


def test_what_goes_up_by_so_much_is_told_as_what_goes_down() -> None:
    series = steady(places=12)
    series["p3"][-1] *= 1000
    assert [(one.kind, one.severity) for one in found(table(series))] == [("certain-larger", "error")]
    column = {place: [*values[:-1], values[-1] / 1000] for place, values in steady().items()}
    assert kinds(found(table(column))) == ["column-smaller"]
    spike = steady()
    spike["p0"][5] /= 2500
    assert kinds(judged(view(table(spike)))) == ["spike-smaller"]


def test_a_month_that_repeats_another_in_all_columns_is_one_finding() -> None:
    one, other = steady(places=25), steady(level=2500.5, places=25)
    for values in (*one.values(), *other.values()):
        values[-1] = values[-4]
    (finding,) = found(table(one, other), "visits", "beds")
    assert (finding.kind, finding.severity, finding.facts["earlier"]) == ("certain-repeated", "error", "2018-09")
    for place in ("p0", "p1"):
        one[place][-1] *= 1.01
    assert kinds(found(table(one, other), "visits", "beds")) == ["repeated"]


def test_an_outlier_is_asked_about_and_a_value_just_below_is_not() -> None:
    assert kinds(found(table(steady(1234.5 * 3.0)))) == ["outlier-larger"]
    assert kinds(found(table(steady(1234.5 / 3.0)))) == ["outlier-smaller"]
    assert found(table(steady(1234.5 * 2.1))) == []
    assert found(table(steady(1234.5 / 2.1))) == []


def test_a_series_that_often_leaps_may_leap() -> None:
    series = steady()
    series["p0"] = [100.5, 900.5, 120.5, 1100.5, 90.5, 1000.5, 110.5, 950.5, 100.5, 1000.5, 95.5, 1500.5]
    assert found(table(series)) == []


def test_few_whole_numbers_are_chance() -> None:
    series = {f"p{number}": [2.0, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 9] for number in range(8)}
    assert found(table(series)) == []


def test_what_was_asked_is_said_with_its_past() -> None:
    (one,) = found(table(steady(12345.0)))
    assert one.facts["count"] == 11
    assert str(one.facts["largest"]) == "1.0"
    assert str(one.facts["when"]).startswith("2018-")


def test_a_series_too_short_is_held_against_its_neighbours() -> None:
    series = {place: values[-5:] for place, values in steady().items()}
    series["p0"][-1] *= 100
    assert kinds(found(table(series))) == ["slip-larger"]
    short = {place: values[-3:] for place, values in steady().items()}
    short["p0"][-1] *= 100
    assert found(table(short)) == []


# -- first publication ----------------------------------------------------------------------------------------


def test_a_first_publication_is_asked_about_what_nobody_can_overlook() -> None:
    series = steady()
    series["p0"][5] *= 2500
    series["p1"][-1] *= 1000
    series["p2"][3] *= 3
    findings = judged(view(table(series)))
    assert sorted((one.kind, one.key["place"]) for one in findings) == [("slip-larger", "p1"), ("spike-larger", "p0")]


# -- tables with little in them -------------------------------------------------------------------------------

LITTLE: Sequence[Values] = (
    {"p0": [1.0]},
    {"p0": [None] * 12},
    {"p0": [0.0] * 12, "p1": [0.0] * 12},
    {"p0": [5.0] * 12, "p1": [7.0] * 12},
    {"p0": [0.0] * 11 + [4.0], "p1": [0.0] * 12},
    {"p0": [-3.0, 2, -1, 4, -2, 1, -3, 2, -1, 3, -2, 1]},
    {f"p{number}": [-100.5 - month for month in range(12)] for number in range(6)},
    {"p0": [1e-12, 2e-12] * 6},
    {"p0": [1e15, 1.1e15] * 6},
)


@pytest.mark.parametrize("values", LITTLE)
def test_tables_with_little_in_them_raise_nothing(values: Values) -> None:
    frame = table(values)
    assert judged(view(frame)) == []
    assert found(frame) == []


def test_an_empty_table_raises_nothing() -> None:
    frame = table({"p0": [1.0, 2.0]})
    assert judged(view(frame.iloc[:0])) == []
    assert judged(view(frame), view(frame.iloc[:0])) == []
    assert kinds(judged(view(frame.iloc[:0]), view(frame))) == []


def test_negative_values_have_slips_too() -> None:
    waves = [[1 + 0.1 * math.sin(month + number) for month in range(12)] for number in range(6)]
    series = {f"p{number}": [-100.5 * one for one in wave] for number, wave in enumerate(waves)}
    series["p0"][-1] *= 100
    (one,) = found(table(series))
    assert (one.kind, one.value[0]) == ("slip-larger", "-")


@settings(max_examples=60, deadline=None)
@given(
    level=st.floats(0.5, 1e9),
    growth=st.floats(-0.2, 0.2),
    swing=st.floats(0, 0.3),
    places=st.integers(1, 6),
    count=st.integers(1, 30),
)
def test_smooth_series_raise_nothing(level: float, growth: float, swing: float, places: int, count: int) -> None:
    values = {
        f"p{number}": [
            level * (number + 1) * math.exp(growth * month / 4 + swing * math.sin(month / 2 + number))
            for month in range(count)
        ]
        for number in range(places)
    }
    frame = table(values)
    assert judged(view(frame)) == []
    assert found(frame) == []


def test_a_value_is_said_as_it_is_published() -> None:
    assert [said(one) for one in (505, 505.0, 0.1, 1.50, 1e15, -0.0, None, float("nan"))] == [
        "505", "505", "0.1", "1.5", "1000000000000000", "0", "", "",
    ]  # fmt: skip
