"""What holds for every test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from postgresql_server import Cluster

# A busy machine is no reason to fail; in CI the examples are the same each time, elsewhere they look for more.
settings.register_profile(
    "berkala",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
# The quick part looks at fewer examples of everything that does not say how many it needs.
settings.register_profile("quick", settings.get_profile("berkala"), max_examples=20)
settings.load_profile("berkala")


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of the whole publication, built once in a session whatever the number of workers. Look, don't touch."""
    from publications import build_whole

    base = tmp_path_factory.getbasetemp()
    # Each worker of pytest-xdist has a folder of its own in the one that they share.
    return build_whole(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def whole_site(whole: Path) -> Path:
    """Its site."""
    return whole / ".berkala" / "build"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A real PostgreSQL of this session's own, with an empty database ``statistics``."""
    from postgresql_server import PASSWORD, running

    with running() as cluster:
        cluster.run("CREATE DATABASE statistics", "CREATE DATABASE nobody_comes", database="postgres")
        for name in ("reader", "cleartext", "stranger"):
            cluster.run(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
        yield cluster


@pytest.fixture(scope="session")
def cluster(postgresql: Cluster) -> Cluster:
    """That server with the table ``visits``, which ``reader`` may read and change, and functions that do things."""
    from test_databases import ROWS

    postgresql.run(
        "CREATE TABLE visits (month text, place text, people integer)",
        *(f"INSERT INTO visits VALUES {row}" for row in ROWS),
        "CREATE TABLE secrets (name text)",
        "CREATE TYPE mood AS ENUM ('sad', 'happy')",
        "CREATE FUNCTION steady(n integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT n'",
        "CREATE FUNCTION doing(n integer) RETURNS integer LANGUAGE plpgsql AS "
        "'BEGIN INSERT INTO visits VALUES (NULL, NULL, n); RETURN n; END'",
        "CREATE VIEW written AS SELECT doing(1) AS a FROM visits",
        "GRANT SELECT ON visits, written TO reader, cleartext",
        "GRANT INSERT, DELETE ON visits TO reader",
    )
    return postgresql


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The password of ``reader`` in its variable, and no variable that libpq would follow."""
    from postgresql_asked import TOKEN
    from postgresql_server import PASSWORD

    monkeypatch.setenv(TOKEN, PASSWORD)
    for name in [name for name in os.environ if name.startswith("PG")]:
        monkeypatch.delenv(name)
