"""The line on which each record of a JSON text begins. The text is known to be valid; it is only stepped through."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

#: One step towards the records: the place in a list, or the key of an object.
Step = int | str

_BLANK = re.compile(r"[\s,:]*")
#: Only ends are asked for, so numbers need not be made.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


def record_lines(text: str, path: tuple[Step, ...], *, keyed: bool) -> tuple[int, ...]:
    """The line of each record behind these steps: the items of a list, or of every list of an object by periods."""
    place = _start(text, path)
    if keyed:
        starts = [start for _, held in _members(text, place) for start in _items_or_self(text, held)]
    else:
        starts = _items_or_self(text, place)
    return tuple(_lines(text, starts))


def _start(text: str, path: tuple[Step, ...]) -> int:
    place = _skip(text, 0)
    for step in path:
        members = _members(text, place) if text[place] == "{" else enumerate(_items(text, place))
        place = next(start for name, start in members if name == step)
    return place


def _items_or_self(text: str, place: int) -> list[int]:
    return list(_items(text, place)) if text[place] == "[" else [place]


def _items(text: str, place: int) -> Iterator[int]:
    """Where each item of the list begins that stands here."""
    place = _skip(text, place + 1)
    while text[place] != "]":
        yield place
        place = _skip(text, _DECODER.raw_decode(text, place)[1])


def _members(text: str, place: int) -> Iterator[tuple[Step, int]]:
    """Each key of the object that stands here, and where its value begins."""
    place = _skip(text, place + 1)
    while text[place] != "}":
        key, end = _DECODER.raw_decode(text, place)
        start = _skip(text, end)
        yield key, start
        place = _skip(text, _DECODER.raw_decode(text, start)[1])


def _skip(text: str, place: int) -> int:
    found = _BLANK.match(text, place)
    return found.end() if found else place


def _lines(text: str, starts: list[int]) -> Iterator[int]:
    line, before = 1, 0
    for start in starts:
        line += text.count("\n", before, start)
        before = start
        yield line
