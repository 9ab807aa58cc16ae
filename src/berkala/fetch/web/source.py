"""A source on the web: ``path: https://data.example.go.id/visits.csv``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from berkala.errors import Problem, SourceProblems
from berkala.fetch.failures import Failure, descriptor, told
from berkala.fetch.snapshots import Snapshot
from berkala.fetch.sources import Source
from berkala.fetch.web.addresses import read, refuse_secrets
from berkala.fetch.web.kept import Store
from berkala.plan import Dataset, Publication
from berkala.secrets import hidden

#: What is wrong with what the descriptor says, and not with what the server answers.
OF_THE_DESCRIPTOR = frozenset(
    {
        "fetch.address-inside",
        "fetch.address-special",
        "fetch.host-unknown",
        "fetch.token-form",
        "fetch.token-missing",
        "fetch.token-plain",
        "fetch.url-form",
        "fetch.url-number",
        "fetch.url-password",
        "fetch.url-scheme",
        "fetch.url-secret",
    }
)


@dataclass(frozen=True)
class OnTheWeb(Source):
    """What all sources have that ask the web: the hosts that are trusted, and where what was fetched is kept."""

    trusted: frozenset[str] = frozenset()
    store: Store | None = None
    remote: ClassVar[bool] = True

    @classmethod
    def of(cls, publication: Publication) -> Self:
        """With the hosts that the publication trusts, and its folder for what may be deleted at any time."""
        return cls(frozenset(publication.settings.trusted_hosts), Store(publication.state / "cache" / "web"))


@dataclass(frozen=True)
class WebSource(OnTheWeb):
    """Reads a file from the web, and asks for it whole only when it has changed."""

    def fetch(self, dataset: Dataset, root: Path) -> Snapshot:
        """The bytes as the server gives them. Raises SourceProblems, or TryAgain where later may be better."""
        # Only who asks needs what asks: a run that has nothing to do learns from here that this source is remote.
        from berkala.fetch.web.downloads import download
        from berkala.fetch.web.visits import Web

        declared, shown = dataset.spec.resource.path, descriptor(dataset)
        if dataset.spec.resource.query is not None:
            raise SourceProblems(Problem("fetch.query-web", file=shown))
        try:
            address = read(declared)
            refuse_secrets(declared)
            shown = hidden(declared.partition("#")[0])
            web = Web(address, self.trusted)
            return Snapshot(dataset.name, shown, download(web, address, shown, self.store))
        except Failure as failure:
            file = descriptor(dataset) if failure.code in OF_THE_DESCRIPTOR else shown
            raise told(failure, file) from failure
