"""Small multiples: one small line for each category, all on one scale, the whole as a grey line in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from berkala.render.charts.axes import Plot, draw_notes, margin, note_height, note_lines, scale_word, tick_labels
from berkala.render.charts.drawing import Canvas, Drawing, Frame, Label, number, resized
from berkala.render.charts.line_notes import line_notes
from berkala.render.charts.line_plot import LinePlot
from berkala.render.charts.line_strokes import draw_lines
from berkala.render.charts.metrics import Metrics, wrapped_hard
from berkala.render.charts.model import Chart, Series
from berkala.render.charts.observed import present, reasons_of
from berkala.render.charts.parts import Making, finished, over_time, series_of, span_words, table_by_period, value_of
from berkala.render.charts.ranked import ends_message, is_sampled, peak
from berkala.render.charts.sentences import describe, message
from berkala.render.charts.ticks import Axis, tight
from berkala.render.charts.timeline import LineMatter
from berkala.words import Language, Sentence

#: Cells in a row, where the frame is wide and where it is not.
_WIDE, _NARROW = 4, 2
_FROM = 560
#: The height of a cell's plot, and the space between cells, in units.
_PLOT, _GAP = 92, 20


@dataclass(frozen=True)
class MultiplesMatter(LineMatter):
    """The whole, which stands in each cell as a grey line; None where it is not known or is a cell itself."""

    whole: Series | None = None


# -- what it shows --------------------------------------------------------------------------------------------


def build(making: Making) -> Chart:
    """Every period, or the last `periods`, a small line for each category of `show`."""
    periods = over_time(making).findings.periods
    series = present(series_of(making, category, periods) for category in making.show)
    whole = None if "all" in making.show or making.indicator.by is None else series_of(making, "all", periods)
    whole = whole if whole is not None and whole.known else None
    own = reasons_of(making.dataset, series, making.language)
    together = (*series, whole) if whole else series
    return finished(
        making,
        message=_message(making, series, whole),
        description=describe("bars", series, None, making.language, dict(own)),
        table=table_by_period(making, together),
        series=series,
        more=[point.figure for point in whole.points] if whole else (),
        matter=MultiplesMatter(reasons=own, whole=whole),
        subtitle_span=span_words(making, series),
    )


def _message(making: Making, series: tuple[Series, ...], whole: Series | None) -> Sentence:
    """The highest value over the time shown, which a table of the last period does not tell; without one, its ends.

    Where a survey knows how sure the places are, only those are claimed. Of one line, what a line chart would say.
    """
    if len(series) == 1:
        return message(making.findings, making.spec, series, None, making.language)
    highest = None if is_sampled(making, series) else peak(making, series)
    above = [point.value for point in whole.points if point.value is not None] if whole else []
    own = [point.value for one in series for point in one.points if point.value is not None]
    if highest is None or (above and max(above) >= max(own)):
        return ends_message(making, series)
    return highest


# -- how it is drawn ------------------------------------------------------------------------------------------


@dataclass
class _Grid:
    """What the cells share: the canvas, the scale, and the columns. `above` is where the row before the last ended."""

    chart: Chart
    canvas: Canvas
    axis: Axis
    language: Language
    left: float
    width: float
    above: float = 0.0

    def cell_left(self, column: int) -> float:
        """Where a column begins."""
        return self.left + column * (self.width + _GAP * self.canvas.frame.unit)


def draw(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The drawing in a frame of this width; its height follows from the cells."""
    canvas = Canvas(frame, metrics)
    axis = tight([*chart.values, *_whole_values(chart)] or [Decimal(0)], chart.unit)
    ticks = tick_labels(axis, chart.unit, language)
    columns = _WIDE if frame.width / frame.unit >= _FROM else _NARROW
    # In tenths of a pixel, so that the line of the whole is the same in every cell (`repeated`).
    left = round(margin(canvas, ticks), 1)
    width = round((frame.width - left - (columns - 1) * _GAP * frame.unit) / columns - 0.05, 1)
    made = _Grid(chart, canvas, axis, language, left, width)
    y = 0.0
    rows = [chart.series[start : start + columns] for start in range(0, len(chart.series), columns)]
    for row in rows:
        made.above = y - (_GAP + 6) * frame.unit
        y = _row(made, row, ticks, y)
    y = _periods(made, columns, y)
    notes = note_lines(canvas, _notes(made), 0)
    canvas.frame = resized(frame, round(y + 10 * frame.unit + len(notes) * note_height(canvas), 1))
    draw_notes(canvas, notes, 0, canvas.frame.height - len(notes) * note_height(canvas))
    return canvas.drawing()


def _whole_values(chart: Chart) -> list[Decimal]:
    matter = chart.matter
    assert isinstance(matter, MultiplesMatter)
    known = matter.whole.known if matter.whole else ()
    return [point.value for point in known if point.value is not None]


def _row(made: _Grid, row: Sequence[Series], ticks: list[Sentence], top: float) -> float:
    """One row of cells, the names above as tall as the longest; returns where it ends."""
    frame = made.canvas.frame
    style = frame.type("b")
    names = [wrapped_hard(one.label, made.width, style, made.canvas.metrics) for one in row]
    head = max(len(lines) for lines in names) * 1.3 * frame.text + 1.5 * frame.text
    plot_top = round(top + head + 0.95 * frame.text, 1)
    bottom = plot_top + _PLOT * frame.unit
    for column, (series, lines) in enumerate(zip(row, names, strict=True)):
        start = top + head - 1.5 * frame.text - len(lines) * 1.3 * frame.text
        for place, line in enumerate(lines):
            made.canvas.write(Label(made.cell_left(column), start + (place + 1) * 1.3 * frame.text, line, "b"))
        value = value_of(series.last, made.language)
        made.canvas.write(Label(made.cell_left(column), top + head, value, "b a"))
        plot = Plot(made.cell_left(column), plot_top, made.cell_left(column) + made.width, bottom, made.axis)
        _cell(made, series, plot, ticks if column == 0 else [])
    return bottom + (_GAP + 6) * frame.unit


def _cell(made: _Grid, series: Series, plot: Plot, ticks: list[Sentence]) -> None:
    """The grid, the whole in grey, the category in the accent."""
    frame = made.canvas.frame
    right = number(plot.right)
    lines = (
        f"M{number(plot.left)} {number(plot.y(t))}H{right}" for t in made.axis.ticks if t not in (plot.axis.low, 0)
    )
    if grid := "".join(lines):
        made.canvas.path("g", grid)
    dash = f"{number(6 * frame.unit)} {number(4 * frame.unit)}" if made.axis.cut else ""
    base = number(plot.y(max(made.axis.low, min(made.axis.high, Decimal(0)))))
    made.canvas.path("ax", f"M{number(plot.left)} {base}H{right}", dash)
    last = 2 * plot.bottom
    for tick, words in zip(made.axis.ticks, ticks, strict=False):
        y = plot.y(tick) + 0.36 * frame.text
        if last - y >= 1.02 * frame.text:
            made.canvas.write(Label(plot.left - 8 * frame.unit, y, words, "s", "end"))
            last = y
    matter = made.chart.matter
    assert isinstance(matter, MultiplesMatter)
    both = (series, matter.whole) if matter.whole else (series,)
    inside = replace(plot, right=plot.right - 4 * frame.unit)
    draw_lines(LinePlot(replace(made.chart, series=both), made.canvas, inside, made.language, dots=0.62))


def _periods(made: _Grid, columns: int, top: float) -> float:
    """The first and the last period under the lowest cell of each column; returns where the lowest end."""
    frame, points, count = made.canvas.frame, made.chart.first.points, len(made.chart.series)
    first, last = (made.language.period(points[place].period, short=True) for place in (0, -1))
    below = top - (_GAP + 6) * frame.unit + 1.25 * frame.text
    both = len(points) > 1 and made.canvas.width(first, "s") + made.canvas.width(last, "s") + 8 < made.width
    for column in range(min(columns, count)):
        y = below if column <= (count - 1) % columns else made.above + 1.25 * frame.text
        if both:
            made.canvas.write(Label(made.cell_left(column), y, first, "s"))
        made.canvas.write(Label(made.cell_left(column) + made.width, y, last, "s", "end"))
    return below + 0.4 * frame.text


def _notes(made: _Grid) -> list[Sentence]:
    """The one scale, the grey line, then what any line chart has to say."""
    language, matter = made.language, made.chart.matter
    assert isinstance(matter, MultiplesMatter)
    said_ = [language.sentence("charts.multiples.note.scale")] if len(made.chart.series) > 1 else []
    if word := scale_word(made.axis, made.chart.unit, language):
        said_.append(language.sentence("charts.multiples.note.counted", unit=word))
    if matter.whole is not None:
        said_.append(language.sentence("charts.multiples.note.whole", label=matter.whole.label))
    inside = LinePlot(made.chart, made.canvas, Plot(0, 0, made.width, 1, made.axis), language)
    return said_ + line_notes(inside)
