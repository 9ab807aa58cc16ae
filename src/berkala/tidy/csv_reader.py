"""CSV: bytes in a declared encoding → rows of text. Nothing is coerced: ``007`` and ``NA`` stay what they are."""

from __future__ import annotations

import codecs

from berkala.plan.specifications import Dialect
from berkala.tidy.csv_plain import read_plain
from berkala.tidy.csv_records import read_records
from berkala.tidy.grids.encodings import declared_text
from berkala.tidy.grids.text_reader import refuse_large, refuse_long_lines
from berkala.tidy.listing import Listing
from berkala.tidy.rows import Rows


def read_csv(content: bytes, dialect: Dialect, listing: Listing) -> Rows:
    """The header and every row that is not blank, numbered by the line it starts on.

    A row with too few or too many cells is listed and left out. Raises SourceProblems for bytes that are not in
    the declared encoding, NUL characters, quotation marks that do not pair, and a header that is not there.
    """
    refuse_large(content, listing.file)
    utf8 = _utf8(content, dialect.encoding, listing.file)
    return read_plain(utf8, dialect, listing) or read_records(utf8, dialect, listing)


def _utf8(content: bytes, encoding: str, file: str) -> bytes:
    """The text in UTF-8. Bytes that are in it stay what they are, without their mark, once they have been proved."""
    text = declared_text(content, encoding, file)
    refuse_long_lines(text, file)
    return content.removeprefix(codecs.BOM_UTF8) if encoding == "utf-8" else text.encode()
