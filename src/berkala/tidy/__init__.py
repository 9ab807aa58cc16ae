"""tidy: snapshots → tables in their declared schema, with every cell that could not be placed.

It turns bytes into types and changes no meaning. What does not fit is named with row, column and value; nothing
is guessed, dropped or repaired.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from berkala.errors import Problem, SourceProblems, nearest
from berkala.fetch import Snapshot, Snapshots
from berkala.fetch.snapshots import Part
from berkala.plan import Dataset
from berkala.plan.specifications import DatasetSpec, Resource
from berkala.tidy.grids import Workbook, read_workbook
from berkala.tidy.kinds import kind_of
from berkala.tidy.layouts import laid_out
from berkala.tidy.layouts.places import PlacedListing
from berkala.tidy.listing import Listing
from berkala.tidy.observations import tabulate
from berkala.tidy.readers import FORMATS, READERS
from berkala.tidy.rows import Rows
from berkala.tidy.tables import Table, Tables
from berkala.tidy.totals import refuse_wrong_sums

__all__ = ["Table", "Tables", "tidy"]


def tidy(snapshots: Snapshots) -> Tables:
    """A table of every snapshot that fits its schema wholly; the problems of all others.

    Raises nothing for a mistake in the data: a table with a problem cell is not handed on, and its problems are.
    """
    tables: dict[str, Table] = {}
    problems = list(snapshots.problems)
    for name, snapshot in snapshots.by_dataset.items():
        table, found = _one(snapshots.plan.publication.datasets[name], snapshot)
        problems.extend(found)
        if table is not None:
            tables[name] = table
    return Tables(snapshots.plan, tables, tuple(problems))


def _one(dataset: Dataset, snapshot: Snapshot) -> tuple[Table | None, tuple[Problem, ...]]:
    if dataset.spec.resource.layouts:
        return _laid_out(dataset, snapshot)
    listing = Listing(snapshot.file)
    try:
        rows = read_rows(dataset, snapshot, listing)
    except SourceProblems as error:
        return None, (*listing.problems(), *(one for one in error.problems if one not in listing.problems()))
    frame = _checked(dataset.spec, rows, listing)
    problems = listing.problems()
    return (None if frame is None else Table(dataset.spec, frame, snapshot.sha256)), problems


def _checked(spec: DatasetSpec, rows: Rows, listing: Listing) -> pd.DataFrame | None:
    """The frame, if its cells are in order and its totals add up."""
    frame = tabulate(spec, rows, listing)
    if frame is not None:
        refuse_wrong_sums(spec, frame, listing)
    return None if listing.failed else frame


def _laid_out(dataset: Dataset, snapshot: Snapshot) -> tuple[Table | None, tuple[Problem, ...]]:
    listing = PlacedListing(snapshot.file)
    try:
        _refuse_dialect(dataset, FORMATS)
        parts = [(part.file, _workbook(dataset, part), part.stated) for part in snapshot.parts]
        rows = laid_out(dataset.spec, parts, listing)
    except SourceProblems as error:
        return None, (*listing.problems(), *error.problems)
    frame = None if listing.failed else _checked(dataset.spec, rows, listing)
    problems = listing.problems()
    table = None if frame is None else Table(dataset.spec, frame, snapshot.sha256, tuple(listing.places))
    return table, problems


def _workbook(dataset: Dataset, part: Part) -> Workbook:
    resource = dataset.spec.resource
    text = resource.format == "csv"
    encoding, delimiter = (resource.dialect.encoding, resource.dialect.delimiter) if text else (None, None)
    found = read_workbook(part.content, part.file, encoding=encoding, delimiter=delimiter)
    if found.kind != FORMATS[resource.format]:
        raise SourceProblems(_wrong_kind(found.kind, resource, part.file))
    return found


def _refuse_dialect(dataset: Dataset, known: Mapping[str, object]) -> None:
    resource, descriptor = dataset.spec.resource, f"{dataset.folder}/dataset.yml"
    if resource.format not in known:
        facts = {"name": resource.format, "nearest": nearest(resource.format, known), "known": ", ".join(known)}
        raise SourceProblems(Problem("tidy.format-unknown", facts, file=descriptor, value=resource.format))
    if resource.dialect.decimal == resource.dialect.thousands:
        raise SourceProblems(Problem("tidy.marks-alike", {"mark": resource.dialect.decimal}, file=descriptor))


def read_rows(dataset: Dataset, snapshot: Snapshot, listing: Listing) -> Rows:
    """The rows of a snapshot, by the reader of its declared format. Raises SourceProblems where there are none."""
    resource = dataset.spec.resource
    _refuse_dialect(dataset, READERS)
    reader, expected = READERS[resource.format]
    found = kind_of(snapshot.content)
    if found != expected:
        raise SourceProblems(_wrong_kind(found, resource, snapshot.file))
    return reader(snapshot.content, resource.dialect, listing)


def _wrong_kind(found: str, resource: Resource, file: str) -> Problem:
    return Problem(f"tidy.is-{found}", {"declared": resource.format}, file=file)
