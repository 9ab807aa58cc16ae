"""The rows of a table by the key that its published file names them by, and a cell as that file says it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pandas as pd

from berkala.plan.specifications import DatasetSpec

Key = tuple[str, ...]


def keys_of(frame: pd.DataFrame, spec: DatasetSpec) -> list[Key]:
    """The key of every row, as the published file writes it."""
    period = spec.period_field.name
    columns = [
        [one.code for one in frame[name]] if name == period else [str(one) for one in frame[name]]
        for name in spec.resource.table.primary_key
    ]
    return list(zip(*columns, strict=True))


def rows_by_key(frame: pd.DataFrame, spec: DatasetSpec) -> dict[Key, int]:
    """The row of each key, by its number."""
    return dict(zip(keys_of(frame, spec), frame.index, strict=True))


def said_at(frame: pd.DataFrame, row: int | None, column: str) -> str:
    """A cell as a correction writes it: its number, or its status in square brackets; nothing where there is no row."""
    if row is None:
        return ""
    value, status = str(frame.at[row, column]), str(frame.at[row, f"{column}_status"])
    return f"[{status}]" if value == str(pd.NA) else format(Decimal(value).normalize(), "f")


def same(one: str, other: str) -> bool:
    """Whether two cells say the same, however many noughts they are written with."""
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return one == other
