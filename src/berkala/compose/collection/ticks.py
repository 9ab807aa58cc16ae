"""One upright mark for each indicator of a section, as the ruler has one for each edition: filled where it has figures.

The strip is an image of a count that stands beside it in words. Its size is in pixels, so that a mark is as large on a
phone as on a desk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from berkala.compose.index import Member

#: From one mark to the next, how wide and how high a mark is, and how many stand in one row.
STEP, WIDTH, HEIGHT, ROW = 8, 4, 16, 32
_LINE = HEIGHT + 4


@dataclass(frozen=True)
class Ticks:
    """The strip: its size, and two outlines in SVG's path language, of filled and of open marks."""

    width: int
    height: int
    filled: str
    open: str


def ticks(members: Sequence[Member]) -> Ticks:
    """The strip of these indicators, in their order."""
    filled = [_at(place) for place, member in enumerate(members) if member.has_figures]
    open_ = [_at(place) for place, member in enumerate(members) if not member.has_figures]
    rows = -(-len(members) // ROW)
    return Ticks(
        max(1, min(len(members), ROW)) * STEP,
        max(1, rows) * _LINE,
        "".join(f"M{x} {y}h{WIDTH}v{HEIGHT}h-{WIDTH}z" for x, y in filled),
        # Drawn by its edge: a line of 1 pixel inside the same outline.
        "".join(f"M{x}.5 {y}.5h{WIDTH - 1}v{HEIGHT - 1}h-{WIDTH - 1}z" for x, y in open_),
    )


def _at(place: int) -> tuple[int, int]:
    return place % ROW * STEP, place // ROW * _LINE
