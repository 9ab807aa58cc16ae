"""How a figure is shown: the only place where a value meets a language.

Rounding happens here and nowhere else, so a headline, a chart label, an alt text and a post that show one
figure show the same digits.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from berkala.measure.findings import Figure
from berkala.words import Language, Sentence, Span

#: ``short``: with the unit's sign (86.6%); ``prose``: the unit as a word where the language does so;
#: ``bare``: digits alone, for a column whose head names the unit; ``compact``: 2.17 million.
Style = Literal["short", "prose", "bare", "compact"]


#: From here on a count in a sentence or beside it is said in words; tables and files have every digit.
_TOO_LONG = 10**9


def shown(figure: Figure, language: Language, style: Style = "short", *, magnitude: bool = False) -> Sentence:
    """One figure as a sentence of one span. `magnitude` drops the sign, for "down 2.0 points".

    A figure without a value shows its status letter in square brackets.
    """
    return Sentence((Span(text(figure, language, style, magnitude=magnitude), figure.id, exact(figure), magnitude),))


def text(figure: Figure, language: Language, style: Style = "short", *, magnitude: bool = False) -> str:
    """The words of `shown`."""
    if figure.value is None:
        return f"[{figure.status or 'x'}]"
    value = abs(figure.value) if magnitude else figure.value
    match style:
        case "bare":
            return language.number(value, figure.decimals)
        case "compact":
            return language.compact(value, figure.decimals)
        case _ if figure.unit in ("count", "people") and abs(value) >= _TOO_LONG:
            return language.compact(value, figure.decimals)
        case _:
            return language.amount(value, figure.unit, figure.decimals, prose=style == "prose")


def exact(figure: Figure) -> str:
    """The value as it stands in ``value="…"`` and in figures.json: all its digits, never an exponent."""
    return "" if figure.value is None else plain(figure.value)


def plain(value: Decimal) -> str:
    """A decimal without exponent and without trailing noughts."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
