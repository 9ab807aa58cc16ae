"""The marks of a plain drawing, one by one: what can be painted at once, with nothing left for a renderer to find out.

Our own drawings are shapes and texts of one colour each that are moved and scaled. A template of an agency may have
anything else that SVG can say: that is `NotPlain`, and drawn as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from berkala.render.charts.drawing import Box

SVG = "{http://www.w3.org/2000/svg}"
_LINE = {"fill", "stroke", "stroke-width", "stroke-linejoin", "stroke-linecap", "stroke-dasharray", "transform"}
_TYPE = {"font-family", "font-size", "font-weight"}
_SHAPE = _LINE | {"fill-opacity"}
_TEXT = {"x", "y", "fill", "text-anchor", "letter-spacing", "word-spacing"}
_HALO = {"paint-order", "stroke", "stroke-width", "stroke-linejoin"}
#: The attributes that a mark may have, next to those of `_SAID`.
_KNOWN = {
    "g": _LINE | _TYPE,
    "rect": _SHAPE | {"x", "y", "width", "height"},
    "circle": _SHAPE | {"cx", "cy", "r"},
    "path": _SHAPE | {"d"},
    "text": _TYPE | _TEXT | _HALO,
    "tspan": _TYPE | {"x", "dy", "letter-spacing", "word-spacing"},
}
#: What says something and draws nothing.
_SAID = re.compile(r"data-|role$|\{http://www\.w3\.org/XML/1998/namespace\}lang$")
_SILENT = (f"{SVG}title", f"{SVG}desc")
_MOVE = re.compile(r"(translate|scale)\(\s*(-?[\d.]+)(?:[\s,]+(-?[\d.]+))?\s*\)\s*")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


class NotPlain(Exception):
    """The drawing has something that is not known here."""


@dataclass(frozen=True)
class Move:
    """From a mark's own numbers to pixels: a scale, and where its origin stands."""

    scale: float
    x: float
    y: float

    def inside(self, transform: str) -> Move:
        """That of what is inside an element with this ``transform``. Raises NotPlain."""
        scale, x, y, at = self.scale, self.x, self.y, 0
        while at < len(transform):
            found = _MOVE.match(transform, at)
            if found is None or (found[1] == "scale" and found[3]):
                raise NotPlain(transform)
            if found[1] == "scale":
                scale *= float(found[2])
            else:
                x, y = x + scale * float(found[2]), y + scale * float(found[3] or 0)
            at = found.end()
        return Move(scale, x, y)

    def box(self, box: Box) -> Box:
        """A box in pixels."""
        left, right = (self.scale * edge + self.x for edge in (box.left, box.right))
        top, bottom = (self.scale * edge + self.y for edge in (box.top, box.bottom))
        return Box(left, top, right, bottom)


Mark = tuple[etree._Element, Move]


def marks(parent: etree._Element, move: Move) -> Iterator[Mark]:
    """Every shape and text inside an element, in the order in which they are drawn. Raises NotPlain."""
    for child in parent:
        if not isinstance(child.tag, str) or child.tag in _SILENT:
            continue
        _require(child)
        inside = move.inside(child.get("transform", ""))
        if child.tag == f"{SVG}g":
            yield from marks(child, inside)
        else:
            for part in child:
                _require(part)
            yield child, inside


def _require(mark: etree._Element) -> None:
    known = _KNOWN.get(str(mark.tag).removeprefix(SVG))
    if known is None or any(name not in known and not _SAID.match(str(name)) for name in mark.attrib):
        raise NotPlain(mark.tag)


def inherited(mark: etree._Element, name: str) -> str:
    """An attribute of the mark or of the nearest element around it that has it; empty where none has."""
    return next((value for one in (mark, *mark.iterancestors()) if (value := one.get(name))), "")


def plain_number(text: str) -> float:
    """A number without a unit. Raises NotPlain, for a percentage too."""
    if not _NUMBER.fullmatch(text):
        raise NotPlain(text)
    return float(text)
