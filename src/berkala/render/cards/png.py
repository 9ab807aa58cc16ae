"""A picture's bytes, made small: from true colour to a palette, the same bytes each time.

The renderer writes 32-bit PNG of about 100 KB a card. A card has few colours and the shades between them at the
edges of letters, so a palette of the commonest shows no difference and needs a third of that.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import cast

from PIL import Image


def with_palette(png: bytes, sizes: Sequence[int], limit: int) -> bytes:
    """A picture without transparency as one with a palette of the colours it uses most.

    `sizes` of palette are tried in turn until the picture is within `limit` bytes; the last is taken anyway. A
    colour outside the palette becomes the nearest one. Raises ValueError for a picture one can see through.
    """
    with Image.open(io.BytesIO(png)) as image:
        drawn = image.convert("RGBA")
    if drawn.getchannel("A").getextrema() != (255, 255):
        raise ValueError("not opaque")
    drawn, small = drawn.convert("RGB"), b""
    for size in sizes:
        small = _written(drawn.quantize(palette=_palette(drawn, size), dither=Image.Dither.NONE))
        if len(small) <= limit:
            break
    return small


def _palette(drawn: Image.Image, size: int) -> Image.Image:
    """The commonest colours; equally common ones in the order of their values."""
    counted = drawn.getcolors(drawn.width * drawn.height) or []
    commonest = sorted(counted, key=lambda pair: (-pair[0], pair[1]))[:size]
    colours = [cast(tuple[int, int, int], colour) for _, colour in commonest]
    channels = [channel for colour in colours for channel in colour]
    palette = Image.new("P", (1, 1))
    palette.putpalette(channels + channels[:3] * (256 - len(commonest)))
    return palette


def _written(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
