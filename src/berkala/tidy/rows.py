"""What a reader gives: the rows of one table as they stand in the file, still text, held as columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from berkala.errors import Problem, SourceProblems
from berkala.plan.specifications import Dialect
from berkala.tidy.coded import Coded
from berkala.tidy.listing import Listing

#: One cell: its text, or a date where the workbook says that it is one. A workbook's numbers are text here, in
#: the dialect's own style, so that there is one way from text to number.
Cell = str | date

#: The places of rows in the file, from 1: int64, one for each row, ascending.
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Rows:
    """Header and data rows, of which none is wholly empty.

    `header` has no empty names at its end, and `columns` one column for each of its names, all as long as `numbers`.
    Cells are as they stand, blanks included. `header_row` is None where the names do not come from one row.
    `statuses` are those that marks beside the figures gave, by measure.
    """

    header: tuple[str, ...]
    header_row: int | None
    numbers: Numbers
    columns: tuple[Coded[Cell], ...]
    sheet: str | None = None
    statuses: Mapping[str, Coded[str]] = field(default_factory=dict)

    @property
    def cells(self) -> list[list[Cell]]:
        """The cells row by row, made anew: for a look at few of them."""
        return [list(row) for row in zip(*self.columns, strict=True)]


#: A reader of one format. It raises SourceProblems where there is no table to read, and lists what is wrong with rows.
Reader = Callable[[bytes, Dialect, Listing], Rows]


def stop(listing: Listing, code: str, row: int | None = None, **facts: object) -> SourceProblems:
    """The error to raise where a file cannot be read as a table at all."""
    return SourceProblems(Problem(code, facts, file=listing.file, sheet=listing.sheet, row=row))


def is_blank(row: list[Cell]) -> bool:
    """Whether nothing stands in a row."""
    return not any(cell if not isinstance(cell, str) else cell.strip() for cell in row)


def header_names(row: Sequence[Cell]) -> tuple[str, ...]:
    """The column names, without surrounding blanks and without empty columns at the end."""
    names = [str(cell).strip() for cell in row]
    while names and not names[-1]:
        names.pop()
    return tuple(names)
