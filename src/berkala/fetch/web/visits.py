"""Asking for an address and following where it leads, as far as it may lead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.metadata import version
from time import monotonic
from urllib.parse import quote

from berkala.fetch.failures import Failure
from berkala.fetch.web import reach
from berkala.fetch.web.addresses import PLACE, Address
from berkala.fetch.web.connections import Answer, Limits, ask
from berkala.fetch.web.kept import Kept
from berkala.secrets import secret, variable

#: The largest answer in bytes, the seconds that a visit may take with all its redirects, and how many these may be.
SIZE, SECONDS, REDIRECTS = 200_000_000, 300.0, 5

#: A secret of so many characters does not stand in a file by chance.
_TELLING = 8
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {"User-Agent": f"berkala/{version('berkala')}", "Accept": "*/*", "Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Web:
    """The web as one dataset may see it.

    `home` is the address that its descriptor names. Only to its host and port a secret is sent, and only from a trusted
    home may the way lead to a trusted host: a page outside must not be able to send us into the agency's network.
    `scheme_of_secret` is what stands before the secret in its header.
    """

    home: Address
    trusted: frozenset[str] = frozenset()
    scheme_of_secret: str = "Bearer "

    def get(self, address: Address, kept: Kept | None = None, size: int | None = None) -> Answer:
        """The answer to an address, after its redirects. With `kept` it may be 304: what is kept still holds."""
        limits = Limits(SIZE if size is None else size, monotonic() + SECONDS)
        answer = self._ask(address, kept, limits)
        for _ in range(REDIRECTS):
            if answer.status not in _REDIRECTS:
                return answer
            answer = self._follow(answer, kept, limits)
        if answer.status in _REDIRECTS:
            raise Failure("fetch.redirects", limit=REDIRECTS)
        return answer

    def _follow(self, answer: Answer, kept: Kept | None, limits: Limits) -> Answer:
        try:
            return self._ask(_next(answer), kept, limits)
        except Failure as failure:
            if failure.code in ("fetch.address-inside", "fetch.address-special"):
                raise Failure("fetch.redirect-inside", **failure.facts) from None
            raise

    def _ask(self, address: Address, kept: Kept | None, limits: Limits) -> Answer:
        value = self._secret(address) if address.authority == self.home.authority else ""
        headers = {**_HEADERS, **(kept.conditions if kept and kept.place == address.fingerprint else {})}
        sent = address
        if PLACE in address.target:
            sent = _with_secret(address, value)
        elif value:
            headers["Authorization"] = f"{self.scheme_of_secret}{value}"
        answer = ask(sent, self._machines(address), headers, limits)
        if len(value) >= _TELLING and value.encode() in answer.content:
            raise Failure("fetch.token-echoed", host=address.host, variable=variable(address.host))
        return Answer(address, answer.status, answer.headers, answer.content)

    def _secret(self, address: Address) -> str:
        value = secret(address.host)
        if not value:
            return ""
        if not value.isascii() or not value.isprintable():
            raise Failure("fetch.token-form", variable=variable(address.host))
        if address.scheme != "https" and address.host not in self.trusted:
            raise Failure("fetch.token-plain", variable=variable(address.host))
        return value

    def _machines(self, address: Address) -> tuple[str, ...]:
        if {self.home.host, address.host} <= self.trusted:
            return reach.inside_addresses_of(address.host, address.port)
        return reach.addresses_of(address.host, address.port)


def _with_secret(address: Address, value: str) -> Address:
    if not value:
        raise Failure("fetch.token-missing", variable=variable(address.host))
    return replace(address, target=address.target.replace(PLACE, quote(value, safe="")))


def _next(answer: Answer) -> Address:
    location = answer.headers.get("location", "").strip()
    try:
        # Servers write letters and blanks there as they are; a browser takes them so.
        address = answer.address.to(location.encode("latin-1").decode("utf-8", "replace").replace(" ", "%20"))
    except Failure as failure:
        raise Failure("fetch.redirect-form", status=answer.status) from failure
    if not location:
        raise Failure("fetch.redirect-form", status=answer.status)
    if (answer.address.scheme, address.scheme) == ("https", "http"):
        raise Failure("fetch.redirect-plain", host=address.host)
    return address
