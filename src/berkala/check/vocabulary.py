"""Phrases in which digits stand, found by the digits in a text.

A page of a collection may use thousands of names and written periods, and a text has a few digits: a phrase can only
stand in it if the first digits of the phrase do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from berkala.check.numerals import DIGIT
from berkala.plan.names import longest_first

_DIGITS = re.compile(f"{DIGIT.pattern}+")


@dataclass(frozen=True)
class Vocabulary:
    """Phrases by the first digits in each. One without a digit is none."""

    by_digits: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @staticmethod
    def of(phrases: Iterable[str]) -> Vocabulary:
        """The vocabulary of these phrases."""
        found: dict[str, set[str]] = {}
        for phrase in phrases:
            if digits := _DIGITS.search(phrase):
                found.setdefault(digits.group(), set()).add(phrase)
        return Vocabulary({digits: frozenset(same) for digits, same in found.items()})

    @staticmethod
    def joined(parts: Iterable[Vocabulary]) -> Vocabulary:
        """One vocabulary with the phrases of all these."""
        first, *others = (*parts, Vocabulary())
        found = dict(first.by_digits)
        for part in others:
            for digits, phrases in part.by_digits.items():
                found[digits] = found[digits] | phrases if digits in found else phrases
        return Vocabulary(found)

    def __contains__(self, phrase: str) -> bool:
        digits = _DIGITS.search(phrase)
        return digits is not None and phrase in self.by_digits.get(digits.group(), ())

    def spoken_in(self, text: str) -> tuple[str, ...]:
        """The phrases that stand in a text, wherever their digits are digits of its own, the longest first."""
        begun = (self.by_digits.get(digits, ()) for digits in {*_DIGITS.findall(text)})
        return longest_first(one for phrases in begun for one in phrases if one in text)

    def begins(self, text: str) -> bool:
        """Whether a text is the beginning of a phrase, up to the end of a word of it."""
        digits = _DIGITS.search(text)
        same = self.by_digits.get(digits.group(), ()) if digits else ()
        return any(one.startswith(text) and not one[len(text) : len(text) + 1].isalnum() for one in same)
