"""One dataset version as every format and every catalogue writer sees it: frozen, complete, safe to publish."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from berkala.measure.findings import Findings
from berkala.periods import Period
from berkala.plan import Publication, next_release
from berkala.plan.specifications import Answer, Category, DatasetSpec, FieldSpec, KnownError, Licence, Source, Text
from berkala.protect.tables import SafeTable
from berkala.render.answered_values import answers_of

#: One text in each language of the publication.
Texts = Mapping[str, str]
Cell = str | int | Decimal | None

#: The letters that stand in a status column (DESIGN: Words); their meaning is ``status.<letter>`` in `words`.
STATUSES = ("b", "c", "e", "low", "p", "r", "u", "x", "z")
#: Statuses of a cell that has no value to show.
_HIDDEN = ("c",)


@dataclass(frozen=True)
class Column:
    """One published column. `of` is the measure that a status column speaks of.

    `whole` is the category that stands for all of a dimension's, where one does.
    """

    name: str
    role: Literal["period", "dimension", "measure", "status", "note"]
    type: Literal["string", "integer", "number"]
    title: Texts
    description: Texts | None = None
    unit: Texts | None = None
    decimals: int = 0
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    categories: tuple[Category, ...] = ()
    whole: str | None = None
    of: str | None = None


@dataclass(frozen=True)
class DataFile:
    """One file of the package: its name, its format's short name, its media type, its bytes."""

    name: str
    format: str
    media_type: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class DatasetModel:
    """One version of one dataset, cut at its edition.

    `cells` are one tuple a column, in the order of `columns`: text for periods (`Period.code`), dimensions, statuses
    and notes; int or Decimal for measures, None where the status says why there is no value. `first` and `last` are the
    periods that are really in the rows. `is_shown`: it is of a demonstration, which may end before its source does.
    `files` are those that are made already.
    """

    spec: DatasetSpec
    version: str
    release: datetime
    next_release: datetime | None
    is_shown: bool
    languages: tuple[str, ...]
    agency: Texts
    contact: Texts
    email: str
    page: str
    columns: tuple[Column, ...]
    cells: tuple[tuple[Cell, ...], ...]
    first: Period
    last: Period
    suppressed: int
    known_errors: tuple[KnownError, ...]
    files: tuple[DataFile, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def name(self) -> str:
        """The dataset's name."""
        return self.spec.name

    @property
    def title(self) -> Texts:
        """Its title in each language."""
        return self.spec.title.root

    @property
    def description(self) -> Texts:
        """What it is, in each language."""
        return self.spec.description.root

    @property
    def licence(self) -> Licence:
        """The terms of the dataset itself."""
        return self.spec.licence

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the facts come from."""
        return self.spec.sources

    @property
    def retrieved(self) -> date:
        """The day they were taken from there."""
        return self.spec.retrieved

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self.cells[0])

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that together name one row."""
        return self.spec.resource.table.primary_key

    def file(self, format_: str) -> DataFile:
        """The file in one format. Raises StopIteration where it is not made."""
        return next(file for file in self.files if file.format == format_)

    def having(self, *files: DataFile) -> DatasetModel:
        """The same version with more files made."""
        return replace(self, files=self.files + files)


def released(findings: Findings, dataset: str) -> datetime:
    """When a version came out: the edition's moment for the report's own dataset.

    A dataset that the report only refers to (a standard) has versions of its own, the same in every edition; the
    day it was retrieved is theirs.
    """
    if dataset == findings.report.spec.dataset:
        return findings.edition.release
    retrieved = findings.data[dataset].spec.retrieved
    return datetime.combine(retrieved, time(), findings.edition.release.tzinfo)


def model_of(findings: Findings, dataset: str, publication: Publication) -> DatasetModel:
    """The model of one dataset of an edition. Raises KeyError for a dataset the edition does not publish."""
    table, settings = findings.data[dataset], publication.settings
    periods = table.frame[table.spec.period_field.name]
    upcoming = next_release(publication, findings.report, findings.edition.release)
    columns = columns_of(table.spec)
    return DatasetModel(
        spec=table.spec,
        version=findings.versions[dataset],
        release=released(findings, dataset),
        next_release=upcoming.release if upcoming else None,
        is_shown=findings.report.spec.notice is not None,
        languages=settings.languages,
        agency=settings.agency.name.root,
        contact=settings.contact.name.root,
        email=settings.contact.email,
        page=f"{settings.site_url}data/{dataset}/{findings.versions[dataset]}/",
        columns=columns,
        cells=tuple(_cells(table.frame[column.name], column) for column in columns),
        first=min(periods),
        last=max(periods),
        suppressed=table.suppressed,
        known_errors=known_errors_of(table),
        answers=answers_of(table, publication),
    )


def columns_of(spec: DatasetSpec) -> tuple[Column, ...]:
    """The published columns in order: a status column follows each measure."""
    found: list[Column] = []
    for field in spec.fields:
        if field.role == "status":  # the source's own status columns are folded into ours
            continue
        found.append(_column(field, spec))
        if field.role == "measure":
            found.append(Column(f"{field.name}_status", "status", "string", field.title.root, of=field.name))
    return tuple(found)


def known_errors_of(table: SafeTable) -> tuple[KnownError, ...]:
    """The declared errors of the source that concern this version.

    One about a later period is left out: nothing of it is public yet. The value of a suppressed cell is
    replaced by its mark: a declaration must not say what protection hides.
    """
    spec, frame = table.spec, table.frame
    name, last = spec.period_field.name, max(frame[spec.period_field.name])
    kept = [e for e in spec.known_errors if name not in e.key or spec.period(e.key[name]) <= last]
    return tuple(_without_hidden(error, table) for error in kept)


def _without_hidden(error: KnownError, table: SafeTable) -> KnownError:
    status = f"{error.column}_status"
    if status not in table.frame.columns:
        return error
    here = table.frame
    for column, value in error.key.items():
        here = here[here[column].map(str) == value]
    hidden = [letter for letter in here[status] if letter in _HIDDEN]
    return error.model_copy(update={"value": f"[{hidden[0]}]"}) if hidden else error


def _column(field: FieldSpec, spec: DatasetSpec) -> Column:
    return Column(
        name=field.name,
        role=field.role,
        type=field.type,
        title=field.title.root,
        description=_root(field.description),
        unit=_root(field.unit),
        decimals=field.decimals,
        minimum=field.minimum,
        maximum=field.maximum,
        categories=field.categories,
        whole=field.whole or _highest_total(field, spec),
    )


def _highest_total(field: FieldSpec, spec: DatasetSpec) -> str | None:
    """The declared total of a dimension that is part of no other; None where there is not exactly one."""
    totals = [total for total in spec.totals if total.dimension == field.name]
    parts = {name for total in totals for name in total.of}
    highest = {total.total for total in totals} - parts
    return highest.pop() if len(highest) == 1 else None


def _root(text: Text | None) -> Texts | None:
    return None if text is None else text.root


def _cells(values: pd.Series[Any], column: Column) -> tuple[Cell, ...]:
    """A column's cells. A text is made once for all the same: a number is not, since nought and below nought differ."""
    found = values.to_numpy(dtype=object).tolist()
    if column.role == "measure":
        return tuple(_number(value, column) for value in found)
    texts = {value: _text(value) for value in set(found)}
    return tuple(map(texts.__getitem__, found))


def _text(value: object) -> str:
    if isinstance(value, Period):
        return value.code
    return "" if _is_empty(value) else str(value)


def _number(value: object, column: Column) -> int | Decimal | None:
    if _is_empty(value):
        return None
    if column.type == "integer":
        return int(value)  # type: ignore[call-overload,no-any-return]
    # The shortest digits that give the same float are the digits the source wrote.
    return Decimal(repr(float(value)))  # type: ignore[arg-type]


def _is_empty(value: object) -> bool:
    return value is None or value is pd.NA or value != value  # the last is NaN
