"""Whether a share card can be drawn of a report: one that could not would stop the whole publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from berkala.errors import SourceProblems
from berkala.imports.publication.layout import Part
from berkala.render.cards.picture import require_characters
from berkala.render.charts.metrics import bundled

#: A number with more digits before the mark has no room beside what is said of it.
_DIGITS = 13


@dataclass(frozen=True)
class Uncarded:
    """Why a report has no card: `letters` that the fonts lack, or a number that is too `long`."""

    letters: tuple[str, ...] = ()
    long: str = ""

    def __bool__(self) -> bool:
        return bool(self.letters or self.long)


def uncarded(report: Mapping[str, Any], around: Iterable[str], part: Part) -> Uncarded:
    """What stands against a card of the headline of a report, which is of this part; `around` it stand these texts."""
    texts = [*_texts(report), *around]
    try:
        require_characters((("card", text) for text in texts), bundled())
    except SourceProblems as lacking:
        return Uncarded(letters=tuple(str(problem.facts["character"]) for problem in lacking.problems))
    largest = max((abs(one.value) for one in part.headline if one.value is not None), default=Decimal(0))
    return Uncarded(long=format(largest, "f") if largest.adjusted() >= _DIGITS else "")


def _texts(report: Mapping[str, Any]) -> Iterator[str]:
    """What a card says of the headline, in every language."""
    headline = report["indicators"][report["lead"]]
    for said in (report["title"], report["place"], *(headline.get(key, {}) for key in ("name", "called", "unit_name"))):
        yield from said.values()
