"""Which file of which CKAN: ``ckan+https://data.example.go.id/kemiskinan/poverty-by-province.csv``."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from berkala.fetch.failures import Failure
from berkala.fetch.web.addresses import Address, read, split

_PREFIX = "ckan+"


@dataclass(frozen=True)
class Place:
    """A CKAN by its address, the name of a dataset in it, and the name or identifier of a resource of that."""

    site: Address
    dataset: str
    resource: str

    @property
    def shown(self) -> str:
        """As a person is told, and as it is written down beside the data."""
        return f"{_PREFIX}{self.site.shown.rstrip('/')}/{quote(self.dataset)}/{quote(self.resource)}"


def find(text: str) -> Place:
    """The place that an address names, also as a browser shows it: ``…/dataset/NAME/resource/ID``. Raises Failure."""
    address = text[len(_PREFIX) :]
    site = read(address)
    parts = [unquote(part) for part in split(address).path.strip("/").split("/")]
    if len(parts) >= 4 and (parts[-4], parts[-2]) == ("dataset", "resource"):
        parts = [*parts[:-4], parts[-3], parts[-1]]
    if len(parts) < 2 or not all(parts) or "?" in site.target:
        raise Failure("fetch.ckan-form")
    *root, dataset, resource = parts
    target = "".join(f"/{quote(part)}" for part in root) or "/"
    return Place(Address(site.scheme, site.host, site.port, target), dataset, resource)
