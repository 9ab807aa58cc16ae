"""Whether a change is for the better: by the declared polarity, and by what a reader sees."""

from __future__ import annotations

from typing import Literal

from berkala.measure.findings import Figure
from berkala.plan.specifications import Polarity
from berkala.words import rounded_to

Weight = Literal["better", "worse", "same"]


def weigh(before: Figure, after: Figure, polarity: Polarity) -> Weight:
    """The verdict on the change from one figure to a later one of the same indicator.

    It follows the change as it is displayed (the exact difference, rounded), as "rose" and "fell" do: one that
    rounds to nought is ``same``. So is every change of a neutral indicator, which has no better and no worse,
    and one that cannot be known.
    """
    if before.value is None or after.value is None or polarity == "neutral":
        return "same"
    change = rounded_to(after.value - before.value, after.decimals)
    if not change:
        return "same"
    return "better" if (change > 0) == (polarity == "higher_is_better") else "worse"
