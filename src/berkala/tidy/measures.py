"""The values: numbers where there are numbers, a status where there is none, a problem for anything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from berkala.plan.specifications import FieldSpec
from berkala.tidy.coded import Coded, Mask
from berkala.tidy.listing import Listing
from berkala.tidy.numbers import NumberStyle
from berkala.tidy.rows import Cell, Numbers

#: The letters of the UK Analysis Function, and those of them with which a cell has, or may have, no value.
STATUSES = ("c", "x", "z", "p", "e", "r", "b", "u", "low")
WITHOUT_VALUE, MAY_LACK_VALUE = frozenset("cxz"), frozenset(("c", "x", "z", "low"))

#: What a status may be; statuses of many rows are held as places in it (int8).
LETTERS = ("", *STATUSES)
_PLACES = {letter: place for place, letter in enumerate(LETTERS)}
_NOT_AVAILABLE = _PLACES["x"]


@dataclass(frozen=True)
class Column:
    """One measure as it stands in the file.

    `given` are the statuses of its status column, ``""`` where there is none; `withheld` and `shown` are the
    places of declared known errors: the first lose their value, the second may be out of range.
    """

    spec: FieldSpec
    cells: Coded[Cell]
    numbers: Numbers
    given: Coded[str]
    withheld: frozenset[int] = field(default_factory=frozenset)
    shown: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Measured:
    """A measure's values (Int64 or Float64) and the status of each."""

    values: pd.arrays.IntegerArray | pd.arrays.FloatingArray
    statuses: Coded[str]


def letters(spec: FieldSpec, cells: Coded[Cell], numbers: Numbers, listing: Listing) -> Coded[str]:
    """A status column's letters; ``[p]`` is read as ``p``. Any other text is listed."""
    known = {form: letter for letter in STATUSES for form in (letter, f"[{letter}]")} | {"": ""}

    def tell(row: int) -> None:
        facts = {"known": ", ".join(STATUSES)}
        listing.add("tidy.status", facts, row=int(numbers[row]), column=spec.name, value=str(cells[row]))

    unknown = cells.where(lambda cell: str(cell) not in known)
    listing.add_each(np.flatnonzero(unknown), tell, column=spec.name)
    return cells.map(lambda cell: known.get(str(cell), ""))


def measured(column: Column, style: NumberStyle, listing: Listing) -> Measured:
    """The values and statuses of one measure; every cell that has neither is listed."""
    spec, cells, whole = column.spec, column.cells, column.spec.type == "integer"
    of_text, text_fits = style.parse(cells.distinct, whole=whole)
    tokens = {token: _letter(token) for token in spec.missing}
    if tokens:
        # A declared token comes first: it may look like a number (-1, 999).
        text_fits &= np.fromiter((cell not in tokens for cell in cells.distinct), dtype=np.bool_, count=len(text_fits))
    values, fits = of_text[cells.codes], text_fits[cells.codes]
    fits[list(column.withheld)] = False
    values[~fits] = 0  # nothing of a withheld value stays, not even under the mask
    statuses = _statuses(column, tokens)
    _refuse_missing(column, fits, tokens, style, listing)
    _refuse_values_with_a_status_of_none(column, fits, listing)
    _refuse_out_of_range(column, values, fits, listing)
    array = pd.arrays.IntegerArray if whole else pd.arrays.FloatingArray
    return Measured(array(values, ~fits), statuses)


def _letter(token: str) -> str:
    """The status a token stands for: ``[c]`` says its own, anything else means not available."""
    letter = token.strip("[]")
    return letter if letter in MAY_LACK_VALUE else "x"


def _statuses(column: Column, tokens: Mapping[str, str]) -> Coded[str]:
    """The statuses that were given; of a cell that has none, the one that its token stands for."""
    codes = column.given.each(_PLACES.__getitem__, np.int32)
    if tokens:
        of_token = column.cells.each(lambda cell: _PLACES[tokens.get(str(cell), "")], np.int32)
        codes = np.where(codes == 0, of_token, codes)
    codes[list(column.withheld)] = _NOT_AVAILABLE
    return Coded(list(LETTERS), codes)


def _refuse_missing(
    column: Column, fits: Mask, tokens: Mapping[str, str], style: NumberStyle, listing: Listing
) -> None:
    """List each cell without a usable value, unless something says why it is so."""
    if fits.all():
        return
    cells, given, name = column.cells, column.given, column.spec.name
    empty = cells.where(lambda cell: cell == "")
    stands_for_none = cells.where(lambda cell: cell == "" or cell in tokens)
    has_status = given.where(bool)
    explained = np.where(has_status, given.where(MAY_LACK_VALUE.__contains__), ~empty)
    wrong = ~fits & ~(stands_for_none & explained)
    wrong[list(column.withheld)] = False

    def tell(row: int) -> None:
        place: dict[str, Any] = {"row": int(column.numbers[row]), "column": name}
        if not stands_for_none[row]:
            code, facts = style.why_not(cells[row], whole=column.spec.type == "integer")
            listing.add(code, facts, value=None if given[row] in WITHOUT_VALUE else str(cells[row]), **place)
        elif given[row]:
            listing.add("tidy.empty-with-status", {"status": given[row]}, **place)
        else:
            listing.add("tidy.empty", **place)

    listing.add_each(np.flatnonzero(wrong), tell, column=name)


def _refuse_values_with_a_status_of_none(column: Column, fits: Mask, listing: Listing) -> None:
    def tell(row: int) -> None:
        # The value is not told: with status c it is confidential, and this list may stand in a public log.
        facts, place = {"status": column.given[row]}, int(column.numbers[row])
        listing.add("tidy.value-with-status", facts, row=place, column=column.spec.name)

    wrong = column.given.where(WITHOUT_VALUE.__contains__) & fits
    listing.add_each(np.flatnonzero(wrong), tell, column=column.spec.name)


def _refuse_out_of_range(column: Column, values: npt.NDArray[Any], fits: Mask, listing: Listing) -> None:
    low, high = column.spec.minimum, column.spec.maximum
    for limit, code, beyond in ((low, "tidy.below-minimum", np.less), (high, "tidy.above-maximum", np.greater)):
        if limit is None:
            continue
        outside = beyond(values, float(limit)) & fits
        outside[list(column.shown)] = False

        def tell(row: int, code: str = code, limit: str = f"{limit:f}") -> None:
            place, value = int(column.numbers[row]), str(column.cells[row])
            listing.add(code, {"limit": limit}, row=place, column=column.spec.name, value=value)

        listing.add_each(np.flatnonzero(outside), tell, column=column.spec.name)
