"""A chart in the middle of a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from berkala.render.cards.colours import names
from berkala.render.cards.layout import Inside
from berkala.render.cards.sizes import Size
from berkala.render.charts.drawing import Box, Drawing, Frame, number
from berkala.render.charts.metrics import Metrics
from berkala.render.charts.model import Chart
from berkala.render.charts.outputs import draw
from berkala.render.charts.paint import coloured
from berkala.words import Language

#: The type of a chart in parts of the card's, tried in turn; never below the smallest that the card allows.
_TYPES = (0.96, 0.88, 0.8)
#: A chart of less than this part of its room is tried in larger type.
_SHORT, _LARGER = 0.8, (1.5, 1.35, 1.2, 1.08)
#: A map has the smallest at once: its words take room from its tiles.
_MAP_TYPES = (0.8,)
#: The strong type of a chart, and how its strokes and gaps grow, for a type of one pixel.
_STRONG, _UNIT = 1.98, 1.12 / 13


@dataclass(frozen=True)
class Plot:
    """Fills the middle with the first of these charts that has room there."""

    charts: tuple[Chart, ...]
    language: Language

    def __call__(self, size: Size, box: Box, metrics: Metrics) -> Inside | None:
        """The chart in the largest type that it fits in."""
        for chart in self.charts:
            drawn = self._fitting(chart, size, box, metrics)
            if drawn is not None:
                corner = f"{number(box.left)} {number(box.top)}"
                return Inside(drawn=f'<g transform="translate({corner})">{coloured(drawn, names())}</g>')
        return None

    def _fitting(self, chart: Chart, size: Size, box: Box, metrics: Metrics) -> Drawing | None:
        parts = _MAP_TYPES if chart.kind in ("tiles", "choropleth") else _TYPES
        for text in dict.fromkeys(max(part * size.text, size.small) for part in parts):
            drawn = self._draw(chart, size, box, metrics, text)
            if drawn is not None:
                short = drawn.height < _SHORT * (box.bottom - box.top)
                return self._larger(chart, size, box, metrics) or drawn if short else drawn
        return None

    def _larger(self, chart: Chart, size: Size, box: Box, metrics: Metrics) -> Drawing | None:
        """A chart that leaves much of its room empty has larger type, as far as it fits."""
        drawn = (self._draw(chart, size, box, metrics, part * size.text) for part in _LARGER)
        return next((one for one in drawn if one is not None), None)

    def _draw(self, chart: Chart, size: Size, box: Box, metrics: Metrics, text: float) -> Drawing | None:
        frame = self._frame(size, box, text)
        drawing = draw(chart, frame, metrics, self.language)
        return drawing if drawing.height <= frame.height + 1 else None

    def _frame(self, size: Size, box: Box, text: float) -> Frame:
        width, height = box.right - box.left, box.bottom - box.top
        words: Literal["full", "short"] = "short" if size.beside else "full"
        return Frame(width, height, text, text * _STRONG, size.text * _UNIT, False, words)
