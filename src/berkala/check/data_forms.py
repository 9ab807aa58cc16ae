"""The forms that a table is published in, read back: each as columns of cells."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

#: The cells of a table, column by column.
Columns = Sequence[Sequence[Any]]


class UnreadableError(Exception):
    """A file that is not what its name says."""


@dataclass(frozen=True)
class Csv:
    """The published table: its names, its cells by column as they are written, the declared type of each column."""

    header: list[str]
    columns: Sequence[Sequence[str]]
    rows: int
    types: list[str]


@dataclass(frozen=True)
class Form:
    """A table in another form: its names, its cells by column, and the form in which two numbers are the same."""

    header: Sequence[str]
    columns: Columns
    rows: int
    number: Callable[[Any], object]


def read_csv(content: bytes, types: Mapping[str, str]) -> Csv:
    """The CSV; `types` are those of its columns, as far as they are declared."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return Csv(header, by_column(rows, len(header), ""), len(rows), [types.get(name, "") for name in header])


def by_column(rows: Sequence[Sequence[Any]], width: int, empty: str | None) -> Columns:
    """Rows by column, each with the empty cells at its end, which may be left out."""
    if set(map(len, rows)) - {width}:
        rows = [[*row[:width], *[empty] * (width - len(row))] for row in rows]
    return [list(map(itemgetter(place), rows)) for place in range(width)]


def _xlsx(content: bytes, table: Csv) -> Form:
    """The sheet that begins with the table's header. A workbook keeps sixteen digits of a number."""
    from python_calamine import CalamineError, load_workbook

    try:
        book = load_workbook(io.BytesIO(content))
        for name in reversed(book.sheet_names):
            header, *rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False) or [[]]
            if header == table.header:
                return Form(table.header, by_column(rows, len(header), None), len(rows), _sixteen_digits)
    except CalamineError as error:
        raise UnreadableError(str(error)) from error
    return Form([], [], 0, float)


def _sixteen_digits(number: Any) -> str:
    return format(float(number) + 0.0, ".16G")  # nought below nought is nought


def _parquet(content: bytes, _: Csv) -> Form:
    import duckdb

    with tempfile.TemporaryDirectory() as folder, _database(os.getpid()).cursor() as database:
        place = Path(folder) / "table.parquet"
        place.write_bytes(content)
        try:
            found = database.execute("SELECT * FROM read_parquet($place)", {"place": str(place)})
            header = [column[0] for column in found.description or ()]
            rows = found.fetchall()
            columns = by_column(rows, len(header), None)
        except duckdb.Error as error:
            raise UnreadableError(str(error).replace(str(place), "table.parquet")) from error
    return Form(header, columns, len(columns[0]) if columns else 0, _nearest)


@cache
def _database(process: int) -> Any:
    """One for all tables of a process: to open one costs more than to read most of them. A fork has none of its own."""
    import duckdb

    return duckdb.connect(":memory:", config={"threads": 1})


def _nearest(number: Any) -> object:
    """A whole number as it is, any other as the float nearest to it."""
    return int(number) if number == int(number) else float(number)


#: Who reads a form by the end of its name. The JSON says more than rows, and is read where it is compared.
READERS: Mapping[str, Callable[[bytes, Csv], Form]] = {"parquet": _parquet, "xlsx": _xlsx}
