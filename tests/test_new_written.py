"""What `berkala new` writes reads back to the same, whatever texts stand in the file."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from berkala.describe.asking import Ask, Noted, meanwhile, questions, written
from berkala.errors import WrongUse
from berkala.plan.documents import read_yaml
from laid_out import xlsx_of
from newly import UNIT, answered, descriptor, fields, new, open_in, read

ODD = [
    *("08", "1e5", "1_000", "0x1F", "1.", ".5", "+1", "-0", "1:30", "12:30:45", "2020-01-01", "=", "<<", "---", "..."),
    *(
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "true",
        "False",
        "null",
        "~",
        "None",
        "NaN",
        ".inf",
        "? what",
        "?",
        "! a",
        "!!str",
    ),
    *(
        "a: b",
        "a #b",
        "#b",
        "- a",
        "-",
        "[a",
        "a]",
        "{a",
        "a}",
        "a,b",
        "'",
        '"',
        "it's",
        '"a"',
        "\\n",
        "%",
        "@a",
        "`a`",
        "&a",
    ),
    *(
        "*a",
        "|",
        ">",
        "a\u00a0b",
        "😀",
        "Чүй",
        "é",
        "\u2028",
        "\u0085",
        "a\tb",
        "ـ",
        "a" * 300,
        "word " * 60,
        "{year}",
        "{a} b",
    ),
]
TEXTS = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30),
    st.text(st.sampled_from(list("? :#-'\"[]{},&*!|>%@`~\\0.eE=")), min_size=1, max_size=8),
)
VALUES = st.recursive(
    st.one_of(TEXTS, st.none(), st.booleans(), st.integers(-(10**6), 10**6), st.just("")),
    lambda inside: st.one_of(st.lists(inside, max_size=4), st.dictionaries(TEXTS, inside, max_size=4)),
    max_leaves=12,
)


def back(text: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "dataset.yml"
        file.write_bytes(text.encode())
        document = read_yaml(file, Path(folder))
    assert not document.problems, (text, [problem.message() for problem in document.problems])
    return document.data


def plain(value: Any) -> Any:
    match value:
        case Noted():
            return plain(value.value)
        case Ask():
            return f"? {value.question}"
        case dict():
            return {key: plain(one) for key, one in value.items()}
        case list():
            return [plain(one) for one in value]
    return value


def with_notes(value: Any, draw: Any) -> Any:
    """The same value, some of it under notes, some of it a question."""
    match value:
        case dict():
            value = {key: with_notes(one, draw) for key, one in value.items()}
        case list():
            value = [with_notes(one, draw) for one in value]
    if draw(st.integers(0, 5)) == 0:
        return Noted(value, draw(TEXTS))
    if draw(st.integers(0, 5)) == 0:
        return Ask(" ".join(draw(TEXTS).split()) or "what", value)
    return value


@pytest.mark.slow
@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=5))
@example({"a": {"b": ["08", "no", "? x"], "c": "a\nb"}})
def test_any_values_read_back_to_the_same(values: dict[str, Any]) -> None:
    assert back(written(values)) == values


@pytest.mark.slow
@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4), st.data())
def test_notes_and_questions_change_nothing_beside_them(values: dict[str, Any], data: st.DataObject) -> None:
    drafted = {key: with_notes(value, data.draw) for key, value in values.items()}
    assert back(written(drafted)) == plain(drafted)
    assert [one for one in questions(drafted) if one not in list(open_in(plain(drafted)))] == []


def test_each_question_has_an_answer_for_the_first_look() -> None:
    drafted = {"a": Noted([Ask("one", 1), {"b": Ask("two", None)}], "a note"), "c": Ask("three", Ask)}
    assert meanwhile(drafted) == {"a": [1, {"b": None}], "c": Ask}
    assert list(questions(drafted)) == ["one", "two", "three"]
    assert written({"a": Ask("What? “x”", 1)}) == "a: '? What? “x”'\n"


def test_a_note_stands_above_its_value_and_a_long_one_in_several_lines() -> None:
    text = written({"a": {"b": Noted(1, "word " * 60)}, "c": [Noted({"d": "x " * 80, "e": 1}, "one\ntwo")]})
    lines = text.splitlines()
    assert lines[0] == "a:"
    assert all(line.startswith("  # word") for line in lines[1:4])
    assert [line.strip() for line in lines if "one" in line or "two" in line] == ["# one", "# two"]
    assert max(len(line) for line in lines if "#" in line) <= 116


NAMES = TEXTS.map(lambda text: " ".join(text.split())).filter(lambda text: text and not text.isspace())


def tables(names: list[str], header: list[str], title: str) -> list[list[Any]]:
    rows = [[title]] if title else []
    return [*rows, header, *([name, 2020 + number % 2, number] for number, name in enumerate(names))]


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(NAMES, min_size=1, max_size=5, unique=True), NAMES, NAMES)
@example(["08", "1e5", "no"], "yes", "? What")
@example(["a", "b"], "{year}", "{a} b")
@example(["x", "-", "c"], "Place", "A title")
@example(["1", "2"], "Place", "A title")
@example(["2020", "2021"], "Place", "A title")
def test_any_names_of_rows_and_columns_lead_to_the_same_figures_or_to_a_question(
    names: list[str], column: str, title: str
) -> None:
    """Every figure is read under its own name, or something is asked or told: none is lost or put elsewhere."""
    header = [column, "Year", "Beds (people)"]
    if column in header[1:] or any(text.startswith("=") for text in (*names, column, title)):  # openpyxl's formulas
        return
    with tempfile.TemporaryDirectory() as folder:
        rows = tables(names, header, title if title not in header else "")
        try:
            made = new(Path(folder), xlsx_of(rows), "b.xlsx")
        except WrongUse:  # a column whose name is a number has none
            assert re.match(r"[\d.+-]", column) or not (Path(folder) / "datasets").exists()
            return
        said = list(open_in(descriptor(made)))
        if made.reading.problems or any(not one.startswith(KNOWN) for one in said):
            return
        table = read(made, UNIT)
        measures = table.spec.with_role("measure")
        if len(measures) > 1:  # names that are numbers, of which the unit is asked
            return
        (measure,) = measures
        labels = {
            category.value: category.label["en"]
            for one in table.spec.with_role("dimension")
            for category in one.categories
        }
        dimensions = [one.name for one in table.spec.with_role("dimension")]
        found = {
            (*(labels[row[name]] for name in dimensions), row["period"].code): int(row[measure.name])
            for _, row in table.frame.iterrows()
        }
        # A label cannot begin as an open question does.
        shown = [name.lstrip("? ") if name.startswith("? ") else name for name in names]
        wanted = {(name, str(2020 + number % 2)): number for number, name in enumerate(shown)}
        assert sorted(found.values()) == sorted(wanted.values())
        if len(dimensions) == 1 and fields(made)[dimensions[0]]["title"]["en"] != "Beds":
            assert found == wanted


KNOWN = ("What is the title", "What do the figures", "Which office", "Why can nobody", "In what unit")


@pytest.mark.parametrize("text", [text for text in ODD if " ".join(text.split()) == text and text != "2020-01-01"])
def test_odd_texts_are_names_of_rows_like_any_other(text: str, tmp_path: Path) -> None:
    rows = [
        ["Place", "Year", "Beds (people)"],
        ["North and more", 2020, 1],
        [text, 2020, 2],
        ["North and more", 2021, 3],
        [text, 2021, 4],
    ]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    labels = [one["label"]["en"] for one in fields(made)["place"]["categories"]]
    assert labels == ["North and more", text.removeprefix("? ")], "a name is no question of ours"
    assert sorted(read(made, UNIT).frame["beds"]) == [1, 2, 3, 4]


def test_the_written_file_is_also_what_any_other_reader_of_yaml_makes_of_it(tmp_path: Path) -> None:
    content = io.StringIO()
    csv.writer(content).writerows([["Place", "Year", "Beds"], ["no", 2020, 1], ["08", 2020, 2], ["null", 2021, 3]])
    made = new(tmp_path, content.getvalue())
    other = yaml.safe_load((made.folder / "dataset.yml").read_text(encoding="utf-8"))
    assert other == descriptor(made)
    assert answered({"a": "? x"}, {"x": 1}) == {"a": 1}
