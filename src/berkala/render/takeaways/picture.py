"""A chart's picture: its SVG in pixels, drawn with the bundled fonts, the same bytes everywhere."""

from __future__ import annotations

import math
from pathlib import Path

from lxml import etree

from berkala.render.cards.outlines import outlined
from berkala.render.cards.painting import painted
from berkala.render.cards.png import colours_in, with_palette
from berkala.render.cards.renderer import rendered
from berkala.render.charts.metrics import Metrics

_SVG = "{http://www.w3.org/2000/svg}"
#: So many shades between the paper and each other colour, the fewer where it would be larger than so many bytes.
_SHADES, _LIMIT = (3, 1), 80_000
#: Characters that are not drawn.
_INVISIBLE = frozenset("\u00ad")


def picture(svg: str, fonts: Path) -> bytes:
    """The PNG of a chart's SVG (`charts.outputs.standalone_svg`), as wide as that says."""
    drawing = in_pixels(svg)
    image = painted(drawing, fonts) or rendered(outlined(drawing, fonts))
    return with_palette(image, colours_in(drawing), _SHADES, _LIMIT)


def in_pixels(svg: str) -> str:
    """The same drawing, counted in whole pixels: what cards are painted from."""
    root = etree.fromstring(svg.encode())
    width, height = int(root.get("width", "")), math.ceil(float(root.get("height", "")))
    scale = width / float(root.get("viewBox", "").split()[2])
    ground, *marks = (part for part in root if part.tag not in (f"{_SVG}title", f"{_SVG}desc"))
    for part in list(root):
        root.remove(part)
    size = {"width": str(width), "height": str(height)}
    root.attrib.update(size | {"viewBox": f"0 0 {width} {height}"})
    ground.attrib.update(size)
    root.append(ground)
    etree.SubElement(root, f"{_SVG}g", {"transform": f"scale({scale:.6f})"}).extend(marks)
    return etree.tostring(root, encoding="unicode")


def not_drawn(svg: str, metrics: Metrics) -> str:
    """The characters of a drawing that the fonts lack, each once: a reader would see an empty box."""
    root = etree.fromstring(svg.encode())
    texts = "".join("".join(text.itertext()) for text in root.iter(f"{_SVG}text"))
    return "".join(one for one in dict.fromkeys(texts) if one not in _INVISIBLE and not metrics.knows(one))
