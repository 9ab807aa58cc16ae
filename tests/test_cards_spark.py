"""The past of a number on a card: as on a page, nothing is drawn over a value that is missing."""

from __future__ import annotations

import re

import pytest

from berkala.render.cards.sizes import SIZES
from berkala.render.cards.spark import draw_series
from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import Box
from berkala.words import language
from charting import findings
from test_charts import numbers

EN = language("en")


@pytest.mark.parametrize(
    ("statuses", "joins"),
    [({}, 1), ({3: "absent"}, 0), ({3: "x"}, 1), ({3: "absent", 5: "absent"}, 0)],
    ids=["withheld", "missing", "not available", "missing twice"],
)
def test_only_a_withheld_value_is_joined_over(statuses: dict[int, str], joins: int) -> None:
    values = numbers(1, 2, 3, None, 5, None if 5 in statuses else 6, 7, 8)
    series = build_chart(findings({"all": values}, statuses=statuses), "main", EN).first
    _, drawn = draw_series(series, Box(0, 0, 900, 300), SIZES[-1], EN)
    assert drawn.count("stroke-dasharray") == joins
    # Each value is on the line or is a dot of its own.
    strokes = re.findall(r'd="(M[^"]*h\.01)"', drawn)
    assert len(strokes) == 2 + (5 in statuses)
