"""Asking a site as anybody in the public would: without a secret, past caches, and led nowhere but to its own host."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from time import monotonic

from berkala.fetch.failures import Failure
from berkala.fetch.web import reach
from berkala.fetch.web.addresses import Address, read
from berkala.fetch.web.connections import Answer, Limits, ask

#: The largest answer in bytes, and how many redirects an answer may take.
SIZE, REDIRECTS = 50_000_000, 5

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: A cache on the way has to ask the site itself; nothing else is said that a reader's browser would not say.
_HEADERS = {
    "User-Agent": f"berkala/{version('berkala')}",
    "Accept": "*/*",
    "Accept-Encoding": "gzip",
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True)
class Reader:
    """A reader of the site at `home`. Inside the agency's network only `trusted` hosts are asked.

    `seconds` is how long one answer may take, with its redirects.
    """

    home: Address
    trusted: frozenset[str] = frozenset()
    seconds: float = 20.0

    @classmethod
    def of(cls, site: str, trusted: frozenset[str], seconds: float) -> Reader:
        """The reader of a site by its address as it is written. Raises Failure."""
        return cls(read(site), trusted, seconds)

    def get(self, path: str) -> Answer:
        """The answer to a path under the site, after its redirects. Raises Failure."""
        limits = Limits(SIZE, monotonic() + self.seconds)
        answer = self._ask(self.home.to(path or "."), limits)
        for _ in range(REDIRECTS):
            if answer.status not in _REDIRECTS:
                return answer
            answer = self._ask(self._next(answer), limits)
        raise Failure("fetch.redirects", limit=REDIRECTS)

    def _ask(self, address: Address, limits: Limits) -> Answer:
        trusted = self.home.host in self.trusted
        machines = reach.inside_addresses_of if trusted else reach.addresses_of
        return ask(address, machines(address.host, address.port), _HEADERS, limits)

    def _next(self, answer: Answer) -> Address:
        """Where a redirect leads: on the same host, and never from a secret connection to an open one."""
        address = answer.address.to(answer.headers.get("location", "").strip())
        if address.host != self.home.host:
            raise Failure("fetch.redirect-elsewhere", host=address.host)
        if (answer.address.scheme, address.scheme) == ("https", "http"):
            raise Failure("fetch.redirect-plain", host=address.host)
        return address
