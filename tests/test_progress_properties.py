"""measure: laws of progress: its sign, what it does not depend on, and that what is shown agrees with what is exact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from berkala.measure import FORMULAS
from berkala.measure.findings import ProgressFindings
from berkala.plan.progress import THRESHOLDS
from berkala.words import rounded_to
from test_progress import DOWN, UP, spec, told

values = st.decimals("0.01", 10_000, places=2)
ways = st.sampled_from([UP, DOWN])
years = st.integers(1, 15)


def annual(value: Decimal, baseline: Decimal, between: Decimal | int) -> Decimal:
    growth = FORMULAS["annual_growth"]([value, baseline, Decimal(between)])
    assert growth is not None
    return growth


def of(
    way: tuple[str, str], first: Decimal, last: Decimal, target: Decimal | None = None
) -> tuple[ProgressFindings, str]:
    made = spec(way, None if target is None else str(target))
    return told(made, {"2015": str(first), "2020": str(last)}, "2020")


@given(values, values, years)
def test_growth_has_the_sign_of_the_change_and_leads_back(first: Decimal, last: Decimal, between: int) -> None:
    growth = annual(last, first, between)
    assert (growth > 0) <= (last > first)
    assert (growth < 0) <= (last < first)
    again = (1 + Fraction(growth) / 100) ** between * Fraction(first)
    assert abs(again - Fraction(last)) <= Fraction(last) * between / 10**6 + Fraction(1, 10**6)


@given(values, values, years, st.decimals("0.001", 1000, places=3))
def test_a_constant_factor_changes_no_growth(first: Decimal, last: Decimal, between: int, factor: Decimal) -> None:
    assert abs(annual(last, first, between) - annual(last * factor, first * factor, between)) <= Decimal("1e-9")


@given(values, values, years)
def test_values_below_nought_mirror_those_above(first: Decimal, last: Decimal, between: int) -> None:
    assert annual(-last, -first, between) == -annual(last, first, between)


@given(ways, values, values)
def test_the_sign_follows_the_direction(way: tuple[str, str], first: Decimal, last: Decimal) -> None:
    found, band = of(way, first, last)
    other, _ = of(DOWN if way == UP else UP, first, last)
    assert found.figure is not None
    assert other.figure is not None
    assert found.figure.value is not None
    assert found.figure.value == -(other.figure.value or 0)
    if abs(last - first) > first / 10**6:
        forward = (last > first) == (way == UP)
        assert (found.figure.value > 0) == forward
        assert (band == "deterioration") == (not forward)


@given(values, values, st.integers(1, 14))
def test_on_the_path_to_the_target_the_share_is_the_whole(first: Decimal, target: Decimal, gone: int) -> None:
    assume(abs(target - first) > first / 1000)
    required = annual(target, first, 15)
    # Where the path stands after so many years, to more digits than any table has.
    on_the_path = first * (1 + required / 100) ** gone
    way = Decimal(1 if target > first else -1)
    share = FORMULAS["progress_to_target"]([annual(on_the_path, first, gone), required, way])
    assert share is not None
    assert abs(share - 100) <= Decimal("1e-4")


@given(ways, values, values, values, st.decimals("0.1", 100, places=1))
def test_a_constant_factor_changes_no_category(
    way: tuple[str, str], first: Decimal, last: Decimal, target: Decimal, factor: Decimal
) -> None:
    one, band = of(way, first, last, target)
    other, again = of(way, first * factor, last * factor, target * factor)
    assume(one.reached == other.reached)  # which is read off the digits shown, and they are others
    near = one.figure is not None and one.figure.value is not None and _near_a_bound(one.figure.value)
    assert band == again or near
    assert (one.reason, one.reached) == (other.reason, other.reached)


def _near_a_bound(value: Decimal) -> bool:
    return any(abs(value - Decimal(bound)) < Decimal("0.001") for bound in THRESHOLDS["growth_to_target"])


@given(ways, values, values, st.none() | values)
def test_what_is_shown_is_in_the_category_of_what_is_exact(
    way: tuple[str, str], first: Decimal, last: Decimal, target: Decimal | None
) -> None:
    found, band = of(way, first, last, target)
    assume(found.figure is not None and found.figure.value is not None and not found.reached)
    assert found.figure is not None
    assert found.figure.value is not None
    exact, seen = found.figure.value, rounded_to(found.figure.value, found.figure.decimals)
    low, middle, high = map(Decimal, THRESHOLDS["growth" if target is None else "growth_to_target"])
    names = {low: "limited-progress", middle: "moderate-progress", high: "substantial-progress"}
    for value in (exact, seen):
        begun = [name for bound, name in names.items() if value >= bound]
        assert band == (begun[-1] if begun else "deterioration")
    assert (exact > 0, exact < 0) == (seen > 0, seen < 0)


@given(values, st.decimals(1, 10_000, places=2))
def test_a_limit_only_lowers_the_thresholds(baseline: Decimal, limit: Decimal) -> None:
    factor = FORMULAS["limit_factor"]([baseline, limit])
    assert factor is not None
    assert 0 <= factor <= 1
    # Equal distances from the limit, above it and below, count the same.
    mirrored = 2 * limit - baseline
    if mirrored > 0:
        assert abs(factor - (FORMULAS["limit_factor"]([mirrored, limit]) or 0)) <= Decimal("1e-9")


@given(st.decimals("1", "99.99", places=2))
def test_the_best_category_is_within_reach_of_the_limit_for_fifteen_years(baseline: Decimal) -> None:
    """What the documentation says the factor was chosen for: 1.5% × C a year does not pass the limit in that time."""
    factor = FORMULAS["limit_factor"]([baseline, Decimal(100)])
    assert factor is not None
    growth = 1 + Decimal("0.015") * factor
    assert baseline * growth**15 <= Decimal(100) * Decimal("1.0005")
