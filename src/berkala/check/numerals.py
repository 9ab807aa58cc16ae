"""Numbers as a reader meets them: read back from a text in its language.

This is the way back from `words.Language.number`, written apart from it, so that a fault in the one does not
hide in the other. Only the signs that separate groups and decimals and the scale words are taken from the
language files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from berkala.plan import names
from berkala.words import language

#: Anything that a reader takes for a digit.
DIGIT = names.DIGIT

MINUS = "\u2212"
_MINUS_CURRENCY = re.compile(rf"{MINUS}[^\W\d]")
_NO_DIGIT = re.compile("[^0-9]")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")


@dataclass(frozen=True)
class Numeral:
    """One number in a text. `value` is without sign, as its digits say; `power` is that of a scale word.

    `sign` is ``−``, ``+`` or nothing; `rest` is what stands before and after it; `start` and `end` its place.
    """

    value: Decimal
    decimals: int
    sign: str
    power: int
    rest: str
    start: int
    end: int


@dataclass(frozen=True)
class Grammar:
    """How one language writes a number, the words that scale it, and each as it follows a number."""

    pattern: re.Pattern[str]
    scales: tuple[tuple[str, int], ...]
    following: tuple[tuple[re.Pattern[str], int], ...]


@lru_cache
def grammar(code: str) -> Grammar:
    """The grammar of a language."""
    words = language(code)
    symbols = words.locale.number_symbols
    symbols = symbols.get("latn", symbols)
    group, decimal = str(symbols["group"]), str(symbols["decimal"])
    # Where a space separates groups, any that does not break a line does.
    g, d = "[\u00a0\u202f]" if group.isspace() else re.escape(group), re.escape(decimal)
    pattern = re.compile(rf"([{MINUS}+]|(?<![\w])-)?([0-9]{{1,3}}(?:{g}[0-9]{{3}}(?![0-9]))+|[0-9]+)(?:{d}([0-9]+))?")
    scales = [
        (word.lower(), power)
        for name, power in (("million", 6), ("billion", 9), ("trillion", 12))
        for word in words.scale_words(name)
    ]
    following = [(re.compile(rf"[\s\u00a0\u202f]{re.escape(word)}\b", re.IGNORECASE), power) for word, power in scales]
    return Grammar(pattern, tuple(scales), tuple(following))


def squeezed(text: str) -> str:
    """The text with every run of spaces, breaking or not, as one space."""
    return _SPACES.sub(" ", text).strip()


def numerals(text: str, code: str) -> list[Numeral]:
    """Every number in a text. `rest` is empty: there the text around belongs to no one number."""
    rules = grammar(code)
    return [_numeral(found, text, rules) for found in rules.pattern.finditer(text)]


@lru_cache(maxsize=100_000)
def read_number(text: str, code: str) -> Numeral | None:
    """The one number that a text shows, or None where it shows none, several, or one that cannot be read."""
    text, rules = text.strip(), grammar(code)
    found = rules.pattern.search(text)
    if found is None:
        return None
    numeral = _numeral(found, text, rules)
    rest = squeezed(f"{text[: numeral.start]} {text[numeral.end :]}")
    if DIGIT.search(rest):
        return None
    sign = numeral.sign
    if not sign and _MINUS_CURRENCY.match(rest):  # before the sign of a currency: −Rp505
        sign, rest = MINUS, rest[1:]
    return Numeral(numeral.value, numeral.decimals, sign, numeral.power, rest, numeral.start, numeral.end)


def _numeral(found: re.Match[str], text: str, rules: Grammar) -> Numeral:
    sign, whole, fraction = found.groups()
    digits = _NO_DIGIT.sub("", whole) + (f".{fraction}" if fraction else "")
    end, power = found.end(), 0
    for following, exponent in rules.following:
        if follows := following.match(text, found.end()):
            end, power = follows.end(), exponent
    return Numeral(
        Decimal(digits), len(fraction or ""), MINUS if sign == "-" else sign or "", power, "", found.start(), end
    )


@lru_cache(maxsize=4096)
def scale_of(unit: str, code: str) -> int:
    """The power of the scale word that a unit begins with: 6 for "million hectares"."""
    first = squeezed(unit).lower()
    return next((power for word, power in grammar(code).scales if re.match(rf"{re.escape(word)}\b", first)), 0)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half away from zero, as the house rounds (DESIGN, rule 1). Minus nought is nought."""
    seen = value.quantize(_step(decimals), rounding=ROUND_HALF_UP)
    return seen if seen else abs(seen)


@lru_cache(maxsize=64)
def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


#: The power of what a unit counts in, where that is not ones: it comes on top of a scale word's.
UNIT_POWERS = {"thousand_people": 3}


def compact_decimals(value: Decimal, power: int) -> int:
    """The decimals of a scaled number: three significant digits, 9,995,000 being 10.0 million."""
    return max(0, 2 - (_three_digits(value).adjusted() - power))


def compact_power(value: Decimal) -> int:
    """The power of the scale word that a large number is said with; 999,999,999 is 1.00 billion."""
    return min(_three_digits(value).adjusted() // 3 * 3, 12) if abs(value) >= 10**6 else 0


def _three_digits(value: Decimal) -> Decimal:
    return rounded(abs(value), 2 - value.adjusted())
