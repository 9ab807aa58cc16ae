"""What a page's charts look like once they are drawn: where the ink of their words is, how large, on what ground.

A text's box is taller than its letters: the font leaves room above and below. Two labels may share that room and touch
nowhere. So the ink is measured: the rendered box tells the scale and, with the font's own measures, where the baseline
lies; the letters' rise and fall above and below it come from the same font (`measureText`). Along the line it is the
advance of the letters, less the letter spacing that ends it.

`HAIR` is how far ink may lie over ink or edge: half a pixel for the place that a letter leaves beside itself, half for
the rounding of a box.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

HAIR = 1.0
#: The smallest words in a chart that can still be read: in pixels on the screen; on paper 8 points, in the same pixels.
SMALLEST, SMALLEST_ON_PAPER = 12.0, 8 * 96 / 72

#: A drawing no taller than this is a line in a table, with its words above and below it: its height holds nothing.
LINE = 2.0

#: What WCAG 2.2 asks of text, and of large text: 24 px, or 18.66 px in bold.
CONTRAST, LARGE_CONTRAST = 4.5, 3.0

MEASURE = (Path(__file__).parent / "page_ink.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Box:
    """A word's ink, or a drawing, in pixels of the window."""

    left: float
    right: float
    top: float
    bottom: float

    @classmethod
    def of(cls, found: dict[str, Any]) -> Box:
        """As the page tells it."""
        return cls(found["left"], found["right"], found["top"], found["bottom"])

    def meets(self, other: Box) -> bool:
        """Whether ink lies over ink by more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > HAIR and down > HAIR

    def high(self) -> Box:
        """As wide, and as high as the page."""
        return Box(self.left, self.right, float("-inf"), float("inf"))

    def leaves(self, other: Box) -> bool:
        """Whether it sticks out of another by more than a hair."""
        beyond = (other.left - self.left, self.right - other.right, other.top - self.top, self.bottom - other.bottom)
        return max(beyond) > HAIR


def ink_faults(page: Page) -> list[str]:
    """Everything that is wrong with the words in this page's charts, as it is drawn now.

    The page is changed a little by being measured: clones are set out. Its drawing stays as it was.
    """
    found = page.evaluate(MEASURE)
    faults = [] if found["wide"] <= 0 else [f"scrolls sideways by {found['wide']} px"]
    faults += [f"outside the window: {word['text'][:60]!r}" for word in found["outside"]]
    window = Box(0, found["across"], float("-inf"), float("inf"))
    smallest = SMALLEST_ON_PAPER if found["paper"] else SMALLEST
    for chart in found["charts"]:
        faults += [f"chart {chart['name']}: {fault}" for fault in _chart_faults(chart, window, smallest)]
    for figure in found["figures"]:
        faults += [f"figure {figure['name']}: {fault}" for fault in _overlaps(figure["words"])]
    return faults


def _chart_faults(chart: dict[str, Any], window: Box, smallest: float) -> list[str]:
    box, faults = Box.of(chart["box"]), _overlaps(chart["words"])
    for word in chart["words"]:
        ink, text = Box.of(word), word["text"][:60]
        if ink.leaves(box if box.bottom - box.top > LINE else box.high()) or (chart["free"] and ink.leaves(window)):
            faults.append(f"clipped: {text!r} {ink} in {box}")
        if word["size"] < smallest - 0.05:
            faults.append(f"too small: {text!r} at {word['size']:.1f} px")
        large = word["size"] >= 24 or (word["bold"] and word["size"] >= 18.66)
        if word["contrast"] < (LARGE_CONTRAST if large else CONTRAST):
            faults.append(f"too faint: {text!r} at {word['contrast']:.2f}")
    return faults


def _overlaps(words: list[dict[str, Any]]) -> list[str]:
    """Pairs whose ink meets, from above downwards: a word can only meet those that begin before it ends."""
    faults, rows = [], sorted(((Box.of(word), word["text"]) for word in words), key=lambda one: one[0].top)
    for place, (ink, text) in enumerate(rows):
        for other, others in rows[place + 1 :]:
            if other.top > ink.bottom:
                break
            if ink.meets(other):
                faults.append(f"overlap: {text[:40]!r} and {others[:40]!r}")
    return faults
