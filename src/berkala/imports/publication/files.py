"""The files of an import: written whole or not at all, and a file that somebody has edited since is kept.

``import.json`` in the publication remembers the hash of each file as it was written. At the next import a file that
still has that hash is ours to replace; one that has another was edited, and stays; one that was deleted by hand stays
away. So a re-import brings new data and leaves people's work alone, and says file by file which is which.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from berkala.errors import Problem, TryAgain

#: What remembers an import.
RECORD = "import.json"
SCHEMA = "berkala/import/1"

Fate = Literal["written", "unchanged", "kept", "deleted", "removed", "foreign"]


@dataclass(frozen=True)
class Fates:
    """What became of each file. `kept`: edited, and newer words of the source are not in it; `removed`: the source
    has it no more; `deleted`: somebody took it away; `foreign`: it was there before the first import.
    """

    of: Mapping[str, Fate]

    def all(self, fate: Fate) -> tuple[str, ...]:
        """The files of one fate."""
        return tuple(sorted(name for name, one in self.of.items() if one == fate))


@dataclass(frozen=True)
class _Record:
    """What is remembered: the hashes a file of ours may have, and whether everything was written.

    While an import is under way a file may be the old one, the new one, or not there yet.
    """

    ours: Mapping[str, frozenset[str]]
    complete: bool = True

    def fate(self, path: Path, name: str, content: bytes) -> Fate:
        """What is to become of a file that the import has."""
        known = self.ours.get(name)
        if not path.is_file():
            return "deleted" if known is not None and self.complete else "written"
        there = path.read_bytes()
        if there == content:
            return "unchanged"
        if known is None:
            return "foreign"
        return "written" if _hash(there) in known else "kept"

    def fate_of_gone(self, path: Path, name: str) -> Fate:
        """The same of one that it has no more."""
        return "removed" if not path.is_file() or _hash(path.read_bytes()) in self.ours[name] else "kept"


def write_files(folder: Path, files: Mapping[str, bytes]) -> Fates:
    """Write an import's files into `folder`. Raises TryAgain where the machine refuses to write.

    What is going to be written is remembered before and after: an import that was stopped goes on at the next try.
    """
    known = _remembered(folder)
    try:
        fates = {name: known.fate(folder / name, name, content) for name, content in files.items()}
        gone = sorted(set(known.ours) - set(files))
        fates |= {name: known.fate_of_gone(folder / name, name) for name in gone}
        after = {name: {_hash(files[name])} for name, fate in fates.items() if fate in ("written", "unchanged")}
        after |= {name: set(known.ours[name]) for name, fate in fates.items() if fate in ("kept", "deleted")}
        before = {name: after.get(name, set()) | known.ours.get(name, set()) for name in {*after, *known.ours}}
        _remember(folder, before, complete=False)
        for name, fate in fates.items():
            if fate == "written":
                _replace(folder / name, files[name])
            elif fate == "removed":
                (folder / name).unlink(missing_ok=True)
        _remember(folder, after, complete=True)
    except OSError as error:
        facts = {"folder": str(folder), "reason": error.strerror or str(error)}
        raise TryAgain(Problem("imports.write-refused", facts)) from error
    return Fates(fates)


def is_import(folder: Path) -> bool:
    """Whether a folder was written by an import."""
    return (folder / RECORD).is_file()


def _remember(folder: Path, ours: Mapping[str, Iterable[str]], *, complete: bool) -> None:
    told = {name: sorted(hashes) for name, hashes in sorted(ours.items())}
    record = {"schema": SCHEMA, "complete": complete, "files": told}
    _replace(folder / RECORD, (json.dumps(record, indent=1) + "\n").encode())


def _remembered(folder: Path) -> _Record:
    path = folder / RECORD
    if not path.is_file():
        return _Record({})
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        ours = {str(name): frozenset(map(str, hashes)) for name, hashes in record["files"].items()}
        return _Record(ours, record["complete"] is True)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TryAgain(Problem("imports.record-broken", file=RECORD)) from error


def _replace(path: Path, content: bytes) -> None:
    """Write beside and rename, so that a file is the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    beside.write_bytes(content)
    os.replace(beside, path)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
