"""What stands at a channel, as far as this machine can tell without a network.

In a folder or a ZIP file it is the tree that its manifest names, if every byte of it is there. What stands elsewhere is
known from the receipt alone; `publish` looks at it.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from berkala.plan.targets import Folder, Target, ZipFile

MANIFEST = "manifest.json"

#: What reading an archive that is damaged, or none at all, may raise.
BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError)


@dataclass(frozen=True)
class Standing:
    """What stands at a place: the fingerprint of the whole tree, empty for none or for one that is damaged.

    `editions` are those that its manifest names, each with the hash of its bundle, whole or not.
    """

    tree: str = ""
    editions: Mapping[str, str] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether nothing of ours stands there that could be lost."""
        return not self.tree and not self.editions


def seen_at(target: Target, root: Path) -> Standing | None:
    """What stands at a channel, where that can be seen from here; None where only a network would tell."""
    if isinstance(target, Folder):
        return standing_tree(root / target.path)
    return standing_archive(root / target.path) if isinstance(target, ZipFile) else None


def manifest_of(folder: Path) -> dict[str, object]:
    """The manifest of the tree in `folder`, empty where there is none or it is not one of ours."""
    try:
        return manifest_in((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}


def manifest_in(content: bytes) -> dict[str, object]:
    """The manifest that these bytes are, empty where they are not one of ours."""
    try:
        told = json.loads(content)
    except ValueError:
        return {}
    return told if isinstance(told, dict) and str(told.get("schema")).startswith("berkala/manifest/") else {}


def standing(manifest: Mapping[str, object], whole: bool) -> Standing:
    """What stands at a place by the manifest that is there; `whole` says whether all that it names is there too."""
    return Standing(str(manifest.get("tree", "")) if whole else "", editions_of(manifest))


def standing_tree(folder: Path) -> Standing:
    """What stands in `folder`, every byte of it held against its hash."""
    manifest = manifest_of(folder)
    return standing(manifest, all(_is(folder / path, expected) for path, expected in files_of(manifest).items()))


def files_of(manifest: Mapping[str, object]) -> dict[str, str]:
    """The hash of every file that a manifest names, by path; none for no manifest."""
    files = manifest.get("files")
    return {str(path): str(hashed) for path, hashed in files.items()} if isinstance(files, dict) else {}


def editions_of(manifest: Mapping[str, object]) -> dict[str, str]:
    """The hash of the bundle of every edition that a manifest names, by the edition's name."""
    listed = manifest.get("editions")
    named = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {str(one["edition"]): str(one["bundle"]) for one in named if {"edition", "bundle"} <= one.keys()}


def standing_archive(file: Path) -> Standing:
    """What stands in a ZIP file, every byte of it held against its hash."""
    manifest: Mapping[str, object] = {}
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = manifest_in(archive.read(MANIFEST))
            files = files_of(manifest)
            whole = all(hashlib.sha256(archive.read(path)).hexdigest() == hashed for path, hashed in files.items())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, KeyError, *BAD_ARCHIVE):
        return standing(manifest, whole=False)
    return standing(manifest, whole)


def _is(file: Path, expected: object) -> bool:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() == expected
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return False
