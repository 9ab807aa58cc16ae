"""The table as Parquet, written by DuckDB in one thread: the same columns and types as the CSV."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from berkala.render.packages.model import Cell, Column, DataFile, DatasetModel

_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE"}


def parquet_file(model: DatasetModel) -> DataFile:
    """``<dataset>.parquet``: text, BIGINT and DOUBLE columns; no value is null, no status an empty text."""
    columns = zip(model.columns, model.cells, strict=True)
    table = {column.name: _values(column, cells) for column, cells in columns}
    chosen = ", ".join(f"CAST({_name(c)} AS {_TYPES[c.type]}) AS {_name(c)}" for c in model.columns)
    with tempfile.TemporaryDirectory() as folder, _database(os.getpid()).cursor() as database:
        place = Path(folder) / "table.parquet"
        database.register("source", table)
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


def _values(column: Column, cells: Sequence[Cell]) -> npt.NDArray[Any]:
    """A column as an array; a number that is not there is masked, which DuckDB takes for null."""
    if column.type == "string":
        return np.array(cells, dtype=np.object_)
    numbers = [0 if cell is None else cell for cell in cells]
    empty = [cell is None for cell in cells]
    return np.ma.masked_array(numbers, empty, dtype=np.int64 if column.type == "integer" else np.float64)
