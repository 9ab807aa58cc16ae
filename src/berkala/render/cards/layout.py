"""Where everything stands on a card: computed here, so that the template only sets it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from berkala.errors import Problem, SourceProblems
from berkala.render.cards.sizes import MESSAGE, Size
from berkala.render.charts import Chart
from berkala.render.charts.drawing import Frame
from berkala.render.charts.metrics import Metrics, Type, balanced, widest, wrap
from berkala.words import Sentence


@dataclass(frozen=True)
class Text:
    """A line of text: its baseline, its type, the name of its colour."""

    x: float
    y: float
    words: Sentence
    style: Type
    colour: str
    anchor: str = "start"


@dataclass(frozen=True)
class Layout:
    """A card, laid out: texts, the rule's height, the mark's corner and scale, and the chart's frame and corner."""

    texts: tuple[Text, ...]
    rule: float
    mark: tuple[float, float, float]
    frame: Frame
    corner: tuple[float, float]


@dataclass(frozen=True)
class Matter:
    """What a card says."""

    chart: Chart
    agency: Sentence
    check: Sentence
    check_at: Sentence
    address: Sentence
    notice: Sentence | None


@dataclass
class _Column:
    """Lines set below one another."""

    x: float
    y: float
    texts: list[Text] = field(default_factory=list)

    def set(self, lines: Sequence[Sentence], style: Type, colour: str, leading: float) -> None:
        """Set lines, each a leading below the one before."""
        for line in lines:
            self.y += leading * style.size
            self.texts.append(Text(self.x, self.y, line, style, colour))


def lay_out(matter: Matter, size: Size, metrics: Metrics) -> Layout:
    """The card in one size. Raises SourceProblems (render.card-text-too-long) where a text has no room."""
    foot, rule, mark = _foot(matter, size, metrics)
    head = _head(matter, size, metrics, rule - 0.5 * size.text)
    unit = size.text / 13 * 1.12
    if size.beside:
        left, top = size.margin + size.column + 44, size.top + 56
        frame = Frame(size.width - size.margin - left, rule - 14 - top, size.text * 0.92, size.text * 1.72, unit, False)
    else:
        left, top = size.margin, head.y + 0.9 * size.text
        frame = Frame(size.inner, rule - 0.7 * size.text - top, size.text * 0.96, size.text * 1.9, unit, False)
    frame = Frame(
        frame.width, frame.height, frame.text, frame.strong, unit, False, "full" if not size.beside else "short"
    )
    return Layout((*head.texts, *foot), rule, mark, frame, (left, top))


def _head(matter: Matter, size: Size, metrics: Metrics, floor: float) -> _Column:
    """Message, measure and period, the message as large as leaves room for all that comes after."""
    measure = Type(size.text, 500, tabular=False)
    for pixels in MESSAGE:
        column = _Column(size.margin, size.top + 40 + 0.5 * size.text)
        style = Type(pixels, 700, -0.02, 0.08, tabular=False)
        lines = balanced(matter.chart.message, size.column, style, metrics)
        if len(lines) > size.lines or widest(lines, style, metrics) > size.column:
            continue
        column.set(lines, style, "ink", 1.14)
        column.y += 0.35 * size.text
        column.set(balanced(matter.chart.measure, size.column, measure, metrics), measure, "soft", 1.34)
        column.set(wrap(matter.chart.span, size.column, measure.bold(), metrics), measure.bold(), "ink", 1.34)
        if column.y <= (floor if size.beside else floor - size.least):
            return column
    raise too_long(matter.chart.message, size.name)


def _foot(matter: Matter, size: Size, metrics: Metrics) -> tuple[list[Text], float, tuple[float, float, float]]:
    """Mark and agency, source, check address and notice, from the bottom up; and the height of the rule."""
    bold, small = Type(size.text, 700, tabular=False), Type(size.small, 500, tabular=False)
    scale = 1.5 * size.text / 25
    beside = size.margin + 32 * scale + 0.7 * size.text
    check = _checks(matter, size, metrics)
    room = size.width - size.margin - beside - (check + size.text if size.beside else 0)
    agency = wrap(matter.agency, room, bold, metrics)
    source = wrap(matter.chart.source, room, small, metrics)
    notice = wrap(matter.notice, size.inner, small.bold(), metrics) if matter.notice else ()
    address = () if size.beside else wrap(matter.check_at, size.inner, small, metrics)
    if any(widest(lines, style, metrics) > room for lines, style in ((agency, bold), (source, small))):
        raise too_long(matter.chart.source, size.name)
    if (
        max(widest(address, small, metrics), widest(notice, small.bold(), metrics)) > size.inner
        or len(agency) + len(source) > 4
    ):
        raise too_long(matter.agency if len(agency) > 2 else matter.check_at, size.name)
    upper = len(agency) * 1.25 * bold.size + len(source) * 1.35 * small.size
    lower = (len(address) + len(notice)) * 1.4 * small.size
    rule = size.bottom - max(upper, 32 * scale) - lower - 0.9 * size.text
    column = _Column(beside, rule + 0.55 * size.text)
    column.set(agency, bold, "ink", 1.25)
    column.set(source, small, "soft", 1.35)
    below = _Column(size.margin, max(column.y, rule + 0.8 * size.text + 32 * scale) + 0.15 * size.text)
    below.set(address, small, "soft", 1.4)
    below.set(notice, small.bold(), "ink", 1.4)
    texts = column.texts + below.texts
    if size.beside:
        texts += _checked(matter, size, column.texts)
    return texts, rule, (size.margin, rule + 0.8 * size.text, scale)


def _checks(matter: Matter, size: Size, metrics: Metrics) -> float:
    """The width of the check address, where it stands at the right."""
    return widest((matter.check, matter.address), Type(size.small, 700, tabular=False), metrics)


def _checked(matter: Matter, size: Size, beside: Sequence[Text]) -> list[Text]:
    small, right = Type(size.small, 500, tabular=False), size.width - size.margin
    first, second = beside[0].y, beside[0].y + 1.35 * size.small
    return [
        Text(right, first, matter.check, small, "soft", "end"),
        Text(right, second, matter.address, small.bold(), "ink", "end"),
    ]


def too_long(words: Sentence, place: str) -> SourceProblems:
    """The problem of a text that has no room on a card."""
    return SourceProblems(Problem("render.card-text-too-long", {"text": words.text, "size": place}))
