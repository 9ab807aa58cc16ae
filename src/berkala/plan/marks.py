"""An agency's mark: an SVG file of plain shapes, read into markup that may stand inside a page.

A page may load nothing from elsewhere and has no style and no script of its own (its Content-Security-Policy says so),
and many marks stand beside one another in it. So a mark is shapes and colours and nothing else: what a drawing program
adds for itself (its own names, titles, identities, notes) is left out, a ``style`` of colours becomes attributes, and
whatever could load, run, move or name another part of the page is told as a problem, with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from pathlib import Path
from xml.parsers import expat

from berkala.colours import PALETTES, Scheme, contrast
from berkala.errors import Problem
from berkala.plan.accents import GRAPHIC, cut

#: What a mark may weigh, in bytes: it stands in every page.
LIMIT = 8_000
#: How many times wider than high a mark may be, at the most and at the least.
WIDEST, NARROWEST = 4, 0.5

_SHAPES = frozenset({"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"})
#: What says something to people or to a drawing program, and draws nothing.
_SILENT = frozenset({"title", "desc", "metadata", "defs"})
_COLOURS = frozenset({"fill", "stroke"})
_ATTRIBUTES = _COLOURS | {
    *("d", "points", "transform", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height"),
    *("fill-rule", "fill-opacity", "clip-rule", "opacity", "stroke-width", "stroke-opacity", "stroke-linecap"),
    *("stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset"),
}
#: Attributes and properties that draw nothing here.
_IGNORED = frozenset({"id", "class", "version", "xmlns", "baseProfile", "role", "focusable", "preserveAspectRatio"})
_IGNORED_STARTS = ("xml:", "aria-", "data-", "xmlns:", "-", "font", "text-", "enable-background", "paint-order")
_OF_ROOT = frozenset({"x", "y", "width", "height"})
#: No value of these letters can load anything or leave its attribute.
_VALUE = re.compile(r"[A-Za-z0-9#%.,()\s+\-]*")
_COLOUR = re.compile(r"#[0-9a-f]{6}|#[0-9a-f]{3}", re.IGNORECASE)
_NAMED = {"black": "#000000", "white": "#ffffff"}
_NOTHING, OWN = frozenset({"none", "transparent"}), "currentColor"


@dataclass(frozen=True)
class Mark:
    """A mark: its corner and size, its shapes as markup, the colours that they name, and what is wrong with its file.

    Shapes that name no colour, or ``currentColor``, are drawn in that of the words beside them.
    """

    box: tuple[Decimal, Decimal, Decimal, Decimal] = (Decimal(), Decimal(), Decimal(1), Decimal(1))
    shapes: str = ""
    colours: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    @property
    def view(self) -> str:
        """Its ``viewBox``."""
        return " ".join(format(side.normalize(), "f") for side in self.box)

    @property
    def is_plain(self) -> bool:
        """Whether it is drawn in the colour of the words beside it alone, and so in any."""
        return bool(self.shapes) and not self.colours

    def placed(self, side: Decimal, colour: str) -> str:
        """Its shapes in a square of this side, centred, in a colour where they name none."""
        left, top, width, height = self.box
        scale = side / max(width, height)
        x, y = ((side - size * scale) / 2 - at * scale for at, size in ((left, width), (top, height)))
        move = f"translate({_short(x)} {_short(y)}) scale({_short(scale)})"
        return f'<g transform="{move}" fill="{colour}">{self.shapes.replace(OWN, colour)}</g>'


def read_mark(path: Path, root: Path) -> Mark:
    """The mark in a file of the publication in `root`; one without shapes, and with problems, where it cannot be."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    try:
        content = path.read_bytes()
    except OSError as error:
        code = "plan.mark-missing" if isinstance(error, FileNotFoundError) else "plan.file-unreadable"
        return Mark(problems=(Problem(code, {"reason": error.strerror or ""}, file=name),))
    if len(content) > LIMIT:
        facts = {"size": Decimal(len(content)), "limit": Decimal(LIMIT)}
        return Mark(problems=(Problem("plan.mark-large", facts, file=name),))
    return _Reading(name).read(content)


@dataclass
class _Reading:
    """One file, on the way: what is written so far, how deep in silence, and what was found."""

    file: str
    box: tuple[Decimal, ...] = ()
    written: list[str] = field(default_factory=list)
    colours: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    silent: int = 0
    depth: int = 0
    _parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)

    def read(self, content: bytes) -> Mark:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = lambda *_: self._tell("mark-part", part="<!ENTITY>")
        try:
            self._parser.Parse(content, True)
        except expat.ExpatError as error:
            return Mark(problems=(Problem("plan.mark-unreadable", file=self.file, line=error.lineno),))
        self.problems += self._seen() if not self.problems else []
        if self.problems:
            return Mark(problems=tuple(self.problems))
        left, top, width, height = self.box
        return Mark((left, top, width, height), "".join(self.written), frozenset(self.colours))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.silent or name in _SILENT or ":" in name:
            self.silent += 1
            if name.rpartition(":")[2].lower() in ("script", "foreignobject", "style"):
                self._tell("mark-part", part=f"<{name}>")
            return
        if name not in _SHAPES or (name == "svg") != (self.depth == 1):
            self._tell("mark-part" if self.depth > 1 else "mark-unreadable", part=f"<{name}>")
            self.silent += 1
            return
        own = dict(self._attributes(attributes))
        if name == "svg":
            self.box = self._box(attributes)
            own = {key: value for key, value in own.items() if key not in _OF_ROOT}
        tag = "g" if name == "svg" else name
        told = "".join(f' {key}="{escape(value)}"' for key, value in own.items())
        self.written.append(f"<{tag}{told}>" if tag == "g" else f"<{tag}{told}/>")

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.silent:
            self.silent -= 1
        elif name in ("svg", "g"):
            self.written.append("</g>")

    def _attributes(self, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """What may stay, a style in its parts last: it weighs more than an attribute of the same name."""
        style = given.get("style", "")
        parts = [part.partition(":")[::2] for part in style.split(";") if part.strip()]
        for key, value in [*given.items(), *((key.strip(), value.strip()) for key, value in parts)]:
            if key in ("style", "viewBox") or key in _IGNORED or key.startswith(_IGNORED_STARTS):
                continue
            if key in _ATTRIBUTES and _VALUE.fullmatch(value) and "url" not in value.lower():
                yield key, self._colour(value) if key in _COLOURS else " ".join(value.split())
            elif ":" not in key or key.endswith(":href"):  # others are a drawing program's own
                self._tell("mark-part", part=f'{key}="{value[:40]}"')

    def _colour(self, value: str) -> str:
        value = _NAMED.get(value.lower(), value).strip()
        if value.lower() in _NOTHING:
            return "none"
        if value.lower() == OWN.lower():
            return OWN
        if not _COLOUR.fullmatch(value):
            self._tell("mark-colour", colour=value)
            return "none"
        full = value.lower() if len(value) == 7 else "#" + "".join(2 * digit for digit in value[1:].lower())
        self.colours.add(full)
        return full

    def _box(self, attributes: Mapping[str, str]) -> tuple[Decimal, ...]:
        """The ``viewBox``, or the size where that is all there is."""
        sides = [attributes.get(name, "").removesuffix("px") for name in ("width", "height")]
        said = attributes.get("viewBox", " ".join(["0", "0", *sides])).replace(",", " ").split()
        numbers = [Decimal(one) for one in said if re.fullmatch(r"-?\d{1,6}(\.\d{1,6})?", one)]
        if len(numbers) != 4 or min(numbers[2:]) <= 0:
            self._tell("mark-size")
            return ()
        if not NARROWEST <= numbers[2] / numbers[3] <= WIDEST:
            ratio = {"width": numbers[2], "height": numbers[3], "widest": WIDEST}
            self._tell("mark-shape", **ratio)
        return tuple(numbers)

    def _seen(self) -> Iterator[Problem]:
        """A problem for each scheme on whose paper no colour of the mark is seen; its own shapes follow the words."""
        if all(tag.startswith(("<g", "</")) for tag in self.written):
            yield Problem("plan.mark-unreadable", file=self.file, line=1)
            return
        own = not self.colours or OWN in "".join(self.written)
        schemes: tuple[Scheme, ...] = ("light", "dark")
        for scheme in schemes if not own else ():
            paper = PALETTES[scheme]["paper"]
            best = max(sorted(self.colours), key=lambda colour: contrast(colour, paper))
            ratio = cut(contrast(best, paper))
            if ratio < GRAPHIC:
                facts = {"colour": best, "ratio": ratio, "wanted": GRAPHIC, "paper": paper}
                yield Problem(f"plan.mark-{scheme}", facts, file=self.file, line=1)

    def _tell(self, code: str, **facts: object) -> None:
        line = self._parser.CurrentLineNumber
        self.problems.append(Problem(f"plan.{code}", facts, file=self.file, line=line))


def _short(size: Decimal) -> str:
    return format(size.quantize(Decimal("0.001")).normalize(), "f")
