"""A PDF by its objects: read as Typst writes them, and written small.

Typst writes every part of the structure that a screen reader needs as an object of its own, in plain text, and a line
of the table of objects for each: more than half of a file of tables. PDF 1.5 and later may hold them packed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

#: So many objects are packed into one: a reader unpacks all of them to read one.
_TOGETHER = 200
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_HEAD = re.compile(rb"(\d+) 0 obj\s")
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True)
class Objects:
    """The objects of a file by their numbers, and what its end says of it: where its root is."""

    bodies: Mapping[int, bytes]
    trailer: bytes


def objects_of(pdf: bytes) -> Objects:
    """The objects of a file. Raises ValueError where it is not written as Typst writes files."""
    start = pdf.rindex(b"startxref")
    table = int(pdf[start + 9 :].split()[0])
    end = pdf.index(b"trailer", table)
    places = sorted(int(found[1]) for found in _ENTRY.finditer(pdf, table, end) if found[3] == b"n")
    bodies = dict(_object(pdf[first:last]) for first, last in pairwise([*places, table]))
    return Objects(bodies, pdf[end + 7 : start].strip())


def _object(text: bytes) -> tuple[int, bytes]:
    head = _HEAD.match(text)
    if head is None:
        raise ValueError("not an object")
    return int(head[1]), text[head.end() : text.rindex(b"endobj")].strip()


def packed(objects: Objects) -> bytes:
    """The file, with what is no stream packed together."""
    plain = [number for number, body in sorted(objects.bodies.items()) if not body.endswith(b"endstream")]
    free = max(objects.bodies, default=0) + 1
    packs = [plain[at : at + _TOGETHER] for at in range(0, len(plain), _TOGETHER)]
    streams = {number: body for number, body in sorted(objects.bodies.items()) if body.endswith(b"endstream")}
    streams |= {free + at: _pack(numbers, objects.bodies) for at, numbers in enumerate(packs)}
    out, places = bytearray(_HEADER), dict[int, int]()
    for number, body in streams.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    inside = {number: (free + at, place) for at, numbers in enumerate(packs) for place, number in enumerate(numbers)}
    places[free + len(packs)] = len(out)
    out += _table(free + len(packs), places, inside, objects.trailer)
    return bytes(out)


def _pack(numbers: list[int], bodies: Mapping[int, bytes]) -> bytes:
    """Objects in one stream: their numbers with where each begins, then all of them."""
    starts = list(_starts(bodies[number] for number in numbers))
    index = b" ".join(b"%d %d" % pair for pair in zip(numbers, starts, strict=True)) + b"\n"
    content = index + b"\n".join(bodies[number] for number in numbers)
    return _stream(b"/Type/ObjStm/N %d/First %d" % (len(numbers), len(index)), content)


def _starts(bodies: Iterator[bytes]) -> Iterator[int]:
    at = 0
    for body in bodies:
        yield at
        at += len(body) + 1


def _table(number: int, places: Mapping[int, int], inside: Mapping[int, tuple[int, int]], trailer: bytes) -> bytes:
    """The table of objects as a stream, and the end of the file that says where it is."""
    rows = [b"\0" + bytes(4) + b"\xff\xff"]
    for at in range(1, number + 1):
        kind, first, second = (
            (2, *inside[at]) if at in inside else (1, places[at], 0) if at in places else (0, 0, 65535)
        )
        rows.append(bytes([kind]) + first.to_bytes(4, "big") + second.to_bytes(2, "big"))
    kept = re.sub(rb"/Size \d+", b"/Size %d" % (number + 1), trailer.removeprefix(b"<<").removesuffix(b">>"))
    body = _stream(b"/Type/XRef/W[1 4 2]" + kept, b"".join(rows))
    return b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, body, places[number])


def _stream(entries: bytes, content: bytes) -> bytes:
    small = zlib.compress(content, 9)
    return b"<<%b/Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (entries, len(small), small)
