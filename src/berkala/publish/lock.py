"""One run at a time writes to the outside. The system gives the lock back when its holder dies, however it dies."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from berkala.errors import Problem, TryAgain

# On Windows a locked byte cannot be read by others, so the lock is on one far behind what the file says.
_FAR = 1 << 30


@contextmanager
def hold(path: Path, as_of: str) -> Iterator[None]:
    """Hold the lock file `path`, which is never deleted. Raises TryAgain, naming the run that holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="utf-8") as file:
        if not _take(file):
            raise TryAgain(Problem("publish.locked", _holder(file), file=f"{path.parent.name}/{path.name}"))
        file.truncate(0)
        file.write(json.dumps({"process": os.getpid(), "machine": socket.gethostname(), "as_of": as_of}))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
            _give_back(file)


def _holder(file: IO[str]) -> dict[str, object]:
    file.seek(0)
    try:
        return {"process": "?", "machine": "?", "as_of": "?", **json.loads(file.read())}
    except ValueError:  # it has the lock and has not yet said who it is
        return {"process": "?", "machine": "?", "as_of": "?"}


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give_back(file: IO[str]) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give_back(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
