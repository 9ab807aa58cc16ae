"""What kind of file the bytes are, whatever the name says."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zlib
from typing import Literal
from zipfile import BadZipFile, ZipFile

#: Those with a reader come first; each of the others has a sentence of its own.
Kind = Literal[
    "text", "xlsx", "ods", "xls", "json",
    "zip", "damaged", "xlsb", "encrypted", "ole", "archive", "html", "xml", "pdf", "rtf", "image",
]  # fmt: skip

#: What zipfile raises for an archive that is not what it should be.
DAMAGED = (BadZipFile, zlib.error, lzma.LZMAError, struct.error, ValueError, KeyError, EOFError, OSError, RuntimeError)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOK = tuple(f"{name}\0".encode("utf-16-le") for name in ("Workbook", "WORKBOOK", "Book", "BOOK"))
_DOCUMENT = tuple(
    f"{name}\0".encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document", "__nameid_version1.0")
)
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<!--", b"mime-version:")
_XML = (b"<?xml", b"<!doctype", b"<svg")
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF89a", b"GIF87a", b"II*\0", b"MM\0*")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh91AY&SY", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_JSON = re.compile(rb'\{\s*(["}]|$)|\[\s*([\[{"\]]|$)')


def kind_of(content: bytes) -> Kind:
    """The kind of file, by its first bytes; for a ZIP by what is in it."""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(content)
    if content.startswith(_OLE):
        return _ole_kind(content)
    if content.startswith(_ARCHIVES):
        return "archive"
    if content.startswith(_IMAGES):
        return "image"
    return _text_kind(content)


def _text_kind(content: bytes) -> Kind:
    start = _start(content)
    low = start.lower()
    if low.startswith(_HTML):
        return "html"
    if low.startswith(_XML):
        return "xml"
    if start.startswith((b"%PDF-", b"{\\rtf")):
        return "pdf" if start.startswith(b"%") else "rtf"
    return "json" if _is_json(start, content) else "text"


def _start(content: bytes) -> bytes:
    """The first characters without mark and blanks, in bytes of one each where the file has two."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content[:2048].decode("utf-16", "ignore").encode("utf-8", "ignore")
    return content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()


def _is_json(start: bytes, content: bytes) -> bool:
    """Whether it begins as an object or a list does, or is bracketed as one. ``[c] = confidential`` is text."""
    if not start.startswith((b"{", b"[")):
        return False
    return bool(_JSON.match(start)) or content[-64:].rstrip()[-1:] == (b"}" if start.startswith(b"{") else b"]")


def _ole_kind(content: bytes) -> Kind:
    """A container of old Office documents. A new workbook with a password is one around an encrypted part."""
    if _ENCRYPTED in content:
        return "encrypted"
    is_other = any(name in content for name in _DOCUMENT) and not any(name in content for name in _BOOK)
    return "ole" if is_other else "xls"


def _zip_kind(content: bytes) -> Kind:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "xl/workbook.bin" in names:
                return "xlsb"
            if {"mimetype", "content.xml"} <= names and archive.getinfo("mimetype").file_size < 100:
                return _opendocument_kind(archive)
            return "zip"
    except DAMAGED:
        return "damaged"


def _opendocument_kind(archive: ZipFile) -> Kind:
    if not archive.read("mimetype").startswith(_ODS):
        return "zip"
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist() and archive.getinfo(manifest).file_size < 1_000_000:
        return "encrypted" if b"encryption-data" in archive.read(manifest) else "ods"
    return "ods"
