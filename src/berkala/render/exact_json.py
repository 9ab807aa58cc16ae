"""JSON whose numbers keep every digit: a `Decimal` is written as it is, never through a binary float."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from berkala.render.showing import plain

#: One encoder for all: `json.dumps` would make another for each small value.
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


@lru_cache(maxsize=2**16)
def _text(text: str) -> str:
    """A text as JSON. Keys and categories come again and again."""
    return _ENCODE(text)


def exact_json(value: object) -> str:
    """`value` as compact JSON in the order it is given.

    Takes mappings with text keys, lists, tuples, text, whole numbers, decimals, booleans and None. Anything
    else is a fault of ours (TypeError); a float would bring binary noise into a published number.
    """
    if isinstance(value, str):  # the commonest by far
        return _text(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_text(str(key))}:{exact_json(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(exact_json(part) for part in value) + "]"
    if value is None or isinstance(value, bool | int):
        return _ENCODE(value)
    raise TypeError(f"{type(value).__name__} has no exact JSON form")


def rows_json(head: Mapping[str, object], name: str, rows: list[object]) -> bytes:
    """An object with one long list in it, one item a line, so that two versions can be compared by line."""
    return lines_json(head, name, [exact_json(row) for row in rows])


def lines_json(head: Mapping[str, object], name: str, lines: Iterable[str]) -> bytes:
    """The same from items that are JSON already."""
    start = ",\n".join(f"{exact_json(key)}:{exact_json(part)}" for key, part in head.items())
    body = ",\n".join(lines)
    return f"{{{start},\n{exact_json(name)}:[\n{body}\n]}}\n".encode()
