"""What a table file says, cell by cell, before anyone has asked what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

#: One cell as the file states it: text, a number that the workbook typed as one, a truth, a date or moment; "" where
#: nothing stands. A time of day and a duration come as their ISO text.
Stated = str | int | float | bool | date | datetime

#: The kinds of file that hold tables we can read.
Kind = Literal["text", "xlsx", "xls", "ods", "json"]


@dataclass(frozen=True)
class Range:
    """A rectangle of cells, counted from 1, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Grid:
    """One sheet. `rows[0]` is row 1; rows may differ in length, and nothing empty stands at their ends.

    `formulas` are those whose value was never saved, by row and column from 1; their cells are empty in `rows`, or
    beyond them. `lines` says on which line of a text each row begins, where row n is not simply line n.
    """

    rows: list[list[Stated]]
    name: str | None = None
    merged: tuple[Range, ...] = ()
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Workbook:
    """All sheets of a file; one for text and JSON.

    `quoting` is False for a text whose quotation marks are part of its cells and surround none.
    """

    kind: Kind
    sheets: tuple[Grid, ...]
    encoding: str | None = None
    delimiter: str | None = None
    quoting: bool = True


def cut(rows: list[list[Stated]]) -> list[list[Stated]]:
    """The same rows without empty cells at their ends and empty rows at the end."""
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def number(value: float) -> int | float:
    """A number without the ``.0`` that binary formats give to every whole one."""
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
