"""The corrected cells of an edition: those that its file says otherwise now, with what it said and says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from berkala.plan.corrections import Correction, WrongCell
from berkala.plan.specifications import DatasetSpec
from berkala.render.bundle import SUPERSEDED, Bundle

Row = Mapping[str, str]


@dataclass(frozen=True)
class Mended:
    """One cell: what the published file said, and what it says now. A status stands in square brackets."""

    cell: WrongCell
    was: str
    now: str


def mended(correction: Correction, spec: DatasetSpec, before: Bundle, after: Bundle) -> Iterator[Mended]:
    """The cells of a correction that an edition had wrong, in the order of the correction."""
    then, today = _rows(before, spec), _rows(after, spec)
    for cell in correction.cells:
        key = tuple(cell.key[name] for name in spec.resource.table.primary_key)
        was, now = _said(then.get(key), cell.column), _said(today.get(key), cell.column)
        if was != now:
            yield Mended(cell, was, now)


def _rows(bundle: Bundle, spec: DatasetSpec) -> dict[tuple[str, ...], Row]:
    """The rows of the published file, by key."""
    home = f"public/data/{spec.name}/"
    files = (path for path in bundle.files if path.startswith(home) and path.endswith(f"/{spec.name}.csv"))
    file = next((path for path in files if SUPERSEDED not in path), None)
    if file is None:
        return {}
    rows = csv.DictReader(io.StringIO(bundle.files[file].decode(), newline=""))
    return {tuple(row[name] for name in spec.resource.table.primary_key): row for row in rows}


def _said(row: Row | None, column: str) -> str:
    if row is None:
        return ""
    return row[column] or f"[{row[f'{column}_status']}]"
