"""plan: what a report may say: names it refers to, and no number typed into its prose."""

from __future__ import annotations

from pathlib import Path

import pytest

from berkala.plan.reading import read_publication
from plan_cases import CARE, REPORT, SETTINGS, STORY, Case, assert_told, case_name, copy_care, edit, only, problems
from publications import REPOSITORY


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_care(tmp_path / "publication")


CASES = [
    # reports
    Case("plan.frequency-differs", REPORT, "frequency: month", "frequency: quarter"),
    Case("plan.dataset-unknown", REPORT, "dataset: emergency-care", "dataset: emergency-car", "emergency-care"),
    Case("plan.dataset-unknown", REPORT, "dataset: emergency-care", "dataset: zzz", ""),
    Case("plan.dataset-unknown", REPORT, "dataset: four-hour-standard", "dataset: four-hours", "four-hour-standard"),
    Case("plan.moment-form", REPORT, "2026-11-20T09:30", "2026-11-20"),
    Case("plan.moment-form", REPORT, "2026-11-20T09:30", "2026-11-20T09:30+07:00"),
    Case("plan.choice", REPORT, "compare: year_before", "compare: year-before", "year_before"),
    Case("plan.name-unknown", REPORT, "lead: within", "lead: witin", "within"),
    Case("plan.name-unknown", REPORT, "card: main", "card: qqq", ""),
    Case(
        "plan.name-unknown",
        REPORT,
        "kind: columns, indicator: attendances",
        "kind: columns, indicator: attends",
        "attendances",
    ),
    Case("plan.category-unknown", REPORT, "also: type-1", "also: type1", "type-1"),
    Case("plan.category-unknown", REPORT, "show: [type-1, type-2", "show: [type-1, tpye-2", "type-2"),
    Case("plan.column-unknown", REPORT, "whole: attendances", "whole: atendances", "attendances"),
    Case("plan.column-unknown", REPORT, "column: standard", "column: qqqqqq", ""),
    Case("plan.choice", REPORT, "formula: share_without", "formula: share-without", "share_without"),
    Case("plan.formula-inputs", REPORT, "formula: share_without", "formula: total", below=1),
    Case("plan.state-public", SETTINGS, "      time_zone:", "      state: site/private\n      time_zone:"),
    Case("plan.bands-meet", REPORT, "from: reference", "from: 96", below=-2),
    Case("plan.bands-meet", REPORT, "from: reference", "from: 94", below=-2),
    Case("plan.bands-open", REPORT, "below: reference}", "from: 0, below: reference}", below=-1),
    Case("plan.not-bound", REPORT, "below: reference}", "below: ninety}"),
    Case("plan.slug-reserved", REPORT, "dataset: emergency-care", "dataset: emergency-care\nslug: data", below=1),
    Case("plan.text-digit", REPORT, "each month.", "each month. In 2023 it planted 99999 trees."),
    Case("plan.text-digit", REPORT, "      en: of A&E patients", "      en: (87.5% of the plan) of A&E patients"),
    Case("plan.text-digit", REPORT, "id: Waktu tunggu memanjang", "id: Waktu tunggu ٣ memanjang"),
    Case("plan.text-digit", REPORT, "id: Peragaan Berkala.", "id: Peragaan 1 Berkala."),
    Case("plan.text-digit", REPORT, "rounded for display.", "rounded to 31337.", below=-3),
    Case("plan.text-digit", REPORT, "id: Kunjungan}", "id: Kunjungan²}"),
    Case("plan.text-digit", REPORT, "en: All types", "en: All 3 types"),
    Case("plan.text-digit", REPORT, "en: Below the standard", "en: Below 95%"),
    Case("plan.text-digit", REPORT, "of arrival, each", "of arrival (Type 12), each"),
    Case("plan.name-is-number", REPORT, "card: main", "card: main\nnames: [87.5%]", below=1),
    Case("plan.name-is-number", REPORT, "card: main", "card: main\nnames: [ISO 8601, '99,999']", below=1),
    Case("plan.name-is-number", REPORT, "card: main", "card: main\nnames: [a plan of 87.5 per cent]", below=1),
    Case("plan.not-whole-number", REPORT, "card: main", "card: main\nconstants: [{value: 4.5, why: {en: a}}]", below=1),
    Case("plan.key-missing", REPORT, "card: main", "card: main\nconstants: [{value: 4}]", below=1),
    Case("plan.text-missing", REPORT, "card: main", "card: main\nconstants: [{value: 4, why: {en: a}}]", below=1),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_mistake_is_told_with_its_place_and_the_nearest_name(root: Path, case: Case) -> None:
    assert_told(root, case)


def test_a_sound_publication_has_no_problem(root: Path) -> None:
    publication, found = read_publication(root)
    assert found == ()
    assert publication is not None
    assert list(publication.reports) == ["emergency-care"]
    assert publication.reports["emergency-care"].stories["id"].text.startswith("## Menurut")
    lines = (root / REPORT).read_text(encoding="utf-8").splitlines()
    # The story begins on the line after the one that closes the front matter.
    assert publication.reports["emergency-care"].stories["en"].line == lines.index("---", 1) + 2


def test_the_repository_s_own_publication_has_no_problem() -> None:
    assert problems(REPOSITORY) == ()


def test_a_publication_without_a_report_says_so(root: Path) -> None:
    (root / REPORT).unlink()
    (root / STORY).unlink()
    (root / "reports/about.md").write_text("# About\n")
    assert only(problems(root)).code == "plan.no-reports"


def test_the_names_that_are_declared_may_stand_in_prose(root: Path) -> None:
    edit(root, REPORT, "each month.", "each month, for Type 1 and type 2, as ISO 8601 has it (COVID-19).")
    edit(root, REPORT, "setiap bulan.", "setiap bulan, untuk Unit utama (Tipe 1).")
    edit(root, REPORT, "card: main", "card: main\nnames: [ISO 8601, COVID-19]")
    edit(root, REPORT, "card: main", "card: main\nconstants: [{value: 4, why: {en: Section 3 of 2012., id: Pasal 3.}}]")
    assert problems(root) == ()


def test_every_number_typed_into_one_text_is_told(root: Path) -> None:
    edit(root, REPORT, "each month.", "each month, 12, (87.5%) and Type 1.")
    alone = only(problems(root))
    assert (alone.value, alone.facts) == ("12, 87.5%", {"key": "summary", "language": "en"})


def test_a_number_is_no_name_wherever_it_is_declared(root: Path) -> None:
    edit(root, CARE, "en: Type 2,", 'en: "99999",')
    edit(root, REPORT, "card: main", "card: main\nnames: [12%]")
    edit(root, REPORT, "each month.", "each month, 12% or 99999.")
    assert {(p.code, p.value) for p in problems(root)} == {
        ("plan.name-is-number", "12%"),
        ("plan.text-digit", "12%, 99999"),
    }


def test_two_reports_cannot_stand_at_one_address(root: Path) -> None:
    for ending in (".md", ".id.md"):
        text = (root / f"reports/emergency-care{ending}").read_text(encoding="utf-8")
        text = text.replace("dataset: emergency-care\n", "dataset: emergency-care\nslug: emergency-care\n", 1)
        (root / f"reports/second{ending}").write_text(text, encoding="utf-8")
    assert only(problems(root)).code == "plan.slug-twice"


def test_a_publication_in_one_language_is_complete(root: Path) -> None:
    edit(root, SETTINGS, "languages: [en, id]", "languages: [id]")
    (root / REPORT).write_text((root / REPORT).read_text(encoding="utf-8"), encoding="utf-8")
    (root / STORY).unlink()
    publication, found = read_publication(root)
    assert found == ()
    assert publication is not None
    assert set(publication.reports["emergency-care"].stories) == {"id"}
