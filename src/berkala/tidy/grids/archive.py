"""A ZIP that calls itself a workbook: its list is believed only after it has been looked through.

Entries are read by name into memory and never written anywhere, so a path cannot lead astray; an archive with odd ones
is still none that a spreadsheet program wrote, and is refused.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import IO
from zipfile import ZipFile, ZipInfo

from berkala.tidy.grids import limits
from berkala.tidy.grids.refusals import refuse
from berkala.tidy.grids.xml_walk import Bounds, Handler, walk
from berkala.tidy.kinds import DAMAGED

_HEADER = 30  # bytes of an entry before its name


class Archive:
    """The parts of a workbook by name. Raises SourceProblems where the archive is none that we open."""

    def __init__(self, content: bytes, file: str) -> None:
        self.file, self._until = file, monotonic() + limits.SECONDS
        try:
            self._zip = ZipFile(io.BytesIO(content))
        except DAMAGED as error:
            raise refuse("is-damaged", file) from error
        self._entries = {entry.filename: entry for entry in self._zip.infolist()}
        self._look_through(len(content))

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """A part that is held in memory whole."""
        with self.open(name) as stream:
            return stream.read()

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A part as a stream; whatever goes wrong while it is read is told as a damaged workbook."""
        try:
            with self._zip.open(self._entries[name]) as stream:
                yield stream
        except DAMAGED as error:
            raise refuse("workbook", self.file) from error

    def walk(self, name: str, handler: Handler, sheet: str | None = None) -> None:
        """Tell a handler of every element of a part, while the time for this workbook lasts."""
        with self.open(name) as stream:
            walk(stream, handler, Bounds(self.file, sheet, self._until))

    def small(self, name: str) -> bool:
        """Whether a part may be held in memory."""
        return self._entries[name].file_size <= limits.PART

    def _look_through(self, size: int) -> None:
        entries = self._zip.infolist()
        if len(entries) > limits.ENTRIES:
            raise refuse("archive-many", self.file, found=len(entries), limit=limits.ENTRIES)
        for entry in entries:
            if entry.flag_bits & 1:
                raise refuse("is-encrypted", self.file)
            if _is_odd(entry):
                raise refuse("archive-path", self.file, value=entry.filename[:80])
        if len(self._entries) < len(entries) or _overlap(entries):
            raise refuse("archive-twice", self.file)
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > limits.UNPACKED or (unpacked > limits.SMALL and unpacked > limits.RATIO * size):
            raise refuse("swollen", self.file, size=unpacked // 1_000_000)


def _is_odd(entry: ZipInfo) -> bool:
    """Whether a name leads out of the archive, or an entry is a link to somewhere else."""
    parts = entry.filename.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or ":" in parts[0] or stat.S_ISLNK(entry.external_attr >> 16)


def _overlap(entries: list[ZipInfo]) -> bool:
    """Whether two entries share bytes, as only an archive does that is made to swell."""
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + _HEADER + entry.compress_size
    return False
