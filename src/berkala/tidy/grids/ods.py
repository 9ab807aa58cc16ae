"""ODS: a ZIP of XML parts → grids. No macro, formula, link or DDE source is followed."""

from __future__ import annotations

from berkala.tidy.grids.archive import Archive
from berkala.tidy.grids.model import Workbook
from berkala.tidy.grids.ods_sheets import OdsHandler

_CONTENT = "content.xml"


def read_ods_grids(content: bytes, file: str) -> Workbook:
    """Every sheet of the spreadsheet. Raises SourceProblems where it is not whole, or asks for too much."""
    archive, handler = Archive(content, file), OdsHandler(file)
    archive.walk(_CONTENT, handler)
    return Workbook("ods", tuple(handler.grids))
