"""Columns: every period from zero, this edition's in the accent, the same period of earlier years darker."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from berkala.render.charts.axes import (
    Plot,
    draw_notes,
    draw_values,
    margin,
    note_height,
    note_lines,
    notes,
    scale_word,
    tick_labels,
)
from berkala.render.charts.drawing import Anchor, Canvas, Drawing, Frame, Label, number
from berkala.render.charts.marks import hidden_mark
from berkala.render.charts.metrics import ASCENT, Metrics
from berkala.render.charts.model import UNSURE, Chart, Point
from berkala.render.charts.parts import value_of
from berkala.render.charts.sentences import period_noun
from berkala.render.charts.spans import span_notes
from berkala.render.charts.ticks import for_columns
from berkala.words import Language, Sentence

#: Fewer periods than these keep the width of so many, and stand at the right.
_LEAST = 12
#: Labels of columns keep this distance, in units.
_APART = 5


@dataclass
class _Columns:
    """What the parts of the chart share while it is drawn."""

    chart: Chart
    canvas: Canvas
    plot: Plot
    language: Language

    @property
    def pitch(self) -> float:
        """From one column to the next."""
        return (self.plot.right - self.plot.left) / max(len(self.chart.first.points), _LEAST)

    @property
    def width(self) -> float:
        """A column's own width: four fifths, and never less than a hair."""
        return max(self.pitch * 0.8, min(self.pitch, 1.0))

    def right(self, place: int) -> float:
        """A column's right edge; the last one ends with the plot."""
        return self.plot.right - (len(self.chart.first.points) - 1 - place) * self.pitch

    def span(self, place: int) -> tuple[float, float]:
        """A column's top and bottom."""
        value = self.chart.first.points[place].value or Decimal(0)
        ends = sorted((self.plot.y(value), self.plot.y(Decimal(0))))
        return ends[0], ends[1]


def draw_columns(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The drawing of a column chart in a frame."""
    canvas = Canvas(frame, metrics)
    axis = for_columns(chart.values, chart.unit)
    ticks = tick_labels(axis, chart.unit, language)
    left = margin(canvas, ticks)
    same = _same_periods(chart)
    lines = note_lines(canvas, [*_note(chart, same, language), *notes(chart, axis, language)], left)
    below = 6 * frame.unit + 1.3 * frame.text + (len(lines) * note_height(canvas) + 3 * frame.unit if lines else 0)
    top = frame.strong + 1.4 * frame.text
    made = _Columns(chart, canvas, Plot(left, top, frame.width, frame.height - below, axis), language)
    if word := scale_word(axis, language):
        canvas.write(Label(0, frame.text, Sentence.plain(word).capital(), "s"))
    draw_values(canvas, made.plot, ticks)
    draw_notes(canvas, lines, left, frame.height - len(lines) * note_height(canvas))
    _draw(made, same)
    _label(made, same)
    return canvas.drawing()


def _same_periods(chart: Chart) -> list[int]:
    """The places of the same period in earlier years, newest first; none for yearly data and for spans."""
    periods = [point.period for point in chart.first.points]
    if periods[-1].frequency in ("year", "fiscal", "span"):
        return []
    wanted, places = periods[-1].year_before(), []
    for place in range(len(periods) - 2, -1, -1):
        if periods[place] == wanted:
            places.append(place)
            wanted = wanted.year_before()
    return places


def _note(chart: Chart, same: list[int], language: Language) -> list[Sentence]:
    """Why some columns are darker, and what is to be known of spans."""
    noun = period_noun(chart.first.last.period, language)
    darker = [language.sentence("charts.note.same-period", period=noun)] if same else []
    return [*darker, *span_notes([point.period for point in chart.first.points], language)]


def _draw(made: _Columns, same: list[int]) -> None:
    last, parts = len(made.chart.first.points) - 1, {"fg": "", "fm": "", "fa": ""}
    for place, point in enumerate(made.chart.first.points):
        if point.value is None:
            _cross(made, place, point)
            continue
        unsure = place == last and point.status in UNSURE
        kind = "fa" if place == last else "fm" if place in same else "fg"
        if unsure:
            made.canvas.path("ho", _rectangle(made, place))
        else:
            parts[kind] += _rectangle(made, place)
    for kind, d in parts.items():
        if d:
            made.canvas.path(kind, d)
    zero = number(made.plot.y(Decimal(0)))
    made.canvas.path("ax", f"M{number(made.plot.left)} {zero}H{number(made.plot.right)}")


def _rectangle(made: _Columns, place: int) -> str:
    top, bottom = made.span(place)
    right = made.right(place)
    return f"M{number(right - made.width)} {number(bottom)}V{number(top)}H{number(right)}V{number(bottom)}z"


def _cross(made: _Columns, place: int, point: Point) -> None:
    if not point.withheld:
        return
    size = min(4 * made.canvas.frame.unit, max(made.width / 2, 2))
    spot = made.right(place) - made.width / 2, made.plot.y(Decimal(0)) - 2 * size
    hidden_mark(made.canvas, point, spot, size)


def _label(made: _Columns, same: list[int]) -> None:
    """The value and the period of the last column, of the same period before, and of the first."""
    last = len(made.chart.first.points) - 1
    for place in (last, *same):
        known = made.chart.first.points[place].value is not None
        _value(made, place, "b a x" if place == last and known else "b")
        _period(made, place)
    if last:
        _period(made, 0)


def _value(made: _Columns, place: int, classes: str) -> None:
    point = made.chart.first.points[place]
    if point.figure is None:
        return
    words = value_of(point, made.language)
    width, right = made.canvas.width(words, classes), made.right(place)
    left = right - made.width
    middle = (left + right) / 2
    options: list[tuple[float, float, Anchor]] = [
        (_over(made, right - width, right, point), right, "end"),
        (_over(made, middle - width / 2, middle + width / 2, point), middle, "middle"),
        (_over(made, left, left + width, point), left, "start"),
    ]
    beside = left - made.canvas.frame.unit  # where the larger label of the last column leaves no more room
    options.append((_over(made, beside - width, right, point), beside, "end"))
    made.canvas.offer((Label(x, y, words, f"{classes} halo", anchor) for y, x, anchor in options), room=_APART)


def _over(made: _Columns, left: float, right: float, point: Point) -> float:
    """A baseline that clears every column between two edges; below them for a value under zero."""
    places = range(len(made.chart.first.points))
    spans = [made.span(p) for p in places if made.right(p) > left and made.right(p) - made.width < right]
    spans = spans or [made.span(max(places))]  # a label wider than a column may stand clear of them all
    spans = spans or [(made.plot.y(Decimal(0)),) * 2]  # beside the first column
    away = 6 * made.canvas.frame.unit
    if point.value is not None and point.value < 0:
        return max(bottom for _, bottom in spans) + away + ASCENT * made.canvas.frame.strong
    if point.value is None:
        away *= 3  # above the mark of a value that is not shown
    return min(top for top, _ in spans) - away


def _period(made: _Columns, place: int) -> None:
    words = made.language.period(made.chart.first.points[place].period, short=True)
    right, y = made.right(place), made.plot.bottom + 6 * made.canvas.frame.unit + made.canvas.frame.text
    classes = "b" if place == len(made.chart.first.points) - 1 else "s"
    made.canvas.offer(
        (
            Label(right, y, words, classes, "end"),
            Label(right - made.width / 2, y, words, classes, "middle"),
            Label(right - made.width, y, words, classes, "start"),
        ),
        room=_APART,
    )
