"""What kind of file the bytes are, whatever the name says; and who reads it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Literal
from zipfile import BadZipFile, ZipFile

from berkala.tidy.csv_reader import read_csv
from berkala.tidy.rows import Reader
from berkala.tidy.xlsx_reader import read_xlsx

Kind = Literal["text", "xlsx", "zip", "damaged", "xls", "encrypted", "html", "xml", "pdf"]

#: Each declared format, its reader, and the kind of bytes it must have.
READERS: Mapping[str, tuple[Reader, Kind]] = {"csv": (read_csv, "text"), "xlsx": (read_xlsx, "xlsx")}

#: Each format that a laid-out source may have, and the kind of bytes it must have.
FORMATS: Mapping[str, str] = {"csv": "text", "xlsx": "xlsx", "xls": "xls", "ods": "ods", "json": "json"}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<!--")


def kind_of(content: bytes) -> Kind:
    """The kind of file, by its first bytes; for a ZIP by what is in it."""
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if content.startswith(b"PK\x03\x04"):
        return _zip_kind(content)
    if content.startswith(_OLE):
        # A workbook with a password is an old-style container around an encrypted one.
        return "encrypted" if _ENCRYPTED in content else "xls"
    if start.startswith(_HTML):
        return "html"
    if start.startswith(b"<?xml"):
        return "xml"
    return "pdf" if start.startswith(b"%pdf-") else "text"


def _zip_kind(content: bytes) -> Kind:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            return "xlsx" if "xl/workbook.xml" in archive.namelist() else "zip"
    except (BadZipFile, ValueError, NotImplementedError):
        return "damaged"
