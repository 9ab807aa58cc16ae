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
        facts = dict(facts or {})
        if isinstance(first := facts.get("first"), int) and 0 < first <= len(self.places):
            facts["first"] = self._spoken(first, row)
        super().add(code, facts, row=row, column=column, value=value, severity=severity)
        if row is not None and 0 < row <= len(self.places) and len(self._listed) > before:
            self._listed[-1] = self._listed[-1].at(**self.places[row - 1].of(column))

    def _spoken(self, number: int, from_: int | None) -> str:
        """The row of an observation as it is spoken of from another one: with its file or sheet where that differs."""
        place = self.places[number - 1]
        here = self.places[from_ - 1] if from_ is not None and 0 < from_ <= len(self.places) else place
        beside = place.file if place.file != here.file else place.sheet if place.sheet != here.sheet else None
        return f"{place.row} ({beside})" if beside else str(place.row)

    def take(self, other: Listing) -> None:
        """The problems of one sheet, which is told in its own rows."""
        self.failed = self.failed or other.failed
        self._listed.extend(other.problems())
