"""Columns held against each other: what follows from another one, what tells rows apart, what contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from berkala.describe.columns import ColumnFound, Columns, Reason
from berkala.describe.kinds import Seen, is_year, period_of
from berkala.describe.tables import Table


def without_followers(columns: Columns, table: Table) -> Columns:
    """Without the columns that follow from the period, or from another column, and so tell nothing apart."""
    found = list(columns.all)
    periods = [one for one in found if one.role == "period" and one.part == "period"]
    if len(periods) > 1:
        best = _best_period(periods, with_part=any(one.role == "period" and one.part != "period" for one in found))
        for one in periods:
            if one is not best:
                reason: Reason = "other-date" if contradictions(best, one) else "part-date"
                found[one.place] = replace(one, role="left-out", reason=reason, same_as=best.place)
    leaders = [one for one in found if one.role in ("name", "period")]
    for one in [one for one in found if one.role == "name"]:
        for other in leaders:
            if other is not one and found[other.place].role != "left-out" and _follows(one, other):
                found[one.place] = replace(one, role="left-out", reason="other-name", same_as=other.place)
                break
    return Columns(tuple(found))


def _best_period(periods: Sequence[ColumnFound], *, with_part: bool) -> ColumnFound:
    """Of several columns of periods the one that says most; beside one of parts the one that says years."""
    years = [one for one in periods if all(map(is_year, one.texts))]
    if with_part and years:
        return years[0]
    return max(periods, key=lambda one: (len(one.texts), -one.place))


def contradictions(one: ColumnFound, other: ColumnFound) -> int:
    """In how many rows two columns state periods of different years."""
    stated = [(period_of(a.text), period_of(b.text)) for a, b in pairs(one, other)]
    return sum(a.first.year > b.last.year or b.first.year > a.last.year for a, b in stated if a and b)


def _follows(one: ColumnFound, other: ColumnFound) -> bool:
    """Whether a column has one text for each of another's, and fewer of them."""
    if len(one.texts) >= len(other.texts):
        return False
    pairs = {(a.text, b.text) for a, b in zip(other.cells, one.cells, strict=False)}
    repeated = len(other.texts) < len(other.filled)
    return repeated and len(pairs) == len({a for a, _ in pairs})


def telling_apart(columns: Columns, table: Table, by_names: bool) -> Columns:
    """Columns of few whole numbers become names where rows could not be told apart without them."""
    found = list(columns.all)
    keys = [one for one in found if one.role in ("period", "name", "unit")]
    if not keys or (by_names and len(keys) == 1):
        return columns
    if len(_keys(keys)) == len(set(_keys(keys))):
        return columns
    figures = sum(one.role == "figure" for one in found)
    for one in found:
        if figures < 2 and one.role == "figure":
            continue  # what is measured does not tell apart of what
        if _may_tell_apart(one, len(table.body)):
            now = _keys([*keys, one])
            if len(set(now)) == len(now):
                found[one.place] = replace(one, role="name", reason="")
                return Columns(tuple(found))
    return columns


def _may_tell_apart(one: ColumnFound, rows: int) -> bool:
    """Whether a column that was taken for something else could hold names: few whole numbers, or texts in all rows."""
    if len(one.filled) < rows or len(one.texts) < 2 or one.same_as is not None:
        return False
    again = len(one.texts) <= 15 and len(one.filled) >= 5 * len(one.texts)  # counts seldom come again
    few = again and all(cell.number.isdecimal() or cell.kind == "text" for cell in one.filled)
    return one.reason == "texts" or (one.role == "figure" and few)


def _keys(columns: Sequence[ColumnFound]) -> list[tuple[str, ...]]:
    """What tells each row from the others; an empty cell may mean the one above it."""
    return list(zip(*(_down(one.cells) for one in columns), strict=True))


def _down(cells: Iterable[Seen]) -> Iterator[str]:
    above = ""
    for cell in cells:
        above = cell.text or above
        yield above


def pairs(one: ColumnFound, other: ColumnFound) -> Iterable[tuple[Seen, Seen]]:
    """The cells of two columns side by side, where both have something in them."""
    return ((a, b) for a, b in zip(one.cells, other.cells, strict=False) if a.text and b.text)
