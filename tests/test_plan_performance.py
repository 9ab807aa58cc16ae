"""plan: achievements, the roll-up, and what a performance report owes before an edition is released."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from berkala.plan import Request, plan
from plan_cases import Case, assert_reads_well, assert_told, case_name, edit, problems
from small_survey import OFFICE, small_survey


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_survey(tmp_path / "publication")


BANDS = """      - {name: low, label: {en: Low, id: Kurang}, mark: miss, below: 90}
      - {name: good, label: {en: Good, id: Baik}, mark: met, from: 90}
"""
CASES = [
    Case("plan.unit-name-needed", OFFICE, "    unit_name: {en: kilometres, id: kilometer}\n", "", below=-1),
    Case("plan.name-unknown", OFFICE, "budget: spent", "budget: spend", "spent"),
    Case("plan.name-unknown", OFFICE, "budget: spent", "budget: roads", ""),
    Case("plan.baseline-needed", OFFICE, ", baseline: {period: 2022}", ""),
    Case("plan.baseline-idle", OFFICE, "formula: growth", "formula: ratio"),
    Case("plan.period-unreadable", OFFICE, "period: 2022", "period: 2022-01"),
    Case("plan.not-above", OFFICE, "cap: 120", "cap: 0"),
    Case("plan.bands-reference", OFFICE, BANDS, BANDS.replace("90", "reference"), below=-1),
    Case("plan.choice", OFFICE, "bands_on: achievement", "bands_on: achievment", "achievement"),
    Case("plan.name-unknown", OFFICE, "weights: {roads: 1}", "weights: {raods: 1}", "roads"),
    Case("plan.not-above", OFFICE, "weights: {roads: 1}", "weights: {roads: 0}"),
    Case("plan.rollup-achievement", OFFICE, "weights: {roads: 1}", "weights: {roads: 1, spent: 1}"),
    Case("plan.objective-empty", OFFICE, "indicators:\n", "objectives: {calm: {en: Calm, id: Tenang}}\nindicators:\n"),
    Case("plan.objective-unknown", OFFICE, "budget: spent", "budget: spent\n    objective: calm", below=1),
    Case("plan.period-unreadable", OFFICE, "  2023:\n", "  2023-01:\n"),
    Case("plan.name-unknown", OFFICE, "      roads: {causes", "      road: {causes", "roads"),
    Case("plan.key-missing", OFFICE, ", next_steps: {en: Go on., id: Lanjutkan.}", ""),
    Case("plan.text-missing", OFFICE, "causes: {en: It was dry., id: Cuaca kering.}", "causes: {en: It was dry.}"),
    Case("plan.text-digit", OFFICE, "en: It was dry.", "en: It was dry on 31 days."),
    Case("plan.text-digit", OFFICE, "en: An invented office.", "en: An invented office of 2023."),
    Case("plan.choice", OFFICE, "kind: performance", "kind: performence", "performance"),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_mistake_is_told_with_its_place_and_the_nearest_name(root: Path, case: Case) -> None:
    assert_told(root, case)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("plan.achievement-held", "column: roads}", "column: roads, not_held: {en: Not yet., id: Belum.}}"),
        (
            "plan.achievement-range",
            "at_least, dataset: service-aims, column: roads}",
            "within, dataset: service-aims, low: roads, high: roads}",
        ),
        ("plan.bands-achievement", "    achievement: {formula: growth, cap: 120, baseline: {period: 2022}}\n", ""),
    ],
)
def test_an_achievement_needs_something_to_be_held_against(root: Path, code: str, old: str, new: str) -> None:
    edit(root, OFFICE, old, new)
    (problem,) = problems(root)
    assert problem.code == code
    assert_reads_well(problem)


def owed(root: Path, as_of: datetime) -> list[tuple[str, object, object, int | None]]:
    """What is told of the performance report: code, edition, indicator, line."""
    made = plan(Request(root, as_of, action="check", wanted=("office",)))
    for problem in made.problems:
        assert_reads_well(problem)
        assert problem.file == OFFICE
    return [(one.code, one.facts["edition"], one.facts.get("indicator"), one.line) for one in made.problems]


def line_of(root: Path, text: str) -> int:
    return (root / OFFICE).read_text(encoding="utf-8").splitlines().index(text) + 1


def test_every_edition_that_is_due_needs_its_accounts_and_its_review(root: Path) -> None:
    edit(root, "datasets/service/dataset.yml", "{from: 2022}", "{from: 2023}")
    assert owed(root, datetime(2024, 12, 1, tzinfo=UTC)) == []
    # A year later the edition for 2024 is due, and nothing was written for it.
    nowhere = line_of(root, "editions:")
    assert owed(root, datetime(2025, 12, 1, tzinfo=UTC)) == [
        ("plan.account-missing", "2024", "roads", nowhere),
        ("plan.review-missing", "2024", None, nowhere),
    ]


def test_what_is_owed_is_told_where_it_belongs(root: Path) -> None:
    edit(root, "datasets/service/dataset.yml", "{from: 2022}", "{from: 2023}")
    account = "      roads: {causes: {en: It was dry., id: Cuaca kering.}, next_steps: {en: Go on., id: Lanjutkan.}}\n"
    edit(root, OFFICE, "    accounts:\n" + account, "")
    found = owed(root, datetime(2024, 12, 1, tzinfo=UTC))
    assert found == [("plan.account-missing", "2023", "roads", line_of(root, "  2023:"))]


def test_a_target_for_another_year_asks_for_no_account(root: Path) -> None:
    edit(root, "datasets/service/dataset.yml", "{from: 2022}", "{from: 2024}")
    edit(root, OFFICE, "column: roads}", "column: roads, milestone: {period: 2029, set_on: 2024-01-01}}")
    edit(root, "datasets/service-aims/dataset.yml", "{from: 2022}", "{from: 2029, until: 2029}")
    found = owed(root, datetime(2025, 12, 1, tzinfo=UTC))
    assert [code for code, *_ in found] == ["plan.review-missing"]


def test_a_target_for_each_year_beside_the_plan_s_end_asks_for_one(root: Path) -> None:
    edit(root, "datasets/service/dataset.yml", "{from: 2022}", "{from: 2024}")
    edit(root, OFFICE, "column: roads}", "column: roads, milestone: {period: 2029, set_on: 2024-01-01}}")
    found = owed(root, datetime(2025, 12, 1, tzinfo=UTC))
    assert [code for code, *_ in found] == ["plan.account-missing", "plan.review-missing"]


def test_a_statistical_report_owes_nothing(root: Path) -> None:
    edit(root, OFFICE, "kind: performance\n", "")
    assert owed(root, datetime(2025, 12, 1, tzinfo=UTC)) == []


def test_what_was_published_before_is_not_asked_for_again(root: Path) -> None:
    made = plan(Request(root, datetime(2025, 12, 1, tzinfo=UTC), wanted=("office@2022",)))
    assert {one.facts["edition"] for one in made.problems} == {"2022"}
