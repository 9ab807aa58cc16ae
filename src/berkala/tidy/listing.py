"""The problems of one file as they are found, so many for each column and then counted, never cut off silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from berkala.errors import Problem, Severity

#: How many problems of one column are listed one by one. A wrong decimal mark spoils every cell alike.
LIMIT = 20


class Listing:
    """Collects problems of one file. `sheet` is set for a workbook."""

    def __init__(self, file: str, sheet: str | None = None) -> None:
        self.file, self.sheet = file, sheet
        self.failed = False
        self._listed: list[Problem] = []
        self._counts: Counter[str | None] = Counter()

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
        """Write one problem down."""
        self.failed = self.failed or severity == "error"
        self._counts[column] += 1
        if self._counts[column] <= LIMIT:
            problem = Problem(code, facts or {}, severity=severity, value=value)
            self._listed.append(self._placed(problem, row, column))

    def _placed(self, problem: Problem, row: int | None, column: str | None) -> Problem:
        """The problem at its place, as far as that is known here."""
        return problem.at(file=self.file, sheet=self.sheet, row=row, column=column)

    def add_each(self, places: npt.NDArray[np.int64], add: Callable[[int], None], *, column: str | None) -> None:
        """Have `add` write down one error of a column for each place; those beyond the limit are counted only."""
        room = max(0, LIMIT - self._counts[column])
        for place in places[:room].tolist():
            add(place)
        if len(places) > room:
            self.failed = True
            self._counts[column] += len(places) - room

    def problems(self) -> tuple[Problem, ...]:
        """All of them, in the order found; after a column's first ones, one that counts the rest."""
        rest = [(column, count - LIMIT) for column, count in self._counts.items() if count > LIMIT]
        more = [
            Problem("tidy.more" if column else "tidy.more-rows", {"count": count}, self.file).at(
                column=column, sheet=self.sheet
            )
            for column, count in rest
        ]
        return (*self._listed, *more)
