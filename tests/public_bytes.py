"""Everything that a public file says: what is packed in it is opened, however deep, and read as it was.

ZIP and XLSX, gzip (Pagefind's index among it), Parquet with its statistics, PDF (its text as a reader sees it, its
streams, its metadata and what is attached), the words beside the picture in PNG (tEXt, zTXt, iTXt with XMP, EXIF), and
pictures or files that stand in a page as base64. Pixels are not read: what a picture shows, its SVG says beside it.
"""

from __future__ import annotations

import base64
import gzip
import io
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
from pypdf import PdfReader
from pypdf.errors import PyPdfError

_PNG = b"\x89PNG\r\n\x1a\n"
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_INLINE = re.compile(rb"base64,([A-Za-z0-9+/]{16,}={0,2})")


def opened(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The content of a file, and all that is packed in it, each with the way to it: ``a.zip!b.png!iTXt``."""
    yield name, content
    for inside, unpacked in _inside(content):
        yield from opened(f"{name}!{inside}", unpacked)


def _inside(content: bytes) -> Iterator[tuple[str, bytes]]:
    if content.startswith(b"PK\x03\x04"):
        yield from _in_zip(content)
    elif content.startswith(b"\x1f\x8b"):
        yield "gzip", gzip.decompress(content)
    elif content.startswith(_PNG):
        yield from _in_png(content)
    elif content.startswith(b"PAR1"):
        yield from _in_parquet(content)
    elif content.startswith(b"%PDF"):
        yield from _in_pdf(content)
    for number, found in enumerate(_INLINE.finditer(content)):
        yield f"base64-{number}", base64.b64decode(found.group(1) + b"==")


def _in_zip(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield "comment", archive.comment
        for one in archive.infolist():
            yield f"{one.filename}!about", one.filename.encode() + b" " + one.comment + b" " + one.extra
            yield one.filename, archive.read(one)


def _in_png(content: bytes) -> Iterator[tuple[str, bytes]]:
    at = len(_PNG)
    while at + 8 <= len(content):
        (length,), kind = struct.unpack(">I", content[at : at + 4]), content[at + 4 : at + 8]
        data = content[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"zTXt":
            yield "zTXt", zlib.decompress(data.split(b"\0", 1)[1][1:])
        elif kind == b"iTXt":
            _, rest = data.split(b"\0", 1)
            text = rest[2:].split(b"\0", 2)[2]
            yield "iTXt", zlib.decompress(text) if rest[0] else text
        elif kind == b"IDAT":
            continue
        elif kind == b"IEND":
            break
        else:
            yield kind.decode("latin-1"), data
    yield "behind", content[at:]


def _in_parquet(content: bytes) -> Iterator[tuple[str, bytes]]:
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        Path(file.name).write_bytes(content)
        for what in ("read_parquet", "parquet_metadata", "parquet_kv_metadata"):
            rows = duckdb.sql(f"select * from {what}('{file.name}')").fetchall()
            told = "\n".join("\t".join(_plain(cell) for cell in row) for row in rows)
            yield what, told.replace(file.name, "").encode()


def _plain(cell: object) -> str:
    return cell.decode("latin-1") if isinstance(cell, bytes) else str(cell)


def _in_pdf(content: bytes) -> Iterator[tuple[str, bytes]]:
    for number, found in enumerate(_STREAM.finditer(content)):
        with suppress(zlib.error):
            yield f"stream-{number}", zlib.decompressobj().decompress(found.group(1))
    with suppress(PyPdfError):
        reader = PdfReader(io.BytesIO(content))
        yield "metadata", "\n".join(f"{key} {value}" for key, value in (reader.metadata or {}).items()).encode()
        for number, page in enumerate(reader.pages):
            yield f"page-{number}", page.extract_text().encode("utf-8", "replace")
        for name, files in reader.attachments.items():
            for file in files:
                yield f"attached-{name}", file
