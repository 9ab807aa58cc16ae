"""Charts as our own SVG: one specification, laid out once, painted for the page, a download and a card.

`model` says what a chart shows, `kinds` lists the kinds: how each is made from findings (`standard`, `parts`,
`sentences`, or its own module) and laid out in a frame (`lines`, `columns`, `bars` …); `paint` turns a drawing into
SVG.
"""

from __future__ import annotations

from berkala.render.charts.build import build_chart
from berkala.render.charts.model import Chart, Table
from berkala.render.charts.outputs import draw, page_svg, standalone_svg

__all__ = ["Chart", "Table", "build_chart", "draw", "page_svg", "standalone_svg"]
