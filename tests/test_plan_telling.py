"""plan: charts, cards, statements and references that name what is there, and fit each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from plan_cases import Case, assert_told, case_name, edit, only, problems
from small_survey import PLACES, SURVEY, small_survey


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_survey(tmp_path / "publication")


CASES = [
    # rows that are chosen, and references
    Case("plan.column-unknown", PLACES, "where: {island: country}", "where: {iland: country}", "island"),
    Case("plan.category-unknown", PLACES, "where: {island: country}", "where: {island: contry}", "country"),
    Case("plan.where-by", PLACES, "    by: island\n", "    by: island\n    where: {island: east}\n", below=1),
    Case("plan.column-unknown", PLACES, "      low: low", "      low: lwo", "low"),
    Case("plan.column-unknown", PLACES, "      high: high", "      high: hihg", "high"),
    Case("plan.column-unknown", PLACES, "where: {plan: medium}", "where: {plans: medium}", "plan"),
    Case("plan.category-unknown", PLACES, "where: {plan: medium}", "where: {plan: medum}", "medium"),
    Case("plan.reference-open", PLACES, "      where: {plan: medium}\n", "", below=-3),
    Case("plan.reference-columns", PLACES, "relation: within", "relation: at_most"),
    Case("plan.period-unreadable", PLACES, "period: 2024", "period: 2024-03"),
    Case("plan.day-form", PLACES, "set_on: 2020-01-17", "set_on: 2020"),
    Case("plan.phrase-needed", PLACES, "    phrase: {en: people are poor, id: penduduk miskin}\n    formula: value",
         "    formula: growth_over_year"),
    Case("plan.rank-by", PLACES, "    where: {is", "    rank: {apart: 0, because: {en: a, id: b}}\n    where: {is"),
    Case("plan.text-digit", PLACES, "en: The sample is small.", "en: It is below 500."),
    Case("plan.bands-reference", PLACES, "    by: island\n", "    by: island\n    bands:\n"
         "      - {name: a, label: {en: A, id: A}, mark: miss, below: reference}\n"
         "      - {name: b, label: {en: B, id: B}, mark: met, from: reference}\n", below=1),
    # charts
    Case("plan.category-unknown", PLACES, "indicator: rate, show: [all]", "indicator: rate, show: [eas]", "east"),
    Case("plan.show-every", PLACES, "indicator: rate, show: [all]", "indicator: rate, show: [every, all]"),
    Case("plan.show-by", PLACES, "kind: columns, indicator: poor, show: [all]", "kind: line, indicator: poor"),
    Case("plan.show-one", PLACES, "indicator: poor, show: [all]}", "indicator: rate, show: [all, east]}"),
    Case("plan.name-unknown", PLACES, "indicators: [rate]", "indicators: [rat]", "rate"),
    Case("plan.bullet-reference", PLACES, "indicators: [rate]", "indicators: [poor]"),
    Case("plan.bullet-indicators", PLACES, ", indicators: [rate]", ""),
    Case("plan.map-needed", PLACES, "map: islands, ", ""),
    Case("plan.map-unknown", PLACES, "map: islands", "map: island", "islands"),
    Case("plan.map-unknown", PLACES, "map: islands", "map: qqqq", ""),
    Case("plan.steps-needed", PLACES, ", steps: [5, 10, 20]", ""),
    Case("plan.steps-needed", PLACES, ", steps: [5, 10]}", "}"),
    Case("plan.steps-order", PLACES, "steps: [5, 10, 20]", "steps: [5, 20, 10]"),
    Case("plan.steps-order", PLACES, "steps: [5, 10, 20]", "steps: [5, 5, 10]"),
    Case("plan.too-small", PLACES, "indicator: rate, show: [all]", "indicator: rate, show: [all], periods: 0"),
    Case("plan.chart-one-period", PLACES, "indicator: rate, show: [all]", "indicator: rate, show: [all], periods: 1"),
    Case("plan.shapes-unknown", PLACES, "kind: tiles, indicator: rate, map: islands",
         "kind: choropleth, indicator: rate, map: islands", ""),
    Case("plan.shapes-needed", PLACES, "kind: tiles, indicator: rate, map: islands",
         "kind: choropleth, indicator: rate"),
    Case("plan.stacked-parts", PLACES, "kind: columns, indicator: poor, show: [all]",
         "kind: stacked, indicator: poor, show: [all]"),
    Case("plan.stacked-count", PLACES, "kind: columns, indicator: poor, show: [all]",
         "kind: stacked, indicator: rate, show: [east]"),
    Case("plan.stacked-all", PLACES, "kind: columns, indicator: poor, show: [all]",
         "kind: stacked, indicator: rate, show: [all, east]"),
    # cards and statements
    Case("plan.name-unknown", PLACES, "chart: ranked", "chart: rankd", "ranked"),
    Case("plan.card-chart", PLACES, "kind: rank, chart: ranked", "kind: rank, chart: line"),
    Case("plan.card-chart", PLACES, "kind: tiles, chart: map", "kind: comparison, chart: map"),
    Case("plan.card-chart", PLACES, "kind: tiles, chart: map", "kind: line, chart: map"),
    Case("plan.choice", PLACES, "kind: rank, chart: ranked", "kind: ranks, chart: ranked", "rank"),
    Case("plan.name-unknown", PLACES, "kind: extremes, indicator: rate", "kind: extremes, indicator: rat", "rate"),
    Case("plan.statement-by", PLACES, "kind: extremes, indicator: rate", "kind: movers, indicator: poor"),
    Case("plan.statement-twice", PLACES, "kind: gap, indicator: rate", "kind: extremes, indicator: rate"),
    Case("plan.statement-held", PLACES, "kind: gap, indicator: rate", "kind: gap, indicator: poor"),
    Case("plan.category-unknown", PLACES, "kind: extremes, indicator: rate",
         "kind: extremes, indicator: rate, among: {categories: [east, wst], noun: {en: isles, id: pulau}}", "west"),
    Case("plan.not-yes-or-no", PLACES, "area_pages: true", "area_pages: yes"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_mistake_is_told_with_its_place_and_the_nearest_name(root: Path, case: Case) -> None:
    assert_told(root, case)


def test_a_map_and_pages_of_places_need_a_column_of_places(root: Path) -> None:
    edit(root, SURVEY, "        concept: area\n", "")
    assert {problem.code for problem in problems(root)} == {"plan.tiles-places", "plan.area-pages"}
    edit(root, PLACES, "area_pages: true", "area_pages: false")
    assert only(problems(root)).code == "plan.tiles-places"


def test_a_map_of_shapes_needs_a_column_of_places_too(root: Path) -> None:
    edit(root, SURVEY, "        concept: area\n", "")
    edit(root, PLACES, "area_pages: true", "area_pages: false")
    edit(root, PLACES, "kind: tiles, indicator: rate, map: islands", "kind: choropleth, indicator: rate, map: islands")
    assert "plan.shapes-places" in {problem.code for problem in problems(root)}


def test_the_reference_of_each_place_is_found_by_the_column_of_places(root: Path) -> None:
    edit(root, "datasets/island-goal/dataset.yml", "name: plan", "name: island")
    edit(root, "datasets/island-goal/dataset.yml", "[year, plan]", "[year, island]")
    edit(root, PLACES, "      where: {plan: medium}\n", "")
    assert problems(root) == ()
