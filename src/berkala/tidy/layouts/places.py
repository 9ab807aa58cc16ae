"""Where each row of a laid-out table stands in its file: rows are numbered anew, and told as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from berkala.errors import Severity
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

    def add(
        self,
        code: str,
        facts: Mapping[str, object] | None = None,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        severity: Severity = "error",
    ) -> None:
        """Write one problem down; `row` is the number of an observation, from 1."""
        before = len(self._listed)
        if code == "tidy.duplicate" and facts and row:
            facts = {**facts, "first": self._spoken(int(str(facts["first"])), row)}
        super().add(code, facts, row=row, column=column, value=value, severity=severity)
        if row is not None and 0 < row <= len(self.places) and len(self._listed) > before:
            self._listed[-1] = self._listed[-1].at(**self.places[row - 1].of(column))

    def _spoken(self, number: int, beside: int) -> str:
        """The row of an observation, with its file and sheet where these are not those of another one."""
        one, other = self.places[number - 1], self.places[beside - 1]
        parts = [part for part, same in ((one.file, other.file), (one.sheet, other.sheet)) if part and part != same]
        return f"{one.row} ({', '.join(parts)})" if parts else str(one.row)

    def take(self, other: Listing) -> None:
        """The problems of one sheet, which is told in its own rows."""
        self.failed = self.failed or other.failed
        self._listed.extend(other.problems())
