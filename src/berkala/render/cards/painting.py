"""A plain drawing, painted: its ground first, then the shapes where there are any, then the letters.

The renderer gives a picture as PNG and no other way, which costs three times as much as to draw it: packed there,
unpacked here, pixel for pixel. So it draws the tiles that have shapes, and HarfBuzz the letters.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from lxml import etree
from PIL import Image

from berkala.render.cards.ink import Tile, around, inked, tiles
from berkala.render.cards.letters import Mask, masks
from berkala.render.cards.outlines import replace_text
from berkala.render.cards.plain import SVG, Mark, Move, NotPlain, inherited, marks, plain_number
from berkala.render.cards.renderer import rendered
from berkala.render.cards.shaping import Faces, faces_in
from berkala.render.charts.drawing import Box

#: So many pixels a tile may have that is remembered: a chart's comes once.
_SMALL = 100_000
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def painted(svg: str, fonts: Path) -> Image.Image | None:
    """The picture of an SVG with the fonts in a folder; None where it is not plain, and so a matter for the renderer.

    Raises lxml's XMLSyntaxError where it is no XML.
    """
    root = etree.fromstring(svg.encode())
    try:
        drawing = _read(root, faces_in(fonts))
    except NotPlain:
        return None
    image = Image.new("RGB", drawing.size, drawing.ground)
    for tile in tiles((box for _, box in drawing.shapes), *drawing.size):
        part = _cut(root, drawing, tile)
        image.paste(_small(part) if _area(tile) <= _SMALL else rendered(part), tile[:2])
    for mask, colour in drawing.letters:
        image.paste(colour, (mask.left, mask.top), mask.covered)
    return image


@dataclass
class _Drawing:
    """What is drawn: the picture's size, the colour of its ground, which is the shape at the back, the other shapes in
    their boxes, the letters in colour.
    """

    size: tuple[int, int]
    ground: str
    back: etree._Element
    shapes: list[tuple[etree._Element, Box]] = field(default_factory=list)
    letters: list[tuple[Mask, str]] = field(default_factory=list)

    def add_shape(self, mark: Mark) -> None:
        """A shape may not stand above letters, which are painted last."""
        box = inked(mark)
        if any(mask.box.overlaps(box) for mask, _ in self.letters):
            raise NotPlain("a shape above a text")
        self.shapes.append((mark[0], box))

    def add_text(self, mark: Mark, faces: Faces) -> None:
        """Letters, taken out of the drawing; as a shape the halo around them, below the letters of every text."""
        text, move = mark
        found, reach, colour = list(masks(text, move, faces)), _halo(text) * move.scale, _colour(text)
        self.letters += [(mask, colour) for mask in found]
        if reach and found:
            halo = replace_text(text, faces, fill="none")
            boxes = [mask.box for mask in found]
            corners = [corner for box in boxes for corner in ((box.left, box.top), (box.right, box.bottom))]
            # The letters stand on whole pixels and the halo does not.
            self.shapes.append((halo, around(corners).grown(reach + 1)))
        elif (parent := text.getparent()) is not None:
            parent.remove(text)


def _read(root: etree._Element, faces: Faces) -> _Drawing:
    """The drawing, its letters apart. Raises NotPlain."""
    size = _size(root)
    found = list(marks(root, Move(1, 0, 0)))
    drawing = _Drawing(size, _ground(found, Box(0, 0, *size)), found[0][0])
    for mark in found[1:]:
        if mark[0].tag == f"{SVG}text":
            drawing.add_text(mark, faces)
        else:
            drawing.add_shape(mark)
    return drawing


def _size(root: etree._Element) -> tuple[int, int]:
    """The size in pixels, which the drawing counts in too."""
    width, height = root.get("width", ""), root.get("height", "")
    if not (width.isdecimal() and height.isdecimal()) or root.get("viewBox") != f"0 0 {width} {height}":
        raise NotPlain("a drawing that does not count in pixels")
    return int(width), int(height)


def _ground(found: list[Mark], page: Box) -> str:
    """The colour of the first mark, which fills the page."""
    if not found or found[0][0].tag != f"{SVG}rect" or not page.inside(inked(found[0])):
        raise NotPlain("no ground that fills the page")
    rect = found[0][0]
    if inherited(rect, "stroke") or rect.get("fill-opacity"):
        raise NotPlain("a ground that is more than a colour")
    return _colour(rect)


def _colour(mark: etree._Element) -> str:
    """Its own colour, as ``#rrggbb``."""
    if not _COLOUR.fullmatch(colour := mark.get("fill", "")):
        raise NotPlain(f"fill {colour}")
    return colour


def _halo(text: etree._Element) -> float:
    """How far the stroke that is painted below a text reaches; 0 where it has none."""
    if not inherited(text, "stroke"):
        return 0
    if text.get("paint-order") != "stroke" or not _COLOUR.fullmatch(text.get("stroke", "")):
        raise NotPlain("a text with a stroke")
    return plain_number(text.get("stroke-width", "1"))


def _area(tile: Tile) -> int:
    left, top, right, bottom = tile
    return (right - left) * (bottom - top)


@lru_cache(maxsize=32)
def _small(svg: str) -> Image.Image:
    """A small tile, rendered. Remembered: the mark, the rule and the ruler are the same on card after card."""
    return rendered(svg)


def _cut(root: etree._Element, drawing: _Drawing, tile: Tile) -> str:
    """The drawing as far as it is in a tile: the ground and the shapes there, each in its groups."""
    left, top, right, bottom = tile
    width, height = str(right - left), str(bottom - top)
    part = etree.Element(root.tag, dict(root.attrib), nsmap=root.nsmap)
    part.attrib.update({"viewBox": f"{left} {top} {width} {height}", "width": width, "height": height})
    near, groups = Box(*tile).grown(1), {root: part}
    shapes = [drawing.back, *(shape for shape, box in drawing.shapes if box.overlaps(near))]
    for shape in shapes:
        _group_around(shape, groups).append(deepcopy(shape))
    return etree.tostring(part, encoding="unicode")


def _group_around(shape: etree._Element, groups: dict[etree._Element, etree._Element]) -> etree._Element:
    """The copy of the group that a shape is in, from `groups`, by group; it is made where it is not there yet."""
    group = shape.getparent()
    assert group is not None  # every shape stands inside the root, whose copy is there
    if group not in groups:
        groups[group] = etree.SubElement(_group_around(group, groups), group.tag, dict(group.attrib))
    return groups[group]
