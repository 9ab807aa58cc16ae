"""The last good answer from an address, kept to ask whether it still holds. It may be deleted at any time."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

_FORM = "berkala/kept/1"


@dataclass(frozen=True)
class Kept:
    """The content, the fingerprint of the address it came from in the end, and its server's marks to know it again."""

    place: str
    etag: str
    modified: str
    content: bytes

    @property
    def conditions(self) -> Mapping[str, str]:
        """The headers that ask for the content only if it has changed; none where the server gave no marks."""
        marks = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: mark for name, mark in marks.items() if mark}


@dataclass(frozen=True)
class Store:
    """The folder of kept answers, one file for each declared address."""

    folder: Path

    def find(self, asked: str) -> Kept | None:
        """What is kept of an address, if it is whole."""
        try:
            head, _, content = self._file(asked).read_bytes().partition(b"\n")
            said = json.loads(head)
            whole = said["form"] == _FORM and said["sha256"] == _hash(content)
            return Kept(str(said["place"]), str(said["etag"]), str(said["modified"]), content) if whole else None
        except (OSError, ValueError, KeyError, TypeError):
            return None  # as if it had never been there: the whole is asked for again

    def keep(self, asked: str, kept: Kept) -> None:
        """Remember it. Where that is not possible nothing is lost but time."""
        if not kept.conditions:
            return
        said = {"form": _FORM, "place": kept.place, "etag": kept.etag, "modified": kept.modified}
        head = json.dumps(said | {"sha256": _hash(kept.content)}).encode("ascii")
        file = self._file(asked)
        half = file.with_suffix(f".{uuid4().hex}")
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            half.write_bytes(head + b"\n" + kept.content)
            os.replace(half, file)
        with suppress(OSError):
            half.unlink(missing_ok=True)

    def _file(self, asked: str) -> Path:
        return self.folder / f"{_hash(asked.encode())[:32]}.kept"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
