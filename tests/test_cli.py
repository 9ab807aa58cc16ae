"""The command `berkala`: its exit codes, what it says to people, and the JSON that it promises to programs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from berkala import cli, pipeline
from berkala.check.contracts import FOLDER
from berkala.cli import commands, status
from berkala.errors import DONE, NEEDS_PERSON, OUR_FAULT, PROBLEMS, WRONG_USE, NeedsPerson, Problem, TryAgain
from small import AFTER, BEFORE, ZONE, edit, small_publication, tree

RESULT = Draft202012Validator(json.loads((FOLDER / "result.schema.json").read_text(encoding="utf-8")))
PUBLISHED = ["emergency-care@2019-01", "emergency-care@2019-02"]
LAST = "emergency-care@2019-03"
SETTINGS, DATASET = "mkdocs.yml", "datasets/emergency-care/dataset.yml"


@dataclass(frozen=True)
class Said:
    """What a run answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on stdout, which is as promised."""
        found: dict[str, Any] = json.loads(self.out)
        RESULT.validate(found)
        return found


Run = Callable[..., Said]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def run_one(root: Path, *words: str, at: datetime = AFTER, language: str = "en") -> Said:
        capfd.readouterr()
        code = cli.main([words[0], "-C", str(root), "--as-of", at.isoformat(), "--language", language, *words[1:]])
        return Said(code, *capfd.readouterr())

    return run_one


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of three months, of which two are public. Tests that write take a `copy` of it."""
    root = small_publication(tmp_path_factory.mktemp("cli") / "p", first="2019-01")
    words = ["publish", "-C", str(root), "--as-of", BEFORE.isoformat(), "--jobs", "1"]
    assert cli.main(words) == DONE
    return root


@pytest.fixture
def copy(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "copy", symlinks=True))


def broken(name: str, error: BaseException) -> pipeline.Room:
    def room(_: object) -> object:
        raise error

    room.__name__ = name
    return room


def breaks(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the second room of the row raise this."""
    monkeypatch.setattr(pipeline, "ROOMS", (pipeline.ROOMS[0], broken("fetch", error), *pipeline.ROOMS[2:]))


# -- what each command answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "id"])
def test_status_tells_what_is_public_due_and_next(published: Path, run: Run, language: str) -> None:
    said = run(published, "status", language=language)
    assert (said.code, said.err) == (DONE, "")
    _, public, *_ = said.out.splitlines()
    wanted = {"en": "2 editions of 1 report are public", "id": "2 edisi dari 1 laporan sudah terbit"}
    assert wanted[language] in public
    assert {"en": "not up to date", "id": "belum mutakhir"}[language] in public
    due = {"en": "1. emergency-care@2019-03 is due", "id": "1. emergency-care@2019-03 sudah waktunya terbit"}
    assert due[language] in said.out
    assert "berkala publish -C" in said.out


def test_status_as_json(published: Path, run: Run) -> None:
    said = run(published, "status", "--json")
    assert (said.code, said.err) == (DONE, "")
    assert said.json == {
        "schema": "berkala/result/1",
        "command": "status",
        "as_of": AFTER.isoformat(),
        "editions": [],
        "published": PUBLISHED,
        "due": [LAST],
        "problems": [],
    }


def test_what_is_public_is_up_to_date_until_the_next_moment(published: Path, run: Run) -> None:
    said = run(published, "status", at=BEFORE)
    assert "Wednesday 15 May 2019, 9:30am (Jakarta time)  emergency-care@2019-03  Confirmed, in 14 days" in said.out
    assert "Nothing waits for anybody." in said.out
    assert len(said.out.splitlines()) <= 25
    assert "The site is up to date." in said.out


@pytest.mark.parametrize("language", ["en", "id"])
def test_due_names_each_edition_and_since_when(published: Path, run: Run, language: str) -> None:
    said = run(published, "due", language=language)
    line, count = said.out.splitlines()
    assert line.startswith(LAST)
    assert {"en": "Wednesday 15 May 2019", "id": "Rabu, 15 Mei 2019"}[language] in line
    assert count == {"en": "1 due, 2 published.", "id": "1 menunggu terbit, 2 sudah terbit."}[language]
    assert run(published, "due", "--json", language=language).json["due"] == [LAST]
    assert run(published, "due", "--json", at=BEFORE).json["due"] == []


@pytest.mark.parametrize("language", ["en", "id"])
def test_timetable_tells_the_next_release_or_that_there_is_none(published: Path, run: Run, language: str) -> None:
    coming, closed = run(published, "timetable", at=BEFORE, language=language), run(published, "timetable", "--json")
    said = {
        "en": f"Wednesday 15 May 2019, 9:30am (Jakarta time)  {LAST}  Confirmed\n",
        "id": f"Rabu, 15 Mei 2019, pukul 09.30 WIB  {LAST}  Terjadwal\n",
    }
    assert coming.out == said[language]
    assert (closed.code, closed.json["problems"]) == (DONE, [])


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "id"])
def test_check_reads_everything_and_writes_nothing(published: Path, run: Run, language: str) -> None:
    before = tree(published)
    said = run(published, "check", "--jobs", "1", "--json", language=language)
    assert (said.code, said.err) == (DONE, "")
    assert said.json["editions"] == [*PUBLISHED, LAST]
    assert tree(published) == before


@pytest.mark.slow
def test_a_check_in_words_shows_progress_apart_from_the_result(published: Path, run: Run) -> None:
    said = run(published, "check", "emergency-care@2019-01", "--jobs", "1", language="id")
    assert said.out == "1 edisi diperiksa. Tidak ada yang ditulis.\n"
    assert said.err.splitlines()[0] == "1/9 plan"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "id"])
def test_build_makes_the_site_in_a_folder_and_publishes_nothing(
    published: Path, run: Run, tmp_path: Path, language: str
) -> None:
    site = tree(published / "site")
    said = run(published, "build", "--jobs", "1", "--out", str(tmp_path / "out"), "--json", language=language)
    assert (said.code, said.json["editions"], said.json["published"]) == (DONE, [*PUBLISHED, LAST], [])
    assert (tmp_path / "out" / "emergency-care" / "2019-03" / "index.html").is_file()
    assert tree(published / "site") == site


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "id"])
def test_a_dry_run_does_all_but_the_publishing(published: Path, run: Run, language: str) -> None:
    before = tree(published / "site")
    said = run(published, "publish", "--dry-run", "--jobs", "1", language=language)
    wanted = {"en": "Dry run: 1 edition would be published.", "id": "Uji coba: 1 edisi akan diterbitkan."}
    assert said.code == DONE
    assert said.out.startswith(wanted[language])
    assert tree(published / "site") == before
    assert run(published, "due", "--json").json["due"] == [LAST]


@pytest.mark.slow
def test_a_dry_run_as_json_leaves_what_is_due(published: Path, run: Run) -> None:
    found = run(published, "publish", "--dry-run", "--jobs", "1", "--json").json
    assert (found["due"], found["published"]) == ([LAST], [])


@pytest.mark.parametrize("language", ["en", "id"])
def test_publishing_again_finds_nothing_to_do(published: Path, run: Run, language: str) -> None:
    said = run(published, "publish", at=BEFORE, language=language)
    assert (said.code, said.err) == (DONE, "")
    assert said.out.startswith({"en": "Nothing is due", "id": "Tidak ada edisi yang sudah waktunya terbit"}[language])
    assert said.out.rstrip().endswith("site/index.html")
    assert run(published, "publish", "--json", at=BEFORE).json["published"] == []


@pytest.mark.slow
def test_publish_tells_what_it_published(copy: Path, run: Run) -> None:
    found = run(copy, "publish", "--jobs", "1", "--json").json
    assert (found["published"], found["due"]) == ([LAST], [])
    assert found["editions"] == [*PUBLISHED, LAST]


# -- exit codes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("command", ["check", "build", "publish"])
def test_problems_are_told_with_their_place_and_exit_1(copy: Path, run: Run, command: str, language: str) -> None:
    edit(copy / SETTINGS, "time_zone:", "timezone:")
    site = tree(copy / "site")
    said = run(copy, command, "--json", language=language)
    (problem,) = said.json["problems"]
    assert (said.code, said.json["command"], said.err) == (PROBLEMS, command, "")
    assert (problem["code"], problem["file"], problem["severity"]) == ("plan.key-unknown", SETTINGS, "error")
    assert problem["row"] > 1
    spoken = run(copy, command, language=language)
    place = {
        "en": f"error: mkdocs.yml, line {problem['row']}: ",
        "id": f"kesalahan: mkdocs.yml, baris {problem['row']}: ",
    }
    assert spoken.code == PROBLEMS
    assert place[language] + problem["message"] in spoken.err
    assert f"  → {problem['remedy']}" in spoken.err
    assert {"en": "1 problem. Nothing was published", "id": "1 masalah. Tidak ada yang diterbitkan"}[
        language
    ] in spoken.err
    assert spoken.out == ""
    assert tree(copy / "site") == site


@pytest.mark.parametrize("command", ["status", "due", "timetable"])
def test_a_dataset_that_cannot_be_read_is_told_by_commands_that_only_plan(copy: Path, run: Run, command: str) -> None:
    edit(copy / DATASET, "frequency: month", "frequency: month\nfrequence: month")
    said = run(copy, command, "--json")
    assert (said.code, [p["code"] for p in said.json["problems"]]) == (PROBLEMS, ["plan.key-unknown"])


WRONG = {
    "a time that is none": (["status", "--as-of", "tomorrow"], "cli.as-of"),
    "an edition that is none": (["check", "emergency-care@2019-04"], "plan.edition-unknown"),
    "a channel that is none": (["publish", "--to", "nowhere"], "cli.channel-unknown"),
}


@pytest.mark.parametrize(("words", "code"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("language", ["en", "id"])
def test_wrong_use_exits_2(published: Path, run: Run, words: list[str], code: str, language: str) -> None:
    said = run(published, *words, "--json", language=language)
    assert (said.code, [problem["code"] for problem in said.json["problems"]], said.err) == (WRONG_USE, [code], "")


def test_a_folder_without_a_publication_is_wrong_use(tmp_path: Path, run: Run) -> None:
    said = run(tmp_path, "status", "--json")
    assert (said.code, said.json["problems"][0]["code"]) == (WRONG_USE, "cli.no-publication")


@pytest.mark.parametrize("words", [[], ["publich"], ["check", "--jobs", "0"], ["status", "--language", "xx"]])
def test_a_command_that_cannot_be_read_exits_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(words)
    assert caught.value.code == WRONG_USE
    assert "usage: berkala" in capsys.readouterr().err


def test_what_a_person_must_decide_exits_3(published: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(monkeypatch, NeedsPerson(Problem("cli.as-of", value="x")))
    assert run(published, "check", "--json").code == NEEDS_PERSON


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_fault_of_ours_exits_70_and_is_told_as_one(
    published: Path, run: Run, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    breaks(monkeypatch, RuntimeError("the trace names this"))
    said = run(published, "publish", "--json", language=language)
    (problem,) = said.json["problems"]
    assert (said.code, said.json["command"], problem["code"]) == (OUR_FAULT, "publish", "cli.fault")
    assert (problem["severity"], problem["file"], problem["row"]) == ("error", None, None)
    assert "(RuntimeError)" in problem["message"]
    assert said.err.startswith("Traceback")
    assert "RuntimeError: the trace names this" in said.err
    spoken = run(published, "publish", language=language)
    assert (spoken.code, spoken.out) == (OUR_FAULT, "")
    assert f"{problem['message']}\n  → {problem['remedy']}\n" in spoken.err
    assert {"en": "The public site is whole", "id": "Situs publik tetap utuh"}[language] in spoken.err


def test_a_fault_in_a_command_that_only_plans_exits_70(
    published: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (commands, status):
        monkeypatch.setattr(module, "plan", broken("plan", ZeroDivisionError()))
    for command in ("status", "due", "timetable"):
        said = run(published, command, "--json")
        assert (said.code, said.json["problems"][0]["code"]) == (OUR_FAULT, "cli.fault")


def test_what_the_machine_refuses_promises_no_more_than_is_known(
    published: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch, TryAgain(Problem("publish.disk-full", {"reason": "no space", "file": "x"})))
    said = run(published, "publish")
    assert said.code == PROBLEMS
    assert "Nothing was published" not in said.err
    assert "It is safe to run the same command again." in said.err


def test_an_interrupt_exits_130(published: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(monkeypatch, KeyboardInterrupt())
    assert run(published, "check").code == 130


# -- the clock, the language, the process -------------------------------------------------------------------------


def test_a_time_without_a_zone_is_the_publication_s_own(published: Path, run: Run) -> None:
    found = run(published, "status", "--json", "--as-of", "2019-05-15T09:29").json
    assert found["as_of"] == datetime(2019, 5, 15, 9, 29, tzinfo=ZONE).isoformat()
    assert found["due"] == []
    assert run(published, "status", "--json", "--as-of", "2019-05-15T09:30").json["due"] == [LAST]


def test_the_language_of_messages_may_come_from_the_environment(
    published: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["due", "-C", str(published), "--as-of", AFTER.isoformat()]
    for wanted, said in (("id", "seharusnya terbit"), ("xx", "due since"), ("", "due since")):
        monkeypatch.setenv("BERKALA_LANGUAGE", wanted)
        assert cli.main(words) == DONE
        assert said in capsys.readouterr().out


@pytest.mark.slow
def test_the_process_ends_with_the_code(published: Path) -> None:
    def process(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "berkala.cli", *words, "-C", str(published), "--json"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert process("status").returncode == DONE
    wrong = process("status", "--as-of", "never")
    assert wrong.returncode == WRONG_USE
    RESULT.validate(json.loads(wrong.stdout))


def test_the_schema_refuses_another_form() -> None:
    right = {"schema": "berkala/result/1", "command": "due", "as_of": AFTER.isoformat()}
    right |= {"editions": [], "published": [], "due": [LAST], "problems": []}
    assert RESULT.is_valid(right)
    for wrong in (
        {"due": ["2019-03"]},
        {"as_of": "today"},
        {"schema": "berkala/result/2"},
        {"problems": [{}]},
        {"x": 1},
    ):
        assert not RESULT.is_valid({**right, **wrong})
