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
#: What stands around the headline, and the place, have room for so many letters, and for so many in one word.
_LETTERS, _WORD = 100, 40


@dataclass(frozen=True)
class Uncarded:
    """Why a report has no card: `letters` that the fonts lack, or a number or a text that is too `long`."""

    letters: tuple[str, ...] = ()
    long: str = ""

    def __bool__(self) -> bool:
        return bool(self.letters or self.long)


def uncarded(report: Mapping[str, Any], around: Iterable[str], part: Part) -> Uncarded:
    """What stands against a card of the headline of a report, which is of this part; `around` it stand these texts."""
    headline = report["indicators"][report["lead"]]
    beside = [*around, *_each(report["place"], headline.get("unit_name", {}))]
    texts = [*_each(report["title"], headline["name"], headline["called"]), *beside]
    try:
        require_characters((("card", text) for text in texts), bundled())
    except SourceProblems as lacking:
        return Uncarded(letters=tuple(str(problem.facts["character"]) for problem in lacking.problems))
    return Uncarded(long=next(filter(_is_long, beside), "") or _long_number(part))


def _each(*said: Mapping[str, str]) -> Iterator[str]:
    """Every text in every language."""
    for one in said:
        yield from one.values()


def _is_long(text: str) -> bool:
    return len(text) > _LETTERS or any(len(word) > _WORD for word in text.split())


def _long_number(part: Part) -> str:
    """The largest number of the headline, where it is too long."""
    largest = max((abs(one.value) for one in part.headline if one.value is not None), default=Decimal(0))
    return format(largest, "f") if largest.adjusted() >= _DIGITS else ""
