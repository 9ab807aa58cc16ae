"""check/unusual: held against what was published and answered for: history that changed, places that came and went."""

from __future__ import annotations

from dataclasses import replace

import pytest

from berkala.check.unusual.finding import Finding
from small_series import Values, found, judged, kinds, months, steady, table, view


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
