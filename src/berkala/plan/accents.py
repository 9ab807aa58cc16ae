"""What an agency's one colour has to be: readable on paper, and five shades of a map that can be told apart.

The accent is text on the paper (the big number, the last value of a line), and the ground of text on the shades of a
map and of a table. A colour that reads on the paper reads on the wash, which is nearly as light, and is seen as a
line or a mark there: that needs 3 to 1 and follows from 4.5 to 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from berkala.colours import DARK_SHADES, PALETTES, Scheme, contrast, distance, nearest_where, shades

#: What text needs on its ground (WCAG 2.2, 1.4.3, level AA), and a part of a drawing (1.4.11).
TEXT, GRAPHIC = Decimal("4.5"), Decimal("3")
#: Shades that lie beside one another: less, and a grey print shows one shade (measured; the palette has 1.24).
BESIDE = Decimal("1.15")
#: How different the accent looks from the colours of a verdict (OKLab): less, and a reader may take one for the other.
VERDICT = Decimal("0.05")

Rule = Literal["paper", "step-text", "steps", "verdict"]


@dataclass(frozen=True)
class Measured:
    """One measurement of a colour: which rule it is of, of which two things, what it is and what it has to be."""

    rule: Rule
    of: str
    on: str
    found: Decimal
    wanted: Decimal

    @property
    def passes(self) -> bool:
        """Whether it is enough."""
        return self.found >= self.wanted


@lru_cache(maxsize=64)
def measured(scheme: Scheme, accent: str) -> tuple[Measured, ...]:
    """Every measurement of an accent in a scheme, in the order of the rules."""
    colours = {**PALETTES[scheme], **shades(scheme, accent), "accent": accent}
    return tuple(_measured(colours))


def _measured(colours: Mapping[str, str]) -> Iterator[Measured]:
    def ratio(one: str, other: str) -> Decimal:
        return cut(contrast(colours[one], colours[other]))

    steps = ("q1", "q2", "q3", "q4", "q5")
    yield Measured("paper", "accent", "paper", ratio("accent", "paper"), TEXT)
    for step in steps:
        text = "paper" if step in DARK_SHADES else "ink"
        yield Measured("step-text", text, step, ratio(text, step), TEXT)
    for one, other in pairwise(("paper", *steps)):
        yield Measured("steps", one, other, ratio(one, other), BESIDE)
    for verdict in ("miss", "met"):
        apart = Decimal(distance(colours["accent"], colours[verdict])).quantize(Decimal("0.001"), ROUND_DOWN)
        yield Measured("verdict", "accent", verdict, apart, VERDICT)


def cut(ratio: float) -> Decimal:
    """A ratio with two decimals, never rounded up: 4.499 is not 4.5."""
    return Decimal(ratio).quantize(Decimal("0.01"), ROUND_DOWN)


def proposed(scheme: Scheme, accent: str) -> str:
    """The colour that passes everything and looks most like the accent; empty where there is none of its hue."""
    return nearest_where(lambda colour: all(one.passes for one in measured(scheme, colour)), accent)
