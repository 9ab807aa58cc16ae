"""A source that is a PostgreSQL database: ``path: postgresql://reader@db.dinas.local/statistics`` and a `query`.

The password stands in the environment as ``BERKALA_<HOST>_TOKEN`` (`berkala.secrets`). A database stands inside the
agency's network as a rule, so private addresses are asked here without further ado.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from berkala.errors import Problem, SourceProblems
from berkala.fetch.extracts import SECONDS, query_of
from berkala.fetch.failures import Failure, descriptor, told
from berkala.fetch.postgresql.places import read
from berkala.fetch.snapshots import Snapshot
from berkala.fetch.sources import Source
from berkala.plan import Dataset

#: What is the server's matter, and not what the descriptor says.
_OF_THE_SERVER = frozenset(
    {
        "fetch.certificate",
        "fetch.connection-refused",
        "fetch.database-busy",
        "fetch.database-cleartext",
        "fetch.database-closed",
        "fetch.database-gone",
        "fetch.database-other",
        "fetch.database-password",
        "fetch.database-refused",
        "fetch.host-lookup",
        "fetch.timed-out",
        "fetch.tls",
        "fetch.too-slow",
        "fetch.unreachable",
    }
)


class PostgresqlSource(Source):
    """Reads the rows of one SELECT, in a transaction that can do nothing else."""

    remote: ClassVar[bool] = True

    def fetch(self, dataset: Dataset, root: Path) -> Snapshot:
        """The rows as CSV bytes, sorted: the same bytes while the data stand. Raises SourceProblems or TryAgain."""
        try:
            from berkala.fetch.postgresql.extract import rows_as_csv
        except ImportError as error:
            raise SourceProblems(Problem("fetch.extra-missing", {"name": "postgresql"}, descriptor(dataset))) from error
        shown = ""
        try:
            place = read(dataset.spec.resource.path)
            shown = place.shown
            return Snapshot(dataset.name, shown, rows_as_csv(place, query_of(dataset)))
        except Failure as failure:
            file = shown if failure.code in _OF_THE_SERVER else descriptor(dataset)
            facts = {"database": shown, "seconds": int(SECONDS)} | failure.facts
            raise told(Failure(failure.code, **facts), file) from failure
