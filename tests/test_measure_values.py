"""measure: rows chosen, the whole that is a row of its own, each formula of an indicator, what charts ask for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from berkala.measure import Findings
from berkala.protect.tables import SafeTable
from measuring import assert_reads_well, dataset, dimension, indicator, number, one, report, table, tell, value

PRICES = dataset(
    "prices",
    dimension("area", "us", "north", "south", whole="us", concept="area"),
    dimension("item", "all-items", "food", "rent", whole="all-items"),
    number("index", 3),
    coverage={"from": "2024-01"},
)


def prices(*more: tuple[Any, ...], until: int = 3) -> SafeTable:
    """Index 100, 101 … of all items in the US from January 2024 and 110, 112 … a year later; food is 10 lower."""
    rows: list[tuple[Any, ...]] = []
    for month in range(1, until + 1):
        for year, start, step in ((2024, 100, 1), (2025, 110, 2)):
            rows.append((f"{year}-{month:02}", "us", "all-items", start + step * (month - 1)))
            rows.append((f"{year}-{month:02}", "us", "food", start + step * (month - 1) - 10))
    return table(PRICES, [*rows, *more])


BY_ITEM = report("prices", rate=indicator("growth_over_year", by="item"))


def test_growth_over_a_year_is_worked_out_from_two_cells() -> None:
    findings = one(BY_ITEM, [prices()], "2025-02")
    rate = findings.figure("rate")
    assert rate is not None
    # 112 / 101
    assert (rate.value, rate.formula) == (Decimal("10.8910891089"), "growth_over_year")
    assert rate.inputs == ("cell.index.us_all-items.2025-02", "cell.index.us_all-items.2024-02")
    cell = findings.figures[rate.inputs[0]]
    assert (cell.unit, cell.decimals, cell.area) == ("index", 3, "us")
    assert value(findings, "rate.food.2025-02") == Decimal("12.0879120879")  # 102 / 91
    # 110 / 100 - 1 = 10% in January; in points
    assert value(findings, "rate.all.2025-02.change-previous") == Decimal("0.8910891089")
    assert [period.code for period in findings.periods] == ["2025-01", "2025-02"]


def test_where_a_month_was_never_published_it_has_no_rate_and_neither_has_the_next_year_s() -> None:
    rows = table(
        PRICES,
        [
            (f"{year}-0{month}", "us", "all-items", 100 + year - 2024 + month)
            for year in (2024, 2025, 2026)
            for month in (1, 2, 3)
            if (year, month) != (2025, 2)
        ],
    )
    findings = one(BY_ITEM, [rows], "2026-03")
    made = [id_ for id_ in findings.figures if id_.startswith("rate.all.") and id_.count(".") == 2]
    assert made == ["rate.all.2025-01", "rate.all.2025-03", "rate.all.2026-01", "rate.all.2026-03"]
    assert findings.figure("rate", derived="change-previous") is None


def test_a_category_that_stands_for_the_whole_is_no_part_and_is_not_added() -> None:
    spec = report("prices", rate=indicator("value", by="item", unit="index"))
    findings = one(spec, [prices()], "2025-03")
    assert value(findings, "rate.all.2025-03") == 114
    assert findings.categories("rate") == ("food", "rent")
    assert "rate.all-items.2025-03" not in findings.figures
    assert (findings.figures["rate.food.2025-03"].breakdown, value(findings, "rate.food.2025-03")) == (
        {"item": "food"},
        104,
    )


def test_where_chooses_rows_and_stands_in_the_breakdown() -> None:
    spec = report("prices", rate=indicator("value", by="area", unit="index", where={"item": "food"}))
    findings = one(spec, [prices(("2025-03", "north", "food", 99), ("2025-03", "north", "rent", 1))], "2025-03")
    assert (value(findings, "rate.all.2025-03"), value(findings, "rate.north.2025-03")) == (104, 99)
    north = findings.figures["rate.north.2025-03"]
    assert (north.breakdown, north.area) == ({"item": "food", "area": "north"}, "north")


def test_two_shares_of_one_column_with_other_rows_have_sums_of_their_own() -> None:
    spec = dataset(
        "s",
        dimension("kind", "a", "b"),
        dimension("place", "n", "s"),
        number("p"),
        number("w"),
        coverage={"from": "2024-01"},
    )
    rows = [
        ("2024-01", kind, place, amount, 10)
        for amount, (kind, place) in enumerate([("a", "n"), ("a", "s"), ("b", "n"), ("b", "s")])
    ]
    parts = {"part": "p", "whole": "w"}
    told = report(
        "s",
        rate=indicator("share", parts, where={"kind": "a"}),
        second=indicator("share", parts, where={"kind": "b"}),
        each=indicator("rate", parts, unit="number", unit_name={"en": "beds", "id": "ranjang"}),
    )
    findings = one(told, [table(spec, rows)], "2024-01")
    assert [value(findings, f"{name}.all.2024-01") for name in ("rate", "second", "each")] == [5, 25, Decimal("0.15")]
    assert findings.figures["rate.all.2024-01"].inputs[0] == "sum.p.kind_a.2024-01"
    assert findings.figures["each.all.2024-01"].unit_name == {"en": "beds", "id": "ranjang"}


def test_one_cell_is_told_as_it_is_with_all_that_its_status_says() -> None:
    spec = report("prices", rate=indicator("value", by="item", unit="index"))
    rows = table(PRICES, [("2024-01", "us", "all-items", 100), ("2024-01", "us", "food", "z")])
    rows.frame.loc[0, "index_status"] = "r"
    findings = one(spec, [rows], "2024-01")
    assert (findings.figures["rate.all.2024-01"].status, value(findings, "rate.all.2024-01")) == ("r", 100)
    food = findings.figures["rate.food.2024-01"]
    assert (food.value, food.status, food.formula) == (None, "z", "value")


def test_several_rows_for_one_value_are_a_problem_told_once() -> None:
    spec = dataset("many", dimension("kind", "a", "b"), number("index"), coverage={"from": "2024-01"})
    rows = [(period, kind, 1) for period in ("2024-01", "2024-02") for kind in ("a", "b")]
    made = tell(report("many", rate=indicator()), [table(spec, rows)], "2024-01", "2024-02")
    assert [(problem.code, problem.severity) for problem in made.problems] == [("measure.several-rows", "error")]
    assert_reads_well(made.problems[0])
    assert "rate.all.2024-01" not in made.editions[0].figures


# -- from the start of the year ------------------------------------------------------------------------------------

SPENT = {"of": "index"}


def to_date(rows: list[tuple[str, float]], period: str, **more: Any) -> Findings:
    spec = dataset("spent", number("index", 0), coverage={"from": "2023-01"}, **more)
    told = report("spent", rate=indicator("to_date", SPENT, unit="rupiah", decimals=0))
    return one(told, [table(spec, rows)], period)


def test_to_date_is_the_sum_since_january() -> None:
    rows = [(f"{year}-{month:02}", 10.0 * month) for year in (2023, 2024) for month in range(1, 13)]
    findings = to_date(rows, "2024-03")
    assert value(findings, "rate.all.2024-03") == 60
    assert findings.figures["rate.all.2024-03"].inputs == tuple(f"cell.index.all.2024-0{month}" for month in (1, 2, 3))
    assert findings.figures["cell.index.all.2024-01"].unit == "rupiah"
    assert value(findings, "rate.all.2023-12") == 780


def test_to_date_needs_every_period_since_the_start_of_the_declared_year() -> None:
    rows = [(f"2023-{month:02}", 1.0) for month in range(3, 13)] + [("2024-01", 1.0), ("2024-04", 1.0)]
    assert "rate.all.2024-04" not in to_date(rows, "2024-04").figures
    fiscal = to_date(rows, "2024-04", fiscal_start=4).figures
    assert (fiscal["rate.all.2024-04"].value, fiscal["rate.all.2024-01"].value) == (1, 10)


# -- means ---------------------------------------------------------------------------------------------------------


def test_a_value_is_compared_with_the_mean_of_the_periods_before() -> None:
    spec = report("prices", rate=indicator("growth_over_year", by="item", means=[2, 3]))
    findings = one(spec, [prices()], "2025-03")
    # January 10%, February 112/101, March 114/102
    assert value(findings, "rate.all.2025-03.mean-2") == Decimal("10.4455445545")
    assert findings.figures["rate.all.2025-03.mean-2"].inputs == ("rate.all.2025-02", "rate.all.2025-01")
    assert value(findings, "rate.all.2025-03.change-mean-2") == Decimal("1.3191613279")
    assert "rate.food.2025-03.change-mean-2" in findings.figures
    assert "rate.all.2025-03.mean-3" not in findings.figures


# -- what charts ask for -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chart", "made"),
    [
        ({"kind": "dots"}, {"2025-03", "2025-02", "2024-03"}),
        ({"kind": "heat", "periods": 4}, {"2025-03", "2025-02", "2025-01", "2024-03"}),
        ({"kind": "multiples"}, {"2025-03", "2025-02", "2025-01", "2024-03", "2024-02", "2024-01"}),
        ({"kind": "line", "show": ["all"]}, {"2025-03", "2025-02", "2024-03"}),
    ],
)
def test_only_the_periods_that_a_chart_shows_are_worked_out(chart: dict[str, Any], made: set[str]) -> None:
    charts = {"main": {"indicator": "rate", **chart}}
    spec = report("prices", rate=indicator("value", by="item", unit="index"), charts=charts)
    findings = one(spec, [prices()], "2025-03")
    food = {
        figure.period.code
        for id_, figure in findings.figures.items()
        if id_.startswith("rate.food.2") and id_.count(".") == 2
    }
    assert food == made


def test_every_is_all_categories_but_the_whole_and_the_whole_where_there_is_no_breakdown() -> None:
    charts = {"main": {"kind": "bars", "indicator": "rate"}, "two": {"kind": "bars", "indicator": "flat"}}
    spec = report("prices", rate=indicator("value", by="item"), flat=indicator("value"), charts=charts)
    findings = one(spec, [prices()], "2025-03")
    assert [findings.shown(chart) for chart in spec.charts.values()] == [("food", "rent"), ("all",)]


def test_a_survey_compares_with_the_month_it_was_taken_in_before() -> None:
    survey = dataset("survey", number("index"), coverage={"from": "2023-03", "months": [3, 9]})
    rows = table(survey, [("2023-03", 9), ("2023-09", 10), ("2024-03", 8)])
    findings = one(report("survey", rate=indicator()), [rows], "2024-03")
    assert (value(findings, "rate.all.2024-03.change-previous"), value(findings, "rate.all.2024-03.change-year")) == (
        -2,
        -1,
    )
    assert findings.previous.code == "2023-09"
