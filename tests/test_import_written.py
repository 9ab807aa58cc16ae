"""An imported collection as a publication: it builds as it stands, keeps what people edited, and loses nothing."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from berkala import cli
from berkala.errors import BerkalaError, TryAgain, WrongUse
from berkala.imports.command import Import, Imported, import_open_sdg
from berkala.imports.open_sdg import read_open_sdg
from berkala.imports.publication import files as writing_files
from berkala.pipeline import run
from berkala.plan import Request, read_publication
from berkala.words import language
from open_sdg import Repository, repository
from open_sdg_quirks import repositories

pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
EN = language("en")


def imported(source: Path, to: Path, **more: object) -> Imported:
    return import_open_sdg(Import(source, to, AT, **more), EN)  # type: ignore[arg-type]


@contextmanager
def refused(kind: type[BerkalaError], code: str) -> Iterator[None]:
    with pytest.raises(kind) as told:
        yield
    assert [problem.code for problem in told.value.problems] == [f"imports.{code}"]


def office(root: Path) -> Repository:
    """An office with a headline, groups, two units, a target, odd periods, and an indicator without data."""
    made = repository(root)
    made.write("translations/en/units.yml", "PT: Percentage\nper_1000: per 1,000 people\n")
    made.data(
        "Year,Sex,Region,Value",
        *(f"{year},{sex},{region},{20 - (year - 2015) + 2 * len(sex) + len(region)}.5"
          for year in range(2015, 2022)
          for sex, region in (("", ""), ("Female", ""), ("Male", ""), ("", "North"), ("", "South"))),
    )  # fmt: skip
    made.config(
        "computation_units: Percentage",
        "auto_progress_calculation: true",
        "progress_calculation_options: [{direction: negative, target: 5, target_year: 2030, base_year: 2015}]",
        "other_info: 'Below <b>50 per cent</b> of the median. <script>x()</script> See [here](https://office.example/).'",
    )
    made.data("Year,Units,Value", "2019,Percentage,3", "2019,per 1000 people,30", name="data/indicator_1-2-1.csv")
    made.config(name="indicator-config/1-2-1.yml")
    made.data("Year,Value", "2010 to 2012,3.4", "2013 to 2015,3.1", name="data/indicator_1-3-1.csv")
    made.config(name="indicator-config/1-3-1.yml")
    made.config("data_non_statistical: false", name="indicator-config/1-4-1.yml")
    return made


def built(root: Path) -> Path:
    """The staged site of a publication that has no problem at all, but for letters that the fonts lack."""
    from berkala.compose import compose

    tree = run(Request(root, AT + timedelta(days=1), "build"), last=compose)
    told = [one for one in tree.problems if one.code not in ("render.picture-characters", "render.print-character")]
    assert [problem.message("en") for problem in told] == []
    return Path(tree.folder)


def test_an_imported_collection_builds_as_it_stands_and_says_more_than_it_did(tmp_path: Path) -> None:
    office(tmp_path / "source")
    made = imported(tmp_path / "source", tmp_path / "to")
    assert made.account.gaps == ()
    site = built(tmp_path / "to")
    page = (site / "1-1-1" / "index.html").read_text(encoding="utf-8")
    for words in ("1.1.1", "Substantial progress", "By Sex", "By Region", "About this indicator", "50 per cent"):
        assert words in page, words
    assert "x()" not in page
    assert (site / "1-4-1" / "index.html").is_file()
    assert (site / "goal-1" / "index.html").is_file()
    assert (site / "status" / "index.html").is_file()
    spans = (site / "1-3-1" / "index.html").read_text(encoding="utf-8")
    assert "2013 to 2015" in spans


@pytest.mark.parametrize("code", ["en", "id"])
def test_the_command_that_an_import_ends_with_is_one(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office(tmp_path / "source")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["import", "open-sdg", "source", "to", "--language", code]) == 0
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert cli.main(last.rpartition("berkala ")[2].split()) == 0


def test_a_direction_that_nobody_gave_is_unknown_and_said_so(tmp_path: Path) -> None:
    made = office(tmp_path / "source")
    made.config(
        "computation_units: Percentage",
        "auto_progress_calculation: true",
        "progress_calculation_options: [{target: 5}]",
    )
    account = imported(tmp_path / "source", tmp_path / "to").account
    assert [line.indicator for line in account.lines if line.code == "imports.direction-missing"] == ["1-1-1"]
    front = (tmp_path / "to" / "reports" / "1-1-1.md").read_text(encoding="utf-8").split("---\n")[1]
    value = yaml.safe_load(front)["indicators"]["value"]
    assert (value["progress"]["direction"], value["polarity"]) == ("unknown", "neutral")
    assert "direction" in (built(tmp_path / "to") / "1-1-1" / "index.html").read_text(encoding="utf-8").lower()


def test_a_second_import_brings_what_is_new_and_keeps_what_people_did(tmp_path: Path) -> None:
    source, to = office(tmp_path / "source"), tmp_path / "to"
    imported(source.root, to)
    edited, deleted = to / "reports" / "1-2-1.md", to / "reports" / "1-4-1.md"
    edited.write_text(edited.read_text(encoding="utf-8") + "\nOur own words.\n", encoding="utf-8")
    deleted.unlink()
    own = to / "reports" / "about.md"
    own.write_text("# About us\n", encoding="utf-8")
    source.data("Year,Value", "2013 to 2015,3.1", "2016 to 2018,2.9", name="data/indicator_1-3-1.csv")
    made = imported(source.root, to)
    assert made.fates.all("kept") == ("reports/1-2-1.md",)
    assert made.fates.all("deleted") == ("reports/1-4-1.md",)
    assert "Our own words." in edited.read_text(encoding="utf-8")
    assert own.is_file()
    assert not deleted.exists()
    assert "2016--2018" in (to / "datasets" / "1-3-1" / "1-3-1.csv").read_text(encoding="utf-8")
    told = {(line.code, line.file) for line in made.account.lines}
    assert {("imports.file-kept", "reports/1-2-1.md"), ("imports.file-deleted", "reports/1-4-1.md")} <= told
    again = imported(source.root, to)
    assert not again.fates.all("written")
    assert again.fates.all("kept") == ("reports/1-2-1.md",)


def test_an_indicator_that_left_the_source_leaves_unless_it_was_edited(tmp_path: Path) -> None:
    source, to = office(tmp_path / "source"), tmp_path / "to"
    imported(source.root, to)
    (source.root / "data" / "indicator_1-2-1.csv").unlink()
    (source.root / "indicator-config" / "1-2-1.yml").unlink()
    made = imported(source.root, to)
    assert "datasets/1-2-1/1-2-1.csv" in made.fates.all("removed")
    assert not (to / "reports" / "1-2-1.md").exists()


def test_another_folder_is_not_touched(tmp_path: Path) -> None:
    office(tmp_path / "source")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.docx").write_bytes(b"x")
    with refused(WrongUse, "destination-full"):
        imported(tmp_path / "source", tmp_path / "full")
    (tmp_path / "file").write_text("x")
    with refused(WrongUse, "destination-file"):
        imported(tmp_path / "source", tmp_path / "file")
    with refused(WrongUse, "no-folder"):
        imported(tmp_path / "nowhere", tmp_path / "to")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["thesis.docx"]


def test_an_import_that_was_interrupted_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office(tmp_path / "source")
    real, count = os.replace, 0

    def full(one: object, other: object) -> None:
        nonlocal count
        count += 1
        if count > 4:
            raise OSError(28, "No space left on device")
        real(one, other)  # type: ignore[arg-type]

    monkeypatch.setattr(writing_files.os, "replace", full)
    with refused(TryAgain, "write-refused"):
        imported(tmp_path / "source", tmp_path / "to")
    monkeypatch.setattr(writing_files.os, "replace", real)
    imported(tmp_path / "source", tmp_path / "to")
    assert not list((tmp_path / "to").rglob(".*.new"))
    built(tmp_path / "to")


def test_a_record_that_cannot_be_read_stops_the_import(tmp_path: Path) -> None:
    office(tmp_path / "source")
    imported(tmp_path / "source", tmp_path / "to")
    (tmp_path / "to" / "import.json").write_text("{", encoding="utf-8")
    with refused(TryAgain, "record-broken"):
        imported(tmp_path / "source", tmp_path / "to")


def test_the_account_stands_in_the_publication_in_words(tmp_path: Path) -> None:
    office(tmp_path / "source")
    made = imported(tmp_path / "source", tmp_path / "to")
    text = (tmp_path / "to" / "IMPORT.md").read_text(encoding="utf-8")
    assert text.count(" → ") == len(made.account.lines)
    for line in made.account.lines:
        assert line.why("id") != line.why("en")
    assert json.loads((tmp_path / "to" / "import.json").read_text(encoding="utf-8"))["schema"] == "berkala/import/1"


@given(repositories())
@settings(max_examples=int(os.environ.get("BERKALA_COLLECTIONS", "25")), deadline=None,
          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
def test_whatever_a_collection_holds_it_becomes_a_publication_without_a_loss(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, to = Path(folder) / "source", Path(folder) / "to"
        for name, content in files.items():
            path = source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        source.mkdir(exist_ok=True)
        if not read_open_sdg(source).indicators:
            with refused(WrongUse, "nothing"):
                imported(source, to)
            return
        made = imported(source, to)
        assert made.account.gaps == ()
        publication, problems = read_publication(to)
        assert [problem.message("en") for problem in problems if problem.code != "plan.no-reports"] == []
        assert publication is not None
        assert len(publication.members) == made.account.indicators.kept
