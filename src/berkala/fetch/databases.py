"""A source that is a SQLite database: a file of the publication, or one that an installed package carries.

======================================  =============================================================================
``path: sqlite:prices.db``              a file, by the rules for files: inside the publication, and no link
``path: sqlite+package:cpi/cpi.db``     a file of the installed Python package ``cpi``, which is found, never run
======================================  =============================================================================

`query` is one SELECT. Its rows become CSV bytes (``format: csv``), so that every room to the right reads them as it
reads any table, and a committed extract and its query can be held against each other byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec
from pathlib import Path

from berkala.errors import Problem, SourceProblems, TryAgain
from berkala.fetch.extracts import query_of
from berkala.fetch.failures import Failure, descriptor, told
from berkala.fetch.files import locate, unreadable
from berkala.fetch.queries import rows_as_csv
from berkala.fetch.snapshots import Snapshot
from berkala.fetch.sources import Source
from berkala.plan import Dataset

#: A database that is not in write-ahead mode says 1 at these places of its header (https://sqlite.org/fileformat.html,
#: 1.3.3): what writes and what reads it. One that is has 2 there, and even a reader writes files beside it.
_MODES, _WAL = slice(18, 20), 2

#: What goes wrong with the file, and not with the query that the descriptor holds.
_OF_THE_FILE = frozenset({"fetch.no-database", "fetch.database-damaged", "fetch.database-locked", "fetch.unreadable"})


@dataclass(frozen=True)
class _Database:
    """Where it is, how it is called to a person, and what SQLite is told beside (`rows_as_csv`)."""

    path: Path
    file: str
    immutable: str = ""


class DatabaseSource(Source):
    """Reads the rows of one SELECT, and can do nothing else to the database."""

    def fetch(self, dataset: Dataset, root: Path) -> Snapshot:
        """The rows as CSV bytes, sorted: the same bytes while the data stand.

        Raises SourceProblems for a path, package, file or query that gives no rows, and TryAgain for a database in
        which another program is writing.
        """
        try:
            query = query_of(dataset)
        except Failure as failure:
            raise told(failure, descriptor(dataset)) from failure
        scheme, _, declared = dataset.spec.resource.path.partition(":")
        find = _in_package if scheme.lower() == "sqlite+package" else _in_publication
        database = find(dataset, declared, root)
        try:
            return Snapshot(dataset.name, database.file, rows_as_csv(database.path, query, database.immutable))
        except Failure as failure:
            raise _told(failure, dataset, database) from failure


def _in_publication(dataset: Dataset, declared: str, root: Path) -> _Database:
    path, file = locate(dataset, declared, root)
    try:
        with path.open("rb") as stream:
            header = stream.read(_MODES.stop)
    except OSError as error:
        raise unreadable(error, file) from error
    if not header:  # to SQLite an empty file is a database without tables
        raise SourceProblems(Problem("fetch.empty", file=file))
    if header.startswith(b"SQLite format 3\0") and _WAL in header[_MODES]:
        raise SourceProblems(Problem("fetch.database-wal", file=file))
    return _Database(path, file)


def _in_package(dataset: Dataset, declared: str, _root: Path) -> _Database:
    """The package is looked up and not imported: reading data must not run somebody's program."""
    package, _, inside = declared.partition("/")
    strays = {"..", ""} & set(inside.split("/")) or set("\\:\0") & set(inside)
    if strays or not re.fullmatch(r"[A-Za-z]\w*", package, re.ASCII):
        raise _in_descriptor("fetch.package-form", dataset, path=dataset.spec.resource.path)
    found = find_spec(package)
    folders = list(found.submodule_search_locations or ()) if found else []
    for folder in map(Path, folders):
        path = (folder / inside).resolve()
        if path.is_file() and path.is_relative_to(folder.resolve()):
            return _Database(path, f"{package}/{inside}", "&immutable=1")
    if found is None:
        raise _in_descriptor("fetch.package-missing", dataset, name=package, requirement=_requirement(package))
    raise _in_descriptor("fetch.package-file", dataset, name=package, path=inside)


def _requirement(package: str) -> str:
    """What pip has to be asked for: as an extra of ours has it, with its versions, or else the bare name."""
    try:
        ours = [text.partition(";")[0].strip() for text in requires("berkala") or ()]
    except PackageNotFoundError:
        ours = []
    return next((one for one in ours if _plain(re.split(r"[^\w.-]", one)[0]) == _plain(package)), package)


def _plain(name: str) -> str:
    """A distribution's name as pip compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _told(failure: Failure, dataset: Dataset, database: _Database) -> SourceProblems | TryAgain:
    if failure.code in _OF_THE_FILE:
        return told(failure, database.file)
    return told(Failure(failure.code, database=database.file, **failure.facts), descriptor(dataset))


def _in_descriptor(code: str, dataset: Dataset, **facts: object) -> SourceProblems:
    return SourceProblems(Problem(code, facts, file=descriptor(dataset)))
