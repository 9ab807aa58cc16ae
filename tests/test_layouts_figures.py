"""Reading by a layout: the cells with figures, the marks in them, and how numbers are written."""

from __future__ import annotations

import io
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.tidy.layouts.marks import Marks, TwoMarks
from berkala.tidy.layouts.units import without_unit
from laid_out import csv_of, errors, figures, read, told, where, xlsx_of
from little_tables import both, dimension, measure
from newly import words_in_both

COLUMNS = {"Place": "place", "{period}": "visits"}
NORTH = (dimension("place", "north"), measure("visits"))
RATE = (dimension("place", "north"), measure("visits", type="number", decimals=2))


def one(cell: str, marks: dict[str, Any], *fields: dict[str, Any], **changes: Any) -> Any:
    tables = read(
        f"Place;2020-01;2020-02\nnorth;{cell};7\n",
        {"columns": COLUMNS, "marks": marks},
        *(fields or NORTH),
        **with_semicolon(changes),
    )
    return figures(tables)["2020-01 north"]


def with_semicolon(changes: dict[str, Any]) -> dict[str, Any]:
    dialect = {"delimiter": ";", **changes.pop("dialect", {})}
    return {**changes, "resource": {"dialect": dialect}}


def refused(cell: str, marks: dict[str, Any], *fields: dict[str, Any], **changes: Any) -> Any:
    tables = read(
        f"Place;2020-01;2020-02\nnorth;{cell};7\n",
        {"columns": COLUMNS, "marks": marks},
        *(fields or NORTH),
        **with_semicolon(changes),
    )
    (problem,) = errors(tables)
    assert (problem.row, problem.column) == (2, "visits (B)")
    return problem


@pytest.mark.parametrize(
    ("cell", "marks", "read_as"),
    [
        ("-", {"-": "x"}, "x"),
        ("...", {"...": "x", "-": "z"}, "x"),
        ("–", {"–": 0}, 0),
        ("-", {"-": 0, "*": "p"}, 0),
        ("[c]", {"[c]": "c"}, "c"),
        ("", {"(empty)": "z"}, "z"),
        ("", {"(empty)": 0}, 0),
        ("12*", {"*": "p"}, (12, "p")),
        ("12 *", {"*": "p"}, (12, "p")),
        ("12 [r]", {"[r]": "r"}, (12, "r")),
        ("12%", {"%": None}, 12),
        ("12 [note 1]", {"[note 1]": None}, 12),
        ("12 [note 1] [r]", {"[note 1]": None, "[r]": "r"}, (12, "r")),
        ("12[r][note 1]", {"[note 1]": None, "[r]": "r"}, (12, "r")),
        ("12 [e][e]", {"[e]": "e"}, (12, "e")),
        ("- [note 1]", {"-": "x", "[note 1]": None}, "x"),
        ("12 [r][e]", {"[r]": "r", "[e]": "e", "[r][e]": "e"}, (12, "e")),
        ("12**", {"*": "p", "**": "r"}, (12, "r")),
        ("low", {"low": "low"}, "low"),
    ],
)
def test_marks_stand_in_place_of_a_figure_or_after_one(cell: str, marks: dict[str, Any], read_as: Any) -> None:
    assert one(cell, marks) == read_as


@pytest.mark.parametrize(
    ("cell", "marks", "code"),
    [
        ("5-", {"-": "x"}, "tidy.not-a-number"),
        ("5...", {"...": "x"}, "tidy.not-a-number"),
        ("5 p", {"p": "p"}, "tidy.unit-text"),
        ("*", {"-": "x"}, "tidy.looks-missing"),
        ("-", {}, "tidy.looks-missing"),
        ("", {"-": "x"}, "tidy.empty"),
        ("12*", {}, "tidy.not-a-number"),
        ("*", {"*": "p"}, "tidy.empty-with-status"),
        ("12 [c]", {"[c]": "c"}, "tidy.value-with-status"),
        ("", {"(empty)": None}, "tidy.empty"),
    ],
)
def test_what_is_no_declared_mark_is_told(cell: str, marks: dict[str, Any], code: str) -> None:
    assert refused(cell, marks).code == code


def test_two_marks_of_two_meanings_are_told_until_the_pair_is_declared() -> None:
    tables = read("Place,2020-01\nnorth,12 [r][e]\n", {"columns": COLUMNS, "marks": {"[r]": "r", "[e]": "e"}}, *NORTH)
    problem = told(tables, "tidy.layout-two-marks")
    assert where(problem) == (None, 2, "B", "12 [r][e]")
    assert tables.by_dataset == {}


def test_a_mark_in_the_name_of_a_column_holds_for_its_figures_but_one_beside_a_figure_comes_first() -> None:
    content = "Place,2020-01 [p],2020-02\nnorth,1,2\nsouth,3 [r],4\n"
    tables = read(content, {"columns": COLUMNS, "marks": {"[p]": "p", "[r]": "r"}})
    assert figures(tables) == {
        "2020-01 north": (1, "p"),
        "2020-01 south": (3, "r"),
        "2020-02 north": 2,
        "2020-02 south": 4,
    }


def test_a_mark_in_a_header_of_a_missing_figure_does_not_hide_why_it_is_missing() -> None:
    content = "Place,2020-01 [p]\nnorth,1\nsouth,-\n"
    tables = read(content, {"columns": COLUMNS, "marks": {"[p]": "p", "-": "x"}})
    assert figures(tables) == {"2020-01 north": (1, "p"), "2020-01 south": "x"}


def test_a_mark_may_be_a_part_of_the_name_of_a_column() -> None:
    columns = {"Place": "place", "Visits [p]": "visits"}
    layout = {"columns": columns, "marks": {"[p]": "p"}, "fixed": {"month": "2020-01"}}
    assert figures(read("Place,Visits [p]\nnorth,1\n", layout, *NORTH)) == {"2020-01 north": 1}


@pytest.mark.parametrize(
    ("cell", "dialect", "value"),
    [
        ("1.234,5", {"decimal": ",", "thousands": "."}, 1234.5),
        ("-1.234.567,25", {"decimal": ",", "thousands": "."}, -1234567.25),
        ("1\u00a0280,6", {"decimal": ",", "thousands": " "}, 1280.6),
        ("1\u202f280,6", {"decimal": ",", "thousands": " "}, 1280.6),
        ("1 280", {"decimal": ",", "thousands": " "}, 1280.0),
        ("1,234.5", {"thousands": ","}, 1234.5),
        ("1234.5", {}, 1234.5),
        ("−3", {}, -3.0),
        ("1.234,5*", {"decimal": ",", "thousands": "."}, (1234.5, "p")),
    ],
)
def test_numbers_are_read_in_the_style_that_is_declared(cell: str, dialect: dict[str, str], value: Any) -> None:
    assert one(cell, {"*": "p"}, *RATE, dialect=dialect) == value


@pytest.mark.parametrize(
    ("cell", "dialect", "code"),
    [
        ("1,234.5", {"decimal": ",", "thousands": "."}, "tidy.thousands"),
        ("1.234,5", {}, "tidy.thousands"),
        ("1\u00a0280", {}, "tidy.thousands-blank"),
        ("1,5", {}, "tidy.decimal-mark"),
        ("12.34.56", {"decimal": ",", "thousands": "."}, "tidy.not-a-number"),
    ],
)
def test_a_number_in_another_style_is_told(cell: str, dialect: dict[str, str], code: str) -> None:
    assert refused(cell, {}, *RATE, dialect=dialect).code == code


def test_a_workbooks_numbers_are_read_in_any_style() -> None:
    rows = [["Place", "2020-01", "2020-02"], ["north", 1234.5, 1e6]]
    tables = read(xlsx_of(rows), {"columns": COLUMNS}, *RATE, resource={"dialect": {"decimal": ",", "thousands": "."}})
    assert figures(tables) == {"2020-01 north": 1234.5, "2020-02 north": 1000000.0}


def test_small_and_large_numbers_of_a_workbook_keep_their_digits() -> None:
    rows = [["Place", "2020-01", "2020-02"], ["north", 1.25e-7, 123456789012.25]]
    tables = read(xlsx_of(rows), {"columns": COLUMNS}, *RATE)
    assert figures(tables) == {"2020-01 north": 1.25e-7, "2020-02 north": 123456789012.25}


def test_a_truth_is_no_figure() -> None:
    rows = [["Place", "2020-01"], ["north", True]]
    (problem,) = errors(read(xlsx_of(rows), {"columns": COLUMNS}, *NORTH))
    assert (problem.value, problem.row) == ("TRUE", 2)


@pytest.mark.parametrize("rows", [1, 2])
def test_a_formula_whose_value_was_never_saved_is_told_also_at_the_end(rows: int) -> None:
    """Openpyxl saves no values: the row has a name and, to a reader of values, no figure."""
    content = xlsx_of([["Place", "2020-01"], ["north", 1], ["south", "=B2*2"], ["north", 5]][: rows + 2])
    found = read(content, {"columns": COLUMNS})
    problem = told(found, "tidy.formula")
    assert where(problem) == ("Data", 3, "visits (B)", "=B2*2")


def test_a_formula_with_its_value_is_a_figure() -> None:
    content = xlsx_of([["Place", "2020-01"], ["north", "=1+1"]])
    files = {}
    with ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert b"<v></v>" in files[sheet] or b"<v />" in files[sheet] or b"<v/>" in files[sheet]
    for empty in (b"<v></v>", b"<v />", b"<v/>"):
        files[sheet] = files[sheet].replace(empty, b"<v>2</v>")
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, part in files.items():
            archive.writestr(name, part)
    assert figures(read(stream.getvalue(), {"columns": COLUMNS}, *NORTH)) == {"2020-01 north": 2}


def test_a_row_whose_figures_are_all_missing_is_no_heading_where_its_names_are_complete() -> None:
    layout = {"columns": {"Month": "month", "Place": "place", "Visits": "visits"}, "marks": {"(empty)": "x"}}
    assert figures(read(csv_of("Month,Place,Visits", "2020-01,north,1", "2020-01,south,"), layout)) == {
        "2020-01 north": 1,
        "2020-01 south": "x",
    }


def test_a_column_of_statuses_says_what_each_figure_is() -> None:
    status = {"name": "quality", "type": "string", "role": "status", "of": "visits", "title": both("q")}
    layout = {"columns": {"Place": "place", "2020-01": "visits", "Note": "quality"}, "fixed": {"month": "2020-01"}}
    tables = read(
        "Place,2020-01,Note\nnorth,1,p\nsouth,,x\n",
        layout,
        dimension("place", "north", "south"),
        measure("visits"),
        status,
    )
    assert figures(tables) == {"2020-01 north": (1, "p"), "2020-01 south": "x"}


def beside(cell: str, unit: str = "Rp", marks: dict[str, Any] | None = None) -> Any:
    """What is read of a cell of a column with a unit: a figure, or the code of what is wrong."""
    layout = {"columns": {"Place": "place", "{period}": {"gives": "visits", "unit": unit}}, "marks": marks or {}}
    tables = read(f"Place;2020-01\nnorth;{cell}\n", layout, *NORTH, resource={"dialect": {"delimiter": ";"}})
    wrong = [problem.code for problem in errors(tables)]
    return wrong or figures(tables)["2020-01 north"]


@pytest.mark.parametrize(
    ("cell", "unit", "read_as"),
    [
        ("Rp 12", "Rp", 12),
        ("Rp12", "Rp", 12),
        ("Rp. 12", "Rp", 12),
        ("rp 12", "Rp.", 12),
        ("12", "Rp", 12),
        ("US$12", "US$", 12),
        ("12 ton", "ton", 12),
        ("12 Ton *", "ton", (12, "p")),
        ("Rp 12 *", "Rp", (12, "p")),
        ("Rp -12", "Rp", -12),
        ("Rp. 12,-", "Rp", 12),
        ("Rp 12,-- *", "Rp", (12, "p")),
        ("12,-", "Rp.", 12),
        ("Rp -", "Rp", "x"),
        ("-", "Rp", "x"),
    ],
)
def test_a_figure_may_have_its_unit_beside_it(cell: str, unit: str, read_as: Any) -> None:
    assert beside(cell, unit, {"*": "p", "-": "x"}) == read_as


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("USD 12", "tidy.unit-text"),
        ("Rp 12 USD", "tidy.unit-text"),
        ("Rp -", "tidy.looks-missing"),
        ("Rp 12 juta", "tidy.scale-text"),
        ("Rp 1.2 Miliar", "tidy.scale-text"),
        ("12 rb", "tidy.scale-text"),
        ("Rp Rp 12", "tidy.not-a-number"),
        ("Rp", "tidy.not-a-number"),
        ("12 Rpx", "tidy.unit-text"),
    ],
)
def test_another_unit_or_none_that_is_known_is_told(cell: str, code: str) -> None:
    assert beside(cell) == [code]


@pytest.mark.parametrize("cell", ["Rp 1,2 juta", "Rp 12 USD", "Rp (12)", "12x Rp"])
def test_a_figure_that_is_none_is_told_as_it_stands_in_its_cell(cell: str) -> None:
    layout = {"columns": {"Place": "place", "{period}": {"gives": "visits", "unit": "Rp"}}}
    tables = read(f"Place;2020-01\nnorth;{cell}\n", layout, *NORTH, resource={"dialect": {"delimiter": ";"}})
    assert [one.value for one in errors(tables)] == [cell]


def test_an_amount_in_millions_is_to_be_written_out() -> None:
    words_in_both("tidy.scale-text")
    assert beside("Rp 1.2 juta", marks={"*": "p"}) == ["tidy.scale-text"]


def test_only_money_is_written_without_its_decimals() -> None:
    assert beside("12,- ton", "ton") == ["tidy.unit-text"]


def test_a_unit_belongs_to_its_own_column() -> None:
    columns = {"Place": "place", "Rice": {"gives": "visits", "unit": "ton"}, "Sugar": {"gives": "beds", "unit": "kg"}}
    fixed = {"columns": columns, "fixed": {"period": "2020-01"}}
    fields = (dimension("place", "north"), measure("visits"), measure("beds"))
    right = read("Place,Rice,Sugar\nnorth,5 ton,7 kg\n", fixed, *fields)
    assert (figures(right), figures(right, "beds")) == ({"2020-01 north": 5}, {"2020-01 north": 7})
    wrong = errors(read("Place,Rice,Sugar\nnorth,500 kg,7 ton\n", fixed, *fields))
    assert [(one.code, one.column) for one in wrong] == [
        ("tidy.unit-text", "visits (B)"), ("tidy.unit-text", "beds (C)"),
    ]  # fmt: skip


UNITS = st.sampled_from(["Rp", "Rp.", "$", "US$", "ton", "orang"])


@given(UNITS, st.integers(-(10**9), 10**9), st.sampled_from(["", " "]))
def test_a_unit_beside_a_number_never_changes_the_number(unit: str, number: int, blank: str) -> None:
    assert without_unit(f"{unit}{blank}{number}", unit) == str(number)
    assert without_unit(f"{number}{blank}{unit}", unit) == str(number)
    assert without_unit(str(number), unit) == str(number)


LETTERS = st.sampled_from(["c", "x", "z", "p", "e", "r", "b", "u", "low", None])
BRACKETED = st.from_regex(r"\[[a-z]{1,3}\]", fullmatch=True)


@given(st.dictionaries(BRACKETED, LETTERS, max_size=4), st.integers(0, 10**9), st.data())
def test_marks_after_a_number_never_change_the_number(marks: dict[str, Any], number: int, data: st.DataObject) -> None:
    after = data.draw(st.lists(st.sampled_from(sorted(marks)), max_size=3)) if marks else []
    said = {marks[mark] for mark in after} - {None}
    if len(said) > 1:
        with pytest.raises(TwoMarks):
            Marks(marks).split(f"{number}{''.join(after)}")
    else:
        assert Marks(marks).split(f"{number}{' '.join(after)}") == (str(number), next(iter(said), ""))
