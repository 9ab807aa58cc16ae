"""A dataset on the web asked for, and what comes of it: for the tests of that door."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path

import pytest

from berkala.errors import BerkalaError, Problem, SourceProblems
from berkala.fetch.web.source import WebSource
from berkala.plan import Dataset
from little_tables import codes, dataset

BYTES = b"month,place,visits\r\n2020-01,north,1\r\n"
HOME = frozenset({"127.0.0.1"})
SECRET = "s3cr3t-t0k3n"


def at(path: str, **more: object) -> Dataset:
    """The dataset of `little_tables` at another place."""
    return dataset(resource={"path": path, **more})


def good(_path: str = "/", _headers: object = None) -> tuple[int, dict[str, str], bytes]:
    """What a server answers that has the file."""
    return 200, {"Content-Type": "text/csv"}, BYTES


def failure(url: str, kind: type[BerkalaError] = SourceProblems) -> tuple[Problem, str]:
    """The one problem that comes of asking for an address, and its code."""
    with pytest.raises(BerkalaError) as caught:
        WebSource(HOME).fetch(at(url), Path())
    assert type(caught.value) is kind, caught.value.problems
    (problem,) = caught.value.problems
    return problem, codes((problem,))[0]


def named(monkeypatch: pytest.MonkeyPatch, known: Mapping[str, str]) -> list[str]:
    """Give names the addresses of the test's own; returns the list of names that are looked up from now on."""
    asked: list[str] = []

    def answer(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host in known:
            asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (known.get(host, host), port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked
