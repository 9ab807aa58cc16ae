"""A picture's bytes, made small: from true colour to a palette, the same bytes each time.

In true colour a card is a PNG of about 100 KB. It has few colours and the shades between them at the
edges of letters: these are known before it is drawn, and a palette of them needs a third of that.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image

_COLOUR = re.compile(r"#([0-9a-f]{6})\b", re.IGNORECASE)
#: How hard a picture is pressed. The highest level makes it a twentieth smaller and costs seven times the work.
_PRESSED = 6
#: What a palette has room for.
_ROOM = 256

Colour = tuple[int, int, int]


def colours_in(svg: str) -> tuple[Colour, ...]:
    """The colours of an SVG, each once, in the order in which it names them; the first one is its ground."""
    found = dict.fromkeys(code.lower() for code in _COLOUR.findall(svg))
    return tuple(colour(f"#{code}") for code in found)


def colour(code: str) -> Colour:
    """``#rrggbb`` as numbers."""
    code = code.removeprefix("#")
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


def with_palette(drawn: Image.Image, colours: Sequence[Colour], shades: Sequence[int], limit: int) -> bytes:
    """A picture in true colour as a PNG with a palette: `colours`, and the shades from each to the first.

    So many `shades` are tried in turn until the PNG is within `limit` bytes; the last is taken anyway. A colour
    outside the palette becomes the nearest one.
    """
    return in_schemes(drawn, (colours,), shades, limit)[0]


def in_schemes(
    drawn: Image.Image, schemes: Sequence[Sequence[Colour]], shades: Sequence[int], limit: int
) -> tuple[bytes, ...]:
    """As `with_palette`, the picture once for each scheme: it was drawn in the colours of the first one.

    The schemes have their colours in the same order. Every pixel keeps its place in the palette and only the palette
    is another, so that a second scheme costs next to nothing; `alike` says whether that is true to the drawing.
    """
    first, *others = (tuple(scheme) for scheme in schemes)
    small, used = b"", 0
    for used in shades:
        small = _written(drawn.quantize(palette=_palette(first, used), dither=Image.Dither.NONE))
        if len(small) <= limit:
            break
    return small, *(_recoloured(small, bytes(_listed(scheme, used))) for scheme in others)


def alike(one: Sequence[Colour], other: Sequence[Colour]) -> bool:
    """Whether colours that are the same in one scheme are the same in the other: else pixels cannot be told apart."""
    return len(set(one)) == len(set(zip(one, other, strict=True)))


@lru_cache
def _palette(colours: tuple[Colour, ...], shades: int) -> Image.Image:
    palette = Image.new("P", (1, 1))
    palette.putpalette(_listed(colours, shades))
    return palette


def _listed(colours: tuple[Colour, ...], shades: int) -> list[int]:
    """The colours, and between each of them and the first so many shades, as far as there is room."""
    ground, *others = colours
    shades = min(shades, (_ROOM - len(colours)) // max(1, len(others)))
    mixed = [_mix(ground, other, step / (shades + 1)) for other in others for step in range(1, shades + 1)]
    listed = [*colours, *mixed][:_ROOM]
    channels = [channel for colour in listed for channel in colour]
    return channels + channels[:3] * (_ROOM - len(listed))


def _recoloured(png: bytes, palette: bytes) -> bytes:
    """The same PNG with another palette in its PLTE chunk (PNG specification, 11.2.2), as long as the one it has."""
    at = png.index(b"PLTE")
    (length,) = struct.unpack(">I", png[at - 4 : at])
    chunk = b"PLTE" + palette[:length]
    return png[:at] + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[at + 8 + length :]


def _mix(ground: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(ground, other, strict=True))
    return red, green, blue


def _written(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=_PRESSED)
    return out.getvalue()
