"""Texts that are amounts and no plain numbers in one unit: nobody may take them for names."""

from __future__ import annotations

import re

from berkala.tidy.layouts.units import MONEY, NO_DECIMALS

#: An amount that is no number alone: of money, of thousands or millions, in brackets for minus, or of a measure.
_SCALES = r"ribu|rb|juta|jt|mil+iar|mil+yar|milyar|mlr|triliun|thousand|[mb]illion"
_MEASURES = r"[kcm]m[²³23]?|(?<=\s)m[²³23]?|hektare?|lit(?:er|re)s?|kwintal|kuintal|gram|[km]wh?"
_MEASURES += r"|persen|per ?cent|buah|units?|ekor|kk|paket|dokumen|lembar|batang|butir"
_AMOUNT = re.compile(
    rf"[-−+(]?\s*(?:{MONEY})\s*[-−+(]?\s*\d.*|\(\s*\d[\d.,]*\s*\)|\d[\d.,]*(?:{NO_DECIMALS}|[-−])|[-−+]\s+\d[\d.,]*"
    rf"|[-−+]?\d[\d.,]*\s*(?:(?:{_SCALES})\b.*|(?:{_MEASURES})\.?)",
    re.IGNORECASE,
)
_MEASURE = re.compile(rf"\d[\d.,]*\s*(?:{_MEASURES})\.?", re.IGNORECASE)


def is_amount(text: str) -> bool:
    """Whether a text is an amount, such as ``Rp 1,2 juta``, ``(300)`` or ``1.500 m``: no number, and no name either."""
    return _AMOUNT.fullmatch(text) is not None


def is_measure(text: str) -> bool:
    """Whether an amount is so much of a measure, as names of classes are too: ``5 km``."""
    return _MEASURE.fullmatch(text) is not None
