"""The table as CSV and as JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from berkala.plan.specifications import Category
from berkala.render.exact_json import exact_json, lines_json
from berkala.render.packages.model import Cell, Column, DataFile, DatasetModel
from berkala.render.showing import plain

TABLE_SCHEMA = "berkala/table/1"

#: A text that begins with one of these would be run as a formula by a spreadsheet (CWE-1236, OWASP ASVS 1.2.10),
#: with the full-width forms. The apostrophe itself is among them, so that taking one away always gives the
#: text back.
_FORMULA_STARTS = tuple("=+-@\t\r\n\0'＝＋－＠")
#: What RFC 4180 has in quotes.
_MARKS = re.compile('[,"\r\n]')


def csv_file(model: DatasetModel) -> DataFile:
    """``<dataset>.csv``: UTF-8, LF, a header of column names; no value is an empty cell beside its status."""
    header = ",".join(quoted(column.name) for column in model.columns)
    lines = map(",".join, _by_row(model, lambda cell: quoted(written(cell))))
    return DataFile(f"{model.name}.csv", "csv", "text/csv", "".join(f"{line}\n" for line in (header, *lines)).encode())


def json_file(model: DatasetModel) -> DataFile:
    """``<dataset>.json``: the columns and the rows, numbers as numbers with all their digits."""
    head = {
        "schema": TABLE_SCHEMA,
        "dataset": model.name,
        "version": model.version,
        "fields": [_field(column) for column in model.columns],
    }
    lines = [f"[{','.join(cells)}]" for cells in _by_row(model, exact_json)]
    return DataFile(f"{model.name}.json", "json", "application/json", lines_json(head, "rows", lines))


def _by_row(model: DatasetModel, write: Callable[[Cell], str]) -> Iterator[tuple[str, ...]]:
    """The rows as they are written: by column, and each different text once."""
    columns = zip(model.columns, model.cells, strict=True)
    return zip(*(_each(cells, column, write) for column, cells in columns), strict=True)


def _each(cells: Sequence[Cell], column: Column, write: Callable[[Cell], str]) -> Iterator[str]:
    if column.type != "string":  # nought and nought below nought are equal, and are written differently
        return map(write, cells)
    texts = {cell: write(cell) for cell in set(cells)}
    return map(texts.__getitem__, cells)


def written(cell: Cell) -> str:
    """A cell as the CSV holds it. A number is never escaped: minus is a sign there, not a formula."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
    return plain(Decimal(cell))


def quoted(cell: str) -> str:
    """A cell in RFC 4180's quotes where it needs them.

    Not left to the csv module: up to Python 3.12 it leaves a lone CR unquoted, and what it quotes has changed.
    """
    return '"' + cell.replace('"', '""') + '"' if _MARKS.search(cell) else cell


def _field(column: Column) -> dict[str, object]:
    """A column with what a program needs to show it: titles, units, names of categories, which of them is the whole."""
    field: dict[str, object] = {"name": column.name, "type": column.type, "role": column.role}
    field["title"] = dict(column.title)
    if column.of:
        field["of"] = column.of
    if column.unit:
        field["unit"] = dict(column.unit)
    if column.categories:
        field["categories"] = [_category(category) for category in column.categories]
    if column.whole:
        field["whole"] = column.whole
    return field


def _category(category: Category) -> dict[str, object]:
    """A value and its name, with the periods of its own where it has some."""
    made: dict[str, object] = {"value": category.value, "label": dict(category.label.root)}
    if category.span:
        made["span"] = category.span.model_dump(by_alias=True, exclude_defaults=True)
    return made
