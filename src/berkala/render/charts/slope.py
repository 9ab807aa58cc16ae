"""A slope chart: each category a year before and now, named and valued where it ends, the first in the accent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from berkala.measure.findings import Figure
from berkala.render.charts.axes import draw_notes, note_height, note_lines
from berkala.render.charts.drawing import Block, Canvas, Drawing, Frame, Label, Spot, number, resized, stack
from berkala.render.charts.marks import hidden_mark
from berkala.render.charts.metrics import ASCENT, Metrics
from berkala.render.charts.model import UNSURE, Chart, Series, Table
from berkala.render.charts.observed import missing_notes, present, reason_words, reasons_of
from berkala.render.charts.parts import EVERY, Making, cell_of, finished, series_of, unit_said, unit_words
from berkala.render.charts.sentences import by, message, said
from berkala.render.charts.slope_columns import AWAY, BEFORE, CLOSE, Columns, arranged
from berkala.render.charts.timeline import LineMatter
from berkala.render.sentences import named
from berkala.words import Language, Sentence, rounded_to

#: Among fewer categories than these none is said to have changed most.
_CALLED_MOST = 3


# -- what it shows --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SlopeMatter(LineMatter):
    """What a slope chart shows beyond its series: the unit, as the head of its columns."""

    unit: str = ""


def build(making: Making) -> Chart:
    """Each category of `show` at the same period a year before and at the edition's."""
    periods = (making.period.year_before(), making.period)
    series = _ordered(making, present(series_of(making, category, periods) for category in making.show))
    first, last = (making.language.period(period) for period in periods)
    span = making.language.sentence("charts.slope.span", first=first, last=last)
    return finished(
        making,
        message=_most(making, series) or message(making.findings, making.spec, series, None, making.language),
        description=_describe(making, series),
        table=_table(making, series),
        series=series,
        subtitle_span=span,
        span=span,
        matter=SlopeMatter(
            reasons=reasons_of(making.dataset, series, making.language),
            unit=unit_words(making.indicator, making.language),
        ),
    )


def _ordered(making: Making, series: tuple[Series, ...]) -> tuple[Series, ...]:
    """As declared; where the report names none first, the one that changed most, if there is one alone."""
    if making.findings.report.spec.charts[making.name].show[0] != EVERY:
        return series
    for place, one in enumerate(series):
        turned = (one, *series[:place], *series[place + 1 :])
        if _most(making, turned) is not None:
            return turned
    return series


def _most(making: Making, series: tuple[Series, ...]) -> Sentence | None:
    """That the first changed most, if no other's change is as large in the digits that are shown."""
    changes = [_change(making, one.category) for one in series]
    if len(series) < _CALLED_MOST or any(change is None or change.value is None for change in changes):
        return None
    sizes = [rounded_to(change.value, change.decimals) for change in changes if change and change.value is not None]
    mine, figure = sizes[0], series[0].last.figure
    if figure is None or not mine or any(abs(other) >= abs(mine) for other in sizes[1:]) or changes[0] is None:
        return None
    slots = {"name": _name(making, series[0]), "value": said(figure, making.language)}
    slots["change"] = by(changes[0], making.language)
    key = f"charts.slope.most.{'up' if mine > 0 else 'down'}"
    return making.language.sentence(key, slots, direction=changes[0].id)


def _change(making: Making, category: str) -> Figure | None:
    find, indicator = making.findings.figure, making.spec.indicator
    return find(indicator, category, derived="growth-year") or find(indicator, category, derived="change-year")


def _name(making: Making, series: Series) -> Sentence:
    return named(making.indicator.said[making.language.code]) if series.category == "all" else series.label


def _describe(making: Making, series: tuple[Series, ...]) -> Sentence:
    language, pairs, others = making.language, [], []
    for one in series:
        then, now = (point.figure for point in one.points)
        if then is not None and now is not None and then.value is not None and now.value is not None:
            slots = {"label": one.label, "then": said(then, language), "now": said(now, language)}
            pairs.append(language.sentence("charts.slope.pair", slots))
        else:
            others.append(_incomplete(making, one))
    first, last = (language.period(point.period) for point in series[0].points)
    words = language.sentence(
        "charts.slope.describe", first=first, last=last, pairs=Sentence.join(pairs, language.semicolon)
    )
    return Sentence.join([*([words] if pairs else []), *others])


def _incomplete(making: Making, series: Series) -> Sentence:
    """The one value of a category, and why the other is not there."""
    language = making.language
    lacking = next(point for point in series.points if point.value is None)
    slots: dict[str, Sentence | str] = {"label": series.label, "missing": language.period(lacking.period)}
    slots["reason"] = reason_words(making.dataset, lacking, language)
    known = next((point for point in series.points if point.figure is not None and point.value is not None), None)
    if known is None or known.figure is None:
        return language.sentence("charts.slope.neither", slots)
    return language.sentence(
        "charts.slope.half", slots, value=said(known.figure, language), period=language.period(known.period)
    )


def _table(making: Making, series: tuple[Series, ...]) -> Table:
    language, unit = making.language, unit_said(making)
    head = [Sentence.plain(language.text("charts.category"))]
    for point in series[0].points:
        period = language.period(point.period, short=True)
        head.append(language.sentence("charts.column", name=period, unit=unit))
    rows = [(one.label, *(cell_of(point, language) for point in one.points)) for one in series]
    return Table(tuple(head), tuple(rows))


# -- how it is drawn ------------------------------------------------------------------------------------------


@dataclass
class _Slope:
    """What the parts share while it is drawn: from `top` to `bottom` are the values' heights."""

    chart: Chart
    canvas: Canvas
    language: Language
    columns: Columns
    top: float
    bottom: float

    @property
    def left(self) -> float:
        """Where the lines begin."""
        return self.columns.left

    @property
    def right(self) -> float:
        """Where the lines end."""
        return self.columns.right

    @property
    def unit(self) -> float:
        """The frame's unit."""
        return self.canvas.frame.unit

    def y(self, value: Decimal) -> float:
        """The height of a value; the lowest at the foot, the highest at the top."""
        low, high = min(self.chart.values), max(self.chart.values)
        if low == high:
            return (self.top + self.bottom) / 2
        share = float((value - low) / (high - low))
        return self.bottom - share * (self.bottom - self.top)


def draw(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The drawing in a frame; without a height, it is as tall as its names need."""
    canvas = Canvas(frame, metrics)
    made = _Slope(chart, canvas, language, arranged(chart, canvas, language), 4.1 * frame.text, frame.height)
    notes = note_lines(canvas, _notes(chart, language), 0)
    below = len(notes) * note_height(canvas) + (10 * frame.unit if notes else 4 * frame.unit)
    height = frame.height or _height(made) + made.top + below
    canvas.frame = resized(frame, round(height, 1))
    made.bottom = height - below - 0.6 * frame.text
    _heads(made)
    for place in range(len(chart.series) - 1, -1, -1):
        _line(made, chart.series[place], matters=place == 0)
    _labels(made)
    draw_notes(canvas, notes, 0, height - len(notes) * note_height(canvas))
    return canvas.drawing()


def _height(made: _Slope) -> float:
    """As tall as all names need, and never flatter than it is wide at the lines."""
    frame, apart = made.canvas.frame, made.columns.apart
    lines = sum(1.3 * frame.text * lines + apart * frame.unit for lines in made.columns.lines) + 2 * frame.text
    return max(lines, 230 * frame.unit)


def _notes(chart: Chart, language: Language) -> list[Sentence]:
    """Marks of values that are not shown, hollow points, and that the heights do not start at zero."""
    points = [point for series in chart.series for point in series.points]
    found = []
    if chart.values and min(chart.values) != 0:
        found.append(language.sentence("charts.slope.note.scale"))
    found += missing_notes(chart, (point for point in points if point.value is None), language)
    for status in dict.fromkeys(point.status for point in points if point.value is not None):
        if status in UNSURE:
            found.append(language.sentence("charts.note.hollow", status=language.text(f"charts.status.{status}")))
    return found


def _heads(made: _Slope) -> None:
    """The unit, and under it the two periods over their columns."""
    frame, matter = made.canvas.frame, made.chart.matter
    assert isinstance(matter, SlopeMatter)
    made.canvas.write(Label(0, frame.text, Sentence.plain(matter.unit).capital(), "s"))
    then, now = (made.language.period(point.period, short=True) for point in made.chart.first.points)
    y = 2.5 * frame.text
    values = made.left - BEFORE * frame.unit
    wide = made.canvas.width(then, "s") > values
    made.canvas.write(Label(0, y, then, "s") if wide else Label(values, y, then, "s", "end"))
    made.canvas.write(Label(made.right + AWAY * frame.unit, y, now, "b"))
    for x in (made.left, made.right):
        made.canvas.path(
            "g", f"M{number(x)} {number(made.top - 10 * frame.unit)}V{number(made.bottom + 6 * frame.unit)}"
        )


def _line(made: _Slope, series: Series, *, matters: bool) -> None:
    """The line between two values; a value that is not shown is a × level with the other, and nothing joins them."""
    ends = [None if point.value is None else made.y(point.value) for point in series.points]
    then, now = ends
    if then is not None and now is not None:
        d = f"M{number(made.left)} {number(then)}L{number(made.right)} {number(now)}"
        made.canvas.path("ln" if matters else "ol", d)
    for place, (point, y) in enumerate(zip(series.points, ends, strict=True)):
        x = made.right if place else made.left
        if y is None:
            hidden_mark(made.canvas, point, (x, _level(made, series, place)), 4 * made.unit)
        else:
            unsure = point.status in UNSURE
            classes = ("ho" if unsure else "fa") if matters else ("hm" if unsure else "fm")
            made.canvas.dot(classes, (x, y), 5 if matters else 3.5)


def _labels(made: _Slope) -> None:
    """The values at the left, values and names at the right, pushed apart and led back to their points."""
    frame, columns = made.canvas.frame, made.columns
    for start, block in _stacked(made, 0):
        base = start + (0.15 + ASCENT) * frame.text
        x = made.left - BEFORE * frame.unit
        made.canvas.write(Label(x, base, *block.lines[0], "end"))
        _lead(made, (made.left, block.centre), (x, start + 0.65 * frame.text))
    for start, block in _stacked(made, 1):
        base = start + (0.15 + ASCENT) * frame.text
        x, colour = made.right + AWAY * frame.unit, "b a" if block.rank == 0 else ""
        made.canvas.write(Label(x, base, *block.lines[0]))
        for line, words in enumerate(columns.names[block.rank], columns.below):
            row = base + line * 1.3 * frame.text
            made.canvas.write(Label(x + columns.beside, row, words, colour))
        _lead(made, (made.right, block.centre), (x, start + 0.65 * frame.text))


def _stacked(made: _Slope, place: int) -> list[tuple[float, Block]]:
    """A column's values as blocks, at the right as tall as their names, from the top down, none over another."""
    columns, blocks = made.columns, []
    values, lines, apart = columns.then, [1] * len(columns.then), CLOSE
    if place:
        values, lines, apart = columns.now, columns.lines, columns.apart
    for rank, series in enumerate(made.chart.series):
        classes = "b a" if rank == 0 else "b" if place else ""
        rows = [(values[rank], classes)] + [(Sentence(()), "")] * (lines[rank] - 1)
        blocks.append(Block(_level(made, series, place), tuple(rows), rank))
    frame, beyond = made.canvas.frame, 0.9 * made.canvas.frame.text
    return stack(blocks, frame, made.top - beyond, made.bottom + beyond, apart)


def _level(made: _Slope, series: Series, place: int) -> float:
    """The height of a value; of one that is not shown, the other's; of neither, the foot."""
    point, other = series.points[place], series.points[1 - place]
    value = other.value if point.value is None else point.value
    return made.bottom if value is None else made.y(value)


def _lead(made: _Slope, end: Spot, label: Spot) -> None:
    """From a point to its words: level where they are, slanted where they were pushed apart."""
    side = 1 if label[0] > end[0] else -1
    start, stop = end[0] + side * 7 * made.unit, label[0] - side * 4 * made.unit
    made.canvas.path("ld", f"M{number(start)} {number(end[1])}L{number(stop)} {number(label[1])}")
