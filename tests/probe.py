"""What the public could see: another process that reads only what a web server serves, and knows what it looks for.

``python probe.py BRIEF RESULT`` crawls everything that is served, by its links, its manifest and its listings, and
searches every byte of it (embargoed.py); between, it tries addresses that nobody has told it. It knows all paths of the
tree to come, as nobody outside does, and asks for each as it is, in other ways of writing and beside: whole, in parts,
conditionally, and for the headers alone. When it sees anything of the edition, it notes the moment, reads the whole
site by its manifest, and ends.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import posixpath
import random
import re
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from embargoed import Embargo

_LINK = re.compile(rb"(?:href|src|content|url)=[\"']?([^\"'<>\s]+)|<loc>([^<]+)")

#: Where a crawl begins: what is there at all times.
DOORS = (
    "/", "/manifest.json", "/sitemap.xml", "/robots.txt", "/feed.xml", "/feed.json", "/timetable/timetable.json",
    "/timetable/timetable.ics", "/timetable/timetable.xml", "/data/", "/data/catalog.jsonld", "/data/catalog.ttl",
    "/data.json", "/search/", "/verify/", "/corrections/", "/404.html",
)  # fmt: skip

#: Folders in which something might stand beside the site, or be hidden in it.
HIDDEN = (
    ".berkala", ".berkala/stage", ".berkala/bundles", ".berkala/preview", ".berkala/build", ".berkala/pre-release",
    ".stage", "stage", "staging", "preview", "draft", "drafts", "next", "new", "tmp", "build", "old", "backup", ".git",
    ".site.tree1", ".site.tree1-{pid}", ".site.tree2-{pid}", ".site.link-{pid}", "site", "reports", "datasets",
)  # fmt: skip

HEADERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("GET", {}),
    ("HEAD", {}),
    ("GET", {"Range": "bytes=0-0"}),
    ("GET", {"If-None-Match": "*"}),
    ("GET", {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}),
    ("GET", {"Accept-Encoding": "br, gzip, zstd"}),
)


@dataclass(frozen=True)
class Brief:
    """Where the site is served, what no byte may say, the paths of the tree to come, and until when to look."""

    host: str
    port: int
    embargo: Embargo
    coming: tuple[str, ...]
    until: datetime
    seed: int = 0


@dataclass
class Result:
    """What came of it: how often it asked, what it saw first and when, and what was not whole then."""

    tries: int = 0
    addresses: int = 0
    crawls: int = 0
    files: int = 0
    seen: str = ""
    at: str = ""
    tree: str = ""
    broken: list[str] = field(default_factory=list)


class Seen(Exception):
    """Something of the edition is there."""


class Probe:
    """A reader who knows what to look for."""

    def __init__(self, brief: Brief) -> None:
        self.brief, self.result = brief, Result()
        self.known: set[str] = set()
        self.clean: set[tuple[str, str]] = set()
        self.connection: http.client.HTTPConnection | None = None

    def run(self) -> Result:
        """Look until something is seen, or the time is over."""
        deck = list(guesses(self.brief.coming))
        random.Random(self.brief.seed).shuffle(deck)
        self.result.addresses = len(deck)
        try:
            while True:
                self.crawl()
                for address in deck:
                    self.guess(address)
                    if not self.result.tries % 500:
                        self.crawl()
                    if datetime.now(UTC) > self.brief.until:
                        return self.result
        except Seen as seen:
            self.result.seen, self.result.at = str(seen), datetime.now(UTC).isoformat()
            self.result.broken = list(self.not_whole())
        return self.result

    def crawl(self) -> None:
        """Read everything that leads from one page to another, and search every byte."""
        found, waiting = set(DOORS), list(DOORS)
        while waiting:
            path = waiting.pop()
            status, content = self.ask(path)
            if status != 200:
                continue
            self.known |= {plain(path), *(str(folder) for folder in Path(plain(path)).parents)}
            self.search(path, content)
            for link in links(path, content):
                if link not in found:
                    found.add(link)
                    waiting.append(link)
        self.result.crawls, self.result.files = self.result.crawls + 1, len(self.known)

    def search(self, path: str, content: bytes) -> None:
        """Raise Seen where a file says what it may not."""
        key = (path, hashlib.sha256(content).hexdigest())
        if key not in self.clean:
            if leaks := self.brief.embargo.leaks(unquote(path), content):
                raise Seen("; ".join(leaks[:9]))
            self.clean.add(key)

    def guess(self, address: str) -> None:
        """Raise Seen where anything answers at an address that leads to nothing that is public."""
        method, headers = HEADERS[self.result.tries % len(HEADERS)]
        status, content = self.ask(address, method, headers)
        if plain(address) in self.known or plain(address) == "/":
            self.search(plain(address), content)
        elif status < 400:
            raise Seen(f"{method} {address} {headers}: {status}")

    def ask(self, path: str, method: str = "GET", headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """One question to the server, with the path as it is written."""
        self.result.tries += 1
        for last in (False, True):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection(self.brief.host, self.brief.port, timeout=20)
                self.connection.request(method, path, headers=headers or {})
                answer = self.connection.getresponse()
                content = answer.read()
                if answer.will_close:
                    self._close()
                return answer.status, content
            except (http.client.HTTPException, ConnectionError):
                self._close()
                if last and not self._up():
                    raise
        return 400, b""  # the server hangs up on what it cannot read

    def _up(self) -> bool:
        with socket.socket() as client:
            return client.connect_ex((self.brief.host, self.brief.port)) == 0

    def not_whole(self) -> Iterator[str]:
        """What of the site, by its manifest, is not there as the manifest has it."""
        manifest = json.loads(self.ask("/manifest.json")[1])
        self.result.tree = manifest["tree"]
        for path, expected in manifest["files"].items():
            status, content = self.ask(f"/{quote(path)}")
            if status != 200 or hashlib.sha256(content).hexdigest() != expected:
                yield f"{path}: {status}"

    def _close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def plain(address: str) -> str:
    """The path that an address comes down to, for a server that reads it in any way."""
    path = unquote(urlsplit(f"//x/{address.lstrip('/')}").path)
    normal = posixpath.normpath("/" + path.replace(chr(92), "/").lstrip("/"))
    return normal.removesuffix("/index.html") or "/"


def links(path: str, content: bytes) -> Iterator[str]:
    """The addresses on this host that a file leads to; a manifest names files."""
    if path.endswith("manifest.json"):
        yield from (f"/{quote(name)}" for name in json.loads(content).get("files", ()))
    if not path.endswith(("/", ".html", ".xml")):
        return
    for pair in _LINK.findall(content):
        link = urlsplit(urldefrag(urljoin(path, (pair[0] or pair[1]).decode("utf-8", "replace")))[0])
        if link.scheme in ("", "http", "https") and not link.query and link.path.startswith("/"):
            yield link.path


def guesses(coming: tuple[str, ...]) -> Iterator[str]:
    """Every address that somebody might try, who knows how we call things."""
    folders = {str(Path(path).parent) for path in coming} | {path.partition("/")[0] for path in coming}
    for path in sorted({*coming, *(folder for folder in folders if folder != ".")}):
        address = quote(path)
        stem = address.rpartition(".")[0]
        yield from (
            f"/{address}",
            f"/{address}/",
            f"//{address}",
            f"/./{address}",
            f"/x/../{address}",
            f"/{address}?v=1",
        )
        yield from (
            f"/{address}{more}"
            for more in (".bak", "~", ".old", ".orig", ".tmp", ".gz", ".br", ".zip", ".1", "%00", ";x", "#")
        )
        yield from (
            f"/{address.upper()}",
            f"/{address.swapcase()}",
            f"/{address.title()}",
            f"/{stem}",
            f"/{stem}.html",
            f"/{stem}.json",
        )
        yield from (
            f"/{address.replace('/', '%2f')}",
            f"/{address.replace('/', '%5C')}",
            f"/{''.join(f'%{ord(c):02x}' for c in path)}",
        )
        yield from (f"/{posixpath.dirname(address)}/.{posixpath.basename(address)}{more}" for more in ("", ".swp"))
        for folder in HIDDEN:
            yield f"/{folder}/{address}".format(pid=1 + hash(address) % 4000)
    for folder in HIDDEN:
        for pid in range(1, 40):
            name = folder.format(pid=pid)
            yield from (f"/{name}", f"/{name}/", f"/../{name}/", f"/%2e%2e/{name}/", f"/..%2f{name}/", f"/%2e/{name}/")
            yield f"/../{name}/manifest.json"


def main(brief: Path, result: Path) -> None:
    """Read the brief, look, and write down what came of it."""
    told = json.loads(brief.read_text(encoding="utf-8"))
    embargo, coming = Embargo.of(told["embargo"]), tuple(told["coming"])
    until = datetime.fromisoformat(told["until"])
    probe = Probe(Brief(told["host"], told["port"], embargo, coming, until, told["seed"]))
    begun = time.monotonic()
    found = probe.run()
    result.write_text(json.dumps({**asdict(found), "seconds": time.monotonic() - begun}), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
