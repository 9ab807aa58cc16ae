"""The page of one dataset: what it is, its files, its columns, its source and limits, how to cite it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.plan.specifications import DatasetSpec
from berkala.render.answered_values import answers_of
from berkala.render.answers import answer_line
from berkala.render.bundle import ROOT
from berkala.render.packages.model import STATUSES, Column, columns_of, known_errors_of, released
from berkala.render.packages.statements import (
    allowed,
    categories_of,
    citation,
    format_of,
    known_error,
    protection,
    status_meaning,
)
from berkala.render.sentences import named
from berkala.render.statuses import status_words
from berkala.render.templates import fragment
from berkala.words import Language, Sentence, Span


@dataclass(frozen=True)
class FileRow:
    """One line of the downloads table."""

    href: str
    name: Sentence
    what: str
    size: Sentence


#: Of more categories than this a reader wants a table, and opens it when it is needed.
_IN_LINE = 6


@dataclass(frozen=True)
class Codes:
    """The categories of a column as a table to open: how many, each code with its name, and where the others stand."""

    count: Sentence
    pairs: list[tuple[Sentence, Sentence]]
    left: Sentence | None


@dataclass(frozen=True)
class ColumnRow:
    """One line of the data dictionary. What it may hold is a line, or (many categories) a table: `codes`."""

    name: Sentence
    meaning: Sentence
    unit: Sentence
    type: str
    allowed: Sentence
    codes: Codes | None


def dataset_fragment(entry: Mapping[str, Any], findings: Findings, publication: Publication, language: Language) -> str:
    """The body of ``/data/<dataset>/``, from ``templates/theme/fragments/dataset.html``.

    `entry` is the package's. Every number stands in a ``<time>`` or has a role.
    """
    code, table, settings = language.code, findings.data[entry["name"]], publication.settings
    page = f"{settings.site_url}data/{entry['name']}/{entry['version']}/"
    agency, title = settings.agency.name[code], entry["title"][code]
    context = {
        "language": language,
        "title": named(title),
        "description": named(entry["description"][code]),
        "extent": _extent(entry, findings, language),
        "files": [_file_row(file, language) for file in entry["files"]],
        "columns": [column_row(column, language) for column in columns_of(table.spec)],
        "statuses": letters(table.spec, language),
        "sources": [(named(s.titled(code)), named(s.publisher), s.path) for s in table.spec.sources],
        "retrieved": language.sentence("packages.retrieved", day=language.day(table.spec.retrieved)),
        "licence": (named(entry["licence"]["title"][code]), entry["licence"]["path"]),
        "protection": protection(table.spec, code),
        "suppressed": _suppressed(table.suppressed, language),
        "errors": [known_error(error, code) for error in known_errors_of(table)],
        "answers": [answer_line(table.spec, answer, code) for answer in answers_of(table, publication)],
        "citation": citation(table.spec, entry["version"], agency, released(findings, entry["name"]), page, code),
        "version": language.sentence("packages.version-note", version=named(entry["version"])),
        "latest": named(f"{settings.site_url}data/{entry['name']}/latest/"),
    }
    return fragment(publication.templates, "dataset", **context).decode()


def letters(spec: DatasetSpec, language: Language) -> list[tuple[str, str]]:
    """What each letter says of a value of this dataset: ``x`` also of one that is withheld, which has no letter."""
    told = {letter: status_words(spec, letter, language) for letter in STATUSES}
    if any(error.effect == "withheld" for error in spec.known_errors):
        told["x"] += language.semicolon + language.text("mistakes.status")
    return list(told.items())


def size(count: int, language: Language) -> Sentence:
    """A file's size in kilobytes or megabytes of 1,000, rounded up: a count."""
    unit, power = ("mb", 6) if count >= 10**6 else ("kb", 3)
    tenths = -(-count * 10 // 10**power)
    # Under ten with one decimal, then whole: 1.2 KB, 47 KB.
    shown = language.number(Decimal(tenths) / 10, 1) if tenths < 100 else language.number(-(-tenths // 10))
    return language.sentence(f"packages.size.{unit}", number=Span(shown, role="count"))


def _extent(entry: Mapping[str, Any], findings: Findings, language: Language) -> Sentence:
    spec = findings.data[entry["name"]].spec
    alone = entry["from"] == entry["until"]
    said = language.period if alone else language.period_within
    slots = {
        "rows": language.role(entry["rows"]),
        "first": said(spec.period(entry["from"])),
        "last": said(spec.period(entry["until"])),
    }
    key = "packages.extent-of-one" if alone else "packages.extent"
    if findings.report.spec.stands(entry["name"]):
        key, slots["last"] = "packages.extent-standing", language.period_within(spec.period(entry["until"]))
    return language.sentence(key, slots, n=entry["rows"])


def _file_row(file: Mapping[str, Any], language: Language) -> FileRow:
    name = file["path"].rpartition("/")[2]
    what = format_of(file["format"], language.code)
    return FileRow(ROOT + file["path"], named(name), what, size(file["bytes"], language))


def column_row(column: Column, language: Language) -> ColumnRow:
    """A column as the data dictionary tells of it."""
    code = language.code
    about = (column.description or {}).get(code, "")
    meaning = status_meaning(column, code) if column.of else about or column.title[code]
    codes = _codes(column, language) if len(column.categories) > _IN_LINE else None
    return ColumnRow(
        name=named(column.name),
        meaning=named(meaning),
        unit=named((column.unit or {}).get(code, "")),
        type=language.text(f"packages.type-name.{column.type}"),
        allowed=Sentence.plain("") if codes else allowed(column, code),
        codes=codes,
    )


def _codes(column: Column, language: Language) -> Codes:
    every = len(column.categories)
    count = language.sentence("packages.codes", n=every, count=language.role(every))
    return Codes(count, *categories_of(column, language.code))


def _suppressed(count: int, language: Language) -> Sentence:
    if count == 0:
        return language.sentence("packages.suppressed-none")
    return language.sentence("packages.suppressed", n=count, count=language.role(count))
