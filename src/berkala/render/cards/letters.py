"""Letters as HarfBuzz draws them: of every pixel how much they cover, a colour to be laid on through that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import uharfbuzz
from lxml import etree
from PIL import Image

from berkala.render.cards.plain import Move
from berkala.render.cards.shaping import Faces, Run, runs, shaped
from berkala.render.charts.drawing import Box

#: Letters stand on whole pixels, those of a smaller type on half ones across: no eye sees that, and the same letter
#: is then mostly the same pixels, which packs better.
_LARGE = 40


@dataclass(frozen=True)
class Mask:
    """The letters of a stretch of text, in the box that they fill."""

    covered: Image.Image
    left: int
    top: int

    @property
    def box(self) -> Box:
        """Where they are, in pixels."""
        return Box(self.left, self.top, self.left + self.covered.width, self.top + self.covered.height)


def masks(text: etree._Element, move: Move, faces: Faces) -> Iterator[Mask]:
    """The letters of a text, one mask for each type it is set in; none for spaces alone."""
    pen = uharfbuzz.RasterDraw()
    for run in runs(text, faces):
        _draw(pen, run, move, faces)
        drawn = pen.render()
        edges = drawn.extents
        if edges.width:
            # HarfBuzz counts from the baseline upwards, and from the lowest row.
            shape, ordered = (edges.width, edges.height), ("raw", "L", edges.stride, -1)
            covered = Image.frombuffer("L", shape, drawn.buffer, *ordered)
            yield Mask(covered, edges.x_origin, -edges.y_origin - edges.height)


def _draw(pen: uharfbuzz.RasterDraw, run: Run, move: Move, faces: Faces) -> None:
    line, font = shaped(run, faces), faces[run.style.weight].font
    scale = line.scale * move.scale
    left, base = line.left * move.scale + move.x, -(run.y * move.scale + move.y)
    parts = 1 if run.style.size * move.scale >= _LARGE else 2
    for glyph, x, y in line.glyphs:
        pen.transform = (scale, 0, 0, scale, round((left + x * scale) * parts) / parts, round(base + y * scale))
        pen.draw_glyph(font, glyph)
