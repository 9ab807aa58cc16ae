"""Who changed a file of the publication last, or one line of it, by git; nobody where there is no git."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: So many changes of a file are looked through for the one that made it what it was.
_FAR = 200

_PATIENCE = 20

#: What git says of lines that nobody has committed yet.
_UNCOMMITTED = "0" * 40


@dataclass(frozen=True)
class Author:
    """Who changed something, when (ISO 8601), and the commit."""

    who: str
    at: str
    commit: str


def author_of(file: Path, sha256: str) -> Author | None:
    """Who made a file what it is by its hash; None where git does not know."""
    for author in _changes(file):
        content = _git(file, "cat-file", "blob", f"{author.commit}:./{file.name}")
        if content is not None and hashlib.sha256(content).hexdigest() == sha256:
            return author
    return None


def content_of(file: Path, author: Author) -> bytes:
    """The file as somebody left it."""
    return _git(file, "cat-file", "blob", f"{author.commit}:./{file.name}") or b""


def author_of_line(file: Path, author: Author, line: int) -> Author | None:
    """Who changed a line last, of the file as `author` left it; lines count from 1."""
    told = _git(file, "blame", "--porcelain", f"-L{line},{line}", author.commit, "--", file.name)
    if told is None:
        return None
    lines = told.decode(errors="replace").splitlines()
    found = dict(one.split(" ", 1) for one in lines[1:] if " " in one and not one.startswith("\t"))
    commit = lines[0].split(" ")[0].lstrip("^") if lines else _UNCOMMITTED
    whose = _git(file, "show", "-s", "--format=%an%x00%aI", commit)
    if commit == _UNCOMMITTED or whose is None:
        return None
    name, _, at = whose.decode(errors="replace").strip().partition("\0")
    return Author(name or found.get("author", ""), at, commit)


def _changes(file: Path) -> Iterator[Author]:
    """Every change of a file, the newest first."""
    told = _git(file, "log", f"-{_FAR}", "--format=%H%x00%an%x00%aI", "--", file.name)
    for line in (told or b"").decode(errors="replace").splitlines():
        commit, name, at = line.split("\0")
        yield Author(name, at, commit)


def _git(file: Path, *words: str) -> bytes | None:
    """What git says about a file, asked in its folder; None where it is not there, or says no."""
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            ["git", *words], cwd=file.parent, env=environment, capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
