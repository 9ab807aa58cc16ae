"""What the tests of `plan` share: a publication to spoil, one mistake in it, and how its problem must read."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from berkala.errors import Problem
from berkala.plan.reading import read_publication
from publications import REPOSITORY

SETTINGS, REPORT, STORY = "mkdocs.yml", "reports/emergency-care.md", "reports/emergency-care.id.md"
CARE, STANDARD = "datasets/emergency-care/dataset.yml", "datasets/four-hour-standard/dataset.yml"


def copy_care(to: Path) -> Path:
    """The settings of this repository with one of its reports and the datasets of that one."""
    for file in (SETTINGS, REPORT, STORY, CARE, STANDARD):
        (to / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(REPOSITORY / file, to / file)
    for file in (CARE, STANDARD):
        table = f"{Path(file).parent}/{Path(file).parent.name}.csv"
        shutil.copy2(REPOSITORY / table, to / table)
    return to


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


def assert_told(root: Path, case: Case) -> None:
    """The mistake of a case is told once, at its place, with the nearest right name."""
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


def add(root: Path, file: str, text: str) -> None:
    """Write a new file into a publication."""
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text, encoding="utf-8")


def case_name(case: Case) -> str:
    return f"{case.code}:{case.new.strip()[:20]!r}"


#: Braces that a sentence shows on purpose, as an example of what to write.
_SHOWN = ("{en: text, id: teks}", "{period: …}")


def assert_reads_well(problem: Problem) -> None:
    for language in ("en", "id"):
        for said in (problem.message(language), problem.remedy(language)):
            assert said, problem.code
            bare = said
            for example in _SHOWN:
                bare = bare.replace(example, "")
            assert not set("{}").intersection(bare), said
            for gap in ("''", "  ", "None", " ,", " .", ": .", "( ", "()", "Input should", "pydantic"):
                assert gap not in said, (problem.code, gap, said)
            begins = said[0].isupper() or said[0] in "“0123456789`"
            assert begins or said.startswith(("reports/", "mkdocs.yml", "datasets/")), said
            assert said.endswith((".", "?")), said
