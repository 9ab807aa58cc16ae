"""Bars: the one that the message names is the one that stands out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import NARROW, WIDE, Drawing, Frame, Path
from berkala.render.charts.metrics import bundled
from berkala.render.charts.outputs import draw
from berkala.words import language
from charting import findings
from test_charts import wrong_labels

EN = language("en")
FRAMES = (WIDE, NARROW, Frame(912, 640, 34.6, 68, 3.1, tabular=False))


def drawn(frame: Frame, reference: Decimal | None = None, **values: float | None) -> Drawing:
    series = {name: [None if value is None else Decimal(str(value))] for name, value in values.items()}
    return draw(build_chart(findings(series, kind="bars", reference=reference), "main", EN), frame, bundled(), EN)


def strong(drawing: Drawing) -> list[str]:
    """The values in large type."""
    return [label.words.text for label in drawing.labels if label.classes == "x a"]


def paths(drawing: Drawing, classes: str) -> list[str]:
    return [shape.d for shape in drawing.shapes if isinstance(shape, Path) and shape.classes == classes]


def test_the_bar_that_the_message_names_stands_out_wherever_it_is() -> None:
    for frame in FRAMES:
        made = drawn(frame, all=90, b=85, c=89.5, d=97)
        (accent,) = paths(made, "fa")
        assert strong(made) == ["85.0%"]  # "Type b had the lowest share, 85.0%"
        names = [label for label in made.labels if label.words.text == "Type b"]
        assert [label.classes for label in names] == ["b"]
        assert float(accent.split()[1].partition("H")[0]) > names[0].y


def lines_of_reference(made: Drawing) -> list[str]:
    return [path for path in paths(made, "tg") if "v" in path]


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("frame", FRAMES, ids=["wide", "narrow", "card"])
def test_the_reference_of_the_whole_stands_on_the_bar_of_the_whole_alone(frame: Frame, place: int) -> None:
    values = dict(list({"b": 97.0, "c": 80.0}.items())[:place]) | {"all": 90.0} | {"b": 97.0, "c": 80.0}
    made = drawn(frame, Decimal(95), **values)
    (line,) = lines_of_reference(made)
    x, top = (float(part) for part in line[1:].partition("v")[0].split())
    end = top + float(line.partition("v")[2])
    places = {label.words.text: label.y for label in made.labels}
    rows = sorted(y for text, y in places.items() if text.startswith(("Type", "All")))
    at = rows.index(places["All types"])
    assert rows[at] < top < end
    assert at + 1 == len(rows) or end < places["Standard: at least 95.0%"] < rows[at + 1]
    assert wrong_labels(made) == []
    assert x < frame.width


def test_the_reference_of_a_whole_that_is_not_shown_crosses_every_bar() -> None:
    assert len(lines_of_reference(drawn(WIDE, Decimal(95), b=97, c=80))) == 2
