"""The rows of a safe table, found by period and by category, and the cut of a table at an edition's period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import repeat
from typing import TypeVar

import pandas as pd

from berkala.measure.formulas import plain
from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec
from berkala.protect.tables import SafeTable

T = TypeVar("T")


@dataclass(frozen=True)
class Cell:
    """One value, exact and without trailing decimal noughts, or None with the status that says why."""

    value: Decimal | None
    status: str


@dataclass(frozen=True)
class Row:
    """One observation: its categories by dimension, its key as it is published, its cells by column."""

    categories: Mapping[str, str]
    key: Mapping[str, str]
    cells: Mapping[str, Cell]

    @property
    def label(self) -> str:
        """Its categories as part of a figure's id. A category has no underscore, so no two rows share one."""
        return "_".join(self.categories.values()) or "all"


#: The rows of one period that are of these categories, by dimension.
Choice = tuple[Period, Mapping[str, str]]

#: The rows by category of one dimension, ``all`` among them.
Groups = dict[str, tuple[Row, ...]]


@dataclass(frozen=True)
class Observations:
    """The rows of one period. What has been looked for once is kept: many editions share them."""

    rows: tuple[Row, ...]
    _groups: dict[tuple[tuple[tuple[str, str], ...], str | None], Groups] = field(
        default_factory=dict, compare=False, repr=False
    )
    _by_dimension: dict[str, Groups] = field(default_factory=dict, compare=False, repr=False)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, period: Period, choices: Iterable[Choice]) -> Observations:
        """Those of these rows, which are of `period`, that one of the choices means."""
        wanted = [where.items() for one, where in choices if one == period]
        return Observations(tuple(row for row in self.rows if any(where <= row.categories.items() for where in wanted)))

    def chosen(
        self, spec: DatasetSpec, where: Mapping[str, str], by: str | None = None, category: str = "all"
    ) -> tuple[Row, ...]:
        """The rows of `where`, and of one category of the dimension `by`, or of the whole.

        A dimension that says which category is its `whole` and is not chosen in is that category alone: such a
        table holds the whole beside its parts, and nothing in it may be added up. Otherwise the whole is every
        row, without the parts of a declared total whose own row is there.
        """
        key = (tuple(where.items()), by)
        if key not in self._groups:
            self._groups[key] = _grouped(self.narrowed(where), spec, where, by)
        return self._groups[key].get(category, ())

    def narrowed(self, where: Mapping[str, str]) -> tuple[Row, ...]:
        """The rows of one choice of `where`, found at once: a table may hold a thousand indicators."""
        if not where:
            return self.rows
        dimension, category = next(iter(where.items()))
        if dimension not in self._by_dimension:
            found: dict[str, list[Row]] = {}
            for row in self.rows:
                found.setdefault(row.categories.get(dimension, ""), []).append(row)
            self._by_dimension[dimension] = {one: tuple(rows) for one, rows in found.items()}
        return self._by_dimension[dimension].get(category, ())


def _grouped(rows: Iterable[Row], spec: DatasetSpec, where: Mapping[str, str], by: str | None) -> Groups:
    wholes = {column.name: column.whole for column in spec.with_role("dimension") if column.whole is not None}
    fixed = {name: category for name, category in wholes.items() if name != by} | dict(where)
    wanted = fixed.items()
    kept = tuple(row for row in rows if wanted <= row.categories.items())
    if by is None:
        return {"all": whole(kept, spec)}
    groups: dict[str, list[Row]] = {}
    for row in kept:
        groups.setdefault(row.categories[by], []).append(row)
    found = {category: whole(members, spec, by) for category, members in groups.items()}
    return found | {"all": found.get(wholes[by], ()) if by in wholes else whole(kept, spec)}


Rows = Mapping[Period, Observations]


@dataclass(frozen=True)
class Indexed:
    """A safe table with its rows by period: made once, and cut for every edition."""

    table: SafeTable

    @cached_property
    def rows(self) -> Rows:
        """The rows by period, oldest first."""
        return rows_of(self.table)

    @cached_property
    def _places(self) -> tuple[pd.Series, list[Period]]:
        """For each row the number of its period, and the periods."""
        frame = self.table.frame
        codes, periods = pd.factorize(frame[self.table.spec.period_field.name])
        return pd.Series(codes, index=frame.index), list(periods)

    def cut(self, inside: Callable[[Period], bool], also: Sequence[Choice] = ()) -> tuple[SafeTable, Rows]:
        """The table with the rows whose period is `inside` or that are chosen by one of `also`; and those rows.

        Of the others there is no trace.
        """
        codes, periods = self._places
        chosen = codes.isin([place for place, period in enumerate(periods) if inside(period)])
        for period, where in also:
            chosen |= self._chosen(codes, periods, period, where)
        # The newest edition has every row: nothing is cut, and nothing copied.
        kept = self.table.frame if chosen.all() else self.table.frame[chosen]
        marks = [kept[f"{column.name}_status"] for column in self.table.spec.with_role("measure")]
        table = replace(self.table, frame=kept, suppressed=sum(int((mark == "c").sum()) for mark in marks))
        found = {period: rows if inside(period) else rows.only(period, also) for period, rows in self.rows.items()}
        return table, {period: rows for period, rows in found.items() if len(rows)}

    def _chosen(self, codes: pd.Series, periods: list[Period], period: Period, where: Mapping[str, str]) -> pd.Series:
        chosen = codes.isin([place for place, one in enumerate(periods) if one == period])
        for name, category in where.items():
            chosen &= self.table.frame[name].map(str) == category
        return chosen


def rows_of(table: SafeTable) -> Rows:
    """Every row by period; those of one period in the order of their categories, whatever the source's was."""
    spec, frame, found = table.spec, table.frame, dict[Period, list[Row]]()
    dimensions = [column.name for column in spec.with_role("dimension")]
    key = spec.resource.table.primary_key
    measures = [column.name for column in spec.with_role("measure")]
    texts = {name: [str(value) for value in frame[name].tolist()] for name in {*dimensions, *key}}
    cells = [map(_cell, frame[name].tolist(), map(str, frame[f"{name}_status"].tolist())) for name in measures]
    rows = zip(
        _each(frame, [texts[name] for name in dimensions]),
        _each(frame, [texts[name] for name in key]),
        _each(frame, cells),
        frame[spec.period_field.name].tolist(),
        strict=True,
    )
    for categories, place, held, period in rows:
        row = Row(
            dict(zip(dimensions, categories, strict=True)),
            dict(zip(key, place, strict=True)),
            dict(zip(measures, held, strict=True)),
        )
        found.setdefault(period, []).append(row)
    return {period: Observations(tuple(sorted(found[period], key=lambda row: row.label))) for period in sorted(found)}


def _each(frame: pd.DataFrame, columns: Sequence[Iterable[T]]) -> Iterable[tuple[T, ...]]:
    """Columns of a frame, row by row; nothing for each row where there is no column."""
    return zip(*columns, strict=True) if columns else repeat((), len(frame))


def _cell(value: object, status: str) -> Cell:
    if value is None or value is pd.NA or value != value:  # NaN is the one value that is not itself
        return Cell(None, status or "x")
    return Cell(plain(Decimal(str(value))), status)


def whole(rows: Iterable[Row], spec: DatasetSpec, by: str | None = None) -> tuple[Row, ...]:
    """The rows that make up the whole: where a declared total has its own row, its parts are left out.

    `by` names a dimension in which one category has been chosen already. A part stays where the row of its
    total is not there, so that nothing is counted twice and nothing is left out.
    """
    kept = tuple(rows)
    for total in spec.totals:
        if total.dimension == by:
            continue
        totalled = {_others(row, total.dimension) for row in kept if row.categories[total.dimension] == total.total}
        kept = tuple(
            row
            for row in kept
            if row.categories[total.dimension] not in total.of or _others(row, total.dimension) not in totalled
        )
    return kept


def _others(row: Row, dimension: str) -> tuple[str, ...]:
    return tuple(category for name, category in row.categories.items() if name != dimension)
