"""Which values of a table an answer is about, and whether they still stand.

An answer names one value by its row, or several at once: ``north: 12; south: 7`` in one period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from berkala.measure.formulas import plain
from berkala.plan import Publication
from berkala.plan.specifications import Answer, DatasetSpec
from berkala.protect.tables import SafeTable

#: What stands between several values that are told together.
BETWEEN = "; "


def answers_of(table: SafeTable, publication: Publication) -> tuple[Answer, ...]:
    """The answers about a table that are about what stands in it."""
    return tuple(one for one in publication.datasets[table.spec.name].answers if stands(table, one))


def stands(table: SafeTable, answer: Answer) -> bool:
    """Whether a table has what an answer is about: the value in its cell, or all of several; of others, a row."""
    return bool(cells(table, answer) if _is_of_values(table.spec, answer) else rows_of(table, answer.key))


@dataclass(frozen=True)
class Cell:
    """One value that an answer is about: the place of its row in the frame, its key, and what stands there."""

    place: int
    key: Mapping[str, str]
    value: str


def cells(table: SafeTable, answer: Answer) -> tuple[Cell, ...]:
    """The values of a measure that an answer is about, where all of them stand in their rows; else none."""
    if not _is_of_values(table.spec, answer):
        return ()
    every = _cells(table, answer)
    return tuple(one for one in every if one.value == answer.value) or _several(table.spec, every, answer.value)


def answered_places(table: SafeTable, answers: Iterable[Answer]) -> dict[str, frozenset[int]]:
    """For each measure the places in the frame of the values that an answer is about.

    An answer that gives one value for a whole period is about all values of its column there.
    """
    found: dict[str, frozenset[int]] = {}
    for answer in (one for one in answers if _is_of_values(table.spec, one)):
        about = cells(table, answer)
        is_whole = any(one.value == answer.value and one.key.keys() > answer.key.keys() for one in about)
        places = rows_of(table, answer.key) if is_whole else [one.place for one in about]
        found[answer.column] = found.get(answer.column, frozenset()).union(places)
    return found


def _is_of_values(spec: DatasetSpec, answer: Answer) -> bool:
    return answer.column in {one.name for one in spec.with_role("measure")}


def rows_of(table: SafeTable, key: Mapping[str, str]) -> list[int]:
    """The places of the rows that a key names; none where it names a column that is not there."""
    frame, period = table.frame, table.spec.period_field.name
    if not set(key) <= set(frame.columns):
        return []
    here = np.ones(len(frame), dtype=bool)
    for name, value in key.items():
        texts = frame[name].map(lambda one: one.code) if name == period else frame[name].map(str)
        here &= (texts == value).to_numpy(dtype=bool)
    return [int(place) for place in np.flatnonzero(here)]


def _cells(table: SafeTable, answer: Answer) -> list[Cell]:
    """Every cell of an answer's column in the rows that its key names."""
    places, period = rows_of(table, answer.key), table.spec.period_field.name
    rows = table.frame.iloc[places]
    names = [period, *(one.name for one in table.spec.with_role("dimension"))]
    keys = zip(*([one.code if name == period else str(one) for one in rows[name]] for name in names), strict=True)
    return [
        Cell(place, dict(zip(names, key, strict=True)), _said(value))
        for place, key, value in zip(places, keys, rows[answer.column], strict=True)
    ]


def cell_by_names(names: Iterable[str], value: str) -> str:
    """A value with the categories of its row, as an answer to a question about several values has each."""
    return f"{', '.join(names)}: {value}"


def joined(cells: Iterable[str]) -> str:
    """Several such cells, in one order whatever that of their rows: the value to which an answer binds."""
    return BETWEEN.join(sorted(cells))


def _several(spec: DatasetSpec, every: Sequence[Cell], told: str) -> tuple[Cell, ...]:
    """Of the cells those that are told together (`joined`), where each of them still stands in its own row."""
    names = [one.name for one in spec.with_role("dimension")]
    texts = [(cell_by_names((one.key[name] for name in names), one.value) + BETWEEN, one) for one in every]
    rest, found = told + BETWEEN, []
    for text, cell in sorted(texts, key=lambda pair: pair[0]):
        if rest.startswith(text):
            rest = rest.removeprefix(text)
            found.append(cell)
    return tuple(found) if rest == "" else ()


def _said(value: object) -> str:
    return "" if value is pd.NA or value is None or value != value else f"{plain(Decimal(str(value))):f}"
