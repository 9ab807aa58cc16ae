"""Which of the columns of a layout another file has not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from berkala.describe.tables import tables_of
from berkala.plan.layouts import Layout
from berkala.tidy.layouts.header import lacking, names

if TYPE_CHECKING:
    from berkala.describe.finding import File, Found


def lacking_in(file: File, columns: Iterable[str], found: Found) -> list[str]:
    """The columns that a file has not, whose table is the first of the sheet of that name, or of the first."""
    layout = Layout.model_construct(columns=dict.fromkeys(columns), may_lack=(), marks=dict(found.marks), header=1)
    sheets = [one for one in file.workbook.sheets if one.name == found.sheet] or list(file.workbook.sheets)
    for table in tables_of(sheets[0]):
        return lacking(names(table.grid, table.header, layout), layout)
    return []
