"""Names on a map: beside the area, in the sea if there is any, with a line to the area; never over another name."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from berkala.render.charts.choropleth import Named
from berkala.render.charts.drawing import Anchor, Box, Canvas, Label, Spot, number
from berkala.render.charts.metrics import ASCENT, DESCENT
from berkala.render.charts.outlines import Outline, holds

#: Names are tried at these distances from their area, in units, in so many directions.
_FAR = tuple(range(9, 240, 5))
_DIRECTIONS = 16
#: A line steeper than this has its name over or under it.
_STEEP = 0.3
#: The line to an area begins so far from its middle, in units.
_AWAY = 2


def name_areas(canvas: Canvas, named: Sequence[Named], outlines: Sequence[Outline], near: float) -> list[Named]:
    """Set the names; returns those for which there is no room. On land they stand up to `near` units away."""
    lacking = []
    for one in named:
        found = next(_places(canvas, one, outlines, near), None)
        if found is None:
            lacking.append(one)
            continue
        label, start, end = found
        canvas.path("gl", f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}")
        canvas.write(label)
    return lacking


def _places(canvas: Canvas, one: Named, outlines: Sequence[Outline], near: float) -> Iterator[tuple[Label, Spot, Spot]]:
    """Every place that will do, the best first: off all areas, then on them but near."""
    centre, own = outlines[one.place].centre, outlines[one.place]
    tried = list(_candidates(canvas, one, centre))
    for label, end, _ in tried:
        box = label.box(canvas.frame, canvas.metrics)
        if _is_free(canvas, box, centre, end) and not canvas.crossed(box) and not _on_land(box, outlines):
            yield label, _start(canvas, own, end), end
    for label, end, distance in tried:
        box = label.box(canvas.frame, canvas.metrics)
        if distance <= near and _is_free(canvas, box, centre, end):
            yield label, _start(canvas, own, end), end


def _candidates(canvas: Canvas, one: Named, centre: Spot) -> Iterator[tuple[Label, Spot, float]]:
    """Labels around a place, nearest first, each with the end of its line and its distance."""
    frame = canvas.frame
    size = frame.type("b").size
    for distance in _FAR:
        for step in range(_DIRECTIONS):
            turn = 2 * math.pi * step / _DIRECTIONS
            x = centre[0] + distance * frame.unit * math.cos(turn)
            y = centre[1] + distance * frame.unit * math.sin(turn)
            anchor, base = _beside(turn, y, size, 3 * frame.unit)
            away = {"start": 3.0, "end": -3.0}.get(anchor, 0.0) * frame.unit
            yield Label(x + away, base, one.words, "b halo", anchor), (x, y), distance


def _beside(turn: float, y: float, size: float, gap: float) -> tuple[Anchor, float]:
    """How a label stands at the end of its line, and its baseline: over it, under it, or at its side."""
    across, down = math.cos(turn), math.sin(turn)
    if abs(across) >= _STEEP:
        return "start" if across > 0 else "end", y + (ASCENT - DESCENT) / 2 * size
    return "middle", (y + gap + ASCENT * size if down > 0 else y - gap - DESCENT * size)


def _is_free(canvas: Canvas, box: Box, centre: Spot, end: Spot) -> bool:
    """Whether nothing stands there, and the line to it runs through no other name."""
    if not canvas.free(box):
        return False
    others = [label.box(canvas.frame, canvas.metrics) for label in canvas.labels]
    spots = [(centre[0] + k / 12 * (end[0] - centre[0]), centre[1] + k / 12 * (end[1] - centre[1])) for k in range(13)]
    return not any(Box(x, y, x, y).grown(1).overlaps(other) for x, y in spots for other in others)


def _on_land(box: Box, outlines: Sequence[Outline]) -> bool:
    """Whether a box that no border crosses lies in an area: then its middle does."""
    middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    return any(holds(one, middle) for one in outlines)


def _start(canvas: Canvas, own: Outline, end: Spot) -> Spot:
    """Where the line to a name begins: at the middle of its area, or on its ring."""
    x, y = own.centre
    away = (4.5 if own.tiny else _AWAY) * canvas.frame.unit
    length = math.hypot(end[0] - x, end[1] - y) or 1.0
    return x + away / length * (end[0] - x), y + away / length * (end[1] - y)
