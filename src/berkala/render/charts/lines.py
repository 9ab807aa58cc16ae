"""A line chart: every period, one line for each category, the first one in the accent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from berkala.periods import Period
from berkala.render.charts.axes import (
    Plot,
    draw_notes,
    draw_periods,
    draw_values,
    label_periods,
    margin,
    note_height,
    note_lines,
    notes,
    scale_word,
    tick_labels,
)
from berkala.render.charts.beside import beside, column_width
from berkala.render.charts.drawing import (
    Anchor,
    Block,
    Canvas,
    Drawing,
    Frame,
    Label,
    Spot,
    block_labels,
    moves,
    number,
    stack,
)
from berkala.render.charts.metrics import ASCENT, Metrics
from berkala.render.charts.model import UNSURE, Chart, Point, Series
from berkala.render.charts.sentences import said
from berkala.render.charts.ticks import for_line
from berkala.words import Language, Sentence

_OLDER = ("ol", "od")
#: The reference among the names that may move; no category is called so.
_REFERENCE = ""
#: A series name tries so many places along its line.
_PLACES = 48


@dataclass
class _Line:
    """What the parts of a line chart share while it is drawn."""

    chart: Chart
    canvas: Canvas
    plot: Plot
    language: Language

    def x(self, place: int) -> float:
        """Where a period stands; the last at the right edge."""
        count = len(self.chart.first.points)
        if count == 1:
            return self.plot.right
        return self.plot.left + place * (self.plot.right - self.plot.left) / (count - 1)

    def spot(self, series: Series, place: int) -> Spot | None:
        """Where a point stands, if it has a value."""
        value = series.points[place].value
        return None if value is None else (self.x(place), self.plot.y(value))


def draw_line(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The drawing of a line chart in a frame.

    A name that finds no place on the plot is drawn again beside it, so a second attempt may be needed.
    """
    moved: frozenset[str] = frozenset()
    for _ in range(3):
        made, lost = _attempt(chart, frame, metrics, language, moved)
        if lost <= moved:
            break
        moved |= lost
    return made.canvas.drawing()


def _attempt(
    chart: Chart, frame: Frame, metrics: Metrics, language: Language, moved: frozenset[str]
) -> tuple[_Line, frozenset[str]]:
    """One attempt, with the names in `moved` beside the plot, and the names that found no place on it."""
    canvas, periods = Canvas(frame, metrics), [point.period for point in chart.first.points]
    axis = for_line([*chart.values, *_held_value(chart)], chart.unit)
    ticks = tick_labels(axis, chart.unit, language)
    blocks = beside(chart, language, canvas, moved)
    left = margin(canvas, ticks)
    lines = note_lines(canvas, [*_elsewhere(chart, moved, language), *notes(chart, axis, language)], left)
    below = 14 * frame.unit + 1.3 * frame.text + (len(lines) * note_height(canvas) + 3 * frame.unit if lines else 0)
    right = frame.width - column_width(canvas, blocks) - 14 * frame.unit
    plot = Plot(left, (2.6 if scale_word(axis, language) else 1.6) * frame.text, right, frame.height - below, axis)
    made = _Line(chart, canvas, plot, language)
    draw_notes(canvas, lines, left, frame.height - len(lines) * note_height(canvas))
    _draw_axes(made, ticks, periods)
    _draw_lines(made)
    _column_labels(made, blocks)
    lost = {_REFERENCE} if _REFERENCE not in moved and not _reference_name(made) else set()
    lost |= {series.category for series in _names(made, moved)}
    _marked(made)
    _earlier_values(made)
    label_periods(canvas, plot, periods, made.x, language)
    return made, frozenset(lost)


def _held_value(chart: Chart) -> list[Decimal]:
    steps = chart.held.steps if chart.held else ()
    return [step.figure.value for step in steps if step.figure.value is not None]


def _elsewhere(chart: Chart, moved: frozenset[str], language: Language) -> list[Sentence]:
    """Names that stand in the notes: the reference's, and that of a line without a last value."""
    said_ = [chart.held.name] if chart.held and _REFERENCE in moved else []
    for series in chart.series[1:]:
        if series.category in moved and series.last.value is None:
            said_.append(language.sentence("charts.note.name", label=series.label))
    return said_


def _draw_axes(made: _Line, ticks: list[Sentence], periods: list[Period]) -> None:
    # The word first: in a very low plot the ticks' labels must keep clear of it.
    if word := scale_word(made.plot.axis, made.language):
        made.canvas.write(Label(0, made.canvas.frame.text, Sentence.plain(word).capital(), "s"))
    draw_values(made.canvas, made.plot, ticks)
    draw_periods(made.canvas, made.plot, periods, made.x)


def _draw_lines(made: _Line) -> None:
    """Reference and gap, then the lines, the one that matters on top."""
    _reference(made)
    _gap(made)
    for place in range(len(made.chart.series) - 1, -1, -1):
        _series(made, made.chart.series[place], "ln" if place == 0 else _OLDER[(place - 1) % 2])
    _last(made)


# -- the lines ------------------------------------------------------------------------------------------------


def _series(made: _Line, series: Series, classes: str) -> None:
    """The line in its stretches. Nothing bridges a missing period; a withheld value has a × on a dashed join."""
    spots = [made.spot(series, place) for place in range(len(series.points))]
    parts = []
    for known, group in groupby(range(len(spots)), key=lambda place: spots[place] is not None):
        stretch = [spot for place in group if known and (spot := spots[place]) is not None]
        if len(stretch) > 1:
            parts.append(moves(stretch))
            made.canvas.line(stretch)
        elif stretch:
            made.canvas.dot("fa" if classes == "ln" else "fm", stretch[0], 2)
    _joins(made, series, spots)
    if parts:
        made.canvas.path(classes, "".join(parts))
    for place, spot in enumerate(spots[:-1]):
        if spot is not None and series.points[place].status in UNSURE and _spacing(made) > 7 * made.canvas.frame.unit:
            made.canvas.dot("ho" if classes == "ln" else "hm", spot, 3)


def _joins(made: _Line, series: Series, spots: list[Spot | None]) -> None:
    for hidden, group in groupby(range(len(spots)), key=lambda place: series.points[place].withheld):
        places = list(group)
        if not hidden:
            continue
        before = spots[places[0] - 1] if places[0] else None
        after = spots[places[-1] + 1] if places[-1] + 1 < len(spots) else None
        if before and after:
            made.canvas.path("od", moves([before, after]))
            made.canvas.line([before, after])
        for place in places:
            _cross(made, made.x(place), _between(made, before, after, made.x(place)))


def _between(made: _Line, before: Spot | None, after: Spot | None, x: float) -> float:
    if before and after:
        return before[1] + (after[1] - before[1]) * (x - before[0]) / (after[0] - before[0])
    near = before or after
    return near[1] if near else (made.plot.top + made.plot.bottom) / 2


def _cross(made: _Line, x: float, y: float) -> None:
    size = 4 * made.canvas.frame.unit
    arm = number(2 * size)
    d = f"M{number(x - size)} {number(y - size)}l{arm} {arm}M{number(x - size)} {number(y + size)}l{arm} -{arm}"
    made.canvas.path("ax", d)
    made.canvas.line([(x - size, y - size), (x + size, y + size)])


def _spacing(made: _Line) -> float:
    return made.x(1) - made.x(0) if len(made.chart.first.points) > 1 else 0


# -- the reference --------------------------------------------------------------------------------------------


def _reference(made: _Line) -> None:
    """The reference over its own periods; each from half-way after the one before."""
    held, count = made.chart.held, len(made.chart.first.points)
    for step in held.steps if held else ():
        if step.figure.value is None:
            continue
        y, half = made.plot.y(step.figure.value), _spacing(made) / 2
        left = made.x(step.first) - half if step.first else made.plot.left
        reach = made.x(step.last) + half if step.last < count - 1 else made.plot.right + 10 * made.canvas.frame.unit
        made.canvas.path("tg", f"M{number(left)} {number(y)}H{number(reach)}")
        made.canvas.line([(left, y), (reach, y)])


def _earlier_values(made: _Line) -> None:
    """The value of each earlier reference, at its own line, where there is room."""
    held, frame = made.chart.held, made.canvas.frame
    for step in held.steps[:-1] if held else ():
        if step.figure.value is None:
            continue
        y, middle = made.plot.y(step.figure.value), (made.x(step.first) + made.x(step.last)) / 2
        heights = (y - 6 * frame.unit, y + 5 * frame.unit + ASCENT * frame.text)
        words = said(step.figure, made.language)
        made.canvas.offer([Label(middle, height, words, "halo", "middle") for height in heights])


def _gap(made: _Line) -> None:
    """From the reference to the last point, where the reference is missed."""
    held, spot = made.chart.held, made.spot(made.chart.first, len(made.chart.first.points) - 1)
    if held is None or held.figure.value is None or spot is None or not held.missed:
        return
    start, stop = made.plot.y(held.figure.value), spot[1]
    away = 5.5 * made.canvas.frame.unit * (1 if start < stop else -1)
    if abs(stop - start) > abs(away):
        made.canvas.path("gp", f"M{number(spot[0])} {number(start)}V{number(stop - away)}")
        made.canvas.line([(spot[0], start), (spot[0], stop)])


def _reference_name(made: _Line) -> bool:
    """On its line, above or below, wherever no line runs; if need be over a line, with a halo."""
    held, frame = made.chart.held, made.canvas.frame
    if held is None or held.figure.value is None:
        return True
    y, candidates = made.plot.y(held.figure.value), []
    below = y + 5 * frame.unit + ASCENT * frame.text
    alone = len(held.steps) < 2  # beside an earlier reference the name stays at its own end
    for height in (y - 6 * frame.unit, below):
        candidates += [
            Label(made.plot.left + 6 * frame.unit, height, held.name, "b halo"),
            Label((made.plot.left + made.plot.right) / 2, height, held.name, "b halo", "middle"),
            Label(made.plot.right - 8 * frame.unit, height, held.name, "b halo", "end"),
        ][0 if alone else 2 :]
    if alone:
        candidates.append(Label(made.plot.left, y - 6 * frame.unit, held.name, "b halo"))
    return made.canvas.offer(candidates) or (alone and made.canvas.offer(candidates, on_lines=True))


# -- beside the plot ------------------------------------------------------------------------------------------


def _column_labels(made: _Line, blocks: list[Block]) -> None:
    frame, centres = made.canvas.frame, _centres(made)
    placed = [replace(block, centre=centres[block.rank].pop(0)) for block in blocks]
    x = made.plot.right + 14 * frame.unit
    for top, block in stack(placed, frame, 0, made.plot.bottom + 1.2 * frame.text):
        for label in block_labels(top, block, x, frame):
            made.canvas.write(label)


def _centres(made: _Line) -> dict[int, list[float]]:
    """The heights that the blocks speak of, by rank."""
    middle = (made.plot.top + made.plot.bottom) / 2
    ends = [made.plot.y(s.last.value) if s.last.value is not None else None for s in made.chart.series]
    last = ends[0] if ends[0] is not None else middle
    held = made.chart.held
    gap = (made.plot.y(held.figure.value) + last) / 2 if held and held.figure.value is not None else middle
    return {1: [last + 0.6 * made.canvas.frame.text], 2: [end for end in ends[1:] if end is not None], 3: [gap]}


def _last(made: _Line) -> None:
    """The last point of each line; hollow where it may still change."""
    for place, series in enumerate(made.chart.series):
        spot = made.spot(series, len(series.points) - 1)
        if spot is None:
            continue
        unsure = series.last.status in UNSURE
        classes = ("ho" if unsure else "fa") if place == 0 else ("hm" if unsure else "fm")
        made.canvas.dot(classes, spot, 5.5 if place == 0 else 4)


# -- on the plot ----------------------------------------------------------------------------------------------


def _names(made: _Line, moved: frozenset[str]) -> list[Series]:
    """Each line's name, close to the line where no other runs; returns those that found no place."""
    if len(made.chart.series) < 2:
        return []
    unnamed = []
    for place, series in enumerate(made.chart.series):
        classes = "b a halo" if place == 0 else "b halo"
        if series.category not in moved and not made.canvas.offer(_along(made, series, classes)):
            unnamed.append(series)
    return unnamed


def _along(made: _Line, series: Series, classes: str) -> Iterator[Label]:
    """Places for a name along a line, nearest to it first."""
    frame, count = made.canvas.frame, len(series.points)
    width = made.canvas.width(series.label, classes)
    found: list[tuple[float, int, Label]] = []
    for place in range(0, count, max(1, count // _PLACES)):
        start = made.x(place)
        if start + width > made.plot.right:
            break
        under = [
            s
            for at in range(place, count)
            if made.x(at) <= start + width + _spacing(made) and (s := made.spot(series, at))
        ]
        if not under:
            continue
        heights = [spot[1] for spot in under]
        mean = sum(heights) / len(heights)
        for y, edge in (
            (max(heights) + 5 * frame.unit + ASCENT * frame.text, max(heights)),
            (min(heights) - 7 * frame.unit, min(heights)),
        ):
            if made.plot.top - frame.text < y < made.plot.bottom - 4 * frame.unit:
                found.append(
                    (round(abs(edge - mean), 3), place, Label(start + 2 * frame.unit, y, series.label, classes))
                )
    return (label for _, _, label in sorted(found, key=lambda one: one[:2]))


def _marked(made: _Line) -> None:
    """The highest and the lowest point, then the first, of the line that matters, each where there is room."""
    series = made.chart.first
    extremes = series.extremes()
    marks: list[tuple[Point, str]] = []
    if extremes:
        low, high = extremes
        marks = [(low, "lowest"), (high, "highest")]
    if len(series.known) > 1:
        marks.append((series.known[0], "at"))
    done: list[Point] = [series.last]
    for point, key in marks:
        if point not in done and _mark(made, series, point, key):
            done.append(point)


def _mark(made: _Line, series: Series, point: Point, key: str) -> bool:
    place = series.points.index(point)
    spot = made.spot(series, place)
    if spot is None or point.figure is None:
        return False
    frame, value = made.canvas.frame, said(point.figure, made.language)
    words = [value]
    if key != "at":
        period = made.language.period(point.period, short=True)
        words.insert(0, made.language.sentence("charts.point.at", value=value, period=period))
        if frame.words == "full":
            words.insert(0, made.language.sentence(f"charts.point.{key}", value=value, period=period))
    above, below = spot[1] - 9 * frame.unit, spot[1] + 9 * frame.unit + ASCENT * frame.text
    heights = (below, above) if key == "lowest" else (above, below)
    shift = 4 * frame.unit
    candidates = [
        Label(x, y, said_, "halo", anchor)
        for said_ in words
        for y in heights[: 1 if key != "at" else 2]
        for x, anchor in _anchors(spot[0], shift)
        if y < made.plot.bottom - 2 * frame.unit
    ]
    inside = made.plot.left - 2 * frame.unit
    boxes = [(one, one.box(frame, made.canvas.metrics)) for one in candidates]
    candidates = [one for one, box in boxes if box.left >= inside and box.right <= made.plot.right + shift]
    if not made.canvas.offer(candidates):
        return False
    if place != len(series.points) - 1:
        made.canvas.dot("fi", spot, 3.5)
    return True


def _anchors(x: float, shift: float) -> tuple[tuple[float, Anchor], ...]:
    return (x - shift, "start"), (x, "middle"), (x + shift, "end")
