"""The rows of a query as one canonical CSV: the same rows give the same bytes, whatever order they came in."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal
from itertools import chain

from berkala.fetch.failures import Failure
from berkala.plan import Dataset
from berkala.plan.specifications import Dialect

#: At most so many rows and bytes are taken from one query, and it may run so many seconds.
ROWS, BYTES, SECONDS = 1_000_000, 200_000_000, 60.0

Row = list[str]
#: What stands between the cells of a row while it waits: a million rows as lists of texts take three times the memory.
#: It sorts before every other character, so rows sort as their cells do; a table has none.
_BETWEEN = "\0"


def query_of(dataset: Dataset) -> str:
    """The query of a dataset from a database. Raises Failure where it has none, or says that its rows are no CSV."""
    resource = dataset.spec.resource
    if not (resource.query or "").strip():
        raise Failure("fetch.query-missing")
    if resource.format != "csv" or resource.dialect != Dialect():
        raise Failure("fetch.query-format")
    return str(resource.query)


def gathered(rows: Iterable[Row]) -> list[str]:
    """All the rows, each as one text that `as_csv` takes. Raises Failure where they are more than is read."""
    taken: list[str] = []
    size = 0
    for row in rows:
        text = _BETWEEN.join(row)
        if text.count(_BETWEEN) >= max(1, len(row)):
            raise Failure("fetch.query-value", found=repr(text[:20]))
        taken.append(text)
        size += len(text)
        if len(taken) > ROWS or size > BYTES:
            raise Failure("fetch.query-too-large", rows=ROWS, size=BYTES // 1_000_000)
    return taken


def as_csv(header: Row, rows: list[str]) -> bytes:
    """UTF-8, commas, one line feed a row, sorted by their cells as text. Raises Failure where there is no row."""
    if not rows:
        raise Failure("fetch.query-empty")
    content = io.BytesIO()
    for row in chain([header], (text.split(_BETWEEN) for text in sorted(rows))):
        content.write(f"{_line(row)}\n".encode())
    return content.getvalue()


def number(written: str) -> str:
    """A number in full, without an exponent. Raises Failure for what is none, such as infinity."""
    value = Decimal(written)
    if not value.is_finite():
        raise Failure("fetch.query-value", found=written)
    return format(value, "f")


def _line(row: Row) -> str:
    # Python's writer leaves a carriage return unquoted, and a reader then takes it for the end of the row.
    return ",".join(map(_cell, row)) or '""'


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text
