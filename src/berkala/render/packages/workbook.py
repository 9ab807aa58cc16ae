"""The table as a workbook, by the rules of the UK Analysis Function ("Releasing statistics in spreadsheets").

A cover sheet first (title, source, licence, contact, next release), notes in a sheet of their own, one table a
sheet that starts at A1 and is marked as a table, no merged cells, nothing hidden, no meaning by colour alone.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any

import xlsxwriter

from berkala.render.answers import answer_line
from berkala.render.packages.model import STATUSES, Cell, DataFile, DatasetModel
from berkala.render.packages.statements import allowed, cited, known_error, protection, status_meaning
from berkala.words import language

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDE, _NARROW = 60, 18
#: The data come last, after what a reader needs to understand them.
_SHEETS = ("cover", "notes", "columns", "statuses", "data")


def xlsx_file(model: DatasetModel) -> DataFile:
    """``<dataset>.xlsx``: cover, notes, columns, status letters, data. Words in every language, side by side."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    first = model.languages[0]
    # A workbook carries its date of creation; the release moment is the only one that does not change.
    created = model.release.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": model.title[first], "author": model.agency[first], "company": "", "created": created})
    _cover(book, model)
    _table(book, model, "notes", _notes(model))
    _table(book, model, "columns", _columns(model))
    _table(book, model, "statuses", _statuses(model))
    _data(book, model)
    book.close()
    return DataFile(f"{model.name}.xlsx", "xlsx", _MEDIA_TYPE, out.getvalue())


def _sheet(model: DatasetModel, key: str) -> str:
    """The name of a sheet, in the first language."""
    return language(model.languages[0]).text(f"packages.sheet.{key}")


def _cover(book: Any, model: DatasetModel) -> None:
    sheet = book.add_worksheet(_sheet(model, "cover"))
    big, bold = book.add_format({"bold": True, "font_size": 15}), book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    row = 0
    for place, code in enumerate(model.languages):
        sheet.write_string(row, 0, model.title[code], big if place == 0 else bold)
        for line in _cover_lines(model, code):
            row += 1
            sheet.write_string(row, 0, line, wrap)
        row += 2


def _cover_lines(model: DatasetModel, code: str) -> list[str]:
    tongue = language(code)
    upcoming = model.next_release
    over = tongue.text("edition.ended" if model.is_shown else "edition.closed")
    said = tongue.moment(upcoming).text if upcoming else over
    labelled = [
        ("packages.source", tongue.semicolon.join(_source_line(s.title, s.publisher, s.path) for s in model.sources)),
        ("packages.licence", f"{model.licence.title[code]}, {model.licence.path}"),
        ("packages.contact", f"{model.contact[code]}, {model.email}"),
        ("packages.released", tongue.moment(model.release).text),
        ("packages.next-release", said),
        ("packages.version", model.version),
        ("packages.address", model.page),
        ("packages.sheets", tongue.list([_sheet(model, key) for key in _SHEETS])),
    ]
    return [model.description[code], *(tongue.labelled(tongue.text(key), value).text for key, value in labelled)]


def _source_line(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _notes(model: DatasetModel) -> list[list[str]]:
    """One row a note, one column a language."""
    rows = [[language(code).text("packages.note") for code in model.languages]]
    rows.append([protection(model.spec, code).text for code in model.languages])
    rows.append([language(code).text("packages.empty-cells") for code in model.languages])
    rows += [[known_error(error, code).text for code in model.languages] for error in model.known_errors]
    if not model.known_errors:
        rows.append([language(code).text("packages.known-error.none") for code in model.languages])
    rows += [[answer_line(answer, code).text for code in model.languages] for answer in model.answers]
    rows.append([cited(model, code).text for code in model.languages])
    return [[f"{row[0]} ({code})" for code in model.languages] if place == 0 else row for place, row in enumerate(rows)]


def _columns(model: DatasetModel) -> list[list[str]]:
    words, codes = language(model.languages[0]), model.languages
    head = [words.text("packages.column"), words.text("packages.type")]
    for key in ("meaning", "unit", "allowed-head"):
        head += [f"{words.text(f'packages.{key}')} ({code})" for code in codes]
    rows = [head]
    for column in model.columns:
        meaning = [
            status_meaning(column, code)
            if column.of
            else ". ".join(t for t in (column.title[code], (column.description or {}).get(code, "")) if t)
            for code in codes
        ]
        units = [(column.unit or {}).get(code, "") for code in codes]
        values = [allowed(column, code).text for code in codes]
        rows.append([column.name, words.text(f"packages.type-name.{column.type}"), *meaning, *units, *values])
    return rows


def _statuses(model: DatasetModel) -> list[list[str]]:
    words, codes = language(model.languages[0]), model.languages
    head = [words.text("packages.status"), *(f"{words.text('packages.meaning')} ({code})" for code in codes)]
    return [head, *([letter, *(status_meaning(letter, code) for code in codes)] for letter in STATUSES)]


def _table(book: Any, model: DatasetModel, mark: str, rows: list[list[str]]) -> None:
    sheet = book.add_worksheet(_sheet(model, mark))
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, len(rows[0]) - 1, _WIDE if len(rows[0]) < 4 else 30)
    _marked(sheet, rows[0], len(rows) - 1, mark)
    for place, row in enumerate(rows[1:], start=1):
        for column, text in enumerate(row):
            sheet.write_string(place, column, text, wrap)


def _data(book: Any, model: DatasetModel) -> None:
    sheet = book.add_worksheet(_sheet(model, "data"))
    sheet.set_column(0, len(model.columns) - 1, _NARROW)
    _marked(sheet, [column.name for column in model.columns], len(model.rows), "data")
    for place, row in enumerate(model.rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, place, column, cell)


def _marked(sheet: Any, head: Sequence[str], rows: int, mark: str) -> None:
    """Mark a table that starts at A1 and freeze its header."""
    options = {"name": f"table_{mark}", "columns": [{"header": text} for text in head], "style": "Table Style Light 1"}
    sheet.add_table(0, 0, max(rows, 1), len(head) - 1, options)
    sheet.freeze_panes(1, 0)


def _write(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        if cell:
            sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, float(cell) if isinstance(cell, Decimal) else cell)
