"""A PostgreSQL of the tests' own: in a temporary folder, on loopback, by a user without rights, stopped at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PASSWORD = "s3cr3t-w0rd"


@cache
def programs() -> Path | None:
    """The folder of PostgreSQL's own programs, where Debian keeps them or on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    place = found[-1] if found else Path(on_path).resolve() if on_path else None
    return place.parent if place else None


@dataclass(frozen=True)
class Cluster:
    """A running server. `postgres` may do everything and needs no password; others need theirs."""

    port: int
    folder: Path

    def url(self, user: str = "reader", database: str = "statistics", host: str = "127.0.0.1") -> str:
        return f"postgresql://{user}@{host}:{self.port}/{database}"

    def run(self, *statements: str, database: str = "statistics") -> None:
        """Run statements, each by itself, as the one who may do everything."""
        import psycopg

        with psycopg.connect(
            host=str(self.folder), port=self.port, user="postgres", dbname=database, autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@contextmanager
def running(certificate: bytes = b"") -> Iterator[Cluster]:
    """A new server for as long as the block lasts; with a certificate and its key it also encrypts."""
    with tempfile.TemporaryDirectory(prefix="berkala-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        account = _account()
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        data, tools = folder / "data", programs()
        assert tools is not None
        _call(
            [tools / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C", "-N", "-A", "trust"], account
        )
        (data / "pg_hba.conf").write_text(
            "local all postgres trust\n"
            "host nobody_comes all 127.0.0.1/32 reject\n"
            "host all cleartext 127.0.0.1/32 password\n"
            "host all all 127.0.0.1/32 scram-sha-256\n"
        )
        options = []
        if certificate:
            for name in ("server.crt", "server.key"):
                (data / name).write_bytes(certificate)
                (data / name).chmod(0o600)
                if account:
                    os.chown(data / name, account.pw_uid, account.pw_gid)
            options = ["-cssl=on"]
        port = _free_port()
        options += [f"-k{folder}", "-h127.0.0.1", f"-p{port}", "-cfsync=off", "-cmax_connections=12"]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [tools / "postgres", "-D", data, *options], stdout=log, stderr=log, **_as(account)
            )
        try:
            _wait(tools, folder, port, server)
            yield Cluster(port, folder)
        finally:
            server.terminate()  # a smart shutdown would wait for whoever is still connected
            try:
                server.wait(2)
            except subprocess.TimeoutExpired:
                server.send_signal(3)  # SIGQUIT: PostgreSQL's own way of leaving at once, with all its processes
                server.wait(20)


def _wait(tools: Path, folder: Path, port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        done = subprocess.run([tools / "pg_isready", "-q", "-h", folder, "-p", str(port)], check=False)
        if done.returncode == 0:
            return
        assert server.poll() is None, (folder / "log").read_text(errors="replace")
        time.sleep(0.1)
    raise TimeoutError((folder / "log").read_text(errors="replace"))


def _call(command: Sequence[object], account: pwd.struct_passwd | None) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, check=False, **_as(account))
    assert done.returncode == 0, done.stderr.decode(errors="replace")


def _account() -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as: it refuses to be root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LookupError("there is no user without rights on this machine")


def _as(account: pwd.struct_passwd | None) -> dict[str, object]:
    if account is None:
        return {"cwd": "/"}
    return {"cwd": "/", "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
