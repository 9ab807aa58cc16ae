"""What figures are worth: achievements, uncertainty, ranks, streaks, roll-ups: golden cases and laws."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import recompute
from berkala.check.judging import DECLARED, JUDGING
from berkala.errors import Problem
from berkala.measure import FORMULAS
from berkala.measure.findings import Figure
from berkala.measure.judging import FORMULAS_OF_JUDGING
from berkala.words import available, language
from judged import PLACES, Value, indicator, judged, report
from little_tables import codes

TARGET = {"kind": "target", "relation": "at_least", "dataset": "targets", "column": "target"}
RANGE = {"kind": "target", "relation": "within", "dataset": "targets", "low": "lowest", "high": "highest"}

numbers = st.decimals(-10_000, 10_000, places=2)
positive = st.decimals("0.01", 10_000, places=2)


def formula(name: str, *values: str | Decimal | int) -> Decimal | None:
    return FORMULAS[name]([Decimal(value) for value in values])


def texts(figures: dict[str, Figure], *ids: str) -> list[str]:
    """Each value as a text; of one without a value, its status in brackets; of none, a stroke."""
    found = [figures.get(id_) for id_ in ids]
    return ["-" if one is None else f"[{one.status}]" if one.value is None else str(one.value) for one in found]


# -- the formulas ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "values", "result"),
    [
        ("achievement_ratio", ("45", "60"), "75"),
        ("achievement_ratio", ("0", "60"), "0"),
        ("achievement_ratio", ("-6", "60"), "-10"),
        ("achievement_ratio", ("5", "0"), None),
        ("achievement_ratio", ("-3", "-2"), None),
        ("achievement_inverse_ratio", ("8", "6"), "75"),
        ("achievement_inverse_ratio", ("4", "6"), "150"),
        ("achievement_inverse_ratio", ("4", "0"), None),
        ("achievement_inverse_ratio", ("0", "6"), None),
        ("achievement_within", ("7", "6.5", "7.5"), "100"),
        ("achievement_within", ("6.5", "6.5", "7.5"), "100"),
        ("achievement_within", ("7.5", "6.5", "7.5"), "100"),
        ("achievement_within", ("6", "8", "9"), "75"),
        ("achievement_within", ("10", "8", "9"), "90"),
        ("achievement_within", ("-2", "-1", "1"), None),
        ("achievement_within", ("2", "-1", "0"), None),
        ("achievement_from_baseline", ("65", "70", "50"), "75"),
        ("achievement_from_baseline", ("6", "4", "8"), "50"),
        ("achievement_from_baseline", ("45", "70", "50"), "-25"),
        ("achievement_from_baseline", ("65", "50", "50"), None),
        ("achievement_growth", ("110", "120", "100", "1"), "50"),
        ("achievement_growth", ("121", "144", "100", "2"), "50"),
        ("achievement_growth", ("81", "64", "100", "2"), "50"),
        ("achievement_growth", ("100", "120", "100", "3"), "0"),
        ("achievement_growth", ("110", "120", "0", "1"), None),
        ("achievement_growth", ("0", "120", "100", "1"), None),
        ("achievement_growth", ("110", "-120", "100", "1"), None),
        ("achievement_growth", ("110", "120", "100", "0"), None),
        ("achievement_growth", ("110", "100", "100", "1"), None),
        ("capped", ("130", "120"), "120"),
        ("capped", ("-25", "120"), "-25"),
        ("met_at_least", ("94.99", "95"), "0"),
        ("met_at_least", ("95", "95"), "1"),
        ("met_at_most", ("95.01", "95"), "0"),
        ("met_at_most", ("0", "0"), "1"),
        ("met_within", ("6.5", "6.5", "7.5"), "1"),
        ("met_within", ("7.5", "6.5", "7.5"), "1"),
        ("met_within", ("7.51", "6.5", "7.5"), "0"),
        ("interval_low", ("10", "0.5"), "9.02"),
        ("interval_high", ("10", "0.5"), "10.98"),
        ("error_from_relative", ("-20", "5"), "1"),
        ("error_from_interval", ("9.02", "10.98"), "0.5"),
        ("margin_of_change", ("0.3", "0.4"), "0.98"),
        ("margin_of_growth", ("100", "3", "100", "4"), "9.8"),
        ("margin_of_growth", ("100", "3", "0", "4"), None),
        ("rank_from", ("5", "0", "7", "6", "5", "4"), "3"),
        ("rank_to", ("5", "0", "7", "6", "5", "4"), "4"),
        ("rank_from", ("5", "1", "7", "6", "5", "4"), "2"),
        ("rank_to", ("5", "1", "7", "6", "5", "4"), "5"),
        ("rank_from_sampled", ("5", "0.3", "0", "6", "0.4", "5.9", "0.4"), "2"),
        ("rank_to_sampled", ("5", "0.3", "0", "4", "0.4", "4.1", "0.4"), "2"),
        ("rank_from_sampled", ("5", "0.3", "2", "6", "0.4", "7.1", "0.4"), "2"),
        ("count_rose", ("0.05", "0.05", "-1", "0.05", "3", "4"), "1"),
        ("count_fell", ("0.05", "0.05", "-1", "0.05", "3", "4"), "1"),
        ("count_same", ("0.05", "0.05", "-1", "0.05", "3", "4"), "1"),
        ("streak", ("0.05", "5", "4", "4", "3", "3", "3.1", "3.1", "2"), "2"),
        ("streak", ("0.05", "1", "2", "2", "3", "3", "3"), "-2"),
        ("streak", ("0.05", "2", "1.96", "1.96", "1"), "0"),
        ("streak_of_growth", ("0.05", "1001", "1000", "1000", "999.6", "999.6", "100"), "1"),
        ("streak_of_growth", ("0.05", "99", "100", "100", "110"), "-2"),
        ("streak_of_growth", ("0.05", "99", "0"), None),
        ("weighted_mean", ("90", "1", "60", "2"), "70"),
        ("weighted_mean", ("90", "0"), None),
    ],
)
def test_the_formulas(name: str, values: tuple[str, ...], result: str | None) -> None:
    assert formula(name, *values) == (None if result is None else Decimal(result))
    parts = [Fraction(value) for value in values]
    for again in (JUDGING[name](parts), recompute.JUDGING[name](*parts)):
        assert (again is None) == (result is None)
        assert again is None or abs(again - Fraction(str(result))) < Fraction(1, 10**9)


def test_every_formula_is_told_in_every_language_and_tested() -> None:
    names = [one.name for one in FORMULAS_OF_JUDGING]
    assert {name for name in names if name != DECLARED} == set(JUDGING) == set(recompute.JUDGING)
    for name in names:
        assert FORMULAS[name] is next(one for one in FORMULAS_OF_JUDGING if one.name == name)
        for code in available():
            words = language(code)
            assert words.text(f"formula.{name}") != words.text(f"formula.{name}.note")
            assert words.text(f"formula.{name}.note").endswith(".")


@given(
    st.sampled_from([name for name in JUDGING if not name.startswith(("count_", "streak", "rank", "weighted"))]),
    st.data(),
)
def test_a_formula_agrees_with_exact_fractions(name: str, data: st.DataObject) -> None:
    values = [data.draw(numbers) for _ in FORMULAS[name].inputs]
    if name == "achievement_growth":  # a year may be a part of one, but no century
        values[3] = data.draw(st.decimals("0.25", 40, places=2))
        assume(abs(values[1] - values[2]) > abs(values[2]) / 1000)
    if name.startswith("margin_of_growth"):
        assume(values[2] == 0 or abs(values[2]) > 1)
    parts, result = [Fraction(value) for value in values], FORMULAS[name](values)
    for again in (JUDGING[name](parts), recompute.JUDGING[name](*parts)):
        assert (again is None) == (result is None)
        assert again is None or result is None or abs(Fraction(result) - again) <= Fraction(1, 10**9)


@given(positive, positive, positive)
def test_better_is_never_less_of_an_achievement(one: Decimal, other: Decimal, target: Decimal) -> None:
    least, most = sorted((one, other))
    up, down = ([formula(name, value, target) for value in (least, most)] for name in _RATIOS)
    assert up[0] is not None
    assert up[1] is not None
    assert up[0] <= up[1]
    assert down[0] is not None
    assert down[1] is not None
    assert down[0] >= down[1]


_RATIOS = ("achievement_ratio", "achievement_inverse_ratio")


@given(positive, positive)
def test_a_target_is_met_where_the_achievement_is_whole(actual: Decimal, target: Decimal) -> None:
    for name, met in zip(_RATIOS, ("met_at_least", "met_at_most"), strict=True):
        achievement = formula(name, actual, target)
        assert achievement is not None
        assert (achievement >= 100) == (formula(met, actual, target) == 1)


@given(numbers, numbers, numbers)
def test_within_a_range_and_nowhere_else_the_achievement_is_whole(one: Decimal, two: Decimal, actual: Decimal) -> None:
    low, high = sorted((one, two))
    achievement = formula("achievement_within", actual, low, high)
    inside = formula("met_within", actual, low, high) == 1
    assert inside == (achievement == 100)
    assert achievement is None or achievement <= 100


# -- achievements in an edition ----------------------------------------------------------------------------------


def held(actuals: dict[str, Value], targets: dict[str, Value], **changes: object) -> dict[str, Figure]:
    """An edition of 2020 with one indicator, its values and targets of the whole by year."""
    spec = report({"it": indicator(**{"reference": TARGET, "by": None, **changes})})
    measures = {"rate": {year: {"nation": value} for year, value in actuals.items()}}
    return judged(spec, measures, {"target": {year: {"nation": value} for year, value in targets.items()}})


def test_an_achievement_is_capped_and_says_by_what() -> None:
    figures = held({"2020": "90"}, {"2020": "60"}, achievement={"formula": "ratio", "cap": 120})
    stem = "it.all.2020.achievement"
    assert texts(figures, stem, f"{stem}-uncapped", "it.cap", "it.all.2020.met") == ["120", "150", "120", "1"]
    assert (figures[stem].formula, figures[stem].inputs) == ("capped", (f"{stem}-uncapped", "it.cap"))
    assert (figures[stem].unit, figures[stem].decimals) == ("percent", 1)
    assert (figures["it.cap"].formula, figures["it.cap"].inputs, figures["it.cap"].where) == ("declared", (), None)
    assert figures["it.cap"].unit == "percent"


def test_without_a_cap_the_achievement_is_what_it_is() -> None:
    figures = held({"2020": "90"}, {"2020": "60"}, achievement={"formula": "ratio"})
    assert texts(figures, "it.all.2020.achievement", "it.all.2020.achievement-uncapped", "it.cap") == ["150", "-", "-"]


def test_a_zero_target_has_no_ratio_but_is_met_or_not() -> None:
    most = {**TARGET, "relation": "at_most"}
    wanted = {"formula": "inverse_ratio", "cap": 120}
    for actual, met in (("0", "1"), ("3", "0")):
        figures = held({"2020": actual}, {"2020": "0"}, reference=most, achievement=wanted)
        assert texts(figures, "it.all.2020.achievement", "it.all.2020.met") == ["[z]", met]


def test_a_missing_actual_or_target_is_said_with_its_status() -> None:
    wanted = {"formula": "ratio"}
    figures = held({"2020": None}, {"2020": "60"}, achievement=wanted)
    assert texts(figures, "it.all.2020.achievement", "it.all.2020.met") == ["[x]", "[x]"]
    figures = held({"2020": "c"}, {"2020": "60"}, achievement=wanted)
    assert texts(figures, "it.all.2020.achievement", "it.all.2020.met") == ["[c]", "[c]"]
    figures = held({"2020": "50"}, {"2019": "60"}, achievement=wanted)
    assert texts(figures, "it.all.2020.achievement", "it.all.2020.met") == ["-", "-"]


def test_each_year_is_held_against_its_own_target() -> None:
    actuals: dict[str, Value] = {"2018": "40", "2019": "50", "2020": "60"}
    figures = held(actuals, {"2019": "100", "2020": "80"}, achievement={"formula": "ratio", "cap": 55})
    ids = [f"it.all.{year}.achievement" for year in (2018, 2019, 2020)]
    assert texts(figures, *ids) == ["-", "50", "55"]
    assert "it.all.2019.met" not in figures  # the edition tells its own period's outcome
    assert figures["it.all.2019.achievement-uncapped"].inputs == ("it.all.2019", "it.reference.2019")


def test_from_a_baseline() -> None:
    wanted = {"formula": "distance_from_baseline", "baseline": {"period": "2016"}}
    figures = held({"2016": "50", "2019": "55", "2020": "45"}, {"2020": "70"}, achievement=wanted)
    assert texts(figures, "it.all.2020.achievement") == ["-25"]
    assert figures["it.all.2020.achievement"].inputs == ("it.all.2020", "it.reference", "it.all.2016")


def test_growth_a_year_from_a_baseline() -> None:
    wanted = {"formula": "growth", "baseline": {"period": "2018"}}
    figures = held({"2018": "50", "2020": "60.5"}, {"2020": "72"}, achievement=wanted)
    assert texts(figures, "it.all.2020.achievement", "it.years.2020") == ["50", "2"]


def test_a_baseline_that_is_not_there_is_told_and_gives_no_achievement() -> None:
    wanted = {"formula": "distance_from_baseline", "baseline": {"period": "2015"}}
    spec = report({"it": indicator(reference=TARGET, by=None, achievement=wanted)})
    values = {"rate": {"2019": {"nation": "50"}, "2020": {"nation": "45"}}}
    problems: list[Problem] = []
    targets = {"target": {year: {"nation": "70"} for year in ("2019", "2020")}}
    figures = judged(spec, values, targets, problems=problems)
    assert texts(figures, "it.all.2020.achievement", "it.all.2020.met") == ["-", "0"]
    assert codes(tuple(problems)) == ["measure.baseline-missing"]


@pytest.mark.parametrize(
    ("actual", "achievement", "met"), [("7", "100", "1"), ("6", "75", "0"), ("12", "75", "0"), ("9", "100", "1")]
)
def test_a_range(actual: str, achievement: str, met: str) -> None:
    spec = report({"it": indicator(reference=RANGE, achievement={"formula": "inverse_ratio"}, by=None)})
    low, high = ("8", "9") if actual != "7" else ("6.5", "7.5")
    targets = {"lowest": {"2020": {"nation": low}}, "highest": {"2020": {"nation": high}}}
    figures = judged(spec, {"rate": {"2020": {"nation": actual}}}, targets)
    assert texts(figures, "it.all.2020.achievement", "it.all.2020.met") == [achievement, met]
    assert figures["it.all.2020.met"].inputs == ("it.all.2020", "it.reference-low", "it.reference-high")


def test_nothing_is_held_against_what_is_not_held() -> None:
    why = {**TARGET, "not_held": {"en": "It is for another index."}}
    later = {**TARGET, "milestone": {"period": "2024", "set_on": "2019-06-01"}}
    for reference, year in ((why, "2020"), (later, "2024")):
        figures = held({"2020": "50"}, {year: "60"}, reference=reference)
        assert texts(figures, "it.all.2020.met") == ["-"]
        assert {"it.reference", "it.milestone"} & set(figures)
    wanted = {"formula": "ratio"}
    figures = held({"2020": "50"}, {"2024": "60"}, reference=later, achievement=wanted)
    assert texts(figures, "it.milestone", "it.all.2020.achievement") == ["60", "-"]


def test_each_place_is_held_against_its_own_target() -> None:
    spec = report({"it": indicator(reference=TARGET, achievement={"formula": "ratio"})})
    targets = {"target": {"2020": {"nation": "80", "a": "50"}}}
    figures = judged(spec, {"rate": {"2020": {"nation": "60", "a": "40", "b": "40"}}}, targets)
    ids = [f"it.{place}.2020.achievement" for place in ("all", "a", "b")]
    assert texts(figures, *ids) == ["75", "80", "-"]
    assert figures["it.a.2020.achievement"].breakdown == {"place": "a"}
    assert figures["it.a.2020.met"].inputs == ("it.a.2020", "it.reference-of.a")


# -- the roll-up -------------------------------------------------------------------------------------------------


def rolled(second: Value, second_target: Value = "10") -> dict[str, Figure]:
    wanted = {"formula": "ratio", "cap": 120}
    two = indicator(reference={**TARGET, "column": "other"}, achievement=wanted, by=None, inputs={"of": "else"})
    spec = report(
        {"one": indicator(reference=TARGET, achievement=wanted, by=None), "two": two},
        rollup={"name": {"en": "All"}, "weights": {"one": 3, "two": "0.5"}},
    )
    measures = {"rate": {"2020": {"nation": "90"}}, "else": {"2020": {"nation": second}}}
    targets = {"target": {"2020": {"nation": "60"}}, "other": {"2020": {"nation": second_target}}}
    return judged(spec, measures, targets)


def test_the_roll_up_weighs_capped_achievements() -> None:
    """(120 × 3 + 50 × 0.5) ÷ 3.5 = 110."""
    figures = rolled("5")
    assert texts(figures, "rollup.all.2020", "rollup.weight.one", "rollup.weight.two") == ["110", "3", "0.5"]
    weighed = ("one.all.2020.achievement", "rollup.weight.one", "two.all.2020.achievement", "rollup.weight.two")
    assert figures["rollup.all.2020"].inputs == weighed
    assert figures["rollup.weight.two"].decimals == 1


def test_the_roll_up_leaves_nothing_out() -> None:
    assert texts(rolled(None), "rollup.all.2020") == ["[x]"]
    assert texts(rolled("5", "0"), "rollup.all.2020") == ["[z]"]


@given(st.lists(st.tuples(numbers, positive), min_size=1, max_size=8))
def test_a_weighted_mean_lies_between(pairs: list[tuple[Decimal, Decimal]]) -> None:
    flat = [one for pair in pairs for one in pair]
    mean, again = FORMULAS["weighted_mean"](flat), JUDGING["weighted_mean"]([Fraction(one) for one in flat])
    assert mean is not None
    assert again is not None
    assert abs(Fraction(mean) - again) <= Fraction(1, 10**9)
    assert min(value for value, _ in pairs) <= mean <= max(value for value, _ in pairs)


# -- uncertainty -------------------------------------------------------------------------------------------------

YEARS = ("2019", "2020")


def sampled(**columns: tuple[str, str]) -> dict[str, Figure]:
    """Two years of a whole: 9.5 and 10, with the columns that tell how sure they are."""
    measures = {
        name: {year: {"nation": value} for year, value in zip(YEARS, values, strict=True)}
        for name, values in {"rate": ("9.5", "10"), **columns}.items()
    }
    return judged(report({"it": indicator(by=None)}), measures)


def test_a_standard_error_makes_an_interval_and_a_margin() -> None:
    figures = sampled(se=("0.3", "0.4"))
    stem = "it.all.2020"
    ids = [f"{stem}.{word}" for word in ("standard-error", "lower", "upper", "margin-year", "margin-previous")]
    assert texts(figures, *ids) == ["0.4", "9.216", "10.784", "0.98", "0.98"]
    where = figures[f"{stem}.standard-error"].where
    assert where is not None
    assert (where.file, where.column, dict(where.key)) == ("rates.csv", "se", {"period": "2020", "place": "nation"})
    assert figures[f"{stem}.lower"].formula == "interval_low"
    units = [figures[id_].unit for id_ in ids]
    assert units == ["points", "percent", "percent", "points", "points"]
    assert figures["it.all.2019.lower"].value == Decimal("8.912")


def test_the_interval_of_the_data_is_shown_as_it_is() -> None:
    figures = sampled(low=("9", "9.02"), high=("10", "10.98"))
    words = ("lower", "upper", "standard-error", "margin-year")
    assert texts(figures, *(f"it.all.2020.{word}" for word in words[:3])) == ["9.02", "10.98", "0.5"]
    assert figures["it.all.2020.lower"].where is not None
    assert figures["it.all.2020.standard-error"].formula == "error_from_interval"
    assert "it.all.2020.margin-year" in figures


def test_a_relative_error_is_a_standard_error() -> None:
    figures = sampled(rse=("2", "5"))
    words = ("relative-error", "standard-error", "lower", "upper")
    assert texts(figures, *(f"it.all.2020.{word}" for word in words)) == ["5", "0.5", "9.02", "10.98"]
    assert figures["it.all.2020.relative-error"].unit == "percent"


def test_the_standard_error_of_the_data_comes_first() -> None:
    figures = sampled(se=("0.3", "0.4"), rse=("2", "5"), low=("9", "9.02"), high=("10", "10.98"))
    assert texts(figures, *(f"it.all.2020.{word}" for word in ("standard-error", "lower"))) == ["0.4", "9.02"]


def test_without_an_earlier_error_there_is_no_margin() -> None:
    figures = sampled(se=("x", "0.4"))
    assert texts(figures, "it.all.2020.lower", "it.all.2020.margin-year", "it.all.2019.lower") == [
        "9.216",
        "[x]",
        "[x]",
    ]


def test_a_growth_has_the_margin_of_a_growth() -> None:
    spec = report({"it": indicator(by=None, unit="count", decimals=0)})
    measures = {"rate": {"2019": {"nation": "100"}, "2020": {"nation": "100"}}}
    figures = judged(spec, {**measures, "se": {"2019": {"nation": "4"}, "2020": {"nation": "3"}}})
    margin = figures["it.all.2020.margin-year"]
    assert (margin.formula, margin.value, margin.unit, margin.decimals) == (
        "margin_of_growth",
        Decimal("9.8"),
        "percent_change",
        1,
    )


def test_data_without_uncertainty_have_none() -> None:
    assert not [id_ for id_ in sampled() if id_.endswith(("error", "lower", "upper", "margin-year"))]


# -- ranks -------------------------------------------------------------------------------------------------------


def ranked(values: dict[str, Value], apart: str = "0", **more: dict[str, Value]) -> dict[str, Figure]:
    """An edition that ranks places; `more` are other columns, by place."""
    spec = report({"it": indicator(rank={"apart": Decimal(apart), "because": {"en": "So."}})})
    measures = {name: {"2020": found} for name, found in {"rate": values, **more}.items()}
    return judged(spec, measures)


def places(figures: dict[str, Figure]) -> dict[str, str]:
    found = {one: texts(figures, f"it.{one}.2020.rank-from", f"it.{one}.2020.rank-to") for one in PLACES}
    return {place: "-".join(ends) for place, ends in found.items() if ends != ["-", "-"]}


def test_places_are_ranked_the_highest_first() -> None:
    figures = ranked({"nation": "99", "a": "3", "b": "9", "c": "7", "d": "7", "e": None})
    assert places(figures) == {"b": "1-1", "c": "2-3", "d": "2-3", "a": "4-4"}
    assert texts(figures, "it.ranked.2020", "it.apart") == ["4", "0"]
    assert figures["it.a.2020.rank-from"].breakdown == {"place": "a"}
    assert figures["it.apart"].unit == "points"


def test_places_too_close_to_tell_apart_share_places() -> None:
    figures = ranked({"a": "3", "b": "9", "c": "7.5", "d": "7"}, apart="1")
    assert places(figures) == {"b": "1-1", "c": "2-3", "d": "2-3", "a": "4-4"}
    figures = ranked({"a": "3", "b": "9", "c": "8", "d": "7"}, apart="1")
    assert places(figures) == {"b": "1-2", "c": "1-3", "d": "2-3", "a": "4-4"}


def test_sampling_errors_decide_where_the_data_hold_them() -> None:
    """1.96 × √(0.3² + 0.4²) = 0.98: b and c are nearer, b and a are not. d has no error, and no place."""
    values: dict[str, Value] = {"a": "8", "b": "9", "c": "8.5", "d": "20"}
    errors: dict[str, Value] = {"a": "0.3", "b": "0.4", "c": "0.4", "d": "x"}
    figures = ranked(values, se=errors)
    assert places(figures) == {"a": "2-3", "b": "1-2", "c": "1-3"}
    assert texts(figures, "it.ranked.2020") == ["3"]
    assert places(ranked(values, apart="5", se=errors)) == {"a": "1-3", "b": "1-3", "c": "1-3"}


def test_a_total_of_others_is_not_ranked_among_them() -> None:
    spec = report({"it": indicator(rank={"apart": 0, "because": {"en": "So."}})})
    total = {"dimension": "place", "total": "e", "of": ["a", "b"]}
    values = {"rate": {"2020": {"a": "1", "b": "2", "c": "4", "e": "3"}}}
    assert places(judged(spec, values, totals=[total])) == {"a": "3-3", "b": "2-2", "c": "1-1"}


def test_a_place_of_another_period_is_not_ranked() -> None:
    spec = report({"it": indicator(rank={"apart": 0, "because": {"en": "So."}})})
    figures = judged(spec, {"rate": {"2020": {"a": "1", "b": "2"}, "2019": {"c": "4"}}})
    assert places(figures) == {"a": "2-2", "b": "1-1"}


def test_one_place_alone_has_no_rank_and_none_is_made_unasked() -> None:
    assert places(ranked({"a": "1", "b": None})) == {}
    assert "it.ranked.2020" not in judged(report({"it": indicator()}), {"rate": {"2020": {"a": "1", "b": "2"}}})


@given(st.lists(numbers, min_size=2, max_size=12), st.decimals(0, 5, places=1))
def test_ranks_are_fair(values: list[Decimal], apart: Decimal) -> None:
    ends = []
    for place, value in enumerate(values):
        others = [*values[:place], *values[place + 1 :]]
        first, last = (FORMULAS[f"rank_{end}"]([value, apart, *others]) for end in ("from", "to"))
        assert first is not None
        assert last is not None
        assert 1 <= first <= last <= len(values)
        again = [JUDGING[f"rank_{end}"]([Fraction(one) for one in (value, apart, *others)]) for end in ("from", "to")]
        assert [first, last] == again
        ends.append((value, first, last))
    for one, other in pairwise(sorted(ends)):
        assert one[1] >= other[1]  # a higher value has no worse a place
        assert one[2] >= other[2]


@given(st.lists(st.tuples(numbers, st.decimals(0, 50, places=1)), min_size=2, max_size=8))
def test_sampled_ranks_agree_with_exact_fractions(pairs: list[tuple[Decimal, Decimal]]) -> None:
    (value, error), *others = pairs
    flat = [value, error, Decimal(1), *(one for pair in others for one in pair)]
    for end in ("from", "to"):
        name = f"rank_{end}_sampled"
        assert FORMULAS[name](flat) == JUDGING[name]([Fraction(one) for one in flat])


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
    assert largest({"nation": "20", "a": "1", "b": "9", "c": "6", "d": "x"}) == ["15", "75"]
    assert largest({"a": "1", "b": "9", "c": "6"}) == ["15", "-"]


def test_the_largest_parts_are_not_told_where_they_cannot_be() -> None:
    assert largest({"nation": "20", "a": "6", "b": "9", "c": "6"}) == ["-", "-"]  # a tie: which two?
    assert largest({"nation": "20", "a": "6", "b": "9"}) == ["-", "-"]  # all of them
    assert largest({"nation": "20", "a": "1", "b": "9", "c": "6"}, unit="percent") == ["-", "-"]


def test_nothing_is_made_that_nobody_asks_for() -> None:
    figures = judged(
        report({"it": indicator()}), {"rate": {"2019": {"a": "1", "b": "3"}, "2020": {"a": "1", "b": "2"}}}
    )
    assert {one.formula for one in figures.values()} <= {"value", None, "change"}
