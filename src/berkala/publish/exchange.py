"""Two names for two folders change places at once, where the system can do that.

Linux: renameat2 with RENAME_EXCHANGE (renameat2(2), since 3.15). macOS: renamex_np with RENAME_SWAP (rename(2),
APFS). No other way to replace a folder that holds something leaves no moment in which its name is missing.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from pathlib import Path

#: What a system or file system says that cannot exchange.
UNABLE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})

_HERE = -100  # AT_FDCWD
_SWAP = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
# The number of renameat2 where the C library has no function for it (each system's <asm/unistd.h>).
_NUMBERS = {
    "x86_64": 316,
    "i386": 353,
    "i686": 353,
    "aarch64": 276,
    "armv7l": 382,
    "ppc64le": 357,
    "riscv64": 276,
    "s390x": 347,
}


def exchange(one: Path, other: Path) -> None:
    """Let `one` and `other` change places; both must exist.

    Raises OSError: EXDEV where they are on different file systems, one of `UNABLE` where there is no such call.
    """
    ctypes.set_errno(0)
    if _call(os.fsencode(one), os.fsencode(other)) != 0:
        number = ctypes.get_errno() or errno.ENOSYS
        raise OSError(number, os.strerror(number), str(one), None, str(other))


def _call(one: bytes, other: bytes) -> int:
    if sys.platform == "darwin":
        return int(_library().renamex_np(one, other, ctypes.c_uint(_SWAP)))
    if sys.platform != "linux":
        return -1
    library = _library()
    if hasattr(library, "renameat2"):
        return int(library.renameat2(_HERE, one, _HERE, other, ctypes.c_uint(_SWAP)))
    number = _NUMBERS.get(platform.machine())
    if number is None:
        return -1
    return int(library.syscall(ctypes.c_long(number), _HERE, one, _HERE, other, ctypes.c_uint(_SWAP)))


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
