"""Drawings of a page for paper: each a whole SVG of its own, with the colours that its classes stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from berkala.render.charts.drawing import number
from berkala.render.charts.paint import FAMILY, Palette
from berkala.render.print.elements import classes

#: HTML knows no capitals in the names of attributes and elements; SVG has some.
_ATTRIBUTES = {name.lower(): name for name in ("viewBox", "preserveAspectRatio", "textLength", "lengthAdjust")}
_ATTRIBUTES |= {name.lower(): name for name in ("patternUnits", "patternTransform", "clipPathUnits", "gradientUnits")}
_NAMES = {name.lower(): name for name in ("clipPath", "linearGradient", "radialGradient", "textPath")}
_VARIABLE = re.compile(r"var\(--([a-z0-9]+)\)")
#: A drawing may reach beyond its box at both sides, as on a page: so far, in its own units.
MARGIN = 8.0
#: Where a track has no box of its own: as wide as this, in the units of its shapes, and as high above and below.
_TRACK, _HALF = 400, 12


@dataclass(frozen=True)
class Drawings:
    """Makes the drawings of one page: `sheet` says what a class looks like, `palette` the colours that it names.

    `page` is the whole body, as one drawing may use a part of another.
    """

    sheet: str
    palette: Palette
    page: etree._Element

    @cached_property
    def _style(self) -> str:
        return _VARIABLE.sub(lambda found: self.palette[found[1]], self.sheet)

    @cached_property
    def _parts(self) -> Mapping[str, etree._Element]:
        """What other drawings may use, by its id; of two the first, as in a browser."""
        found = [element for element in self.page.iter() if element.get("id")]
        return {str(element.get("id")): element for element in reversed(found)}

    def whole(self, svg: etree._Element) -> str:
        """A drawing that has a box of its own."""
        left, top, width, height = box_of(svg)
        view = f"{number(left - MARGIN)} {number(top)} {number(width + 2 * MARGIN)} {number(height)}"
        return self._written(svg, view, "")

    def mark(self, svg: etree._Element) -> str:
        """A small mark in a line, in the colour of its words."""
        tone = next((self._tone(around) for around in svg.iterancestors() if self._tone(around)), "ink")
        return self._written(svg, svg.get("viewbox") or "0 0 16 16", f' color="{tone}"')

    def track(self, svg: etree._Element) -> str:
        """What is drawn beside the name in a row of a table, by parts of the width."""
        return self._written(svg, f"0 {-_HALF} {_TRACK} {2 * _HALF}", f' width="{_TRACK}" height="{2 * _HALF}"')

    def _tone(self, element: etree._Element) -> str:
        own = classes(element)
        if own & {"miss"}:
            return self.palette["miss"]
        return self.palette["met"] if own & {"met", "most"} else ""

    def _written(self, svg: etree._Element, view: str, more: str) -> str:
        inner = "".join(self._inner(svg))
        kind = " ".join(sorted(classes(svg)))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{view}"{more}'
            f' font-family="{FAMILY}"><style>{self._style}</style><g class="{kind}">{inner}</g></svg>'
        ).replace('color="ink"', f'color="{self.palette["ink"]}"')

    def _inner(self, svg: etree._Element) -> Iterator[str]:
        known = {element.get("id") for element in svg.iter()}
        used = [str(use.get("href") or use.get("xlink:href") or "")[1:] for use in svg.iter("use")]
        outside = [self._parts[name] for name in dict.fromkeys(used) if name in self._parts and name not in known]
        if outside:
            yield "<defs>" + "".join(_as_svg(part) for part in outside) + "</defs>"
        yield from (_as_svg(child) for child in svg)


def box_of(svg: etree._Element) -> tuple[float, float, float, float]:
    """The box of a drawing: where it begins, how wide and how high it is, in its own units."""
    left, top, width, height = (float(part) for part in str(svg.get("viewbox") or "0 0 100 100").split())
    return left, top, width, height


def _as_svg(element: etree._Element) -> str:
    """An element of a drawing as XML, with the capitals that SVG has."""
    copy = deepcopy(element)
    copy.tail = None
    for part in copy.iter():
        if isinstance(part.tag, str):
            part.tag = _NAMES.get(part.tag, part.tag)
            for name in [name for name in part.attrib if name in _ATTRIBUTES]:
                part.set(_ATTRIBUTES[name], part.attrib.pop(name))
    return etree.tostring(copy, encoding="unicode")
