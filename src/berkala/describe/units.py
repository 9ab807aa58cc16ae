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


def unit_in(texts: Iterable[str]) -> str:
    """The unit that the first of these texts that states one states; empty where none does."""
    for text in texts:
        for unit, form in _FORMS:
            if re.search(form, text, re.IGNORECASE):
                return unit
    return ""
