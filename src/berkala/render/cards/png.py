"""A picture's bytes, made small: from true colour to a palette, the same bytes each time.

The renderer writes 32-bit PNG of about 100 KB a card. A card has few colours and the shades between them at the
edges of letters, so a palette of 96 shows no difference and needs a third of that. PNG is read and written as
its specification (ISO/IEC 15948) says, clauses 9 (filters) and 10 (compression).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = 4


def with_palette(png: bytes, sizes: Sequence[int], limit: int) -> bytes:
    """An opaque 8-bit RGBA picture as one with a palette of the colours it uses most.

    `sizes` of palette are tried in turn until the picture is within `limit` bytes; the last is taken anyway. A
    colour outside the palette becomes the nearest one. Raises ValueError for any other kind of PNG.
    """
    pixels = decoded(png)
    if (pixels[:, :, 3] != 255).any():
        raise ValueError("not opaque")
    packed = pixels[:, :, :3].astype(np.uint32) @ np.array([65536, 256, 1], dtype=np.uint32)
    found, where, counts = np.unique(packed, return_inverse=True, return_counts=True)
    order, small = np.lexsort((found, -counts)), b""
    for size in sizes:
        kept = np.sort(order[:size])
        nearest = _nearest(_channels(found), _channels(found[kept]))
        indices = nearest[where.reshape(packed.shape)].astype(np.uint8)
        small = _encoded(indices, _channels(found[kept]).astype(np.uint8))
        if len(small) <= limit:
            break
    return small


def decoded(png: bytes) -> Bytes:
    """The pixels of an 8-bit RGBA picture that is not interlaced: height, width, 4. Raises ValueError otherwise."""
    chunks = list(_chunks(png))
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[0][1])
    if kind != [8, 6, 0, 0, 0]:
        raise ValueError("not 8-bit RGBA")
    raw = np.frombuffer(zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT")), np.uint8)
    rows = raw.reshape(height, width * _CHANNELS + 1)
    pixels, above = np.empty((height, width, _CHANNELS), np.uint8), np.zeros((width, _CHANNELS), np.uint8)
    for place, row in enumerate(rows):
        above = pixels[place] = _unfiltered(int(row[0]), row[1:].reshape(width, _CHANNELS), above)
    return pixels


def _unfiltered(kind: int, row: Bytes, above: Bytes) -> Bytes:
    if kind == 0:
        return row
    if kind == 1:
        return np.cumsum(row, axis=0, dtype=np.uint8)
    if kind == 2:
        return row + above
    return _average(row, above) if kind == 3 else _paeth(row, above)


def _average(row: Bytes, above: Bytes) -> Bytes:
    out = np.empty_like(row)
    for channel in range(_CHANNELS):
        left, values = 0, []
        for byte, up in zip(row[:, channel].tolist(), above[:, channel].tolist(), strict=True):
            left = (byte + (left + up) // 2) & 255
            values.append(left)
        out[:, channel] = values
    return out


def _paeth(row: Bytes, above: Bytes) -> Bytes:
    """Clause 9.4. Where the byte is 0 and the row above does not change, the pixel is its left neighbour's."""
    out = np.empty_like(row)
    for channel in range(_CHANNELS):
        ups = above[:, channel]
        corners = np.concatenate(([np.uint8(0)], ups[:-1]))
        busy = np.flatnonzero((row[:, channel] != 0) | (ups != corners))
        left, values = 0, []
        columns = (row[busy, channel].tolist(), ups[busy].tolist(), corners[busy].tolist())
        for byte, up, corner in zip(*columns, strict=True):
            across, down, both = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
            guess = left if across <= down and across <= both else up if down <= both else corner
            left = (byte + guess) & 255
            values.append(left)
        runs = np.diff(np.concatenate((busy, [len(row)])))
        start = int(busy[0]) if len(busy) else len(row)
        out[:start, channel] = 0
        out[start:, channel] = np.repeat(np.array(values, np.uint8), runs)
    return out


def _channels(packed: NDArray[np.uint32]) -> NDArray[np.int64]:
    return np.stack((packed >> 16, packed >> 8 & 255, packed & 255), axis=1).astype(np.int64)


def _nearest(colours: NDArray[np.int64], palette: NDArray[np.int64]) -> NDArray[np.int64]:
    away = ((colours[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(away.argmin(axis=1), np.int64)


def _encoded(indices: Bytes, palette: Bytes) -> bytes:
    height, width = indices.shape
    rows = np.concatenate((np.zeros((height, 1), np.uint8), indices), axis=1)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", palette.tobytes()), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(_SIGNATURE):
        raise ValueError("not PNG")
    place = len(_SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += length + 12
