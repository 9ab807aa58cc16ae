"""The columns of a file held against those that are declared."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from berkala.errors import nearest
from berkala.plan.specifications import DatasetSpec
from berkala.tidy.coded import Coded
from berkala.tidy.listing import Listing
from berkala.tidy.rows import Cell, Rows


def columns(spec: DatasetSpec, rows: Rows, listing: Listing) -> Mapping[str, Coded[Cell]]:
    """The cells of each declared column that is there, by name, without surrounding blanks.

    Blanks around a value mean nothing, but that they were there is told, once for a file, as a note.
    """
    _match(spec, rows, listing)
    declared = [field.name for field in spec.fields]
    found: dict[str, Coded[Cell]] = {}
    trimmed = 0
    for name, raw in zip(rows.header, rows.columns, strict=True):
        if name in declared and name not in found:
            found[name], changed = _stripped(raw)
            trimmed += changed
    if trimmed:
        listing.add("tidy.blanks", {"count": trimmed}, severity="note")
    return found


def _stripped(raw: Coded[Cell]) -> tuple[Coded[Cell], int]:
    """A column without blanks around its cells, and in how many rows there were any."""
    texts = [cell.strip() if isinstance(cell, str) else cell for cell in raw.distinct]
    if texts == raw.distinct:
        return raw, 0
    had_blanks = np.array([one != other for one, other in zip(texts, raw.distinct, strict=True)])
    return raw.renamed(texts), int(np.count_nonzero(had_blanks[raw.codes]))


def _match(spec: DatasetSpec, rows: Rows, listing: Listing) -> None:
    declared = [field.name for field in spec.fields]
    strangers = [name for name in rows.header if name and name not in declared]
    taken = set()
    for name in declared:
        if name not in rows.header:
            near = nearest(name, strangers)
            taken.add(near)
            code = "tidy.column-missing-near" if near else "tidy.column-missing"
            facts = {"name": name, "nearest": near, "known": ", ".join(filter(None, rows.header))}
            listing.add(code, facts, row=rows.header_row)
    for place, name in enumerate(rows.header, 1):
        if not name:
            listing.add("tidy.header-empty", {"place": place}, row=rows.header_row)
        elif rows.header.index(name) + 1 < place:
            first = rows.header.index(name) + 1
            listing.add("tidy.header-twice", {"name": name, "first": first, "place": place}, row=rows.header_row)
        elif name in strangers and name not in taken:
            listing.add("tidy.column-undeclared", {"name": name}, row=rows.header_row)
