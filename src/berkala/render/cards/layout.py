"""Where everything stands on a card: computed here, so that the template only sets it down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

from berkala.errors import Problem, SourceProblems
from berkala.render.cards.sizes import LAST_RESORT, MESSAGE, Size
from berkala.render.charts.drawing import Box
from berkala.render.charts.metrics import Metrics, Type, balanced, widest, wrap, wrapped_address
from berkala.words import Sentence

#: A message in type of at most so many times the card's own may have more lines; beside a chart, a wider column.
_LONG, _WIDER, _WIDEST = 1.6, 1.2, 1.4
#: The last resort leaves so much of the room that a chart should have.
_LOWER = 0.7


@dataclass(frozen=True)
class Unit:
    """The end of a text, behind `at` characters, in a type of its own: the unit of a large number.

    With `down` it stands so much lower, from `x` on; without it, it follows.
    """

    at: int
    style: Type
    x: float
    down: float | None


@dataclass(frozen=True)
class Text:
    """A line of text: its baseline, its type, the name of its colour, and its unit where that is set otherwise."""

    x: float
    y: float
    words: Sentence
    style: Type
    colour: str
    anchor: str = "start"
    unit: Unit | None = None


@dataclass(frozen=True)
class Inside:
    """What stands in the middle of a card: texts, and a drawing in SVG with the names of its colours."""

    texts: tuple[Text, ...] = ()
    drawn: str = ""


@dataclass(frozen=True)
class Layout:
    """A card, laid out: texts, the rule's height, the mark's corner and scale, and the drawing in the middle."""

    texts: tuple[Text, ...]
    rule: float
    mark: tuple[float, float, float]
    drawn: str


@dataclass(frozen=True)
class Matter:
    """What stands around the middle of a card: the same in all sizes. `most` is the largest type of the message.

    `brief` is said in place of a measure that is too long for a card.
    """

    message: Sentence
    measure: Sentence
    span: Sentence
    source: Sentence
    agency: Sentence
    check: Sentence
    check_at: Sentence
    address: Sentence
    notice: Sentence | None
    most: int = MESSAGE[0]
    brief: Sentence | None = None

    @property
    def measures(self) -> tuple[Sentence, ...]:
        """What may be said of what is measured, the fullest first."""
        return (self.measure,) if self.brief is None else (self.measure, self.brief)


_Lines = tuple[Sentence, ...]

#: Fills the middle of a card, a box in its pixels; None where its matter has no room there.
Fill = Callable[[Size, Box, Metrics], Inside | None]


@dataclass
class _Column:
    """Lines set below one another."""

    x: float
    y: float
    width: float
    texts: list[Text] = field(default_factory=list)

    def set(self, lines: Sequence[Sentence], style: Type, colour: str, leading: float) -> None:
        """Set lines, each a leading below the one before."""
        for line in lines:
            self.y += leading * style.size
            self.texts.append(Text(self.x, self.y, line, style, colour))


def lay_out(matter: Matter, fill: Fill, size: Size, metrics: Metrics) -> Layout:
    """The card in one size, its message as large as leaves room for all that comes after.

    Raises SourceProblems (render.card-text-too-long) where a text has no room.
    """
    foot, rule, mark = _foot(matter, size, metrics)
    for head in _heads(matter, size, metrics, rule):
        inside = fill(size, _middle(size, head, rule), metrics)
        if inside is not None:
            return Layout((*head.texts, *inside.texts, *foot), rule, mark, inside.drawn)
    raise too_long(matter.message, size.name)


def _middle(size: Size, head: _Column, rule: float) -> Box:
    """Beside the message in a wide card, below it in a tall one."""
    if size.beside:
        return Box(size.margin + head.width + 44, size.top + 58, size.width - size.margin, rule - 14)
    return Box(size.margin, head.y + 0.9 * size.text, size.width - size.margin, rule - 0.7 * size.text)


@dataclass(frozen=True)
class _Offer:
    """A way to set the head: the column, its lines, the message's type, that of the measure, the room to leave."""

    width: float
    lines: int
    pixels: int
    measure: float
    least: float


def _offers(matter: Matter, size: Size) -> Iterator[_Offer]:
    """The largest message first; a long one has another line, though of small type, a very long one a wider column.

    The last resort is a smaller measure and a lower middle.
    """
    least = 0.0 if size.beside else size.least
    sizes = [pixels for pixels in MESSAGE if pixels <= matter.most]
    small = [pixels for pixels in sizes if pixels <= _LONG * size.text]
    yield from (_Offer(size.column, size.lines, pixels, size.text, least) for pixels in sizes)
    yield from (_Offer(size.column, size.lines + 1, pixels, size.text, least) for pixels in small)
    wider = min(_WIDER * size.column, size.inner)
    yield from (_Offer(wider, size.lines + 1, pixels, size.text, least) for pixels in small)
    broadest = min(_WIDEST * size.column, size.inner)
    small += [pixels for pixels in LAST_RESORT if pixels >= size.text]
    yield from (_Offer(broadest, size.lines + 2, pixels, size.small, _LOWER * least) for pixels in small)


def _heads(matter: Matter, size: Size, metrics: Metrics, rule: float) -> Iterator[_Column]:
    """Message, measure and period in every way that fits."""
    subtitles = cache(partial(_subtitle, metrics=metrics))
    for measure, offer in ((said, one) for said in matter.measures for one in _offers(matter, size)):
        style = Type(offer.pixels, 700, -0.02, 0.08, tabular=False)
        lines = wrap(matter.message, offer.width, style, metrics)
        if len(lines) > offer.lines or widest(lines, style, metrics) > offer.width:
            continue
        lines = balanced(matter.message, offer.width, style, metrics)
        column = _Column(size.margin, size.top + 40 + 0.5 * size.text, offer.width)
        column.set(lines, style, "ink", 1.14)
        column.y += 0.35 * size.text
        said = subtitles(measure, matter.span, offer.width, Type(offer.measure, 500, tabular=False))
        said.set(column)
        if said.fits and column.y <= rule - 0.5 * size.text - offer.least:
            yield column


@dataclass(frozen=True)
class _Subtitle:
    """Measure and period in lines, and whether they fit into their column."""

    measure: _Lines
    span: _Lines
    style: Type
    fits: bool

    def set(self, column: _Column) -> None:
        """Set them."""
        column.set(self.measure, self.style, "soft", 1.34)
        column.set(self.span, self.style.bold(), "ink", 1.34)


def _subtitle(measure: Sentence, span: Sentence, width: float, style: Type, metrics: Metrics) -> _Subtitle:
    """Measure and period, broken for a column: the same under a message of any size."""
    lines = balanced(measure, width, style, metrics), wrap(span, width, style.bold(), metrics)
    reached = max(widest(lines[0], style, metrics), widest(lines[1], style.bold(), metrics))
    return _Subtitle(*lines, style, reached <= width)


def _foot(matter: Matter, size: Size, metrics: Metrics) -> tuple[list[Text], float, tuple[float, float, float]]:
    """Mark and agency, source, check address and notice, from the bottom up; and the height of the rule."""
    bold, small = Type(size.text, 700, tabular=False), Type(size.small, 500, tabular=False)
    scale = 1.5 * size.text / 25
    beside = size.margin + 32 * scale + 0.7 * size.text
    agency, source, check = _signature(matter, size, metrics, size.width - size.margin - beside)
    notice = balanced(matter.notice, size.inner, small.bold(), metrics) if matter.notice else ()
    address = () if size.beside else wrapped_address(matter.check_at, size.inner, small, metrics)
    if (
        max(widest(address, small, metrics), widest(notice, small.bold(), metrics)) > size.inner
        or len(agency) + len(source) > 4
    ):
        raise too_long(matter.agency if len(agency) > 2 else matter.check_at, size.name)
    upper = len(agency) * 1.25 * bold.size + len(source) * 1.35 * small.size
    upper = max(upper, len(check) * 1.35 * small.size)
    lower = (len(address) + len(notice)) * 1.4 * small.size
    rule = size.bottom - max(upper, 32 * scale) - lower - 0.9 * size.text
    column = _Column(beside, rule + 0.55 * size.text, size.inner)
    column.set(agency, bold, "ink", 1.25)
    column.set(source, small, "soft", 1.35)
    lowest = max(column.y, rule + 0.8 * size.text + 32 * scale) + 0.15 * size.text
    below = _Column(size.margin, lowest, size.inner)
    below.set(address, small, "soft", 1.4)
    below.set(notice, small.bold(), "ink", 1.4)
    texts = column.texts + below.texts
    if size.beside:
        texts += _checked(check, size, column.texts[0].y)
    return texts, rule, (size.margin, rule + 0.8 * size.text, scale)


def _signature(matter: Matter, size: Size, metrics: Metrics, width: float) -> tuple[_Lines, _Lines, _Lines]:
    """The lines of agency and source, and in a wide card those at their right that say where to check the figure.

    An address that leaves the others no room in one line is set in several. Raises SourceProblems where that is not
    enough.
    """
    bold, small = Type(size.text, 700, tabular=False), Type(size.small, 500, tabular=False)
    checks: list[_Lines] = [()]
    if size.beside:
        divided = wrapped_address(matter.address, size.inner / 2, small.bold(), metrics)
        checks = [(matter.check, matter.address), (matter.check, *divided)]
    for check in checks:
        room = width - (widest(check, small.bold(), metrics) + size.text if check else 0)
        agency, source = wrap(matter.agency, room, bold, metrics), wrap(matter.source, room, small, metrics)
        if max(widest(agency, bold, metrics), widest(source, small, metrics)) <= room:
            return agency, source, check
    raise too_long(matter.source, size.name)


def _checked(check: _Lines, size: Size, first: float) -> list[Text]:
    small, right = Type(size.small, 500, tabular=False), size.width - size.margin
    styles = [(small, "soft"), *[(small.bold(), "ink")] * (len(check) - 1)]
    return [
        Text(right, first + place * 1.35 * size.small, words, style, colour, "end")
        for place, (words, (style, colour)) in enumerate(zip(check, styles, strict=True))
    ]


def too_long(words: Sentence, place: str) -> SourceProblems:
    """The problem of a text that has no room on a card."""
    return SourceProblems(Problem("render.card-text-too-long", {"text": words.text, "size": place}))
