"""One drawing in two schemes: drawn with the names of colours, which are then replaced by the colours of each.

So a card is laid out, and its letters are shaped, once for light and dark. A name stands between two characters of
Unicode's private use area, which no text on a card holds (`picture.require_characters`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from berkala.render.charts.paint import NAMES, Palette, Scheme

#: In this order they are made; a picture without a word about it is the light one.
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_NAME = re.compile("\ue000([a-z0-9]+)\ue001")


@lru_cache
def names() -> Palette:
    """A palette whose colours are their own names."""
    return Palette({name: f"\ue000{name}\ue001" for name in NAMES})


def coloured_in(drawing: str, colours: Palette) -> str:
    """The drawing with the colours of one scheme in the place of their names."""
    return _NAME.sub(lambda found: colours[found[1]], drawing)


def names_in(drawing: str) -> tuple[str, ...]:
    """The names of the colours of a drawing, each once, in the order in which they come; the first is its ground."""
    return tuple(dict.fromkeys(_NAME.findall(drawing)))
