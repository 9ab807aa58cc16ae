"""From text to outlines: an SVG whose every letter is a path, so that drawing it needs no font.

A renderer that looks fonts up spends more on that than on the picture, and each does it in its own way. Letters are
shaped here by HarfBuzz, once, with the bundled fonts, and drawn as paths: the same picture everywhere. The SVG that
is published keeps its text, so that it can be read aloud, searched and translated.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz
from fontTools.pens.recordingPen import RecordingPen
from lxml import etree

from berkala.render.charts.metrics import FILES

_SVG = "{http://www.w3.org/2000/svg}"
#: What a text hands on to the path in its place, as far as it stands on the text itself.
_LOOK = ("fill", "stroke", "stroke-linejoin", "paint-order", "opacity")
#: Ligatures would join letters that belong to two stretches of a text.
_FEATURES = {"kern": True, "liga": False, "clig": False}


@dataclass(frozen=True)
class _Style:
    """How a text is set: font size and the spacings in pixels, the weight, where its start stands."""

    size: float
    weight: int
    letter: float
    word: float
    anchor: str


def outlined(svg: str, fonts: Path) -> str:
    """The SVG with a path in place of every text, set with the fonts in the folder `fonts`.

    Raises lxml's XMLSyntaxError where it is no XML.
    """
    root = etree.fromstring(svg.encode())
    for text in list(root.iter(f"{_SVG}text")):
        parent = text.getparent()
        if parent is not None:
            parent.replace(text, _path(text, fonts))
    return etree.tostring(root, encoding="unicode")


def _path(text: etree._Element, fonts: Path) -> etree._Element:
    """The path in place of a text, in the font's units: a scale sets it, so that no letter is worked out twice."""
    style = _style(text)
    file = fonts / FILES[style.weight]
    scale = style.size / _font(file)[1]
    outline, width = _set("".join(text.itertext()), style, file, scale)
    left = float(text.get("x", "0")) - {"start": 0.0, "middle": width / 2, "end": width}[style.anchor]
    path = etree.Element(f"{_SVG}path", {name: text.get(name, "") for name in _LOOK if text.get(name)})
    if text.get("stroke-width"):
        path.set("stroke-width", f"{float(text.get('stroke-width', '0')) / scale:.2f}")
    path.set("transform", f"translate({left:.2f} {text.get('y', '0')}) scale({scale:.6f} {-scale:.6f})")
    path.set("d", outline)
    path.tail = text.tail
    return path


def _style(text: etree._Element) -> _Style:
    return _Style(
        size=float(_inherited(text, "font-size", "16")),
        weight=700 if _inherited(text, "font-weight", "500") == "700" else 500,
        letter=float(text.get("letter-spacing", "0")),
        word=float(text.get("word-spacing", "0")),
        anchor=_inherited(text, "text-anchor", "start"),
    )


def _inherited(text: etree._Element, name: str, otherwise: str) -> str:
    return next((value for one in (text, *text.iterancestors()) if (value := one.get(name))), otherwise)


def _set(text: str, style: _Style, file: Path, scale: float) -> tuple[str, float]:
    """The outline of a text in font units, from its start on the baseline, and its width in pixels."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(_font(file)[0], buffer, _FEATURES)
    letter, word, place, parts = style.letter / scale, style.word / scale, 0.0, []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        parts.append(f"M{place + position.x_offset:.1f} {position.y_offset}{_outline(file, info.codepoint)}")
        place += position.x_advance + letter + (word if text[info.cluster] in " \u00a0" else 0)
    return "".join(parts), (place - letter if parts else 0) * scale


@lru_cache
def _font(file: Path) -> tuple[uharfbuzz.Font, int]:
    """A font and how many units its em has."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
    return uharfbuzz.Font(face), face.upem


#: What fontTools calls the parts of an outline, and what SVG calls them, relative to the point before.
_COMMANDS = {"moveTo": "m", "lineTo": "l", "curveTo": "c", "qCurveTo": "q"}


@lru_cache(maxsize=4096)
def _outline(file: Path, glyph: int) -> str:
    """One glyph in font units, as path commands from where it stands."""
    pen = RecordingPen()
    _font(file)[0].draw_glyph_with_pen(glyph, pen)
    here = start = (0.0, 0.0)
    parts = []
    for name, points in pen.value:
        if name not in _COMMANDS:  # an end: the next outline begins from where this one began
            here = start
            parts.append("z")
            continue
        parts.append(_COMMANDS[name] + " ".join(f"{x - here[0]:g} {y - here[1]:g}" for x, y in points))
        here = points[-1]
        start = here if name == "moveTo" else start
    return "".join(parts)
