"""grids: the bytes of any table file → its sheets, cell by cell, as they stand.

It knows of no dataset and no column: what a cell means is asked later. The kind of file is what the bytes say, not
its name. Memory and time are bounded (`limits.py`), and nothing in a file is run, fetched or followed.
"""

from __future__ import annotations

from berkala.tidy.grids.json_reader import read_json
from berkala.tidy.grids.model import Grid, Kind, Range, Stated, Workbook
from berkala.tidy.grids.ods import read_ods_grids
from berkala.tidy.grids.refusals import refuse
from berkala.tidy.grids.text_reader import read_text
from berkala.tidy.grids.xls import read_xls_grids
from berkala.tidy.grids.xlsx import read_xlsx_grids
from berkala.tidy.kinds import kind_of

__all__ = ["Grid", "Kind", "Range", "Stated", "Workbook", "read_workbook"]


def read_workbook(content: bytes, file: str, *, encoding: str | None = None, delimiter: str | None = None) -> Workbook:
    """All sheets of a file. An encoding and a delimiter that are given are held to; None are found out.

    Raises SourceProblems, which names the file, the place, the cause and the remedy.
    """
    match kind_of(content):
        case "text":
            return read_text(content, file, encoding, delimiter)
        case "json":
            return read_json(content, file, encoding)
        case "xlsx":
            return read_xlsx_grids(content, file)
        case "ods":
            return read_ods_grids(content, file)
        case "xls":
            return read_xls_grids(content, file)
        case other:
            raise refuse(f"is-{other}", file)
