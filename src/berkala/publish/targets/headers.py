"""What a file of the site is sent with where no server of ours says it: its kind, and how long it may be remembered.

The same as in ``examples/hosting/nginx.conf``; a test holds the two together.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_TEXT = "; charset=utf-8"
_KINDS = {
    ".bib": "text/x-bibtex" + _TEXT,
    ".css": "text/css" + _TEXT,
    ".csv": "text/csv" + _TEXT,
    ".geojson": "application/geo+json",
    ".html": "text/html" + _TEXT,
    ".ico": "image/x-icon",
    ".ics": "text/calendar" + _TEXT,
    ".jpg": "image/jpeg",
    ".js": "text/javascript" + _TEXT,
    ".json": "application/json" + _TEXT,
    ".jsonld": "application/ld+json" + _TEXT,
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml" + _TEXT,
    ".topojson": "application/json" + _TEXT,
    ".ttl": "text/turtle" + _TEXT,
    ".txt": "text/plain" + _TEXT,
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json" + _TEXT,
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "text/xml" + _TEXT,
    ".zip": "application/zip",
}
#: Feeds are told from other files of their kind by their names.
_FEEDS = {"feed.xml": "application/atom+xml" + _TEXT, "feed.json": "application/feed+json" + _TEXT}

_MINUTE, _FOR_GOOD = "public, max-age=60", "public, max-age=31536000, immutable"
#: The last that fits counts.
_CACHED = (
    (re.compile(r"assets/"), "public, max-age=600"),
    (re.compile(r"assets/fonts/"), "public, max-age=604800"),
    (re.compile(r"data/[^/]+/(?!latest/)[^/]+/[^/]+\."), _FOR_GOOD),
    (re.compile(r"(.*/)?share/[^/]+\.(png|svg)$"), _FOR_GOOD),
)


def kind_of(path: str) -> str:
    """The media type of a file by its name."""
    name = PurePosixPath(path)
    return _FEEDS.get(name.name) or _KINDS.get(name.suffix.lower(), "application/octet-stream")


def cached(path: str) -> str:
    """How long a browser may keep a file before it asks again."""
    return next((words for place, words in reversed(_CACHED) if place.match(path)), _MINUTE)
