"""The one number that matters in the middle of a card: very large, its verdict, and the facts beside it.

Below them stands the series at a small scale, where there is room. A target for another period and a goal that is not
held are facts without a verdict, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from berkala.render.cards.colours import names
from berkala.render.cards.layout import Inside, Text, Unit
from berkala.render.cards.rows import Row, rule, verdict_mark
from berkala.render.cards.sizes import Size
from berkala.render.cards.spark import LEAST, MOST, draw_series
from berkala.render.charts.drawing import Box
from berkala.render.charts.metrics import Metrics, Type, wrap
from berkala.render.charts.model import Series
from berkala.render.sentences import Fact, Verdict
from berkala.words import Language, Sentence

#: The sizes that the number is tried in, largest first, in pixels; and the unit behind it, in parts of that.
_SIZES, _UNIT = tuple(range(400, 96, -8)), 0.55
#: With the series below it the number has at least so much of the card's width as its type size.
_LARGE = 0.21
#: The height of a digit over the baseline, in parts of the type size.
_DIGIT = 0.71
#: A unit of more characters than these has a line of its own.
_SHORT = 2
#: No more facts than these, and in a card that is no taller than wide one less.
_FACTS = 4


@dataclass(frozen=True)
class Number:
    """Fills the middle with a number. `value` is the figure as it is shown, `series` its own past."""

    value: Sentence
    band: Verdict | None
    facts: tuple[Fact, ...]
    series: Series | None
    language: Language

    def __call__(self, size: Size, box: Box, metrics: Metrics) -> Inside | None:
        """As many facts as there is room for, then the number as large as leaves them that room."""
        most = _FACTS - (size.height <= size.width)
        for count in range(min(len(self.facts), most), -1, -1):
            rows = [Row.of(fact, box, size, metrics) for fact in self.facts[:count]]
            for series, pixels in self._offers(size):
                made = _Made(self, size, box, metrics, pixels, rows, series)
                if made.fits:
                    return made.inside()
        return None

    def _offers(self, size: Size) -> Iterator[tuple[Series | None, int]]:
        """With the series first, as long as the number stays large, then without it; the largest number first."""
        if self.series is not None and not size.beside:
            yield from ((self.series, pixels) for pixels in _SIZES if pixels >= _LARGE * size.width)
        yield from ((None, pixels) for pixels in _SIZES)

    @property
    def parts(self) -> tuple[str, str]:
        """The digits with what stands before them, and the unit behind."""
        text = self.value.text
        last = max((place for place, letter in enumerate(text, 1) if letter.isdigit()), default=len(text))
        return text[:last], text[last:]


@dataclass
class _Made:
    """A number card in the making, with the number in one size."""

    number: Number
    size: Size
    box: Box
    metrics: Metrics
    pixels: float
    rows: Sequence[Row]
    series: Series | None

    @property
    def text(self) -> float:
        return self.size.text

    @property
    def apart(self) -> bool:
        """Whether the unit has a line of its own."""
        return len(self.number.parts[1].strip()) > _SHORT

    @property
    def style(self) -> Type:
        return Type(self.pixels, 700, -0.05, 0.0, tabular=False)

    @property
    def unit(self) -> Type:
        if self.apart:
            return Type(1.5 * self.text, 700, -0.01, 0.06, tabular=False)
        return Type(_UNIT * self.pixels, 700, -0.02, 0.0, tabular=False)

    @property
    def band(self) -> tuple[Sentence, ...]:
        """The verdict in lines."""
        band = self.number.band
        if band is None:
            return ()
        room = self.box.right - self.box.left - 1.6 * self.text
        return wrap(band.said, room, self._verdict, self.metrics)

    @property
    def _verdict(self) -> Type:
        return Type(1.1 * self.text, 700, -0.01, tabular=False)

    @property
    def height(self) -> float:
        """Of all of it, the series at its lowest."""
        facts = sum(row.height(self.text) for row in self.rows)
        series = LEAST if self.series else 0.2
        return self._over + self._top + self._bands + facts + series * self.text

    @property
    def _over(self) -> float:
        """What keeps it from the ruler, or from the period over it."""
        return (0.5 if self.size.beside else 0.7) * self.text

    @property
    def _top(self) -> float:
        return _DIGIT * self.pixels + (1.5 * self.unit.size if self.apart else 0) + 0.5 * self.text + self._tail

    @property
    def _tail(self) -> float:
        """What a comma reaches below the baseline."""
        return 0.12 * self.pixels if "," in self.number.parts[0] else 0.0

    @property
    def _bands(self) -> float:
        return len(self.band) * 1.3 * self._verdict.size + 0.55 * self.text if self.band else 0.35 * self.text

    @property
    def fits(self) -> bool:
        digits, unit = self.number.parts
        width = self.metrics.width(digits, self.style)
        behind = self.metrics.width(unit, self.unit)
        across = max(width, behind) if self.apart else width + behind
        room = self.box.right - self.box.left
        return across <= room and all(row.fits for row in self.rows) and self.height <= self.box.bottom - self.box.top

    def inside(self) -> Inside:
        """Set it from the top; what height is left goes to the series, and between the parts."""
        left = self.box.bottom - self.box.top - self.height
        more = min(left / 2, (MOST - LEAST) * self.text) if self.series else 0.0
        air = min((left - more) / (len(self.rows) + 3), 0.7 * self.text)
        y = self.box.top + self._over + air
        texts, drawn = self._big(y), []
        y += self._top + air
        words, mark = self._banded(y)
        texts += words
        drawn += mark
        y += self._bands
        for row in self.rows:
            drawn.append(rule(self.box, y))
            texts += row.texts(self.box, self.text, y + air / 2)
            y += row.height(self.text) + air
        if self.series:
            drawn.append(rule(self.box, y))
            below = Box(self.box.left, y + 0.7 * self.text, self.box.right, y + LEAST * self.text + more)
            labels, lines = draw_series(self.series, below, self.size, self.number.language)
            texts += labels
            drawn.append(lines)
        return Inside(tuple(texts), "".join(drawn))

    def _big(self, top: float) -> list[Text]:
        digits, unit = self.number.parts
        # A digit's own margin is taken off, so that it stands on the edge of the column.
        x, baseline = self.box.left - 0.035 * self.pixels, top + _DIGIT * self.pixels
        down = self._tail + 1.35 * self.unit.size if self.apart else None
        behind = Unit(len(digits), self.unit, self.box.left - self._blank, down) if unit else None
        return [Text(x, baseline, self.number.value, self.style, "accent", unit=behind)]

    @property
    def _blank(self) -> float:
        """The blank before a unit, which on a line of its own would move it to the right."""
        unit = self.number.parts[1]
        return self.metrics.width(unit[: len(unit) - len(unit.lstrip())], self.unit)

    def _banded(self, top: float) -> tuple[list[Text], list[str]]:
        if not self.band or self.number.band is None:
            return [], []
        mark, style = self.number.band.mark, self._verdict
        colour = {"miss": "miss", "met": "met", "most": "met"}.get(mark, "ink")
        lines = [
            Text(
                self.box.left + 1.25 * style.size,
                top + (place + 1) * 1.3 * style.size - 0.3 * style.size,
                line,
                style,
                colour,
            )
            for place, line in enumerate(self.band)
        ]
        return lines, [
            verdict_mark(mark, names()[colour], self.box.left, lines[0].y - 0.76 * style.size, 0.84 * style.size)
        ]
