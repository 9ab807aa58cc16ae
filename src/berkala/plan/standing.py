"""What stands in a public folder: the tree that its manifest names, if every byte of it is there."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

MANIFEST = "manifest.json"


def manifest_of(folder: Path) -> dict[str, object]:
    """The manifest of the tree in `folder`, empty where there is none or it is not one of ours."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    return told if isinstance(told, dict) and str(told.get("schema")).startswith("berkala/manifest/") else {}


def standing_tree(folder: Path) -> str:
    """The fingerprint of the whole and undamaged tree in `folder`; empty for none, or for one that is not whole."""
    manifest = manifest_of(folder)
    files = manifest.get("files")
    if not isinstance(files, dict):
        return ""
    whole = all(_is(folder / path, expected) for path, expected in files.items())
    return str(manifest.get("tree", "")) if whole else ""


def _is(file: Path, expected: object) -> bool:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() == expected
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return False
