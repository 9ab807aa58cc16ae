"""Names for addresses, columns and categories, made from people's words: short, plain, and each its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

#: The longest name of an address and of a column (`plan.forms`), with room for a number behind it.
_LONGEST = 56
#: What cannot be a category: other things are called that where a category could stand.
RESERVED = frozenset({"all", "reference", "every"})


def plain(text: str) -> str:
    """A text in small Latin letters and digits with hyphens between words; what has no Latin form is left out."""
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")


@dataclass
class Naming:
    """Gives each text a name of its own. The first of the texts that has a Latin form is taken."""

    otherwise: str
    taken: set[str] = field(default_factory=set)
    separator: str = "-"

    def name(self, texts: Iterable[str]) -> str:
        """A name that was not given before: from the first text that makes one, with a number where it is taken."""
        found = next((made for made in map(self._made, texts) if made), self.otherwise)
        name, number = found, 1
        while name in self.taken:
            number += 1
            name = f"{found}{self.separator}{number}"
        self.taken.add(name)
        return name

    def _made(self, text: str) -> str:
        made = plain(text)
        if len(made) > _LONGEST:
            made = made[: _LONGEST + 1].rpartition("-")[0] or made[:_LONGEST]
        return made.replace("-", self.separator)


def column_naming(*taken: str) -> Naming:
    """Names of columns: they begin with a letter, and words are joined by a low line."""
    return _Columns("column", set(taken), "_")


def category_naming(*taken: str) -> Naming:
    """Names of the categories of one column."""
    return Naming("category", {*RESERVED, *taken})


class _Columns(Naming):
    def _made(self, text: str) -> str:
        made = super()._made(text)
        return f"c_{made}" if made[:1].isdigit() else made
