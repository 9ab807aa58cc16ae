"""How a number is written, and a cell that is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.tidy.numbers import NumberStyle
from little_tables import GOOD, column, dataset, dialect, frame, measure, only, problems


def cell(text: str, **more):
    """The one problem of a measure's cell with this text."""
    return only(dataset(measure("visits", **more)), f'month,visits\n2020-01,"{text}"\n')


STYLES = [(".", ""), (",", ""), (".", ","), (",", "."), (",", " ")]


@settings(deadline=None, max_examples=60)
@given(st.decimals(-(10**9), 10**9, places=3), st.sampled_from(STYLES))
def test_a_number_written_in_a_style_is_read_back(number, style):
    decimal, thousands = style
    text = f"{number:,.3f}".translate(str.maketrans({",": thousands, ".": decimal}))
    values, fits = NumberStyle(decimal, thousands).parse([text], whole=False)
    assert fits[0]
    assert values[0] == float(number)
    assert NumberStyle(decimal, thousands).number(text) == number


@settings(deadline=None, max_examples=60)
@given(st.integers(-(10**17), 10**17), st.sampled_from(STYLES))
def test_a_whole_number_is_read_back_exactly(number, style):
    decimal, thousands = style
    text = f"{number:,}".replace(",", thousands)
    values, fits = NumberStyle(decimal, thousands).parse([text], whole=True)
    assert fits[0]
    assert int(values[0]) == number


@settings(deadline=None, max_examples=60)
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_float_as_python_writes_it_is_kept_to_the_last_bit(number):
    values, fits = NumberStyle().parse([f"{Decimal(repr(number)):f}"], whole=False)
    assert fits[0]
    assert values[0] == number


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=12), st.sampled_from(STYLES), st.booleans())
def test_any_text_fits_or_has_a_reason(text, style, whole):
    reader = NumberStyle(*style)
    _, fits = reader.parse([text.strip()], whole=whole)
    if not fits[0]:
        code, facts = reader.why_not(text.strip(), whole=whole)
        assert code.startswith("tidy.")
        assert "declared" not in facts or facts["declared"] == style[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("many", "tidy.not-a-number"),
        ("1.5.2", "tidy.not-a-number"),
        ("12.0", "tidy.decimal-in-integer"),
        ("1,234", "tidy.thousands"),
        ("1'234", "tidy.thousands"),
        ("1 234", "tidy.thousands-blank"),
        ("12,5", "tidy.decimal-mark"),
        ("12%", "tidy.percent-sign"),
        ("12 persen", "tidy.percent-sign"),
        ("Rp 1.000", "tidy.unit-text"),
        ("€12", "tidy.unit-text"),
        ("12 orang", "tidy.unit-text"),
        ("٣٤", "tidy.other-digits"),
        ("１２", "tidy.other-digits"),
        ("inf", "tidy.not-finite"),
        ("NaN", "tidy.not-finite"),
        ("1.2E+5", "tidy.exponent"),
        ("#N/A", "tidy.error-cell"),
        ("n/a", "tidy.looks-missing"),
        ("–", "tidy.looks-missing"),
        ("...", "tidy.looks-missing"),
        ("=SUM(A1:A2)", "tidy.formula"),
        ("1234567890123456789", "tidy.too-many-digits"),
        ("", "tidy.empty"),
        ("0x10", "tidy.not-a-number"),
        ("1_000", "tidy.not-a-number"),
        ("+5", "tidy.not-a-number"),
    ],
)
def test_a_cell_that_is_no_number_is_named_with_its_cause(text, code):
    problem = cell(text)
    assert (problem.code, problem.row, problem.column) == (code, 2, "visits")
    assert problem.value == (text or None)


def test_a_number_that_cannot_be_kept_exactly_is_named():
    assert cell("0.12345678901234567890", type="number").code == "tidy.too-many-digits"


def test_minus_is_read_in_both_forms_and_minus_nought_is_nought():
    found = frame(dataset(measure("visits", type="number")), "month,visits\n2020-01,-2.5\n2020-02,−3\n2020-03,-0\n")
    assert [str(value) for value in found["visits"]] == ["-2.5", "-3.0", "0.0"]


def test_the_indonesian_style():
    one = dataset(measure("visits", type="number"), **dialect(delimiter=";", decimal=",", thousands="."))
    assert list(frame(one, "month;visits\n2020-01;1.234.567,5\n2020-02;12,25\n")["visits"]) == [1234567.5, 12.25]
    assert only(one, "month;visits\n2020-01;12.5\n").code == "tidy.decimal-mark"
    assert only(one, "month;visits\n2020-01;1,234.5\n").code == "tidy.thousands"


def test_marks_that_are_alike_are_refused():
    assert only(dataset(**dialect(decimal=",", thousands=",")), GOOD).code == "tidy.marks-alike"


def test_limits():
    assert cell("-1", minimum=0).code == "tidy.below-minimum"
    assert cell("101", maximum=100).code == "tidy.above-maximum"
    assert cell("0.05", type="number", minimum=Decimal("0.1")).facts["limit"] == "0.1"


def test_statuses_that_do_not_agree_with_their_cell():
    one = dataset(measure("visits"), column("mark", "status", of="visits"))
    found = problems(one, "month,visits,mark\n2020-01,5,c\n2020-02,,p\n2020-03,1,q\n")
    assert [problem.code for problem in found] == [
        "tidy.status",
        "tidy.empty-with-status",
        "tidy.value-with-status",
    ] or {problem.code for problem in found} == {"tidy.status", "tidy.empty-with-status", "tidy.value-with-status"}
    confidential = next(problem for problem in found if problem.code == "tidy.value-with-status")
    assert confidential.value is None
    assert "5" not in confidential.message("en")
