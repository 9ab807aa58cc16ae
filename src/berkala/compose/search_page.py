"""The page of the search: with a script its box and results, and without one the list of all that there is."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from berkala.compose.frame import Frame, Head
from berkala.compose.naming import titled
from berkala.compose.pages import page_title
from berkala.compose.search_entry import Found
from berkala.compose.search_index import FOLDER, HIDDEN
from berkala.compose.search_words import BASE, END, NUMBER, rules_of
from berkala.words import Language

ADDRESS = "search/"
#: A list with more lines than this begins with its letters.
LONG = 40
#: Under what a title stands that begins with no letter of the language's alphabet.
_OTHERS = "#"


@dataclass(frozen=True)
class Line:
    """One title in the list: its page, what kind of page it is, and others of the same title."""

    title: str
    address: str
    kind: str
    detail: str
    others: tuple[tuple[str, str], ...]


def search_pages(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """The page in each language. Every page that is found has been made by now."""
    for language in frame.languages:
        yield _page(frame, language)


def _page(frame: Frame, language: Language) -> tuple[str, bytes]:
    agency = frame.settings.agency.name[language.code]
    head = Head(
        page_title(frame, language, language.text("search.title")),
        language.text("search.description", agency=agency),
        kind="search",
    )
    letters = [(letter, tuple(lines)) for letter, lines in _by_letter(frame, language)]
    return frame.page(
        "search.html",
        language,
        ADDRESS,
        head,
        letters=letters,
        long=sum(len(lines) for _, lines in letters) > LONG,
        ways=_ways(frame, language),
        host=frame.settings.site_url.partition("://")[2].rstrip("/"),
        told=json.dumps(_told(frame, language), ensure_ascii=False, separators=(",", ":")),
    )


def _told(frame: Frame, language: Language) -> dict[str, Any]:
    """What ``search.js`` is told: where the site and the index begin, the rules of the language, what to say."""
    root = "../" * (frame.prefix(language) + ADDRESS).count("/")
    return {
        "root": root,
        "index": root + FOLDER,
        "marks": {"base": BASE, "number": NUMBER, "end": END, "hidden": HIDDEN},
        **_tongue(frame, language),
        "elsewhere": [
            {
                **_tongue(frame, other),
                "page": root + frame.prefix(other) + ADDRESS,
                "name": language.text(f"search.tongues.{other.code}"),
            }
            for other in frame.languages
            if other is not language
        ],
        "kinds": _under("search.kinds.", language),
        "words": _under("search.script.", language),
    }


def _tongue(frame: Frame, language: Language) -> dict[str, Any]:
    """What is to know of a language to search in it."""
    older = any(found.older for _, found in _found(frame, language))
    return {"code": language.code, "rules": rules_of(language.code), "older": older}


def _under(key: str, language: Language) -> dict[str, Any]:
    """The messages under a key, by the rest of their own."""
    return {name.removeprefix(key): said for name, said in language.messages.items() if name.startswith(key)}


def _ways(frame: Frame, language: Language) -> list[tuple[str, str]]:
    """The ways in, each by its address and its name: as the masthead has them, sections, lists of places."""
    index = frame.index
    ways = [(group.address, titled(index, group, language)) for group in index.groups] if index is not None else []
    ways += [(address, found.title) for address, found in _found(frame, language) if found.kind == "places"]
    return ways


def _found(frame: Frame, language: Language) -> Iterator[tuple[str, Found]]:
    """What is found in a language, by its address without the language."""
    prefix, others = frame.prefix(language), tuple(filter(None, map(frame.prefix, frame.languages)))
    for path, found in sorted(frame.found.items()):
        if path.startswith(prefix) and (prefix or not path.startswith(others)):
            yield path.removeprefix(prefix).removesuffix("index.html"), found


def _by_letter(frame: Frame, language: Language) -> Iterator[tuple[str, Iterable[Line]]]:
    """Everything that is listed, from A to Z, by its first letter."""
    alphabet = language.text("search.alphabet")
    listed = [(found.title, address, found) for address, found in _found(frame, language) if found.listed]
    listed.sort(key=lambda one: (_order(one[0], alphabet), _worded(one[0]), one[2].kind == "dataset", one[1]))
    lines = [_line(language, list(same)) for _, same in groupby(listed, key=lambda one: _worded(one[0]))]
    yield from groupby(lines, key=lambda line: _letter(line.title, alphabet))


def _line(language: Language, same: list[tuple[str, str, Found]]) -> Line:
    (title, address, found), *others = same
    said = [(other, language.text(f"search.kinds.{one.kind}")) for _, other, one in others]
    return Line(title, address, language.text(f"search.kinds.{found.kind}"), found.detail, tuple(said))


def _order(title: str, alphabet: str) -> list[int]:
    """Where a title stands among others: by its letters as the language orders them, after a number before them."""
    return [_place(letter, alphabet) for letter in _worded(title).upper()]


def _letter(title: str, alphabet: str) -> str:
    first = _place(_worded(title)[:1].upper(), alphabet)
    return alphabet[first] if 0 <= first < len(alphabet) else _OTHERS


def _worded(title: str) -> str:
    """A title without the number of an indicator, and without marks, before its first word."""
    words = title.split()
    while len(words) > 1 and any(mark.isdigit() for mark in words[0]):
        del words[0]
    return " ".join(words).lstrip("“”«»\"'‘’(")


def _place(letter: str, alphabet: str) -> int:
    """A letter's place; one with a mark that the alphabet does not know stands where it stands without."""
    if not letter:
        return -1
    plain = unicodedata.normalize("NFD", letter)[0]
    found = alphabet.find(letter if letter in alphabet else plain)
    return len(alphabet) + ord(letter) if found < 0 and letter.isalpha() else found
