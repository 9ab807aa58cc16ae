"""The command `berkala new`: its words, its exit codes, what it refuses; and a folder is written whole or not."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from berkala import cli
from berkala.check.contracts import FOLDER
from berkala.describe.command import New, new_dataset
from berkala.errors import DONE, PROBLEMS, WRONG_USE, BerkalaError, TryAgain, catalogue
from berkala.init import init
from berkala.words import language
from laid_out import xlsx_of
from newly import new, words_in_both

RESULT = Draft202012Validator(json.loads((FOLDER / "result.schema.json").read_text(encoding="utf-8")))
BEDS = "Year,Place,Beds (people)\n2020,North,1\n2020,South,2\n2021,North,3\n2021,South,-\n"


class Said:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        RESULT.validate(found)
        return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A publication that has just begun."""
    folder = tmp_path / "publication"
    init(folder)
    return folder


@pytest.fixture
def run(root: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def run_one(*words: str, speak: str = "en") -> Said:
        capfd.readouterr()
        code = cli.main(
            [words[0], "-C", str(root), "--as-of", "2026-11-30T12:00+07:00", "--language", speak, *words[1:]]
        )
        return Said(code, *capfd.readouterr())

    return run_one


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Hospital beds, 2020.csv"
    path.write_text(BEDS, encoding="utf-8")
    return path


def test_it_says_how_much_was_read_shows_the_first_rows_and_counts_its_questions(
    run: Any, root: Path, file: Path
) -> None:
    said = run("new", str(file))
    assert said.code == DONE, said.err
    folder = root / "datasets/hospital-beds-2020"
    assert sorted(path.name for path in folder.iterdir()) == ["Hospital beds, 2020.csv", "dataset.yml"]
    assert (folder / file.name).read_bytes() == file.read_bytes()
    assert said.out.startswith("4 observations with 3 figures were read")
    assert [line.split() for line in said.out.splitlines() if "north" in line] == [
        ["2020", "north", "1"],
        ["2021", "north", "3"],
    ]
    text = (folder / "dataset.yml").read_text(encoding="utf-8")
    count = text.count(": '? ")
    assert f"{count} questions" in said.out


def test_it_speaks_indonesian_on_the_screen_and_in_the_file(run: Any, root: Path, file: Path) -> None:
    said = run("new", str(file), "--name", "tempat-tidur", speak="id")
    assert said.code == DONE
    assert "pertanyaan" in said.out
    text = (root / "datasets/tempat-tidur/dataset.yml").read_text(encoding="utf-8")
    assert "'? “-” " in text
    assert "What" not in text
    assert "Which" not in text


def test_its_answer_as_json_keeps_to_the_schema(run: Any, file: Path) -> None:
    found = run("new", str(file), "--json").json
    assert found["command"] == "new"
    assert found["problems"] == []


def test_what_could_not_be_read_is_a_warning_of_the_command(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "beds.csv"
    path.write_text(
        "Year,Place,Beds (people)\n" + "".join(f"{y},North,1\n" for y in range(2000, 2020)) + "2020,North,1.5e3\n"
    )
    said = run("new", str(path), "--json")
    assert said.code == DONE
    (problem,) = said.json["problems"]
    assert (problem["severity"], problem["code"], problem["row"]) == ("warning", "tidy.exponent", 22)


def test_check_refuses_while_a_question_is_open_and_passes_once_all_are_answered(
    run: Any, root: Path, file: Path
) -> None:
    run("new", str(file), "--name", "beds")
    path = root / "datasets/beds/dataset.yml"
    found = run("check", "--json")
    assert found.code == PROBLEMS
    asked = [problem for problem in found.json["problems"] if problem["code"] == "plan.unanswered"]
    lines = path.read_text(encoding="utf-8").splitlines()
    open_lines = [number for number, line in enumerate(lines, 1) if ": '? " in line or ': "? ' in line]
    assert [problem["row"] for problem in asked] == open_lines
    for problem in asked:
        assert problem["file"] == "datasets/beds/dataset.yml"
        key, _, question = lines[problem["row"] - 1].partition(": ")
        assert question.strip("'\"").removeprefix("? ").split(" ")[0] in problem["message"]
        assert key.strip()
    answered = []
    for line in lines:
        head, mark, question = line.partition(": '? ")
        if "stands in 1 cell" in question:
            head, mark, question = line.partition("'? ")
            answered.append(head + "x" + question[question.rindex("'") + 1 :])
        else:
            answered.append(f"{head}: An answer." if mark else line)
    path.write_text("\n".join(answered) + "\n", encoding="utf-8")
    now = run("check", "--json")
    assert [problem for problem in now.json["problems"] if problem["severity"] == "error"] == []
    assert now.code == DONE


def test_the_sheet_is_chosen_by_name(run: Any, root: Path, tmp_path: Path) -> None:
    rows = [["Place", 2020, 2021], ["North", 1, 2]]
    path = tmp_path / "b.xlsx"
    path.write_bytes(xlsx_of(rows, Second=rows))
    assert run("new", str(path), "--sheet", "Second").code == DONE
    assert "sheet: Second" in (root / "datasets/b/dataset.yml").read_text(encoding="utf-8")
    said = run("new", str(path), "--sheet", "Third", "--name", "c")
    assert said.code == WRONG_USE
    assert "There is no sheet “Third”" in said.err + said.out


REFUSED = {
    "no file": ("describe.no-file", lambda folder: folder / "nowhere.csv"),
    "folder": ("describe.folder", lambda folder: folder),
    "empty": ("fetch.empty", lambda folder: written(folder / "e.csv", b"")),
    "blank": ("tidy.is-empty", lambda folder: written(folder / "e.csv", b"\n\n\n")),
    "no figures": ("describe.no-table", lambda folder: written(folder / "t.csv", b"Name,Town\na,b\nc,d\n")),
    "no names": ("describe.no-names", lambda folder: written(folder / "t.csv", b"1,5\n2,6\n3,7\n")),
    "formulas": (
        "tidy.formula",
        lambda folder: written(folder / "t.xlsx", xlsx_of([["Place", 2020], ["North", "=1+1"]])),
    ),
    "its own name": ("describe.same-name", lambda folder: written(folder / "dataset.yml", BEDS.encode())),
    "picture": ("tidy.is-image", lambda folder: written(folder / "t.csv", b"\x89PNG\r\n\x1a\nabc")),
    "web page": ("tidy.is-html", lambda folder: written(folder / "t.xlsx", b"<!DOCTYPE html><html><p>Log in</p>")),
    "damaged": ("tidy.is-damaged", lambda folder: written(folder / "t.xlsx", b"PK\x03\x04nothing")),
}


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused_in_both_languages_and_nothing_is_written(case: str, tmp_path: Path) -> None:
    code, make = REFUSED[case]
    given = tmp_path / "given"
    given.mkdir()
    path = make(given)
    with pytest.raises(BerkalaError) as refused:
        new_dataset(New([path], tmp_path, None, ("en",), date(2026, 11, 30), language("en")))
    (problem,) = refused.value.problems
    assert problem.code == code
    words_in_both(code)
    for one in ("en", "id"):
        for said in (problem.message(one), problem.remedy(one)):
            assert "  " not in said, said
            assert " ," not in said, said
            assert "{" not in said, said
    assert not (tmp_path / "datasets").exists()


def test_a_publication_is_needed(tmp_path: Path, file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "none").mkdir()
    code = cli.main(["new", "-C", str(tmp_path / "none"), "--language", "en", str(file)])
    assert code == PROBLEMS
    assert list((tmp_path / "none").iterdir()) == []
    assert "mkdocs.yml" in "".join(capfd.readouterr())


def test_a_name_that_is_taken_is_not_written_over(run: Any, root: Path, file: Path) -> None:
    run("new", str(file), "--name", "beds")
    path = root / "datasets/beds/dataset.yml"
    path.write_text("mine", encoding="utf-8")
    said = run("new", str(file), "--name", "beds")
    assert said.code == WRONG_USE
    assert path.read_text(encoding="utf-8") == "mine"
    assert sorted(one.name for one in path.parent.iterdir()) == ["Hospital beds, 2020.csv", "dataset.yml"]


@pytest.mark.parametrize("name", ["Beds", "my beds", "../beds", "a/b", "-beds", "été", "a" * 64, ".", ""])
def test_a_name_that_cannot_be_part_of_an_address_is_refused(name: str, run: Any, root: Path, file: Path) -> None:
    before = sorted(root.rglob("*"))
    if name:
        said = run("new", str(file), f"--name={name}")
        assert said.code == WRONG_USE
        assert sorted(root.rglob("*")) == before
    else:
        assert run("new", str(file), "--name=").code == DONE, "no name is that of the file"


@pytest.mark.parametrize(("first", "second"), [("beds.csv", "rooms.csv"), ("beds 2020.csv", "rooms 2021.csv")])
def test_files_whose_names_differ_in_more_than_the_period_are_no_dataset(
    first: str, second: str, tmp_path: Path
) -> None:
    with pytest.raises(BerkalaError) as refused:
        new(tmp_path, {first: BEDS, second: BEDS})
    assert refused.value.problems[0].code == "describe.names-differ"
    assert not (tmp_path / "datasets").exists()


def test_files_of_several_kinds_are_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(BerkalaError) as refused:
        new(tmp_path, {"b 2020.csv": BEDS, "b 2021.csv": xlsx_of([["Place", "Beds"], ["North", 1]])})
    assert refused.value.problems[0].code == "describe.kinds"


CALLS = ["mkdtemp", "write_bytes 1", "write_bytes 2", "chmod", "rename", "mkdir"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_nothing_is_left_where_the_machine_refuses_to_write(
    call: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "given"
    given.mkdir()
    path = written(given / "beds.csv", BEDS.encode())
    counted = [0]

    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    name, _, which = call.partition(" ")
    if name == "write_bytes":
        real = Path.write_bytes

        def nth(self: Path, data: bytes) -> int:
            counted[0] += 1
            if counted[0] == int(which):
                real(self, data[: len(data) // 2])
                fail()
            return real(self, data)

        monkeypatch.setattr(Path, "write_bytes", nth)
    else:
        owner = {"mkdtemp": "berkala.describe.command.tempfile.mkdtemp", "rename": "berkala.describe.command.os.rename"}
        monkeypatch.setattr(owner.get(name, f"berkala.describe.command.Path.{name}"), fail)
    with pytest.raises(TryAgain) as refused:
        new_dataset(New([path], tmp_path, None, ("en",), date(2026, 11, 30), language("en")))
    monkeypatch.undo()
    (problem,) = refused.value.problems
    assert problem.code == "describe.refused"
    assert os.strerror(number) in problem.message("id")
    left = list((tmp_path / "datasets").iterdir()) if (tmp_path / "datasets").exists() else []
    assert left == []
    assert new_dataset(New([path], tmp_path, None, ("en",), date(2026, 11, 30), language("en"))).rows == 4


def test_every_problem_of_the_command_has_its_words_in_both_languages() -> None:
    known = [code for code in catalogue("en") if code.startswith("describe.")]
    assert len(known) >= 10
    for code in known:
        words_in_both(code)


def test_two_files_of_one_name_are_not_written_over_each_other(tmp_path: Path) -> None:
    paths = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        paths.append(written(tmp_path / folder / "Beds 2020.csv", BEDS.encode()))
    with pytest.raises(BerkalaError) as refused:
        new_dataset(New(paths, tmp_path, None, ("en",), date(2026, 11, 30), language("en")))
    assert refused.value.problems[0].code == "describe.same-name"
    assert not (tmp_path / "datasets").exists()
