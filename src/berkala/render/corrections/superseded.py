"""What a corrected edition takes the place of, kept under addresses that say so.

The data files and the figures stay as they were, byte for byte, so that whoever has them can see what became of them.
Pages, cards and posts are made anew: a wrong number must not look like a right one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from berkala.render.bundle import Bundle


def superseded(before: Bundle, after: Bundle, correction: str) -> tuple[dict[str, bytes], list[dict[str, object]]]:
    """The files by their new path in the bundle, and a line for each: where it stands and what it is."""
    files: dict[str, bytes] = {}
    listed: list[dict[str, object]] = []
    for entry in before.about["datasets"]:
        if _data(entry) != _data(_same(after, entry)):
            for file in entry["files"]:
                folder, _, name = str(file["path"]).rpartition("/")
                path = f"{folder}/superseded/{correction}/{name}"
                files[f"public/{path}"] = before.files[f"public/{file['path']}"]
                listed.append({**file, "path": path, "dataset": entry["name"], "version": entry["version"]})
    path = f"{before.edition.address}superseded/{correction}/figures.json"
    files[f"public/{path}"] = before.files[f"public/{before.edition.address}figures.json"]
    return files, listed


def _same(after: Bundle, entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """The entry of the same dataset in the new bundle."""
    return next((one for one in after.about["datasets"] if one["name"] == entry["name"]), {"files": ()})


def _data(entry: Mapping[str, Any]) -> list[str]:
    """The hash of the table itself; the other forms are made from it."""
    return [str(file["sha256"]) for file in entry["files"] if file["format"] == "csv"]
