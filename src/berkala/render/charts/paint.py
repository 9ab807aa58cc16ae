"""A drawing as SVG: with the page's classes, or with colours and sizes of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from berkala.colours import GREYS, PALETTES, SHADES, Scheme, greys, shades
from berkala.render.charts.drawing import Dot, Drawing, Label, Path, number
from berkala.render.charts.repeated import written
from berkala.words import Sentence, Span

if TYPE_CHECKING:
    from berkala.plan.specifications import Accent

__all__ = ["FAMILY", "NAMES", "Palette", "Scheme", "classed", "coloured", "origin", "palette", "text"]

FAMILY = "Plus Jakarta Sans"

#: What a class means where there is no style sheet: stroke, width, fill, and what else.
_STROKES: Mapping[str, tuple[str, float, str]] = {
    "g": ("grid", 1, ""),
    "ax": ("soft", 1, ""),
    "tk": ("mute", 1, ""),
    "ln": ("accent", 2.5, ' stroke-linejoin="round" stroke-linecap="round"'),
    "ol": ("mute", 1.75, ' stroke-linejoin="round"'),
    "od": ("mute", 1.75, ' stroke-linejoin="round"'),
    "tg": ("ink", 1.5, ""),
    "gp": ("miss", 1.5, ""),
    "ht": ("line", 1.5, ""),
    "q0": ("mute", 1, ' stroke-dasharray="3 2"'),
    "gl": ("ink", 1, ""),
    "sp": ("accent", 5, ' stroke-opacity="0.3"'),
    "ld": ("mute", 1, ""),
    "bt": ("ink", 3, ""),
    "vn": ("ink", 1.5, ""),
    "vx": ("miss", 1.5, ""),
    "jn": ("paper", 1, ""),
    "rn": ("ink", 1.5, ""),
}
_FILLS = {"fa": "accent", "fm": "mute", "fi": "ink", "fw": "wash", "fg": "grid"}
_FILLS |= {shade: shade for shade in ("q1", "q2", "q3", "q4", "q5")}
_FILLS |= {"vm": "met"}
_FILLS |= {grey: grey for grey in ("k1", "k2", "k3", "k4", "k5")}
#: What colour a label has; ink where its classes say nothing.
_TEXTS = {"a": "accent", "s": "soft", "on": "paper"}
_HOLLOW = {"ho": "accent", "hm": "mute"}
#: Every colour that a palette has.
NAMES = (*PALETTES["light"], "accent", *SHADES["light"], *GREYS)
#: An area of a map: its shade, with a hairline around.
_AREAS = {"c0": "wash", **{f"c{step}": f"q{step}" for step in range(1, 6)}}
#: Shaded: a range of a reference, an interval around a line.
_TINTS = {"rg": ("ink", "0.1"), "ub": ("accent", "0.16")}


@dataclass(frozen=True)
class Palette:
    """Colours by name."""

    colours: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.colours[name]


def palette(scheme: Scheme, accent: Accent) -> Palette:
    """The colours of a scheme with an agency's accent."""
    own = accent.light if scheme == "light" else accent.dark
    return Palette({**PALETTES[scheme], "accent": own, **shades(scheme, own), **greys(scheme)})


# -- with the page's classes ----------------------------------------------------------------------------------


def classed(drawing: Drawing, classes: str) -> str:
    """An ``<svg>`` for a page: no colour, no size, hidden from readers who have the description.

    Without the sheet it is not shown, for it would be black; the sheet's own `display` is the stronger one.
    """
    view = f"0 0 {number(drawing.width)} {number(drawing.height)}"
    shapes = written(drawing.shapes, _classed_shape)
    labels = "".join(_classed_label(label) for label in drawing.labels)
    return f'<svg viewBox="{view}" class="{classes}" aria-hidden="true" display="none">{shapes}{labels}</svg>'


def _classed_shape(shape: Path | Dot, more: str) -> str:
    if isinstance(shape, Dot):
        return f'<circle class="{shape.classes}"{_circle(shape)}{more}/>'
    dash = f' stroke-dasharray="{shape.dash}"' if shape.dash else ""
    return f'<path class="{shape.classes}"{more}{dash} d="{shape.d}"/>'


def _classed_label(label: Label) -> str:
    classes = f' class="{label.classes}"' if label.classes else ""
    return _text(label, classes)


# -- with colours of its own ----------------------------------------------------------------------------------


def coloured(drawing: Drawing, colours: Palette) -> str:
    """The inside of an ``<svg>``, every colour and size as an attribute."""
    shapes = "".join(_coloured_shape(shape, drawing.unit, colours) for shape in drawing.shapes)
    return shapes + "".join(_coloured_label(label, drawing, colours) for label in drawing.labels)


def _coloured_shape(shape: Path | Dot, unit: float, colours: Palette) -> str:
    look = _look(shape.classes, unit, colours)
    if isinstance(shape, Dot):
        return f"<circle{_circle(shape)}{look}/>"
    dash = shape.dash or (" ".join(number(part * unit) for part in (5, 3)) if shape.classes == "od" else "")
    return f'<path d="{shape.d}"{look}' + (f' stroke-dasharray="{dash}"/>' if dash else "/>")


def _look(classes: str, unit: float, colours: Palette) -> str:
    if classes in _FILLS:
        return f' fill="{colours[_FILLS[classes]]}"'
    if classes in _AREAS:
        edge = f' stroke="{colours["soft"]}" stroke-width="{number(0.5 * unit)}" stroke-linejoin="round"'
        return f' fill="{colours[_AREAS[classes]]}"{edge}'
    if classes in _TINTS:
        colour, opacity = _TINTS[classes]
        return f' fill="{colours[colour]}" fill-opacity="{opacity}"'
    if classes in _HOLLOW:
        return f' fill="{colours["paper"]}" stroke="{colours[_HOLLOW[classes]]}" stroke-width="{number(2 * unit)}"'
    stroke, width, more = _STROKES[classes]
    return f' fill="none" stroke="{colours[stroke]}" stroke-width="{number(width * unit)}"{more}'


def _coloured_label(label: Label, drawing: Drawing, colours: Palette) -> str:
    names, style = label.classes.split(), drawing.frame.type(label.classes)
    colour = colours[next((_TEXTS[name] for name in names if name in _TEXTS), "ink")]
    look = f' font-size="{number(style.size)}" fill="{colour}"'
    if style.weight == 700:
        look += ' font-weight="700"'
    if style.tracking:
        look += f' letter-spacing="{number(style.tracking * style.size)}"'
    if "halo" in names:
        width = number(4 * drawing.unit)
        look += f' paint-order="stroke" stroke="{colours["paper"]}" stroke-width="{width}" stroke-linejoin="round"'
    return _text(label, look)


# -- both -----------------------------------------------------------------------------------------------------


def _circle(dot: Dot) -> str:
    return f' cx="{number(dot.x)}" cy="{number(dot.y)}" r="{number(dot.radius)}"'


def _text(label: Label, look: str) -> str:
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    place = f' x="{number(label.x)}" y="{number(label.y)}"'
    return text(label.words, f"{place}{look}{anchor}")


def text(words: Sentence, attributes: str) -> str:
    """A ``<text>``; each stretch that comes from somewhere says where, so that it can be traced.

    The line ends behind it: where nothing is drawn, as in a text browser, words do not run together.
    """
    if len(words.spans) == 1:
        return f"<text{attributes}{origin(words.spans[0])}>{escape(words.text)}</text>\n"
    inner = "".join(_stretch(span) for span in words.spans)
    return f"<text{attributes}>{inner}</text>\n"


def _stretch(span: Span) -> str:
    where = origin(span)
    return f"<tspan{where}>{escape(span.text)}</tspan>" if where else escape(span.text)


def origin(span: Span) -> str:
    """The attributes that say where a stretch of text comes from."""
    found = []
    if span.figure is not None:
        found.append(f'data-figure="{escape(span.figure)}"')
        found += ['data-magnitude=""'] * span.magnitude
    if span.direction is not None:
        found.append(f'data-direction="{escape(span.direction)}"')
    if span.time is not None:
        found.append(f'data-time="{escape(span.time)}"')
    if span.role is not None:
        found.append(f'data-role="{span.role}"')
    return "".join(f" {part}" for part in found)
