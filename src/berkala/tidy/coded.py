"""A column by its distinct values: what follows from a value alone is worked out once for each, not for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

V = TypeVar("V")
W = TypeVar("W")

Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

#: Keys are combined in whole numbers of 64 bits up to here, and counted anew beyond.
_LARGEST = 2**62


@dataclass(frozen=True, eq=False)
class Coded(Generic[V]):
    """One value for each row: ``distinct[codes[row]]``.

    `distinct` holds each value once, in the order in which they first appear; `codes` has an int32 for each row.
    """

    distinct: list[V]
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> V:
        return self.distinct[int(self.codes[row])]

    def __iter__(self) -> Iterator[V]:
        return map(self.distinct.__getitem__, self.codes.tolist())

    def map(self, of: Callable[[V], W]) -> Coded[W]:
        """What each value becomes; those that become the same are one value."""
        return self.renamed(map(of, self.distinct))

    def renamed(self, distinct: Iterable[W]) -> Coded[W]:
        """Another value for each distinct one; those that are the same now are one value."""
        found = coded(distinct)
        if len(found.distinct) == len(self.distinct):
            return Coded(found.distinct, self.codes)
        return Coded(found.distinct, found.codes[self.codes])

    def where(self, holds: Callable[[V], bool]) -> Mask:
        """The rows whose value fulfils something."""
        return self.each(holds, np.bool_)

    def each(self, of: Callable[[V], Any], kind: npt.DTypeLike) -> npt.NDArray[Any]:
        """What follows from each row's value, as an array with one entry for each row."""
        return np.fromiter(map(of, self.distinct), dtype=kind, count=len(self.distinct))[self.codes]

    def among(self, rows: Mask) -> Coded[V]:
        """The values of some of the rows."""
        return compact(self.distinct, self.codes[rows])


def coded(values: Iterable[V]) -> Coded[V]:
    """A column of any values that can be hashed."""
    coding = Coding[V]()
    coding.extend(list(values))
    return coding.coded()


def same(value: V, rows: int) -> Coded[V]:
    """A column with one value in all rows."""
    return Coded([value], np.zeros(rows, dtype=np.int32))


def compact(distinct: list[V], codes: Codes) -> Coded[V]:
    """A column of codes that need not all occur, nor in order."""
    again, used = pd.factorize(codes)
    return Coded([distinct[place] for place in used.tolist()], again.astype(np.int32))


class Coding(Generic[V]):
    """A column that comes in portions, of which only the distinct values are kept."""

    def __init__(self) -> None:
        self._known: dict[V, int] = {}
        self._codes: list[Codes] = []

    def extend(self, values: Sequence[V]) -> None:
        """Put the next rows below those that are there."""
        for value in dict.fromkeys(values):
            self._known.setdefault(value, len(self._known))
        codes = map(self._known.__getitem__, values)
        self._codes.append(np.fromiter(codes, dtype=np.int32, count=len(values)))

    def coded(self) -> Coded[V]:
        """The whole column."""
        return Coded(list(self._known), np.concatenate([np.empty(0, dtype=np.int32), *self._codes]))


def firsts(codes: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """The row in which each code first stands; the codes are numbered in the order in which they appear."""
    highest = np.maximum.accumulate(codes)
    return np.concatenate([np.flatnonzero(codes[:1] == 0), np.flatnonzero(highest[1:] > highest[:-1]) + 1])


def combined(columns: Sequence[Coded[Any]], rows: int) -> npt.NDArray[np.int64]:
    """A whole number for each row, in the order of the first column's codes, then of the second's, and so on.

    It is the same for two rows where all the columns have the same values.
    """
    key, size = np.zeros(rows, dtype=np.int64), 1
    for column in columns:
        if size * len(column.distinct) > _LARGEST:
            key, size = np.unique(key, return_inverse=True)[1], rows
        key = key * len(column.distinct) + column.codes
        size *= len(column.distinct)
    return key


def in_order(column: Coded[V], key: Callable[[V], Any]) -> Coded[V]:
    """The column with its distinct values, and so its codes, in the order of a key."""
    order = sorted(range(len(column.distinct)), key=lambda place: key(column.distinct[place]))
    places = np.empty(len(order), dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    return Coded([column.distinct[place] for place in order], places[column.codes])
