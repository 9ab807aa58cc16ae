"""Texts without markup: alt texts, titles, descriptions, posts. Their numbers are held to the figures by sight.

A number in such a text is one that some figure is shown as, or a part of a period, a release moment, a link, a
name that the publication declares, or a constant of the catalogue of words. A word of direction agrees with a change
that the text may speak of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urljoin

from berkala.check.directions import agrees, loose_claims, within_margin
from berkala.check.document import PLAIN, Document, Element
from berkala.check.numerals import DIGIT, MINUS, Numeral, numerals
from berkala.check.pages import Page, around
from berkala.check.published import CHANGES, Displays, Published, Shelf
from berkala.errors import Problem

_LINK = re.compile(r"(?:https?://|www\.|mailto:)\S+")
#: Where a name may begin and end. Patterns made of each name would have to be compiled by the hundred.
_BEGINS, _ENDS = re.compile(r"(?<!\w)(?<!\d[.,–])"), re.compile(r"(?!\w|[.,–]\d)")
#: What stands where a text was cut, and so much of a name is enough to know it by.
_CUT, _KNOWN = "\u2026", 12
_WORDS = re.compile(r"(?<!\S)\S")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_ATTRIBUTES = ("alt", "title", "aria-label", "aria-description", "placeholder")
_SPOKEN, _WORDED = frozenset(_ATTRIBUTES), PLAIN | {"meta"}
_META = frozenset({"description", "title", "image:alt", "site_name"})


def check_plain_texts(document: Document, page: Page) -> Iterator[Problem]:
    """What is wrong with the texts of a page or drawing that only an attribute or a title holds.

    An image says whose figures its alt text tells of (``data-figures``, ids with blanks between): of those alone.
    """
    read: set[tuple[str, str, str, bool]] = set()
    for element in document.elements:
        if element.name not in _WORDED and _SPOKEN.isdisjoint(element.attributes):
            continue
        listed = page.scope.shelf
        if element.name == "img":
            listed = listed.only(element.attributes.get("data-figures", "").split())
        for place, text in _texts(element):
            # A page says the same in its description and to whoever shares it.
            said = (text, _picture(element), element.attributes.get("data-figures", ""), element.name == "img")
            if said not in read and not _begins_one(text, read):
                read.add(said)
                yield from check_plain(text, place, _in_picture(page, said[1]), listed)


def _begins_one(text: str, read: Iterable[tuple[str, str, str, bool]]) -> bool:
    """Whether a text is the beginning of one that was read, cut between two words, and says so."""
    begun = text.removesuffix("\u2026")
    return begun != text and any(
        whole.startswith(begun) and not whole[len(begun) : len(begun) + 1].isalnum() for whole, *_ in read
    )


def _in_picture(page: Page, link: str) -> Page:
    """The page as the texts of a picture are read that it links to, or that it is."""
    return replace(page, scope=page.scope.of_picture(urljoin(page.address, link))) if link else page


def _picture(element: Element) -> str:
    """The picture that an element tells of; empty where it tells of none."""
    if element.name == "img":
        return element.attributes.get("src", "")
    if element.name == "meta" and _meta_name(element.attributes) == "image:alt":
        before = element.node.itersiblings("meta", preceding=True)
        return next((one.get("content", "") for one in before if _meta_name(dict(one.items())) == "image"), "")
    return ""


def _texts(element: Element) -> Iterator[tuple[str, str]]:
    """An element's plain texts with the name of the place of each."""
    attributes = element.attributes
    yield from ((name, attributes[name]) for name in _ATTRIBUTES if attributes.get(name))
    if element.name == "meta" and _meta_name(attributes) in _META:
        yield "meta " + _meta_name(attributes), attributes.get("content", "")
    if element.name in PLAIN:
        yield element.name, element.text


def _meta_name(attributes: Mapping[str, str]) -> str:
    name = attributes.get("name") or attributes.get("property") or ""
    return name.removeprefix("og:").removeprefix("twitter:")


def check_plain(text: str, place: str, page: Page, shelf: Shelf, fault: str = "plain-number") -> Iterator[Problem]:
    """Every number in a plain text that is none of the shelf's figures, and every claim that no figure bears out.

    `fault` is the code of a wrong number: a post may speak of the figures that it lists alone.
    """
    if DIGIT.search(text):
        left = _without_names(text, page)
        for start, end in _strangers(left, page, shelf.displays):
            yield page.problem(fault, around(text, start, end), number=text[start:end].strip(), place=place)
    if page.claims(text):
        yield from _claims(page.scope.without_titles(text, page.language.code), page, shelf)


def _without_names(text: str, page: Page) -> str:
    """The text with links, constants, declared names, periods and moments blanked, every place kept."""
    scope, code = page.scope, page.language.code
    text = _LINK.sub(lambda found: " " * len(found.group()), text)
    if scope.host and scope.host in text:
        text = re.sub(rf"{re.escape(scope.host)}\S*", lambda found: " " * len(found.group()), text)
    constants = [page.language.text(key) for key in scope.constants]
    text = _without_cut_name(text, page)
    for phrase in (*constants, *scope.spoken_in(text, code)):
        if phrase in text:
            text = blanked(phrase, text)
    return text


def _without_cut_name(text: str, page: Page) -> str:
    """A text that says it was cut, without the name in whose middle it was; never inside a word or a number of it."""
    body = text.removesuffix(_CUT)
    if body == text:
        return text
    begun = (found.start() for found in _WORDS.finditer(body) if page.scope.names.begins(body[found.start() :]))
    at = next((at for at in begun if len(body) - at >= _KNOWN), len(body))
    return f"{text[:at]}{' ' * (len(text) - at)}"


def blanked(phrase: str, text: str) -> str:
    """A text with a phrase blanked wherever it stands for itself.

    "12%" is a bound of a map, and no part of "10.12%"; a group called "9" is none of "9.87%", and an indicator called
    "2019" none of "2019–20".
    """
    size, done, parts = len(phrase), 0, []
    at = text.find(phrase)
    while at >= 0:
        if _BEGINS.match(text, at) and _ENDS.match(text, at + size):
            parts += [text[done:at], " " * size]
            done = at + size
        at = text.find(phrase, max(done, at + 1))
    return "".join((*parts, text[done:]))


def _strangers(text: str, page: Page, displays: Displays) -> Iterator[tuple[int, int]]:
    """The places of numbers that no figure is shown as."""
    found = numerals(text, page.language.code)
    for numeral in found:
        if not _is_year(numeral, text, page) and not _is_shown(numeral, displays):
            yield numeral.start, numeral.end
    read = text
    for numeral in found:
        read = read[: numeral.start] + " " * (numeral.end - numeral.start) + read[numeral.end :]
    yield from ((other.start(), other.end()) for other in DIGIT.finditer(read))


def _is_year(numeral: Numeral, text: str, page: Page) -> bool:
    return text[numeral.start : numeral.end].isdigit() and int(numeral.value) in page.scope.years and not numeral.sign


def _is_shown(numeral: Numeral, displays: Displays) -> bool:
    below = displays.get((numeral.value, numeral.decimals, numeral.power), frozenset())
    return True in below if numeral.sign == MINUS else bool(below)


def _claims(text: str, page: Page, shelf: Shelf) -> Iterator[Problem]:
    for sentence in _SENTENCE_END.split(text):
        claims = loose_claims(sentence, page.language.code)
        changes = [figure for figure in shelf if figure.formula in CHANGES] if claims else []
        shown = _shown_in(sentence, page, changes) if claims else []
        for kind, start, end in claims:
            # Who says that a value changed little does not say by how much: its change is not among those shown.
            spoken_of = changes if kind == "unchanged" else shown or changes
            if not any(
                agrees(kind, figure, page.scope.polarity_of(figure.id)) or within_margin(kind, figure, page.scope.shelf)
                for figure in spoken_of
            ):
                yield page.problem("direction-untraced", around(sentence, start, end), word=sentence[start:end])


def _shown_in(sentence: str, page: Page, changes: Iterable[Published]) -> list[Published]:
    """The changes that a sentence shows."""
    said = {(n.value, n.decimals) for n in numerals(_without_names(sentence, page), page.language.code)}
    return [f for f in changes if f.displayed is not None and (abs(f.displayed), f.decimals) in said]
