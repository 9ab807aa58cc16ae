"""The parts of a stacked chart as a list, and the one bar of a chart of one period above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from berkala.render.charts.axes import draw_notes, note_height, note_lines
from berkala.render.charts.drawing import Box, Canvas, Drawing, Frame, Label, Spot, number, resized
from berkala.render.charts.hatching import STEP, in_box
from berkala.render.charts.metrics import Metrics, wrap
from berkala.render.charts.model import Chart
from berkala.render.charts.observed import reason, words_in
from berkala.render.charts.parts import cell_of
from berkala.render.charts.sentences import period_noun, said
from berkala.render.charts.stacked import Stack, StackedMatter
from berkala.words import Language, Sentence

#: The side of a swatch and its distance to the name, in lines of text; the leading of a row.
_SWATCH, _BESIDE, _LEADING = 0.9, 0.6, 1.3
#: The height of the one bar, in units, and how far it may grow in a card.
_BAR, _TALLEST = 44, 3
#: Names and values of one period stand no further apart than so many lines of text are high.
_WIDEST = 34


@dataclass(frozen=True)
class Row:
    """One part: its place in the stack, whether it has a value, its name in lines, and its values by column."""

    rank: int
    known: bool
    lines: tuple[Sentence, ...]
    values: tuple[tuple[Sentence, str, float], ...]


def rows(canvas: Canvas, chart: Chart, language: Language) -> tuple[Row, ...]:
    """The rows from the top of the stack down, so that they stand in its order; values at the right edge."""
    matter, frame = chart.matter, canvas.frame
    assert isinstance(matter, StackedMatter)
    single = len(matter.stacks) == 1
    width = min(frame.width, _WIDEST * frame.text) if single else frame.width
    order = range(len(chart.series)) if single else range(len(chart.series) - 1, -1, -1)
    columns = [_values(chart, rank, language, single=single) for rank in range(len(chart.series))]
    widths = [max(canvas.width(row[place], "b") for row in columns) for place in range(len(columns[0]))]
    ends = [
        width - sum(widths[place + 1 :]) - 14 * frame.unit * (len(widths) - 1 - place) for place in range(len(widths))
    ]
    room = ends[0] - widths[0] - (_SWATCH + _BESIDE) * frame.text - 10 * frame.unit
    found = []
    for rank in order:
        classes = "b a" if rank == 0 else "b"
        name = wrap(chart.series[rank].label, room, frame.type("b"), canvas.metrics)
        values = tuple(
            (words, classes if place == 0 else "s", ends[place]) for place, words in enumerate(columns[rank])
        )
        found.append(Row(rank, chart.series[rank].last.value is not None, name, values))
    return tuple(found)


def _values(chart: Chart, rank: int, language: Language, *, single: bool) -> tuple[Sentence, ...]:
    """The value of a part as it is shown; of one period, with its share or its value beside it."""
    matter, point = chart.matter, chart.series[rank].last
    assert isinstance(matter, StackedMatter)
    if point.figure is None or point.value is None:
        words = cell_of(point, language)
        return (words, Sentence(())) if single and _has_both(matter) else (words,)
    shown = said(point.figure, language)
    if not single or not _has_both(matter):
        return (shown,)
    value, share = matter.asked[rank]
    other = value if matter.shares else share
    return (shown, said(other, language) if other is not None and other.value is not None else Sentence(()))


def _has_both(matter: StackedMatter) -> bool:
    """Whether there are values and shares of them."""
    return any(value is not share and share is not None for value, share in matter.asked)


def height(canvas: Canvas, listed: Sequence[Row]) -> float:
    """How tall the list is, with the space above it."""
    text = canvas.frame.text
    return 0.6 * text + sum((len(row.lines) * _LEADING + 0.35) * text for row in listed) if listed else 0.0


def write(canvas: Canvas, listed: Sequence[Row], top: float, classes: Sequence[str]) -> None:
    """Set the list: a swatch, the name, the value at the right edge."""
    text = canvas.frame.text
    y = top + 0.6 * text
    for row in listed:
        side = _SWATCH * text
        box = Box(0, y + 0.2 * text, side, y + 0.2 * text + side)
        if row.known:
            canvas.path(classes[row.rank], _rectangle(box))
        else:
            canvas.path("ht", in_box(box, STEP * canvas.frame.unit / 2))
            canvas.path("q0", _rectangle(box))
        for place, line in enumerate(row.lines):
            base = y + (place * _LEADING + 1) * text
            canvas.write(Label(side + _BESIDE * text, base, line, "b a" if row.rank == 0 else ""))
        for words, kind, end in row.values:
            if words.spans:
                canvas.write(Label(end, y + text, words, kind, "end"))
        y += (len(row.lines) * _LEADING + 0.35) * text


# -- one period -----------------------------------------------------------------------------------------------


def draw(chart: Chart, frame: Frame, metrics: Metrics, language: Language, classes: Sequence[str]) -> Drawing:
    """One bar as wide as the frame, and its parts listed in its order, with the whole at the foot."""
    matter = chart.matter
    assert isinstance(matter, StackedMatter)
    canvas, one = Canvas(frame, metrics), matter.stacks[0]
    listed = rows(canvas, chart, language)
    notes = note_lines(canvas, _notes(chart, one, language), 0)
    whole = _LEADING * frame.text + 14 * frame.unit if _whole(matter, language) else 0.0
    rest = height(canvas, listed) + whole + len(notes) * note_height(canvas) + 6 * frame.unit
    bar = _BAR * frame.unit
    if frame.height > 0:
        bar = min(_TALLEST * bar, max(bar / 2, frame.height - rest))
    canvas.frame = resized(frame, round(bar + rest, 1))
    _bar(canvas, one, bar, classes)
    write(canvas, listed, bar, classes)
    end = listed[0].values[0][2]
    _write_whole(canvas, _whole(matter, language), (end, bar + height(canvas, listed)), matter)
    draw_notes(canvas, notes, 0, canvas.frame.height - len(notes) * note_height(canvas))
    return canvas.drawing()


def _notes(chart: Chart, one: Stack, language: Language) -> list[Sentence]:
    found = []
    if not one.stands:
        noun, why = period_noun(one.period, language), language.text(f"charts.stacked.why.{one.state}")
        found.append(language.sentence("charts.stacked.note.refused", period=noun, reason=why))
    if one.state == "rest":
        found.append(language.sentence("charts.stacked.note.rest"))
    if one.status:
        found.append(
            language.sentence("charts.stacked.note.unsure", status=language.text(f"charts.status.{one.status}"))
        )
    lacking = [series.last for series in chart.series if series.last.value is None]
    for point in {cell_of(point, language).text: point for point in lacking}.values():
        words = words_in(chart, reason(point), language)
        found.append(language.sentence("charts.ranked.letter", letter=cell_of(point, language), words=words))
    return found


def _bar(canvas: Canvas, one: Stack, tall: float, classes: Sequence[str]) -> None:
    """The parts from the left; hairlines between them; the rest hatched."""
    frame = canvas.frame
    if not one.stands:
        size = min(8 * frame.unit, tall / 3)
        arm = number(2 * size)
        canvas.path("q0", _rectangle(Box(0.5, 0.5, frame.width - 0.5, tall)))
        middle = f"M{number(frame.width / 2 - size)} {number(tall / 2 - size)}"
        canvas.path("ax", f"{middle}l{arm} {arm}m-{arm} 0l{arm} -{arm}")
        return
    low, joints = Decimal(0), []
    for part, kind in zip(one.parts, classes, strict=True):
        if part:
            left, right = _x(frame, one, low), _x(frame, one, low + part)
            canvas.path(kind, _rectangle(Box(left, 0, right, tall)))
            joints += [f"M{number(left)} 0V{number(tall)}"] if low else []
            low += part
    if one.state == "rest" and one.whole > low:
        box = Box(_x(frame, one, low), 0.5, frame.width - 0.5, tall - 0.5)
        canvas.path("ht", in_box(box, STEP * frame.unit))
        canvas.path("q0", _rectangle(box))
    if joints:
        canvas.path("jn", "".join(joints))
    outline = "q0" if one.status else "ax"
    canvas.path(outline, _rectangle(Box(0.5, 0.5, frame.width - 0.5, tall - 0.5)))


def _x(frame: Frame, one: Stack, value: Decimal) -> float:
    return float(value / one.whole) * frame.width if one.whole else 0.0


def _whole(matter: StackedMatter, language: Language) -> Sentence | None:
    """The whole by its name, with its value."""
    point = matter.whole.last if matter.whole else None
    if matter.whole is None or point is None or point.figure is None or point.value is None:
        return None
    return said(point.figure, language)


def _write_whole(canvas: Canvas, value: Sentence | None, spot: Spot, matter: StackedMatter) -> None:
    if value is None or matter.whole is None:
        return
    frame = canvas.frame
    width = min(frame.width, _WIDEST * frame.text)
    end, y = spot[0], spot[1] + 4 * frame.unit
    canvas.path("g", f"M0 {number(y)}H{number(width)}")
    base = y + 1.25 * frame.text
    room = end - canvas.width(value, "b") - 10 * frame.unit
    lines = wrap(matter.whole.label, room, frame.type(""), canvas.metrics)
    canvas.write(Label(0, base, lines[0]))
    canvas.write(Label(end, base, value, "b", "end"))


def _rectangle(box: Box) -> str:
    left, top, right, bottom = (number(side) for side in box)
    return f"M{left} {bottom}V{top}H{right}V{bottom}z"
