"""What the data say otherwise now than the newest public edition published of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from berkala.plan.corrections import WrongCell
from berkala.plan.specifications import DatasetSpec
from berkala.protect.keyed import Key, rows_by_key, said_at, same
from berkala.protect.tables import SafeTable

#: The status of a value that its source revised, as planned: that is no error.
_REVISED = "r"


def differing(before: pd.DataFrame, now: SafeTable) -> Iterator[tuple[WrongCell, str]]:
    """Each value of a published period that is another now, as a correction names it, with what it is now.

    `before` is the table as it was published. Rows of later periods are nobody's error, nor is what bears the mark that
    its source revised it.
    """
    spec, then = now.spec, _readable(before, now)
    rows_then, rows_now = rows_by_key(then, spec), rows_by_key(now.frame, spec)
    published = {period.code for period in set(then[spec.period_field.name])}
    place = spec.resource.table.primary_key.index(spec.period_field.name)
    for key in {**rows_then, **rows_now}:
        if key[place] in published:
            for column in (one.name for one in spec.with_role("measure")):
                was, new = _cell(then, rows_then, key, column), _cell(now.frame, rows_now, key, column)
                if not same(was, new) and not _is_revised(now, rows_now, key, column):
                    yield WrongCell(key=_named(key, spec), column=column, was=was), new


def _readable(before: pd.DataFrame, now: SafeTable) -> pd.DataFrame:
    """The published table with its empty statuses as texts."""
    letters = {name: "" for name in before.columns if name.endswith("_status") and name in now.frame.columns}
    return before.fillna(letters)


def _cell(frame: pd.DataFrame, rows: Mapping[Key, int], key: Key, column: str) -> str:
    return said_at(frame, rows.get(key), column) if column in frame.columns else ""


def _is_revised(now: SafeTable, rows: Mapping[Key, int], key: Key, column: str) -> bool:
    return key in rows and str(now.frame.at[rows[key], f"{column}_status"]) == _REVISED


def _named(key: Key, spec: DatasetSpec) -> dict[str, str]:
    return dict(zip(spec.resource.table.primary_key, key, strict=True))
