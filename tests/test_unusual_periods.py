"""check/unusual: whole columns, pairs of rows and whole periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from berkala.check.unusual.finding import Finding
from berkala.errors import Problem
from small_series import found, judged, kinds, months, steady, table, view

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
