"""A real sshd of the tests' own: on loopback, with keys made for the occasion, stopped at the end by its number.

Our programs call ``ssh`` as they find it. The tests put one before it on the path that reads a configuration of theirs,
as nobody can give ssh another home; before or behind it stands what a fault needs.
"""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SBIN = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
SSHD, SSH, RSYNC = shutil.which("sshd", path=SBIN), shutil.which("ssh"), shutil.which("rsync")

#: The one that we call calls this one, whatever stands before it on the path.
_SSH = """#!/bin/sh
{before}
exec {ssh} -F {config} "$@"
"""


@dataclass(frozen=True)
class SshServer:
    """A running sshd. `folder` holds its keys; whoever has the user's key may log in as the one who runs the tests."""

    port: int
    folder: Path

    def programs(self, place: Path, before: str = "") -> Path:
        """A folder with an ``ssh`` in it that knows this server; `before` is shell that runs first on each call."""
        place.mkdir(parents=True, exist_ok=True)
        config = place / "config"
        config.write_text(
            f"Host *\n  IdentityFile {self.folder}/user\n  IdentitiesOnly yes\n  IdentityAgent none\n"
            f"  UserKnownHostsFile {place}/known_hosts\n  GlobalKnownHostsFile /dev/null\n  LogLevel ERROR\n"
            "  KexAlgorithms curve25519-sha256\n"  # newer ones take longer than all the rest of a connection here
        )
        self.trust(place, (self.folder / "host.pub").read_text())
        program = place / "ssh"
        program.write_text(_SSH.format(before=before, ssh=SSH, config=shlex.quote(str(config))))
        program.chmod(0o755)
        return place

    def trust(self, place: Path, key: str) -> None:
        """Let the ``ssh`` in `place` know this public key as the server's, or none."""
        known = f"[127.0.0.1]:{self.port} {key}" if key else ""
        (place / "known_hosts").write_text(known)


@contextmanager
def running(folder: Path) -> Iterator[SshServer]:
    """A new server with its files in `folder`, for as long as the block lasts."""
    for name in ("host", "user", "stranger"):
        make_key(folder / name)
    shutil.copy(folder / "user.pub", folder / "authorized")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where it separates its rights; a service makes it at start
    port = _free_port()
    (folder / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
        "PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nStrictModes no\nPidFile none\n"
        f"PermitRootLogin prohibit-password\nAllowUsers {getpass.getuser()}\nMaxStartups 100\n"
    )
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([str(SSHD), "-D", "-e", "-f", str(folder / "sshd_config")], stderr=log)
    try:
        _wait(port, server, folder / "log")
        yield SshServer(port, folder)
    finally:
        server.terminate()
        server.wait(20)


def make_key(path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        assert server.poll() is None, log.read_text(errors="replace")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(log.read_text(errors="replace"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
