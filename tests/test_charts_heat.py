"""Shaded tables: classes that follow the digits, values in words, periods left out, shades that can be read."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from lxml import html

from berkala.plan.specifications import Accent
from berkala.render.charts.metrics import bundled
from berkala.render.charts.outputs import draw, page_svg
from berkala.render.charts.paint import palette
from berkala.render.charts.shades import DARK
from berkala.words import language
from charting_ranked import PAGE, STEPS, chart, many, names, numbers, ranked

EN = language("en")


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ((16, 17, 3), (16, 4, 3), "Isle A alone stood at 15% or more, after two in 2001"),
        ((16, 3), (3, 16), "Isle B alone stood at 15% or more; in 2001 it was Isle A"),
        ((16, 3), (17, 3), "Isle A alone stood at 15% or more, as in 2001"),
        ((3, 3), (17, 3), "Isle A alone stood at 15% or more, after none in 2001"),
        ((16, 16, 3), (3, 16, 17), "Two areas stood at 15% or more, as many as in 2001"),
        ((3, 3), (16, 17), "Two areas stood at 15% or more, after none in 2001"),
        ((16, 3), (3, 4), "No areas stood at 15% or more, after one in 2001"),
        ((None, 16), (3, 16), "All values lie between 3.0% and 16.0%"),
        ((None, 16), (None, 3), "No areas stood at 15% or more, after one in 2001"),
    ],
)
def test_a_shaded_table_compares_the_counts_of_its_first_and_its_last_period(
    then: tuple[Any, ...], now: tuple[Any, ...], said: str
) -> None:
    labels = names(len(now))
    series = {name: numbers(a, b) for name, a, b in zip(labels, then, now, strict=True)}
    built = chart(many(series, labels, kind="heat", chart={"steps": STEPS}))
    assert built.message.text.replace("rate", "share") == said


@pytest.mark.parametrize(
    ("now", "shade"), [(5.94, "q1"), (5.95, "q2"), (6, "q2"), (14.96, "q5"), (99, "q5"), (-1, "q1")]
)
def test_a_class_follows_the_digits_and_a_bound_belongs_to_the_class_above(now: float, shade: str) -> None:
    built = chart(ranked(now, 1, kind="heat", chart={"steps": STEPS}))
    (cell,) = html.fromstring(page_svg(built, EN)).xpath('//tr[th="Isle A"]/td[last()]')
    assert cell.get("class") == shade


def test_every_cell_of_a_shaded_table_has_its_value_in_words() -> None:
    built = chart(ranked(5, None, 9, kind="heat", missing={"c1": "z"}, statuses={1: "p"}, chart={"steps": STEPS}))
    cells = html.fromstring(page_svg(built, EN)).xpath("//td")
    assert all(cell.text_content().strip() for cell in cells)
    assert [cell.text_content() for cell in cells if cell.get("class") == "q0"] == ["[z]"]
    assert "5.0\u00a0[p]" in [cell.text_content() for cell in cells]


def test_a_drawing_without_room_for_all_periods_says_so() -> None:
    labels = names(3)
    made = many({name: numbers(*range(1, 30)) for name in labels}, labels, kind="heat", chart={"periods": 25})
    texts = " ".join(label.words.text for label in draw(chart(made), PAGE[1], bundled(), EN).labels)
    heads = re.findall(r"\b20[0-9]{2}\b", texts)
    assert f"{25 - len(heads)} earlier periods are not drawn" in texts


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_on_each_shade_can_be_read_and_the_shades_differ_in_grey(scheme: Any) -> None:
    colours = palette(scheme, Accent())
    shades = ["q1", "q2", "q3", "q4", "q5"]
    assert all(contrast(colours[s], colours["paper" if s in DARK else "ink"]) >= 4.5 for s in shades)
    steps = [luminance(colours[s]) for s in shades]
    assert steps == sorted(steps, reverse=scheme == "light")
    assert all(contrast(colours[one], colours[other]) > 1.2 for one, other in pairwise(shades))


def test_periods_in_which_nothing_has_a_value_are_left_out_and_named() -> None:
    labels = names(2)
    series = {name: numbers(1, 2, None, 4, 5) for name in labels}
    built = chart(many(series, labels, kind="heat", chart={"periods": 3}))
    assert [head.text for head in built.table.header[1:]] == ["2002", "2004", "2005"]
    assert "No values for 2003 (not shown, to protect confidentiality)." in page_svg(built, EN).replace(
        '<time datetime="2003">2003</time>', "2003"
    )
