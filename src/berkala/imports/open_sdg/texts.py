"""Texts in the languages of a collection: a text as it stands there, or a key of its translations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Texts:
    """One text: as it is written in the source, and clean in each language that it is there in.

    `unresolved` is a key of a translation that is not in the collection; `texts` then holds at most what the key
    itself tells (``data.Percent`` is "Percent").
    """

    written: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    unresolved: bool = False

    def __bool__(self) -> bool:
        return any(self.texts.values())

    def get(self, *languages: str) -> str:
        """The text in the first of these languages that it is there in, else in any, else nothing."""
        for language in (*languages, *self.texts):
            if text := self.texts.get(language):
                return text
        return ""

    def without_number(self, number: str) -> Texts:
        """A title without the word and the number that it begins with: ``Indicator 1.2.1: …``."""
        begun = re.compile(rf"^(?:\w+\s*:?\s*)?{re.escape(number)}\s*[:.–-]?\s+")
        return replace(self, texts={one: begun.sub("", text) or text for one, text in self.texts.items()})


#: No text at all.
NONE = Texts()
