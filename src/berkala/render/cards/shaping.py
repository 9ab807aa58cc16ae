"""Texts of an SVG, shaped by HarfBuzz with the bundled fonts: which letters there are, and where each stands.

A renderer that looks fonts up spends more on that than on the picture, and each does it in its own way. Here a text is
shaped once; `letters` draws it at once, `outlines` as paths for the renderer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import uharfbuzz
from lxml import etree

from berkala.render.charts.metrics import FILES

#: Ligatures would join letters that belong to two stretches of a text.
_FEATURES = {"kern": True, "liga": False, "clig": False}


@dataclass(frozen=True)
class Style:
    """How a text is set: font size and the spacings in pixels, the weight, where its start stands."""

    size: float
    weight: int
    letter: float
    word: float
    anchor: str


@dataclass(frozen=True, eq=False)
class Face:
    """A font, and how many units its em has."""

    font: uharfbuzz.Font
    upem: int


#: By weight.
Faces = Mapping[int, Face]


@dataclass(frozen=True)
class Run:
    """A stretch of one type: from where it stands, and the element that says how it looks."""

    text: str
    style: Style
    x: float
    y: float
    look: etree._Element


@dataclass(frozen=True)
class Line:
    """A stretch as it is drawn, in the font's units: each glyph with its place, all from `left` pixels on.

    `scale` are the pixels of a unit, `width` is in pixels.
    """

    glyphs: tuple[tuple[int, float, float], ...]
    left: float
    width: float
    scale: float


def runs(text: etree._Element, faces: Faces) -> list[Run]:
    """The stretches of a text. Neighbours of one type are one, so that they are shaped together."""
    whole, x, y = _style(text), float(text.get("x", "0")), float(text.get("y", "0"))
    found: list[Run] = []
    for words, element, own in _stretches(text):
        style = _style(element) if own else whole
        x, y = (float(element.get("x", x)), y + float(element.get("dy", "0"))) if own else (x, y)
        if found and found[-1].style == style and not (own and "x" in element.attrib):
            found[-1] = replace(found[-1], text=found[-1].text + words)
            continue
        if found and not (own and "x" in element.attrib):
            x = found[-1].x + shaped(found[-1], faces).width + found[-1].style.letter
        found.append(Run(words, style, x, y, text))
    return found or [Run("", whole, x, y, text)]


def _stretches(text: etree._Element) -> Iterator[tuple[str, etree._Element, bool]]:
    """The words of a text in order, the element each is in, and whether that is one of its tspans."""
    if text.text:
        yield text.text, text, False
    for part in text:
        yield "".join(part.itertext()), part, True
        if part.tail:
            yield part.tail, text, False


def _style(text: etree._Element) -> Style:
    return Style(
        size=float(_inherited(text, "font-size", "16")),
        weight=700 if _inherited(text, "font-weight", "500") == "700" else 500,
        letter=float(_inherited(text, "letter-spacing", "0")),
        word=float(_inherited(text, "word-spacing", "0")),
        anchor=_inherited(text, "text-anchor", "start"),
    )


def _inherited(text: etree._Element, name: str, otherwise: str) -> str:
    return next((value for one in (text, *text.iterancestors()) if (value := one.get(name))), otherwise)


def shaped(run: Run, faces: Faces) -> Line:
    """A stretch, shaped."""
    face, style = faces[run.style.weight], run.style
    scale = style.size / face.upem
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(face.font, buffer, _FEATURES)
    letter, word, place, glyphs = style.letter / scale, style.word / scale, 0.0, []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyphs.append((info.codepoint, place + position.x_offset, position.y_offset))
        place += position.x_advance + letter + (word if run.text[info.cluster] in " \u00a0" else 0)
    width = (place - letter if glyphs else 0) * scale
    left = run.x - {"start": 0.0, "middle": width / 2, "end": width}[style.anchor]
    return Line(tuple(glyphs), left, width, scale)


def faces_in(fonts: Path) -> Faces:
    """The fonts of a folder, by weight."""
    return {weight: _face((fonts / file).read_bytes()) for weight, file in FILES.items()}


@lru_cache
def _face(content: bytes) -> Face:
    """By its content: an agency may change its fonts while `berkala serve` runs."""
    face = uharfbuzz.Face(uharfbuzz.Blob(content))
    return Face(uharfbuzz.Font(face), face.upem)
