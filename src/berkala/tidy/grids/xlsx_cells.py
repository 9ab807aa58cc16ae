"""One cell of an xlsx sheet: what its type, its format and its text say together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from berkala.tidy.grids.model import Stated
from berkala.tidy.grids.moments import stated_moment, written_moment
from berkala.tidy.grids.xml_numbers import stated_number

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Reading:
    """What a cell's text is read with."""

    texts: list[str]
    dates: frozenset[str]
    durations: frozenset[str]
    from_1904: bool

    def value(self, kind: str, style: str, text: str) -> Stated:
        """The value of a cell. Raises ValueError or IndexError where the text is not of its kind."""
        match kind:
            case "n":
                return self._number(style, text)
            case "s":
                return self.texts[_index(text)]
            case "b":
                return text.strip() not in ("0", "false")
            case "d":
                return written_moment(text)
        return unescape(text)

    def _number(self, style: str, text: str) -> Stated:
        value = stated_number(text)
        if style not in self.dates:
            return value
        epoch = CALENDAR_MAC_1904 if self.from_1904 else CALENDAR_WINDOWS_1900
        try:
            return stated_moment(from_excel(value, epoch, timedelta=style in self.durations))
        except (OverflowError, ValueError):
            return value  # no day has this number: a spreadsheet program shows only signs


def _index(text: str) -> int:
    index = int(text)
    if index < 0:
        raise IndexError(index)
    return index


def unescape(text: str) -> str:
    """A text with the characters that Excel writes as ``_x000D_``. What is no character of a text stays as written."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    return chr(code) if code in (9, 10, 13) or (code >= 32 and not 0xD800 <= code <= 0xDFFF) else escaped[0]
