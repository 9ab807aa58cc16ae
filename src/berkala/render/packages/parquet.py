"""The table as Parquet, written by DuckDB in one thread: the same columns and types as the CSV."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from berkala.render.packages.model import Cell, Column, DataFile, DatasetModel

_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE"}


def parquet_file(model: DatasetModel) -> DataFile:
    """``<dataset>.parquet``: text, BIGINT and DOUBLE columns; no value is null, no status an empty text."""
    columns = zip(model.columns, model.cells, strict=True)
    frame = pd.DataFrame({column.name: _values(column, cells) for column, cells in columns}, copy=False)
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


def _values(column: Column, cells: Sequence[Cell]) -> pd.Series[Any]:
    if column.type == "number":
        return pd.Series([None if cell is None else float(cell) for cell in cells], dtype="Float64")
    return pd.Series(cells, dtype="Int64" if column.type == "integer" else object)
