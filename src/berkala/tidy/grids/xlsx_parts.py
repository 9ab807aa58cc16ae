"""What the cells of an xlsx workbook refer to: its sheets, its shared texts, and which formats make a number a date."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from berkala.tidy.grids.xlsx_cells import unescape
from berkala.tidy.grids.xml_walk import Quiet

#: Characters of a format's code, as Excel has it at most.
_CODE = 255

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships id"


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as the list of sheets names it."""

    name: str
    relation: str
    hidden: bool


class BookHandler(Quiet):
    """``xl/workbook.xml``: the sheets in order, and whether days are counted from 1904."""

    def __init__(self) -> None:
        self.sheets: list[SheetEntry] = []
        self.from_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A sheet, or the workbook's properties."""
        if name == "sheet":
            relation = attributes.get(_RELATION) or attributes.get(_STRICT_RELATION, "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(SheetEntry(attributes.get("name", ""), relation, hidden))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true")


class RelationsHandler(Quiet):
    """A ``.rels`` part: the worksheet behind each relation. What lies outside the workbook is none of it."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.parts: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """One relation: its last word says what kind of part it leads to."""
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join(self._folder, attributes.get("Target", "")))
            self.parts[attributes.get("Id", "")] = kind, target.lstrip("/")


class TextsHandler(Quiet):
    """``sharedStrings.xml``: each text once, without its formats and its reading aids."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._in_text = self._in_aid = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A text, a run of it, or a reading aid (``rPh``), which is not part of it."""
        if name == "t":
            self._in_text = not self._in_aid
        elif name == "si":
            self._pieces.clear()
        elif name == "rPh":
            self._in_aid = True

    def end(self, name: str) -> None:
        """The end of a text."""
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_aid = False
        elif name == "si":
            self.texts.append(unescape("".join(self._pieces)))

    def text(self, text: str) -> None:
        """A piece of it."""
        if self._in_text:
            self._pieces.append(text)


@dataclass
class FormatsHandler(Quiet):
    """``styles.xml``: the numbers of the cell formats that show a number as a date or as a duration."""

    dates: set[str] = field(default_factory=set)
    durations: set[str] = field(default_factory=set)
    _codes: dict[str, str] = field(default_factory=lambda: {str(key): code for key, code in BUILTIN_FORMATS.items()})
    _inside: bool = False
    _count: int = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A format's code, or a cell format that uses one."""
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._cell_format(self._codes.get(attributes.get("numFmtId", "0"), ""))

    def end(self, name: str) -> None:
        """The end of the cell formats."""
        if name == "cellXfs":
            self._inside = False

    def _cell_format(self, code: str) -> None:
        key = str(self._count)
        self._count += 1
        is_date, is_duration = _shows(code[:_CODE])
        if is_date:
            self.dates.add(key)
        if is_duration:
            self.durations.add(key)


@lru_cache(maxsize=1_000)
def _shows(code: str) -> tuple[bool, bool]:
    """Whether a format shows a number as a date or a time, and whether as a duration that does not end at midnight."""
    is_duration = is_timedelta_format(code)
    return is_duration or is_date_format(code), is_duration
