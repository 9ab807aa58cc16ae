"""One question to one machine: connected to the very address that was checked, and over by a fixed moment.

urllib3's connections are used without its pools and managers, so no proxy of the environment is ever asked.
"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from time import monotonic

from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, IncompleteRead, NewConnectionError, ReadTimeoutError

from berkala.fetch.deadlines import cut_off, left
from berkala.fetch.failures import Failure
from berkala.fetch.web.addresses import Address
from berkala.fetch.web.unpacking import unpacked

#: How long a connection may take to be made, and how long a server may be silent, in seconds.
CONNECTING, SILENCE = 10.0, 30.0
_STEP = 1 << 16

#: Everything by which the libraries say that an exchange went wrong. A wrong certificate may be told as a ValueError.
_WRONG = (HTTPError, http.client.HTTPException, OSError, ValueError)


@dataclass(frozen=True)
class Answer:
    """What a server answered. The names of `headers` are in small letters; a header that stood twice is joined."""

    address: Address
    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class Limits:
    """How large an answer may be, unpacked, and the moment (of the monotonic clock) at which all has to be over."""

    size: int
    deadline: float


def ask(address: Address, machines: Sequence[str], headers: Mapping[str, str], limits: Limits) -> Answer:
    """The answer of the first of `machines` (IP addresses of the host) that can be connected to. Raises Failure."""
    connection = _connected(address, machines, limits)
    try:
        with cut_off(connection.sock, limits.deadline):
            connection.timeout = min(SILENCE, left(limits.deadline))
            connection.request(
                "GET", address.target, headers={"Host": address.authority, **headers}, preload_content=False
            )
            with closing(connection.getresponse()) as response:
                answer = _read(address, response, limits)
            left(limits.deadline)  # whoever was hung up on may look like one who had finished
            return answer
    except _WRONG as error:
        raise _failure(error, address, limits) from None
    finally:
        connection.close()


def _connected(address: Address, machines: Sequence[str], limits: Limits) -> HTTPConnection:
    for machine in machines[:-1]:
        with suppress(Failure):
            return _connect(address, machine, limits)
    return _connect(address, machines[-1], limits)


def _connect(address: Address, machine: str, limits: Limits) -> HTTPConnection:
    timeout = min(CONNECTING, left(limits.deadline))
    if address.scheme == "https":
        # The system's certificates: an agency's own authority is installed there.
        context = ssl.create_default_context()
        connection: HTTPConnection = HTTPSConnection(
            machine, address.port, timeout=timeout, server_hostname=address.host, ssl_context=context
        )
    else:
        connection = HTTPConnection(machine, address.port, timeout=timeout)
    try:
        connection.connect()
    except _WRONG as error:
        connection.close()
        raise _failure(error, address, limits) from None
    return connection


def _read(address: Address, response: HTTPResponse, limits: Limits) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limits.size:
        raise Failure("fetch.answer-too-large", limit=limits.size // 1_000_000)
    content = unpacked(_parts(response), headers.get("content-encoding", ""), limits.size)
    return Answer(address, response.status, headers, content)


def _parts(response: HTTPResponse) -> Iterator[bytes]:
    while part := response.read(_STEP, decode_content=False):
        yield part


def _failure(error: Exception, address: Address, limits: Limits) -> Failure:
    """What went wrong, by the kinds of the error and of those that it came from.

    Their texts are not passed on, nor the errors: a server may have said in them what it was told in confidence.
    """
    host = address.host
    if monotonic() >= limits.deadline:
        return Failure("fetch.too-slow", host=host)
    chain = list(_chain(error))
    for kinds, code in _BY_KIND:
        if any(isinstance(one, kinds) for one in chain):
            return Failure(code, host=host)
    return Failure("fetch.not-http" if isinstance(error, HTTPError | ValueError) else "fetch.unreachable", host=host)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        yield from (one for one in error.args if isinstance(one, BaseException))
        error = error.__cause__ or error.__context__


_BY_KIND: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (ssl.SSLCertVerificationError, "fetch.certificate"),
    ((TimeoutError, ReadTimeoutError), "fetch.timed-out"),
    (ConnectionRefusedError, "fetch.connection-refused"),
    (NewConnectionError, "fetch.unreachable"),
    ((IncompleteRead, http.client.IncompleteRead, ConnectionError, ssl.SSLEOFError), "fetch.cut-short"),
    (ssl.SSLError, "fetch.tls"),
    (http.client.HTTPException, "fetch.not-http"),
)
