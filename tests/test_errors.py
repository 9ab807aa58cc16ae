"""Failures: every code has a message and a remedy in every language, and a problem tells its place."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

import berkala
from berkala.errors import NeedsPerson, Problem, SourceProblems, TryAgain, WrongUse, catalogue, nearest
from berkala.words import language, staff_languages

SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted(Path(berkala.__file__).parent.rglob("*.py"))}
LANGUAGES = staff_languages()
PARTS = {"message", "remedy", "message_without_nearest", "remedy_without_nearest"}


def codes_made() -> set[str]:
    return {code for text in SOURCES.values() for code in re.findall(r'\bProblem\(\s*"([^"{]+)"', text)}


def codes_named() -> set[str]:
    """Every text in the source that has the form of a code and a room that has failures."""
    rooms = "|".join(sorted({code.split(".")[0] for code in catalogue("en")}))
    return {code for text in SOURCES.values() for code in re.findall(rf'"((?:{rooms})\.[a-z][a-z0-9-]*)"', text)}


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_code_has_words_in_every_language(code: str) -> None:
    assert len(codes_made()) > 30
    assert codes_made() - catalogue(code).keys() == set()
    words = catalogue(code).keys() | language(code).messages.keys() | {"ledger.sqlite3"}
    assert codes_named() - words == set()


def test_every_language_tells_the_same_failures() -> None:
    for code in LANGUAGES:
        assert catalogue(code).keys() == catalogue("en").keys()


def test_no_words_are_left_of_failures_that_cannot_happen() -> None:
    """A code stands in the source whole, or begins there (``f"tidy.is-{kind}"``), or by its name alone."""
    said = "\n".join(SOURCES.values())

    def made(code: str) -> bool:
        room, name = code.split(".", 1)
        begun = [f"{room}.{name[: place + 1]}{{" for place, letter in enumerate(name) if letter == "-"]
        return any(text in said for text in (f'"{code}"', f'"{name}"', *begun))

    assert {code for code in catalogue("en") if not made(code)} == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_message_and_remedy_are_whole_sentences(code: str) -> None:
    for name, entry in catalogue(code).items():
        assert {"message", "remedy"} <= set(entry) <= PARTS, name
        for part, text in entry.items():
            assert text == text.strip(), (name, part)
            assert text, (name, part)
            assert text[-1] in ".?:)}", (name, part)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_fills_the_same_gaps(code: str) -> None:
    differing = {
        (name, part)
        for name, entry in catalogue("en").items()
        for part in PARTS
        if slots(entry.get(part, "")) != slots(catalogue(code)[name].get(part, ""))
    }
    assert differing == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_sentence_that_names_the_nearest_has_another_for_when_none_is_near(code: str) -> None:
    """Or is said only when one is near: then its code ends so."""
    lonely = {
        (name, part)
        for name, entry in catalogue(code).items()
        for part in ("message", "remedy")
        if "nearest" in slots(entry[part]) and f"{part}_without_nearest" not in entry and not name.endswith("-near")
    }
    assert lonely == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_can_be_said(code: str) -> None:
    for name, entry in catalogue(code).items():
        facts = {slot: "xyz" for text in entry.values() for slot in slots(text)}
        problem = Problem(name, facts)
        for said in (problem.message(code), problem.remedy(code)):
            assert said, name
            assert "{xyz" not in said, name


def test_a_gap_without_a_fact_is_empty_and_hides_nothing() -> None:
    problem = Problem("plan.choice", {"key": "frequency", "nearest": "", "known": "month, year"})
    assert problem.message() == "“frequency” cannot be “”."
    assert problem.remedy() == "Choose one of: month, year."
    assert Problem("plan.choice", {"nearest": "month", "known": "month"}).remedy().startswith("Did you mean “month”?")


def test_a_code_without_words_is_still_told() -> None:
    assert Problem("plan.no-such-code", {"a": 1}).message("id") == "plan.no-such-code {'a': 1}"


def test_a_problem_says_where() -> None:
    assert Problem("x", file="a.yml", line=3).where() == "a.yml, line 3"
    assert Problem("x", file="a.xlsx", sheet="S", row=3, column="c").where() == "a.xlsx, sheet S, row 3, column c"
    assert Problem("x").at(file="a.csv").where() == "a.csv"
    assert Problem("x").where() == ""
    assert Problem("plan.value", {"key": "k"}, file="a.yml", line=3, value="v").as_json() == {
        "code": "plan.value",
        "severity": "error",
        "file": "a.yml",
        "sheet": None,
        "row": 3,
        "column": None,
        "value": "v",
        "message": "“v” cannot be used for “k”.",
        "remedy": "Write a value as in the example in this repository.",
    }


def test_a_problem_says_where_in_each_language() -> None:
    cell = Problem("x", file="a.xlsx", sheet="S", row=3, column="c")
    assert cell.where("en") == cell.where()
    assert cell.where("id") == "a.xlsx, lembar S, baris 3, kolom c"
    assert Problem("x", file="a.yml", line=3).where("id") == "a.yml, baris 3"
    assert cell.where("zz") == cell.where("en")


def test_each_kind_of_failure_has_its_exit_code() -> None:
    problem = Problem("plan.value", {"key": "k"})
    kinds = (SourceProblems, TryAgain, WrongUse, NeedsPerson)
    assert [kind(problem).exit_code for kind in kinds] == [1, 1, 2, 3]
    assert SourceProblems([problem, problem]).problems == (problem, problem)


def test_the_nearest_name() -> None:
    assert nearest("departement", ["period", "department"]) == "department"
    assert nearest("zzz", ["period", "department"]) == ""


@pytest.mark.parametrize(("language", "said"), [("en", "1,234.5"), ("id", "1.234,5"), ("xx", "1,234.5")])
def test_a_number_that_was_worked_out_is_written_as_the_language_does(language: str, said: str) -> None:
    facts = {"times": Decimal("1234.5"), "low": "1234.5", "count": 1234}
    text = Problem("check.unusual-spike-larger", facts).message(language)
    assert said in text
    assert "1234.5" in text, "a value of the data stays as it stands there"


@pytest.mark.parametrize("number", ["NaN", "Infinity"])
def test_a_number_that_is_none_hides_nothing(number: str) -> None:
    assert number in Problem("check.unusual-spike-larger", {"times": Decimal(number)}).message("id")
