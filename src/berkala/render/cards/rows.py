"""The facts below a number: a label at the left, what is said at the right, and the mark of a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from berkala.render.cards.colours import names
from berkala.render.cards.layout import Text
from berkala.render.cards.sizes import Size
from berkala.render.charts.drawing import Box, number
from berkala.render.charts.metrics import Metrics, Type, widest, wrap
from berkala.render.sentences import Fact
from berkala.words import Sentence

#: The height of a line, and of the air around a fact, in parts of the type.
_LEADING, _AIR = 1.28, 0.55


@dataclass(frozen=True)
class Row:
    """A fact in lines: its label at the left, what is said at the right, below it where both are long."""

    label: tuple[Sentence, ...]
    said: tuple[Sentence, ...]
    below: bool
    fits: bool

    @staticmethod
    def of(fact: Fact, box: Box, size: Size, metrics: Metrics) -> Row:
        """A fact, in the lines that it takes in the width of a box."""
        style, width = Type(size.text, 500, tabular=False), box.right - box.left
        label = metrics.width(fact.label.text, style)
        room = width - label - size.text
        said = wrap(fact.said, room, style.bold(), metrics)
        if len(said) <= 2 and widest(said, style.bold(), metrics) <= room:
            return Row((fact.label,), said, False, True)
        labels, said = wrap(fact.label, width, style, metrics), wrap(fact.said, width, style.bold(), metrics)
        fits = max(widest(labels, style, metrics), widest(said, style.bold(), metrics)) <= width
        return Row(labels, said, True, fits)

    def height(self, text: float) -> float:
        """How tall it is in this type."""
        lines = len(self.label) + len(self.said) if self.below else max(len(self.label), len(self.said))
        return (lines * _LEADING + _AIR) * text

    def texts(self, box: Box, text: float, top: float) -> list[Text]:
        """Its lines, from `top` down."""
        style, leading, first = Type(text, 500, tabular=False), _LEADING * text, top + 1.22 * text
        left = [Text(box.left, first + n * leading, line, style, "soft") for n, line in enumerate(self.label)]
        start, x, anchor = (
            (first, box.right, "end") if not self.below else (first + len(left) * leading, box.left, "start")
        )
        bold = style.bold()
        return left + [Text(x, start + n * leading, line, bold, "ink", anchor) for n, line in enumerate(self.said)]


def rule(box: Box, y: float) -> str:
    """The fine line over a fact."""
    across = f"M{number(box.left)} {number(y)}H{number(box.right)}"
    return f'<path d="{across}" fill="none" stroke="{names()["line"]}" stroke-width="2"/>'


def verdict_mark(mark: str, colour: str, left: float, top: float, side: float) -> str:
    """The shape of a verdict (look, principle 3): met a disc, on the way a part of one, missed an open diamond."""
    place = f'transform="translate({number(left)} {number(top)}) scale({number(side)})"'
    line = f'fill="none" stroke="{colour}" stroke-width=".13"'
    ring = f'<circle cx=".5" cy=".5" r=".4" {line}/>'
    shape = {
        "met": f'<circle cx=".5" cy=".5" r=".44" fill="{colour}"/>',
        "most": f'{ring}<path d="M.5 .5V.1A.4 .4 0 1 0 .9 .5z" fill="{colour}"/>',
        "near": f'{ring}<path d="M.5 .1A.4 .4 0 0 0 .5 .9z" fill="{colour}"/>',
        "some": f'{ring}<path d="M.5 .5V.9A.4 .4 0 0 1 .1 .5z" fill="{colour}"/>',
        "miss": f'<path d="M.5 .07L.93 .5L.5 .93L.07 .5z" {line}/>',
    }[mark]
    return f"<g {place}>{shape}</g>"
