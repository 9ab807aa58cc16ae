"""What figures are worth: achievements, uncertainty, ranks, streaks, roll-ups: golden cases and laws."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

import recompute
from berkala.check.arithmetic import recompute as recomputed
from berkala.check.judging import DECLARED, JUDGING
from berkala.check.published import Published
from berkala.measure import FORMULAS
from berkala.measure.findings import Figure
from berkala.measure.judging import FORMULAS_OF_JUDGING
from berkala.words import available, language
from judged import Value, indicator, judged, report, texts, worked
from little_tables import codes

TARGET = {"kind": "target", "relation": "at_least", "dataset": "targets", "column": "target"}
RANGE = {"kind": "target", "relation": "within", "dataset": "targets", "low": "lowest", "high": "highest"}

numbers = st.decimals(-10_000, 10_000, places=2)
positive = st.decimals("0.01", 10_000, places=2)


def formula(name: str, *values: str | Decimal | int) -> Decimal | None:
    return FORMULAS[name]([Decimal(value) for value in values])


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
        ("rank_from", ("5", "1", "7", "6", "5", "4"), "3"),  # exactly so far apart is told apart
        ("rank_to", ("5", "1", "7", "6", "5", "4"), "4"),
        ("rank_from", ("5", "1", "7", "5.99", "5", "4.01"), "2"),
        ("rank_to", ("5", "1", "7", "5.99", "5", "4.01"), "5"),
        ("rank_to", ("5", "0", "5"), "2"),
        ("rank_from", ("5", "0", "5"), "1"),
        ("rank_from_sampled", ("5", "0.3", "0", "6", "0.4", "5.9", "0.4"), "2"),
        ("rank_to_sampled", ("5", "0.3", "0", "4", "0.4", "4.1", "0.4"), "2"),
        ("rank_from_sampled", ("5", "0.3", "0", "5.98", "0.4", "5", "0"), "2"),
        ("rank_to_sampled", ("5", "0", "0", "5", "0", "4", "0"), "2"),
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


@pytest.mark.parametrize(
    ("formula_name", "inputs", "value", "code"),
    [
        ("declared", (), "120", None),
        ("declared", ("cap",), "120", "check.recomputed"),
        ("capped", ("raw", "cap"), "120", None),
        ("capped", ("raw", "cap"), "130", "check.recomputed"),
        ("capped", ("raw",), "120", "check.recomputed"),
        ("count_rose", ("raw", "cap", "raw"), "1", "check.recomputed"),
        ("streak_of_growth", ("raw", "cap", "none"), "1", "check.recomputed"),
    ],
)
def test_check_works_it_out_again_and_survives_wrong_inputs(
    formula_name: str, inputs: tuple[str, ...], value: str, code: str | None
) -> None:
    there = {"raw": "130", "cap": "120", "none": "0"}
    figures = {id_: Published(id_, Decimal(text), formula="declared") for id_, text in there.items()}
    figures["it"] = Published("it", Decimal(value), formula=formula_name, inputs=inputs)
    assert [one.code for one in recomputed(figures, {}, "figures.json")] == ([code] if code else [])


@given(
    st.sampled_from([name for name in JUDGING if not name.startswith(("count_", "streak", "rank", "weighted"))]),
    st.data(),
)
def test_a_formula_agrees_with_exact_fractions(name: str, data: st.DataObject) -> None:
    values = [data.draw(numbers) for _ in FORMULAS[name].inputs]
    if name == "achievement_growth":  # a year may be a part of one, but no century
        values[3] = data.draw(st.decimals("0.25", 40, places=2))
        assume(abs(values[1] - values[2]) > abs(values[2]) / 1000)
    if name == "annual_growth":
        values[2] = data.draw(st.decimals(-1, 40, places=2))
        assume(values[2] <= 0 or values[2] >= 1)
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


def test_a_half_year_is_half_a_year() -> None:
    wanted = {"formula": "growth", "baseline": {"period": "2019-09"}}
    spec = report({"it": indicator(reference=TARGET, by=None, achievement=wanted)}, frequency="month")
    values = {"rate": {"2019-09": {"nation": "100"}, "2020-03": {"nation": "110"}}}
    figures = judged(spec, values, {"target": {"2020-03": {"nation": "120"}}}, period="2020-03")
    assert texts(figures, "it.years.2020-03") == ["0.5"]
    assert texts(figures, "it.all.2020-03.achievement") == ["47.7272727273"]  # 21 ÷ 44


def test_a_baseline_that_is_not_there_is_told_and_gives_no_achievement() -> None:
    wanted = {"formula": "distance_from_baseline", "baseline": {"period": "2015"}}
    spec = report({"it": indicator(reference=TARGET, by=None, achievement=wanted)})
    values = {"rate": {"2019": {"nation": "50"}, "2020": {"nation": "45"}}}
    work = worked(spec, values, {"target": {year: {"nation": "70"} for year in ("2019", "2020")}})
    assert texts(work.sheet.figures, "it.all.2020.achievement", "it.all.2020.met") == ["-", "0"]
    assert codes(tuple(work.problems)) == ["measure.baseline-missing"]


def test_a_baseline_does_not_say_which_end_of_a_range_is_meant() -> None:
    wanted = {"formula": "distance_from_baseline", "baseline": {"period": "2015"}}
    with pytest.raises(ValidationError, match="achievement-range"):
        report({"it": indicator(reference=RANGE, achievement=wanted)})


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


@pytest.mark.parametrize(
    ("relation", "actual", "met"),
    [("at_least", "94.96", "1"), ("at_least", "94.94", "0"), ("at_most", "95.04", "1"), ("at_most", "95.06", "0")],
)
def test_a_target_is_met_in_the_digits_shown(relation: str, actual: str, met: str) -> None:
    figures = held({"2020": actual}, {"2020": "95"}, reference={**TARGET, "relation": relation})
    assert texts(figures, "it.all.2020.met") == [met]


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


def rolled(second: Value, second_target: Value = "10", place: str = "nation") -> dict[str, Figure]:
    wanted = {"formula": "ratio", "cap": 120}
    two = indicator(reference={**TARGET, "column": "other"}, achievement=wanted, by=None, inputs={"of": "else"})
    two["where"] = {"place": place}
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
    figures = rolled("5", place="e")
    assert texts(figures, "two.all.2020.achievement", "rollup.all.2020") == ["-", "[x]"]
    assert figures["rollup.all.2020"].inputs == ("one.all.2020.achievement", "rollup.weight.one")


@given(st.lists(st.tuples(numbers, positive), min_size=1, max_size=8))
def test_a_weighted_mean_lies_between(pairs: list[tuple[Decimal, Decimal]]) -> None:
    flat = [one for pair in pairs for one in pair]
    mean, again = FORMULAS["weighted_mean"](flat), JUDGING["weighted_mean"]([Fraction(one) for one in flat])
    assert mean is not None
    assert again is not None
    assert abs(Fraction(mean) - again) <= Fraction(1, 10**9)
    assert min(value for value, _ in pairs) <= mean <= max(value for value, _ in pairs)
