"""measure: the findings of single places, over the periods that each series has."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from berkala.measure import FORMULAS
from measuring import dataset, dimension, indicator, number, one, report, table, tell

#: `even` has even months, `ended` ends in March 2024, `later` begins in May 2025, `new` has "z" alone, `none` no row.
AREA = dimension(
    "area", "us", "every", "even", "ended", "later", "new", "none", whole="us", concept="area",
    spans={"even": {"months": [2, 4, 6, 8, 10, 12]}, "ended": {"until": "2024-03"}, "later": {"from": "2025-05"}},
)  # fmt: skip
PRICES = dataset("prices", AREA, number("index"), coverage={"from": "2023-01"})
MONTHS = [f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13)]
SPEC = report(
    "prices", area_pages=True, rate=indicator("growth_over_year", by="area"), level=indicator(by="area", unit="index"),
    flat=indicator("value", unit="index"),
)  # fmt: skip


def rows(until: str) -> list[tuple[Any, ...]]:
    months = [month for month in MONTHS if month <= until]
    found: list[tuple[Any, ...]] = []
    for place, month in enumerate(months):
        found += [(month, "us", 100 + place), (month, "every", 100 + place)]
    found += [(month, "even", 200 + place) for place, month in enumerate(months) if place % 2]
    found += [(month, "ended", 50) for month in months if month <= "2024-03"]
    return [*found, *[(month, "later", 1) for month in months if month >= "2025-05"], (until, "new", "z")]


def prices(until: str) -> Any:
    return table(PRICES, rows(until))


def test_every_place_has_its_own_series_and_the_whole_s_beside_it() -> None:
    areas = one(SPEC, [prices("2025-01")], "2025-01").areas
    assert list(areas) == ["every", "even", "ended", "new", "none"]  # `later` is not yet
    every, even = areas["every"], areas["even"]
    assert every.indicators == ("rate", "level")
    assert (len(every.periods), every.periods[0].code, every.periods[-1].code) == (13, "2024-01", "2025-01")
    assert [period.code for period in even.periods] == [f"2024-{month:02}" for month in (2, 4, 6, 8, 10, 12)]
    for area in (every, even):
        assert area.latest == area.periods[-1]
        for period in area.periods:
            assert area.figure("rate", area.area, period) is not None
            assert area.figure("rate", "all", period) is not None
    assert {figure.period for figure in even.figures.values() if figure.id.startswith("rate.all.")} == set(even.periods)


def test_a_change_is_told_at_the_place_s_latest_period_and_bridges_no_gap() -> None:
    even = one(SPEC, [prices("2025-01")], "2025-01").areas["even"]
    assert even.latest is not None
    assert even.latest.code == "2024-12"
    # 223 at place 23 against 211 at place 11; both are told on a year before, neither on the month before
    change = even.figure("level", "even", even.latest, "growth-year")
    assert change is not None
    assert change.value == Decimal("5.6872037915")
    assert even.figure("level", "even", even.latest, "growth-previous") is None
    assert even.figure("level", "all", even.latest, "growth-year") is not None


def test_a_series_that_ended_keeps_its_page_up_to_its_end() -> None:
    ended = one(SPEC, [prices("2025-01")], "2025-01").areas["ended"]
    assert (ended.latest, [period.code for period in ended.periods]) == (
        ended.periods[-1], ["2024-01", "2024-02", "2024-03"],
    )  # fmt: skip


def test_a_place_without_a_value_has_no_latest() -> None:
    areas = one(SPEC, [prices("2025-01")], "2025-01").areas
    assert (areas["new"].latest, [period.code for period in areas["new"].periods]) == (None, ["2025-01"])
    figure = areas["new"].figure("level", "new", areas["new"].periods[0])
    assert figure is not None
    assert (figure.value, figure.status) == (None, "z")
    assert (areas["none"].latest, areas["none"].periods, areas["none"].figures) == (None, (), {})


def test_the_findings_of_a_place_are_complete_and_agree_with_the_edition_s() -> None:
    findings = one(SPEC, [prices("2025-01")], "2025-01")
    for area in findings.areas.values():
        assert list(area.figures) == sorted(area.figures)
        for id_, figure in area.figures.items():
            assert findings.figures.get(id_, figure) == figure
            if figure.formula is not None:
                inputs = [area.figures[name].value for name in figure.inputs]
                known = [value for value in inputs if value is not None]
                assert len(known) < len(inputs) or FORMULAS[figure.formula](known) == figure.value


def test_later_rows_change_nothing_for_a_place_and_a_place_to_come_is_not_told() -> None:
    early = one(SPEC, [prices("2024-12")], "2024-12")
    late = one(SPEC, [table(PRICES, [row for row in rows("2025-12") if row[0] < "2025-12"])], "2024-12")
    assert {name: area.figures for name, area in late.areas.items() if name != "new"} == {
        name: area.figures for name, area in early.areas.items() if name != "new"
    }
    assert "later" in one(SPEC, [prices("2025-06")], "2025-06").areas


def test_only_a_full_edition_of_a_report_that_asks_for_them_has_area_pages() -> None:
    assert tell(SPEC, [prices("2025-01")], "2025-01", full=False).editions[0].areas == {}
    without = SPEC.model_copy(update={"area_pages": False})
    assert one(without, [prices("2025-01")], "2025-01").areas == {}


def test_a_place_that_is_not_observed_now_has_no_figure_in_the_edition() -> None:
    findings = one(SPEC, [prices("2025-01")], "2025-01")
    assert {id_.split(".")[1] for id_ in findings.figures if id_.startswith("level.")} == {"all", "every", "new"}
    assert [id_ for id_ in findings.figures if id_.startswith("level.new")] == ["level.new.2025-01"]


def test_each_place_is_held_against_its_own_target_at_its_latest_period() -> None:
    target = dataset(
        "target", dimension("area", "us", "even"), number("index"), coverage={"from": "2023"}, frequency="year"
    )
    reference = {"kind": "standard", "relation": "at_most", "dataset": "target", "column": "index"}
    spec = report("prices", area_pages=True, rate=indicator(by="area", unit="index", reference=reference))
    held = table(target, [("2023", "us", 120), ("2023", "even", 220), ("2025", "even", 210)])
    even = one(spec, [prices("2025-01"), held], "2025-01").areas["even"]
    gap = even.figures["rate.even.2024-12.gap"]
    # The target in force in December 2024, not the one from January on.
    assert (gap.value, gap.inputs[1]) == (3, "rate.reference-of.even.2023")
    assert (even.figures["rate.reference-of.even"].value, even.figures["rate.reference"].value) == (210, 120)
