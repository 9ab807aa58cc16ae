"""Where bundles are kept: ``.berkala/bundles/<hash>/``, each written once and never again.

What an edition said stays as it was said. A bundle is written beside its place and renamed into it, so that a
folder with a hash for a name is whole, and every byte is held against its hash when it is read again.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from berkala.errors import Problem, SourceProblems
from berkala.periods import Frequency, Period, parse
from berkala.plan import Edition
from berkala.render.bundle import Bundle

MANIFEST = "bundle.json"

#: The start of the name of a bundle that is being written; it ends with the writer's process number.
UNFINISHED = ".unfinished-"


def keep(bundle: Bundle, folder: Path) -> Path:
    """Write `bundle` to ``folder/<hash>/`` at once; returns that folder. One that is kept already stays as it is.

    Raises SourceProblems where what is kept under that name is damaged, OSError where it cannot be written.
    """
    home = folder / bundle.hash
    if home.exists():
        _checked(home, {MANIFEST: bundle.hash})
        return home
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{UNFINISHED}{bundle.hash[:16]}-{os.getpid()}"
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        _write(bundle, unfinished)
        os.rename(unfinished, home)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        if not home.exists():  # else another run has kept the same bundle meanwhile
            raise
    flush_names(folder)
    return home


def load(folder: Path, name: str) -> Bundle:
    """The bundle kept under the hash `name`, every byte held against its hash.

    Raises SourceProblems with every file that is missing or not what it was, OSError where one cannot be read.
    """
    home = folder / name
    if not home.is_dir():
        raise SourceProblems(Problem("publish.bundle-missing", {"folder": _said(home)}, file=_said(home)))
    manifest = _checked(home, {MANIFEST: name})[MANIFEST]
    told = json.loads(manifest)
    bundle = Bundle(_edition(told), told["about"], _checked(home, told["files"]), told["ingredients"])
    # The kept words, not a newer program's wording of them: its name must stay its name.
    vars(bundle)["manifest"] = manifest
    return bundle


def flush(folder: Path) -> None:
    """Bring every byte under `folder` to the disk, so that a name may point to it after a power cut as well."""
    if sys.platform == "linux" and (syncfs := getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)):
        with _opened(folder) as number:
            if syncfs(number) == 0:  # one call, where flushing file by file takes seconds for a large site
                return
    for path, _, names in os.walk(folder):
        for name in names:
            with open(Path(path, name), "rb") as file:
                os.fsync(file.fileno())
        flush_names(Path(path))


def flush_names(folder: Path) -> None:
    """Bring the names in `folder` to the disk: what was renamed there stays renamed after a power cut."""
    if sys.platform != "win32":  # which has no such call, and needs none
        with _opened(folder) as number:
            os.fsync(number)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    number = os.open(folder, os.O_RDONLY)
    try:
        yield number
    finally:
        os.close(number)


def _write(bundle: Bundle, folder: Path) -> None:
    for path, content in {**bundle.files, MANIFEST: bundle.manifest}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(0o444)
    flush(folder)


def _checked(home: Path, hashes: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a kept bundle by path, or SourceProblems with each that is not what its hash says."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path, expected in hashes.items():
        code = "publish.bundle-file-missing"
        if (home / path).is_file():
            code = "publish.bundle-damaged"
            files[path] = (home / path).read_bytes()
        if path not in files or hashlib.sha256(files[path]).hexdigest() != expected:
            problems.append(Problem(code, {"folder": _said(home)}, file=f"{_said(home)}/{path}"))
    if problems:
        raise SourceProblems(problems)
    return files


def _edition(told: Mapping[str, Any]) -> Edition:
    period = _period(told["period"])
    release = datetime.fromisoformat(told["release"])
    return Edition(told["report"], told["slug"], period, release, told["full"])


def _period(told: Mapping[str, str]) -> Period:
    """A period by its first day, as a fiscal year's code does not tell its first month; a span by its code."""
    if told["frequency"] == "span":
        return parse(told["code"], "span")
    return Period(date.fromisoformat(told["start"]), cast(Frequency, told["frequency"]))


def _said(home: Path) -> str:
    """A bundle's folder as a person knows it: ``.berkala/bundles/<hash>``."""
    return "/".join(home.parts[-3:])
