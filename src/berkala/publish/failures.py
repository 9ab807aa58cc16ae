"""What the machine refuses, in the words of this room."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from berkala.errors import Problem, TryAgain

_FAILURES = {
    errno.ENOSPC: "publish.disk-full",
    errno.EDQUOT: "publish.disk-full",
    errno.EACCES: "publish.no-permission",
    errno.EPERM: "publish.no-permission",
    errno.EROFS: "publish.read-only",
}


@contextmanager
def failures_told(root: Path) -> Iterator[None]:
    """Raise what the machine refuses as TryAgain, with the file it is about, seen from the root."""
    try:
        yield
    except OSError as error:
        path = Path(str(error.filename or root))  # a disk that is full does not say for which file
        file = path.relative_to(root).as_posix() if path != root and path.is_relative_to(root) else str(path)
        facts = {"reason": error.strerror or str(error), "file": file}
        raise TryAgain(Problem(_FAILURES.get(error.errno or 0, "publish.cannot-write"), facts, file=file)) from error
