"""Words of direction, held against the sign of the figure that a reader sees (DESIGN: Charts, the last paragraph).

The words stand in ``words/<language>/directions.yml``. A word may be in a traced span, which says whose sign it
claims; outside of one, the words listed under ``claims`` are a problem, because nobody can hold them to a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from berkala.check.numerals import squeezed
from berkala.check.published import Published, Shelf
from berkala.words import language

Kind = Literal["up", "down", "better", "worse", "unchanged"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_CHANGE = re.compile(r"\.(?:change|growth)-(?=(?:year|previous)$)")
#: A count of categories or indicators has no direction of its own: a word beside it says what is counted.
_COUNTED: dict[str | None, Kind] = {"count_rose": "up", "count_fell": "down", "count_same": "unchanged"}
_COUNTED |= {"count_better": "better", "count_worse": "worse", "count_unchanged": "unchanged"}
#: A figure that says itself whether a value is better or worse, by its sign.
_JUDGED = frozenset({"improved_where_higher", "improved_where_lower"})
_POLARITY_SIGN = {"higher_is_better": 1, "lower_is_better": -1}


@dataclass(frozen=True)
class _Lexicon:
    kinds: Mapping[str, Kind]
    any_word: re.Pattern[str]
    claims: Mapping[str, Kind]
    claim: re.Pattern[str]


@lru_cache
def _lexicon(code: str) -> _Lexicon:
    messages = language(code).messages
    kinds = {word: kind for kind in KINDS for word in messages.get(f"direction.{kind}", ())}
    claims = {word: kind for kind in KINDS for word in messages.get(f"direction.claims.{kind}", ())}
    return _Lexicon(kinds, _words(kinds), claims, _words(claims))


def _words(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    firsts = "".join(sorted({re.escape(word[0]) for word in longest_first}))  # most words begin otherwise
    return re.compile(rf"(?=[{firsts}])(?<![\w-])(?:{either})(?![\w-])" if either else r"(?!)", re.IGNORECASE)


def kinds_claimed(text: str, code: str) -> tuple[Kind, ...]:
    """What a traced word or phrase claims; empty where no list knows it."""
    lexicon, said = _lexicon(code), squeezed(text).lower()
    if said in lexicon.kinds:
        return (lexicon.kinds[said],)
    return tuple(lexicon.kinds[squeezed(word).lower()] for word in lexicon.any_word.findall(said))


def loose_claims(text: str, code: str) -> list[tuple[Kind, int, int]]:
    """The words in a plain text that can only claim a direction, with their places."""
    lexicon = _lexicon(code)
    return [
        (lexicon.claims[squeezed(found.group()).lower()], found.start(), found.end())
        for found in lexicon.claim.finditer(text)
    ]


def agrees(kind: Kind, figure: Published, polarity: str) -> bool:
    """Whether the figure's sign, as shown, is the one that the word claims; of a count, whether it counts those.

    ``better`` and ``worse`` also need to know which way is better; of a neutral indicator nobody may say so.
    """
    seen = figure.displayed
    if seen is None:
        return False
    if figure.formula in _COUNTED:
        return kind == _COUNTED[figure.formula]
    sign = (seen > 0) - (seen < 0)
    if figure.formula in _JUDGED:
        return kind == ("better" if sign > 0 else "worse" if sign < 0 else "unchanged")
    match kind:
        case "up" | "down":
            return sign == (1 if kind == "up" else -1)
        case "unchanged":
            return sign == 0
        case _:
            return sign * _POLARITY_SIGN.get(polarity, 0) == (1 if kind == "better" else -1)


def within_margin(kind: Kind, figure: Published, shelf: Shelf) -> bool:
    """Whether a change may be called unchanged although it shows: it is not larger than its own margin of error.

    The margin of ``….change-year`` is the figure ``….margin-year``, in the same unit.
    """
    if kind != "unchanged" or figure.value is None or not _CHANGE.search(figure.id):
        return False
    margins = shelf.by_id.get(_CHANGE.sub(".margin-", figure.id), ())
    known = (margin.value for margin in margins if margin.unit == figure.unit and margin.value is not None)
    return any(abs(figure.value) <= margin for margin in known)
