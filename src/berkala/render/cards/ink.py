"""Where a plain drawing has ink: the pixels that each shape can touch, and the tiles that hold them all."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from berkala.render.cards.plain import SVG, Mark, NotPlain, inherited, plain_number
from berkala.render.charts.drawing import Box, Spot

_STEP = re.compile(r"([a-zA-Z])([^a-zA-Z]*)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
#: How many points a step of a path has, as far as it names them all; the last is where the next one begins.
_POINTS = {"m": 1, "l": 1, "q": 2, "c": 3}
#: A pointed join reaches so many widths of its stroke beyond the line (SVG's miter limit); no other end does more.
_REACH = 2
#: To draw a tile of its own costs as much as to draw another with so many pixels more.
_TILE = 12_000


def inked(mark: Mark) -> Box:
    """The box in pixels that a shape cannot leave. Raises NotPlain."""
    shape, move = mark
    stroked = inherited(shape, "stroke") not in ("", "none")
    reach = _REACH * plain_number(inherited(shape, "stroke-width") or "1") if stroked else 0
    if shape.tag == f"{SVG}path":
        box = around(list(_points(shape.get("d", ""))))
    elif shape.tag == f"{SVG}circle":
        x, y, radius = (_read(shape, name) for name in ("cx", "cy", "r"))
        box = Box(x, y, x, y).grown(radius)
    else:
        x, y, width, height = (_read(shape, name) for name in ("x", "y", "width", "height"))
        box = Box(x, y, x + width, y + height)
    return move.box(box.grown(reach))


def _read(shape: etree._Element, name: str) -> float:
    return plain_number(shape.get(name, "0"))


def around(points: Sequence[Spot]) -> Box:
    """The box of some points. Raises NotPlain where there is none."""
    if not points:
        raise NotPlain("a path without points")
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def _points(path: str) -> Iterator[Spot]:
    """The points of a path, those that pull a curve too: a curve stays within the hull of its points."""
    here = start = (0.0, 0.0)
    for command, rest in _STEP.findall(path):
        kind, values = command.lower(), [float(value) for value in _NUMBER.findall(rest)]
        if kind == "z":
            here = start
        for place, step in enumerate(_steps(kind, values), 1):
            point = _stepped(here, here if command.islower() else (0, 0), step)
            yield point
            if place % _POINTS.get(kind, 1) == 0:
                here = point
                start = here if kind == "m" and place == 1 else start


#: Where a step leads; of a horizontal or vertical one, one side alone.
_Step = tuple[float | None, float | None]


def _steps(kind: str, values: list[float]) -> list[_Step]:
    if kind in _POINTS:
        return list(zip(values[::2], values[1::2], strict=True))
    if kind == "h":
        return [(value, None) for value in values]
    if kind == "v":
        return [(None, value) for value in values]
    if kind != "z":
        raise NotPlain(kind)
    return []


def _stepped(here: Spot, origin: Spot, step: _Step) -> Spot:
    x, y = (old if new is None else zero + new for old, zero, new in zip(here, origin, step, strict=True))
    return x, y


# -- tiles ----------------------------------------------------------------------------------------------------


#: Whole pixels: left, top, right, bottom.
Tile = tuple[int, int, int, int]


def tiles(boxes: Iterable[Box], width: int, height: int) -> list[Tile]:
    """What holds all the boxes, as far as these are in the picture, and little else. Tiles may overlap."""
    found: list[Tile] = []
    for box in boxes:
        tile = _whole(box, width, height)
        if tile[0] >= tile[2] or tile[1] >= tile[3]:
            continue
        while (near := next((other for other in found if _is_joined(tile, other)), None)) is not None:
            found.remove(near)
            tile = _both(tile, near)
        found.append(tile)
    return found


def _whole(box: Box, width: int, height: int) -> Tile:
    """With a pixel more on each side, for soft edges."""
    left, top = max(0, math.floor(box.left) - 1), max(0, math.floor(box.top) - 1)
    return left, top, min(width, math.ceil(box.right) + 1), min(height, math.ceil(box.bottom) + 1)


def _is_joined(one: Tile, other: Tile) -> bool:
    """Whether they are cheaper as one."""
    return _area(_both(one, other)) < _area(one) + _area(other) + _TILE


def _both(one: Tile, other: Tile) -> Tile:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _area(tile: Tile) -> int:
    return (tile[2] - tile[0]) * (tile[3] - tile[1])
