"""The addresses of PostgreSQL, for which none is asked."""

from __future__ import annotations

import pytest

from berkala.fetch.postgresql.places import Place, read
from postgresql_asked import failure
from postgresql_server import PASSWORD


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("postgresql://db/statistics", Place("db", 5432, "statistics")),
        ("postgres://reader@db.dinas.local:6543/a%20b", Place("db.dinas.local", 6543, "a b", "reader")),
        ("postgresql://[::1]/x?sslmode=verify-full", Place("::1", 5432, "x", "", "verify-full")),
    ],
)
def test_an_address_is_read(path, place):
    assert read(path) == place


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"postgresql://reader:{PASSWORD}@db/x", "fetch.url-password"),
        (f"postgresql://db/x?password={PASSWORD}", "fetch.url-password"),
        ("postgresql://db", "fetch.database-form"),
        ("postgresql://db/a/b", "fetch.database-form"),
        ("postgresql://db/x?host=other", "fetch.database-form"),
        ("postgresql://db/x?options=-cx=1", "fetch.database-form"),
        ("postgresql://db/x?sslmode=disable", "fetch.database-mode"),
        ("postgresql:///x", "fetch.url-form"),
        ("postgresql://db:0/x", "fetch.url-form"),
        ("postgresql://a,b/x", "fetch.url-form"),
        ("postgresql://2130706433/x", "fetch.url-number"),
        ("postgresql://169.254.169.254/x", "fetch.address-special"),
        ("postgresql://[fe80::1]/x", "fetch.address-special"),
    ],
)
def test_an_address_that_is_none_is_refused(path, code):
    problem, found = failure(path)
    assert (found, problem.file) == (code, "datasets/visits/dataset.yml")
