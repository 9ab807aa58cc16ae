"""Where each row of a laid-out table stands in its file: rows are numbered anew, and told as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from berkala.errors import Problem
from berkala.tidy.listing import Listing


@dataclass(frozen=True)
class Place:
    """The file, the sheet and the row that an observation was read from, and the column of each of its fields."""

    file: str
    sheet: str | None
    row: int
    columns: Mapping[str, str] = field(default_factory=dict)

    def of(self, column: str | None) -> dict[str, Any]:
        """The place of one field of it, as a problem tells it: the field, and the column's letters."""
        letters = self.columns.get(column or "")
        said = f"{column} ({letters})" if letters else column
        return {"file": self.file, "sheet": self.sheet, "row": self.row, "column": said}


Places = tuple[Place, ...]


def place_of(number: int, places: Places) -> dict[str, Any]:
    """Where the row of a frame with this number stands: its row in the source, and its file and sheet if known."""
    if not places:
        return {"row": number}
    place = places[number - 1]
    return {"file": place.file, "sheet": place.sheet, "row": place.row}


class PlacedListing(Listing):
    """Collects the problems of observations, whose rows are counted through all files, and tells each in its own."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.places: list[Place] = []

    def _placed(self, problem: Problem, row: int | None, column: str | None) -> Problem:
        """The problem in its own file; `row` is the number of an observation, as is the fact ``first_row``."""
        if row is None or not 0 < row <= len(self.places):
            return super()._placed(problem, row, column)
        first = problem.facts.get("first_row")
        spoken = {} if first is None else {"first_row": self._spoken(int(str(first)), row)}
        return replace(problem.at(**self.places[row - 1].of(column)), facts={**problem.facts, **spoken})

    def _spoken(self, number: int, beside: int) -> str:
        """The row of an observation, with its file and sheet where these are not those of another one."""
        one, other = self.places[number - 1], self.places[beside - 1]
        parts = [part for part, same in ((one.file, other.file), (one.sheet, other.sheet)) if part and part != same]
        return f"{one.row} ({', '.join(parts)})" if parts else str(one.row)

    def take(self, other: Listing) -> None:
        """The problems of one sheet, which is told in its own rows."""
        self.failed = self.failed or other.failed
        self._listed.extend(other.problems())
