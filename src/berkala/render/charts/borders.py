"""Outlines that share their borders: cut into arcs, each arc simplified once, so that neighbours still meet.

An arc ends where the areas along it change. What is simplified is what can be seen: in pixels of the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from berkala.render.charts.drawing import Spot

#: Points nearer to their line than this, in pixels, are left out.
TOLERANCE = 0.4


@dataclass
class Arcs:
    """Every arc once, in the direction in which it was met first."""

    arcs: list[tuple[Spot, ...]] = field(default_factory=list)
    known: dict[tuple[Spot, ...], int] = field(default_factory=dict)

    def number(self, arc: tuple[Spot, ...]) -> int:
        """The number of an arc; of one that is known the other way round, its complement."""
        if arc in self.known:
            return self.known[arc]
        if arc[::-1] in self.known:
            return ~self.known[arc[::-1]]
        self.known[arc] = len(self.arcs)
        self.arcs.append(arc)
        return self.known[arc]


def cut(rings: Sequence[Sequence[Spot]]) -> tuple[list[tuple[Spot, ...]], list[list[int]]]:
    """The arcs, and each ring as the numbers of its arcs in turn."""
    joints, found = _joints(rings), Arcs()
    return found.arcs, [[found.number(arc) for arc in _pieces(ring, joints)] for ring in rings]


def _joints(rings: Iterable[Sequence[Spot]]) -> set[Spot]:
    """The points at which the neighbours of a point are not the same in every ring."""
    beside: dict[Spot, tuple[Spot, Spot]] = {}
    joints: set[Spot] = set()
    for ring in rings:
        for place, spot in enumerate(ring):
            before, after = ring[place - 1], ring[(place + 1) % len(ring)]
            pair = (before, after) if before <= after else (after, before)
            if beside.setdefault(spot, pair) != pair:
                joints.add(spot)
    return joints


def _pieces(ring: Sequence[Spot], joints: set[Spot]) -> list[tuple[Spot, ...]]:
    """The ring from joint to joint; one without any is a single arc from its first point in order."""
    places = [place for place, spot in enumerate(ring) if spot in joints]
    if not places:
        start = min(range(len(ring)), key=lambda place: ring[place])
        return [(*ring[start:], *ring[: start + 1])]
    turned = (*ring[places[0] :], *ring[: places[0] + 1])
    stops = [*(place - places[0] for place in places), len(ring)]
    return [tuple(turned[one : other + 1]) for one, other in pairwise(stops)]


def joined(arcs: Sequence[Sequence[Spot]], numbers: Sequence[int]) -> list[Spot]:
    """A ring from its arcs, without its last point, which is the first one again."""
    spots: list[Spot] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        spots += arc[1:] if spots else arc
    if len(spots) > 1 and spots[0] == spots[-1]:
        spots.pop()
    return spots


def simplified(spots: Sequence[Spot], tolerance: float = TOLERANCE) -> list[Spot]:
    """The points without which a line would be off by more than the tolerance (Douglas and Peucker); both ends stay.

    A closed line keeps three corners as long as it encloses more than can be seen.
    """
    if len(spots) < 3:
        return list(spots)
    kept = {0, len(spots) - 1}
    stretches = [(0, len(spots) - 1)]
    while stretches:
        first, last = stretches.pop()
        place, distance = _farthest(spots, first, last)
        if distance > tolerance:
            kept.add(place)
            stretches += [(first, place), (place, last)]
    return [spots[place] for place in sorted(kept)]


def _farthest(spots: Sequence[Spot], first: int, last: int) -> tuple[int, float]:
    """The point between two others that is farthest from their line, and how far it is."""
    (ax, ay), (bx, by) = spots[first], spots[last]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    best, most = first, -1.0
    for place in range(first + 1, last):
        x, y = spots[place]
        share = 0.0 if length == 0 else min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / length))
        away = (x - ax - share * dx) ** 2 + (y - ay - share * dy) ** 2
        if away > most:
            best, most = place, away
    return best, max(most, 0.0) ** 0.5
