"""measure: progress from a base year, worked out by hand from the rules that Open SDG documents."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import recompute
from berkala.check.judging import JUDGING
from berkala.measure import FORMULAS
from berkala.measure.bands import bands
from berkala.measure.findings import ProgressFindings
from berkala.measure.progress import progress
from berkala.measure.progress_formulas import FORMULAS_OF_PROGRESS
from berkala.plan.progress import standard_bands
from berkala.plan.specifications import ReportSpec
from judged import Value, indicator, report, worked
from measuring import dataset as yearly
from measuring import number, table, tell

UP, DOWN = ("increase", "higher_is_better"), ("decrease", "lower_is_better")
Series = Mapping[str, Value]


def spec(way: tuple[str, str] = UP, target: str | None = None, *, until: str = "2030", **more: Any) -> ReportSpec:
    """A report of one indicator whose progress is judged, with Open SDG's bands."""
    formula = "growth_to_target" if target is not None else "growth"
    told = {"formula": formula, "direction": way[0], "baseline": {"period": "2015"}, **more}
    if target is not None:
        told["target"] = {"value": Decimal(target), "period": until}
    kept = standard_bands(formula, ["en"])  # type: ignore[arg-type]
    return report({"rate": indicator(polarity=way[1], progress=told, bands_on="progress", bands=kept, decimals=2)})


def told(made: ReportSpec, series: Series, period: str = "2022", **more: Series) -> tuple[ProgressFindings, str]:
    """What came of a series of the whole, and the name of its band."""
    measures = {"rate": series, **more}
    values = {name: {year: {"nation": value} for year, value in one.items()} for name, one in measures.items()}
    work = worked(made, values, period=period)
    found = progress(work, "rate")
    assert found is not None
    assert work.problems == []
    verdicts = bands(made, work.sheet.figures, work.period, {"rate": found})
    return found, verdicts["rate"].name if "rate" in verdicts else ""


def shown(found: ProgressFindings) -> list[str]:
    """Growth a year, the required one and the progress, as they are shown; a stroke for what is not there."""
    figures = (found.growth, found.required, found.figure)
    return ["—" if one is None or one.value is None else f"{one.value:.{one.decimals}f}" for one in figures]


# -- the formulas --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "values", "result"),
    [
        ("annual_growth", ("121", "100", "2"), "10"),
        ("annual_growth", ("81", "100", "2"), "-10"),
        ("annual_growth", ("100", "100", "7"), "0"),
        ("annual_growth", ("102", "100", "0.5"), "4.04"),
        # Of values below nought: from -100 to -81 is a rise, and 81 is ten per cent a year nearer to nought.
        ("annual_growth", ("-81", "-100", "2"), "10"),
        ("annual_growth", ("-121", "-100", "2"), "-10"),
        ("annual_growth", ("0", "100", "2"), None),
        ("annual_growth", ("100", "0", "2"), None),
        ("annual_growth", ("0", "0", "2"), None),
        ("annual_growth", ("-1", "100", "2"), None),
        ("annual_growth", ("1", "-100", "2"), None),
        ("annual_growth", ("121", "100", "0"), None),
        ("annual_growth", ("121", "100", "-1"), None),
        ("progress_growth", ("-10", "-1"), "10"),
        ("progress_growth", ("-10", "1"), "-10"),
        ("progress_to_target", ("-3", "-4", "-1"), "75"),
        ("progress_to_target", ("3", "-4", "-1"), "-75"),
        # The base value had passed the target: the direction counts, not the side on which the target lies.
        ("progress_to_target", ("3", "-4", "1"), "75"),
        ("progress_to_target", ("0", "-4", "1"), "0"),
        ("progress_to_target", ("3", "0", "1"), None),
        ("limit_factor", ("0", "100"), "1"),
        ("limit_factor", ("100", "100"), "0"),
        ("limit_factor", ("200", "100"), "1"),
        ("limit_factor", ("500", "100"), "1"),
        ("limit_factor", ("5", "0"), "1"),
        ("limit_factor", ("0", "0"), "1"),
        ("limit_factor", ("-100", "-100"), "0"),
        # 0.5 ^ 4.44 = e^(4.44 × ln 0.5) = 0.04607091304…
        ("limit_factor", ("50", "100"), "0.953929087"),
        ("limit_factor", ("150", "100"), "0.953929087"),
        ("progress_threshold", ("1.5", "0.5"), "0.75"),
    ],
)
def test_the_formulas(name: str, values: tuple[str, ...], result: str | None) -> None:
    said = FORMULAS[name]([Decimal(value) for value in values])
    assert said == (None if result is None else Decimal(result))
    parts = [Fraction(value) for value in values]
    for again in (JUDGING[name](parts), recompute.JUDGING[name](*parts)):
        assert (again is None) == (result is None)
        assert again is None or abs(again - Fraction(str(result))) < Fraction(1, 10**9)


def test_every_formula_has_a_case() -> None:
    cases = test_the_formulas.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {name for name, *_ in cases} == {formula.name for formula in FORMULAS_OF_PROGRESS}


# -- without a target ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "last", "growth", "band"),
    [
        # From 100 in 2015, two years: 1.015² = 1.030225, 1.005² = 1.010025.
        (UP, "103.03", "1.50", "substantial-progress"),
        (UP, "103", "1.489", "moderate-progress"),
        (UP, "101.01", "0.50", "moderate-progress"),
        (UP, "101", "0.499", "limited-progress"),
        (UP, "100", "0.00", "limited-progress"),
        (UP, "99.99", "-0.005", "deterioration"),
        (DOWN, "90", "-5.13", "substantial-progress"),
        (DOWN, "98.5", "-0.75", "moderate-progress"),
        (DOWN, "99.5", "-0.25", "limited-progress"),
        (DOWN, "104", "1.98", "deterioration"),
    ],
)
def test_growth_a_year_is_held_against_fixed_thresholds(
    way: tuple[str, str], last: str, growth: str, band: str
) -> None:
    found, verdict = told(spec(way), {"2015": "100", "2017": last}, "2017")
    assert (found.reason, verdict) == ("", band)
    assert found.growth is not None
    assert found.growth.value is not None
    assert abs(found.growth.value - Decimal(growth)) < Decimal("0.005")


def test_more_decimals_are_shown_where_fewer_would_say_another_category() -> None:
    """100 to 102.99 in two years is 1.4840…% a year; 1.4951 would be shown as 1.50, which is where a band begins."""
    found, band = told(spec(), {"2015": "100", "2017": "103.013"}, "2017")
    assert (shown(found), band) == (["1.50", "—", "1.495"], "moderate-progress")
    found, band = told(spec(DOWN), {"2015": "100", "2021": "100.01"}, "2021")
    assert (shown(found), band) == (["0.002", "—", "-0.002"], "deterioration")


def test_of_values_below_nought_a_rise_is_a_rise() -> None:
    found, band = told(spec(), {"2015": "-100", "2017": "-81"}, "2017")
    assert (shown(found), band) == (["10.00", "—", "10.00"], "substantial-progress")
    found, band = told(spec(DOWN), {"2015": "-100", "2017": "-81"}, "2017")
    assert (shown(found), band) == (["10.00", "—", "-10.00"], "deterioration")


# -- near a limit --------------------------------------------------------------------------------------------------


def test_near_a_limit_the_thresholds_are_lower() -> None:
    """90 of 100: C = 1 − 0.9^4.44 = 0.37361…, so that 0.6% a year is enough where 1.5% would be needed: 0.56%."""
    series = {"2015": "90", "2017": "91.1"}
    found, band = told(spec(limit=100), series, "2017")
    assert (shown(found)[0], band) == ("0.61", "substantial-progress")
    assert [f"{bound.value:.4f}" for bound in found.bounds.values()] == ["0.0000", "0.1868", "0.5604"]
    assert told(spec(), series, "2017")[1] == "moderate-progress"


def test_from_the_limit_itself_staying_there_is_enough() -> None:
    """C is nought: every threshold is, and only a way back is a deterioration, however short."""
    assert told(spec(limit=100), {"2015": "100", "2017": "100"}, "2017")[1] == "substantial-progress"
    found, band = told(spec(limit=100), {"2015": "100", "2021": "99.99"}, "2021")
    assert (shown(found)[0], band) == ("-0.002", "deterioration")


def test_a_threshold_that_is_not_above_nought_stays_where_it_is() -> None:
    lead = spec(limit=100).indicators["rate"].model_dump(by_alias=True, exclude_none=True)
    kept = standard_bands("growth", ["en"], thresholds=["-1", "0.5", "1.5"])
    found, _ = told(report({"rate": {**lead, "bands": kept}}), {"2015": "90", "2017": "91"}, "2017")
    assert [f"{bound.value:.4f}" for bound in found.bounds.values()] == ["-1.0000", "0.1868", "0.5604"]


def test_a_lowest_limit_counts_from_above() -> None:
    found, band = told(spec(DOWN, limit=10), {"2015": "11", "2017": "10.9"}, "2017")
    assert [f"{bound.value:.4f}" for bound in found.bounds.values()] == ["0.0000", "0.1868", "0.5604"]
    assert (shown(found)[2], band) == ("0.46", "moderate-progress")


def test_a_value_beyond_its_limit_is_told() -> None:
    work = worked(spec(limit=80), {"rate": {year: {"nation": "90"} for year in ("2015", "2017")}}, period="2017")
    assert [(one.code, one.severity, one.facts["value"]) for one in work.problems] == [
        ("measure.beyond-limit", "warning", "90")
    ]


# -- with a target -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "ratio", "band"),
    [
        # 100 in 2015, 25 in 2030: fifteen years. After five the path is at 100 × 0.25^(1/3) = 62.996….
        ("62.99", "100.0", "substantial-progress"),
        ("64.5", "95.1", "substantial-progress"),
        ("64.6", "94.8", "moderate-progress"),
        ("75.7", "61.3", "moderate-progress"),
        ("76.5", "59.1", "limited-progress"),
        ("100", "0.0", "limited-progress"),
        ("101", "-2.3", "deterioration"),
        ("25", "274.3", "target-achieved"),
        ("24", "281.3", "target-achieved"),
    ],
)
def test_growth_is_a_share_of_what_the_target_requires(last: str, ratio: str, band: str) -> None:
    found, verdict = told(spec(DOWN, "25"), {"2015": "100", "2020": last}, "2020")
    assert (found.reason, verdict, found.reached) == ("", band, band == "target-achieved")
    required = shown(found)[1]
    assert required == "-8.83"
    assert found.figure is not None
    assert found.figure.value is not None
    assert f"{found.figure.value:.1f}" == ratio


def test_a_doubling_that_is_half_way() -> None:
    """Exactly: 100 to 200 in two years needs a factor of √2 a year; 100 to 121 in two is ten per cent of 41.42."""
    found, band = told(spec(UP, "200", until="2017"), {"2015": "100", "2017": "121"}, "2017")
    assert (shown(found), band) == (["10.00", "41.42", "24.1"], "limited-progress")


def test_the_share_is_shown_with_the_decimals_that_its_category_needs() -> None:
    found, band = told(spec(DOWN, "25"), {"2015": "100", "2020": "64.55"}, "2020")
    assert (shown(found)[2], band) == ("94.95", "moderate-progress")


def test_a_target_is_reached_in_the_digits_that_are_shown() -> None:
    found, band = told(spec(UP, "95"), {"2015": "100", "2020": "94.995"}, "2020")
    assert (found.reached, band) == (True, "target-achieved")
    found, band = told(spec(UP, "95"), {"2015": "100", "2020": "94.994"}, "2020")
    assert (found.reached, band, shown(found)[2]) == (False, "deterioration", "-299.3")


def test_a_target_that_was_reached_and_lost_is_a_deterioration() -> None:
    """The base value had passed it: the ratio's sign is the direction's, as the documentation has it."""
    found, band = told(spec(UP, "90"), {"2015": "100", "2020": "85"}, "2020")
    assert (shown(found)[1], band) == ("-0.70", "deterioration")


def test_a_target_may_be_reached_without_a_rate_of_growth() -> None:
    """Nought is the target and nought was reached; or there is one value alone, and it is enough."""
    assert told(spec(DOWN, "0"), {"2015": "5", "2020": "0"}, "2020")[1] == "target-achieved"
    found, band = told(spec(UP, "90"), {"2019": "95"}, "2020")
    assert (shown(found), band, found.reason) == (["—", "—", "—"], "target-achieved", "")


# -- from which period to which ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("series", "ends"),
    [
        ({"2014": "1", "2015": "100", "2016": "9", "2017": "121"}, ("2015", "2017")),
        ({"2013": "1", "2016": "100", "2018": "121"}, ("2016", "2018")),
        ({"2015": "x", "2016": "100", "2018": "121", "2019": "c"}, ("2016", "2018")),
    ],
)
def test_it_begins_with_the_first_value_from_the_baseline_on_and_ends_with_the_last(
    series: Series, ends: tuple[str, str]
) -> None:
    found, _ = told(spec(), series, "2020")
    assert found.baseline is not None
    assert found.latest is not None
    assert (found.baseline.period.code, found.latest.period.code) == ends
    assert shown(found)[0] == "10.00"


def test_the_years_to_the_target_count_from_the_first_value() -> None:
    """100 in 2018 and 200 in 2030: twelve years, not the fifteen from 2015."""
    found, _ = told(spec(UP, "200"), {"2018": "100", "2020": "105"}, "2020")
    assert shown(found)[1] == "5.95"  # 2^(1/12) − 1


def test_another_column_is_judged_in_place_of_the_value() -> None:
    """The value falls, and what is judged rises; the target is in the column's terms."""
    values = {"2015": "-5.3", "2017": "2"}
    found, band = told(spec(UP, "300", column="base"), values, "2017", base={"2015": "100", "2017": "121"})
    assert found.latest is not None
    assert found.target is not None
    assert (found.latest.id, found.latest.unit, found.target.unit) == ("cell.base.nation.2017", "count", "count")
    assert (shown(found), band) == (["10.00", "7.60", "131.6"], "substantial-progress")


# -- without a verdict ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "series", "reason"),
    [
        (spec(("unknown", "neutral")), {"2015": "100", "2017": "121"}, "direction"),
        (spec(("unknown", "neutral")), {"2013": "100"}, "direction"),
        (spec(("unknown", "neutral"), "150"), {"2015": "100", "2017": "160"}, "direction"),
        (spec(), {"2012": "100", "2014": "121"}, "no-value"),
        (spec(), {"2015": "x"}, "no-value"),
        (spec(UP, "90"), {"2014": "95"}, "no-value"),
        (spec(), {"2012": "100", "2015": "121"}, "one-value"),
        (spec(UP, "200"), {"2019": "121"}, "one-value"),
        (spec(), {"2015": "0", "2017": "121"}, "from-nought"),
        (spec(UP, "200"), {"2015": "0", "2017": "121"}, "from-nought"),
        (spec(DOWN), {"2015": "100", "2017": "0"}, "to-nought"),
        (spec(), {"2015": "-1", "2017": "1"}, "signs"),
        (spec(DOWN), {"2015": "1", "2017": "-1"}, "signs"),
        (spec(DOWN, "0"), {"2015": "5", "2017": "4"}, "target-nought"),
        (spec(DOWN, "-1"), {"2015": "5", "2017": "4"}, "target-signs"),
        (spec(UP, "200", until="2016"), {"2016": "100", "2019": "121"}, "target-past"),
        (spec(UP, "200", until="2012"), {"2016": "100", "2019": "121"}, "target-past"),
        (spec(DOWN, "100"), {"2015": "100", "2017": "121"}, "target-kept"),
    ],
)
def test_a_case_without_a_verdict_has_its_reason(made: ReportSpec, series: Series, reason: str) -> None:
    found, band = told(made, series)
    assert (found.reason, band) == (reason, "")
    assert found.figure is None or (found.figure.value, found.figure.status) == (None, "z")


def test_without_a_direction_the_growth_is_still_there() -> None:
    found, _ = told(spec(("unknown", "neutral"), "200"), {"2015": "100", "2017": "121"})
    assert (shown(found), found.reached) == (["10.00", "4.73", "—"], False)


def test_nought_is_not_replaced_by_a_small_number() -> None:
    """Open SDG puts 0.001 in its place; here the figure says that it is not defined."""
    found, _ = told(spec(DOWN, "0"), {"2015": "5", "2017": "4"})
    assert found.target is not None
    assert found.required is not None
    assert (found.target.value, found.required.value, found.required.status) == (0, None, "z")


def test_months_count_as_parts_of_a_year() -> None:
    made = spec(baseline={"period": "2015-01"}).model_copy(update={"frequency": "month"})
    found, _ = told(made, {"2015-01": "100", "2016-07": "115.3689732987"}, "2016-07")
    assert shown(found)[0] == "10.00"  # 1.1^1.5 = 1.153689732987…
    assert told(made, {"2015-01": "100", "2015-12": "110"}, "2015-12")[0].reason == "one-value"


# -- an edition among others ---------------------------------------------------------------------------------------


def test_each_edition_is_judged_by_what_was_known_at_its_period() -> None:
    whole = {"rate": spec().indicators["rate"].model_copy(update={"by": None})}
    made = spec().model_copy(update={"indicators": whole})
    data = yearly("rates", number("rate", 2), coverage={"from": "2015"}, frequency="year")
    rows = [("2015", 100), ("2016", 104), ("2017", 102), ("2018", 99)]
    found = tell(made, [table(data, rows)], "2016", "2017", "2018").editions
    assert [one.progress["rate"].latest.period.code for one in found if one.progress["rate"].latest] == [
        "2016", "2017", "2018",
    ]  # fmt: skip
    assert [one.band.name if one.band else "" for one in found] == [
        "substantial-progress", "moderate-progress", "deterioration",
    ]  # fmt: skip
