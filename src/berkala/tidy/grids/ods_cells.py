"""One cell of an OpenDocument sheet: the value that its type names, or the paragraphs that it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from berkala.tidy.grids.model import Stated
from berkala.tidy.grids.moments import written_moment
from berkala.tidy.grids.xml_numbers import stated_number

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_NUMBERS = ("float", "percentage", "currency")

#: How an error of a formula is shown. Its value is written as 0, which it is not.
_ERROR = re.compile(r"#[A-Z/0!?]+|Err:[0-9]+")


class OdsCell:
    """Collects a cell's paragraphs; its attributes say the rest."""

    def __init__(self, attributes: Mapping[str, str]) -> None:
        self.attributes = attributes
        self._paragraphs: list[list[str]] = []
        self._depth = 0

    @property
    def formula(self) -> str:
        """The formula from its equals sign on, without the prefix that names its language."""
        text = self.attributes.get(f"{_TABLE}formula", "")
        return text[text.index("=") :] if "=" in text else text

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A paragraph, or a blank, tab or break in one: blanks beyond the first are elements."""
        if name == "p" and not self._depth:
            self._paragraphs.append([])
            self._depth = 1
        elif self._depth:
            self._depth += 1
            if name == "s":
                self._paragraphs[-1].append(" " * blanks(attributes))
            elif name in ("tab", "line-break"):
                self._paragraphs[-1].append("\t" if name == "tab" else "\n")

    def end(self, name: str) -> None:
        """The end of one of these."""
        self._depth -= self._depth > 0

    def text(self, text: str) -> None:
        """A piece of the innermost paragraph."""
        if self._depth:
            self._paragraphs[-1].append(text)

    def value(self) -> Stated:
        """What the cell states. Raises ValueError where its value is not of its type."""
        kind = self._office("value-type")
        shown = "\n".join("".join(pieces) for pieces in self._paragraphs)
        if kind in _NUMBERS:
            number = self._office("value")
            return shown if self.formula and _ERROR.fullmatch(shown) else stated_number(number)
        if kind == "date":
            return written_moment(self._office("date-value"))
        if kind == "time":
            return self._office("time-value")
        if kind == "boolean":
            return self._office("boolean-value") == "true"
        return shown or self._office("string-value")

    def _office(self, name: str) -> str:
        return self.attributes.get(_OFFICE + name, "")


def blanks(attributes: Mapping[str, str]) -> int:
    """How many blanks a ``text:s`` stands for. Raises ValueError where it does not say so in a number."""
    return max(int(attributes.get(f"{_TEXT}c", "1")[:9]), 0)
