"""tidy: snapshots → tables in their declared schema, with every cell that could not be placed.

It turns bytes into types and changes no meaning. What does not fit is named with row, column and value; nothing
is guessed, dropped or repaired.
"""

from __future__ import annotations

from berkala.errors import Problem, SourceProblems, nearest
from berkala.fetch import Snapshot, Snapshots
from berkala.plan import Dataset
from berkala.plan.specifications import Resource
from berkala.tidy.kinds import kind_of
from berkala.tidy.listing import Listing
from berkala.tidy.observations import tabulate
from berkala.tidy.readers import READERS
from berkala.tidy.rows import Rows
from berkala.tidy.tables import Table, Tables

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
    listing = Listing(snapshot.file)
    try:
        rows = read_rows(dataset, snapshot, listing)
    except SourceProblems as error:
        return None, (*listing.problems(), *(one for one in error.problems if one not in listing.problems()))
    frame = tabulate(dataset.spec, rows, listing)
    problems = listing.problems()
    return (None if frame is None else Table(dataset.spec, frame, snapshot.sha256)), problems


def read_rows(dataset: Dataset, snapshot: Snapshot, listing: Listing) -> Rows:
    """The rows of a snapshot, by the reader of its declared format. Raises SourceProblems where there are none."""
    resource, descriptor = dataset.spec.resource, f"{dataset.folder}/dataset.yml"
    if resource.format not in READERS:
        facts = {"name": resource.format, "nearest": nearest(resource.format, READERS), "known": ", ".join(READERS)}
        raise SourceProblems(Problem("tidy.format-unknown", facts, file=descriptor, value=resource.format))
    if resource.dialect.decimal == resource.dialect.thousands:
        raise SourceProblems(Problem("tidy.marks-alike", {"mark": resource.dialect.decimal}, file=descriptor))
    reader, expected = READERS[resource.format]
    found = kind_of(snapshot.content)
    if found != expected:
        raise SourceProblems(_wrong_kind(found, resource, snapshot.file))
    return reader(snapshot.content, resource.dialect, listing)


def _wrong_kind(found: str, resource: Resource, file: str) -> Problem:
    return Problem(f"tidy.is-{found}", {"declared": resource.format}, file=file)
