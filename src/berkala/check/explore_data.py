"""What the Explore page offers to choose from: the dataset of its edition, all of it, in the words that are declared.

The rows are loaded in a reader's browser from the published file. What can be held still is held here: the page names
that file, its dimensions, measures, periods and statuses, and leaves none out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from berkala.check.contracts import read_contract
from berkala.check.document import Document
from berkala.check.explore import drawing_data
from berkala.check.links import ROOT
from berkala.check.pages import Page
from berkala.errors import Problem
from berkala.plan.specifications import DatasetSpec

#: From so many bytes on, no reader's device loads the rows unasked.
_LARGE = 1_000_000


@dataclass(frozen=True)
class _Table:
    """The published rows, by column, with what they are declared to be."""

    spec: DatasetSpec
    document: Mapping[str, Any]

    @cached_property
    def columns(self) -> Mapping[str, Sequence[Any]]:
        """Every value of each column."""
        names = [field["name"] for field in self.document["fields"]]
        rows: Sequence[Sequence[Any]] = self.document["rows"]
        return {name: [row[place] for row in rows] for place, name in enumerate(names)}

    @cached_property
    def measures(self) -> list[str]:
        """The columns of numbers, in their order."""
        return [field["name"] for field in self.document["fields"] if field["role"] == "measure"]

    @cached_property
    def open_dimensions(self) -> set[str]:
        """Those that tell rows apart, or are their unit, and have several values."""
        unit = self.spec.unit_field
        telling = {*self.spec.resource.table.primary_key, *([unit.name] if unit else [])}
        dimensions = {field["name"] for field in self.document["fields"] if field["role"] == "dimension"}
        return {name for name in telling & dimensions if len(set(self.columns[name])) > 1}

    @cached_property
    def letters(self) -> set[str]:
        """Every status that a value has."""
        return {letter for name in self.measures for letter in self.columns[f"{name}_status"]} - {""}


def check_explore_data(
    document: Document, page: Page, spec: DatasetSpec, files: Mapping[str, bytes]
) -> Iterator[Problem]:
    """Every problem of what one Explore page offers. `files` are the edition's public files by path."""
    linked = [a.attributes.get("href", "") for a in document.named("a") if a.attributes.get("id") == "choose-file"]
    for data, problems in drawing_data(document, page):
        if not problems and "dataset" in data:
            yield from _offer(data, linked, page, spec, files)


def _offer(
    data: Mapping[str, Any], linked: Sequence[str], page: Page, spec: DatasetSpec, files: Mapping[str, bytes]
) -> Iterator[Problem]:
    offered = data["dataset"]
    path = f"data/{offered['name']}/{offered['version']}/{offered['name']}.json"
    if offered["name"] != spec.name or path not in files or any(link != ROOT + path for link in linked):
        wrong = next((link.removeprefix(ROOT) for link in linked if link != ROOT + path), path)
        yield page.problem("explore-file", wrong, dataset=spec.name)
        return
    document, problems = read_contract(files[path], "table", path)
    if problems:
        return  # told where the file itself is read
    table = _Table(spec, document)
    yield from _named(offered, table, page)
    yield from _periods({**offered.get("periods", data["periods"]), "ticks": offered["ticks"]}, table, page)
    yield from _said(offered, table, page)
    if offered["ask"] != (len(files[path]) > _LARGE):
        yield page.problem("explore-size", path, size=len(files[path]) // 1000, limit=_LARGE // 1000)


def _named(offered: Mapping[str, Any], table: _Table, page: Page) -> Iterator[Problem]:
    """The dimensions and measures are those of the table, each once, and none is left out."""
    unit = table.spec.unit_field
    for asked, there in (
        (offered["dimensions"], table.open_dimensions),
        (offered["measures"], set(table.measures)),
        ([offered["unit"]] if "unit" in offered else [], {unit.name} if unit else set()),
    ):
        strange = [name for place, name in enumerate(asked) if name not in there or name in asked[:place]]
        for name in (*strange, *sorted(there - set(asked))):
            yield page.problem("explore-column", name, dataset=table.spec.name)
    for cell in offered["withheld"]:
        if not _is_empty(cell, table):
            yield page.problem("explore-column", cell["column"], dataset=table.spec.name)


def _is_empty(cell: Mapping[str, Any], table: _Table) -> bool:
    """Whether the one row that a key names has no value in this column."""
    if not {cell["column"], *cell["key"]} <= set(table.columns):
        return False
    keys = zip(*(table.columns[name] for name in cell["key"]), strict=True)
    wanted = tuple(cell["key"].values())
    return [table.columns[cell["column"]][place] for place, key in enumerate(keys) if key == wanted] == [None]


def _periods(told: Mapping[str, Any], table: _Table, page: Page) -> Iterator[Problem]:
    """Every period of the rows is there, in the order of time, with its first day and its words."""
    if len({len(column) for column in told.values()}) > 1 or told["starts"] != sorted(told["starts"]):
        yield page.problem("explore-column", table.spec.period_field.name, dataset=table.spec.name)
        return
    for code in sorted(set(table.columns[table.spec.period_field.name]) - set(told["codes"])):
        yield page.problem("explore-period", code, expected=code)
    for code, start, text, tick in zip(told["codes"], told["starts"], told["texts"], told["ticks"], strict=True):
        try:
            period = table.spec.period(code)
        except ValueError:
            yield page.problem("explore-period", text, expected=code)
            continue
        expected = page.language.period_text(period)
        if (start, text) != (period.start.isoformat(), expected):
            yield page.problem("explore-period", text, expected=expected)
        elif tick != (short := page.language.period_text(period, short=True)):
            yield page.problem("explore-period", tick, expected=short)


def _said(offered: Mapping[str, Any], table: _Table, page: Page) -> Iterator[Problem]:
    """Statuses and messages are in the words of the dataset and of the language, and none is missing."""
    own, words = table.spec.statuses, page.language
    statuses = {
        letter: own[letter][words.code] if letter in own else words.text(f"status.{letter}") for letter in table.letters
    }
    start = "explore.script."
    messages = {key.removeprefix(start): text for key, text in words.messages.items() if key.startswith(start)}
    messages |= {"period": words.text("table.period"), "withheld": words.text("mistakes.status")}
    for told, known in ((offered["statuses"], statuses), (offered["words"], messages)):
        for name in sorted(set(told) | set(known)):
            if told.get(name) != known.get(name):
                yield page.problem("explore-words", told.get(name, name), expected=known.get(name, ""))
