"""A picture's bytes, made small: from true colour to a palette, the same bytes each time.

The renderer writes 32-bit PNG of about 100 KB a card. A card has few colours and the shades between them at the
edges of letters: these are known before it is drawn, and a palette of them needs a third of that.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image

_COLOUR = re.compile(r"#([0-9a-f]{6})\b", re.IGNORECASE)
#: What a palette has room for.
_ROOM = 256

Colour = tuple[int, int, int]


def colours_in(svg: str) -> tuple[Colour, ...]:
    """The colours of an SVG, each once, in the order in which it names them; the first one is its ground."""
    found = dict.fromkeys(code.lower() for code in _COLOUR.findall(svg))
    return tuple(_colour(code) for code in found)


def _colour(code: str) -> Colour:
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


def with_palette(png: bytes, colours: Sequence[Colour], shades: Sequence[int], limit: int) -> bytes:
    """A picture without transparency as one with a palette: `colours`, and the shades from each to the first.

    So many `shades` are tried in turn until the picture is within `limit` bytes; the last is taken anyway. A colour
    outside the palette becomes the nearest one. Raises ValueError for a picture one can see through.
    """
    with Image.open(io.BytesIO(png)) as image:
        if image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255):
            raise ValueError("not opaque")
        drawn = image.convert("RGB")
    small = b""
    for number in shades:
        small = _written(drawn.quantize(palette=_palette(tuple(colours), number), dither=Image.Dither.NONE))
        if len(small) <= limit:
            break
    return small


@lru_cache
def _palette(colours: tuple[Colour, ...], shades: int) -> Image.Image:
    """The colours, and between each of them and the first so many shades, as far as there is room."""
    ground, *others = colours
    shades = min(shades, (_ROOM - len(colours)) // max(1, len(others)))
    mixed = [_mix(ground, other, step / (shades + 1)) for other in others for step in range(1, shades + 1)]
    listed = list(dict.fromkeys((*colours, *mixed)))[:_ROOM]
    channels = [channel for colour in listed for channel in colour]
    palette = Image.new("P", (1, 1))
    palette.putpalette(channels + channels[:3] * (_ROOM - len(listed)))
    return palette


def _mix(ground: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(ground, other, strict=True))
    return red, green, blue


def _written(image: Image.Image) -> bytes:
    out = io.BytesIO()
    # The highest level makes it a twentieth smaller and costs seven times the work.
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()
