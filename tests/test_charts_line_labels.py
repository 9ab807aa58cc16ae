"""What a line chart writes beside its points and on its axis, and how it treats what has no value."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import NARROW, WIDE, Drawing, Frame, Path
from berkala.render.charts.metrics import bundled
from berkala.render.charts.outputs import draw
from berkala.render.charts.ticks import for_line
from berkala.words import language
from charting import findings
from charting_lines import yearly
from test_charts import wrong_labels

FRAMES = pytest.mark.parametrize("frame", [WIDE, NARROW], ids=["wide", "narrow"])
#: Rising to a peak, falling again; a year before the last stands a value that is no extreme.
COURSE = [9.0, 9.2, 9.9, 10.6, 11.3, 11.9, 12.0, 11.4, 10.8, 10.0, 9.6, 9.5, 9.1, 9.4]
EN = language("en")


def drawn(frame: Frame, values: list[float | None], statuses: dict[int, str] | None = None) -> Drawing:
    """A line chart of these values."""
    series = [None if value is None else Decimal(str(value)) for value in values]
    made = findings({"all": series}, statuses=statuses, compare="year_before")
    return draw(build_chart(made, "main", EN), frame, bundled(), EN)


def words_of(drawing: Drawing) -> list[str]:
    """Every text of a drawing."""
    return [label.words.text for label in drawing.labels]


@FRAMES
def test_the_value_that_the_message_compares_with_is_said(frame: Frame) -> None:
    assert any(words.startswith("9.2%") for words in words_of(drawn(frame, COURSE)))


@pytest.mark.parametrize(("low", "high"), [("6", "11.22"), ("61", "112"), ("9.41", "11.22"), ("806.82", "872.61")])
def test_values_fill_most_of_a_cut_axis(low: str, high: str) -> None:
    ends = [Decimal(low), Decimal(high)]
    axis = for_line(ends, "number")
    assert axis.cut
    assert 3 <= len(axis.ticks) <= 6
    assert ends[1] - ends[0] >= Decimal("0.6") * (axis.high - axis.low)


@FRAMES
def test_no_cross_stands_before_the_first_value(frame: Frame) -> None:
    lacking = dict.fromkeys((0, 1, 2, 6), "x")
    values = [None if place in lacking else value for place, value in enumerate(COURSE)]
    before, whole = drawn(frame, values, lacking), drawn(frame, COURSE)
    assert _crosses(before) - _crosses(whole) == 1
    assert "× marks a value not available" in " ".join(words_of(before))


@FRAMES
def test_one_note_says_why_values_are_crossed_and_lines_break(frame: Frame) -> None:
    lacking = {4: "x", 8: "absent"}
    values = [None if place in lacking else value for place, value in enumerate(COURSE)]
    said = " ".join(words_of(drawn(frame, values, lacking)))
    assert "× and breaks in the line: not available" in said
    assert "× marks" not in said
    assert "Where the line breaks" not in said


def _crosses(drawing: Drawing) -> int:
    return sum(isinstance(shape, Path) and shape.classes == "ax" and "m-" in shape.d for shape in drawing.shapes)


def _heights(drawing: Drawing) -> list[float]:
    marks = [shape.d for shape in drawing.shapes if isinstance(shape, Path) and "m-" in shape.d and "l" in shape.d]
    return [float(re.split("[ l]", mark)[1]) for mark in marks]


@FRAMES
def test_a_mark_without_a_value_on_both_sides_rests_on_the_axis_and_has_no_height_of_its_own(frame: Frame) -> None:
    inside: list[float | None] = [9.0, 9.2, None, 10.6]
    ended: list[float | None] = [9.0, 9.2, 10.6, None]
    (between,) = _heights(drawn(frame, inside, {2: "c"}))
    (low,) = _heights(drawn(frame, ended, {3: "c"}))
    (other,) = _heights(drawn(frame, [10.6, 9.2, 9.0, None], {3: "c"}))
    assert low == other > between


@FRAMES
def test_the_target_of_the_newest_year_has_its_name_on_the_chart(frame: Frame) -> None:
    """In a narrow drawing without its relation, joined to its short line; the target ahead keeps its own."""
    drawing = draw(build_chart(yearly(), "main", EN), frame, bundled(), EN)
    names = {label.words.text: label for label in drawing.labels}
    name = names["Target: at least 92.0%" if frame is WIDE else "Target: 92.0%"]
    assert name.words.figures == ("one.reference",)
    dashes = [shape.d for shape in drawing.shapes if isinstance(shape, Path) and shape.classes == "tg"]
    at = float(dashes[4].split()[1].partition("H")[0])
    assert 0 < name.y - at < 4 * frame.text
    assert names["Target 2026: at least 95.0%"].y < at
    assert wrong_labels(drawing) == []
