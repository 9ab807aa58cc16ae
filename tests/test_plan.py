"""plan: every mistake told at once, with its place and the nearest right name; what is due and what is not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from berkala.errors import Problem, SourceProblems, WrongUse, catalogue
from berkala.ledger import SITE, Ledger, Receipt
from berkala.plan import Plan, Request, next_release, plan
from berkala.plan.due import tree_fingerprint
from berkala.plan.explaining import _CODES
from berkala.plan.forms import FORMS
from berkala.plan.reading import read_publication
from publications import copy_facts

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SETTINGS, REPORT, STORY = "mkdocs.yml", "reports/emergency-care.md", "reports/emergency-care.id.md"
CARE, STANDARD = "datasets/emergency-care/dataset.yml", "datasets/four-hour-standard/dataset.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_facts(tmp_path / "publication")


def edit(root: Path, file: str, old: str, new: str) -> int:
    """Replace one text in a file, where it first stands; returns the line of the first new text."""
    text = (root / file).read_text(encoding="utf-8")
    place = text.index(old)
    (root / file).write_text(text[:place] + new + text[place + len(old) :], encoding="utf-8")
    return text.count("\n", 0, place) + 1


def problems(root: Path) -> tuple[Problem, ...]:
    return read_publication(root)[1]


def only(found: tuple[Problem, ...]) -> Problem:
    """The one problem, whose words are whole in both languages."""
    assert len(found) == 1, [(problem.code, problem.where()) for problem in found]
    assert_reads_well(found[0])
    return found[0]


def assert_reads_well(problem: Problem) -> None:
    for language in ("en", "id"):
        for said in (problem.message(language), problem.remedy(language)):
            assert said, problem.code
            assert not set("{}").intersection(said.replace("{en: text, id: teks}", "")), said
            for gap in ("''", "  ", "None", " ,", " .", ": .", "( ", "()", "Input should", "pydantic"):
                assert gap not in said, (problem.code, gap, said)
            assert (
                said[0].isupper()
                or said[0] in "“0123456789"
                or said.startswith(("reports/", "mkdocs.yml", "datasets/"))
            )
            assert said.endswith((".", "?")), said


def test_the_repository_s_own_publication_has_no_problem(root: Path) -> None:
    publication, found = read_publication(root)
    assert found == ()
    assert publication is not None
    assert list(publication.reports) == ["emergency-care"]
    assert publication.reports["emergency-care"].stories["id"].text.startswith("## Menurut")
    lines = (root / REPORT).read_text(encoding="utf-8").splitlines()
    # The story begins on the line after the one that closes the front matter.
    assert publication.reports["emergency-care"].stories["en"].line == lines.index("---", 1) + 2


@dataclass(frozen=True)
class Case:
    """One mistake: in `file`, `old` becomes `new`; the problem's code, and some of its facts."""

    code: str
    file: str
    old: str
    new: str
    nearest: str | None = None
    below: int = 0  # lines between the edited place and the value that is told of
    line: int | None = None  # the line that is told of, where it stands at no distance from the edited place


CASES = [
    # settings
    Case("plan.no-settings", SETTINGS, "  - berkala:\n", "  - search:\n", below=-1),
    Case("plan.key-unknown", SETTINGS, "time_zone:", "timezone:", "time_zone"),
    Case("plan.key-missing", SETTINGS, "site_url: https://berkala.example/\n", ""),
    Case("plan.address-form", SETTINGS, "https://berkala.example/", "berkala.example"),
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


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}:{case.new.strip()[:20]!r}")
def test_a_mistake_is_told_with_its_place_and_the_nearest_name(root: Path, case: Case) -> None:
    line = edit(root, case.file, case.old, case.new)
    problem = only(problems(root))
    assert (problem.code, problem.file) == (case.code, case.file)
    if case.code not in ("plan.no-settings", "plan.key-missing"):
        assert problem.line == (case.line or line + case.below)
    if case.nearest is not None:
        assert problem.facts["nearest"] == case.nearest
        assert case.nearest in problem.remedy()
        assert ("Did you mean" in problem.remedy()) == bool(case.nearest)
    assert problem.as_json()["row"] == problem.line


def test_every_code_of_this_room_is_provoked_somewhere_here() -> None:
    provoked = {case.code for case in CASES} | set(Path(__file__).read_text("utf-8").split('"'))
    # Nothing in a specification is yes or no yet, and every written form has a sentence of its own.
    spare = {"plan.not-yes-or-no", "plan.value", "plan.yaml-no-colon"}
    assert {code for code in catalogue("en") if code.startswith("plan.")} - provoked - spare == set()


def test_every_kind_of_finding_and_every_written_form_has_words() -> None:
    for code in {*_CODES.values(), *(f"plan.{form}" for form in FORMS.values())}:
        assert code in catalogue("en")
        assert code in catalogue("id")


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


def test_a_publication_without_a_report_says_so(root: Path) -> None:
    (root / REPORT).unlink()
    (root / STORY).unlink()
    (root / "reports/about.md").write_text("# About\n")
    assert only(problems(root)).code == "plan.no-reports"


def test_a_column_that_two_fields_share(root: Path) -> None:
    edit(root, CARE, "name: over_four_hours", "name: attendances")
    codes = {problem.code for problem in problems(root)}
    assert codes == {"plan.column-twice", "plan.column-unknown"} or codes == {"plan.column-twice"}
    assert_reads_well(next(problem for problem in problems(root) if problem.code == "plan.column-twice"))


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


def test_plugins_may_be_a_mapping_as_in_mkdocs(root: Path) -> None:
    edit(root, SETTINGS, "  - berkala:", "    berkala:")
    assert problems(root) == ()


# -- what is due ----------------------------------------------------------------------------------------------


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Jakarta"))


def names(made: Plan) -> list[str]:
    return [edition.name for edition in made.due]


def told(root: Path, made: Plan) -> None:
    """Write the receipts of a run that published everything that is due."""
    ledger = Ledger(root / ".berkala/ledger.sqlite3")
    content = {edition.name: f"hash of {edition.name}" for edition in made.due}
    receipts = [
        Receipt("site", edition.name, content[edition.name], "now", {"full": edition.full}) for edition in made.due
    ]
    published = {item.edition.name: item.bundle for item in made.published} | content
    tree = tree_fingerprint(made.frame, published)
    ledger.finish(ledger.intend(receipts[0]), [*receipts, Receipt("site", SITE, tree, "now")])
    (root / "site").mkdir(exist_ok=True)
    (root / "site/manifest.json").write_text(
        f'{{"schema": "berkala/manifest/1", "tree": "{tree}", "files": {{}}}}', encoding="utf-8"
    )


def test_nothing_is_due_before_the_first_release(root: Path) -> None:
    assert names(plan(Request(root, at("2026-11-20T09:29:59")))) == []
    first = plan(Request(root, at("2026-11-20T09:30")))
    assert len(first.due) == 36
    assert names(first)[0] == "emergency-care@2016-04"
    assert first.due[-1].address == "emergency-care/2019-03/"
    assert [edition.full for edition in first.due] == [False] * 35 + [True]
    assert all(edition.full for edition in plan(Request(root, NOW, archive="all")).due)


def test_what_is_published_is_not_due_again(root: Path) -> None:
    first = plan(Request(root, NOW))
    assert not first.nothing_to_do
    told(root, first)
    second = plan(Request(root, NOW))
    assert (second.due, len(second.published)) == ((), 36)
    assert second.nothing_to_do
    assert len(plan(Request(root, NOW, archive="all")).due) == 35
    assert len(plan(Request(root, NOW, action="build")).due) == 36


@pytest.mark.parametrize("what", ["settings", "story", "site", "tree"])
def test_a_change_around_the_editions_is_something_to_do(root: Path, what: str) -> None:
    told(root, plan(Request(root, NOW)))
    if what == "settings":
        edit(root, SETTINGS, "#00607f", "#00607e")
    elif what == "story":
        edit(root, REPORT, "## How many came", "## How many there were")
    elif what == "site":
        (root / "site/manifest.json").unlink()
    else:
        (root / "site/manifest.json").write_text('{"tree": "another"}', encoding="utf-8")
    again = plan(Request(root, NOW))
    assert again.due == ()
    assert not again.nothing_to_do


def test_going_back_to_an_older_tree_is_a_receipt_of_its_own(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    for tree in ("A", "B", "A"):
        receipt = Receipt("site", SITE, tree, "now")
        ledger.finish(ledger.intend(receipt), [receipt])
    assert ledger.latest("site")[SITE].content == "A"
    assert ledger.open_intentions() == ()


def test_looking_at_a_ledger_that_is_not_there_makes_none(root: Path) -> None:
    plan(Request(root, NOW))
    assert not (root / ".berkala").exists()


def live(root: Path) -> None:
    """The series goes on, and editions come out on their own days."""
    edit(root, CARE, "coverage: {from: 2016-04, until: 2019-03}", 'coverage: {from: 2019-01, except: ["2019-02"]}')
    edit(root, REPORT, "first_release: 2026-11-20T09:30", "first_release: 2019-01-01T00:00")


def test_a_live_series_appears_by_its_lag_and_skips_what_never_came(root: Path) -> None:
    live(root)
    assert names(plan(Request(root, at("2019-03-17T09:29")))) == []
    assert names(plan(Request(root, at("2019-03-17T09:30")))) == ["emergency-care@2019-01"]
    assert names(plan(Request(root, at("2019-04-20T09:30")))) == ["emergency-care@2019-01"]
    assert names(plan(Request(root, at("2019-05-15T09:30"))))[-1] == "emergency-care@2019-03"


def test_a_day_that_has_begun_here_has_begun_for_a_clock_elsewhere(root: Path) -> None:
    live(root)
    edit(root, REPORT, "lag_days: 45", 'lag_days: 0\n  at: "00:30"')
    night = at("2019-03-31T01:00")
    assert night.astimezone(UTC).date().day == 30
    assert names(plan(Request(root, night)))[-1] == "emergency-care@2019-03"
    assert names(plan(Request(root, night.astimezone(UTC)))) == names(plan(Request(root, night)))


def test_the_next_release(root: Path) -> None:
    closed = plan(Request(root, NOW)).publication
    report = closed.reports["emergency-care"]
    assert next_release(closed, report, NOW) is None
    before = next_release(closed, report, at("2026-11-20T09:00"))
    assert before is not None
    assert (before.period.code, before.release) == ("2016-04", at("2026-11-20T09:30"))
    live(root)
    going = plan(Request(root, NOW)).publication
    upcoming = next_release(going, going.reports["emergency-care"], at("2019-03-17T09:30"))
    assert upcoming is not None
    assert (upcoming.period.code, upcoming.release) == ("2019-03", at("2019-05-15T09:30"))


def test_one_edition_or_one_report_can_be_asked_for(root: Path) -> None:
    assert names(plan(Request(root, NOW, wanted=("emergency-care@2018-01",)))) == ["emergency-care@2018-01"]
    assert len(plan(Request(root, NOW, wanted=("emergency-care",))).due) == 36
    with pytest.raises(WrongUse) as raised:
        plan(Request(root, NOW, wanted=("emergency-car", "qqq", "emergency-care")))
    near, far = raised.value.problems
    assert (near.code, near.facts["nearest"], far.facts["nearest"]) == ("plan.edition-unknown", "emergency-care", "")
    for problem in (near, far):
        assert_reads_well(problem)


def test_a_plan_does_not_depend_on_where_the_publication_stands(root: Path, tmp_path: Path) -> None:
    here, there = plan(Request(root, NOW)), plan(Request(copy_facts(tmp_path / "elsewhere"), NOW))
    assert (here.due, here.frame) == (there.due, there.frame)
    assert replace(here.due[0], full=True) != here.due[0]


def test_a_run_that_plans_imports_nothing_heavy(root: Path) -> None:
    heavy = ("pandas", "plotly", "duckdb", "numpy", "mkdocs", "lxml", "openpyxl")
    script = (
        "import sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from berkala.plan import Request, plan\n"
        "plan(Request(Path(sys.argv[1]), datetime(2026, 11, 22, tzinfo=UTC)))\n"
        f"sys.exit(' '.join(name for name in {heavy!r} if name in sys.modules) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(root)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
