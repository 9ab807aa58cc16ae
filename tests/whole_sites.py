"""What is wrong with a site that a collection became: everything at once, so that a long run tells more than one fault.

The source is what `Counted` finds in its files; nothing here asks the importer what there was.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from lxml import html

from berkala.imports.open_sdg.account import Account, Line
from open_sdg_counted import Counted, Table

#: What no reader may see: values of ours that slipped into a text, code of somebody else, a key with a translation.
NEVER = re.compile(
    r"\bNone\b(?! of )|\bnan\b|\bNaN\b|\{'|\['|\bundefined\b|Traceback|wrong\(|\bDecimal\("
    r"|national_indicators\.own-title|\bdata\.(?:F|M|SEX|office)\b"
)
#: Words that say that there are no figures, in the languages of the pages.
WITHOUT = (
    *("There are no figures for this indicator yet", "Belum ada angka untuk indikator ini"),
    *("Il n’y a pas encore de chiffres pour cet indicateur", "Значений по этому показателю пока нет"),
)


@dataclass(frozen=True)
class Became:
    """A source, the account of its import, the publication, and the site that was built of it."""

    source: Counted
    account: Account
    publication: Path
    site: Path

    def faults(self) -> Iterator[str]:
        """Every fault, with its indicator or its page."""
        yield from (f"the account does not add up: {gap}" for gap in self.account.gaps)
        yield from self._lost_indicators()
        yield from self._lost_rows()
        for path in sorted(self.site.rglob("*.html")):
            yield from _Page(path, path.relative_to(self.site).as_posix()).faults()
        yield from self._empty_pages()

    # -- indicators -------------------------------------------------------------------------------------------

    def _lost_indicators(self) -> Iterator[str]:
        if self.account.indicators.found != len(self.source.indicators):
            yield f"{self.account.indicators.found} indicators found, {len(self.source.indicators)} are there"
        for id in self.source.indicators:
            if not self.page(id).is_file() and not any(
                line.severity == "left out" and line.indicator == id for line in self.account.lines
            ):
                yield f"{id}: neither a page nor a line"

    def page(self, id: str) -> Path:
        """The page of an indicator in the first language."""
        return self.site / address(id) / "index.html"

    # -- rows -------------------------------------------------------------------------------------------------

    def _lost_rows(self) -> Iterator[str]:
        rows = self.account.rows
        if rows.found != rows.kept + self.account.left_out.rows:
            yield f"{rows.found} rows found, {rows.kept} kept, {self.account.left_out.rows} left out"
        whole = {line.file: line.loss.rows for line in self.account.lines if line.loss.files}
        counted = {name: len(table.rows) for name, table in self.source.tables.items()} | whole
        if rows.found != sum(counted.values()):
            yield f"{rows.found} rows found, {sum(counted.values())} are there"
        written = 0
        for id, name in self.source.data.items():
            kept = self._written(id)
            written += len(kept)
            if name not in whole and name in self.source.tables:
                yield from self._lost_from(name, self.source.tables[name], kept)
        if written != rows.kept:
            yield f"{rows.kept} rows kept, {written} are written"

    def _written(self, id: str) -> dict[int, dict[str, str]]:
        """The rows of the written table by the row of the source that each is from."""
        path = self.publication / "datasets" / address(id) / f"{address(id)}.csv"
        if not path.is_file():
            return {}
        with path.open(encoding="utf-8", newline="") as file:
            return {int(row["source_row"]): row for row in csv.DictReader(file)}

    def _lost_from(self, name: str, table: Table, kept: dict[int, dict[str, str]]) -> Iterator[str]:
        lines = [line for line in self.account.lines if line.file == name and line.loss.rows]
        if any(line.loss.rows == len(table.rows) and not line.rows for line in lines):
            return  # the file has no such column: all its rows are left out by that one line
        for line in table.rows:
            if line not in kept and not any(_within(line, one) for one in lines):
                yield f"{name}, row {line}: neither written nor told"
        for line, row in kept.items():
            there = table.cell(line, "Value").replace("\u2212", "-")
            if row["value"] and Decimal(row["value"]) != Decimal(there):
                yield f"{name}, row {line}: {row['value']} is not {there}"

    # -- pages ------------------------------------------------------------------------------------------------

    def _empty_pages(self) -> Iterator[str]:
        for id in self.source.indicators:
            if self.page(id).is_file():
                page = _Page(self.page(id), id)
                has = bool(self._written(id))
                if not page.figures and not any(words in page.text for words in WITHOUT):
                    yield f"{id}: a page without a figure, and without a word on it"
                if has and not page.charts:
                    yield f"{id}: there are data, and no chart"


@dataclass(frozen=True)
class _Page:
    """One page as a reader has it."""

    path: Path
    label: str

    @cached_property
    def main(self) -> html.HtmlElement:
        return html.document_fromstring(self.path.read_text(encoding="utf-8"))

    @cached_property
    def text(self) -> str:
        """What can be read, in one line."""
        parts = self.main.xpath("//text()[not(ancestor::script) and not(ancestor::style)]")
        return " ".join(" ".join(parts).split())

    @property
    def figures(self) -> int:
        """The numbers that are traced to a cell."""
        return len(self.main.xpath("//main//*[@data-figure]"))

    @property
    def charts(self) -> int:
        """The charts, or what stands in the place of one."""
        return len(self.main.xpath("//main//figure"))

    def faults(self) -> Iterator[str]:
        """What is wrong on any page."""
        if seen := NEVER.search(self.text):
            around = self.text[max(0, seen.start() - 40) : seen.end() + 40]
            yield f"{self.label}: {seen[0]!r} in {around!r}"
        for script in self.main.xpath("//script[not(starts-with(@type, 'application/')) and not(@src)]"):
            yield f"{self.label}: a script {script.text!r}"
        for name in self.main.xpath("//@*[starts-with(name(), 'on')]"):
            yield f"{self.label}: an event {name!r}"
        headings = self.main.xpath("//h1|//h2|//h3|//title|//figcaption")
        yield from (f"{self.label}: an empty {one.tag}" for one in headings if not "".join(one.itertext()).strip())
        if not self.main.xpath("//h1") and self.main.xpath("//main"):
            yield f"{self.label}: no heading"


def _within(row: int, line: Line) -> bool:
    return any(first <= row <= last for first, last in line.rows)


def address(id: str) -> str:
    """The address that an id is promised: small letters and digits with hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", id.lower()).strip("-")
