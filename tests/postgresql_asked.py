"""What the tests ask of the door of PostgreSQL."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from berkala.errors import BerkalaError, SourceProblems
from berkala.fetch.postgresql.source import PostgresqlSource
from little_tables import codes, dataset
from postgresql_server import PASSWORD, programs
from test_databases import QUERY

needs_server = [
    pytest.mark.postgresql,
    pytest.mark.skipif(programs() is None and os.environ.get("CI") != "true", reason="there is no PostgreSQL here"),
]

TOKEN = "BERKALA_127_0_0_1_TOKEN"


def at(path: str, query: str | None = QUERY, **more: object):
    return dataset(resource={"path": path, "query": query, **more})


def text(cluster, query: str) -> str:
    return PostgresqlSource().fetch(at(cluster.url(), query), Path()).content.decode()


def failure(path: str, query: str | None = QUERY, kind: type[BerkalaError] = SourceProblems, **more: object):
    with pytest.raises(BerkalaError) as caught:
        PostgresqlSource().fetch(at(path, query, **more), Path())
    assert type(caught.value) is kind, [problem.message() for problem in caught.value.problems]
    (problem,) = caught.value.problems
    for language in ("en", "id"):
        assert PASSWORD not in f"{problem.message(language)}{problem.remedy(language)}{problem.facts}{problem.file}"
    return problem, codes((problem,))[0]
