"""The areas of a map in the pixels of one drawing: projected, simplified, islands that cannot be seen left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from berkala.render.charts.borders import cut, joined, simplified
from berkala.render.charts.drawing import Box, Spot, moves
from berkala.render.charts.geography import Feature
from berkala.render.charts.projection import projection_for

#: An island of fewer square pixels is left out, but for the largest of its area.
_SPECK = 0.8
#: An area of fewer square pixels cannot be seen, and has a ring.
TINY = 22.0
#: Points nearer to each other than this, in pixels, are one.
_SAME = 0.15
#: So many lines across an outline are tried for a place inside it.
_LINES = 11


@dataclass(frozen=True)
class Outline:
    """One area: its rings in pixels, outer ones and holes, the place for its label, and whether it is tiny."""

    rings: tuple[tuple[Spot, ...], ...]
    centre: Spot
    tiny: bool

    @property
    def d(self) -> str:
        """The rings as path data."""
        return "".join(f"{moves(ring)}z" for ring in self.rings)


@dataclass(frozen=True, eq=False)
class Fitted:
    """Every area of a map in one drawing, by its place in the map, and how large the drawing is."""

    outlines: tuple[Outline, ...]
    width: float
    height: float


Groups = tuple[tuple[Feature, ...], ...]


@dataclass(frozen=True, eq=False)
class _Plane:
    """The arcs of a map on a plane, the numbers of each ring's arcs, and whether a ring is a hole, by area."""

    arcs: tuple[tuple[Spot, ...], ...]
    rings: tuple[tuple[tuple[list[int], bool], ...], ...]
    extent: Box


@lru_cache(maxsize=8)
def _plane(groups: Groups) -> _Plane:
    """What is the same for every size. Remembered: a map is drawn for two widths and for cards."""
    ways = [
        [(ring, place > 0) for one in features for polygon in one.polygons for place, ring in enumerate(polygon)]
        for features in groups
    ]
    flat = [ring for rings in ways for ring, _ in rings]
    project = projection_for(spot for ring in flat for spot in ring)
    arcs, numbers = cut(flat)
    placed = tuple(tuple(project(spot) for spot in arc) for arc in arcs)
    turn = iter(numbers)
    rings = tuple(tuple((next(turn), hole) for _, hole in one) for one in ways)
    return _Plane(placed, rings, _extent(placed))


@lru_cache(maxsize=32)
def fitted(groups: Groups, width: float, height: float) -> Fitted:
    """The areas, each from its features, in a box of this size, as large as they fit and from its top left corner.

    Remembered: the languages of a report have the same drawing.
    """
    plane = _plane(groups)
    left, top, right, bottom = plane.extent
    scale = min(width / max(right - left, 1e-9), height / max(bottom - top, 1e-9))
    drawn = [simplified(_apart([((x - left) * scale, (y - top) * scale) for x, y in arc])) for arc in plane.arcs]
    found = tuple(_outline([(joined(drawn, numbers), hole) for numbers, hole in rings]) for rings in plane.rings)
    return Fitted(found, (right - left) * scale, (bottom - top) * scale)


def _apart(spots: list[Spot]) -> list[Spot]:
    """A line without the points that nobody could tell from the one before; both ends stay."""
    kept = spots[:1]
    for x, y in spots[1:-1]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= _SAME:
            kept.append((x, y))
    return [*kept, *spots[-1:]] if len(spots) > 1 else kept


def _extent(lines: Sequence[Sequence[Spot]]) -> Box:
    across = [x for line in lines for x, _ in line]
    down = [y for line in lines for _, y in line]
    return Box(min(across), min(down), max(across), max(down))


def _outline(shapes: Sequence[tuple[list[Spot], bool]]) -> Outline:
    """Outer rings one way round and holes the other, so that a hole stays open however it was drawn."""
    sizes = [abs(area(ring)) for ring, _ in shapes]
    outer = [place for place, (_, hole) in enumerate(shapes) if not hole]
    largest = max(outer, key=lambda place: sizes[place])
    kept = [
        _turned(ring, hole)
        for place, (ring, hole) in enumerate(shapes)
        if len(ring) > 2 and (place == largest or sizes[place] >= _SPECK)
    ]
    whole = sum(size if not hole else -size for size, (_, hole) in zip(sizes, shapes, strict=True))
    main = [shapes[largest][0], *(ring for ring, hole in shapes if hole)]
    return Outline(tuple(kept), inside(main), whole < TINY)


def area(ring: Sequence[Spot]) -> float:
    """Twice summed, halved: the area, with a sign for its direction."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _turned(ring: list[Spot], hole: bool) -> tuple[Spot, ...]:
    return tuple(ring if (area(ring) > 0) != hole else ring[::-1])


def inside(rings: Sequence[Sequence[Spot]]) -> Spot:
    """A place well inside the first ring and outside the others: the middle of its roomiest stretch across."""
    down = [y for _, y in rings[0]]
    top, bottom = min(down), max(down)
    best, most = rings[0][0], 0.0
    for place in range(1, _LINES + 1):
        # Never through a corner, which would be met twice.
        y = top + (bottom - top) * (place + 0.013) / (_LINES + 1.03)
        crossings = sorted(x for ring in rings for x in _crossed(ring, y))
        for start, end in zip(crossings[::2], crossings[1::2], strict=False):
            room = min(end - start, 2 * (y - top), 2 * (bottom - y)) + (end - start) / 8
            if room > most:
                best, most = ((start + end) / 2, y), room
    return best


def _crossed(ring: Sequence[Spot], y: float) -> list[float]:
    found = []
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y):
            found.append(ax + (y - ay) / (by - ay) * (bx - ax))
    return found


def holds(outline: Outline, spot: Spot) -> bool:
    """Whether a place is inside an area."""
    return sum(x > spot[0] for ring in outline.rings for x in _crossed(ring, spot[1])) % 2 == 1
