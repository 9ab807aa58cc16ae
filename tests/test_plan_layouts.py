"""plan: a layout in a descriptor, and the questions that stand in one until they are answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from berkala.errors import Problem
from berkala.plan.layouts import gaps_of, part_of
from berkala.plan.reading import read_publication
from berkala.plan.specifications import Answer
from plan_cases import CARE, copy_care


def problems(root: Path, old: str, new: str) -> list[Problem]:
    """Those of the descriptor with one place of it written anew."""
    copy_care(root)
    text = (root / CARE).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (root / CARE).write_text(text.replace(old, new), encoding="utf-8")
    return [one for one in read_publication(root)[1] if one.file == CARE]


def test_an_open_question_is_told_with_its_line_and_nothing_else_is(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "frequency: month", 'frequency: "? Is it a month or a quarter?"')
    assert problem.code == "plan.unanswered"
    lines = (tmp_path / CARE).read_text(encoding="utf-8").split("\n")
    assert lines[int(problem.line or 0) - 1].startswith("frequency:")
    assert "Is it a month or a quarter?" in problem.message("en")
    assert "Is it a month or a quarter?" in problem.message("id")


def test_a_lone_question_mark_is_a_text_like_any_other(tmp_path: Path) -> None:
    found = problems(tmp_path, "frequency: month", 'frequency: "?"')
    assert [one.code for one in found] == ["plan.choice"]


@pytest.mark.parametrize("header", ["0", "[3, 5]", "[]", "[4, 3]"])
def test_the_rows_of_the_names_follow_each_other(header: str, tmp_path: Path) -> None:
    layout = f"format: csv\n  layout: {{header: {header}, columns: {{a: period}}}}"
    found = problems(tmp_path, "format: csv", layout)
    assert {one.code for one in found} == {"plan.layout-header"}


def test_a_column_that_may_lack_is_one_of_the_layout(tmp_path: Path) -> None:
    layout = "format: csv\n  layout: {columns: {a: period}, may_lack: [b]}"
    found = problems(tmp_path, "format: csv", layout)
    assert {one.code for one in found} == {"plan.layout-unknown"}
    assert "“b”" in found[0].message("en")


def test_a_text_with_gaps_says_what_stands_in_them() -> None:
    assert gaps_of("poverty {year}.csv").match("poverty 2022.csv") == {"{year}": "2022"}
    assert gaps_of("poverty {year}.csv").match("poverty 22.csv") is None
    assert gaps_of("{sex} {age}").match("men 15-19") == {"sex": "men", "age": "15-19"}
    assert gaps_of("a (b) [c].*").match("a (b) [c].*") == {}
    assert gaps_of("a.b").match("axb") is None
    assert (part_of("{year}"), part_of("{sex}"), part_of("year")) == ("year", None, None)


def test_a_name_stands_for_one_category_alone(tmp_path: Path) -> None:
    old = "value: type-1\n"
    found = problems(tmp_path, old, f"{old}            aliases: [type-2]\n")
    assert [one.code for one in found] == ["plan.category-name-shared"]
    assert "type-2" in found[0].message("id")


def answers(root: Path, text: str) -> tuple[tuple[Answer, ...], list[Problem]]:
    """What is read where the answers beside the descriptor are written so."""
    copy_care(root)
    (root / "datasets/emergency-care/answers.yml").write_text(text, encoding="utf-8")
    publication, found = read_publication(root)
    assert publication is not None
    return publication.datasets["emergency-care"].answers, list(found)


ABOUT = 'finding: check.unusual-slip-smaller, key: {period: 2019-03}, column: attendances, value: "4", date: 2026-01-20'
REASON = 'reason: {en: "Closed.", id: "Tutup."}'


@pytest.mark.parametrize(
    "said", [f'who: "…", {REASON}', 'who: "Sari", reason: {en: "…"}', 'who: "…", reason: {en: "…"}']
)
def test_dots_are_no_answer_and_once_is_enough_to_say_so(said: str, tmp_path: Path) -> None:
    _, found = answers(tmp_path, f"answers:\n  - {{{ABOUT}, {said}}}\n")
    assert [(one.code, one.line) for one in found] == [("plan.answer-blank", 2)]


def test_answers_may_be_a_list_alone(tmp_path: Path) -> None:
    """As whoever pastes the line that a question shows may leave it."""
    lines = "".join(f"- {{{ABOUT}, who: {who}, {REASON}}}\n" for who in ("Sari", "Budi"))
    (first, second), found = answers(tmp_path, f"# pasted\n{lines}")
    assert (first.who, second.who, found) == ("Sari", "Budi", [])
    _, found = answers(tmp_path, f"# pasted\n{lines}".replace("who: Budi", "whom: Budi"))
    assert [(one.code, one.line) for one in found] == [("plan.key-unknown", 3)]
    _, found = answers(tmp_path, "text\n")
    assert [one.code for one in found] == ["plan.not-a-mapping"]
    _, found = answers(tmp_path, "- text\n")
    assert [(one.file, one.line) for one in found] == [("datasets/emergency-care/answers.yml", 1)]


LAYOUT = "format: csv\n  layout: {{columns: {{a: period, B: {gives}}}}}"


@pytest.mark.parametrize(
    ("gives", "name"), [("visitz", "visitz"), ("{gives: anggaran, unit: Rp}", "anggaran"), ('"{sex}"', "{sex}")]
)
def test_what_a_column_gives_is_a_field_or_a_part_of_the_period(gives: str, name: str, tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "format: csv", LAYOUT.format(gives=gives))
    assert (found.code, found.facts["name"], found.facts["column"]) == ("plan.layout-no-field", name, "B")
    lines = (tmp_path / CARE).read_text(encoding="utf-8").split("\n")
    assert lines[int(found.line or 0) - 1].lstrip().startswith("layout:")
    assert all(f"“{name}”" in found.message(one) for one in ("en", "id"))
    assert all("~" in found.remedy(one) for one in ("en", "id"))


def test_what_stands_in_a_gap_is_a_field_or_a_part_of_the_period_too(tmp_path: Path) -> None:
    layout = "format: csv\n  layout: {{columns: {{a: department, '{form}': attendances}}}}"
    (found,) = problems(tmp_path, "format: csv", layout.format(form="{sex} {age}"))
    assert (found.code, found.facts["name"]) == ("plan.layout-no-field", "sex")
    assert problems(tmp_path / "right", "format: csv", layout.format(form="{month} {year}")) == []


def test_the_field_nearest_to_what_a_column_gives_is_told(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "format: csv", LAYOUT.format(gives="attendance"))
    assert found.facts["nearest"] == "attendances"


@pytest.mark.parametrize("gives", ["attendances", '"{year}"', "~"])
def test_a_field_a_part_of_the_period_or_nothing_may_be_given(gives: str, tmp_path: Path) -> None:
    assert problems(tmp_path, "format: csv", LAYOUT.format(gives=gives)) == []
