"""The files of the staged site that are no pages: what they link to, and whether the manifest tells of all of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from berkala.check.tree.site import Staged
from berkala.errors import Problem, nearest

_ROOTED = re.compile(r"[\"'(\s,]@/")
_LINKED = re.compile(r"https?://[^\s\"'<>\\)]+")
#: The endings of files whose links are read.
TEXTS = (".xml", ".json", ".jsonld", ".ttl", ".ics", ".svg", ".css", ".txt")


def check_text(path: str, site: Staged) -> Iterator[Problem]:
    """Feeds, sitemap, catalogue, drawings: their links to our own site resolve, and no root link is left."""
    text = (site.folder / path).read_text(encoding="utf-8", errors="replace")
    if path.endswith(".ics"):
        text = text.replace("\n ", "")  # RFC 5545, 3.1: a long line goes on after a break and a blank
    if "@/" in text and path != "manifest.json" and (left := _ROOTED.search(text)):
        yield Problem("check.tree-root-left", file=path, value=left[0])
    if site.url not in text or path.rpartition("/")[2] in ("figures.json", "posts.json"):
        return
    for link in dict.fromkeys(_LINKED.findall(text)):
        target = site.target(link.rstrip(".,;"), path) if link.startswith(site.url) else None
        if target is not None and target not in site.files and f"{target}/index.html" not in site.files:
            yield Problem(
                "check.link-dead", {"text": path, "nearest": nearest(target, site.files)}, file=path, value=link
            )


def check_manifest(site: Staged) -> Iterator[Problem]:
    """Every file that the manifest names stands there as it says."""
    if "manifest.json" not in site.files:
        yield Problem("check.file-missing", file="manifest.json")
        return
    try:
        manifest: Any = json.loads((site.folder / "manifest.json").read_bytes())
    except ValueError as error:
        yield Problem("check.file-unreadable", {"why": str(error)}, file="manifest.json")
        return
    listed: Mapping[str, str] = manifest.get("files", {}) if isinstance(manifest, dict) else {}
    for path, stated in listed.items():
        if path not in site.files or hashlib.sha256((site.folder / path).read_bytes()).hexdigest() != stated:
            yield Problem("check.tree-manifest", {"path": path}, file="manifest.json", value=path)
    for path in sorted(site.files - set(listed) - {"manifest.json"}):
        yield Problem("check.tree-unlisted", {"path": path}, file="manifest.json", value=path)
