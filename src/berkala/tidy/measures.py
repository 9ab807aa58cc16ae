"""The values: numbers where there are numbers, a status where there is none, a problem for anything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from berkala.plan.specifications import FieldSpec
from berkala.tidy.listing import Listing
from berkala.tidy.numbers import NumberStyle
from berkala.tidy.rows import Cell

#: The letters of the UK Analysis Function, and those of them with which a cell has, or may have, no value.
STATUSES = ("c", "x", "z", "p", "e", "r", "b", "u", "low")
WITHOUT_VALUE, MAY_LACK_VALUE = frozenset("cxz"), frozenset(("c", "x", "z", "low"))


@dataclass(frozen=True)
class Column:
    """One measure as it stands in the file.

    `given` are the statuses of its status column, ``""`` where there is none; `withheld` and `shown` are the
    places of declared known errors: the first lose their value, the second may be out of range.
    """

    spec: FieldSpec
    cells: Sequence[Cell]
    numbers: Sequence[int]
    given: Sequence[str]
    withheld: frozenset[int] = field(default_factory=frozenset)
    shown: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Measured:
    """A measure's values (Int64 or Float64) and the status of each."""

    values: pd.api.extensions.ExtensionArray
    statuses: list[str]


def letters(spec: FieldSpec, cells: Sequence[Cell], numbers: Sequence[int], listing: Listing) -> list[str]:
    """A status column's letters; ``[p]`` is read as ``p``. Any other text is listed."""
    known = {form: letter for letter in STATUSES for form in (letter, f"[{letter}]")} | {"": ""}
    found = [known.get(str(cell), "") for cell in cells]
    for number, cell in zip(numbers, cells, strict=True):
        if str(cell) not in known:
            facts = {"known": ", ".join(STATUSES)}
            listing.add("tidy.status", facts, row=number, column=spec.name, value=str(cell))
    return found


def measured(column: Column, style: NumberStyle, listing: Listing) -> Measured:
    """The values and statuses of one measure; every cell that has neither is listed."""
    spec, whole = column.spec, column.spec.type == "integer"
    values, fits = style.parse(column.cells, whole=whole)
    tokens = {token: _letter(token) for token in spec.missing}
    if tokens:
        # A declared token comes first: it may look like a number (-1, 999).
        fits &= ~np.fromiter((cell in tokens for cell in column.cells), dtype=np.bool_, count=len(fits))
    fits[list(column.withheld)] = False
    values[~fits] = 0  # nothing of a withheld value stays, not even under the mask
    statuses = list(column.given)
    for place in map(int, np.flatnonzero(~fits)):
        statuses[place] = _status_of_missing(column, place, tokens, style, listing)
    _refuse_values_with_a_status_of_none(column, fits, listing)
    _refuse_out_of_range(column, values, fits, listing)
    array = pd.arrays.IntegerArray if whole else pd.arrays.FloatingArray
    return Measured(array(values, ~fits), statuses)


def _letter(token: str) -> str:
    """The status a token stands for: ``[c]`` says its own, anything else means not available."""
    letter = token.strip("[]")
    return letter if letter in MAY_LACK_VALUE else "x"


def _status_of_missing(
    column: Column, place: int, tokens: Mapping[str, str], style: NumberStyle, listing: Listing
) -> str:
    """The status of a cell without a usable value, listing the cell unless something says why it is so."""
    cell, given = column.cells[place], column.given[place]
    where: dict[str, Any] = {"row": column.numbers[place], "column": column.spec.name}
    if place in column.withheld:
        return "x"
    if cell in tokens or cell == "":
        if given and given not in MAY_LACK_VALUE:
            listing.add("tidy.empty-with-status", {"status": given}, **where)
        elif not given and cell == "":
            listing.add("tidy.empty", **where)
        return given or tokens.get(str(cell), "")
    code, facts = style.why_not(cell, whole=column.spec.type == "integer")
    shown = None if given in WITHOUT_VALUE else str(cell)
    listing.add(code, facts, value=shown, **where)
    return given


def _refuse_values_with_a_status_of_none(column: Column, fits: npt.NDArray[np.bool_], listing: Listing) -> None:
    # The value is not told: with status c it is confidential, and this list may stand in a public log.
    for place, status in enumerate(column.given):
        if status in WITHOUT_VALUE and fits[place]:
            row, name = column.numbers[place], column.spec.name
            listing.add("tidy.value-with-status", {"status": status}, row=row, column=name)


def _refuse_out_of_range(
    column: Column, values: npt.NDArray[Any], fits: npt.NDArray[np.bool_], listing: Listing
) -> None:
    low, high = column.spec.minimum, column.spec.maximum
    for limit, code, outside in (
        (low, "tidy.below-minimum", values < _as_number(low, values)),
        (high, "tidy.above-maximum", values > _as_number(high, values)),
    ):
        if limit is None:
            continue
        for place in map(int, np.flatnonzero(outside & fits)):
            if place not in column.shown:
                row, value = column.numbers[place], str(column.cells[place])
                listing.add(code, {"limit": f"{limit:f}"}, row=row, column=column.spec.name, value=value)


def _as_number(limit: Decimal | None, values: npt.NDArray[Any]) -> float:
    return float("nan") if limit is None else float(limit)
