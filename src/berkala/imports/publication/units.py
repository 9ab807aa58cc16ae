"""Units: what the engine knows by name, and what it is told in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from statistics import median

from berkala.imports.open_sdg.texts import Texts

#: A unit that is per cent, by its SDMX code or in the languages of the collections.
_PERCENT = re.compile(
    r"(?:PT|PERCENT|PERCENTAGE|%|per ?cent|percents?|percentages?|pour ?cent|pourcentages?|persen|persentase|"
    r"процент(?:ов|ы|ах)?|пайыз(?:дар)?|проц\.?)(?:\s*\(%\))?"
    r"|(?:percent|percentage|per cent)\s+of\b.*"
    r"|(?!.*\b(?:points?|change)\b).*\(%\)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"%|^PT\b|^PT_|per ?cent|pour ?cent|persen|процент|проц\b|пайыз", re.IGNORECASE)
_INDEX = re.compile(r"index|indice|indeks|индекс|индексі", re.IGNORECASE)
_COUNT = re.compile(r"numbers?|counts?|total|nombre|количество|число|саны|jumlah", re.IGNORECASE)
#: What a file says that its values are to be multiplied by, and the words of a unit that says so itself.
_POWERS = {"thousands": "3", "3": "3", "millions": "6", "6": "6", "billions": "9", "9": "9"}
_SCALES = {
    "3": re.compile(r"thousand|000|milliers|ribu|тыс|мың", re.IGNORECASE),
    "6": re.compile(r"million|juta|млн", re.IGNORECASE),
    "9": re.compile(r"billion|milliard|miliar|млрд", re.IGNORECASE),
}
#: So many decimals a reader is shown, unless the values are so small that they would all look like nought.
_SHOWN, _SMALL = 2, 4
_LARGE = 10_000


def is_percent(code: str, unit: Texts) -> bool:
    """Whether a unit is per cent."""
    return any(_PERCENT.fullmatch(text.strip(" .")) for text in (code, unit.written, *unit.texts.values()) if text)


def mentions_percent(text: str) -> bool:
    """Whether a unit, or its SDMX code, speaks of per cent: also of a change in per cent, or per cent of something."""
    return _SHARE.search(text) is not None


def is_index(unit: Texts) -> bool:
    """Whether a unit is that of an index, which stands beside no number."""
    return any(_INDEX.fullmatch(text.strip()) for text in (unit.written, *unit.texts.values()) if text)


def is_count(unit: Texts) -> bool:
    """Whether a unit is that of things that are counted."""
    return any(_COUNT.fullmatch(text.strip()) for text in (unit.written, *unit.texts.values()) if text)


def power_of(stated: str, unit: Texts) -> str:
    """The power of ten that values are to be multiplied by; empty for none, and where the unit says it already."""
    power = _POWERS.get(stated.strip().casefold(), "")
    if not power or any(_SCALES[power].search(text) for text in (unit.written, *unit.texts.values())):
        return ""
    return power


def spoken(text: str) -> str:
    """A unit as it stands behind a number: with a small letter, unless it begins with an abbreviation."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:] == first[1:].lower() and len(first) > 1 else text


def decimals_in(values: Iterable[Decimal]) -> int:
    """So many decimals the most exact of the values has, nine at the most."""
    return min(9, max((max(0, -int(value.as_tuple().exponent)) for value in values), default=0))


def shown_decimals(values: Iterable[Decimal]) -> int:
    """So many of them a reader is shown."""
    known = [value.normalize() for value in values if value]
    most = decimals_in(known)
    if known and median(abs(value) for value in known) >= _LARGE:  # of tens of thousands nobody reads the tenths
        return 0
    small = [value for value in known if abs(value) < Decimal("0.1")]
    return min(most, _SMALL if len(small) * 2 > len(known) else _SHOWN)
