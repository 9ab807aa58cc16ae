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
from pathlib import Path

from berkala.plan.targets import Folder, Target, ZipFile

MANIFEST = "manifest.json"

#: What reading an archive that is damaged, or none at all, may raise.
BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError)


def standing_at(target: Target, root: Path, receipt: str) -> str:
    """The fingerprint of the tree that stands at a channel, by its last receipt and by what can be seen from here."""
    if isinstance(target, Folder):
        standing = standing_tree(root / target.path)
    elif isinstance(target, ZipFile):
        standing = standing_archive(root / target.path)
    else:
        return receipt
    return receipt if receipt == standing else ""


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


def standing_tree(folder: Path) -> str:
    """The fingerprint of the whole and undamaged tree in `folder`; empty for none, or for one that is not whole."""
    manifest = manifest_of(folder)
    whole = all(_is(folder / path, expected) for path, expected in files_of(manifest).items())
    return str(manifest.get("tree", "")) if whole else ""


def files_of(manifest: Mapping[str, object]) -> dict[str, str]:
    """The hash of every file that a manifest names, by path; none for no manifest."""
    files = manifest.get("files")
    return {str(path): str(hashed) for path, hashed in files.items()} if isinstance(files, dict) else {}


def standing_archive(file: Path) -> str:
    """The fingerprint of the whole and undamaged tree in a ZIP file; empty for none, or for one that is not whole."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = manifest_in(archive.read(MANIFEST))
            files = files_of(manifest)
            whole = all(hashlib.sha256(archive.read(path)).hexdigest() == hashed for path, hashed in files.items())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, KeyError, *BAD_ARCHIVE):
        return ""
    return str(manifest.get("tree", "")) if whole else ""


def _is(file: Path, expected: object) -> bool:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() == expected
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return False
