"""Units that a title or a name of a column states, in English and in Indonesian."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: The unit, as `words` call it, and the forms by which a text states it; the most particular first.
_FORMS = (
    ("percent", r"\(%\)|\bper ?cent\b|\bpersen\b|\bpersentase\b|\bpercentage\b|процент|пайыз|%"),
    ("thousand_people", r"\b(?:ribu|thousand) (?:orang|jiwa|people|persons)|\(ribu\)"),
    ("rupiah", r"\brp\b|\brupiah\b"),
    ("people", r"\b(?:orang|jiwa|people|persons|person|человек)\b"),
)


_PEOPLE = re.compile(r"\b(?:orang|jiwa|people|persons)\b|\(ribu\)", re.IGNORECASE)
_THOUSANDS = re.compile(r"\b(?:ribu|ribuan|thousands?)\b|\(?\b000\b|'000", re.IGNORECASE)
_SCALE = re.compile(r"\b(?:juta|jutaan|mil+iar|mil+iaran|mil+yar|milyar|triliun|millions?|billions?)\b", re.IGNORECASE)


def scale_in(texts: Iterable[str]) -> str:
    """The first of these texts that mentions thousands, millions or more; empty where none does."""
    return next((text for text in texts if _THOUSANDS.search(text) or _SCALE.search(text)), "")


def unit_in(texts: Iterable[str]) -> str:
    """The unit that the first of these texts that states one states; empty where none does."""
    for text in texts:
        if _THOUSANDS.search(text):
            return "thousand_people" if _PEOPLE.search(text) else ""
        if _SCALE.search(text):  # a unit that is some thousands or millions of another one is asked for
            return ""
        for unit, form in _FORMS:
            if re.search(form, text, re.IGNORECASE):
                return unit
    return ""
