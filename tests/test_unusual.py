"""check/unusual: each detector on small tables: what it finds, what it lets pass, and tables with nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.check.unusual.finding import Finding
from berkala.check.unusual.judging import judge
from berkala.check.unusual.view import Measure, View, said
from berkala.errors import Problem, catalogue
from berkala.periods import Period, parse
from berkala.plan.rhythms import Rhythm

Values = Mapping[str, Sequence[float | None]]


def months(count: int) -> list[Period]:
    return [parse("2018-01", "month").shift(by) for by in range(count)]


def table(values: Values, other: Values | None = None, periods: Sequence[Period] | None = None) -> pd.DataFrame:
    """A table of places: for each the values of one measure, or of two, by month."""
    rows = []
    for place, series in values.items():
        for number, value in enumerate(series):
            period = (periods or months(len(series)))[number]
            second = None if other is None else other[place][number]
            rows.append((period, place, value, second))
    frame = pd.DataFrame(rows, columns=["period", "place", "visits", "beds"])
    for name in ("visits", "beds"):
        frame[name] = frame[name].astype("Float64")
        frame[f"{name}_status"] = ""
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return frame


def view(frame: pd.DataFrame, *measures: str) -> View:
    named = tuple(Measure(name, 1) for name in measures or ("visits",))
    return View(frame, "period", ("place",), named, "place", Rhythm())


def found(frame: pd.DataFrame, *measures: str, published: int | None = None) -> list[Finding]:
    """What is said of a table held against itself without its newest month (or with so many months)."""
    periods = sorted(set(frame["period"]))
    kept = periods[: len(periods) - 1 if published is None else published]
    return judged(view(frame, *measures), view(frame[frame["period"].isin(kept)], *measures))


def judged(now: View, before: View | None = None) -> list[Finding]:
    """What is said; each finding has every fact that its sentences name, in both languages."""
    findings = judge(now, before)
    for one in findings:
        told = {*one.facts, "key", "value", "column", "answers", "answer"}
        for language in ("en", "id"):
            texts = catalogue(language)[one.code].values()
            assert {name for text in texts for name in re.findall(r"{(\w+)}", text)} <= told, (one.code, language)
    return findings


def kinds(findings: Sequence[Finding]) -> list[str]:
    return [one.kind for one in findings]


def steady(*newest: float, level: float = 1234.5, places: int = 8) -> dict[str, list[float]]:
    """Places whose values go up and down by four in a hundred; the newest of the first ones as given."""
    series = {
        f"p{number}": [level * (number + 1) * (1 + 0.02 * math.sin(3 * month + 2.1 * number)) for month in range(12)]
        for number in range(places)
    }
    for place, value in zip(series.values(), newest, strict=False):
        place[-1] = value
    return series


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


def answered_in(values: Values, *cells: tuple[str, int]) -> list[Finding]:
    """What is said of the newest month where earlier values (place, month) were published with an answer."""
    frame = table(values)
    rows = {(place, period): at for at, (place, period) in enumerate(zip(frame["place"], frame["period"], strict=True))}
    periods = sorted(set(frame["period"]))
    places = frozenset(rows[place, periods[month]] for place, month in cells)
    before = frame[frame["period"] < periods[-1]]
    return judged(replace(view(frame), answered={"visits": places}), view(before))


@pytest.mark.parametrize("factor", [10, 100, 0.1])
def test_an_answered_leap_is_no_measure_of_what_is_usual(factor: float) -> None:
    series = steady()
    series["p0"][-3] *= 10
    series["p0"][-1] *= factor
    (one,) = answered_in(series, ("p0", 9))
    assert one.kind == f"slip-{'larger' if factor > 1 else 'smaller'}"
    assert (one.facts["count"], str(one.facts["largest"])) == (10, "1.0")
    # Nor is it where a value comes back to the old level, or of another series.
    series["p0"][-1] /= factor
    assert answered_in(series, ("p0", 9)) == []
    series["p0"][-2] *= 10
    assert answered_in(series, ("p0", 9), ("p0", 10)) == []


def test_where_two_answered_values_stand_a_series_may_stay() -> None:
    series = steady()
    for month in (-3, -2, -1):
        series["p0"][month] *= 10
    assert kinds(answered_in(series, ("p0", 9))) == []
    assert kinds(answered_in(series, ("p0", 9), ("p0", 10))) == []
    series["p0"][-2] /= 10
    assert kinds(answered_in(series, ("p0", 9))) == ["slip-larger"]


def test_an_answered_value_is_still_held_against_what_was_published() -> None:
    series = steady()
    series["p0"][2] *= 10
    frame = table(series)
    before = frame[frame["period"] < months(12)[-1]].copy()
    frame.loc[frame.index[2], "visits"] *= 2
    now = replace(view(frame), answered={"visits": frozenset({2})})
    assert kinds(judged(now, view(before))) == ["restated"]


# -- columns and rows -----------------------------------------------------------------------------------------


def test_a_whole_column_by_a_thousand_is_one_finding() -> None:
    series = steady()
    for values in series.values():
        values[-1] *= 1000
    (one,) = found(table(series))
    assert (one.kind, one.key, one.facts["times"], one.facts["count"]) == (
        "column-larger", {"period": "2018-12"}, 1000, 8,
    )  # fmt: skip
    for values in series.values():
        values[-1] /= 500  # twofold is no slip of the unit
    assert found(table(series)) == []


def shifted(factors: Sequence[float], places: int = 8) -> list[Finding]:
    """What is said where the newest values of the first places are so many times as large."""
    series = steady(places=places)
    for values, factor in zip(series.values(), factors, strict=False):
        values[-1] = round(values[-1] * factor, 1)
    return found(table(series))


def test_of_a_column_it_is_said_how_many_moved_and_an_answer_is_about_each() -> None:
    (one,) = shifted([10] * 5)
    assert (one.kind, one.facts["count"], one.facts["of"]) == ("column-larger", 5, 8)
    assert one.value.split("; ")[0] == f"p0: {one.facts['first']}"
    assert [cell.partition(":")[0] for cell in one.value.split("; ")] == ["p0", "p1", "p2", "p3", "p4"]
    message = Problem(one.code, dict(one.facts), value=one.value).message
    assert "in 5 of 8 series together" in message()
    assert "dalam 5 dari 8 deret" in message("id")
    # A further one, or another value, is another question.
    assert len({shifted(factors)[0].value for factors in ([10] * 5, [10] * 6, [10] * 4 + [10.1])}) == 3


@pytest.mark.parametrize(("factor", "kind"), [(0.1, "slip-smaller"), (1000, "slip-larger"), (0.25, "outlier-smaller")])
def test_what_did_not_move_with_its_column_is_judged_alone(factor: float, kind: str) -> None:
    column, one = shifted([10, 10, 10, 10, 10, factor])
    assert (column.kind, column.facts["count"], column.facts["of"]) == ("column-larger", 5, 8)
    assert (one.kind, one.key["place"]) == (kind, "p5")


def test_of_very_many_series_an_answer_is_about_the_first_value() -> None:
    (many,) = shifted([10] * 41, places=50)
    assert (many.value, many.facts["count"], many.facts["of"]) == (many.facts["first"], 41, 50)
    (few,) = shifted([10] * 40, places=50)
    assert few.value.count(": ") == 40


def test_two_columns_exchanged_are_one_finding() -> None:
    one, other = steady(), steady(level=2500.5)
    for place in one:
        one[place][-1], other[place][-1] = other[place][-1], one[place][-1]
    (finding,) = found(table(one, other), "visits", "beds")
    assert (finding.kind, finding.column, finding.facts["other"]) == ("columns-exchanged", "visits", "beds")


def test_two_places_exchanged_are_one_finding_that_names_both_rows() -> None:
    series = steady()
    series["p1"][-1], series["p4"][-1] = series["p4"][-1], series["p1"][-1]
    (one,) = found(table(series))
    assert (one.kind, one.row, one.facts["other_row"], one.facts["other"]) == ("rows-exchanged", 25, 61, "p4")
    near = steady(1234.5 * 1.3, 1234.5 * 1.9)
    assert found(table(near)) == []


# -- periods --------------------------------------------------------------------------------------------------


def test_a_month_that_repeats_another_is_found() -> None:
    series = steady()
    for values in series.values():
        values[-1] = values[-4]
    (one,) = found(table(series))
    assert (one.kind, one.facts["earlier"], one.severity) == ("repeated-column", "2018-09", "question")
    many = steady(places=25)
    for values in many.values():
        values[-1] = values[-4]
    (one,) = found(table(many))
    assert (one.kind, one.severity) == ("certain-repeated-column", "error")
    many["p0"][-1] *= 1.01
    many["p1"][-1] *= 1.01
    assert kinds(found(table(many))) == ["repeated-column"]
    for number in range(4):
        many[f"p{number}"][-1] *= 1.01
    assert found(table(many)) == []


def test_rows_that_all_say_a_hundred_per_cent_repeat_nothing() -> None:
    series = {f"p{number}": [*(90.5 + number + month / 3 for month in range(10)), 100.0, 100.0] for number in range(8)}
    assert found(table(series)) == []


def test_prices_that_stand_for_years_repeat_nothing() -> None:
    series = {f"p{number}": [100.5 + number] * 12 for number in range(8)}
    assert found(table(series)) == []


def test_a_month_left_out_and_a_month_of_another_year_are_named() -> None:
    series = steady()
    periods = months(12)
    (one,) = found(table(series, periods=[*periods[:11], periods[11].shift(1)]))
    assert (one.kind, one.facts["expected"]) == ("skipped", "2018-12")
    (one,) = found(table(series, periods=[*periods[:11], periods[11].shift(12)]))
    assert (one.kind, one.key, one.facts["expected"]) == ("other-year", {"period": "2019-12"}, "2018-12")
    # A table that always had gaps has no rhythm to break.
    gappy = [period.shift(number + number % 2) for number, period in enumerate(periods)]
    assert "skipped" not in kinds(found(table(series, periods=gappy)))


def test_a_month_that_never_came_is_not_missing() -> None:
    periods = months(13)
    frame = table(steady(), periods=[*periods[:11], periods[12]])
    told = replace(view(frame), absent=frozenset([periods[11]]))
    assert judged(told, view(frame[frame["period"] != periods[12]])) == []


def test_rows_that_stand_twice_are_an_error() -> None:
    series = steady()
    periods = months(12)
    frame = table(series)
    frame["period"] = [periods[5] if one == periods[11] else one for one in frame["period"]]
    published = table({place: values[:11] for place, values in series.items()})
    findings = judged(view(frame), view(published))
    assert [(one.kind, one.severity) for one in findings if one.kind == "twice"] == [("twice", "error")]


# -- places and history ---------------------------------------------------------------------------------------


def test_places_that_went_and_came_are_asked_about_together() -> None:
    series = steady()
    whole = table(series)
    gone = whole[~((whole["period"] == months(12)[-1]) & whole["place"].isin(["p1", "p2"]))]
    (one,) = judged(view(gone), view(whole[whole["period"] != months(12)[-1]]))
    assert (one.kind, one.value, one.column) == ("places-missing", "p1, p2", "place")
    came = table(series | {"p9": [*([None] * 11), 7.0]})
    came = came[~((came["place"] == "p9") & came["visits"].isna())]
    (one,) = found(came)
    assert (one.kind, one.value) == ("places-new", "p9")


def test_a_place_that_is_declared_to_begin_or_to_end_is_no_news() -> None:
    whole, last = table(steady()), months(12)[-1]
    published = view(whole[whole["period"] != last])
    gone = whole[~((whole["period"] == last) & (whole["place"] == "p1"))]
    assert judged(replace(view(gone), spans={"p1": (None, months(12)[-2])}), published) == []
    came = whole[(whole["place"] != "p1") | (whole["period"] == last)]
    declared = replace(view(came), spans={"p1": (last, None)})
    assert judged(declared, view(came[came["period"] != last])) == []


def test_history_that_was_changed_is_one_question_a_column() -> None:
    series = steady()
    published = table({place: values[:11] for place, values in series.items()})
    series["p2"][3] *= 1.2
    series["p2"][4] *= 1.5
    (one,) = judged(view(table(series)), view(published))
    assert (one.kind, one.key, one.facts["count"]) == ("restated", {"period": "2018-05", "place": "p2"}, 2)
    small = steady()
    small["p2"][3] *= 1.05  # a revision
    small["p2"][9] *= 1.5  # of a period in which values are still provisional
    assert judged(view(table(small)), view(published)) == []
    marked = table(series)
    marked.loc[marked["place"] == "p2", "visits_status"] = "r"
    assert judged(view(marked), view(published)) == []


def test_a_history_rebased_by_little_is_asked_about_too() -> None:
    series = steady()
    published = table({place: values[:11] for place, values in series.items()})
    rebased = {place: [*(value * 1.03 for value in values[:11]), values[11]] for place, values in series.items()}
    assert kinds(judged(view(table(rebased)), view(published))) == ["restated"]


def recently(factor: float, mark: str = "") -> list[Finding]:
    """What is said where a value of the newest published period is so many times what was published."""
    series = steady()
    published = table(series)
    series["p2"][-1] *= factor
    frame = table(series)
    frame.loc[frame.index[2 * 12 + 11], "visits_status"] = mark
    return judged(view(frame), view(published))


@pytest.mark.parametrize("factor", [10, 8.1, 0.1])
def test_no_revision_changes_a_recent_value_eightfold(factor: float) -> None:
    (one,) = recently(factor)
    assert (one.kind, one.key, one.facts["count"]) == ("restated", {"period": "2018-12", "place": "p2"}, 1)


@pytest.mark.parametrize(("factor", "mark"), [(7.9, ""), (0, ""), (10, "r")])
def test_a_recent_value_may_be_revised(factor: float, mark: str) -> None:
    assert recently(factor, mark) == []


def test_a_period_that_is_gone_or_that_comes_late_is_named() -> None:
    whole = table(steady())
    fourth = months(12)[3]
    assert kinds(judged(view(whole[whole["period"] != fourth]), view(whole))) == ["period-gone"]
    assert kinds(judged(view(whole), view(whole[whole["period"] != fourth]))) == ["period-added"]


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
