"""The bundles that are kept, by what their lists say: no byte of their files is read for that."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from berkala.plan.standing import BAD_ARCHIVE
from berkala.render.bundle import SUPERSEDED
from berkala.render.store import MANIFEST, UNFINISHED

PUBLIC = "public/"


@dataclass(frozen=True)
class Kept:
    """One bundle: its name, its folder, the edition, its place on the site, and the hash of every file in it."""

    hash: str
    folder: Path
    edition: str
    slug: str
    period: str
    sources: Mapping[str, str]
    files: Mapping[str, str]

    @property
    def address(self) -> str:
        """The edition's place on the site."""
        return f"{self.slug}/{self.period}/"

    def holding(self, sha256: str) -> Iterator[str]:
        """The paths of the files with a hash; what another one took the place of is found in an older bundle."""
        return (path for path, own in self.files.items() if own == sha256 and SUPERSEDED not in path)

    def packed(self, size: int, sha256: str) -> str:
        """The path of a file inside one of its archives, as ``data/x/x.zip/README.md``; empty for none."""
        for path in (path for path in self.files if path.endswith(".zip") and SUPERSEDED not in path):
            try:
                with zipfile.ZipFile(self.folder / path) as archive:
                    for one in (one for one in archive.infolist() if one.file_size == size):
                        if hashlib.sha256(archive.read(one)).hexdigest() == sha256:
                            return f"{path}/{one.filename}"
            except (OSError, *BAD_ARCHIVE):
                continue  # a bundle that is damaged is told by whoever builds upon it
        return ""


def kept(state: Path) -> tuple[Kept, ...]:
    """Every bundle of a publication, by its name. One whose list cannot be read is left out."""
    folders = sorted(one for one in (state / "bundles").glob("*") if not one.name.startswith(UNFINISHED))
    return tuple(found for folder in folders if (found := _read(folder)) is not None)


def _read(folder: Path) -> Kept | None:
    try:
        told: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        period, sources = told["period"]["code"], told["about"].get("sources", {})
        return Kept(folder.name, folder, told["edition"], told["slug"], period, sources, told["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
