"""Web addresses: read strictly, because whatever two readers take differently is a way round a check."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, urljoin, urlsplit

from berkala.fetch.failures import Failure

#: The schemes that are asked, and their ports.
PORTS: Final = {"http": 80, "https": 443}
#: Where a secret of the environment is put into an address that has to carry it.
PLACE = "{token}"

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)
#: Browsers and system libraries take a last part like these for a number, and the whole for an address in odd spelling.
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.ASCII)
_SECRET = re.compile(
    r"(?:.*[_.-])?(?:api[-_]?key|token|secret|pass(?:word|wd)?|pwd|sig|signature|credential|jwt)", re.I
)


@dataclass(frozen=True)
class Address:
    """Where to connect, and what to ask for there. `host` is a name in ASCII or an IP address in its usual form."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port as a Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def shown(self) -> str:
        """As a person is told: without the query, which may carry a key that a server handed out."""
        return f"{self.scheme}://{self.authority}{self.target.partition('?')[0]}"

    @property
    def fingerprint(self) -> str:
        """What tells it from every other address, and tells nobody what its query holds."""
        return hashlib.sha256(f"{self.scheme}://{self.authority}{self.target}".encode()).hexdigest()

    def to(self, location: str) -> Address:
        """Where a redirect from here leads."""
        return read(urljoin(f"{self.scheme}://{self.authority}{self.target}", location))


def read(text: str) -> Address:
    """An address as it is written. Raises Failure; what it says never holds a user's name or password."""
    parts = split(text)
    if parts.scheme not in PORTS:
        raise Failure("fetch.url-scheme", scheme=parts.scheme)
    if "@" in parts.netloc:
        raise Failure("fetch.url-password")
    host, port = host_and_port(parts)
    path = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*{}")
    query = f"?{quote(parts.query, safe='%/:=&~+!$,;@()*?{}')}" if parts.query else ""
    return Address(parts.scheme, host, port or PORTS[parts.scheme], path + query)


def split(text: str) -> SplitResult:
    """The parts of an address. Raises Failure for one with a character that some readers pass over."""
    if any(char <= " " or char in "\\\x7f" for char in text):
        raise Failure("fetch.url-form")
    try:
        text.encode("utf-8")
        return urlsplit(text)
    except ValueError:
        raise Failure("fetch.url-form") from None


def host_and_port(parts: SplitResult) -> tuple[str, int | None]:
    """The host in its usual form, and the port if one is written. Raises Failure."""
    try:
        port = parts.port
    except ValueError:
        raise Failure("fetch.url-form") from None
    if port == 0 or parts.netloc.endswith(":") or not parts.hostname:
        raise Failure("fetch.url-form")
    authority = parts.netloc.rpartition("@")[2]
    return (_six(parts.hostname) if authority.startswith("[") else read_host(parts.hostname)), port


def read_host(written: str) -> str:
    """A host's name in ASCII and small letters, or its IPv4 address. Raises Failure for every other spelling."""
    try:
        return str(IPv4Address(written))
    except AddressValueError:
        pass
    try:
        name = written.lower() if written.isascii() else written.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise Failure("fetch.url-form") from None
    name = name.removesuffix(".")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        raise Failure("fetch.url-number", host=written)
    if len(name) > 253 or not _NAME.fullmatch(name):
        raise Failure("fetch.url-form")
    return name


def _six(written: str) -> str:
    try:
        address = IPv6Address(written)
    except AddressValueError:
        raise Failure("fetch.url-form") from None
    if address.scope_id is not None:
        raise Failure("fetch.url-form")
    return str(address)


def refuse_secrets(text: str) -> None:
    """Raise Failure for a declared address that carries a key: a descriptor is read by everybody."""
    for name, value in parse_qsl(urlsplit(text).query, keep_blank_values=True):
        if _SECRET.fullmatch(name) and value and value != PLACE:
            raise Failure("fetch.url-secret", name=name, place=PLACE)
