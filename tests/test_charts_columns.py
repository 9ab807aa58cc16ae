"""The values over columns: each over the middle of its own, on no other, the same ones in each language."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import NARROW, WIDE, Drawing, Frame, Label, Path, resized
from berkala.render.charts.metrics import bundled
from berkala.render.charts.outputs import draw
from berkala.words import available, language
from charting import findings

#: A count in each of fourteen months; the last is lower than the one before, and the month of the year before higher.
COURSE = [9, 20, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 14, 13]
FRAMES = [resized(WIDE, 280), resized(NARROW, 250)]


def drawn(values: list[int], frame: Frame, code: str = "en", unit: str = "count") -> Drawing:
    """A column chart of these values."""
    made = findings({"all": [Decimal(value) for value in values]}, kind="columns", unit=unit)
    return draw(build_chart(made, "main", language(code)), frame, bundled(), language(code))


def columns_of(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of every column."""
    found = []
    for shape in drawing.shapes:
        if isinstance(shape, Path) and shape.classes in ("fa", "fm", "fg"):
            for part in filter(None, shape.d.split("M")):
                start, rest = part.split("V", 1)
                left, bottom = start.split()
                top, rest = rest.split("H", 1)
                found.append((float(left), float(top), float(rest.split("V")[0]), float(bottom)))
    return sorted(found)


def values_of(drawing: Drawing) -> list[Label]:
    """The labels that show a figure, from left to right."""
    labels = [label for label in drawing.labels if label.words.figures]
    return sorted(labels, key=lambda label: label.box(drawing.frame, bundled()).left)


@pytest.mark.parametrize("frame", FRAMES, ids=["wide", "narrow"])
@pytest.mark.parametrize("scale", [1, 1_234, 1_234_567], ids=str)
@pytest.mark.parametrize(
    "values", [COURSE, COURSE[::-1], [*COURSE[:-1], 30], [5] * 30, [-one for one in COURSE]], ids=str
)
def test_a_value_lies_on_no_column(values: list[int], scale: int, frame: Frame) -> None:
    drawing = drawn([scale * value for value in values], frame)
    labels, columns = values_of(drawing), columns_of(drawing)
    assert labels
    assert len(columns) == len(values)
    for label in labels:
        box = label.box(drawing.frame, bundled())
        under = [one for one in columns if one[0] < box.right and box.left < one[2]]
        assert all(box.bottom <= top or bottom <= box.top for _, top, _, bottom in under)


@pytest.mark.parametrize("frame", FRAMES, ids=["wide", "narrow"])
def test_a_value_stands_over_the_middle_of_its_column(frame: Frame) -> None:
    drawing = drawn([1_234_567 * value for value in COURSE], frame)
    columns = columns_of(drawing)
    *earlier, last = values_of(drawing)
    shown = {f"closed.all.{period}": place for place, period in enumerate(_periods())}
    for label in earlier:
        left, _, right, _ = columns[shown[label.words.figures[0]]]
        assert label.anchor == "middle"
        assert label.x == pytest.approx((left + right) / 2, abs=0.2)
    box = last.box(drawing.frame, bundled())
    assert last.words.figures == (f"closed.all.{_periods()[-1]}",)
    assert box.left < columns[-1][0]
    assert columns[-1][2] < box.right + 0.1


def test_the_compared_value_is_said_even_beside_a_lower_last_one() -> None:
    wide = [label.words.figures[0] for label in values_of(drawn([30 * value for value in COURSE], FRAMES[0]))]
    assert wide == [f"closed.all.{_periods()[1]}", f"closed.all.{_periods()[-1]}"]


@pytest.mark.parametrize("frame", FRAMES, ids=["wide", "narrow"])
def test_each_language_labels_the_same_columns(frame: Frame) -> None:
    shown = {
        tuple(
            label.words.figures[0] for label in values_of(drawn([1_234_567 * value for value in COURSE], frame, code))
        )
        for code in ("en", "id", "fr", "ru", "kk")
    }
    assert len(shown) == 1


@pytest.mark.parametrize(("unit", "title", "value"), [("thousand_people", "Million people", "26.00\u00a0million")])
def test_the_unit_is_said_once(unit: str, title: str, value: str) -> None:
    drawing = drawn([1000 * (value + 13) for value in COURSE], FRAMES[0], unit=unit)
    assert title in [label.words.text for label in drawing.labels]
    assert values_of(drawing)[-1].words.text == value


def _periods() -> list[str]:
    made = findings({"all": [Decimal(value) for value in COURSE]}, kind="columns", unit="count")
    return [period.code for period in made.periods]


@pytest.mark.parametrize("code", available())
def test_columns_of_earlier_years_are_named_by_no_shade(code: str) -> None:
    """In a dark scheme they are the lighter ones."""
    said = language(code).text("charts.note.same-period", period="x").lower()
    assert not any(shade in said for shade in ("dark", "gelap", "foncé", "темн", "қою"))


@pytest.mark.parametrize("frame", FRAMES, ids=["wide", "narrow"])
@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
def test_few_columns_stand_over_the_whole_width_and_each_has_its_year(count: int, frame: Frame) -> None:
    made = findings({"all": [Decimal(9 + at) for at in range(count)]}, kind="columns", unit="count", frequency="year")
    drawing = draw(build_chart(made, "main", language("en")), frame, bundled(), language("en"))
    columns = columns_of(drawing)
    axis, *_ = [shape.d for shape in drawing.shapes if isinstance(shape, Path) and shape.classes == "ax"]
    left, right = float(axis[1:].split()[0]), float(axis.partition("H")[2])
    pitch = (right - left) / count
    middles = [(one[0] + one[2]) / 2 for one in columns]
    assert [after - before for before, after in pairwise(middles)] == pytest.approx([pitch] * (count - 1), abs=0.2)
    assert abs(columns[0][0] - left - (right - columns[-1][2])) < max(0.3 * pitch, 1)
    assert all(one[2] - one[0] <= (right - left) / 6 for one in columns)
    years = {f"{2001 + at}" for at in range(count)}
    assert years <= {label.words.text for label in drawing.labels} or (frame is FRAMES[1] and count == 8)
