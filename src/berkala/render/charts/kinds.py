"""The kinds of charts: how each is made from findings, laid out in a frame, and set on a page.

The one place where a kind is registered. A kind's own modules hold everything else about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from berkala.render.charts import (
    bullet,
    bullet_draw,
    bullet_forms,
    choropleth,
    choropleth_draw,
    dots,
    heat,
    heat_table,
    multiples,
    ranked_drawing,
    ranked_table,
    slope,
    stacked,
    stacked_draw,
    standard,
    tiles,
)
from berkala.render.charts.bars import draw_bars
from berkala.render.charts.columns import draw_columns
from berkala.render.charts.drawing import Drawing, Frame
from berkala.render.charts.line_build import line
from berkala.render.charts.lines import draw_line
from berkala.render.charts.metrics import Metrics
from berkala.render.charts.model import Chart
from berkala.render.charts.parts import Making
from berkala.words import Language


@dataclass(frozen=True)
class Kind:
    """One kind.

    `wide` and `narrow` are the heights of its two drawings on a page; nought where the drawing sets its own. A kind
    with `page` is HTML there (a table that is the chart); its drawing is for cards and downloads. `over_time`: it
    shows periods, so that Explore can offer its series.
    """

    build: Callable[[Making], Chart]
    draw: Callable[[Chart, Frame, Metrics, Language], Drawing]
    wide: float = 0
    narrow: float = 0
    page: Callable[[Chart, Language], str] | None = None
    over_time: bool = False


KINDS: Mapping[str, Kind] = {
    "line": Kind(line, draw_line, 372, 336, over_time=True),
    "columns": Kind(standard.columns, draw_columns, 280, 250, over_time=True),
    "stacked": Kind(stacked.build, stacked_draw.draw, over_time=True),
    "bars": Kind(standard.bars, draw_bars),
    "dots": Kind(dots.build, ranked_drawing.draw, page=ranked_table.page),
    "tiles": Kind(tiles.build, tiles.draw),
    "choropleth": Kind(choropleth.build, choropleth_draw.draw),
    "heat": Kind(heat.build, heat_table.draw, page=heat_table.page),
    "slope": Kind(slope.build, slope.draw),
    "multiples": Kind(multiples.build, multiples.draw, over_time=True),
    "bullet": Kind(bullet.build, bullet_forms.draw, page=bullet_draw.page),
}

#: The kinds whose numbers stand as a table on the Explore page.
TABLED = frozenset(name for name, kind in KINDS.items() if kind.over_time) | {"slope"}
