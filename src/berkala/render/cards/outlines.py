"""From text to outlines: an SVG whose every letter is a path, so that drawing it needs no font.

A renderer that looks fonts up spends more on that than on the picture, and each does it in its own way. Letters are
shaped here by HarfBuzz, once, with the bundled fonts, and drawn as paths: the same picture everywhere. The SVG that
is published keeps its text, so that it can be read aloud, searched and translated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, eq=False)
class _Face:
    """A font, and how many units its em has."""

    font: uharfbuzz.Font
    upem: int


#: By weight.
_Faces = Mapping[int, _Face]


def outlined(svg: str, fonts: Path) -> str:
    """The SVG with a path in place of every text, set with the fonts in the folder `fonts`.

    Raises lxml's XMLSyntaxError where it is no XML.
    """
    root, faces = etree.fromstring(svg.encode()), _faces(fonts)
    for text in list(root.iter(f"{_SVG}text")):
        parent = text.getparent()
        if parent is not None:
            parent.replace(text, _path(text, faces))
    return etree.tostring(root, encoding="unicode")


def _path(text: etree._Element, faces: _Faces) -> etree._Element:
    """What stands in place of a text: a path; of a text in several types, a group of one for each."""
    paths = [_outline_of(run, faces) for run in _runs(text, faces)]
    if len(paths) == 1:
        paths[0].tail = text.tail
        return paths[0]
    group = etree.Element(f"{_SVG}g")
    group.extend(paths)
    group.tail = text.tail
    return group


@dataclass(frozen=True)
class _Run:
    """A stretch of one type: from where it stands, and the element that says how it looks."""

    text: str
    style: _Style
    x: float
    y: float
    look: etree._Element


def _runs(text: etree._Element, faces: _Faces) -> list[_Run]:
    """The stretches of a text. Neighbours of one type are one, so that they are shaped together."""
    whole, x, y = _style(text), float(text.get("x", "0")), float(text.get("y", "0"))
    runs: list[_Run] = []
    for words, element, own in _stretches(text):
        style = _style(element) if own else whole
        x, y = (float(element.get("x", x)), y + float(element.get("dy", "0"))) if own else (x, y)
        if runs and runs[-1].style == style and not (own and "x" in element.attrib):
            runs[-1] = replace(runs[-1], text=runs[-1].text + words)
            continue
        if runs and not (own and "x" in element.attrib):
            x = runs[-1].x + _width(runs[-1], faces)
        runs.append(_Run(words, style, x, y, text))
    return runs or [_Run("", whole, x, y, text)]


def _stretches(text: etree._Element) -> Iterator[tuple[str, etree._Element, bool]]:
    """The words of a text in order, the element each is in, and whether that is one of its tspans."""
    if text.text:
        yield text.text, text, False
    for part in text:
        yield "".join(part.itertext()), part, True
        if part.tail:
            yield part.tail, text, False


def _width(run: _Run, faces: _Faces) -> float:
    face = faces[run.style.weight]
    return _set(run.text, run.style, face, run.style.size / face.upem)[1] + run.style.letter


def _outline_of(run: _Run, faces: _Faces) -> etree._Element:
    """A path in the font's units: a scale sets it, so that no letter is worked out twice."""
    face = faces[run.style.weight]
    scale = run.style.size / face.upem
    outline, width = _set(run.text, run.style, face, scale)
    left = run.x - {"start": 0.0, "middle": width / 2, "end": width}[run.style.anchor]
    path = etree.Element(f"{_SVG}path", {name: run.look.get(name, "") for name in _LOOK if run.look.get(name)})
    if run.look.get("stroke-width"):
        path.set("stroke-width", f"{float(run.look.get('stroke-width', '0')) / scale:.2f}")
    path.set("transform", f"translate({left:.2f} {run.y:.6g}) scale({scale:.6f} {-scale:.6f})")
    path.set("d", outline)
    return path


def _style(text: etree._Element) -> _Style:
    return _Style(
        size=float(_inherited(text, "font-size", "16")),
        weight=700 if _inherited(text, "font-weight", "500") == "700" else 500,
        letter=float(_inherited(text, "letter-spacing", "0")),
        word=float(_inherited(text, "word-spacing", "0")),
        anchor=_inherited(text, "text-anchor", "start"),
    )


def _inherited(text: etree._Element, name: str, otherwise: str) -> str:
    return next((value for one in (text, *text.iterancestors()) if (value := one.get(name))), otherwise)


def _set(text: str, style: _Style, face: _Face, scale: float) -> tuple[str, float]:
    """The outline of a text in font units, from its start on the baseline, and its width in pixels."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(face.font, buffer, _FEATURES)
    letter, word, place, parts = style.letter / scale, style.word / scale, 0.0, []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        parts.append(f"M{place + position.x_offset:.1f} {position.y_offset}{_outline(face, info.codepoint)}")
        place += position.x_advance + letter + (word if text[info.cluster] in " \u00a0" else 0)
    return "".join(parts), (place - letter if parts else 0) * scale


def _faces(fonts: Path) -> _Faces:
    return {weight: _face((fonts / file).read_bytes()) for weight, file in FILES.items()}


@lru_cache
def _face(content: bytes) -> _Face:
    """By its content: an agency may change its fonts while `berkala serve` runs."""
    face = uharfbuzz.Face(uharfbuzz.Blob(content))
    return _Face(uharfbuzz.Font(face), face.upem)


#: What fontTools calls the parts of an outline, and what SVG calls them, relative to the point before.
_COMMANDS = {"moveTo": "m", "lineTo": "l", "curveTo": "c", "qCurveTo": "q"}


@lru_cache(maxsize=4096)
def _outline(face: _Face, glyph: int) -> str:
    """One glyph in font units, as path commands from where it stands."""
    pen = RecordingPen()
    face.font.draw_glyph_with_pen(glyph, pen)
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
