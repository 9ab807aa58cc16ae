"""Cells as text, and places as a person calls them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from berkala.tidy.grids.model import Stated


def text_of(value: Stated, decimal: str = ".") -> str:
    """A cell as text without blanks around it: a whole number without its ``.0``, midnight as its date."""
    match value:
        case bool():
            return str(value).upper()
        case float():
            return number_text(value, decimal)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date():
            return value.isoformat()
    return " ".join(str(value).split())


def number_text(value: float, decimal: str) -> str:
    """The shortest text that gives the same number back, with a decimal mark."""
    return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}".replace(".", decimal)


def letters_of(place: int) -> str:
    """What a column is called, from 0: A, B, … Z, AA."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def place_of(letters: str) -> int:
    """The column that is called so, from 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def cell(row: list[Stated], place: int) -> Stated:
    """What stands in a row at a place from 0; nothing beyond its end."""
    return row[place] if place < len(row) else ""
