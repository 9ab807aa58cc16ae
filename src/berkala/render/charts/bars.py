"""Bars: the edition's period, one bar for each category, from zero, each value beside its name."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from berkala.render.charts.axes import draw_notes, note_height, note_lines, notes
from berkala.render.charts.drawing import Canvas, Drawing, Frame, Label, number, resized
from berkala.render.charts.marks import hidden_mark
from berkala.render.charts.metrics import ASCENT, DESCENT, Metrics, balanced, wrap
from berkala.render.charts.model import UNSURE, Chart, Series
from berkala.render.charts.observed import reason, words_in
from berkala.render.charts.parts import value_of
from berkala.render.charts.ticks import Axis, from_zero
from berkala.words import Language, Sentence

_HUNDRED = Decimal(100)


@dataclass
class _Bars:
    """What the parts of the chart share while it is drawn."""

    chart: Chart
    canvas: Canvas
    axis: Axis
    language: Language
    thickness: float
    gap: float

    def x(self, value: Decimal) -> float:
        """Where a value ends. The frame's two edges are the axis's."""
        share = float((value - self.axis.low) / (self.axis.high - self.axis.low))
        return share * self.canvas.frame.width

    @property
    def unit(self) -> float:
        """The frame's unit."""
        return self.canvas.frame.unit

    @cached_property
    def lead(self) -> Series:
        """The one that matters: the one that the message names; where it names none or several, the first."""
        spoken = self.chart.spoken
        named = [one for one in self.chart.series if one.last.figure is not None and one.last.figure.id in spoken]
        return named[0] if len(named) == 1 else self.chart.first

    @cached_property
    def whole(self) -> Series | None:
        """The bar of the whole, which alone is held against the reference; None where only parts are shown."""
        return next((one for one in self.chart.series if one.category == "all"), None)

    @cached_property
    def named_under(self) -> Series:
        """The bar under which the reference has its name."""
        return self.whole or self.chart.series[-1]


def draw_bars(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The drawing of a bar chart in a frame; its height follows from the bars."""
    made = _Bars(chart, Canvas(frame, metrics), _axis(chart), language, 14 * frame.unit, 16 * frame.unit)
    rows = [_row(made, series) for series in chart.series]
    said_ = note_lines(made.canvas, notes(chart, Axis(made.axis.ticks, False), language), 0)
    held = _held_lines(made)
    rest = _held_height(made, held) + len(said_) * note_height(made.canvas) + 2 * frame.unit
    _breathe(made, frame.height - rest, rows)
    made.canvas.frame = resized(frame, round(_rows_height(made, rows) + rest, 1))
    y = 0.0
    for series, lines in zip(chart.series, rows, strict=True):
        _bar(made, series, lines, y)
        y += _height(made, series, lines)
        if held and series is made.named_under:
            _held(made, held, y)
            y += _held_height(made, held)
    draw_notes(made.canvas, said_, 0, made.canvas.frame.height - len(said_) * note_height(made.canvas))
    return made.canvas.drawing()


def _rows_height(made: _Bars, rows: list[tuple[Sentence, ...]]) -> float:
    return sum(_height(made, series, lines) for series, lines in zip(made.chart.series, rows, strict=True))


def _breathe(made: _Bars, room: float, rows: list[tuple[Sentence, ...]]) -> None:
    """Bars and the space below them grow into the room that the frame leaves, or give way; a page sets no height."""
    if made.canvas.frame.height <= 0:
        return
    elastic = (made.thickness + made.gap) * len(rows)
    wanted = elastic + room - _rows_height(made, rows)
    share = min(2.4, max(0.45, wanted / elastic))
    made.thickness *= share
    made.gap *= share


def _axis(chart: Chart) -> Axis:
    """From zero; for shares to 100, so that the track is the whole."""
    values = [*chart.values, *_levels(chart)]
    if chart.unit == "percent" and values and min(values) >= 0 and _HUNDRED / 4 < max(values) <= _HUNDRED:
        return Axis((Decimal(0), _HUNDRED), False)
    low, high = min((*values, Decimal(0))), max((*values, Decimal(0)))
    return Axis((low, high), False) if low < high else from_zero(values, chart.unit)


def _levels(chart: Chart) -> list[Decimal]:
    """The reference, or both ends of its range."""
    ends = (chart.held.figure, chart.held.high) if chart.held else ()
    return [end.value for end in ends if end is not None and end.value is not None]


def _row(made: _Bars, series: Series) -> tuple[Sentence, ...]:
    """The name in lines that leave room for the value at the right."""
    value = made.canvas.width(_value(made, series), "x a") + 16 * made.unit
    style = made.canvas.frame.type("b")
    return wrap(series.label, made.canvas.frame.width - value, style, made.canvas.metrics)


def _height(made: _Bars, series: Series, lines: tuple[Sentence, ...]) -> float:
    return _text_height(made, series, lines) + 6 * made.unit + made.thickness + made.gap


def _text_height(made: _Bars, series: Series, lines: tuple[Sentence, ...]) -> float:
    """Of the name's lines; the value of the one that matters is larger."""
    names = len(lines) * 1.3 * made.canvas.frame.text
    return max(names, 1.15 * made.canvas.frame.strong) if series is made.lead else names


def _value(made: _Bars, series: Series) -> Sentence:
    if series.last.figure is None:
        return Sentence.plain(words_in(made.chart, reason(series.last), made.language))
    return value_of(series.last, made.language)


def _bar(made: _Bars, series: Series, lines: tuple[Sentence, ...], top: float) -> None:
    """Name and value over the bar; the one that matters in the accent."""
    frame, matters = made.canvas.frame, series is made.lead
    for place, line in enumerate(lines):
        y = top + _text_height(made, series, lines) - (len(lines) - 1 - place) * 1.3 * frame.text - 0.3 * frame.text
        made.canvas.write(Label(0, y, line, "b" if matters else ""))
    made.canvas.write(Label(frame.width, y, _value(made, series), "x a" if matters else "b", "end"))
    start = top + _text_height(made, series, lines) + 6 * frame.unit
    if made.chart.unit == "percent" and made.axis.high == _HUNDRED:
        made.canvas.path("fw", _rectangle(made, made.axis.low, made.axis.high, start))
    value = series.last.value
    if value is None:
        x = made.x(Decimal(0)) + 8 * made.unit
        hidden_mark(made.canvas, series.last, (x, start + made.thickness / 2), 4 * made.unit)
    else:
        classes = ("ho" if matters else "hm") if series.last.status in UNSURE else "fa" if matters else "fm"
        made.canvas.path(classes, _rectangle(made, Decimal(0), value, start))
    _reference(made, series, start)


def _rectangle(made: _Bars, start: Decimal, end: Decimal, top: float) -> str:
    left, right = sorted((made.x(start), made.x(end)))
    return f"M{number(left)} {number(top)}H{number(right)}V{number(top + made.thickness)}H{number(left)}z"


def _reference(made: _Bars, series: Series, top: float) -> None:
    """The reference across this bar alone: a line through the names would be read as part of them.

    It is set for the whole: beside the bar of that, a part has none.
    """
    if made.whole not in (None, series):
        return
    held, over = made.chart.held, 4 * made.unit
    under = made.gap if series is made.named_under else over
    for level in _levels(made.chart):
        x = number(made.x(level))
        classes = "gl" if held is not None and held.beside else "tg"
        made.canvas.path(classes, f"M{x} {number(top - over)}v{number(made.thickness + over + under)}")


def _held_lines(made: _Bars) -> tuple[Sentence, ...]:
    if made.chart.held is None:
        return ()
    return balanced(made.chart.held.name, made.canvas.frame.width, made.canvas.frame.type("b"), made.canvas.metrics)


def _held_height(made: _Bars, lines: tuple[Sentence, ...]) -> float:
    """The room of the reference's name; a bar that follows keeps off it."""
    followed = made.named_under is not made.chart.series[-1]
    air = 8 * made.unit + (0.5 * made.gap if followed else 0)
    return len(lines) * note_height(made.canvas) + air if lines else 0.0


def _held(made: _Bars, lines: tuple[Sentence, ...], top: float) -> None:
    """The reference's name below its bar, at the foot of its line."""
    held, frame = made.chart.held, made.canvas.frame
    if held is None or held.figure.value is None:
        return
    x = made.x(held.figure.value)
    for place, line in enumerate(lines):
        width = made.canvas.width(line, "b")
        left = min(max(0.0, x - width / 2), frame.width - width)
        y = top + 5 * frame.unit + place * note_height(made.canvas) + (ASCENT + DESCENT) * frame.text * 0.85
        made.canvas.write(Label(left, y, line, "b"))
