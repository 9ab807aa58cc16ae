"""How the names of rows belong together: headings, names that come again under others, cells left empty below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from berkala.describe.asking import Ask, Noted
from berkala.describe.columns import ColumnFound, Columns
from berkala.describe.tables import Table
from berkala.words.language import Language


@dataclass(frozen=True)
class Rows:
    """What is to be said of the names of rows."""

    headings: bool = False
    repeated: tuple[str, ...] = ()
    down: frozenset[int] = frozenset()

    def settings(self, say: Language) -> dict[str, Any]:
        """The lines of the layout."""
        found: dict[str, Any] = {}
        if self.headings:
            found["headings"] = Noted(True, say.text("describe.note.headings"))
        if self.repeated:
            found["repeated"] = Noted(list(self.repeated), say.text("describe.note.repeated"))
        return found

    def said(self, one: ColumnFound, gives: Any, say: Language) -> Any:
        """What the layout says of a column of names or periods."""
        if one.place not in self.down:
            return gives
        return {"gives": gives, "down": Ask(say.text("describe.ask.down", name=one.name), True)}


def rows_of(table: Table, columns: Columns) -> Rows:
    """How the rows of a table are named."""
    named = columns.of("name", "unit")
    if len(named) != 1 or columns.of("period"):
        left_out = [one for one in columns.of("left-out") if one.reason == "number"]
        return Rows(down=frozenset(_sparse([*named, *columns.of("period")], left_out, table)))
    (one,) = named
    figures = [column.place for column in columns.of("figure")]
    labels: list[tuple[str, bool]] = []
    for row in table.body:
        text = row[one.place].text if one.place < len(row) else ""
        has_figures = any(place < len(row) and row[place].kind != "empty" for place in figures)
        labels += [(text, has_figures)] if text or has_figures else []
    headings = any(not has_figures for _, has_figures in labels)
    return Rows(headings, _repeated(labels))


def _repeated(labels: Sequence[tuple[str, bool]]) -> tuple[str, ...]:
    """Headings that come again, and names that come again below one heading."""
    again = Counter(text for text, has_figures in labels if not has_figures)
    headings = {text for text, count in again.items() if count > 1}
    heading, seen = "", Counter[tuple[str, str]]()
    for text, has_figures in labels:
        if has_figures:
            seen[heading, text] += 1
        elif text not in headings:
            heading = text
    names = {text for (_, text), count in seen.items() if count > 1}
    return tuple(dict.fromkeys(text for text, _ in labels if text in names | headings))


def _sparse(named: Sequence[ColumnFound], others: Sequence[ColumnFound], table: Table) -> list[int]:
    """Columns in which a name stands only in the first of the rows that it is for.

    A row whose name stands in another column instead ("JUMLAH" below the numbers of rows) belongs to no row above it.
    """
    rows = len(table.body)
    found = [one for one in named if one.filled and len(one.filled) < rows]
    return [one.place for one in found if not any(_named_beside(one, other) for other in others)]


def _named_beside(one: ColumnFound, other: ColumnFound) -> bool:
    pairs = zip(one.cells, other.cells, strict=False)
    return any(own.kind == "empty" and beside.kind == "text" for own, beside in pairs)
