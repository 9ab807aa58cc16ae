"""Units: what the engine knows by name, and what it is told in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from berkala.imports.open_sdg.texts import Texts

#: A unit that is per cent, by its SDMX code or in the languages of the collections.
_PERCENT = re.compile(
    r"(?:PT|PERCENT|PERCENTAGE|%|per ?cent|percents?|percentages?|pour ?cent|pourcentages?|persen|persentase|"
    r"процент(?:ов|ы|ах)?|пайыз(?:дар)?|проц\.?)(?:\s*\(%\))?"
    r"|(?!.*\b(?:points?|change)\b).*\(%\)",
    re.IGNORECASE,
)
_INDEX = re.compile(r"index|indice|indeks|индекс|индексі", re.IGNORECASE)
#: So many decimals a reader is shown, unless the values are so small that they would all look like nought.
_SHOWN, _SMALL = 2, 4


def is_percent(code: str, unit: Texts) -> bool:
    """Whether a unit is per cent."""
    return any(_PERCENT.fullmatch(text.strip()) for text in (code, unit.written, *unit.texts.values()) if text)


def is_index(unit: Texts) -> bool:
    """Whether a unit is that of an index, which stands beside no number."""
    return any(_INDEX.fullmatch(text.strip()) for text in (unit.written, *unit.texts.values()) if text)


def spoken(text: str) -> str:
    """A unit as it stands behind a number: with a small letter, unless it begins with an abbreviation."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:] == first[1:].lower() and len(first) > 1 else text


def decimals_in(values: Iterable[Decimal]) -> int:
    """So many decimals the most exact of the values has, nine at the most."""
    return min(9, max((max(0, -int(value.as_tuple().exponent)) for value in values), default=0))


def shown_decimals(values: Iterable[Decimal]) -> int:
    """So many of them a reader is shown."""
    known = [value for value in values if value]
    most = decimals_in(known)
    small = [value for value in known if abs(value) < Decimal("0.1")]
    return min(most, _SMALL if len(small) * 2 > len(known) else _SHOWN)
