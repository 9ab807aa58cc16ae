"""A whole public site written by hand around the right bundle, in which nothing is wrong."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from berkala.check.pages import Made, Part
from berkala.plan import Plan, Request
from right_bundle import EN, ID, edition, publication, right_files
from right_bundle import RELEASE as NOW

SITE_URL = "https://office.example/"
HOME, HOME_ID = "index.html", "id/index.html"
EDITION, EDITION_ID = "waits/2019-03/index.html", "id/waits/2019-03/index.html"

_CHART = '<figure><figcaption>Waits</figcaption><p><span data-role="tick">80%</span></p></figure>'
_OWN, _EDITION = frozenset({"count"}), frozenset({"name", "tick"})
#: What compose says of the pages: home has the chart of the edition in it.
MADE = {
    **dict.fromkeys((HOME, HOME_ID), Made(_OWN, (Part(_CHART, frozenset({"tick"})),))),
    **dict.fromkeys((EDITION, EDITION_ID), Made(_EDITION)),
}

_HOME = (
    """<h1>The office</h1>
<p>In <time datetime="2019-03">Mar 2019</time>: <a href="waits/2019-03/#table">waits</a>,
<span data-role="count">1</span></p>
<p><a href="feed.xml">Feed</a></p>"""
    + _CHART
)
_HOME_ID = """<h1>Kantor</h1><p><a href="waits/2019-03/">Waktu tunggu</a> <a href="../feed.xml">Umpan</a></p>"""


def _html(path: str, code: str, body: str, url: str) -> str:
    bare = path.removeprefix("id/").removesuffix("index.html")
    alternates = "".join(
        f'<link rel="alternate" hreflang="{other}" href="{url}{prefix}{bare}">'
        for other, prefix in (("en", ""), ("id", "id/"))
    )
    head = f'<meta charset="utf-8"><title>Waits (Type 1)</title>{alternates}'
    return f'<!doctype html>\n<html lang="{code}"><head>{head}</head><body>{body}</body></html>\n'


def write_site(folder: Path, url: str = SITE_URL) -> Plan:
    """Write the site under ``folder/site``; the plan of the run that made it.

    `url` is where it will be served.
    """
    files = right_files()
    pages = {HOME: ("en", _HOME), HOME_ID: ("id", _HOME_ID)}
    pages[EDITION] = ("en", files[EN].decode().replace("@/", "../../"))
    pages[EDITION_ID] = ("id", files[ID].decode().replace("@/id/", "../../").replace("@/", "../../../"))
    data = '<h1>Waits</h1><p><a href="waits.csv">CSV</a></p>'
    pages["data/waits/2019-03/index.html"] = ("en", data)
    pages["id/data/waits/2019-03/index.html"] = (
        "id",
        data.replace("waits.csv", "../../../../data/waits/2019-03/waits.csv"),
    )
    site = {path.removeprefix("public/"): content for path, content in files.items() if path.startswith("public/")}
    site |= {path: _html(path, code, body, url).encode() for path, (code, body) in pages.items()}
    site["feed.xml"] = f"<feed><link href='{url}waits/2019-03/'/></feed>".encode()
    for path, content in site.items():
        (folder / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / path).write_bytes(content)
    write_manifest(folder / "site")
    right = publication()
    told = replace(right, root=folder, settings=right.settings.model_copy(update={"site_url": url}))
    return Plan(Request(folder, NOW), told, (edition(),))


def write_manifest(site: Path) -> None:
    """The manifest of what stands there now."""
    paths = sorted(path for path in site.rglob("*") if path.is_file() and path.name != "manifest.json")
    hashes = {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    (site / "manifest.json").write_text(json.dumps({"schema": "berkala/manifest/1", "files": hashes}))


def change(site: Path, path: str, old: str, new: str) -> None:
    """One text of one file changed, and the manifest made anew."""
    text = (site / path).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    (site / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    write_manifest(site)
