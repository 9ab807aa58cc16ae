"""Forty faults, provoked from end to end: each gives one clear sentence, and the public site is untouched.

A small publication is published up to February 2019. Then something is broken, the clock moves on to where March is
due, and the staff member publishes. What they read must say where, what, why and what to do; the exit code must be
the promised one; the site must be the same to the byte; and with the fault mended, the same command works.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from berkala.cli import main
from small import AFTER, BEFORE, edit, small_publication, tree

DATA = "datasets/emergency-care/emergency-care.csv"
DATASET = "datasets/emergency-care/dataset.yml"
STANDARD = "datasets/four-hour-standard/four-hour-standard.csv"
REPORT = "reports/emergency-care.md"
STORY_ID = "reports/emergency-care.id.md"
SETTINGS = "mkdocs.yml"


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong: how to provoke it, and what the first problem must say."""

    name: str
    provoke: Callable[[Path], None]
    code: str
    file: str | None
    exit: int = 1


def replace(file: str, pattern: str, text: str) -> Callable[[Path], None]:
    return lambda root: edit(root / file, pattern, text)


def append(file: str, text: str) -> Callable[[Path], None]:
    return lambda root: (root / file).write_bytes((root / file).read_bytes() + text.encode()) and None


def remove(file: str) -> Callable[[Path], None]:
    return lambda root: (root / file).unlink()


def write(file: str, content: bytes) -> Callable[[Path], None]:
    return lambda root: (root / file).write_bytes(content) and None


def a_workbook_called_csv(root: Path) -> None:
    Workbook().save(root / DATA)


def foreign_site(root: Path) -> None:
    shutil.rmtree(root / "site")
    (root / "site").mkdir()
    (root / "site" / "holiday.jpg").write_bytes(b"somebody's picture")


def damaged_bundle(root: Path) -> None:
    page = next((root / ".berkala" / "bundles").rglob("edition.en.html"))
    page.chmod(0o644)
    page.write_bytes(page.read_bytes().replace(b"<h1>", b"<h1>!", 1))


def totals_and_suppression(root: Path) -> None:
    edit(
        root / DATASET,
        r"protect:\n(  .*\n|    .*\n)+",
        "protect: {measures: [over_four_hours], threshold: 800}\n"
        "totals:\n  - {dimension: department, total: other, of: [type-1, type-2], within: 1000000000}\n",
    )


FAULTS = [
    # the data
    Fault("data file gone", remove(DATA), "fetch.", DATA),
    Fault("data file empty", write(DATA, b""), "fetch.empty", DATA),
    Fault("a workbook called CSV", a_workbook_called_csv, "tidy.", DATA),
    Fault("not UTF-8", write(DATA, "período\n".encode("cp1252")), "tidy.", DATA),
    Fault("only the header", write(DATA, b"period,department,attendances,over_four_hours\n"), "tidy.", DATA),
    Fault("a column renamed", replace(DATA, "attendances", "attendance"), "tidy.", DATA),
    Fault("a column twice", replace(DATA, "over_four_hours", "attendances"), "tidy.", DATA),
    Fault("a column too many", replace(DATA, "over_four_hours\n", "over_four_hours,extra\n"), "tidy.", DATA),
    Fault("text in a number", replace(DATA, r"(?m)^(2019-03,type-1),.*$", "2019-03,type-1,many,281666"), "tidy.", DATA),
    Fault("a comma for thousands", replace(DATA, r"(?m)^2019-03,type-1,.*$", '2019-03,type-1,"1,373,060",281666'), "tidy.", DATA),
    Fault("a fraction of a person", replace(DATA, r"(?m)^2019-03,type-1,.*$", "2019-03,type-1,1373060.5,281666"), "tidy.", DATA),
    Fault("a negative count", replace(DATA, r"(?m)^2019-03,type-1,.*$", "2019-03,type-1,-1373060,281666"), "tidy.", DATA),
    Fault("an empty cell", replace(DATA, r"(?m)^2019-03,type-1,.*$", "2019-03,type-1,,281666"), "tidy.", DATA),
    Fault("a category misspelt", replace(DATA, r"(?m)^2019-03,type-1,", "2019-03,typ-1,"), "tidy.", DATA),
    Fault("a month that is none", replace(DATA, r"(?m)^2019-03,type-1,", "2019-13,type-1,"), "tidy.", DATA),
    Fault("a month in words", replace(DATA, r"(?m)^2019-03,type-1,", "March 2019,type-1,"), "tidy.", DATA),
    Fault("a month outside the coverage", append(DATA, "2021-01,type-1,1,1\n"), "tidy.", DATA),
    Fault("a row twice", append(DATA, "2019-03,type-1,1373060,281666\n"), "tidy.", DATA),
    Fault("a row short of a cell", append(DATA, "2019-03,type-1\n"), "tidy.", DATA),
    Fault("a row missing", replace(DATA, r"(?m)^2019-03,other,.*\n", ""), "tidy.", DATA),
    Fault("the standard over its maximum", replace(STANDARD, "2010,95", "2010,950"), "tidy.", STANDARD),
    Fault("a table with totals and a hidden cell", totals_and_suppression, "protect.held", DATA),
    # the descriptors
    Fault("a descriptor's key misspelt", replace(DATASET, "frequency:", "frequencey:"), "plan.key-unknown", DATASET),
    Fault("a frequency that is none", replace(DATASET, "frequency: month", "frequency: monthly"), "plan.choice", DATASET),
    Fault("YAML that does not parse", replace(DATASET, r"coverage: \{", "coverage: {{"), "plan.", DATASET),
    Fault("a key twice", append(DATASET, "name: emergency-care\n"), "plan.key-twice", DATASET),
    Fault("coverage backwards", replace(DATASET, "until: 2019-03", "until: 2018-01"), "plan.", DATASET),
    Fault("a language missing", replace(DATASET, r"(?m)^  id: Kunjungan gawat.*\n", ""), "plan.text-missing", DATASET),
    # the report
    Fault("an unknown dataset", replace(REPORT, "dataset: emergency-care", "dataset: emergency-car"), "plan.dataset-unknown", REPORT),
    Fault("an unknown column", replace(REPORT, "part: over_four_hours", "part: over_for_hours"), "plan.column-unknown", REPORT),
    Fault("polarity left out", replace(REPORT, "    polarity: higher_is_better\n", ""), "plan.key-missing", REPORT),
    Fault("bands with a gap", replace(REPORT, "mark: met, from: reference", "mark: met, from: 96"), "plan.bands-meet", REPORT),
    Fault("a number typed into the story", append(REPORT, "\nIn 2019 it was 86.6%.\n"), "render.bare-digit", REPORT),
    Fault("a number typed into a phrase", replace(REPORT, "(?m)^      en: of A&E patients", "      en: (87.5%) of A&E patients"), "plan.text-digit", REPORT),
    Fault("a number called a name", append(STORY_ID, '\n{{ name("87.5%") }}\n'), "render.name-unknown", STORY_ID),
    Fault("a number called a constant", append(STORY_ID, "\n{{ constant(99999) }}\n"), "render.constant-undeclared", STORY_ID),
    Fault("a call that does not exist", append(STORY_ID, '\n{{ valeu("within") }}\n'), "render.call-unknown", STORY_ID),
    Fault("a figure that does not exist", append(STORY_ID, '\n{{ value("within", "type-9") }}\n'), "render.figure-unknown", STORY_ID),
    Fault("a direction typed into the story", append(REPORT, "\nWaits rose again.\n"), "check.direction-untraced", None),
    Fault("a translation missing", remove(STORY_ID), "plan.", STORY_ID),
    # the settings
    Fault("settings gone from mkdocs.yml", replace(SETTINGS, "- berkala:", "- berkla:"), "plan.no-settings", SETTINGS),
    Fault("a time zone that is none", replace(SETTINGS, "Asia/Jakarta", "Asia/Djakarta"), "plan.time-zone", SETTINGS),
    Fault("an unknown setting", replace(SETTINGS, "time_zone:", "timezone:"), "plan.key-unknown", SETTINGS),
    Fault("an accent that is no colour", replace(SETTINGS, "#00607f", "teal"), "plan.", SETTINGS),
    # the machine
    Fault("somebody else's files in site", foreign_site, "publish.not-ours", None),
    Fault("a kept bundle damaged", damaged_bundle, "publish.bundle-damaged", None),
    Fault("the private folder gone", lambda root: shutil.rmtree(root / ".berkala"), "state.missing", "site"),
    Fault("the ledger gone", remove(".berkala/ledger.sqlite3"), "state.missing", "site"),
    Fault("the kept bundles gone", lambda root: shutil.rmtree(root / ".berkala/bundles"), "state.bundles-missing", ".berkala/bundles"),
]  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication whose site stands: everything but March 2019."""
    root = small_publication(tmp_path_factory.mktemp("published") / "publication", first="2019-01")
    assert main(["publish", "-C", str(root), "--as-of", BEFORE.isoformat(), "--jobs", "1"]) == 0
    return root


@pytest.fixture
def publication(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "publication", symlinks=True)


def publish(root: Path, capsys: pytest.CaptureFixture[str], language: str = "en") -> tuple[int, dict[str, Any]]:
    command = [
        "publish",
        "-C",
        str(root),
        "--as-of",
        AFTER.isoformat(),
        "--jobs",
        "1",
        "--json",
        "--language",
        language,
    ]
    capsys.readouterr()
    code = main(command)
    return code, json.loads(capsys.readouterr().out)


def test_there_are_at_least_forty() -> None:
    assert len({fault.name for fault in FAULTS}) >= 40


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_told_and_nothing_is_lost(
    fault: Fault, publication: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(publication / "site") if fault.code != "publish.not-ours" else None
    fault.provoke(publication)
    code, result = publish(publication, capsys)
    found = [p for p in result["problems"] if p["severity"] == "error" and p["code"].startswith(fault.code)]
    assert code == fault.exit
    assert found, [p["code"] for p in result["problems"]]
    for problem in found:
        assert fault.file is None or problem["file"] == fault.file
        assert reads_well(problem["message"]), problem
        assert reads_well(problem["remedy"]), problem
    assert result["published"] == []
    assert before is None or tree(publication / "site") == before
    _, told_in_indonesian = publish(publication, capsys, "id")
    assert [p["code"] for p in told_in_indonesian["problems"]] == [p["code"] for p in result["problems"]]
    assert all(reads_well(p["message"]) and reads_well(p["remedy"]) for p in told_in_indonesian["problems"])


def reads_well(text: str) -> bool:
    """A whole sentence with nothing of the program showing."""
    ends = text.rstrip().endswith((".", "?", "!", ")"))
    return ends and not re.search(r"\{\w*\}|''|None|Traceback|<class|  |: \.|pydantic|yaml\.", text)


@pytest.mark.slow
def test_all_faults_are_told_together(publication: Path, capsys: pytest.CaptureFixture[str]) -> None:
    together = ("polarity left out", "an unknown setting", "the standard over its maximum", "coverage backwards")
    for fault in FAULTS:
        if fault.name in together:
            fault.provoke(publication)
    code, result = publish(publication, capsys)
    codes = [problem["code"] for problem in result["problems"]]
    assert code == 1
    assert {"plan.key-missing", "plan.key-unknown", "plan.coverage-backwards"} <= set(codes), codes


@pytest.mark.slow
def test_faults_of_data_and_of_story_are_told_in_one_run(publication: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(publication / STANDARD, "2004,98", "2004,980")
    edit(publication / DATA, r"(?m)^2019-03,type-1,.*$", "2019-03,typ-1,many,281666")
    code, result = publish(publication, capsys)
    assert code == 1
    assert {problem["file"] for problem in result["problems"]} == {DATA, STANDARD}
    assert len(result["problems"]) >= 3


@pytest.mark.slow
def test_with_the_fault_mended_the_same_command_works(publication: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = (publication / DATA).read_bytes()
    edit(publication / DATA, r"(?m)^2019-03,type-1,", "2019-03,typ-1,")
    assert publish(publication, capsys)[0] == 1
    (publication / DATA).write_bytes(good)
    code, result = publish(publication, capsys)
    assert (code, result["published"]) == (0, ["emergency-care@2019-03"])
    assert publish(publication, capsys)[1]["published"] == []


@pytest.mark.slow
def test_wrong_use_has_its_own_exit_code(publication: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(publication)
    assert main(["publish", "-C", root, "emergency-car", "--as-of", AFTER.isoformat()]) == 2
    assert main(["publish", "-C", root, "--to", "moon"]) == 2
    assert main(["publish", "-C", root, "--as-of", "tomorrow"]) == 2
    assert main(["publish", "-C", root + "/reports"]) == 2
    capsys.readouterr()
