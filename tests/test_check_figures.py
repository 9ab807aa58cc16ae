"""check: a tampered figure, a changed cell and any changed digit are found; numbers are read as they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.check.numerals import compact_decimals, numerals, read_number
from berkala.check.published import Published
from berkala.check.tracing import what_is_wrong
from berkala.words import language
from right_bundle import CSV, JSON_EN, LEAD, figures, found, replaced, with_figure

MET = f"{LEAD}.periods-met"

FIGURE_FAULTS = {
    "tampered value": (MET, {"value": Decimal(1), "text": {"en": "1", "id": "1"}}, "recomputed"),
    "one part in a hundred million": ("seen.all.2019-03.growth-year", {"value": Decimal("5.74523686")}, "recomputed"),
    "unknown formula": (MET, {"formula": "count_at_leest"}, "formula-unknown"),
    "unknown input": (MET, {"inputs": ["within.reference", "within.all.2019-02"]}, "input-missing"),
    "missing cell": (
        "cell.seen.2018-03",
        {"where": {"file": "waits.csv", "column": "seen", "key": {"period": "2017-03"}}},
        "cell-missing",
    ),
    "missing column": (
        "cell.seen.2018-03",
        {"where": {"file": "waits.csv", "column": "sen", "key": {"period": "2018-03"}}},
        "cell-missing",
    ),
    "wrong text": (MET, {"text": {"en": "1", "id": "0"}}, "number-wrong"),
}


@pytest.mark.parametrize(("name", "changes", "code"), FIGURE_FAULTS.values(), ids=FIGURE_FAULTS)
def test_a_tampered_figure_is_found(name: str, changes: dict[str, object], code: str) -> None:
    (problem,) = found(with_figure(name, **changes))
    assert problem.code == f"check.{code}"
    assert (problem.file or "").startswith(JSON_EN)
    assert name in (problem.value or "")


def test_a_changed_cell_is_found() -> None:
    (problem,) = found(replaced(CSV, "2049785", "2049786"))
    assert (problem.code, problem.value) == ("check.cell-differs", "cell.seen.2018-03")
    assert problem.facts["there"] == "2049786"
    (problem,) = found(replaced(CSV, "290359,,95", "290359,7,95"))
    assert (problem.code, problem.value) == ("check.cell-differs", "cell.hidden.2019-03")


SHOWN = [
    (str(item["id"]), code, text)
    for item in figures()
    for code, text in item["text"].items()  # type: ignore[attr-defined]
    if item["value"] is not None
]


@given(st.sampled_from(SHOWN), st.data())
def test_any_changed_digit_of_a_shown_figure_is_found(shown: tuple[str, str, str], data: st.DataObject) -> None:
    name, code, text = shown
    item = next(item for item in figures() if item["id"] == name)
    figure = Published(name, item["value"], "", str(item["unit"]), int(item["decimals"]))  # type: ignore[arg-type, call-overload]
    assert what_is_wrong(text, figure, code, False) == ""
    place = data.draw(st.sampled_from([i for i, letter in enumerate(text) if letter.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    assert what_is_wrong(text[:place] + digit + text[place + 1 :], figure, code, False) != ""


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=4), st.integers(0, 4), st.sampled_from(["en", "id"]))
def test_what_the_languages_write_is_read_back(value: Decimal, decimals: int, code: str) -> None:
    figure = Published("x", value, "", "percent", decimals)
    for text in (language(code).number(value, decimals), language(code).amount(value, "percent", decimals)):
        assert what_is_wrong(text, figure, code, False) == ""
    assert what_is_wrong(language(code).number(abs(value), decimals), figure, code, True) == ""
    if abs(value) >= 10**6:
        assert what_is_wrong(language(code).compact(value), figure, code, False) == ""


def test_numbers_are_read_as_each_language_writes_them() -> None:
    assert read_number("2.167.550", "id") == read_number("2,167,550", "en")
    assert read_number("86.6%", "id") is None
    million = read_number("2,17\u00a0juta", "id")
    assert million is not None
    assert (million.value, million.power) == (Decimal("2.17"), 6)
    assert [str(n.value) for n in numerals("from 2.0 to −3.5, not 4-5", "en")] == ["2.0", "3.5", "4", "5"]
    assert [compact_decimals(Decimal(v), 6) for v in ("2167550", "-21675500", "216755000", "9995000")] == [2, 1, 0, 1]
