"""How each unit is shown in both languages, and that `check` and the recomputation read back what was shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import recompute
from berkala.check.numerals import numerals
from berkala.check.published import Published, Shelf
from berkala.check.tracing import what_is_wrong
from berkala.measure import Figure
from berkala.periods import parse
from berkala.render.showing import Style, text
from berkala.words import available, language

UNIT_NAME = dict.fromkeys(available(), "days") | {"id": "hari"}


def figure(number: str, unit: Any, decimals: int) -> Figure:
    name = UNIT_NAME if unit == "number" else None
    return Figure(
        "f", Decimal(number), unit, decimals, parse("2022-03", "month"), "", "poor", "2022-03", unit_name=name
    )


@pytest.mark.parametrize(
    ("number", "unit", "decimals", "style", "english", "indonesian"),
    [
        ("26161.16", "thousand_people", 2, "short", "26.16 million people", "26,16 juta orang"),
        ("145.1", "thousand_people", 2, "prose", "145.10 thousand people", "145,10 ribu orang"),
        ("26161.16", "thousand_people", 2, "bare", "26,161.16", "26.161,16"),
        ("26161.16", "thousand_people", 2, "compact", "26.16 million", "26,16 juta"),
        ("145.1", "thousand_people", 2, "compact", "145.10 thousand", "145,10 ribu"),
        ("999.994", "thousand_people", 2, "short", "999.99 thousand people", "999,99 ribu orang"),
        ("999.995", "thousand_people", 2, "short", "1.00 million people", "1,00 juta orang"),
        ("999995", "thousand_people", 2, "short", "1.00 billion people", "1,00 miliar orang"),
        ("505469", "rupiah", 0, "short", "Rp505,469", "Rp505.469"),
        ("-505469", "rupiah", 0, "prose", "−Rp505,469", "−Rp505.469"),
        ("1250000000000", "rupiah", 0, "short", "Rp1.25 trillion", "Rp1,25 triliun"),
        ("1250000", "rupiah", 0, "compact", "Rp1.25 million", "Rp1,25 juta"),
        ("1250000", "rupiah", 0, "bare", "1,250,000", "1.250.000"),
        ("315.605", "index", 3, "short", "315.605", "315,605"),
        ("2.5", "number", 1, "short", "2.5 days", "2,5 hari"),
        ("2.5", "number", 1, "bare", "2.5", "2,5"),
    ],
)
def test_each_unit_is_shown_in_its_own_way(
    number: str, unit: str, decimals: int, style: Style, english: str, indonesian: str
) -> None:
    one = figure(number, unit, decimals)
    shown = [text(one, language(code), style).replace("\u00a0", " ") for code in ("en", "id")]
    assert shown == [english, indonesian]


UNITS = st.sampled_from(["thousand_people", "rupiah", "index", "number", "percent", "points", "count", "people"])


STYLES = st.sampled_from(["short", "prose", "bare", "compact"])


@given(st.decimals(-(10**9), 10**9, places=3), UNITS, st.integers(0, 2), STYLES, st.booleans())
def test_what_is_shown_is_read_back(number: Decimal, unit: str, decimals: int, style: Style, magnitude: bool) -> None:
    one = figure(str(number), unit, decimals)
    names = UNIT_NAME if unit == "number" else {}
    published = Published("f", number, "", unit, decimals, unit_name=names)
    stated = {"value": Fraction(number), "status": "", "unit": unit, "decimals": decimals}
    for code in available():
        shown = text(one, language(code), style, magnitude=magnitude)
        assert what_is_wrong(shown, published, code, magnitude) == ""
        assert recompute.says(shown, stated, code, magnitude)


@given(st.decimals(1, 10**7, places=2))
def test_thousands_of_people_are_found_in_a_plain_text(number: Decimal) -> None:
    shelf = Shelf.of([Published("f", number, "", "thousand_people", 2)])
    for code in available():
        (found,) = numerals(text(figure(str(number), "thousand_people", 2), language(code)), code)
        assert (found.value, found.decimals, found.power) in shelf.displays


@pytest.mark.parametrize(
    ("said", "number", "unit"),
    [
        ("26.2 million people", "26161.16", "thousand_people"),
        ("26,161.16 million people", "26161.16", "thousand_people"),
        ("26.16 people", "26161.16", "thousand_people"),
        ("145.10 people", "145.1", "thousand_people"),
        ("Rp505,469", "-505469", "rupiah"),
        ("Rp505,469", "505469", "people"),
        ("2.5%", "2.5", "number"),
        ("2.50 hours", "2.5", "number"),
    ],
)
def test_what_is_shown_wrongly_is_found(said: str, number: str, unit: str) -> None:
    names = UNIT_NAME if unit == "number" else {}
    decimals = 0 if unit in ("rupiah", "people") else 1 if unit == "number" else 2
    assert what_is_wrong(said, Published("f", Decimal(number), "", unit, decimals, unit_name=names), "en", False)
