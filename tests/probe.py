"""What the public could see, asked by another process over HTTP and read from every byte that a server would serve."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import requests

#: What a curious reader would try: the addresses of an edition before it is there.
GUESSES = (
    "{report}/{period}/",
    "{report}/{period}/index.html",
    "{report}/{period}/figures.json",
    "{report}/{period}/share/",
    "{report}/{period}/share/posts.json",
    "{report}/{period}/explore/",
    "id/{report}/{period}/",
    "data/{dataset}/{period}/",
    "data/{dataset}/{period}/{dataset}.csv",
    "data/{dataset}/{period}/{dataset}.zip",
    "embed/{report}-{period}-main/",
    ".{report}/{period}/",
    "../.berkala/stage/",
)

#: Pages that are there at all times, which may not know of it yet.
STANDING = (
    "",
    "{report}/",
    "timetable/timetable.json",
    "sitemap.xml",
    "feed.xml",
    "feed.json",
    "manifest.json",
    "data/",
)


@dataclass
class Probe:
    """A reader in a hurry. `address` is where the site is served; `forbidden` is what no byte may say yet."""

    address: str
    names: dict[str, str]
    forbidden: re.Pattern[bytes]
    tries: int = 0
    seen: list[tuple[datetime, str]] = field(default_factory=list)

    def ask(self, session: requests.Session) -> None:
        """Try every guess and read every standing page once."""
        for pattern in (*GUESSES, *STANDING):
            path = pattern.format(**self.names)
            answer = session.get(self.address + path, timeout=10)
            at = datetime.now(UTC)
            self.tries += 1
            if answer.ok and (pattern in GUESSES or self.forbidden.search(answer.content)):
                self.seen.append((at, path))


def told_in(number: int) -> Iterator[str]:
    """A number as it might be written anywhere: plain, grouped in either way, and rounded to fewer digits."""
    for size in (1, 10):
        rounded = round(number / size) * size
        grouped = f"{rounded:,}"
        yield from (
            str(rounded),
            grouped,
            grouped.replace(",", "."),
            grouped.replace(",", " "),
            grouped.replace(",", "\u202f"),
        )


def every_byte(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every public file, by path; what is packed is opened, and what is compressed is read as it was."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            yield str(path.relative_to(folder)), content
            yield from _inside(str(path.relative_to(folder)), content)


def _inside(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for one in archive.namelist():
                yield f"{name}!{one}", archive.read(one)
                yield from _inside(f"{name}!{one}", archive.read(one))
    elif content[:2] == b"\x1f\x8b":
        yield f"{name}!", gzip.decompress(content)
