"""plan: mistakes in settings, descriptors and the way a file is written, told with place and nearest name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from berkala.errors import SourceProblems
from berkala.plan import Request, plan
from plan_cases import (
    CARE,
    REPORT,
    SETTINGS,
    STANDARD,
    STORY,
    Case,
    assert_reads_well,
    assert_told,
    case_name,
    copy_care,
    edit,
    only,
    problems,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_care(tmp_path / "publication")


CASES = [
    # settings
    Case("plan.no-settings", SETTINGS, "  - berkala:\n", "  - search:\n", below=-1),
    Case("plan.key-unknown", SETTINGS, "time_zone:", "timezone:", "time_zone"),
    Case("plan.key-missing", SETTINGS, "site_url: https://berkala.example/\n", ""),
    Case("plan.address-form", SETTINGS, "https://berkala.example/", "berkala.example"),
    Case("plan.host-form", SETTINGS, "time_zone:", "trusted_hosts: [https://data.dinas.local/]\n      time_zone:"),
    Case("plan.time-zone", SETTINGS, "Asia/Jakarta", "Asia/Djakarta", "Asia/Jakarta"),
    Case("plan.time-zone", SETTINGS, "Asia/Jakarta", "qqqq", ""),
    Case("plan.colour-form", SETTINGS, '"#00607f"', "blue"),
    Case("plan.language-form", SETTINGS, "[en, id]", "[en, id, EN]"),
    Case("plan.language-unknown", SETTINGS, "languages: [en, id]", "languages: [en, id, idn]", "id"),
    Case("plan.language-twice", SETTINGS, "languages: [en, id]", "languages: [en, id, en]"),
    Case("plan.too-few", SETTINGS, "languages: [en, id]", "languages: []"),
    Case("plan.not-list", SETTINGS, "languages: [en, id]", "languages: en"),
    Case("plan.clock-form", SETTINGS, 'at: "09:30"', "at: 930"),
    Case("plan.clock-form", SETTINGS, 'at: "09:30"', 'at: "9.30"'),
    Case("plan.not-whole-number", SETTINGS, "lag_days: 45", 'lag_days: "45"'),
    Case("plan.not-whole-number", SETTINGS, "lag_days: 45", "lag_days: 45.5"),
    Case("plan.not-whole-number", SETTINGS, "lag_days: 45", "lag_days: true"),
    Case("plan.too-small", SETTINGS, "lag_days: 45", "lag_days: -1"),
    Case("plan.too-large", SETTINGS, "lag_days: 45", "lag_days: 4500"),
    Case("plan.choice", SETTINGS, "mastodon", "mastadon", "mastodon"),
    Case("plan.choice", SETTINGS, "mastodon", "qqq", ""),
    Case("plan.choice", SETTINGS, "kind: folder", "kind: floder", "folder"),
    Case("plan.name-form", SETTINGS, "site: {kind", "Our Site: {kind"),
    Case("plan.not-group", SETTINGS, "site: {kind: folder, path: site}", "site: folder"),
    Case("plan.not-by-language", SETTINGS, "name: {en: Berkala demonstration, id: Peragaan Berkala}", "name: Berkala"),
    Case("plan.empty", SETTINGS, "id: Peragaan Berkala", 'id: ""'),
    Case("plan.not-text", SETTINGS, "name: OGL-UK-3.0", "name: 3.0"),
    # datasets
    Case("plan.name-is-not-folder", CARE, "name: emergency-care", "name: emergency"),
    Case("plan.key-unknown", CARE, "frequency: month", "frequency: month\nfrequence: month", "frequency", below=1),
    Case("plan.choice", CARE, "frequency: month", "frequency: monthly", "month"),
    Case("plan.day-form", CARE, "2026-11-22", "22-11-2026"),
    Case("plan.day-form", CARE, "2026-11-22", "20261122"),
    Case("plan.day-form", CARE, "2026-11-22", "2026-02-30"),
    Case("plan.period-form", CARE, "from: 2016-04", "from: 2016-4"),
    Case("plan.period-form", CARE, "until: 2019-03}", 'until: 2019-03, except: ["2017"]}'),
    Case("plan.coverage-backwards", CARE, "until: 2019-03", "until: 2015-03"),
    Case("plan.role-needs", CARE, "role: measure", "role: status", below=-2),
    Case("plan.column-form", CARE, "name: attendances\n", "name: Attendances\n"),
    Case(
        "plan.column-unknown",
        CARE,
        "primaryKey: [period, department]",
        "primaryKey: [period, departement]",
        "department",
    ),
    Case("plan.one-period-column", CARE, "role: period", "role: note", below=-5),
    Case("plan.key-unknown", CARE, "none_because", "none_becuase", "none_because"),
    Case("plan.category-twice", CARE, "value: type-2", "value: type-1"),
    Case("plan.category-reserved", CARE, "value: other", "value: all"),
    Case("plan.too-long", CARE, "format: csv", 'format: csv\n  dialect: {delimiter: ";;"}', below=1),
    Case("plan.text-missing", CARE, "title: {en: Month, id: Bulan}", "title: {en: Month}"),
    Case("plan.not-number", CARE, "minimum: 0", "minimum: none"),
    Case(
        "plan.category-unknown",
        CARE,
        "protect:",
        "totals: [{dimension: department, total: other, of: [type-1, tipe-2]}]\nprotect:",
        "type-2",
    ),
    # how a file is written
    Case("plan.key-twice", REPORT, "frequency: month", "frequency: month\nfrequency: month", below=1),
    Case("plan.yaml-colon", REPORT, "lead: within", "lead: within: all"),
    Case("plan.yaml-tab", CARE, "\n  en: A&E", "\n\ten: A&E", below=1),
    Case("plan.yaml-quote", CARE, "frequency: month", "frequency: 'month"),
    Case("plan.yaml-bracket", SETTINGS, "[en, id]", "[en, id"),
    Case("plan.yaml-indent", CARE, "frequency: month", "frequency: 'mon'th'"),
    Case("plan.yaml", CARE, "frequency: month", "frequency: @month"),
    Case("plan.yaml-character", CARE, "frequency: month", "frequency: mon\x07th"),
    Case("plan.front-matter-open", REPORT, "---\n\n## By type", "\n## By type", line=1),
    Case("plan.story-settings", STORY, "## Menurut", "---\ntitle: x\n---\n## Menurut"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_mistake_is_told_with_its_place_and_the_nearest_name(root: Path, case: Case) -> None:
    assert_told(root, case)


def test_mistakes_in_many_files_are_all_told(root: Path) -> None:
    edit(root, SETTINGS, "time_zone:", "timezone:")
    edit(root, SETTINGS, "lag_days: 45", "lag_days: x")
    edit(root, CARE, "role: dimension", "role: dimenson")
    edit(root, STANDARD, "frequency: year", "frequency: 'year")
    edit(root, REPORT, "lead: within", "lead: witin")
    (root / STORY).unlink()
    found = problems(root)
    assert {(problem.code, problem.file) for problem in found} == {
        ("plan.key-unknown", SETTINGS),
        ("plan.not-whole-number", SETTINGS),
        ("plan.choice", CARE),
        ("plan.yaml-quote", STANDARD),
        ("plan.name-unknown", REPORT),
    }
    with pytest.raises(SourceProblems) as raised:
        plan(Request(root, NOW))
    assert raised.value.problems == found


def test_mistakes_that_leave_the_settings_readable_travel_on(root: Path) -> None:
    edit(root, REPORT, "lag_days: 45", "lag_days: x")
    edit(root, CARE, "id: Bulan}", "in: Bulan}")
    made = plan(Request(root, NOW))
    assert {problem.code for problem in made.problems} == {"plan.not-whole-number", "plan.text-missing"}
    assert not made.nothing_to_do


def write(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "file", "change", "told"),
    [
        ("plan.story-missing", STORY, Path.unlink, STORY),
        ("plan.file-missing", SETTINGS, Path.unlink, SETTINGS),
        ("plan.not-utf8", SETTINGS, lambda path: path.write_bytes("naam: caf\u00e9".encode("latin-1")), SETTINGS),
        ("plan.not-a-mapping", SETTINGS, write("- a list\n"), SETTINGS),
        ("plan.file-unreadable", SETTINGS, lambda path: (path.unlink(), path.mkdir()), SETTINGS),
        ("plan.story-alone", "reports/other.id.md", write("text"), "reports/other.id.md"),
    ],
)
def test_a_file_that_is_not_as_it_should_be(
    root: Path, code: str, file: str, change: Callable[[Path], object], told: str
) -> None:
    change(root / file)
    assert (only(problems(root)).code, problems(root)[0].file) == (code, told)


def test_a_dataset_folder_without_a_descriptor_is_told_with_the_file_it_may_be(root: Path) -> None:
    (root / "datasets/beds").mkdir()
    alone = only(problems(root))
    assert (alone.code, alone.facts["nearest"]) == ("plan.descriptor-missing", "")
    (root / "datasets/beds/dataset.yaml").write_text("name: beds\n")
    assert "Rename dataset.yaml" in only(problems(root)).remedy()


def test_a_column_that_two_fields_share(root: Path) -> None:
    edit(root, CARE, "name: over_four_hours", "name: attendances")
    codes = {problem.code for problem in problems(root)}
    assert codes == {"plan.column-twice", "plan.column-unknown"} or codes == {"plan.column-twice"}
    assert_reads_well(next(problem for problem in problems(root) if problem.code == "plan.column-twice"))


def test_plugins_may_be_a_mapping_as_in_mkdocs(root: Path) -> None:
    edit(root, SETTINGS, "  - berkala:", "    berkala:")
    assert problems(root) == ()
