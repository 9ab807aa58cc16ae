"""One command carries a correction through a real collection, and the old value is nowhere presented as current.

Runs where BERKALA_SHARED names the folder with the shared data. The suite takes some indicators of the British
collection, among them those with the oddest names; `scripts/soak` takes all of it.
"""

from __future__ import annotations

import os
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from berkala import pipeline
from berkala.check.unusual.asking import questions
from berkala.cli import main
from berkala.imports.command import Import, import_open_sdg
from berkala.plan import Request
from berkala.words import language
from corrected_office import register, write
from embargoed import Embargo
from test_corrections import FOREIGN, PACKED, TOLD

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
WHOLE = "BERKALA_WHOLE" in os.environ
SOME = ("2-5-1", "2-2-1", "4-4-1", "10-2-1", "15-a-1", "15-b-1", "2-c-1", "17-4-1")
DATA = "datasets/2-5-1/2-5-1.csv"
RIGHT, WRONG = "153138.5148274343", "156138.7148274343"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.shared,
    pytest.mark.skipif("BERKALA_SHARED" not in os.environ, reason="BERKALA_SHARED names no folder"),
]


@pytest.fixture(name="root", scope="module")
def fixture_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The collection, published with a wrong value that was put right in the data since."""
    root = tmp_path_factory.mktemp("collection") / "office"
    source = Path(os.environ["BERKALA_SHARED"]) / "data" / "opensdg-uk"
    import_open_sdg(Import(source, root, AT), language("en"))
    if not WHOLE:
        keep(root, SOME)
    write(root, DATA, RIGHT, WRONG)
    now = AT + timedelta(hours=1)
    answer(root, now)
    pipeline.run(Request(root, now, jobs=2))
    write(root, DATA, WRONG, RIGHT)
    return root


def keep(root: Path, names: tuple[str, ...]) -> None:
    """Leave these indicators, and those without data."""
    for folder in (root / "datasets").iterdir():
        if folder.name not in names:
            shutil.rmtree(folder)
            (root / f"reports/{folder.name}.md").unlink()


def answer(root: Path, now: datetime) -> None:
    """Answer what the values ask, as a person does once before the first release."""
    tables = pipeline.run(Request(root, now, "check"), last=pipeline.protect)
    for problem in questions(tables.plan, tables.by_dataset):
        told = str(problem.facts["answer"]).replace("…", "It is the office's own figure.")
        file = root / Path(str(problem.file)).parent / "answers.yml"
        with file.open("a", encoding="utf-8") as out:
            out.write(f"{'' if out.tell() else 'answers:'}\n{told}")


def test_one_command_carries_a_correction_through_it(root: Path) -> None:
    old = Embargo((WRONG,))
    assert told_by(root, old), "the search has to find what it looks for"
    now = (AT + timedelta(hours=2)).isoformat()
    assert main(["correct", "2-5-1", "-C", str(root), "--as-of", now, "--what", "A digit.", "--by", "A desk"]) == 0
    found = told_by(root, old)
    assert not [path for path in found if not TOLD.match(path)]
    assert any("/superseded/" in path for path in found)
    (one,) = register(root)["corrections"]
    assert [edition["edition"] for edition in one["editions"]] == ["2-5-1@2018"]


def told_by(root: Path, old: Embargo) -> list[str]:
    """The public files that say the old value. Those that do not hold its first digits are not opened any further."""
    begins = re.compile(rb"15.?6.?1.?3")
    found = []
    for file in sorted((root / "site").rglob("*")):
        path = file.relative_to(root / "site").as_posix()
        if file.is_file() and path not in FOREIGN:
            content = file.read_bytes()
            if path.endswith(PACKED) or begins.search(content):
                leaks = [leak.partition(": ")[0] for leak in old.leaks(path, content)]
                found += [path] if any("!" in where or not path.endswith(PACKED) for where in leaks) else []
    return found
