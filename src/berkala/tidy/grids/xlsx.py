"""XLSX and XLSM: a ZIP of XML parts → grids. Values are read as saved; no macro, formula or link is followed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from berkala.tidy.grids.archive import Archive
from berkala.tidy.grids.model import Grid, Workbook
from berkala.tidy.grids.refusals import refuse
from berkala.tidy.grids.xlsx_cells import Reading
from berkala.tidy.grids.xlsx_parts import BookHandler, FormatsHandler, RelationsHandler, TextsHandler
from berkala.tidy.grids.xlsx_sheet import SheetHandler
from berkala.tidy.grids.xml_walk import Handler

_BOOK = "xl/workbook.xml"


def read_xlsx_grids(content: bytes, file: str) -> Workbook:
    """Every worksheet of the workbook. Raises SourceProblems where it is not whole, or asks for too much."""
    book = XlsxBook(content, file)
    return Workbook("xlsx", tuple(book.grid(sheet) for sheet in book.sheets))


@dataclass(frozen=True)
class Sheet:
    """A worksheet that can be read."""

    name: str
    part: str
    hidden: bool


class XlsxBook:
    """An opened workbook: its sheets are known, and each is read when it is asked for."""

    def __init__(self, content: bytes, file: str) -> None:
        self._file, self._archive, self._cells = file, Archive(content, file), 0
        self._book, self._relations = BookHandler(), RelationsHandler("xl")
        self._walk(_BOOK, self._book)
        self._walk("xl/_rels/workbook.xml.rels", self._relations)
        self.sheets = self._worksheets()

    def grid(self, sheet: Sheet) -> Grid:
        """One sheet's cells."""
        handler = SheetHandler(self._reading, self._file, sheet.name, self._cells)
        self._archive.walk(sheet.part, handler, sheet.name)
        self._cells = handler.cells
        return handler.grid(hidden=sheet.hidden)

    def _worksheets(self) -> tuple[Sheet, ...]:
        """The worksheets in order. Sheets that are one chart hold no cells."""
        found = []
        for entry in self._book.sheets:
            kind, part = self._relations.parts.get(entry.relation, ("", ""))
            if kind == "worksheet" and part in self._archive:
                found.append(Sheet(entry.name, part, entry.hidden))
            elif kind not in ("chartsheet", "dialogsheet"):
                raise refuse("sheet-lost", self._file, sheet=entry.name)
        if len({sheet.name for sheet in found}) < len(found):
            raise refuse("workbook", self._file)
        return tuple(found)

    @cached_property
    def _reading(self) -> Reading:
        texts, formats = TextsHandler(), FormatsHandler()
        parts = {kind: part for kind, part in self._relations.parts.values() if part in self._archive}
        for kind, handler in (("sharedStrings", texts), ("styles", formats)):
            if kind in parts:
                self._walk(parts[kind], handler)
        dates, durations = frozenset(formats.dates), frozenset(formats.durations)
        return Reading(texts.texts, dates, durations, self._book.from_1904)

    def _walk(self, part: str, handler: Handler) -> None:
        if part not in self._archive:
            raise refuse("workbook", self._file)
        if not self._archive.small(part):
            raise refuse("xml-large", self._file)
        self._archive.walk(part, handler)
