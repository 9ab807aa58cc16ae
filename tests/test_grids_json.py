"""JSON as a grid: strict, each number as it stands, one row for each record; what has two readings is refused."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.errors import SourceProblems
from berkala.tidy.grids import Grid, limits, read_workbook
from berkala.tidy.grids.json_reader import stated_float


def grid(text: str) -> Grid:
    found = read_workbook(text.encode(), "data.json")
    assert found.kind == "json"
    (only,) = found.sheets
    return only


def refused(text: str):
    with pytest.raises(SourceProblems) as caught:
        read_workbook(text.encode(), "data.json")
    (problem,) = caught.value.problems
    for language in ("en", "id"):
        assert "{" not in problem.message(language).replace(str(problem.value), "")
        assert problem.remedy(language)
    return problem


# -- shapes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        ([{"a": 1, "b": "x"}, {"a": 2, "b": "y"}], [["a", "b"], [1, "x"], [2, "y"]]),
        ([{"a": 1}, {"b": 2}, {"a": 3, "b": None}], [["a", "b"], [1], ["", 2], [3]]),
        ({"data": [{"a": 1}, {"a": 2}]}, [["a"], [1], [2]]),
        ({"result": {"rows": [{"a": 1}, {"a": 2}]}}, [["a"], [1], [2]]),
        ([{"chart": {"rows": [{"a": 1}, {"a": 2}]}}], [["a"], [1], [2]]),
        ({"ok": True, "data": [{"a": 1}, {"a": 2}]}, [["ok", "data.a"], [True, 1], [True, 2]]),
        ([{"x": {"y": {"z": 1}}, "w": 2}], [["x.y.z", "w"], [1, 2]]),
        ([{"n": "p", "s": [{"v": 1}, {"v": 2}]}], [["n", "s.v"], ["p", 1], ["p", 2]]),
        ([{"n": "p", "s": [{"d": [{"v": 1}, {"v": 2}]}]}], [["n", "s.d.v"], ["p", 1], ["p", 2]]),
        ([{"n": "p", "tags": ["a", "b"]}], [["n", "tags"], ["p", "a"], ["p", "b"]]),
        ({"year": [2010, 2011], "value": [1.5, 2]}, [["year", "value"], [2010, 1.5], [2011, 2]]),
        (
            [{"x": {"name": "B", "data": ["p", "q"]}, "series": [{"data": [1, 2]}]}],
            [["x.name", "x.data", "series.data"], ["B", "p", 1], ["B", "q", 2]],
        ),
        (
            [{"x": {"data": ["p", "q"]}, "series": [{"name": "s", "data": [1, 2]}, {"name": "t", "data": [3, 4]}]}],
            [["x.data", "series.name", "series.data"], ["p", "s", 1], ["q", "s", 2], ["p", "t", 3], ["q", "t", 4]],
        ),
        ([{"name": "p", "tahun": {"2010": 1, "2011": 2}}], [["name", "tahun.2010", "tahun.2011"], ["p", 1, 2]]),
        (
            [{"name": "p", "tahun": [{"2010": 1, "2011": 2}]}, {"name": "q", "tahun": [{"2010": 3, "2011": 4}]}],
            [["name", "tahun.2010", "tahun.2011"], ["p", 1, 2], ["q", 3, 4]],
        ),
        ({"2010": [{"a": 1}, {"a": 2}], "2011": [{"a": 3}]}, [["(key)", "a"], ["2010", 1], ["2010", 2], ["2011", 3]]),
        ({"2020-01": {"a": 1}, "2020-02": {"a": 2}}, [["(key)", "a"], ["2020-01", 1], ["2020-02", 2]]),
        (
            [{"n": "p", "d": {"2010": [{"a": 1}], "2011": [{"a": 2}]}}],
            [["n", "d.(key)", "d.a"], ["p", "2010", 1], ["p", "2011", 2]],
        ),
        ([["a", "b"], [1, 2.5], [None, True]], [["a", "b"], [1, 2.5], ["", True]]),
        ({"rows": [["a"], [1]]}, [["a"], [1]]),
        ([{"a": 1, "empty": []}], [["a", "empty"], [1]]),
        ([{"a": 1, "empty": {}}], [["a"], [1]]),
        ([{"a": "=1+1", "b": "<script>"}], [["a", "b"], ["=1+1", "<script>"]]),
    ],
)
def test_a_shape_becomes_its_rows(value, rows):
    assert grid(json.dumps(value)).rows == rows


@pytest.mark.parametrize(
    ("value", "code", "named"),
    [
        ([{"a": [{"v": 1}, {"v": 2}], "b": [{"w": 1}, {"w": 2}]}], "tidy.json-two-lists", "a, b"),
        ([{"x": ["p", "q"], "s": [{"v": 1}, {"v": 2}]}], "tidy.json-two-lists", "x, s"),
        ([{"x": ["p", "q", "r"], "s": [{"d": [1, 2]}, {"d": [3, 4]}]}], "tidy.json-two-lists", "x, s"),
        ([{"x": ["p", "q"], "y": [1, 2, 3]}], "tidy.json-lengths", "x (2), y (3)"),
        ([{"x": {"data": ["p", "q"]}, "series": [{"data": [1]}]}], "tidy.json-lengths", "x.data (2), series.data (1)"),
        ([{"z": 0, "a": [1, {"b": 2}]}], "tidy.json-lists", "a"),
        ([{"z": 0, "a": [[1, 2], [3]]}], "tidy.json-lists", "a"),
        ([[1, [2]]], "tidy.json-lists", "[1]"),
        ({"a.b": 1, "a": {"b": 2}}, "tidy.json-column-twice", "a.b"),
        ({"2010": [{"(key)": 1}]}, "tidy.json-column-twice", "(key)"),
        ([1, 2, 3], "tidy.json-no-records", None),
        ([], "tidy.json-no-records", None),
        ({}, "tidy.json-no-records", None),
        ([{"a": 1}, 2], "tidy.json-no-records", None),
    ],
)
def test_what_has_no_reading_or_two_is_refused(value, code, named):
    problem = refused(json.dumps(value))
    assert (problem.code, problem.value) == (code, named)


def test_rows_know_the_line_of_their_record():
    text = '{\n "rows": [\n  {"a": 1,\n   "s": [{"v": 1}, {"v": 2}]},\n\n  {"a": 2,\n "s": [{"v": "]}{"}]}\n ]\n}\n'
    assert grid(text).lines == (3, 3, 3, 6)
    assert grid('[{"2010": [\n{"a": 1},\n{"a": 2}], "2011":\n[{"a": 3}]}]').lines == (2, 2, 3, 4)
    problem = refused('[\n {"a": 1},\n {"x": [1, 2], "y": [1]}\n]')
    assert problem.row == 3


# -- numbers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("1472743026394", 1472743026394),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        ("-0", "-0"),
        ("1.5", 1.5),
        ("6.10", 6.1),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
        ("12345678.123456789012", "12345678.123456789012"),
        ("1e400", "1e400"),
        ("1e5", 100000.0),
        ("9" * 400, "9" * 400),
    ],
)
def test_a_number_gives_back_what_stands_there(text, value):
    found = grid(f'[{{"a": {text}}}]').rows[1][0]
    assert found == value
    assert type(found) is type(value)


@settings(deadline=None, max_examples=200)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_no_digit_is_lost(number):
    text = f"{number:f}"
    assert Decimal(str(stated_float(text))) == number


# -- faults ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "place", "shown"),
    [
        ('[\n  {"a": 1\n   "b": 2}\n]', "tidy.json-comma", (3, 4), '"b": 2}'),
        ('[\n {"a": 0012}\n]', "tidy.json-noughts", (2, 8), '{"a": 0012}'),
        ('[\n {"a": -007.5}\n]', "tidy.json-noughts", (2, 8), '{"a": -007.5}'),
        ('[\n {"a" 1}\n]', "tidy.json-colon", (2, 7), '{"a" 1}'),
        ('[\n {"a": 1,}\n]', "tidy.json-last-comma", (2, 9), '{"a": 1,}'),
        ('[\n {"a": 1},\n]', "tidy.json-last-comma", (2, 10), '{"a": 1},'),
        ("[\n {'a': 1}\n]", "tidy.json-key", (2, 3), "{'a': 1}"),
        ("{a: 1}", "tidy.json-key", (1, 2), "{a: 1}"),
        ('[\n {"a": }\n]', "tidy.json-value", (2, 8), '{"a": }'),
        ('[\n {"a": True}\n]', "tidy.json-value", (2, 8), '{"a": True}'),
        ('[{"a": "x}]', "tidy.json-string", (1, 8), '[{"a": "x}]'),
        ('[{"a": "x\n"}]', "tidy.json-control", (1, 10), '[{"a": "x'),
        ('[{"a": "\\x"}]', "tidy.json-escape", (1, 9), '[{"a": "\\x"}]'),
        ('[{"a": 1}]\n[]', "tidy.json-extra", (2, 1), "[]"),
        ('[{"a": 1},\n {"a": 2', "tidy.json-end", (2, 9), '{"a": 2'),
        ('{"a": 1,\n "b": 2,\n "a": 3}', "tidy.json-twice", (3, 2), '"a": 3}'),
        ('[{"x": {"k": 1, "\\u006b": 2}}]', "tidy.json-twice", (1, 17), '[{"x": {"k": 1, "\\u006b": 2}}]'),
    ],
)
def test_a_fault_is_told_with_its_line_its_place_and_what_stands_there(text, code, place, shown):
    problem = refused(text)
    assert (problem.code, (problem.row, int(problem.column)), problem.value) == (code, place, shown)
    assert f"line {place[0]}" in problem.message("en") or code == "tidy.json-twice"


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(word):
    problem = refused(f'[\n{{"a": {word}}}]')
    assert (problem.code, problem.row, problem.value) == ("tidy.json-no-number", 2, word)


def test_deep_and_large_json_is_refused(monkeypatch):
    assert refused("[" * 100_000).code in ("tidy.json-deep", "tidy.json-end")
    assert refused("[" * 100_000 + "]" * 100_000).code == "tidy.json-deep"
    assert refused('{"a":' * 500 + "1" + "}" * 500).code in ("tidy.json-deep", "tidy.json-no-records")
    assert refused('[{"x":1,"a":' * 200 + "1" + "}]" * 200).code == "tidy.json-deep"
    monkeypatch.setattr(limits, "JSON_VALUES", 1000)
    assert refused("[" + "{}," * 1000 + "{}]").code == "tidy.json-values"
    monkeypatch.setattr(limits, "JSON", 1000)
    assert refused("[" + " " * 1000 + "]").code == "tidy.too-large"


def test_records_that_multiply_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "CELLS", 10_000)
    wide = {f"c{one}": one for one in range(200)}
    assert refused(json.dumps([{**wide, "s": [{"v": 1}] * 200}])).code == "tidy.cells-many"


# -- properties -----------------------------------------------------------------------------------------------

NAME = st.text("abc", min_size=1, max_size=3)
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5)
)
RECORD = st.dictionaries(NAME, PLAIN, min_size=1, max_size=4)


@settings(deadline=None, max_examples=80)
@given(st.lists(RECORD, min_size=2, max_size=5))
def test_flat_records_are_read_back(records):
    rows = grid(json.dumps(records)).rows
    header = rows[0] if rows else []
    for place, record in enumerate(records, 1):
        row = rows[place] if place < len(rows) else []
        found = dict(zip(header, [*row, *[""] * len(header)], strict=False))
        assert found == {**dict.fromkeys(header, ""), **{k: "" if v is None else v for k, v in record.items()}}


@settings(deadline=None, max_examples=200)
@given(
    st.recursive(
        PLAIN | st.floats(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAME | st.just("2010"), inner, max_size=3),
        max_leaves=20,
    ),
    st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from('[]{},:"0x \n\\')), max_size=3),
)
def test_any_json_and_any_change_to_it_is_a_grid_or_a_problem(value, changes):
    text = list(json.dumps(value))
    for place, sign in changes:
        text[place % len(text)] = sign
    try:
        found = read_workbook("".join(text).encode(), "data.json")
    except SourceProblems:
        return
    for one in found.sheets:
        assert not one.lines or len(one.lines) == len(one.rows)
