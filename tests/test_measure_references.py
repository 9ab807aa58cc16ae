"""measure: ranges, targets of single places, targets for a later year, goals beside which nothing is held; bands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from berkala.plan.receipted import Receipted
from berkala.protect.tables import SafeTable
from measuring import both, dataset, dimension, indicator, number, one, report, table, tell, value

SHARE = dataset(
    "share",
    dimension("area", "all-land", "aceh", "bali", whole="all-land"),
    number("index"),
    coverage={"from": "2022"},
    frequency="year",
)
TARGET = dataset(
    "target",
    dimension("plan", "long", "short"),
    number("low"),
    number("high"),
    coverage={"from": "2022"},
    frequency="year",
)
HELD = {"dataset": "target", "where": {"plan": "long"}}
RANGE = {**HELD, "kind": "target", "relation": "within", "low": "low", "high": "high"}


def shares(*values: float, aceh: float = 1) -> SafeTable:
    rows: list[tuple[Any, ...]] = [(str(2022 + place), "all-land", one) for place, one in enumerate(values)]
    return table(SHARE, [*rows, *[(row[0], "aceh", aceh) for row in rows]])


def targets(*years: int) -> SafeTable:
    """The long plan has 6 to 7 in its first year and one more each year; the short plan has 1 to 2."""
    rows: list[tuple[Any, ...]] = [(str(year), "long", 6 + step, 7 + step) for step, year in enumerate(years)]
    return table(TARGET, [*rows, *[(str(year), "short", 1, 2) for year in years]])


def told(reference: dict[str, Any], **more: Any) -> Any:
    return report("share", frequency="year", rate=indicator(reference=reference, by="area", **more))


@pytest.mark.parametrize(
    ("share", "gap", "met"), [(5.5, "-0.5", 0), (6, "0", 1), (6.5, "0", 1), (7, "0", 1), (9, "2", 0)]
)
def test_the_gap_to_a_range_is_to_its_nearer_end(share: float, gap: str, met: int) -> None:
    findings = one(told(RANGE), [shares(share), targets(2022)], "2022")
    made = findings.figures["rate.all.2022.gap"]
    assert (made.value, made.formula, made.unit) == (Decimal(gap), "gap_to_range", "points")
    assert made.inputs == ("rate.all.2022", "rate.reference-low", "rate.reference-high")
    assert (value(findings, "rate.all.2022.periods-met"), value(findings, "rate.all.2022.periods")) == (met, 1)
    assert findings.figures["rate.all.2022.periods-met"].formula == "count_within"
    ends = [findings.figures[f"rate.reference-{end}"] for end in ("low", "high")]
    assert [figure.value for figure in ends] == [6, 7]
    assert findings.reference("rate") is None
    assert ends[0].where is not None
    assert dict(ends[0].where.key) == {"period": "2022", "plan": "long"}


def test_a_range_of_another_year_is_in_force_in_that_year_alone() -> None:
    findings = one(told(RANGE), [shares(5, 9), targets(2022, 2023)], "2023")
    assert findings.figures["rate.all.2022.gap"].inputs[1:] == ("rate.reference-low.2022", "rate.reference-high.2022")
    assert (value(findings, "rate.all.2022.gap"), value(findings, "rate.all.2023.gap")) == (-1, 1)
    later = tell(told(RANGE), [shares(5, 9), targets(2022)], "2023")
    assert "rate.reference-low" not in later.editions[0].figures
    assert [problem.code for problem in later.problems] == ["measure.reference-missing"]


STANDARD = dataset(
    "target", dimension("area", "aceh", "bali"), number("index"), coverage={"from": "2022"}, frequency="year"
)
EACH = {"kind": "target", "relation": "at_most", "dataset": "target", "column": "index"}


def test_each_category_is_held_against_its_own_target() -> None:
    rows = table(STANDARD, [("2022", "aceh", 3)])
    findings = one(told(EACH), [shares(5, aceh=4), rows], "2022")
    assert (value(findings, "rate.reference-of.aceh"), value(findings, "rate.aceh.2022.gap")) == (3, 1)
    # One place's target is not the whole's, even where it is the only one.
    assert findings.reference("rate") is None
    assert "rate.all.2022.gap" not in findings.figures
    assert "rate.reference-of.bali" not in findings.figures


def test_the_whole_has_the_target_of_its_own_row() -> None:
    spec = dataset("target", dimension("area", "all-land", "aceh"), number("index"), coverage={"from": "2022"},
                   frequency="year")  # fmt: skip
    rows = table(spec, [("2022", "all-land", 6), ("2022", "aceh", 3)])
    findings = one(told(EACH), [shares(5, aceh=4), rows], "2022")
    assert (value(findings, "rate.reference"), value(findings, "rate.all.2022.gap")) == (6, -1)
    assert value(findings, "rate.reference-of.aceh") == 3


# -- a target for a later year -------------------------------------------------------------------------------------

LATER = {**RANGE, "milestone": {"period": "2026", "set_on": "2023-12-31"}}


def test_a_milestone_is_known_from_the_edition_whose_period_ends_when_it_was_set() -> None:
    made = tell(told(LATER), [shares(9, 9, 9, 9, 6.5), targets(2026)], "2022", "2023", "2026")
    assert made.problems == ()
    before, after, there = made.editions
    assert (before.milestone("rate"), set(before.data)) == ((), {"share"})
    low, high = after.milestone("rate")
    assert (low.id, low.value, low.period.code, low.version) == ("rate.milestone-low", 6, "2026", "2023")
    assert (high.id, high.value) == ("rate.milestone-high", 7)
    assert after.versions == {"share": "2023", "target": "2023"}
    assert [id_ for id_ in after.figures if ".gap" in id_ or "reference" in id_ or ".periods" in id_] == []
    # In its own year it is the target in force.
    assert (there.milestone("rate"), value(there, "rate.all.2026.gap")) == ((), 0)


def test_of_what_comes_later_a_table_of_targets_holds_the_milestone_alone() -> None:
    made = tell(told(LATER), [shares(9, 9, 9), targets(2022, 2024, 2026)], "2022", "2023", "2024")
    tables = [findings.data["target"].frame for findings in made.editions]
    held = [
        [f"{period.code} {plan}" for period, plan in zip(one["period"], one["plan"], strict=True)] for one in tables
    ]
    assert held[0] == ["2022 long", "2022 short"]
    assert held[1] == ["2022 long", "2026 long", "2022 short"]  # neither 2024 nor the other plan's 2026
    assert held[2] == ["2022 long", "2024 long", "2026 long", "2022 short", "2024 short"]
    # Its content grows with every edition: each has its own address.
    assert [findings.versions["target"] for findings in made.editions] == ["2022", "2023", "2024"]


def test_a_standard_that_was_changed_after_an_edition_told_it_has_an_address_of_its_own() -> None:
    standard = {**EACH, "kind": "standard", "column": "low", **HELD}
    spec, tables = told(standard), [shares(9, 9, 9), targets(2022)]
    made = tell(spec, tables, "2023", "2024")
    assert [findings.versions["target"] for findings in made.editions] == ["2022", "2022"]
    for source, version in (("0" * 64, "2022"), ("1" * 64, "2024")):
        earlier = Receipted(made.editions[0].edition, "bundle", {"target": source})
        again = tell(spec, tables, "2024", published=(earlier,))
        assert again.editions[0].versions == {"share": "2024", "target": version}


def test_a_milestone_without_its_row_is_told() -> None:
    made = tell(told(LATER), [shares(9, 9), targets(2022)], "2023")
    assert [(problem.code, problem.facts["period"]) for problem in made.problems] == [
        ("measure.reference-missing", "2026")
    ]


# -- shown, and nothing held against it ----------------------------------------------------------------------------


def test_nothing_is_held_against_a_goal_that_is_for_something_else() -> None:
    bands = [
        {"name": "low", "label": both("low"), "mark": "met", "below": 3},
        {"name": "high", "label": both("high"), "mark": "miss", "from": 3},
    ]
    goal = {**EACH, "kind": "goal", "column": "low", **HELD, "not_held": both("Set for another index.")}
    findings = one(told(goal, bands=bands), [shares(5, 5), targets(2022)], "2023")
    assert value(findings, "rate.reference") == 6  # a goal stands
    assert [id_ for id_ in findings.figures if ".gap" in id_ or ".periods" in id_] == []
    assert (findings.band, findings.bands) == (None, {})


# -- bands ---------------------------------------------------------------------------------------------------------


def test_every_indicator_s_whole_has_its_band() -> None:
    held = {**EACH, "kind": "standard", "column": "low", **HELD}
    bands = [
        {"name": "met", "label": both("met"), "mark": "met", "below": "reference"},
        {"name": "over", "label": both("over"), "mark": "miss", "from": "reference"},
    ]
    numbers = [
        {"name": "few", "label": both("few"), "mark": "near", "below": 5.04},
        {"name": "many", "label": both("many"), "mark": "miss", "from": 5.04},
    ]
    spec = report(
        "share", frequency="year", rate=indicator(by="area", reference=held, bands=bands),
        other=indicator(by="area", bands=numbers, decimals=1), none=indicator(by="area"),
    )  # fmt: skip
    findings = one(spec, [shares(5.04), targets(2022)], "2022")
    # 5.04 is shown as 5.0, which is below 5.04.
    assert {name: band.name for name, band in findings.bands.items()} == {"rate": "met", "other": "few"}
    assert findings.band == findings.bands["rate"]


def test_a_band_may_be_on_the_achievement() -> None:
    bands = [
        {"name": "low", "label": both("low"), "mark": "miss", "below": 90},
        {"name": "high", "label": both("high"), "mark": "met", "from": 90},
    ]
    held = {**EACH, "column": "low", **HELD}
    found = {}
    for share in (6.6, 6.8):  # 6 / 6.6 is 90.9%, 6 / 6.8 is 88.2%
        spec = told(held, bands=bands, bands_on="achievement", achievement={"formula": "inverse_ratio"})
        findings = one(spec, [shares(share), targets(2022)], "2022")
        found[share] = findings.bands["rate"].name
    assert found == {6.6: "high", 6.8: "low"}


@pytest.mark.parametrize(
    ("done", "band", "mark", "met"),
    [
        (25995, "very-high", "near", 0),
        (26000, "reached", "met", 1),
        (26001, "reached", "met", 1),
        (20000, "low", "near", 0),
    ],
)
def test_a_page_has_one_verdict(done: float, band: str, mark: str, met: int) -> None:
    """25,995 of 26,000 is shown as 100.0%, and yet the target was not met; nor does a kind mark make it met."""
    bands = [
        {"name": "low", "label": both("low"), "mark": "met", "below": 91},
        {"name": "very-high", "label": both("very high"), "mark": "near", "from": 91, "below": 100},
        {"name": "reached", "label": both("reached"), "mark": "met", "from": 100},
    ]
    aims = dataset("target", number("index", 0), coverage={"from": "2022"}, frequency="year")
    held = {"kind": "target", "relation": "at_least", "dataset": "target", "column": "index"}
    more = {"polarity": "higher_is_better", "unit": "count", "decimals": 0}
    spec = told(held, bands=bands, bands_on="achievement", achievement={"formula": "ratio"}, **more)
    findings = one(spec, [shares(done), table(aims, [("2022", 26000)])], "2022")
    found = findings.bands["rate"]
    assert (found.name, found.mark, value(findings, "rate.all.2022.met")) == (band, mark, met)


def test_a_target_met_in_the_digits_shown_has_the_band_of_one_that_was_met() -> None:
    bands = [
        {"name": "low", "label": both("low"), "mark": "miss", "below": 100},
        {"name": "reached", "label": both("reached"), "mark": "met", "from": 100},
    ]
    held = {**EACH, "column": "low", **HELD}
    spec = told(held, bands=bands, bands_on="achievement", achievement={"formula": "inverse_ratio"})
    findings = one(spec, [shares(6.04), targets(2022)], "2022")  # shown as 6.0, the target
    assert (findings.bands["rate"].name, value(findings, "rate.all.2022.met")) == ("reached", 1)
