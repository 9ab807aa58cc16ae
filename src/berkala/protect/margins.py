"""What adds up in a table, declared or not: from it a suppressed cell could be computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from berkala.errors import Problem
from berkala.plan.specifications import Suppression
from berkala.protect.sums import LIMIT, Slices, Whole, combinations_of, each_against_all, every_way, support, told
from berkala.tidy import Table

#: Two sums of the same counts may differ by this much of their size and still be the same.
_RELATIVE = 1e-9

Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Relation:
    """`ones` together equal `others`; `ones` is never the longer side. `seen` counts the periods that show it.

    Where values may be negative, `others` may add up to nought, and `ones` is empty.
    """

    ones: tuple[str, ...]
    others: tuple[str, ...]
    seen: int
    whole: bool

    @property
    def order(self) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
        return len(self.ones) + len(self.others), self.ones, self.others

    def facts(self) -> dict[str, object]:
        return {"category": " + ".join(self.ones) or "0", "parts": " + ".join(self.others)}


def margins(table: Table, rows: Sequence[int], rule: Suppression) -> Iterator[Problem]:
    """Every reason why cells suppressed in the source rows `rows` could be computed from the cells that are shown.

    Looked for in the raw values (what is rounded later adds up nearly as well), in each combination of the other
    dimensions by itself: whether some categories of a dimension are together always equal to some others, of
    which a total and a subtotal are the usual kinds (`sums.told`). Beyond `LIMIT` categories only the sum of all
    others is looked for, and the table is held anyway. Over several dimensions together a grand total is looked
    for. Where a relation shows in one period alone it may be chance, and the table is held all the same.
    The statement ``margins: none_because`` answers for what the data cannot settle: too many categories, one
    period alone, and equal sums of which neither is a category. It does not answer for a category that is a sum
    in two periods or more, or the sum of all others.
    """
    hidden = table.frame.index.isin(rows)
    measures = [one.name for one in table.spec.with_role("measure")]
    names = [one.name for one in table.spec.with_role("dimension")]
    for measure in measures:
        found = [problem for name in names for problem in _of_dimension(table, name, measure, hidden, rule)]
        yield from found or _grand_totals(table, names, measure, hidden)
    yield from _columns(table, measures)


def _of_dimension(
    table: Table, dimension: str, measure: str, hidden: npt.NDArray[np.bool_], rule: Suppression
) -> Iterator[Problem]:
    names, slices = combinations_of(table, [dimension], measure, hidden)
    facts = {"dimension": dimension, "measure": measure}
    stated = rule.margins is not None
    yield from (Problem(code, {**facts, **one.facts()}) for code, one in _worst(_relations(names, slices), stated))
    most = max((len(one.active()) for one in slices if one.hidden.any()), default=0)
    if most > LIMIT and not stated:
        yield Problem("protect.held-too-many", {**facts, "categories": most, "limit": LIMIT})


def _worst(relations: list[_Relation], stated: bool) -> list[tuple[str, _Relation]]:
    """What is told of all that adds up: each total once, by its fewest parts; without a total, one other relation."""
    totals: dict[str, tuple[str, _Relation]] = {}
    for one in relations:
        if len(one.ones) == 1 and (one.whole or one.seen > 1):
            totals.setdefault(one.ones[0], ("protect.held-margin" if one.whole else "protect.held-subtotal", one))
    if totals or stated:
        return list(totals.values())
    often = [("protect.held-equal-sums", one) for one in relations if one.seen > 1]
    return (often or [("protect.held-once", one) for one in relations])[:1]


def _grand_totals(
    table: Table, dimensions: Sequence[str], measure: str, hidden: npt.NDArray[np.bool_]
) -> Iterator[Problem]:
    """Rows that are the sum of all others over several dimensions, such as one row for everybody everywhere."""
    for count in range(2, len(dimensions) + 1):
        for some in combinations(dimensions, count):
            names, slices = combinations_of(table, some, measure, hidden)
            for one in _relations(names, slices, limit=0):
                yield Problem("protect.held-margin", {"dimension": ", ".join(some), "measure": measure, **one.facts()})


def _relations(names: Sequence[str], slices: Sequence[Slices], limit: int = LIMIT) -> list[_Relation]:
    """What adds up in any combination with a hidden cell, fewest categories first."""
    ways: dict[tuple[int, ...], bool] = {}
    for one in slices:
        active = one.active()
        if not one.hidden.any() or len(active) < 2:
            continue
        tried = every_way(len(active)) if len(active) <= limit else each_against_all(len(active))
        for way in told(one.only(active), tried):
            wide = np.zeros(len(names), dtype=np.int64)
            wide[active] = way
            key = tuple(wide.tolist())
            ways[key] = ways.get(key, False) or (bool(way.all()) and len(active) > 2)
    found = [_relation(names, slices, np.array(key, dtype=np.int64), whole) for key, whole in ways.items()]
    return sorted(found, key=lambda one: one.order)


def _relation(names: Sequence[str], slices: Sequence[Slices], way: Whole, whole: bool) -> _Relation:
    sides = [tuple(name for name, part in zip(names, way.tolist(), strict=True) if part == sign) for sign in (1, -1)]
    ones, others = sorted(sides, key=lambda side: (len(side), side))
    return _Relation(ones, others, sum(support(one, way) for one in slices), whole and len(ones) == 1)


def _columns(table: Table, measures: Sequence[str]) -> Iterator[Problem]:
    """Every measure that is the sum of two others."""
    for parts in combinations(measures, 3):
        total = _sum_of_others(table, parts)
        if total:
            one, other = (name for name in parts if name != total)
            yield Problem("protect.held-columns", {"measure": total, "one": one, "other": other}, column=total)


def _sum_of_others(table: Table, parts: tuple[str, ...]) -> str:
    """The measure of three that is the sum of the two others in every complete row; ``""`` if none is."""
    columns = [_floats(table.frame[name]) for name in parts]
    complete = ~np.isnan(np.vstack(columns)).any(axis=0)
    if not complete.any() or int(complete.sum()) < min(2, len(table.frame)):
        return ""
    values: list[Values] = [column[complete] for column in columns]
    for place, name in enumerate(parts):
        one, other = (value for at, value in enumerate(values) if at != place)
        if values[place].any() and np.isclose(values[place], one + other, rtol=_RELATIVE, atol=0).all():
            return name
    return ""


def _floats(column: pd.Series) -> Values:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)
