"""Words that a page is found by and does not say: the base form of each word, its numbers written out.

A search finds words by their beginnings, and numbers as rows of digits. So what has its base behind a prefix
("meningkat", from "tingkat") would not be found by it, and 86.6 not be told from 866. Both become words of their own
here; ``search.js`` makes the same words of what a reader asks, with the same rules.

The rules of a language stand in ``words/<language>/search/base.yml``. They need not give the base as a dictionary
has it: only the same for each form of a word. A language without the file has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from berkala.words import Language
from berkala.words.language import FOLDER, mapping_in

_WORD = re.compile(r"[^\W\d_]{3,}")
#: A number as any language writes it. What parts its groups is a full stop, a comma, or a blank that does not break.
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f\u2009]\d+)*")
_SLOT = re.compile(r"\$(\d)")

#: What the words begin and end with: no other word does, so that none is taken for the beginning of another.
BASE, NUMBER, END = "qx", "qn", "q"


@lru_cache
def rules_of(code: str) -> tuple[tuple[str, str], ...]:
    """A language's rules in the order they are applied: a pattern, and what stands for it."""
    file = FOLDER / code / "search" / "base.yml"
    return tuple((str(one), str(other)) for one, other in mapping_in(file)["rules"]) if file.is_file() else ()


@lru_cache
def _compiled(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(one), _SLOT.sub(r"\\\1", other)) for one, other in rules_of(code))


@lru_cache(maxsize=65536)
def base_of(word: str, code: str) -> str:
    """What stands for every form of a word."""
    said = word.lower()
    for pattern, instead in _compiled(code):
        said = pattern.sub(instead, said)
    return said


def base_words(texts: Iterable[str], code: str) -> Iterator[str]:
    """The base form of every word, each once, in the order they come; none in a language without rules."""
    if not rules_of(code):
        return
    found = (base_of(word, code) for text in texts for word in _WORD.findall(text))
    yield from dict.fromkeys(f"{BASE}{word}{END}" for word in found)


def number_words(texts: Iterable[str], language: Language) -> Iterator[str]:
    """Every number as a word, each once: 86.6 is ``qn86d6q`` in any language."""
    decimal = language.locale.number_symbols["latn"]["decimal"]
    found = (number for text in texts for number in _NUMBER.findall(text))
    yield from dict.fromkeys(_number_word(number, decimal) for number in found)


def _number_word(number: str, decimal: str) -> str:
    whole, _, rest = number.partition(decimal)
    groups = re.split(r"\D", whole)
    if rest.isdigit() and _is_grouped(groups):
        return f"{NUMBER}{''.join(groups)}d{rest}{END}"
    return f"{NUMBER}{re.sub(r'[^0-9]', '', number)}{END}"


def _is_grouped(groups: list[str]) -> bool:
    return all(len(group) == 3 for group in groups[1:])
