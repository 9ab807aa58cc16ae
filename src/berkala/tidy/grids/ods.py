"""ODS: a ZIP of XML parts → grids. No macro, formula, link or DDE source is followed."""

from __future__ import annotations

from berkala.tidy.grids.archive import Archive
from berkala.tidy.grids.model import Workbook
from berkala.tidy.grids.ods_sheets import OdsHandler
from berkala.tidy.grids.xml_walk import walk

_CONTENT = "content.xml"


def read_ods_grids(content: bytes, file: str) -> Workbook:
    """Every sheet of the spreadsheet. Raises SourceProblems where it is not whole, or asks for too much."""
    archive, handler = Archive(content, file), OdsHandler(file)
    with archive.open(_CONTENT) as stream:
        walk(stream, handler, file)
    return Workbook("ods", tuple(handler.grids))
