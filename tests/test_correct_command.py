"""`berkala correct`: a member of staff corrects what is public, in one command."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from berkala.cli import main
from berkala.cli.arguments import parser_of_commands
from berkala.ledger import Ledger
from corrected_office import DATA, FILE, RIGHT, WRONG, copied, register, write, wrong_office
from publications import REPOSITORY
from small import tree

NOW = "2019-06-03T10:00"
WHAT = ("--what", "en=A digit was wrong.", "id=Satu angka keliru.", "--by", "Siti Rahma")

pytestmark = pytest.mark.slow


@pytest.fixture(name="before", scope="module")
def fixture_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wrong_office(tmp_path_factory.mktemp("office") / "before")


@pytest.fixture(name="root")
def fixture_root(before: Path, tmp_path: Path) -> Path:
    return copied(before, tmp_path / "office")


def berkala(root: Path, *words: str) -> int:
    return main(["correct", "emergency-care", "-C", str(root), "--as-of", NOW, "--jobs", "1", *words])


def test_it_shows_what_differs_and_asks_what_was_wrong(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stood = tree(root / "site")
    assert berkala(root) == 3
    said = capsys.readouterr()
    assert "attendances, period 2019-01, department type-1: was 1144354, is 1344354" in said.out
    assert "berkala correct emergency-care --what" in said.err
    assert not (root / FILE).exists()
    assert tree(root / "site") == stood


def test_a_trial_tells_what_would_happen_and_leaves_no_trace(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stood = tree(root / "site")
    assert berkala(root, *WHAT, "--dry-run") == 0
    said = capsys.readouterr().out
    assert "emergency-care@2019-01: It changes a main point." in said
    assert not (root / FILE).exists()
    assert tree(root / "site") == stood
    assert berkala(root) == 3, "the difference is still there to be corrected"


def test_one_command_corrects_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert berkala(root, *WHAT) == 0
    assert "Corrected: 3 editions." in capsys.readouterr().out
    (one,) = register(root)["corrections"]
    assert one["what"] == {"en": "A digit was wrong.", "id": "Satu angka keliru."}
    assert (root / FILE).read_text(encoding="utf-8").startswith("- correction: emergency-care-2019-06-03\n")
    assert berkala(root) == 0
    assert "nothing to correct" in capsys.readouterr().out
    # And once more on the same day, about another value: with a name of its own, behind the first.
    write(root, DATA, "2019-02,type-2,", "2019-02,type-2,1")
    assert berkala(root, *WHAT) == 0
    assert [each["correction"] for each in register(root)["corrections"]] == [
        "emergency-care-2019-06-03-2",
        "emergency-care-2019-06-03",
    ]


def test_in_indonesian(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert berkala(root, "--language", "id") == 3
    said = capsys.readouterr()
    assert "1 nilai yang sudah terbit kini berbeda di data" in said.out
    assert "Belum ada yang menyebut apa yang keliru" in said.err


def test_only_what_is_meant(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, DATA, "2018-05,other,", "2018-05,other,9")
    assert berkala(root) == 3
    assert "2 public values are others" in capsys.readouterr().out
    assert berkala(root, *WHAT, "--only", "period=2019-01", "column=attendances") == 0
    (one,) = register(root)["corrections"]
    assert [cell["key"]["period"] for cell in one["cells"]] == ["2019-01"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--what", "en=Wrong.", "--by", "Me"), 2, "there is no text in: id"),
        (("--only", "period"), 2, "COLUMN=VALUE"),
        ((*WHAT, "--name", "Not a name"), 1, "correction"),
    ],
)
def test_wrong_use_leaves_everything_as_it_was(
    root: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, said: str
) -> None:
    stood = tree(root / "site")
    assert berkala(root, *words) == code
    assert said in capsys.readouterr().err
    assert not (root / FILE).exists()
    assert tree(root / "site") == stood


def test_a_dataset_that_there_is_not(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["correct", "emergency-car", "-C", str(root), "--as-of", NOW]) == 2
    assert "Perhaps emergency-care was meant" in capsys.readouterr().err


def test_data_that_cannot_be_read_are_told_first(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, DATA, RIGHT, RIGHT.replace("1344354", "13443x4"))
    assert berkala(root, *WHAT) == 1
    assert "13443x4" in capsys.readouterr().err
    assert not (root / FILE).exists()


def test_where_approvals_are_asked_for_the_correction_waits_for_them(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, "mkdocs.yml", "      time_zone:", "      approval: {people: [Rina Hapsari]}\n      time_zone:")
    stood = tree(root / "site")
    assert berkala(root, *WHAT) == 3
    assert "emergency-care@2019-01" in capsys.readouterr().err
    assert (root / FILE).exists(), "what was written stays: any later run publishes it, once it is approved"
    assert tree(root / "site") == stood
    approve = ["approve", "-C", str(root), "--as-of", NOW, "--by", "Rina Hapsari", "--read", "en", "id", "posts"]
    assert main(approve) == 0
    assert main(["publish", "-C", str(root), "--as-of", NOW]) == 0
    assert len(register(root)["corrections"]) == 1


def test_the_posts_that_said_it_are_drafted_anew(root: Path) -> None:
    """The newest edition has posts; where a number in them was wrong, a reply is drafted and kept in the ledger."""
    write(root, DATA, RIGHT, WRONG)
    write(root, DATA, "2019-03,type-1,1373060,", "2019-03,type-1,1573060,")
    # What stands in public of March is wrong by now: the posts of March say it.
    assert berkala(root, *WHAT) == 0
    drafts = Ledger(root / ".berkala/ledger.sqlite3").events("drafted")
    assert drafts
    for draft in drafts:
        assert draft.details["said"] != draft.details["instead"]
        home = "id/" if draft.details["language"] == "id" else ""
        assert f"https://berkala.example/{home}corrections/emergency-care-2019-06-03/" in str(draft.details["reply"])
    stored = json.loads((root / "site/emergency-care/2019-03/share/posts.json").read_bytes())["posts"]
    assert {str(draft.details["instead"]) for draft in drafts} <= {post["text"] for post in stored}


@pytest.mark.parametrize("file", ["correcting.md", "correcting.id.md"])
def test_what_the_page_shows_can_be_typed(file: str) -> None:
    text = (REPOSITORY / "reports" / file).read_text(encoding="utf-8").replace("\\\n", "")
    typed = [shlex.split(line)[1:] for line in re.findall(r"(?:<code>|\n)(berkala (?:correct|withdraw) [^\n<]*)", text)]
    parsed = [parser_of_commands().parse_args(words) for words in typed]
    assert [one.command for one in parsed] == ["correct", "correct", "withdraw"]
    assert {one.by for one in parsed[1:]} == {"Sari Contoh"}
    assert [len(getattr(one, "what", None) or one.why) for one in parsed[1:]] == [2, 2]
