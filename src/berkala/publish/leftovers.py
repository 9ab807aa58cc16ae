"""What runs that were stopped leave behind, and its removal. Nothing else is ever removed.

A run names its own unfinished things with its process number at the end, so that what belongs to a run that
is still alive stays.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

_OWNER = re.compile(r".*-(\d{1,9})")


def remove_leftovers(folder: Path, ours: re.Pattern[str], *, spare: Path) -> None:
    """Remove the children of `folder` whose whole name is `ours`, but for `spare` and what lives.

    What cannot be removed stays until another run: a leftover harms nobody, so it fails nothing.
    """
    for child in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not ours.fullmatch(child.name) or child in (spare, *spare.parents) or _owner_lives(child.name):
            continue
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child, ignore_errors=True)
        else:
            _unlink(child)


def _unlink(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        return  # see remove_leftovers


def _owner_lives(name: str) -> bool:
    owner = _OWNER.fullmatch(name)
    if owner is None or int(owner[1]) in (0, os.getpid()):
        return False
    if sys.platform == "win32":
        return True  # where asking would be a signal that ends the process asked
    try:
        os.kill(int(owner[1]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
