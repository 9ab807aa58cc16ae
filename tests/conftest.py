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
