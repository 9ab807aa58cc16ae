"""Each declared format, who reads it, and the kind of bytes that it must have."""

from __future__ import annotations

from collections.abc import Mapping

from berkala.tidy.csv_reader import read_csv
from berkala.tidy.kinds import Kind
from berkala.tidy.rows import Reader
from berkala.tidy.xlsx_reader import read_xlsx

#: Each declared format, its reader, and the kind of bytes it must have.
READERS: Mapping[str, tuple[Reader, Kind]] = {"csv": (read_csv, "text"), "xlsx": (read_xlsx, "xlsx")}

#: Each format that a laid-out source may have, and the kind of bytes that it must have.
FORMATS: Mapping[str, Kind] = {"csv": "text", "xlsx": "xlsx", "xls": "xls", "ods": "ods", "json": "json"}
