"""Columns: every period from zero, this edition's in the accent, the same period of earlier years stronger."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from berkala.render.charts.drawing import Anchor, Box, Canvas, Drawing, Frame, Label, number
from berkala.render.charts.marks import hidden_mark
from berkala.render.charts.metrics import ASCENT, Metrics
from berkala.render.charts.model import UNSURE, Chart, Point
from berkala.render.charts.parts import value_of
from berkala.render.charts.sentences import beside_title, period_noun
from berkala.render.charts.spans import span_notes
from berkala.render.charts.ticks import Axis, for_columns
from berkala.render.sentences import named
from berkala.render.showing import shown
from berkala.words import Language, Sentence, available
from berkala.words import language as language_of

#: No column is wider than those of so many periods: fewer stand in the middle of their places.
_WIDEST = 6
#: Labels of columns keep this distance, in units.
_APART = 5
#: The last value's label may take so much of the width beyond its column.
_BEYOND = 0.1


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
        return (self.plot.right - self.plot.left) / len(self.chart.first.points)

    @property
    def width(self) -> float:
        """A column's own width: four fifths of its place, never less than a hair, and no block."""
        widest = (self.plot.right - self.plot.left) / _WIDEST
        return max(min(self.pitch, widest) * 0.8, min(self.pitch, 1.0))

    @property
    def aside(self) -> float:
        """The room at both sides of a column that is narrower than its place; the others keep it at the left."""
        return (self.pitch - self.width) / 2 if len(self.chart.first.points) < _WIDEST else 0.0

    def right(self, place: int) -> float:
        """A column's right edge; the last one ends with the plot, where there are many."""
        return self.plot.right - (len(self.chart.first.points) - 1 - place) * self.pitch - self.aside

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
    title = axis_title(chart, axis, language)
    lines = note_lines(canvas, [*_note(chart, same, language), *notes(chart, axis, language)], left)
    below = 6 * frame.unit + 1.3 * frame.text + (len(lines) * note_height(canvas) + 3 * frame.unit if lines else 0)
    top = frame.strong + 1.4 * frame.text
    made = _Columns(chart, canvas, Plot(left, top, frame.width, frame.height - below, axis), language)
    made.plot = replace(made.plot, right=frame.width - _beyond(made))
    if title.text and canvas.width(title, "s") <= frame.width:
        canvas.write(Label(0, frame.text, title, "s"))
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
    """Why some columns are stronger, and what is to be known of spans."""
    noun = period_noun(chart.first.last.period, language)
    stronger = [language.sentence("charts.note.same-period", period=noun)] if same else []
    return [*stronger, *span_notes([point.period for point in chart.first.points], language)]


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
    """The value and the period of the last column, of the compared one, of the same period before; the first period."""
    last = len(made.chart.first.points) - 1
    periods = [point.period for point in made.chart.first.points]
    compared = [periods.index(made.chart.compared)] if made.chart.compared in periods else []
    _last_value(made, last, [label for place in compared if (label := _over_middle(made, place))])
    earlier = [place for place in dict.fromkeys((*compared, *same)) if place != last]
    labelled = [place for place in earlier if (label := _over_middle(made, place)) and _set(made, label)]
    labelled += [place for place in compared if place not in labelled and _lifted(made, place)]
    every = range(last + 1) if _have_room(made) else ()
    for place in dict.fromkeys((last, *labelled, *earlier, 0, *every)):
        _period(made, place)


def _have_room(made: _Columns) -> bool:
    """Whether each period has room below its own column."""
    names = [made.language.period(point.period, short=True) for point in made.chart.first.points]
    widest = max(made.canvas.width(name, "b") for name in names)
    return widest + _APART * made.canvas.frame.unit <= made.pitch


def _over_middle(made: _Columns, place: int) -> _Value | None:
    """An earlier value over the middle of its column; None where there is none, or where it lies on another column."""
    point = made.chart.first.points[place]
    if point.figure is None:
        return None
    middle = made.right(place) - made.width / 2
    label = _at(made, place, middle, _over(made, [place], point), "b")
    return None if _lies_on(made, label.box) else label


def _lifted(made: _Columns, place: int) -> bool:
    """The compared value above what is in its way, with a line down to its column; whether there was room for it."""
    point = made.chart.first.points[place]
    if point.figure is None:
        return False
    middle = made.right(place) - made.width / 2
    half = _room(made, place, "b") / 2
    label = _at(made, place, middle, _over(made, _under(made, middle - half, middle + half), point), "b")
    if not _set(made, label):
        return False
    _leader(made, place, label)
    return True


def _last_value(made: _Columns, last: int, compared: list[_Value]) -> None:
    """The last value over its column; higher, with a line down to it, where a column or the compared value is near."""
    point = made.chart.first.last
    if point.figure is None:
        return
    classes = "b a x" if point.value is not None else "b"
    middle, width = made.right(last) - made.width / 2, _room(made, last, classes)
    x = min(middle, made.canvas.frame.width - width / 2)
    own = _at(made, last, x, _over(made, [last], point), classes)
    apart = own.box.grown(_APART * made.canvas.frame.unit)
    near = [one for one in compared if one.box.overlaps(apart) and middle > one.box.right + 3 * made.canvas.frame.unit]
    if not near and not _lies_on(made, own.box) and _set(made, own):
        return
    clear = _over(made, _under(made, x - width / 2, x + width / 2) or [last], point)
    rows = [min(clear, one.box.top - made.canvas.frame.strong / 2) for one in near] if (point.value or 0) >= 0 else []
    for y in (*rows, clear):
        lifted = _at(made, last, x, y, classes)
        if _set(made, lifted):
            _leader(made, last, lifted)
            return


def _leader(made: _Columns, place: int, label: _Value) -> None:
    """From a value to its column, where that is not right under it."""
    top, bottom = made.span(place)
    away = 3 * made.canvas.frame.unit
    under_zero = (made.chart.first.points[place].value or 0) < 0
    start, end = (bottom + away, label.box.top) if under_zero else (label.box.bottom, top - away)
    if end - start > away:
        middle = made.right(place) - made.width / 2
        made.canvas.path("ax", f"M{number(middle)} {number(start)}V{number(end)}")
        made.canvas.taken.append(Box(middle, start, middle, end))


@dataclass(frozen=True)
class _Value:
    """A value's label, and the room that it takes in the language that needs most."""

    label: Label
    box: Box


def _at(made: _Columns, place: int, x: float, y: float, classes: str) -> _Value:
    half = _room(made, place, classes) / 2
    # At the edge it ends with its column, however short it is in this language.
    edge = x + half >= made.canvas.frame.width
    words = value_words(made.chart.first.points[place], made.language)
    label = Label(x + half if edge else x, y, words, f"{classes} halo", "end" if edge else "middle")
    drawn = label.box(made.canvas.frame, made.canvas.metrics)
    return _Value(label, Box(x - half, drawn.top, x + half, drawn.bottom))


def _lies_on(made: _Columns, box: Box) -> bool:
    """Whether any column reaches into a box."""
    spans = [made.span(place) for place in _under(made, box.left, box.right)]
    return any(top < box.bottom and box.top < bottom for top, bottom in spans)


def _set(made: _Columns, value: _Value) -> bool:
    """Set a value where no other label is in its way."""
    if not made.canvas.free(value.box, _APART):
        return False
    made.canvas.write(value.label)
    made.canvas.taken.append(value.box)
    return True


def _under(made: _Columns, left: float, right: float) -> list[int]:
    """The columns between two edges."""
    places = range(len(made.chart.first.points))
    return [place for place in places if made.right(place) > left and made.right(place) - made.width < right]


def _room(made: _Columns, place: int, classes: str) -> float:
    """The width of a value in the language that needs most: so each language labels the same columns."""
    point = made.chart.first.points[place]
    return max(made.canvas.width(value_words(point, language_of(code)), classes) for code in available())


def _beyond(made: _Columns) -> float:
    """The room at the right that lets the last value stand over the middle of its column, where that costs little."""
    last = len(made.chart.first.points) - 1
    if made.chart.first.last.figure is None:
        return 0.0
    wanted = (_room(made, last, "b a x") - made.width) / 2 - made.aside
    return wanted if 0 < wanted <= _BEYOND * made.canvas.frame.width else 0.0


def _over(made: _Columns, places: list[int], point: Point) -> float:
    """A baseline that clears these columns; below them for a value under zero."""
    spans = [made.span(place) for place in places]
    away = 6 * made.canvas.frame.unit
    if point.value is not None and point.value < 0:
        return max(bottom for _, bottom in spans) + away + ASCENT * made.canvas.frame.strong
    if point.value is None:
        away *= 3  # above the mark of a value that is not shown
    return min(top for top, _ in spans) - away


def value_words(point: Point, language: Language) -> Sentence:
    """A value over its column: without the unit that the axis's title says."""
    figure = point.figure
    if figure is None or point.value is None:
        return value_of(point, language)
    if figure.unit_name is not None:
        return shown(figure, language, "bare")
    return beside_title(figure, language)


def axis_title(chart: Chart, axis: Axis, language: Language) -> Sentence:
    """What the ticks count, said once: ``Million``, ``Million people``, a unit of the indicator's own."""
    figure = next((point.figure for point in chart.first.known), None)
    if figure is not None and figure.unit_name is not None:
        word = scale_word(axis, chart.unit, language)
        return named(" ".join(filter(None, (word, figure.unit_name[language.code])))).capital()
    return Sentence.plain(scale_word(axis, chart.unit, language)).capital()


def _period(made: _Columns, place: int) -> None:
    words = made.language.period(made.chart.first.points[place].period, short=True)
    right, y = made.right(place), made.plot.bottom + 6 * made.canvas.frame.unit + made.canvas.frame.text
    classes = "b" if place == len(made.chart.first.points) - 1 else "s"
    spots: list[tuple[float, Anchor]] = [
        (right, "end"),
        (right - made.width / 2, "middle"),
        (right - made.width, "start"),
    ]
    # Under few columns, and where each has room, they stand under the middles.
    centred = made.aside > 0 or _have_room(made)
    spots.sort(key=lambda spot: centred and spot[1] != "middle")
    made.canvas.offer((Label(x, y, words, classes, anchor) for x, anchor in spots), room=_APART)
