"""How a figure is shown: the only place where a value meets a language.

Rounding happens here and nowhere else, so a headline, a chart label, an alt text and a post that show one
figure show the same digits.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from berkala.measure.findings import Figure
from berkala.words import Language, Sentence, Span, rounded_to

#: ``short``: with the unit's sign (86.6%) or name; ``prose``: the unit as a word where the language does so;
#: ``bare``: digits alone, for a column whose head names the unit; ``compact``: 2.17 million. What is counted in
#: thousands of people is bare in thousands.
Style = Literal["short", "prose", "bare", "compact"]


#: From here on a count in a sentence or beside it is said in words; tables and files have every digit.
_TOO_LONG = 10**9
_THOUSAND = 1000
_NO_BREAK = "\u00a0"


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
        case _ if figure.unit == "thousand_people":
            return _thousands(value, figure.decimals, language, people=style != "compact")
        case _ if figure.unit == "rupiah":
            return _rupiah(value, figure.decimals, language, 10**6 if style == "compact" else _TOO_LONG)
        case "compact":
            return language.compact(value, figure.decimals)
        case _ if figure.unit in ("count", "people") and abs(value) >= _TOO_LONG:
            return language.compact(value, figure.decimals)
        case _ if figure.unit_name is not None:
            return f"{language.number(value, figure.decimals)}{_NO_BREAK}{figure.unit_name[language.code]}"
        case _:
            return language.amount(value, figure.unit, figure.decimals, prose=style == "prose")


def _thousands(value: Decimal, decimals: int, language: Language, *, people: bool) -> str:
    """Thousands of people in words: ``145.10 thousand people``, ``26.16 million people``.

    From a million on with two decimals, which is what statistics offices publish.
    """
    scale, word = 0, "thousand"
    for power, name in ((3, "million"), (6, "billion")):
        if abs(rounded_to(value.scaleb(-scale), 2 if scale else decimals)) >= _THOUSAND:
            scale, word = power, name
    said = language.scaled(value.scaleb(-scale), word, 2 if scale else decimals)
    return (language.text("people", number=said) if people else said).replace(" ", _NO_BREAK, 1)


def _rupiah(value: Decimal, decimals: int, language: Language, long: int) -> str:
    """``Rp505,469``; from `long` on in words, ``Rp1.25 trillion``. A minus stands before the sign of the currency."""
    size = abs(value)
    number = language.compact(size, decimals) if size >= long else language.number(size, decimals)
    below = "\u2212" if rounded_to(value, decimals) < 0 else ""
    return below + language.text("unit.rupiah", number=number)


def exact(figure: Figure) -> str:
    """The value as it stands in ``value="…"`` and in figures.json: all its digits, never an exponent."""
    return "" if figure.value is None else plain(figure.value)


def plain(value: Decimal) -> str:
    """A decimal without exponent and without trailing noughts."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
