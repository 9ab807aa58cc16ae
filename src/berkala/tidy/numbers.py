"""Numbers as text: one declared style in, exact values out, and a reason for every text that does not fit.

A style is a decimal mark and a mark between thousands. Nothing else is read: ``1,234`` is 1234, or 1.234, or a
mistake, and only the descriptor knows which.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from unicodedata import category

import numpy as np
import numpy.typing as npt

from berkala.tidy.digits import plain_numbers
from berkala.tidy.rows import Cell

#: Characters that all are a blank between thousands: plain, no-break, narrow no-break, thin.
_BLANKS = " \u00a0\u202f\u2009"
_MINUS = "\u2212"

_ERROR_CELL = re.compile(r"#(N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
_NOT_FINITE = re.compile(r"[-+]?(inf|infinity|nan|∞)", re.IGNORECASE)
_LOOKS_MISSING = re.compile(r"(n/?a|null|none|nil|tad|[-–—.…:*?]+|\[\w+\])", re.IGNORECASE)
_EXPONENT = re.compile(r"[-+−]?[0-9]+(?:[.,][0-9]+)?[eE][-+]?[0-9]+")
_GROUPED = re.compile(rf"[-+−]?[0-9]{{1,3}}(?:([.,'’{_BLANKS}])[0-9]{{3}})(?:\1[0-9]{{3}})*(?:[.,][0-9]+)?")
_OTHER_MARK = re.compile(r"[-+−]?[0-9]+([.,])[0-9]+")
_WITH_UNIT = re.compile(r"[^\d\s]*[.\s]*[-+−]?[0-9][0-9.,  ]*\s*\D*")
#: Words for thousands and more behind a number, in English and in Indonesian.
_SCALES = r"ribu|rb|juta|jt|mil+iar|mil+yar|milyar|mlr|triliun|thousand|(?:m|b|tr)illion"
_SCALED = re.compile(rf"\d\s*(?:{_SCALES})\b", re.IGNORECASE)

#: More digits than a whole number of 64 bits always holds; and more than a floating-point number surely keeps.
_LONGEST, _EXACT = 18, 15


@dataclass(frozen=True)
class NumberStyle:
    """How numbers are written: `decimal` is ``.`` or ``,``; `thousands` is ``""`` where there is no such mark."""

    decimal: str = "."
    thousands: str = ""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        mark = f"[{_BLANKS}]" if self.thousands == " " else re.escape(self.thousands)
        grouped = rf"|[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+" if self.thousands else ""
        fraction = rf"{re.escape(self.decimal)}[0-9]+"
        return re.compile(rf"[-{_MINUS}]?(?:(?:[0-9]+{grouped})(?:{fraction})?|{fraction})")

    def plain(self, text: str) -> str:
        """A text that fits, as Python writes the number: ``-1234.5``."""
        for mark in _BLANKS if self.thousands == " " else self.thousands:
            text = text.replace(mark, "")
        return text.replace(self.decimal, ".").replace(_MINUS, "-")

    def parse(self, cells: Sequence[Cell], *, whole: bool) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """The values of a column, and which cells fit; a cell that does not has the value 0.

        Each value is the nearest one to its text, as Python's own conversion is (pandas' quick one may be off by a
        unit in the last place). `whole` gives int64, otherwise float64.
        """
        values, fits = plain_numbers(cells, self.decimal, whole=whole)
        places = np.flatnonzero(~fits).tolist()
        kept = [place for place in places if self._reads(cells[place], whole)]
        texts = (self.plain(str(cells[place])) for place in kept)
        values[kept] = np.fromiter(map(int if whole else float, texts), dtype=values.dtype, count=len(kept))
        fits[kept] = True
        return values + 0, fits  # minus nought becomes nought

    def _reads(self, cell: Cell, whole: bool) -> bool:
        return isinstance(cell, str) and bool(self._pattern.fullmatch(cell)) and self._keeps(cell, whole)

    def number(self, text: str) -> Decimal | None:
        """One text as an exact number, or None where it does not fit."""
        return Decimal(self.plain(text)) if self._pattern.fullmatch(text) else None

    def why_not(self, cell: Cell, *, whole: bool) -> tuple[str, Mapping[str, object]]:
        """The problem's code and facts for a cell that did not fit; the most particular reason there is."""
        if not isinstance(cell, str):
            return "tidy.date-cell", {}
        if self._pattern.fullmatch(cell):
            return self._why_not_kept(cell, whole)
        for pattern, code in (
            (_ERROR_CELL, "tidy.error-cell"),
            (_NOT_FINITE, "tidy.not-finite"),
            (_LOOKS_MISSING, "tidy.looks-missing"),
            (_EXPONENT, "tidy.exponent"),
        ):
            if pattern.fullmatch(cell):
                return code, {}
        if cell.startswith("="):
            return "tidy.formula", {}
        if any(char.isdigit() and not char.isascii() for char in cell):
            return "tidy.other-digits", {}
        return self._why_not_marks(cell)

    def _keeps(self, text: str, whole: bool) -> bool:
        """Whether the value can be kept exactly as it is written."""
        if whole:
            return self.decimal not in text and (len(text) <= _LONGEST or len(self.plain(text).lstrip("-")) <= _LONGEST)
        return len(text) <= _EXACT or Decimal(repr(float(self.plain(text)))) == Decimal(self.plain(text))

    def _why_not_kept(self, text: str, whole: bool) -> tuple[str, Mapping[str, object]]:
        if whole and self.decimal in text:
            return "tidy.decimal-in-integer", {"mark": self.decimal}
        return "tidy.too-many-digits", {}

    def _why_not_marks(self, text: str) -> tuple[str, Mapping[str, object]]:
        if grouped := _GROUPED.fullmatch(text):
            if grouped[1] == self.thousands or (self.thousands == " " and grouped[1] in _BLANKS):
                return "tidy.not-a-number", {}
            blank = grouped[1] in _BLANKS
            return ("tidy.thousands-blank", {}) if blank else ("tidy.thousands", {"mark": grouped[1]})
        if other := _OTHER_MARK.fullmatch(text):
            return "tidy.decimal-mark", {"mark": other[1], "declared": self.decimal}
        if text.endswith(("%", "persen", "per cent", "percent")):
            return "tidy.percent-sign", {}
        if _SCALED.search(text):
            return "tidy.scale-text", {}
        has_unit = any(char.isalpha() or category(char) == "Sc" for char in text)
        return ("tidy.unit-text" if has_unit and _WITH_UNIT.fullmatch(text) else "tidy.not-a-number"), {}
