"""measure: the laws of the arithmetic, each formula done again in fractions, and the words of the formulas."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.measure import FORMULAS
from berkala.measure.formulas import FORMULAS_OF_FIGURES, OF_INDICATORS, PLACES
from berkala.plan.specifications import FormulaName, Indicator
from berkala.words import available, language
from measuring import CARE, Rows, run, value, whole_plan

# -- the arithmetic --------------------------------------------------------------------------------------------

COUNTS = st.integers(0, 10**9)
SHORT = st.decimals(-(10**6), 10**6, allow_nan=False, places=3)
EXACT = st.decimals(-(10**6), 10**6, allow_nan=False, places=PLACES)


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=3))
def test_a_share_is_between_nought_and_a_hundred(parts: list[tuple[int, int]]) -> None:
    part, whole = (Decimal(sum(pair)) for pair in (zip(*parts, strict=True)))
    whole += part
    with_it, without = FORMULAS["share"]([part, whole]), FORMULAS["share_without"]([part, whole])
    if whole == 0:
        assert (with_it, without) == (None, None)
        return
    assert with_it is not None
    assert without is not None
    assert 0 <= with_it <= 100
    assert 0 <= without <= 100
    assert abs(with_it + without - 100) <= Decimal(1).scaleb(-PLACES)


@given(EXACT, EXACT)
def test_gap_and_change_undo_themselves(one: Decimal, other: Decimal) -> None:
    gap, back = FORMULAS["gap"]([one, other]), FORMULAS["change"]([other, one])
    assert gap is not None
    assert back is not None
    assert gap == -back
    assert gap + other == one
    assert FORMULAS["gap"]([one, one]) == 0


#: What each formula of a value, a gap, a change or a count says, done again in exact fractions.
AGAIN: dict[str, Callable[..., Fraction]] = {
    "total": lambda *v: sum(v, Fraction(0)),
    "to_date": lambda *v: sum(v, Fraction(0)),
    "value": lambda v: v,
    "share": lambda part, whole: 100 * part / whole,
    "share_without": lambda part, whole: 100 * (whole - part) / whole,
    "rate": lambda part, whole: part / whole,
    "growth": lambda now, earlier: 100 * (now - earlier) / earlier,
    "growth_over_year": lambda now, earlier: 100 * (now - earlier) / earlier,
    "mean": lambda *v: sum(v, Fraction(0)) / len(v),
    "gap": lambda v, reference: v - reference,
    "gap_to_range": lambda v, *ends: v - sorted((v, *ends))[1],
    "change": lambda v, earlier: v - earlier,
    "count": lambda *v: Fraction(len(v)),
    "count_at_least": lambda reference, *v: Fraction(len([one for one in v if one >= reference])),
    "count_at_most": lambda reference, *v: Fraction(len([one for one in v if one <= reference])),
    "count_within": lambda low, high, *v: Fraction(len([one for one in v if low <= one and one <= high])),
}


def test_every_formula_of_figures_is_done_again() -> None:
    assert set(AGAIN) == {formula.name for formula in FORMULAS_OF_FIGURES}


@given(st.sampled_from(sorted(AGAIN)), st.lists(SHORT, min_size=1, max_size=6))
def test_a_formula_says_what_it_says_in_fractions(name: str, values: list[Decimal]) -> None:
    formula = FORMULAS[name]
    values = values if formula.inputs[-1].endswith("…") else values[: len(formula.inputs)]
    if name == "gap_to_range":
        values = [*values[:1], *sorted(values[1:])]
    if not formula.fits(len(values)):
        return
    said = formula(values)
    if formula.denominator is not None and values[formula.denominator] == 0:
        assert said is None
        return
    assert said is not None
    # A quotient has 28 significant digits: exact to the tenth decimal but for that.
    again = AGAIN[name](*map(Fraction, values))
    assert abs(Fraction(said) - again) <= Fraction(1, 2 * 10**PLACES) + abs(again) / 10**26


@given(SHORT, SHORT, st.decimals(0, 1000, places=2))
def test_the_gap_to_a_range_is_nought_inside_and_leads_to_the_nearer_end(
    value: Decimal, low: Decimal, width: Decimal
) -> None:
    high = low + width
    gap = FORMULAS["gap_to_range"]([value, low, high])
    assert gap is not None
    assert (gap == 0) == (low <= value <= high)
    assert gap == 0 or value - gap == (low if value < low else high)


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_growth_leads_from_the_earlier_value_to_the_later(earlier: int, later: int) -> None:
    growth = FORMULAS["growth"]([Decimal(later), Decimal(earlier)])
    assert growth is not None
    assert abs(earlier * (1 + growth / 100) - later) <= Decimal(earlier).scaleb(-PLACES)
    assert (growth > 0, growth < 0) == (later > earlier, later < earlier)


@given(EXACT, st.lists(EXACT, min_size=1, max_size=40))
def test_counts_are_complete(reference: Decimal, values: list[Decimal]) -> None:
    least, most = FORMULAS["count_at_least"]([reference, *values]), FORMULAS["count_at_most"]([reference, *values])
    assert least is not None
    assert most is not None
    assert least + most == len(values) + values.count(reference)
    assert FORMULAS["count"](values) == len(values)


@given(st.sampled_from(sorted(FORMULAS)), st.lists(EXACT, max_size=4))
def test_a_result_has_ten_decimals_and_hides_no_noughts_in_an_exponent(name: str, values: list[Decimal]) -> None:
    if not FORMULAS[name].fits(len(values)):
        with pytest.raises(ValueError, match=name):
            FORMULAS[name](values)
        return
    result = FORMULAS[name](values)
    assert result is None or -PLACES <= int(result.as_tuple().exponent) <= 0
    assert result is None or result == 0 or result.normalize() == result


DEPARTMENTS = ("type-1", "type-2", "other")
MONTHS = ("2016-04", "2016-05", "2017-04", "2017-05")


@pytest.mark.slow
@given(st.data())
def test_the_order_of_rows_does_not_matter(data: st.DataObject) -> None:
    rows: Rows = [(m, d, data.draw(COUNTS) + 1, data.draw(COUNTS)) for m in MONTHS for d in DEPARTMENTS]
    (one,) = run(rows, "2017-05").editions
    (other,) = run(data.draw(st.permutations(rows)), "2017-05").editions
    assert one.figures == other.figures
    assert (one.band, one.versions, one.periods) == (other.band, other.versions, other.periods)


@pytest.mark.slow
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=3, max_size=3))
def test_the_whole_lies_between_its_parts(counts: list[tuple[int, int]]) -> None:
    rows: Rows = [("2016-04", d, a + o + 1, o) for d, (a, o) in zip(DEPARTMENTS, counts, strict=True)]
    (findings,) = run(rows, "2016-04").editions
    parts = [findings.figures[f"within.{name}.2016-04"].value for name in DEPARTMENTS]
    known = [part for part in parts if part is not None]
    lead = value(findings, "within.all.2016-04")
    assert lead is not None
    assert min(known) <= lead <= max(known)
    assert value(findings, "attendances.all.2016-04") == sum(row[2] for row in rows if isinstance(row[2], int))


# -- formulas and their words ----------------------------------------------------------------------------------


def test_an_indicator_may_name_the_formulas_that_are_for_it() -> None:
    assert set(get_args(FormulaName)) == set(OF_INDICATORS) <= set(FORMULAS)


def test_the_specification_asks_for_the_inputs_of_the_formula() -> None:
    spec = whole_plan().publication.reports[CARE].spec.indicators["within"].model_dump(by_alias=True)
    for name in OF_INDICATORS:
        wanted = FORMULAS[name].inputs
        parts = dict.fromkeys(wanted if "whole" in wanted else ("of",), "attendances")
        assert Indicator.model_validate({**spec, "formula": name, "inputs": parts}).formula == name


@pytest.mark.parametrize("code", available())
def test_every_formula_is_printed_and_explained(code: str) -> None:
    messages = {key for key in language(code).messages if key.startswith("formula.")}
    assert messages == {f"formula.{name}{part}" for name in FORMULAS for part in ("", ".note")}
