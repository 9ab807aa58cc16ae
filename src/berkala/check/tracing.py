"""Rule 1, read back: every digit that a reader sees is a figure, a time, or has a role that is declared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from lxml import etree

from berkala.check.directions import agrees, kinds_claimed, loose_claims, within_margin
from berkala.check.document import ORIGINS, Document, Element, local
from berkala.check.numerals import (
    DIGIT,
    MINUS,
    UNIT_POWERS,
    Numeral,
    compact_decimals,
    compact_power,
    read_number,
    rounded,
    squeezed,
)
from berkala.check.pages import ROLES, Page, around, with_neighbours
from berkala.check.published import Published
from berkala.check.times import what_is_wrong_with_time
from berkala.errors import Problem, nearest
from berkala.words import language

_CLAIMING, _CLAIMS = frozenset({"time", "data"}), frozenset(ORIGINS)
#: A mark as BibTeX has it: ``\\$``.
_TEX_MARK = re.compile(r"\\([#$%&_{}])")
_WORD_WITH_DIGIT = re.compile(rf"\S*{DIGIT.pattern}\S*")


def trace(document: Document, page: Page) -> Iterator[Problem]:
    """Every number and every word of direction on a page or in a drawing that cannot be traced or is wrong."""
    for element in document.elements:
        if element.name in _CLAIMING or not _CLAIMS.isdisjoint(element.attributes):
            yield from _element(element, page)
    if _says_something(document, page):
        yield from _loose(document, page)


def _says_something(document: Document, page: Page) -> bool:
    """Whether any text that claims nothing has a number, or any that is no direction's a word of one."""
    claiming = loose_claims(document.said("", "data-figure"), page.language.code)
    return bool(claiming or DIGIT.search(document.said("", "data-direction")))


def _loose(document: Document, page: Page) -> Iterator[Problem]:
    for text, owner in document.texts:
        if DIGIT.search(text):
            yield from _loose_numbers(text, owner, page)
        if owner.origin in ("", "data-figure"):
            for _, start, end in page.claims(text):
                yield page.problem("direction-untraced", around(text, start, end), word=text[start:end])


def _element(element: Element, page: Page) -> Iterator[Problem]:
    name, attributes = element.name, element.attributes
    if "data-figure" in attributes or (name == "data" and "value" in attributes):
        yield from _figure(element.node, page)
    if name == "time" or "data-time" in attributes:
        yield from _time(element.node, page)
    if "data-direction" in attributes:
        yield from _direction(element.node, page)
    if "data-role" in attributes:
        yield from _role(element.node, page)


# -- where a text comes from -------------------------------------------------------------------------------------


def _loose_numbers(text: str, owner: Element, page: Page) -> Iterator[Problem]:
    if owner.origin in ("", "data-direction"):
        for found in _WORD_WITH_DIGIT.finditer(text):
            value = around(text, found.start(), found.end())
            yield page.problem("number-untraced", value, number=found.group().strip(".,;:()[]“”\"'"))


def _own_text(element: etree._Element) -> str:
    """An element's text without those parts that have an origin of their own."""
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element.iterchildren():
        if local(child) not in ("", "time") and _CLAIMS.isdisjoint(child.keys()):
            parts.append(_own_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


# -- figures -----------------------------------------------------------------------------------------------------


def _figure(element: etree._Element, page: Page) -> Iterator[Problem]:
    name, stated = element.get("data-figure", ""), element.get("value")
    same = page.scope.shelf.by_id.get(name, ())
    if not same:
        yield _stranger(element, name, page)
        return
    value = _decimal(stated) if stated else None
    # A page around several editions may meet one id with several values; in a drawing no value says which it is.
    meant = [figure for figure in same if figure.value == value] if local(element) == "data" else [*same]
    if local(element) == "data" and (stated is None or not meant):
        now = "" if same[0].value is None else format(same[0].value, "f")
        yield page.problem("figure-stale", with_neighbours(element), figure=name, stated=stated or "", now=now)
        return
    shown, magnitude = _own_text(element), "data-magnitude" in element.attrib
    wrong = [what_is_wrong(shown, figure, page.language.code, magnitude) for figure in meant]
    if all(wrong):
        facts = {"figure": name, "expected": expected(meant[0], page)}
        yield page.problem(wrong[0], with_neighbours(element), **facts)


def _stranger(element: etree._Element, name: str, page: Page) -> Problem:
    close = nearest(name, page.scope.shelf.by_id)
    return page.problem("figure-unknown", with_neighbours(element), figure=name, nearest=close)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def expected(figure: Published, page: Page) -> str:
    """What should have been shown, for the sentence."""
    if figure.value is None:
        return figure.stated
    return page.language.amount(figure.value, figure.unit, figure.decimals)


@lru_cache(maxsize=4096)
def what_is_wrong(shown: str, figure: Published, code: str, magnitude: bool) -> str:
    """The code of what is wrong with the text that shows a figure; empty if it is right.

    A number may be shown with more decimals than declared, never with fewer; a scaled one (2.17 million) has
    three significant digits. Halves are rounded away from zero.
    """
    if figure.value is None:
        return "" if squeezed(shown) == figure.stated else "status-wrong"
    number = read_number(_without_unit(shown, figure, code), code)
    if number is None:
        return "number-wrong"
    size = abs(figure.value).scaleb(UNIT_POWERS.get(figure.unit, 0) - number.power if number.power else 0)
    if rounded(size, number.decimals) != number.value or not _sign_fits(number, figure, magnitude):
        return "number-wrong"
    if not _decimals_fit(number, figure):
        return "number-rounded"
    return "" if _unit_fits(number, figure, code) else "unit-wrong"


def _without_unit(shown: str, figure: Published, code: str) -> str:
    """The text without the figure's own unit, which may hold numbers too: "per 100,000 people", "million hectares"."""
    unit = figure.unit_name.get(code, "")
    return _ending(unit).sub("", shown) if unit and not unit.isspace() else shown


@lru_cache(maxsize=4096)
def _ending(unit: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in squeezed(unit).split())
    return re.compile(rf"\s{words}\s*$", re.IGNORECASE)


def _sign_fits(number: Numeral, figure: Published, magnitude: bool) -> bool:
    if magnitude:
        return number.sign == ""
    below = figure.value is not None and figure.value < 0 and number.value != 0
    return (number.sign == MINUS) == below


def _decimals_fit(number: Numeral, figure: Published) -> bool:
    if number.power and figure.unit in UNIT_POWERS:
        return number.decimals == 2  # millions of people, as statistics offices write them
    if number.power:
        value = figure.value or Decimal(0)
        return number.power == compact_power(value) and number.decimals == compact_decimals(value, number.power)
    return number.decimals >= figure.decimals


def _unit_fits(number: Numeral, figure: Published, code: str) -> bool:
    """False where the words beside the number are those of another unit."""
    rest = _TEX_MARK.sub(r"\1", number.rest.lower())
    if figure.unit_name:
        return rest in ("", figure.unit_name.get(code, "").lower())
    if figure.unit in UNIT_POWERS and not number.power:
        return rest != language(code).text("charts.unit.people").lower()  # 145 people are not 145 thousand
    owners = _unit_words(code).get(rest)
    return owners is None or figure.unit in owners


@lru_cache
def _unit_words(code: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for key, message in language(code).messages.items():
        unit = key.removeprefix("unit.").removesuffix(".prose")
        for text in (message.values() if isinstance(message, dict) else [message]) if unit != key else ():
            found.setdefault(squeezed(str(text).replace("{number}", "")).lower(), set()).add(unit)
    return {word: frozenset(units) for word, units in found.items() if word}


# -- times, directions, roles ------------------------------------------------------------------------------------


def _time(element: etree._Element, page: Page) -> Iterator[Problem]:
    stated = element.get("datetime") or element.get("data-time") or ""
    shown = squeezed(_own_text(element))
    wrong = what_is_wrong_with_time(shown, stated, page.language.code)
    if wrong == "time-unreadable":
        yield page.problem("time-unreadable", with_neighbours(element), stated=stated)
    elif wrong:
        yield page.problem("time-wrong", with_neighbours(element), stated=stated, shown=shown)


def _direction(element: etree._Element, page: Page) -> Iterator[Problem]:
    name, word, code = element.get("data-direction", ""), squeezed(_own_text(element)), page.language.code
    same = page.scope.shelf.by_id.get(name, ())
    if not same:
        yield _stranger(element, name, page)
        return
    kinds, polarity = kinds_claimed(word, code), page.scope.polarity_of(name)
    if not kinds:
        yield page.problem("direction-unknown", with_neighbours(element), word=word)
    elif not any(
        all(agrees(kind, figure, polarity) or within_margin(kind, figure, page.scope.shelf) for kind in kinds)
        for figure in same
    ):
        shown = expected(same[0], page)
        yield page.problem("direction-wrong", with_neighbours(element), word=word, figure=name, shown=shown)


def _role(element: etree._Element, page: Page) -> Iterator[Problem]:
    role = element.get("data-role", "")
    if role not in ROLES:
        yield page.problem("role-unknown", with_neighbours(element), role=role, known=", ".join(sorted(ROLES)))
    elif role not in page.roles:
        yield page.problem("role-undeclared", with_neighbours(element), role=role)
