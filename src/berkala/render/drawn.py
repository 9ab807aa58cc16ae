"""A chart as a page has it: its HTML, and the drawings in it as they were drawn, for other outputs."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from berkala.render.charts import drawing as charts
from berkala.render.charts.model import Chart
from berkala.render.charts.outputs import draw_narrow, draw_wide, page_svg
from berkala.render.charts.timeline import LineMatter
from berkala.words import Language


@dataclass(frozen=True)
class Drawing:
    """A chart and its two drawings, for a template, and as they were drawn. A chart that is a table has no narrow one.

    `svg` is all of the chart's HTML: empty where nothing is drawn.
    """

    name: str
    chart: Chart
    svg: Markup
    wide: charts.Drawing
    narrow: charts.Drawing | None = None


def drawing_of(chart: Chart, language: Language) -> Drawing:
    """A chart, drawn for the page. One value alone is no line: it is said in words, and nothing is drawn."""
    wide, narrow = draw_wide(chart, language), draw_narrow(chart, language)
    svg = "" if _is_one_value(chart) else page_svg(chart, language, wide, narrow)
    return Drawing(chart.name, chart, Markup(svg), wide, narrow)


def _is_one_value(chart: Chart) -> bool:
    """Whether a line has one value at the most, and nothing that it is held against."""
    matter = chart.matter
    return isinstance(matter, LineMatter) and len(chart.values) <= 1 and chart.held is None and matter.ahead is None
