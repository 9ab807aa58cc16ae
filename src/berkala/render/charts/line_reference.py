"""What the values of a line chart are held against: a line or a range over its own periods, named where it stands.

A standard is a line over all periods, a target one over its own; a range is a band with both its edges; a target
for a later period stands there, and no gap is drawn to it; a goal that nothing is held against is thin.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from berkala.measure.findings import Figure
from berkala.render.charts.drawing import Anchor, Box, Label, number
from berkala.render.charts.line_plot import LinePlot
from berkala.render.charts.metrics import ASCENT
from berkala.render.charts.model import Held, Step
from berkala.render.charts.sentences import said
from berkala.words import Sentence

#: The room that a name needs inside a range, in lines.
_INSIDE = 1.35
#: The name of a short reference is looked for a place at so many heights over and under it.
_AWAY = 10


def heights(held: Held | None) -> list[Decimal]:
    """Every value of a reference that is drawn, for the axis."""
    figures = [figure for step in held.steps for figure in (step.figure, step.high)] if held else []
    return [figure.value for figure in figures if figure is not None and figure.value is not None]


def draw_reference(made: LinePlot) -> None:
    """The reference over its own periods, each from half-way after the one before, and the target ahead."""
    held = made.chart.held
    for step in held.steps if held else ():
        left, right = _reach(made, step)
        _stand(made, step.figure, step.high, left, right, "gl" if held and held.beside else "tg")
    if made.ahead is not None:
        left, right = _reach_ahead(made)
        _stand(made, made.ahead.figure, made.ahead.high, left, right, "tg")


def _reach(made: LinePlot, step: Step) -> tuple[float, float]:
    count, reach = len(made.chart.first.points), made.timeline.reach
    left = made.at(reach(made.periods[step.first])[0]) if step.first else made.plot.left
    right = made.at(reach(made.periods[step.last])[1])
    # To the end of the plot; with a target ahead no farther than its own time.
    return left, right if step.last < count - 1 or made.ahead else made.plot.right + 10 * made.unit


def _reach_ahead(made: LinePlot) -> tuple[float, float]:
    """From the start to the end of the target's period, and never so short that it is not seen."""
    assert made.ahead is not None
    start, end = (made.at(moment) for moment in made.timeline.reach(made.ahead.figure.period))
    least = 12 * made.unit
    return (end - least, end) if end - start < least else (start, end)


def _stand(made: LinePlot, low: Figure, high: Figure | None, left: float, right: float, classes: str) -> None:
    if low.value is None:
        return
    levels = [made.plot.y(low.value)]
    if high is not None and high.value is not None:
        levels.append(made.plot.y(high.value))
        bottom, top = number(levels[0]), number(levels[1])
        made.canvas.path("rg", f"M{number(left)} {top}H{number(right)}V{bottom}H{number(left)}z")
    for y in levels:
        made.canvas.path(classes, f"M{number(left)} {number(y)}H{number(right)}")
        made.canvas.line([(left, y), (right, y)])


def draw_gap(made: LinePlot) -> None:
    """From the reference to the last point, where the reference is missed."""
    held, spot = made.chart.held, made.end(made.chart.first)
    if held is None or spot is None or not held.missed:
        return
    missed = _missed_edge(held)
    if missed is None:
        return
    start, stop = made.plot.y(missed), spot[1]
    away = 5.5 * made.unit * (1 if start < stop else -1)
    if abs(stop - start) > abs(away):
        made.canvas.path("gp", f"M{number(spot[0])} {number(start)}V{number(stop - away)}")
        made.canvas.line([(spot[0], start), (spot[0], stop)])


def _missed_edge(held: Held) -> Decimal | None:
    """The edge from which the gap is counted: of a range, the one on the value's side."""
    over = held.gap is not None and held.gap.value is not None and held.gap.value > 0
    edge = held.high if held.high is not None and over else held.figure
    return edge.value


def gap_height(made: LinePlot, last: float) -> float:
    """The middle of the gap, where its words belong."""
    edge = _missed_edge(made.chart.held) if made.chart.held else None
    return (made.plot.y(edge) + last) / 2 if edge is not None else (made.plot.top + made.plot.bottom) / 2


def earlier_values(made: LinePlot) -> None:
    """The value of each earlier reference, at its own line, where there is room."""
    held, frame = made.chart.held, made.canvas.frame
    for step in held.steps[:-1] if held else ():
        if step.figure.value is None:
            continue
        edge = step.high if step.high is not None and step.high.value is not None else step.figure
        y, middle = made.plot.y(edge.value or Decimal(0)), (made.x(step.first) + made.x(step.last)) / 2
        rows = (y - 6 * frame.unit, y + 5 * frame.unit + ASCENT * frame.text)
        words = range_words(step.figure, step.high, made)
        made.canvas.offer([Label(middle, row, words, "halo", "middle") for row in rows])


def range_words(low: Figure, high: Figure | None, made: LinePlot) -> Sentence:
    """``95.0%``, or both ends of a range."""
    if high is None:
        return said(low, made.language)
    slots = {"low": said(low, made.language), "high": said(high, made.language)}
    return made.language.sentence("charts.line.ends", slots)


# -- names ----------------------------------------------------------------------------------------------------


def name_reference(made: LinePlot) -> bool:
    """The name of the reference in force, on its line wherever no line runs; if need be over one, with a halo."""
    held = made.chart.held
    if held is None or held.figure.value is None:
        return True
    step = held.steps[-1] if held.steps else Step(held.figure, 0, len(made.chart.first.points) - 1, held.high)
    left, right = _reach(made, step)
    alone = len(held.steps) < 2  # beside an earlier reference the name stays at its own end
    classes = "halo" if held.beside else "b halo"
    reach = left, min(right, made.plot.right)
    candidates = list(_places(made, held.figure, held.high, held.name, reach, classes))
    if alone:
        return made.canvas.offer(candidates) or made.canvas.offer(candidates, on_lines=True)
    return made.canvas.offer(one for one in candidates if one.anchor == "end") or _name_away(made, held, reach)


def _name_away(made: LinePlot, held: Held, reach: tuple[float, float]) -> bool:
    """The name near a reference that is short, with a line to it; without its relation where that has no room."""
    edges = [made.plot.y(end.value) for end in (held.figure, held.high) if end is not None and end.value is not None]
    both = min(edges), max(edges)
    for words in (held.name, held.brief or held.name):
        for label in _away(made, words, reach, both):
            line = _leader(made, label.box(made.canvas.frame, made.canvas.metrics), reach, both)
            if line is not None and made.canvas.offer([label]):
                made.canvas.path("ax", f"M{number(line.left)} {number(line.top)}V{number(line.bottom)}")
                made.canvas.line([(line.left, line.top), (line.left, line.bottom)])
                return True
    return False


def _away(made: LinePlot, words: Sentence, reach: tuple[float, float], edges: tuple[float, float]) -> Iterator[Label]:
    """Places under and over a reference, nearest first."""
    frame, (left, right) = made.canvas.frame, reach
    for step in range(_AWAY):
        further = step * 0.4 * frame.text
        under = edges[1] + 8 * frame.unit + ASCENT * frame.text + further
        for y in (under, edges[0] - 10 * frame.unit - further):
            yield Label(right, y, words, "b halo", "end")
            yield Label((left + right) / 2, y, words, "b halo", "middle")
            yield Label(made.plot.right, y, words, "b halo", "end")
            yield Label(left, y, words, "b halo")


def _leader(made: LinePlot, box: Box, reach: tuple[float, float], edges: tuple[float, float]) -> Box | None:
    """A line from a reference to its name on the plot, where both lie over each other and nothing is between them."""
    off = 3 * made.unit
    if box.left < made.plot.left or box.right > made.plot.right + off:  # beside it stand the words of the values
        return None
    x = min(reach[1], box.right) - off
    top, bottom = (edges[1], box.top) if box.top > edges[1] else (box.bottom, edges[0])
    between = Box(x, min(top + off, bottom), x, max(bottom - off, top))
    if x < max(reach[0], box.left) or made.canvas.crossed(between) or not made.canvas.free(between):
        return None
    return Box(x, top, x, bottom)


def name_ahead(made: LinePlot) -> bool:
    """The name of a target ahead: beside it, or at its end of the plot, over or under it."""
    ahead = made.ahead
    if ahead is None:
        return True
    left, _ = _reach_ahead(made)
    candidates = list(_places(made, ahead.figure, ahead.high, ahead.name, (left, made.plot.right), "b halo"))
    return made.canvas.offer(candidates)


def _places(
    made: LinePlot, low: Figure, high: Figure | None, words: Sentence, reach: tuple[float, float], classes: str
) -> Iterator[Label]:
    """Places for a name: inside a range that is tall enough, else over or under it; before it where it is short."""
    frame, (left, right) = made.canvas.frame, reach
    bottom = made.plot.y(low.value or Decimal(0))
    top = made.plot.y(high.value) if high is not None and high.value is not None else bottom
    middle = (top + bottom) / 2 + 0.36 * frame.text
    wide = right - left >= made.canvas.width(words, classes) + 14 * frame.unit
    if wide and bottom - top >= _INSIDE * frame.text:
        yield from _row(made, middle, words, left, right, classes)
    over, under = top - 6 * frame.unit, bottom + 5 * frame.unit + ASCENT * frame.text
    if wide:
        yield from _row(made, over, words, left, right, classes)
        yield from _row(made, under, words, left, right, classes)
        yield Label(made.plot.left, over, words, classes)
        return
    for y in (under, over):
        yield Label(right, y, words, classes, "end")
    yield Label(left - 6 * frame.unit, middle, words, classes, "end")


def _row(made: LinePlot, y: float, words: Sentence, left: float, right: float, classes: str) -> Iterator[Label]:
    unit = made.unit
    spots: tuple[tuple[float, Anchor], ...] = (
        (left + 6 * unit, "start"),
        ((left + right) / 2, "middle"),
        (right - 8 * unit, "end"),
    )
    return (Label(x, y, words, classes, anchor) for x, anchor in spots)
