"""From text to outlines: an SVG whose every letter is a path, so that drawing it needs no font.

The SVG that is published keeps its text, so that it can be read aloud, searched and translated.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fontTools.pens.recordingPen import RecordingPen
from lxml import etree

from berkala.render.cards.shaping import Face, Faces, Run, faces_in, runs, shaped

_SVG = "{http://www.w3.org/2000/svg}"
#: What a text hands on to the path in its place, as far as it stands on the text itself.
_LOOK = ("fill", "stroke", "stroke-linejoin", "paint-order", "opacity")


def outlined(svg: str, fonts: Path) -> str:
    """The SVG with a path in place of every text, set with the fonts in the folder `fonts`.

    Raises lxml's XMLSyntaxError where it is no XML.
    """
    root, faces = etree.fromstring(svg.encode()), faces_in(fonts)
    for text in list(root.iter(f"{_SVG}text")):
        replace_text(text, faces)
    return etree.tostring(root, encoding="unicode")


def replace_text(text: etree._Element, faces: Faces, **look: str) -> etree._Element:
    """Put its outline in place of a text, a path; of a text in several types, a group of one for each.

    `look` is what the outline has otherwise than the text.
    """
    paths = [_outline_of(run, faces) for run in runs(text, faces)]
    for path in paths:
        path.attrib.update(look)
    if len(paths) == 1:
        outline = paths[0]
    else:
        outline = etree.Element(f"{_SVG}g")
        outline.extend(paths)
    outline.tail = text.tail
    parent = text.getparent()
    if parent is not None:
        parent.replace(text, outline)
    return outline


def _outline_of(run: Run, faces: Faces) -> etree._Element:
    """A path in the font's units: a scale sets it, so that no letter is worked out twice."""
    line, face = shaped(run, faces), faces[run.style.weight]
    path = etree.Element(f"{_SVG}path", {name: run.look.get(name, "") for name in _LOOK if run.look.get(name)})
    if run.look.get("stroke-width"):
        path.set("stroke-width", f"{float(run.look.get('stroke-width', '0')) / line.scale:.2f}")
    path.set("transform", f"translate({line.left:.2f} {run.y:.6g}) scale({line.scale:.6f} {-line.scale:.6f})")
    path.set("d", "".join(f"M{x:.1f} {y}{_outline(face, glyph)}" for glyph, x, y in line.glyphs))
    return path


#: What fontTools calls the parts of an outline, and what SVG calls them, relative to the point before.
_COMMANDS = {"moveTo": "m", "lineTo": "l", "curveTo": "c", "qCurveTo": "q"}


@lru_cache(maxsize=4096)
def _outline(face: Face, glyph: int) -> str:
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
