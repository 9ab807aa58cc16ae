"""Charts: round ticks, sentences that hold, labels that never touch, gaps that are never bridged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from berkala.fetch import fetch
from berkala.measure import measure
from berkala.measure.findings import Findings
from berkala.plan import Request, plan
from berkala.plan.indicators import IndicatorUnit
from berkala.protect import protect
from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import NARROW, WIDE, Box, Drawing, Frame, resized
from berkala.render.charts.metrics import Type, bundled, from_fonts, widest, wrap
from berkala.render.charts.model import Chart
from berkala.render.charts.outputs import draw, page_svg, standalone_svg
from berkala.render.charts.ticks import for_columns, for_line, nice_ticks
from berkala.tidy import tidy
from berkala.words import Sentence, Span, available, language
from charting import FIRST, findings

ROOT = Path(__file__).parents[1]
EN, ID = language("en"), language("id")
EVERY = [language(code) for code in available()]
FRAMES = (
    WIDE,
    NARROW,
    resized(WIDE, 280),
    resized(NARROW, 250),
    Frame(636, 330, 23, 43, 2.15, tabular=False, words="short"),
    Frame(912, 640, 34.6, 68, 3.1, tabular=False),
)
_NOW = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Jakarta"))


def d(text: str | float) -> Decimal:
    return Decimal(str(text))


def numbers(*values: float | None) -> list[Decimal | None]:
    return [None if value is None else d(value) for value in values]


def chart(**given_: object) -> Chart:
    return build_chart(findings(**given_), "main", EN)  # type: ignore[arg-type]


# -- ticks ----------------------------------------------------------------------------------------------------

decimals = st.decimals(-(10**12), 10**12, allow_nan=False, places=3)


@given(decimals, decimals, st.integers(2, 8))
def test_ticks_enclose_the_values_in_round_steps(one: Decimal, other: Decimal, most: int) -> None:
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high, most)
    assert ticks[0] <= low
    assert high <= ticks[-1]
    assert 2 <= len(ticks) <= most + 1
    steps = {after - before for before, after in pairwise(ticks)}
    assert len(steps) == 1
    assert steps.pop().normalize().as_tuple().digits in ((1,), (2,), (5,))


def test_an_axis_is_cut_only_where_the_values_fill_less_than_half() -> None:
    assert for_line([d(84), d(95)], "percent").cut
    assert not for_line([d(40), d(95)], "percent").cut
    assert for_line([d(40), d(95)], "percent").low == 0
    assert for_line([d(-3), d(5)], "count").low < 0


def test_a_share_has_no_tick_over_a_hundred() -> None:
    assert for_line([d("99.2"), d("100")], "percent").high == 100
    assert max(for_line([d("98"), d("99.9")], "percent").ticks) <= 100


@given(st.lists(decimals, min_size=1, max_size=30))
def test_columns_stand_on_zero(values: list[Decimal]) -> None:
    axis = for_columns(values, "count")
    assert axis.low <= 0 <= axis.high
    assert axis.low <= min(values)
    assert max(values) <= axis.high


# -- text -----------------------------------------------------------------------------------------------------


def test_the_kept_widths_are_those_of_the_fonts() -> None:
    assert bundled().widths == from_fonts(ROOT / "templates" / "fonts").widths


@given(st.lists(st.text("abcdefg ", min_size=1, max_size=12), min_size=1, max_size=12), st.integers(40, 400))
def test_wrapping_loses_no_word(words: list[str], width: int) -> None:
    sentence = Sentence(tuple(Span(word) for word in words))
    lines = wrap(sentence, width, Type(14), bundled())
    assert " ".join(line.text for line in lines).split() == sentence.text.split()
    assert all(widest((line,), Type(14), bundled()) <= width for line in lines if " " in line.text)


def test_a_figure_and_a_period_are_never_divided() -> None:
    spans = (Span("2.17 million", "f"), Span(" people in "), Span("March 2019", time="2019-03"))
    lines = wrap(Sentence(spans), 10, Type(14), bundled())
    assert [span for line in lines for span in line.spans if span.figure or span.time] == [spans[0], spans[2]]


# -- sentences ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (numbers(90), "April 2016 did not meet the standard"),
        (numbers(96), "April 2016 met the standard"),
        (numbers(90, 91), "Neither month met the standard"),
        (numbers(95, 96), "Both months met the standard"),
        (numbers(90, 91, 92), "None of the 3 months met the standard"),
        (numbers(96, 95, 98), "Every one of the 3 months met the standard"),
        (numbers(96, 91, 92), "1 of the 3 months met the standard"),
        (numbers(90, None, 92), "None of the 2 months shown met the standard"),
        (numbers(90, 91, None), "No value is shown for June 2016"),
    ],
)
def test_a_line_with_a_standard_says_how_often_it_was_met(values: list[Decimal | None], said: str) -> None:
    assert chart(series={"all": values}, reference=d(95)).message.text == said


def test_a_title_follows_the_digits_that_are_shown() -> None:
    flat = numbers(*[50] * 12, 50.04)
    assert "changed little" in chart(series={"all": flat}).message.text
    fell = numbers(60, *[50] * 11, 55)
    message = chart(series={"all": fell}).message
    assert message.text.replace("\u00a0", " ") == "Cases closed fell by 5.0 percentage points in a year, to 55.0%"
    assert [span.direction for span in message.spans if span.direction] == ["closed.all.2017-04.change-year"]


def test_a_record_is_a_title_only_after_a_year() -> None:
    rising = numbers(*range(10, 24))
    assert chart(series={"all": rising}, unit="count").message.text == (
        "Cases closed reached the highest level in these data, which begin in April 2016"
    )
    assert "stood at" in chart(series={"all": rising[:6]}, unit="count").message.text
    again = numbers(50, *range(10, 23), 40)
    assert chart(series={"all": again}, unit="count").message.text.endswith("highest level since April 2016")


def test_a_description_does_not_go_from_a_value_to_the_same() -> None:
    said = chart(series={"all": numbers(50.04, 40, 50)}).description.text
    assert "50.0% both in April 2016 and in June 2016; highest in" in said
    assert "from" not in said


def test_bars_name_the_one_that_stands_out_and_no_tie() -> None:
    bars = {"kind": "bars", "labels": {"a": "First", "b": "Second"}}
    assert (
        chart(series={"a": numbers(79), "b": numbers(98)}, **bars).message.text == "First had the lowest share, 79.0%"
    )
    tie = chart(series={"a": numbers(98.01), "b": numbers(98.04)}, **bars).message.text
    assert tie == "First stood at 98.0% in April 2016"


def test_the_reference_of_a_whole_says_so_on_bars_of_its_parts() -> None:
    made = chart(series={"a": numbers(79), "b": numbers(98)}, kind="bars", reference=d(95))
    assert made.held
    assert made.held.name.text == "Standard for all types: at least 95.0%"


def test_the_description_tells_what_is_missing_and_why() -> None:
    made = chart(series={"all": numbers(90, None, 92)})
    assert made.description.text.endswith("Without a value: May 2016 (not shown, to protect confidentiality).")


def test_the_table_is_newest_first_and_traced() -> None:
    made = chart(series={"all": numbers(90, 91, 92)})
    assert [row[0].text for row in made.table.rows] == ["Jun 2016", "May 2016", "Apr 2016"]
    assert made.table.rows[0][1].figures == ("closed.all.2016-06",)
    assert set(made.message.figures) <= set(made.figures)


def test_both_languages_have_the_same_messages() -> None:
    def mine(code: str) -> set[str]:
        return {key for key in language(code).messages if key.startswith(("charts.", "card."))}

    assert mine("en") == mine("id")


# -- drawings -------------------------------------------------------------------------------------------------


def wrong_labels(drawing: Drawing) -> list[str]:
    """Labels that leave the drawing, and pairs that overlap."""
    boxes = [(label.words.text, label.box(drawing.frame, bundled())) for label in drawing.labels]
    room = Box(-0.5, -0.5, drawing.width + 0.5, drawing.height + 0.5)
    outside = [f"outside: {text}" for text, box in boxes if not box.inside(room)]
    return outside + [f"{one}|{other}" for (one, a), (other, b) in combinations(boxes, 2) if a.overlaps(b.grown(-0.2))]


value = st.one_of(st.none(), st.decimals(-(10**12), 10**12, places=1), st.decimals(0, 100, places=1))
shares = st.one_of(st.none(), st.decimals(80, 100, places=1), st.sampled_from([d(95), d(0), d(100)]))


@st.composite
def many(draw_: st.DrawFn) -> Findings:
    unit = draw_(st.sampled_from(["percent", "count"]))
    kind = draw_(st.sampled_from(["line", "line", "columns", "bars"]))
    count = draw_(st.one_of(st.integers(1, 5), st.integers(6, 50), st.just(400)))
    one = shares if unit == "percent" else value
    pool = draw_(st.lists(one, min_size=1, max_size=24))
    names = ["all"] if kind == "columns" else ["all", "b", "c"][: draw_(st.integers(1, 3))]
    series = {
        name: [pool[(7 * at * at + at + place) % len(pool)] for place in range(count)] for at, name in enumerate(names)
    }
    if kind == "bars":
        series = {name: values[-1:] for name, values in series.items()}
    label = st.text("Department of Very Long Names ", min_size=3, max_size=70).map(str.strip).filter(bool)
    return findings(
        series,
        kind=kind,
        unit=unit,
        reference=draw_(st.sampled_from([None, d(95), d(0)])),
        relation=draw_(st.sampled_from(["at_least", "at_most"])),
        frequency=draw_(st.sampled_from(sorted(FIRST))),
        statuses=draw_(st.dictionaries(st.integers(0, 60), st.sampled_from(["p", "e", "absent"]), max_size=3)),
        labels={"b": draw_(label), "c": "Department of everything else (Type 2)"},
    )


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(many(), st.sampled_from(EVERY), st.sampled_from(FRAMES))
def test_labels_never_touch_and_never_leave_the_drawing(made: Findings, tongue: object, frame: Frame) -> None:
    built = build_chart(made, "main", tongue)  # type: ignore[arg-type]
    assert wrong_labels(draw(built, frame, bundled(), tongue)) == []  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def editions() -> tuple[Findings, ...]:
    """One report of the repository, every edition."""
    made = measure(protect(tidy(fetch(plan(Request(ROOT, _NOW, "build")))))).editions
    return tuple(one for one in made if one.edition.report == "emergency-care")


@pytest.mark.slow
@pytest.mark.parametrize("code", ["en", "id"])
def test_every_edition_of_the_real_report_is_drawn_well(editions: tuple[Findings, ...], code: str) -> None:
    tongue = language(code)
    for made in editions:
        for name in made.report.spec.charts:
            built = build_chart(made, name, tongue)
            assert all(not wrong_labels(draw(built, frame, bundled(), tongue)) for frame in FRAMES[:4])
            drawn = draw(built, NARROW, bundled(), tongue)
            ticks = [label for label in drawn.labels if any(s.role == "tick" for s in label.words.spans)]
            assert len(ticks) >= (3 if built.kind in ("line", "columns") else 0)
            last = f".{made.edition.period.code}"
            assert any(s.figure and s.figure.endswith(last) for label in drawn.labels for s in label.words.spans)


#: `number` has a name of its own beside its unit, which an agency gives.
@pytest.mark.parametrize("unit", [unit for unit in get_args(IndicatorUnit) if unit != "number"])
def test_bars_of_every_unit_say_which_is_highest(unit: str) -> None:
    made = findings({"all": numbers(2), "b": numbers(3), "c": numbers(1)}, kind="bars", unit=unit)
    for code in available():
        assert build_chart(made, "main", language(code)).message.text


def paths(drawing: Drawing, classes: str) -> list[str]:
    return [shape.d for shape in drawing.shapes if shape.classes == classes and hasattr(shape, "d")]


def test_a_missing_period_breaks_the_line_and_is_not_bridged() -> None:
    made = chart(series={"all": numbers(1, 2, None, 4, 5)}, statuses={2: "absent"})
    drawn = draw(made, WIDE, bundled(), EN)
    (line,) = paths(drawn, "ln")
    assert line.count("M") == 2
    assert not paths(drawn, "od")


def test_a_withheld_value_has_a_cross_a_dashed_join_and_its_reason() -> None:
    drawn = draw(chart(series={"all": numbers(1, 2, None, 4, 5)}), WIDE, bundled(), EN)
    (line,) = paths(drawn, "ln")
    assert line.count("M") == 2
    assert len(paths(drawn, "od")) == 1
    assert "× marks a value not shown, to protect confidentiality" in [label.words.text for label in drawn.labels]


def test_a_cut_axis_has_a_dashed_baseline_and_says_so_and_a_whole_one_does_neither() -> None:
    for values, cut in ((numbers(84, 90, 88), True), (numbers(4, 90, 88), False)):
        drawn = draw(chart(series={"all": values}), WIDE, bundled(), EN)
        assert any(getattr(shape, "dash", "") for shape in drawn.shapes if shape.classes == "ax") is cut
        assert any("not at zero" in label.words.text for label in drawn.labels) is cut


def test_a_provisional_last_value_is_hollow_and_named() -> None:
    drawn = draw(chart(series={"all": numbers(84, 90, 88)}, statuses={2: "p"}), WIDE, bundled(), EN)
    assert any(shape.classes == "ho" for shape in drawn.shapes)
    assert "provisional" in [label.words.text for label in drawn.labels]


def test_a_met_standard_has_no_gap_line() -> None:
    drawn = draw(chart(series={"all": numbers(94, 97)}, reference=d(95)), WIDE, bundled(), EN)
    assert not paths(drawn, "gp")
    assert "above" in [label.words.text for label in drawn.labels]


# -- SVG ------------------------------------------------------------------------------------------------------


def untraced(root: etree._Element) -> Iterator[str]:
    """Texts with a digit and no origin."""
    for element in root.iter():
        if etree.QName(element).localname not in ("text", "tspan"):
            continue
        parts = [element.text or "", *(child.tail or "" for child in element)]
        own = any(name.startswith("data-") for name in element.attrib)
        yield from (part for part in parts if re.search(r"\d", part) and not own)


@pytest.mark.slow
def test_every_digit_of_a_page_drawing_says_where_it_comes_from(editions: tuple[Findings, ...]) -> None:
    for made in (editions[0], editions[17], editions[-1]):
        for name in made.report.spec.charts:
            svg = page_svg(build_chart(made, name, EN), EN)
            root = etree.fromstring(f"<div>{svg}</div>")
            assert [each.get("class") for each in root] == ["wide", "narrow"]
            assert all(each.get("aria-hidden") == "true" for each in root)
            assert list(untraced(root)) == []
            assert not re.search(r"style=|#[0-9a-f]{6}|fill=|stroke=", svg)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_download_stands_alone(editions: tuple[Findings, ...], scheme: str) -> None:
    svg = standalone_svg(build_chart(editions[-1], "main", EN), EN, scheme)  # type: ignore[arg-type]
    root = etree.fromstring(svg.encode())
    assert list(untraced(root)) == []
    assert "class=" not in svg
    texts = " ".join("".join(text.itertext()) for text in root.iter("{*}text"))
    assert "Demonstration of Berkala. Not a release of NHS England." in texts
    assert "Source: NHS England" in texts
    assert root.find("{*}title").text == "None of the 36 months met the standard"  # type: ignore[union-attr]


def test_the_same_findings_make_the_same_bytes(editions: tuple[Findings, ...]) -> None:
    made = editions[-1]
    turned = replace(made, figures=dict(reversed(made.figures.items())))
    assert page_svg(build_chart(made, "main", ID), ID) == page_svg(build_chart(turned, "main", ID), ID)


def test_a_claim_is_never_divided_between_two_lines() -> None:
    said = EN.sentence("charts.message.year.same", direction="x", name="Things", value="9")
    for width in range(20, 200, 20):
        claims = [s.text for line in wrap(said, width, Type(18), bundled()) for s in line.spans if s.direction]
        assert claims == ["changed little"]
