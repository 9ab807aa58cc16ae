"""The four sizes, and the room that each leaves (look: Cards)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """One format in pixels.

    `margin` at the sides; `top` and `bottom` are where the ruler stands and where the last line may end (on a
    story the app covers the rest). `text` is the size of key words, `small` of the source. The message may take
    `lines` lines in a column `column` wide; `beside` puts the chart at its right instead of below. `least` is
    the height below which a chart cannot be read.
    """

    width: int
    height: int
    margin: float
    top: float
    bottom: float
    text: float
    small: float
    lines: int
    column: float
    least: float
    beside: bool = False

    @property
    def name(self) -> str:
        """``1200x630``."""
        return f"{self.width}x{self.height}"

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin


SIZES = (
    Size(1200, 630, 60, 28, 594, 25, 22, 5, 400, 300, beside=True),
    Size(1080, 1080, 72, 44, 1028, 30, 25, 3, 936, 470),
    Size(1080, 1350, 76, 44, 1290, 32, 27, 3, 928, 560),
    Size(1080, 1920, 84, 250, 1642, 36, 30, 4, 912, 640),
)

#: The sizes that a message is tried in, largest first, in pixels.
MESSAGE = tuple(range(74, 32, -2))

#: And those of a message that would otherwise have no room, as far as it stays larger than the words below it.
LAST_RESORT = (32, 30, 28)
