"""A stream out of a compound file, the container of old Office documents. Chains that run in circles are cut off."""

from __future__ import annotations

import struct
from collections.abc import Collection

_ENDS = 0xFFFFFFFA  # from here on, numbers of sectors are marks
_LISTED = 109  # how many sectors of the allocation table the header itself lists


def stream(content: bytes, names: Collection[str]) -> bytes:
    """The bytes of the first stream with one of these names. Raises ValueError for a file that is not whole."""
    try:
        return _File(content).stream(names)
    except struct.error as error:
        raise ValueError("cut short") from error


class _File:
    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError(shift)
        self._size = 1 << shift
        self._table = self._allocation()
        directory, self._cutoff, mini = struct.unpack_from("<I4xII", content, 48)
        self._mini_table = self._numbers(self._chain(mini))
        self._directory = self._chain(directory)

    def stream(self, names: Collection[str]) -> bytes:
        mini = b""
        for place in range(0, len(self._directory) - 127, 128):
            entry = self._directory[place : place + 128]
            name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
            kind, start, size = entry[66], *struct.unpack_from("<II", entry, 116)
            if kind == 5:
                mini = self._chain(start)[:size]
            elif kind == 2 and name in names:
                return self._mini(mini, start)[:size] if size < self._cutoff else self._chain(start)[:size]
        raise ValueError("no such stream")

    def _allocation(self) -> list[int]:
        listed = list(struct.unpack_from(f"<{_LISTED}I", self._content, 76))
        further, count = struct.unpack_from("<II", self._content, 68)
        for _ in range(min(count, len(self._content) // self._size)):
            if further >= _ENDS:
                break
            *more, further = self._numbers(self._sector(further))
            listed += more
        return self._numbers(b"".join(self._sector(one) for one in dict.fromkeys(listed) if one < _ENDS))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._content):
            raise ValueError(number)
        return self._content[start : start + self._size].ljust(self._size, b"\0")

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(one) for one in _linked(self._table, start))

    def _mini(self, mini: bytes, start: int) -> bytes:
        return b"".join(mini[one * 64 : one * 64 + 64] for one in _linked(self._mini_table, start))

    @staticmethod
    def _numbers(content: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(content) // 4}I", content))


def _linked(table: list[int], start: int) -> list[int]:
    """The sectors from one on, each named by the one before it."""
    found: list[int] = []
    while start < _ENDS:
        if start >= len(table) or len(found) >= len(table):
            raise ValueError(start)
        found.append(start)
        start = table[start]
    return found
