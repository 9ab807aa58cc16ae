"""A drawing before it has colours: paths, dots and labels, and the room that each label takes.

The same drawing becomes SVG with the page's classes, or with colours of its own for a card or a download
(`paint.py`). So a chart is laid out once, whatever it is shown on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from berkala.render.charts.metrics import ASCENT, DESCENT, Metrics, Type
from berkala.words import Sentence

Anchor = Literal["start", "middle", "end"]
#: How much of a text stands before its place.
_BEFORE: Mapping[Anchor, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}
Spot = tuple[float, float]


#: Sums of decimal fractions may be off by this much, in pixels.
_SLACK = 0.01


@dataclass(frozen=True)
class Frame:
    """What a drawing is made for: its size in pixels, its type, and `unit`, by which strokes and gaps grow."""

    width: float
    height: float
    text: float
    strong: float
    unit: float = 1.0
    tabular: bool = True
    words: Literal["full", "short"] = "full"

    def type(self, classes: str) -> Type:
        """How a text of these classes is set."""
        return _type(classes, self.text, self.strong, self.tabular)


@lru_cache(maxsize=256)
def _type(classes: str, text: float, strong: float, tabular: bool) -> Type:
    """The type of a few classes in the few sizes of frames: every label asks for one."""
    names = classes.split()
    if "x" in names:
        return Type(strong, 700, -0.02, tabular=tabular)
    if "n" in names:  # a value on a tile: as close as it can be read
        return Type(text, 700, -0.04, tabular=tabular)
    return Type(text, 700 if "b" in names else 500, tabular=tabular)


#: The two drawings of a page: from 760 px, and below (look: Charts).
WIDE = Frame(720, 372, 13, 20)
NARROW = Frame(328, 336, 14, 20, words="short")


class Box(NamedTuple):
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether they share any area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def grown(self, by: float) -> Box:
        """The same with a margin around."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def inside(self, other: Box) -> bool:
        """Whether it lies within the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Label:
    """A line of text at its baseline."""

    x: float
    y: float
    words: Sentence
    classes: str = ""
    anchor: Anchor = "start"

    def box(self, frame: Frame, metrics: Metrics) -> Box:
        """The room that it takes."""
        style = frame.type(self.classes)
        width = metrics.width(self.words.text, style)
        left = self.x - width * _BEFORE[self.anchor]
        return Box(left, self.y - ASCENT * style.size, left + width, self.y + DESCENT * style.size)


@dataclass(frozen=True)
class Path:
    """A path of one class."""

    classes: str
    d: str
    dash: str = ""


@dataclass(frozen=True)
class Dot:
    """A circle of one class."""

    classes: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Drawing:
    """Shapes from back to front, then labels."""

    width: float
    height: float
    shapes: tuple[Path | Dot, ...]
    labels: tuple[Label, ...]
    unit: float
    frame: Frame


@dataclass
class Canvas:
    """A drawing in the making. It remembers what is taken, so that no label lands on another or on a line."""

    frame: Frame
    metrics: Metrics
    shapes: list[Path | Dot] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)
    lines: list[tuple[Spot, Spot]] = field(default_factory=list)

    def path(self, classes: str, d: str, dash: str = "") -> None:
        """Draw a path."""
        self.shapes.append(Path(classes, d, dash))

    def dot(self, classes: str, spot: Spot, radius: float) -> None:
        """Draw a dot; labels keep off it."""
        size = radius * self.frame.unit
        self.shapes.append(Dot(classes, *spot, size))
        self.keep_off(spot, size)

    def keep_off(self, spot: Spot, size: float) -> None:
        """Keep labels off this spot, so many pixels around."""
        self.taken.append(Box(spot[0] - size, spot[1] - size, spot[0] + size, spot[1] + size))

    def line(self, spots: Sequence[Spot]) -> None:
        """Keep labels off this line."""
        self.lines += pairwise(spots)

    def width(self, words: Sentence, classes: str = "") -> float:
        """How wide a text is here."""
        return self.metrics.width(words.text, self.frame.type(classes))

    def write(self, label: Label) -> None:
        """Set a label where its place is known to be free."""
        self._set(label, label.box(self.frame, self.metrics))

    def _set(self, label: Label, box: Box) -> None:
        self.labels.append(label)
        self.taken.append(box)

    def offer(self, candidates: Iterable[Label], *, on_lines: bool = False, room: float = 2) -> bool:
        """Set the first candidate that is free; none, and the label is left out: better none than two in one."""
        for label in candidates:
            box = label.box(self.frame, self.metrics)
            if self.free(box, room) and (on_lines or not self.crossed(box)):
                self._set(label, box)
                return True
        return False

    def set_block(self, labels: Sequence[Label]) -> bool:
        """Set several lines together, if each is free and no line of the chart runs through one."""
        boxes = [label.box(self.frame, self.metrics) for label in labels]
        if not all(self.free(box) and not self.crossed(box) for box in boxes):
            return False
        for label, box in zip(labels, boxes, strict=True):
            self._set(label, box)
        return True

    def free(self, box: Box, distance: float = 2) -> bool:
        """Whether nothing stands there or nearer than `distance` units, and it is inside the drawing."""
        room = box.grown(distance * self.frame.unit)
        return box.inside(self._whole) and not any(map(room.overlaps, self.taken))

    @property
    def _whole(self) -> Box:
        # Not remembered: a drawing that finds its own height is resized while it is made.
        return Box(0, 0, self.frame.width, self.frame.height).grown(_SLACK)

    def crossed(self, box: Box) -> bool:
        """Whether a line of the chart runs through it."""
        room = box.grown(2.5 * self.frame.unit)
        left, top, right, bottom = room
        # Most of a chart is to one side of a label: those segments need no clipping.
        near = [
            (start, end)
            for start, end in self.lines
            if (start[0] <= right or end[0] <= right)
            and (start[0] >= left or end[0] >= left)
            and (start[1] <= bottom or end[1] <= bottom)
            and (start[1] >= top or end[1] >= top)
        ]
        return any(_meets(room, start, end) for start, end in near)

    def drawing(self) -> Drawing:
        """The finished drawing."""
        frame = self.frame
        return Drawing(frame.width, frame.height, tuple(self.shapes), tuple(self.labels), frame.unit, frame)


def _meets(box: Box, start: Spot, end: Spot) -> bool:
    """Whether a segment has a point in a box (Liang and Barsky's clipping)."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    enter, leave = 0.0, 1.0
    for step, space in (
        (-dx, start[0] - box.left),
        (dx, box.right - start[0]),
        (-dy, start[1] - box.top),
        (dy, box.bottom - start[1]),
    ):
        if step == 0:
            if space < 0:
                return False
        elif step < 0:
            enter = max(enter, space / step)
        else:
            leave = min(leave, space / step)
    return enter <= leave


@dataclass(frozen=True)
class Block:
    """Lines of text that stay together beside the plot. `rank`: 1 is kept longest."""

    centre: float
    lines: tuple[tuple[Sentence, str], ...]
    rank: int

    def height(self, frame: Frame) -> float:
        """How tall it is."""
        return sum(_leading(frame, classes) for _, classes in self.lines)


def stack(
    blocks: Sequence[Block], frame: Frame, top: float, bottom: float, apart: float = 3
) -> list[tuple[float, Block]]:
    """Each block with its top, as near to its centre as the others allow; the least important leave if need be.

    `apart` is the least distance from one to the next, in units.
    """
    kept, gap = sorted(blocks, key=lambda block: block.centre), apart * frame.unit
    while sum(block.height(frame) + gap for block in kept) - gap > bottom - top:
        if len(kept) > 1:
            kept.remove(max(kept, key=lambda block: block.rank))
        elif len(kept[0].lines) > 1:
            kept = [replace(kept[0], lines=kept[0].lines[:-1])]
        else:
            break
    tops: list[float] = []
    floor = top
    for block in kept:
        tops.append(max(floor, block.centre - block.height(frame) / 2))
        floor = tops[-1] + block.height(frame) + gap
    ceiling = bottom
    for place in range(len(kept) - 1, -1, -1):
        tops[place] = min(tops[place], ceiling - kept[place].height(frame))
        ceiling = tops[place] - gap
    if len(tops) == 1:
        tops[0] = max(tops[0], top)
    return list(zip(tops, kept, strict=True))


def block_labels(top: float, block: Block, x: float, frame: Frame) -> list[Label]:
    """The labels of a block whose top is known."""
    labels, y = [], top
    for words, classes in block.lines:
        leading = _leading(frame, classes)
        size = frame.type(classes).size
        labels.append(Label(x, y + (leading - size) / 2 + ASCENT * size, words, classes))
        y += leading
    return labels


def _leading(frame: Frame, classes: str) -> float:
    return frame.type(classes).size * (1.15 if "x" in classes.split() else 1.3)


def resized(frame: Frame, height: float) -> Frame:
    """The same frame with another height."""
    return replace(frame, height=height)


def number(value: float) -> str:
    """A coordinate to one decimal, written as shortly as it can be."""
    text = f"{value:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")


def moves(spots: Sequence[Spot]) -> str:
    """A polyline as path data: where it begins, then each step from the one before, in tenths of a pixel.

    The steps are those between rounded places, so that they do not add up to another place than the last one's.
    """
    tenths = [(round(x * 10), round(y * 10)) for x, y in spots]
    steps = [part for (x, y), (to_x, to_y) in pairwise(tenths) for part in (to_x - x, to_y - y)]
    line = "".join(text if text[0] == "-" else f" {text}" for text in map(_tenth, steps))
    return f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}" + (f"l{line.lstrip()}" if steps else "")


def _tenth(value: int) -> str:
    """Tenths as the shortest decimal: ``4.3``, ``-.3``, ``0``."""
    whole, rest = divmod(abs(value), 10)
    digits = f"{whole or ''}.{rest}" if rest else str(whole)
    return f"-{digits}" if value < 0 else digits
