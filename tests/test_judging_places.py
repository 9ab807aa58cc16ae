"""How sure figures are, and which place a category may have among its like."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from berkala.check.judging import JUDGING
from berkala.measure import FORMULAS
from berkala.measure.areas import areas
from berkala.measure.findings import Figure
from judged import PLACES, Value, check, indicator, judged, report, texts, worked

numbers = st.decimals(-10_000, 10_000, places=2)


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


def test_one_limit_and_an_error_give_the_other() -> None:
    figures = sampled(se=("0.3", "0.4"), low=("9", "9.1"))
    assert texts(figures, "it.all.2020.lower", "it.all.2020.upper") == ["9.1", "10.784"]


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


def test_a_place_s_own_page_tells_how_sure_it_is_at_every_period() -> None:
    area = {"concept": "area"}
    values = {"rate": {year: {"nation": "9", "a": "9.5"} for year in ("2018", "2019")}}
    values |= {"se": {year: {"nation": "0.1", "a": "0.3"} for year in ("2018", "2019")}}
    work = worked(report({"it": indicator()}), values, period="2020", place=area)
    found = areas(work, tuple(work.rows))["a"].figures
    assert texts(dict(found), "it.a.2018.lower", "it.a.2018.upper", "it.a.2019.margin-year") == [
        "8.912",
        "10.088",
        "0.8315575747",
    ]
    check(found)


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
    figures = ranked({"a": "3", "b": "9", "c": "8.1", "d": "7.2"}, apart="1")
    assert places(figures) == {"b": "1-2", "c": "1-3", "d": "2-3", "a": "4-4"}
    figures = ranked({"a": "3", "b": "9", "c": "8", "d": "7"}, apart="1")  # exactly so far apart
    assert places(figures) == {"b": "1-1", "c": "2-2", "d": "3-3", "a": "4-4"}


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


def test_the_distance_that_tells_places_apart_is_the_margin_of_their_changes() -> None:
    values = {"rate": {"2020": {"nation": "5", "a": "3", "b": "9"}, "2019": {"nation": "4", "a": "2.5", "b": "7"}}}
    spec = {"apart": Decimal(1), "because": {"en": "So."}}
    figures = judged(report({"it": indicator(rank=spec)}), values)
    margin = figures["it.a.2020.margin-year"]
    assert (margin.value, margin.formula, margin.unit, margin.inputs) == (1, "margin_declared", "points", ("it.apart",))
    assert "it.all.2020.margin-year" not in figures  # the whole is not ranked, and its sample is larger
    # An error that the data tell comes first; where nothing is too close nothing is hidden.
    errors = {year: dict.fromkeys(("a", "b"), "0.1") for year in ("2019", "2020")}
    known = judged(report({"it": indicator(rank=spec)}), values | {"se": errors})
    assert known["it.a.2020.margin-year"].formula == "margin_of_change"
    none = judged(report({"it": indicator(rank=spec | {"apart": 0})}), values)
    assert "it.a.2020.margin-year" not in none


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
