"""What a card looks like, read back from its SVG: where each text stands, how large it is, in which colour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from lxml import etree

from berkala.render.cards.card import Card
from berkala.render.charts.drawing import Box
from berkala.render.charts.metrics import ASCENT, DESCENT, Type, from_fonts

FONTS = Path(__file__).parents[1] / "templates" / "fonts"
#: Type from here on is a number's alone.
_LARGE = 90
_MOVED = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)")


def boxes(card: Card) -> list[tuple[str, Box]]:
    """Each text and the room it takes; a unit on a line of its own is a text of its own."""
    found: list[tuple[str, Box]] = []
    for text in etree.fromstring(card.svg.encode()).iter("{*}text"):
        moves = _MOVED.findall("".join(a.get("transform", "") for a in text.iterancestors()))
        dx, dy = (sum(float(move[axis]) for move in moves) for axis in (0, 1))
        found += [(words, Box(b.left + dx, b.top + dy, b.right + dx, b.bottom + dy)) for words, b in _runs(text)]
    return found


def _runs(text: etree._Element) -> Iterator[tuple[str, Box]]:
    """The lines of a text element: one, and another where a tspan stands elsewhere."""
    parts = [(text.text or "", text)]
    for child in text:
        parts += [("".join(child.itertext()), child), (child.tail or "", text)]
    x, y, words, width, size = float(text.get("x", 0)), float(text.get("y", 0)), "", 0.0, 0.0
    for said, element in parts:
        if element is not text and element.get("x"):
            yield words, _box(text, x, y, width, size)
            x, y, words, width, size = float(element.get("x", 0)), y + float(element.get("dy", 0)), "", 0.0, 0.0
        if said:
            words += said
            width += _width(said, element, text)
            size = max(size, _number(element, text, "font-size"))
    yield words, _box(text, x, y, width, size)


def _width(words: str, element: etree._Element, text: etree._Element) -> float:
    size = _number(element, text, "font-size")
    spacing, tracking = (_number(element, text, f"{name}-spacing") / size for name in ("word", "letter"))
    weight = int(element.get("font-weight") or text.get("font-weight") or 500)
    return from_fonts(FONTS).width(words, Type(size, weight, tracking, spacing, tabular=False))


def _number(element: etree._Element, text: etree._Element, name: str) -> float:
    return float(element.get(name) or text.get(name) or 0)


def _box(text: etree._Element, x: float, y: float, width: float, size: float) -> Box:
    # Digits reach below the baseline only with a comma.
    down = (0.14 if "," in "".join(text.itertext()) else 0.02) if size > _LARGE else DESCENT
    left = x - {"end": width, "middle": width / 2}.get(text.get("text-anchor", ""), 0)
    return Box(left, y - ASCENT * size, left + width, y + down * size)


def outside(card: Card, found: Sequence[tuple[str, Box]]) -> list[str]:
    """The texts that leave the card or come too near to its edge."""
    room = Box(40, 0, card.width - 40, card.height)
    return [words for words, box in found if not box.inside(room)]


def touching(found: Sequence[tuple[str, Box]]) -> list[tuple[str, str]]:
    """The pairs of texts that share any room."""
    pairs = combinations(found, 2)
    return [(a, b) for (a, one), (b, other) in pairs if one.grown(-1).overlaps(other.grown(-1))]


def sizes(card: Card) -> list[float]:
    """The type size of every text."""
    root = etree.fromstring(card.svg.encode())
    return [float(text.get("font-size", 0)) for text in root.iter("{*}text", "{*}tspan") if text.get("font-size")]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(code: str) -> float:
    parts = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
