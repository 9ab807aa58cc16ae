"""What a repository holds, counted from its files with nothing of the importer: the other side of every comparison."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

_MARKS = ("\ufeff", "ï»¿")
_DATA = re.compile(r"data/(?:indicator_)?([^/]*-[^/]*)\.csv")
_SETTINGS = re.compile(
    r"(?:meta/(?:(?P<language>[a-z]+)/)?([^/]*-[^/]*)\.(?:md|yml)|indicator-config/([^/]*-[^/]*)\.yml)"
)


@dataclass(frozen=True)
class Table:
    """A file of data that a person can read as one: the header, and each row after it by the line it begins on."""

    header: tuple[str, ...]
    rows: Mapping[int, tuple[str, ...]]

    def cell(self, line: int, name: str) -> str:
        """The cell of a row in the first column of that name, whatever the size of its letters."""
        names = [one.strip().casefold() for one in self.header]
        return self.rows[line][names.index(name.casefold())].strip()


@dataclass(frozen=True)
class Counted:
    """The files of a repository by their names, in these languages."""

    files: Mapping[str, bytes]
    languages: tuple[str, ...]

    @cached_property
    def data(self) -> dict[str, str]:
        """The file of data of each indicator that has one, by its id; a second file of one is not in it."""
        found: dict[str, str] = {}
        for name in sorted(self.files):
            if of := _DATA.fullmatch(name):
                found.setdefault(of[1], name)
        return found

    @cached_property
    def settings(self) -> dict[str, list[str]]:
        """The files of settings of each indicator."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.files):
            of = _SETTINGS.fullmatch(name)
            if of and (of["language"] is None or of["language"] in self.languages):
                found.setdefault(PurePosixPath(name).stem, []).append(name)
        return found

    @property
    def indicators(self) -> list[str]:
        """The ids of all indicators that a file is of."""
        return sorted({*self.data, *self.settings})

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Each file below ``data`` that can be read as a table, by its name."""
        names = [name for name in self.files if name.startswith("data/") and name.endswith(".csv")]
        read = {name: _table(self.files[name]) for name in names}
        return {name: table for name, table in read.items() if table is not None}


def _table(content: bytes) -> Table | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    while mark := next((mark for mark in _MARKS if text.startswith(mark)), ""):
        text = text.removeprefix(mark)
    if "\0" in text:
        return None
    reader, records, line = csv.reader(io.StringIO(text, newline=""), strict=True), [], 1
    try:
        for record in reader:
            records.append((line, tuple(record)))
            line = reader.line_num + 1
    except csv.Error:
        return None
    first = next((place for place, (_, cells) in enumerate(records) if "".join(cells).strip()), None)
    return None if first is None else Table(records[first][1], dict(records[first + 1 :]))
