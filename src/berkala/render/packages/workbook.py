"""The table as a workbook, by the rules of the UK Analysis Function ("Releasing statistics in spreadsheets").

A cover sheet first (title, source, licence, contact, next release), notes in a sheet of their own, one table a
sheet that starts at A1 and is marked as a table, no merged cells, nothing hidden, no meaning by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from berkala.render.answers import answer_line
from berkala.render.packages.model import STATUSES, DataFile, DatasetModel
from berkala.render.packages.spreadsheet import CHARACTERS, Sheet, Style, fits, workbook
from berkala.render.packages.statements import allowed, cited, known_error, protection, status_meaning
from berkala.words import language

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Widths in characters.
_PAGE, _WIDE, _MEDIUM, _NARROW = 100, 60, 30, 18
#: The data come last, after what a reader needs to understand them.
_SHEETS = ("cover", "notes", "columns", "statuses", "data")


def xlsx_file(model: DatasetModel) -> DataFile:
    """``<dataset>.xlsx``: cover, notes, columns, status letters, data. Words in every language, side by side.

    The release moment is its date of creation: the only one that does not change.
    """
    first = model.languages[0]
    sheets = [
        _cover(model),
        _table(model, "notes", _notes(model)),
        _table(model, "columns", _columns(model)),
        _table(model, "statuses", _statuses(model)),
        _data(model),
    ]
    content = workbook(sheets, model.title[first], model.agency[first], model.release)
    return DataFile(f"{model.name}.xlsx", "xlsx", _MEDIA_TYPE, content)


def _sheet(model: DatasetModel, key: str) -> str:
    """The name of a sheet, in the first language."""
    return language(model.languages[0]).text(f"packages.sheet.{key}")


def _cover(model: DatasetModel) -> Sheet:
    """The title and its lines in each language, the languages apart by a row."""
    rows: list[tuple[str, Style]] = []
    for place, code in enumerate(model.languages):
        rows += [("", Style.PLAIN)] if place else []
        rows.append((model.title[code], Style.BOLD if place else Style.HEADLINE))
        rows += [(line, Style.WRAPPED) for line in _cover_lines(model, code)]
    texts, styles = zip(*rows, strict=True)
    return Sheet(_sheet(model, "cover"), [texts], styles, _PAGE)


def _cover_lines(model: DatasetModel, code: str) -> list[str]:
    tongue = language(code)
    upcoming = model.next_release
    over = tongue.text("edition.ended" if model.is_shown else "edition.closed")
    said = tongue.moment(upcoming).text if upcoming else over
    labelled = [
        (
            "packages.source",
            tongue.semicolon.join(_source_line(s.titled(code), s.publisher, s.path) for s in model.sources),
        ),
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
    rows += [[answer_line(model.spec, answer, code).text for code in model.languages] for answer in model.answers]
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


def _table(model: DatasetModel, mark: str, rows: Sequence[Sequence[str]]) -> Sheet:
    """A table of words, as a sheet."""
    styles = [Style.PLAIN, *[Style.WRAPPED] * (len(rows) - 1)]
    width = _WIDE if len(rows[0]) < 4 else _MEDIUM
    columns = [tuple(map(_fitting, column)) for column in zip(*rows, strict=True)]
    return Sheet(_sheet(model, mark), columns, styles, width, f"table_{mark}")


def _fitting(text: str) -> str:
    """A text as far as a cell can hold it, with a sign that it goes on: the package's other files have the rest."""
    return text if fits(text) else f"{text[: CHARACTERS // 2 - 1]}…"


def _data(model: DatasetModel) -> Sheet:
    columns = [(column.name, *cells) for column, cells in zip(model.columns, model.cells, strict=True)]
    return Sheet(_sheet(model, "data"), columns, [Style.PLAIN] * len(columns[0]), _NARROW, "table_data")
