"""Declared mistakes of a source: each must still stand in its cell, exactly as it was declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from berkala.errors import nearest
from berkala.plan.specifications import DatasetSpec, KnownError
from berkala.tidy.coded import Coded, Mask
from berkala.tidy.listing import Listing
from berkala.tidy.rows import Cell, Numbers


@dataclass
class Declared:
    """The places of one measure's known errors, by what is to be done with the value."""

    withheld: set[int] = field(default_factory=set)
    shown: set[int] = field(default_factory=set)


def known_errors(
    spec: DatasetSpec,
    columns: Mapping[str, Coded[Cell]],
    named: Mapping[str, Coded[str]],
    numbers: Numbers,
    listing: Listing,
) -> dict[str, Declared]:
    """The places of all declared errors, by measure. `named` are the period codes and categories of each row.

    One whose row or value is not there any more is listed: the source was mended, or the declaration is wrong.
    """
    measures = [one.name for one in spec.with_role("measure")]
    found = {name: Declared() for name in measures}
    for error in spec.known_errors:
        unknown = [name for name in error.key if name not in named] + [error.column] * (error.column not in measures)
        if unknown:
            known = [*named, *measures]
            facts = {"name": unknown[0], "nearest": nearest(unknown[0], known), "known": ", ".join(known)}
            listing.add("tidy.known-error-column", facts)
        elif error.column in columns:
            _place(error, columns[error.column], named, numbers, found[error.column], listing)
    return found


def _place(
    error: KnownError,
    cells: Coded[Cell],
    named: Mapping[str, Coded[str]],
    numbers: Numbers,
    found: Declared,
    listing: Listing,
) -> None:
    key = ", ".join(error.key.values())
    rows = np.flatnonzero(rows_at(error.key, named, len(numbers))).tolist()
    if len(rows) != 1:
        code = "tidy.known-error-many" if rows else "tidy.known-error-no-row"
        listing.add(code, {"key": key, "count": len(rows)}, column=error.column)
        return
    cell = str(cells[rows[0]])
    if cell != error.value:
        facts = {"declared": error.value, "key": key}
        listing.add("tidy.known-error-mended", facts, row=int(numbers[rows[0]]), column=error.column, value=cell)
        return
    (found.withheld if error.effect == "withheld" else found.shown).add(rows[0])


def rows_at(key: Mapping[str, str], named: Mapping[str, Coded[str]], rows: int) -> Mask:
    """The rows with all these values; none has one of a column that is not there."""
    found = np.ones(rows, dtype=np.bool_)
    for name, value in key.items():
        found &= named[name].where(value.__eq__) if name in named else False
    return found
