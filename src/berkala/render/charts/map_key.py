"""What stands below a map: the strip of classes, what hatching means, notes. Its height is known before it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from berkala.render.charts.drawing import Box, Canvas, Label, number
from berkala.render.charts.hatching import STEP, in_box
from berkala.render.charts.metrics import balanced
from berkala.render.charts.model import Matter
from berkala.render.charts.shades import NONE, Shades, draw_strip
from berkala.words import Language, Sentence


@dataclass(frozen=True)
class MapMatter(Matter):
    """What every map shows: its classes, the unit in words, what hatching means, and what is said below it."""

    shades: Shades
    unit: str
    hatched: tuple[Sentence, ...]
    notes: tuple[Sentence, ...]


class Key:
    """The lines below a map, laid out for the width of a canvas. `more` are notes of this one drawing."""

    def __init__(self, matter: MapMatter, canvas: Canvas, more: Sequence[Sentence] = ()) -> None:
        self.matter, self.canvas = matter, canvas
        text, style = canvas.frame.text, canvas.frame.type("s")
        self.indent = 3.0 * text
        self.hatched = [
            balanced(one, canvas.frame.width - self.indent, style, canvas.metrics) for one in matter.hatched
        ]
        notes = (*matter.notes, *more)
        self.notes = [line for one in notes for line in balanced(one, canvas.frame.width, style, canvas.metrics)]
        lines = sum(len(one) for one in self.hatched) + len(self.notes)
        self.height = (0.6 + 1.5 + 1.0 + (1.6 if matter.shades.bounds else 0.4)) * text + lines * 1.45 * text
        self.height += 0.3 * text

    def draw(self, top: float, language: Language) -> float:
        """Draw it below the map; returns where it ends."""
        canvas, text = self.canvas, self.canvas.frame.text
        y = draw_strip(canvas, self.matter.shades, self.matter.unit, top + 0.6 * text, language)
        for lines in self.hatched:
            box = Box(0, y + 0.25 * text, 2.4 * text, y + 1.2 * text)
            canvas.path(NONE, _rectangle(box))
            canvas.path("ht", in_box(box, STEP * canvas.frame.unit))
            for line in lines:
                y += 1.45 * text
                canvas.write(Label(self.indent, y - 0.35 * text, line, "s"))
        for line in self.notes:
            y += 1.45 * text
            canvas.write(Label(0, y - 0.35 * text, line, "s"))
        return y


def _rectangle(box: Box) -> str:
    width, height = number(box.right - box.left), number(box.bottom - box.top)
    return f"M{number(box.left)} {number(box.top)}h{width}v{height}h-{width}z"
