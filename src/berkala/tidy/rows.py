"""What a reader gives: the rows of one table as they stand in the file, still text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from berkala.errors import Problem, SourceProblems
from berkala.plan.specifications import Dialect
from berkala.tidy.listing import Listing

#: One cell: its text, or a date where the workbook says that it is one. A workbook's numbers are text here, in
#: the dialect's own style, so that there is one way from text to number.
Cell = str | date


@dataclass(frozen=True)
class Rows:
    """Header and data rows. `numbers` are the rows' places in the file, from 1; no row is wholly empty.

    Rows may differ in length; `header` has no empty names at its end. Cells are as they stand, blanks included.
    `header_row` is None where the names do not come
    from one row. `statuses` are those that marks beside the figures gave, by measure.
    """

    header: tuple[str, ...]
    header_row: int | None
    numbers: list[int]
    cells: list[list[Cell]]
    sheet: str | None = None
    statuses: Mapping[str, list[str]] = field(default_factory=dict)


#: A reader of one format. It raises SourceProblems where there is no table to read, and lists what is wrong with rows.
Reader = Callable[[bytes, Dialect, Listing], Rows]


def stop(listing: Listing, code: str, row: int | None = None, **facts: object) -> SourceProblems:
    """The error to raise where a file cannot be read as a table at all."""
    return SourceProblems(Problem(code, facts, file=listing.file, sheet=listing.sheet, row=row))


def is_blank(row: list[Cell]) -> bool:
    """Whether nothing stands in a row."""
    return not any(cell if not isinstance(cell, str) else cell.strip() for cell in row)


def header_names(row: list[Cell]) -> tuple[str, ...]:
    """The column names, without surrounding blanks and without empty columns at the end."""
    names = [str(cell).strip() for cell in row]
    while names and not names[-1]:
        names.pop()
    return tuple(names)
