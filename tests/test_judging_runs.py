"""Streaks, rises and falls, and the largest parts, as statements ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from berkala.check.judging import JUDGING
from berkala.measure import FORMULAS
from judged import Value, indicator, judged, report, texts

numbers = st.decimals(-10_000, 10_000, places=2)
positive = st.decimals("0.01", 10_000, places=2)


# -- streaks and directions --------------------------------------------------------------------------------------


def run(values: Sequence[Value], compare: str = "previous", **changes: object) -> list[str]:
    """The streak of a series that ends in 2020, and how many values it looked at."""
    spec = report(
        {"it": indicator(by=None, **changes)},
        compare=compare,
        statements=[{"kind": "streak", "indicator": "it"}],
    )
    years = [str(2021 - len(values) + place) for place in range(len(values))]
    series = {year: {"nation": value} for year, value in zip(years, values, strict=True) if value != "gap"}
    figures = judged(spec, {"rate": series})
    streak = figures.get("it.all.2020.streak")
    return texts(figures, "it.all.2020.streak") + ([] if streak is None else [str(streak.formula)])


def test_a_streak_is_counted_in_the_digits_shown() -> None:
    assert run(["1", "2", "3", "4"]) == ["3", "streak"]
    assert run(["9", "2", "3", "4"]) == ["2", "streak"]
    assert run(["1", "4", "3", "2"]) == ["-2", "streak"]
    assert run(["1", "2", "2.04"]) == ["0", "streak"]  # 0.04 shows as 0.0
    assert run(["1", "2", "2.05"]) == ["2", "streak"]  # 0.05 shows as 0.1
    assert run(["1", "1.04", "2"]) == ["1", "streak"]


def test_a_streak_names_what_it_is_made_of_and_what_ends_it() -> None:
    statements = [{"kind": "streak", "indicator": "it"}]
    spec = report({"it": indicator(by=None)}, compare="previous", statements=statements)
    series = {str(2016 + place): {"nation": value} for place, value in enumerate(["1", "9", "2", "3", "4"])}
    streak = judged(spec, {"rate": series})["it.all.2020.streak"]
    assert (streak.value, streak.inputs[0], len(streak.inputs)) == (2, "it.least-change", 7)
    assert streak.inputs[-2:] == ("it.all.2018", "it.all.2017")


def test_a_missing_period_ends_a_streak() -> None:
    assert run(["1", "2", "gap", "3", "4", "5"]) == ["2", "streak"]
    assert run(["1", "2", "x", "3", "4", "5"]) == ["2", "streak"]
    assert run(["1", "gap", "2"]) == ["-"]


def test_a_count_runs_as_its_growth_is_shown() -> None:
    assert run(["1000", "2000", "2001"], unit="count", decimals=0) == ["2", "streak_of_growth"]  # 0.05 shows as 0.1
    assert run(["1000", "3000", "3001"], unit="count", decimals=0) == ["0", "streak_of_growth"]  # 0.03 shows as 0.0
    assert run(["-3", "-2", "-1"], unit="count", decimals=0) == ["2", "streak"]
    assert run(["0", "1", "2"], unit="count", decimals=0) == ["2", "streak"]


def test_a_streak_follows_the_declared_comparison() -> None:
    """Each month against the same month a year before: up in January to March of 2020, down in December 2019."""
    spec = report(
        {"it": indicator(by=None)},
        frequency="month",
        compare="year_before",
        statements=[{"kind": "streak", "indicator": "it"}],
    )
    before = ["5", "4", "3", "9", "9", "9", "9", "9", "9", "9", "9", "9"]
    after = ["8", "7", "6"]
    series = {f"{2018 + (place + 9) // 12}-{(place + 9) % 12 + 1:02d}": {"nation": "9"} for place in range(3)}
    series |= {f"2019-{month:02d}": {"nation": value} for month, value in enumerate(before, 1)}
    series["2019-12"] = {"nation": "1"}
    series |= {f"2020-{month:02d}": {"nation": value} for month, value in enumerate(after, 1)}
    assert texts(judged(spec, {"rate": series}, period="2020-03"), "it.all.2020-03.streak") == ["3"]


def told(before: dict[str, Value], now: dict[str, Value], compare: str = "year_before", **more: object) -> list[str]:
    statements = [{"kind": "directions", "indicator": "it"}]
    spec = report({"it": indicator(**more)}, compare=compare, statements=statements)
    figures = judged(spec, {"rate": {"2019": before, "2020": now}})
    return texts(figures, *(f"it.{word}.2020" for word in ("rose", "fell", "same", "compared")))


def test_directions_are_those_that_a_reader_sees() -> None:
    before: dict[str, Value] = {"nation": "5", "a": "1", "b": "2", "c": "3", "d": "4", "e": None}
    now: dict[str, Value] = {"nation": "6", "a": "1.05", "b": "1", "c": "3.04", "d": None, "e": "7"}
    assert told(before, now) == ["1", "1", "1", "3"]
    assert told(before, now, compare="previous") == ["1", "1", "1", "3"]
    assert told({"nation": "1"}, {"nation": "1"}) == ["-", "-", "-", "-"]


def test_directions_are_counted_among_the_declared_categories_alone() -> None:
    among = {"categories": ["a", "b"], "noun": {"en": "major places", "id": "wilayah utama"}}
    spec = report({"it": indicator()}, statements=[{"kind": "directions", "indicator": "it", "among": among}])
    rates: dict[str, dict[str, Value]] = {"2019": dict.fromkeys("abc", "1"), "2020": dict.fromkeys("abc", "2")}
    assert texts(judged(spec, {"rate": rates}), "it.rose.2020", "it.compared.2020") == ["2", "2"]


def test_directions_are_on_the_declared_comparison() -> None:
    """Up on the year before, down on the month before."""
    for compare, counted in (("year_before", ["1", "0", "0", "1"]), ("previous", ["0", "1", "0", "1"])):
        statements = [{"kind": "directions", "indicator": "it"}]
        spec = report({"it": indicator()}, frequency="month", compare=compare, statements=statements)
        rates = {"2019-03": {"a": "1"}, "2020-02": {"a": "3"}, "2020-03": {"a": "2"}}
        figures = judged(spec, {"rate": rates}, period="2020-03")
        assert texts(figures, *(f"it.{word}.2020-03" for word in ("rose", "fell", "same", "compared"))) == counted


def test_growths_and_changes_are_counted_each_by_its_own_digits() -> None:
    before: dict[str, Value] = {"a": "2000", "b": "0", "c": "4000"}
    now: dict[str, Value] = {"a": "2001", "b": "1", "c": "4001"}
    assert told(before, now, unit="count", decimals=0) == ["2", "0", "1", "3"]


def test_a_change_within_its_sampling_error_is_no_direction() -> None:
    statements = [{"kind": "directions", "indicator": "it"}]
    spec = report({"it": indicator()}, statements=statements)
    rates = {"2019": {"a": "5", "b": "5"}, "2020": {"a": "5.9", "b": "6"}}
    errors = {"2019": {"a": "0.3", "b": "0.3"}, "2020": {"a": "0.4", "b": "0.4"}}
    figures = judged(spec, {"rate": rates, "se": errors})
    assert texts(figures, *(f"it.{word}.2020" for word in ("rose", "fell", "same", "compared"))) == ["1", "0", "1", "2"]


@given(st.lists(st.tuples(numbers, positive), min_size=1, max_size=12))
def test_every_change_is_counted_once(pairs: list[tuple[Decimal, Decimal]]) -> None:
    flat = [one for pair in pairs for one in pair]
    counted = {name: FORMULAS[f"count_{name}"](flat) for name in ("rose", "fell", "same")}
    assert sum(one for one in counted.values() if one is not None) == len(pairs)
    for name, number in counted.items():
        assert number == JUDGING[f"count_{name}"]([Fraction(one) for one in flat])


@given(st.lists(st.decimals(1, 20, places=1), min_size=2, max_size=10), st.sampled_from(["streak", "streak_of_growth"]))
def test_a_streak_agrees_with_exact_fractions(series: list[Decimal], name: str) -> None:
    pairs = [one for pair in pairwise(series) for one in pair]
    flat = [Decimal("0.05"), *pairs]
    streak = FORMULAS[name](flat)
    assert streak == JUDGING[name]([Fraction(one) for one in flat])
    assert streak is not None
    assert abs(streak) < len(series)


# -- the largest parts -------------------------------------------------------------------------------------------


def largest(values: dict[str, Value], **changes: object) -> list[str]:
    spec = report(
        {"it": indicator(**{"unit": "thousand_people", "decimals": 0, **changes})},
        statements=[{"kind": "largest", "indicator": "it", "number": 2}],
    )
    return texts(judged(spec, {"rate": {"2020": values}}), "it.largest-2.2020", "it.largest-2.2020.share")


def test_the_largest_parts_and_their_share() -> None:
    assert largest({"nation": "20", "a": "1", "b": "9", "c": "6", "d": "z"}) == ["15", "75"]  # none to be known
    assert largest({"a": "1", "b": "9", "c": "6"}) == ["15", "-"]


def test_the_largest_parts_are_not_told_where_they_cannot_be() -> None:
    assert largest({"nation": "20", "a": "6", "b": "9", "c": "6"}) == ["-", "-"]  # a tie: which two?
    assert largest({"nation": "20", "a": "6", "b": "9"}) == ["-", "-"]  # all of them
    for status in "xc":  # it may be among them
        assert largest({"nation": "20", "a": "1", "b": "9", "c": "6", "d": status}) == ["-", "-"]
    assert largest({"nation": "20", "a": "1", "b": "9", "c": "6"}, unit="percent") == ["-", "-"]


def test_nothing_is_made_that_nobody_asks_for() -> None:
    figures = judged(
        report({"it": indicator()}), {"rate": {"2019": {"a": "1", "b": "3"}, "2020": {"a": "1", "b": "2"}}}
    )
    assert {one.formula for one in figures.values()} <= {"value", None, "change"}
