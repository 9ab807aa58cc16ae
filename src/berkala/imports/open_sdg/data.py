"""All data files: header and observations of each, and what is worth saying of their periods together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from berkala.imports.open_sdg.account import About, Book
from berkala.imports.open_sdg.collection import Codes, Observation
from berkala.imports.open_sdg.columns import Header, read_header
from berkala.imports.open_sdg.layout import Layout
from berkala.imports.open_sdg.mappings import Mappings
from berkala.imports.open_sdg.rows import Fates, RowReader
from berkala.imports.open_sdg.sorting import Sorted
from berkala.imports.open_sdg.tables import Table, read_table
from berkala.stated import Reader


@dataclass(frozen=True)
class Data:
    """The data of one indicator."""

    file: str
    header: Header
    observations: tuple[Observation, ...]


@dataclass
class DataReader:
    """Reads the data files of a collection."""

    layout: Layout
    files: Sorted
    book: Book
    fiscal_start: int
    months: Mapping[str, int]
    mappings: Mappings

    def read(self) -> dict[str, Data]:
        """The data of each indicator that has any, by id."""
        found: dict[str, Data] = {}
        for id, (file, source) in sorted(self.files.data.items()):
            about = About(self.book, file.name, id)
            table = read_table(file, about)
            renaming = self.mappings.codes(source.column_map, source.code_map)
            data = self._data(table, renaming, about) if table else None
            if data is not None:
                found[id] = data
        self._tell(found)
        return found

    def _data(self, table: Table, renaming: Codes, about: About) -> Data | None:
        header = read_header(table, self.layout.columns, renaming, about)
        if header is None:
            return None
        if not table.rows:
            about.add("noted", "header-only", row=table.header_row)
        reader = RowReader(table, header, renaming, Reader(self.fiscal_start, self.months), Fates(about))
        return Data(table.file, header, reader.read())

    def _tell(self, data: Mapping[str, Data]) -> None:
        """What was taken for granted in reading periods, once for the collection; and where kinds are mixed."""
        fiscal, spans = Counter[str](), Counter[str]()
        for id, one in data.items():
            kinds = Counter(each.period.frequency or "" for each in one.observations)
            fiscal[one.file] += sum(each.period.fiscal_start is not None for each in one.observations)
            spans[one.file] += kinds.pop("", 0)
            if len(kinds) > 1:
                facts = {"count": len(kinds), "kinds": ", ".join(f"{kind} ({kinds[kind]})" for kind in sorted(kinds))}
                About(self.book, one.file, id).add("noted", "periods-mixed", facts)
        for code, counted in (("fiscal-start", fiscal), ("periods-span", spans)):
            if total := counted.total():
                files = sum(count > 0 for count in counted.values())
                self.book.add("noted", code, {"count": total, "files": files, "month": self.fiscal_start})
