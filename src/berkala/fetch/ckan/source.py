"""A source that is a file in another CKAN: ``path: ckan+https://host/dataset/resource``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from berkala.errors import Problem, SourceProblems
from berkala.fetch.ckan.places import Place, find
from berkala.fetch.failures import Failure, descriptor, told
from berkala.fetch.snapshots import Snapshot
from berkala.fetch.web.addresses import Address, read
from berkala.fetch.web.source import OF_THE_DESCRIPTOR, OnTheWeb
from berkala.plan import Dataset

_OF_THE_DESCRIPTOR = OF_THE_DESCRIPTOR | {
    "fetch.ckan-dataset",
    "fetch.ckan-form",
    "fetch.ckan-resource",
    "fetch.ckan-resources",
}


@dataclass(frozen=True)
class CkanSource(OnTheWeb):
    """Reads a file of a CKAN, wherever CKAN says that it stands, and whole only when it has changed."""

    def fetch(self, dataset: Dataset, root: Path) -> Snapshot:
        """The bytes as the server gives them. Raises SourceProblems, or TryAgain where later may be better."""
        if dataset.spec.resource.query is not None:
            raise SourceProblems(Problem("fetch.query-web", file=descriptor(dataset)))
        shown = descriptor(dataset)
        try:
            place = find(dataset.spec.resource.path)
            shown = place.shown
            return Snapshot(dataset.name, shown, self._bytes(place))
        except Failure as failure:
            file = descriptor(dataset) if failure.code in _OF_THE_DESCRIPTOR else shown
            raise told(failure, file) from failure

    def _bytes(self, place: Place) -> bytes:
        # Only who asks needs what asks: a run that has nothing to do learns from here that this source is remote.
        from berkala.fetch.ckan.catalogue import file_of
        from berkala.fetch.web.downloads import download
        from berkala.fetch.web.visits import Web

        web = Web(place.site, self.trusted, scheme_of_secret="")
        address = _file(place, file_of(web, place))
        try:
            return download(web, address, f"{place.shown} {address.fingerprint}", self.store)
        except Failure as failure:
            if failure.code in ("fetch.address-inside", "fetch.address-special") and address.host != place.site.host:
                raise Failure("fetch.redirect-inside", **failure.facts) from None
            raise


def _file(place: Place, said: str) -> Address:
    try:
        address = read(said)
    except Failure as failure:
        raise Failure("fetch.ckan-no-file", name=place.resource) from failure
    if (place.site.scheme, address.scheme) == ("https", "http"):
        raise Failure("fetch.redirect-plain", host=address.host)
    return address
