"""The plug of `fetch`: one kind of place that data come from."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Protocol, Self

from berkala.fetch.snapshots import Snapshot
from berkala.plan import Dataset, Publication


class Source(Protocol):
    """One kind of place that data come from. A new one is a file and its run of ``tests/contracts/source.py``."""

    #: Whether asking it goes over the network. Such a source is asked only by a run that needs its data.
    remote: ClassVar[bool] = False

    @classmethod
    def of(cls, publication: Publication) -> Self:
        """The source as this publication sets it up; most have nothing to set up."""
        return cls()

    def fetch(self, dataset: Dataset, root: Path) -> Snapshot:
        """The bytes of `dataset`, whose publication stands in `root`; the same bytes while the source stands.

        Raises SourceProblems (or another BerkalaError) where they cannot be had. Never returns none.
        """
        ...
