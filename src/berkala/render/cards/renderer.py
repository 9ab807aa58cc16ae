"""The renderer for what is no letter: resvg, without any font."""

from __future__ import annotations

import io
from functools import lru_cache

import resvg
from PIL import Image

#: The transform that changes nothing.
_AS_IT_IS = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def rendered(svg: str) -> Image.Image:
    """The picture of an SVG whose texts are outlines. Raises ValueError where it cannot be drawn."""
    return opened(resvg.render(resvg.usvg.Tree.from_str(svg, _options()), _AS_IT_IS))


def opened(png: bytes) -> Image.Image:
    """The pixels of a PNG. Raises ValueError for a picture one can see through."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        if image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255):
            raise ValueError("not opaque")
        return image.convert("RGB")


@lru_cache
def _options() -> resvg.usvg.Options:
    """Options without any font: every letter is an outline."""
    return resvg.usvg.Options.default()
