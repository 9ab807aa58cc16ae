"""From degrees to a plane: equal areas, because a shaded map compares areas by their colour.

Near the equator a cylinder that is true at the map's middle latitude, elsewhere Albers's cone through two latitudes of
the map. A country on both sides of the date line is drawn in one piece: the circle is cut in its widest empty stretch.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from itertools import pairwise

from berkala.render.charts.drawing import Spot
from berkala.render.charts.geography import Position

Projection = Callable[[Position], Spot]
#: Maps whose middle is nearer to the equator than this are drawn on a cylinder.
_NEAR = 12.0
#: The two latitudes of the cone lie so far inside the map.
_INSIDE = 1 / 6
_TURN = 360.0


def projection_for(positions: Iterable[Position]) -> Projection:
    """A projection for these positions; y grows downwards."""
    spots = list(positions)
    cut = _cut(sorted({longitude % _TURN for longitude, _ in spots}))
    longitudes = [_unrolled(longitude, cut) for longitude, _ in spots]
    latitudes = [latitude for _, latitude in spots]
    middle = (min(longitudes) + max(longitudes)) / 2
    low, high = min(latitudes), max(latitudes)
    plane = _cylinder((low + high) / 2) if abs(low + high) / 2 < _NEAR else _cone(low, high)
    return lambda spot: plane(math.radians(_unrolled(spot[0], cut) - middle), math.radians(spot[1]))


def _cut(longitudes: list[float]) -> float:
    """The longitude, from 0 to 360, at which the circle is opened: in the middle of its widest empty stretch."""
    gaps = [(after - before, (after + before) / 2) for before, after in pairwise(longitudes)]
    gaps.append((longitudes[0] + _TURN - longitudes[-1], (longitudes[-1] + longitudes[0] + _TURN) / 2 % _TURN))
    return max(gaps, key=lambda gap: (round(gap[0], 9), -gap[1]))[1]


def _unrolled(longitude: float, cut: float) -> float:
    return (longitude - cut) % _TURN


def _cylinder(latitude: float) -> Callable[[float, float], Spot]:
    """Equal areas, true at one latitude."""
    true = math.cos(math.radians(latitude))
    return lambda across, up: (across * true, -math.sin(up) / true)


def _cone(low: float, high: float) -> Callable[[float, float], Spot]:
    """Albers's equal-area cone through two latitudes of the map."""
    one, other = (math.radians(low + share * (high - low)) for share in (_INSIDE, 1 - _INSIDE))
    n = (math.sin(one) + math.sin(other)) / 2
    c = math.cos(one) ** 2 + 2 * n * math.sin(one)

    def plane(across: float, up: float) -> Spot:
        radius = math.sqrt(max(0.0, c - 2 * n * math.sin(up))) / n
        return radius * math.sin(n * across), radius * math.cos(n * across)

    return plane
