"""The private folder in which a tree is put together. Everything compose writes goes through here."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from berkala.compose.shelf import Shelf
from berkala.errors import Problem, TryAgain

_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*")


class Stage:
    """An empty folder that fills with public files, each address taken once.

    `write` refuses to leave the folder (a fault of ours: ValueError) and notes a second claim to an address
    with other bytes as a problem. Raises TryAgain when the machine does not let it write.
    """

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self.hashes: dict[str, str] = {}
        self.problems: list[Problem] = []
        self._name = folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.name
        self._holders: dict[str, str] = {}
        self._made: set[Path] = set()
        with self._guarded():
            if folder.exists():
                shutil.rmtree(folder)
            self._folder(folder)

    def write_all(self, files: Iterable[tuple[str, bytes]], claimant: str) -> None:
        """Write many files for one claimant (an edition's name, or the page's kind)."""
        for path, content in files:
            self.write(path, content, claimant)

    def write(self, path: str, content: bytes, claimant: str) -> None:
        """Write one file at its public path."""
        if not _PATH.fullmatch(path):
            raise ValueError(f"not a public path: {path!r}")
        digest = hashlib.sha256(content).hexdigest()
        if path in self.hashes:
            if self.hashes[path] != digest:
                facts = {"path": f"/{path}", "claimant": claimant, "holder": self._holders[path]}
                self.problems.append(Problem("compose.address-taken", facts))
            return
        with self._guarded():
            target = self.folder / path
            self._folder(target.parent)
            _create(target, content)
        self.hashes[path], self._holders[path] = digest, claimant

    def _folder(self, folder: Path) -> None:
        if folder in self._made:
            return
        # A web server runs as another user: modes are set, not left to this user's umask.
        missing = [
            one for one in (folder, *folder.parents) if one not in self._made and one.is_relative_to(self.folder)
        ]
        for one in reversed(missing):
            one.mkdir(parents=True, exist_ok=True)
            one.chmod(0o755)
            self._made.add(one)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            facts = {"path": self._name, "reason": error.strerror or type(error).__name__}
            raise TryAgain(Problem("compose.stage-unwritable", facts)) from error


def manifest(
    shelf: Shelf, bundles: Mapping[str, str], fingerprint: str, hashes: Mapping[str, str], ledger: str
) -> bytes:
    """``manifest.json``: which tree this is, what each edition's bundle is, and the hash of every other file.

    `ledger` is the hash of the last event when the tree was put together: nobody can rewrite what had happened by then
    without contradicting what was public. It is no part of the tree's name.
    """
    listing = [
        {
            "edition": bundle.edition.name,
            "report": bundle.edition.report,
            "period": bundle.edition.period.code,
            "release": bundle.edition.release.isoformat(),
            "bundle": bundles[bundle.edition.name],
        }
        for row in shelf.rows
        for bundle in row.bundles
    ]
    text = {
        "schema": "berkala/manifest/1",
        "tree": fingerprint,
        "ledger": ledger,
        "editions": listing,
        "files": {path: hashes[path] for path in sorted(hashes)},
    }
    return (json.dumps(text, ensure_ascii=False, indent=1) + "\n").encode()


def _create(target: Path, content: bytes) -> None:
    # Exclusive, and never through a link that somebody put there.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(target, flags, 0o644), "wb") as file:
        file.write(content)
    target.chmod(0o644)
