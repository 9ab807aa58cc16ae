"""Slanting lines inside a rectangle or an outline: drawn, for a pattern needs a name that two charts would share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from berkala.render.charts.drawing import Box, Spot, number

#: From one line to the next, in units.
STEP = 6


def in_box(box: Box, step: float) -> str:
    """The lines inside a rectangle, as path data."""
    width, height = box.right - box.left, box.bottom - box.top
    parts, along = [], step
    while along < width + height:
        start = (box.left + min(along, width), box.top + max(0.0, along - width))
        end = (box.left + max(0.0, along - height), box.top + min(along, height))
        parts.append(_line(start, end))
        along += step
    return "".join(parts)


def in_rings(rings: Sequence[Sequence[Spot]], step: float) -> str:
    """The lines inside outlines, holes left out: where a line ``x + y = k`` meets edges, it goes in and out in turn."""
    edges = [edge for ring in rings for edge in pairwise([*ring, ring[0]])]
    sums = [x + y for ring in rings for x, y in ring]
    if not sums:
        return ""
    parts = []
    # Half a step off a multiple, so that no line meets a corner of round coordinates.
    k = (min(sums) // step) * step + 0.4973 * step
    while k < max(sums):
        crossed = sorted(spot for edge in edges if (spot := _crossing(*edge, k)) is not None)
        parts += [_line(one, other) for one, other in zip(crossed[::2], crossed[1::2], strict=False)]
        k += step
    return "".join(parts)


def _crossing(start: Spot, end: Spot, k: float) -> Spot | None:
    one, other = start[0] + start[1] - k, end[0] + end[1] - k
    if (one > 0) == (other > 0):
        return None
    share = one / (one - other)
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _line(start: Spot, end: Spot) -> str:
    return f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}"
