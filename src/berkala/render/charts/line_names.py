"""Names and values that stand on the plot of a line chart, each where it is free."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from berkala.render.charts.drawing import Anchor, Canvas, Label, Spot, number
from berkala.render.charts.line_plot import LinePlot
from berkala.render.charts.metrics import ASCENT, wrapped_hard
from berkala.render.charts.model import Chart, Point, Series
from berkala.render.charts.sentences import beside_title
from berkala.words import Sentence

#: A series name tries so many places along its line.
_PLACES = 48


#: The length of a line before its name, and the room behind it, in units.
_SAMPLE, _BEHIND = 18, 8
#: The lines of a chart: the one that matters, then the others in turn.
_STROKES = ("ln", "ol", "od")


def names_in_head(chart: Chart, canvas: Canvas) -> list[tuple[Sentence, ...]]:
    """Each line's name, as it is set over the plot, in lines that fit the drawing."""
    room = canvas.frame.width - (_SAMPLE + _BEHIND) * canvas.frame.unit
    style = canvas.frame.type("b")
    return [wrapped_hard(series.label, room, style, canvas.metrics) for series in chart.series]


def name_height(canvas: Canvas) -> float:
    """The height of one line of a name over the plot."""
    return 1.35 * canvas.frame.text


def write_head(made: LinePlot) -> None:
    """The lines' names one below the other over the plot, each behind a piece of its line."""
    canvas, height, line = made.canvas, name_height(made.canvas), 0
    for place, name in enumerate(names_in_head(made.chart, canvas)):
        y = (line + 0.5) * height
        stroke = _STROKES[0] if place == 0 else _STROKES[1:][(place - 1) % 2]
        canvas.path(stroke, f"M0 {number(y)}H{number(_SAMPLE * made.unit)}")
        for words in name:
            baseline = (line + 0.5) * height + 0.36 * canvas.frame.text
            x = (_SAMPLE + _BEHIND) * made.unit
            canvas.write(Label(x, baseline, words, "b a" if place == 0 else "b"))
            line += 1


def name_lines(made: LinePlot, moved: frozenset[str]) -> list[Series]:
    """Each line's name, close to the line where no other runs; returns those that found no place."""
    if len(made.chart.series) < 2:
        return []
    unnamed = []
    for place, series in enumerate(made.chart.series):
        classes = "b a halo" if place == 0 else "b halo"
        if series.category not in moved and not made.canvas.offer(_along(made, series, classes)):
            unnamed.append(series)
    return unnamed


def _along(made: LinePlot, series: Series, classes: str) -> Iterator[Label]:
    """Places for a name along a line, nearest to it first."""
    frame, count = made.canvas.frame, len(series.points)
    width, spacing = made.canvas.width(series.label, classes), made.spacing
    places = [place for place, spot in enumerate(made.spots(series)) if spot is not None]
    spots = [spot for spot in made.spots(series) if spot is not None]
    across, heights = [x for x, _ in spots], [y for _, y in spots]
    found: list[tuple[float, int, Label]] = []
    for place in range(0, count, max(1, count // _PLACES)):
        start = made.x(place)
        if start + width > made.plot.right:
            break
        # The spots go from left to right.
        first, last = bisect_left(places, place), bisect_right(across, start + width + spacing)
        edges = heights[first:last]
        if not edges:
            continue
        mean, lowest, highest = sum(edges) / len(edges), max(edges), min(edges)
        for y, edge in (
            (lowest + 5 * frame.unit + ASCENT * frame.text, lowest),
            (highest - 7 * frame.unit, highest),
        ):
            if made.plot.top - frame.text < y < made.plot.bottom - 4 * frame.unit:
                label = Label(start + 2 * frame.unit, y, series.label, classes)
                found.append((round(abs(edge - mean), 3), place, label))
    return (label for _, _, label in sorted(found, key=lambda one: one[:2]))


def mark_extremes(made: LinePlot) -> None:
    """The point that the message compares with, the highest, the lowest and the first of the line that matters.

    Each where there is room.
    """
    series = made.chart.first
    extremes = series.extremes()
    marks: list[tuple[Point, str]] = []
    if extremes:
        low, high = extremes
        marks = [(low, "lowest"), (high, "highest")]
    compared = next((point for point in series.known if point.period == made.chart.compared), None)
    # An extreme that is compared keeps its own words; otherwise it comes first.
    marks.sort(key=lambda mark: mark[0] != compared)
    if compared is not None and compared not in (point for point, _ in marks):
        marks.insert(0, (compared, "compared"))
    if len(series.known) > 1:
        marks.append((series.known[0], "at"))
    done: list[Point] = [series.last]
    for point, key in marks:
        if point not in done and _mark(made, series, point, key):
            done.append(point)


def _mark(made: LinePlot, series: Series, point: Point, key: str) -> bool:
    place = series.points.index(point)
    spot = made.spot(series, place)
    if spot is None or not made.canvas.offer(_beside_point(made, point, key, spot)):
        return False
    if place != len(series.points) - 1 and not point.status:
        made.canvas.dot("fi", spot, 3.5)
    return True


def _beside_point(made: LinePlot, point: Point, key: str, spot: Spot) -> list[Label]:
    """Places for a point's words, from the longest words to the shortest, inside the plot."""
    frame = made.canvas.frame
    above, below = spot[1] - 9 * frame.unit, spot[1] + 9 * frame.unit + ASCENT * frame.text
    rows = {"lowest": (below,), "highest": (above,)}.get(key, (above, below))
    shift = 4 * frame.unit
    candidates = [
        Label(x, y, words, "halo", anchor)
        for words in _words(made, point, key)
        for y in rows
        for x, anchor in _anchors(spot[0], shift)
        if y < made.plot.bottom - 2 * frame.unit
    ]
    boxes = [(one, one.box(frame, made.canvas.metrics)) for one in candidates]
    inside = made.plot.left - 2 * frame.unit
    return [one for one, box in boxes if box.left >= inside and box.right <= made.plot.right + shift]


def _words(made: LinePlot, point: Point, key: str) -> list[Sentence]:
    if point.figure is None:
        return []
    value = beside_title(point.figure, made.language)
    if key == "at":
        return [value]
    slots = {"value": value, "period": made.language.period(point.period, short=True)}
    words = [made.language.sentence("charts.point.at", slots), value]
    if key != "compared" and made.canvas.frame.words == "full" and made.chart.first.is_whole:
        words.insert(0, made.language.sentence(f"charts.point.{key}", slots))
    return words


def _anchors(x: float, shift: float) -> tuple[tuple[float, Anchor], ...]:
    return (x - shift, "start"), (x, "middle"), (x + shift, "end")
