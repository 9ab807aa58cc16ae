"""The table as Parquet, written by DuckDB in one thread: the same columns and types as the CSV."""

from __future__ import annotations

import os
import tempfile
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from berkala.render.packages.model import Cell, Column, DataFile, DatasetModel

_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE"}


def parquet_file(model: DatasetModel) -> DataFile:
    """``<dataset>.parquet``: text, BIGINT and DOUBLE columns; no value is null, no status an empty text."""
    names = [column.name for column in model.columns]
    values = [[_value(cell) for cell in row] for row in model.rows]
    frame = pd.DataFrame(values, columns=names, dtype=object)
    chosen = ", ".join(f"CAST({_name(c)} AS {_TYPES[c.type]}) AS {_name(c)}" for c in model.columns)
    with tempfile.TemporaryDirectory() as folder, _database(os.getpid()).cursor() as database:
        place = Path(folder) / "table.parquet"
        database.register("source", frame)
        query = f"COPY (SELECT {chosen} FROM source) TO $place (FORMAT parquet, COMPRESSION zstd)"
        database.execute(query, {"place": str(place)})
        content = place.read_bytes()
    return DataFile(f"{model.name}.parquet", "parquet", "application/vnd.apache.parquet", content)


@cache
def _database(process: int) -> duckdb.DuckDBPyConnection:
    """One for all tables of a process: to open one costs more than to write most. A fork has none of its own."""
    return duckdb.connect(":memory:", config={"threads": 1})


def _name(column: Column) -> str:
    # Column names match ^[a-z][a-z0-9_]*$ (specifications); quoted, since one may be a word of SQL.
    return f'"{column.name}"'


def _value(cell: Cell) -> object:
    return float(cell) if isinstance(cell, Decimal) else cell
