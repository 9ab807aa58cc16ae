"""Tables that rename columns (Text, Value) and cells (Text, Dimension, Value): for an input, or for SDMX."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from berkala.imports.open_sdg.account import About, Book, Loss
from berkala.imports.open_sdg.collection import Codes
from berkala.imports.open_sdg.files import SourceFile, decoded, read_bytes

_COLUMNS, _CELLS = ("Text", "Value"), ("Text", "Dimension", "Value")


@dataclass(frozen=True)
class Mappings:
    """Every such table of a repository, by its file; one that is not there, or cannot be read, renames nothing."""

    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cells: Mapping[str, Mapping[tuple[str, str], str]] = field(default_factory=dict)

    def codes(self, column_map: str, code_map: str) -> Codes:
        """The two tables of one input or output."""
        return Codes(self.columns.get(column_map, {}), self.cells.get(code_map, {}))


def read_mappings(files: Mapping[str, SourceFile], book: Book) -> Mappings:
    """Read each table once. What it renames is told by its header."""
    columns: dict[str, Mapping[str, str]] = {}
    cells: dict[str, Mapping[tuple[str, str], str]] = {}
    for name, file in files.items():
        rows = _rows(file, About(book, name))
        if rows and "Dimension" in rows[0]:
            cells[name] = {(row["Dimension"], row["Text"]): row["Value"] for row in rows}
        else:
            columns[name] = {row["Text"]: row["Value"] for row in rows}
    return Mappings(columns, cells)


def _rows(file: SourceFile, about: About) -> list[dict[str, str]]:
    content = read_bytes(file, about)
    text = None if content is None else decoded(content, about)
    if text is None:
        return []
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        rows = []
    if not rows or not set(_COLUMNS) <= set(rows[0]):
        about.add("left out", "mapping-form", {"known": ", ".join(_CELLS)}, loss=Loss(files=1))
        return []
    about.book.count("files read")
    needed = _CELLS if "Dimension" in rows[0] else _COLUMNS
    return [{name: (row[name] or "").strip() for name in needed} for row in rows if all(row[name] for name in needed)]
