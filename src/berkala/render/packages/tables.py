"""The table as CSV and as JSON."""

from __future__ import annotations

from decimal import Decimal

from berkala.plan.specifications import Category
from berkala.render.exact_json import rows_json
from berkala.render.packages.model import Cell, Column, DataFile, DatasetModel
from berkala.render.showing import plain

TABLE_SCHEMA = "berkala/table/1"

#: A text that begins with one of these would be run as a formula by a spreadsheet (CWE-1236, OWASP ASVS 1.2.10),
#: with the full-width forms. The apostrophe itself is among them, so that taking one away always gives the
#: text back.
_FORMULA_STARTS = tuple("=+-@\t\r\n\0'＝＋－＠")


def csv_file(model: DatasetModel) -> DataFile:
    """``<dataset>.csv``: UTF-8, LF, a header of column names; no value is an empty cell beside its status."""
    lines = [[column.name for column in model.columns], *([written(cell) for cell in row] for row in model.rows)]
    text = "".join(",".join(quoted(cell) for cell in line) + "\n" for line in lines)
    return DataFile(f"{model.name}.csv", "csv", "text/csv", text.encode())


def json_file(model: DatasetModel) -> DataFile:
    """``<dataset>.json``: the columns and the rows, numbers as numbers with all their digits."""
    head = {
        "schema": TABLE_SCHEMA,
        "dataset": model.name,
        "version": model.version,
        "fields": [_field(column) for column in model.columns],
    }
    return DataFile(f"{model.name}.json", "json", "application/json", rows_json(head, "rows", list(model.rows)))


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
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\r\n') else cell


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
