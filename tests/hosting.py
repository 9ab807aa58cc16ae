"""Servers for a built site, set up by the snippets in ``examples/hosting``: nginx, Apache, and a host of static files.

The host of static files is our own: it reads ``_headers`` as such hosts do, compresses text, and is there everywhere.
"""

from __future__ import annotations

import gzip
import mimetypes
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from browsing import Quiet, served
from publications import REPOSITORY

SNIPPETS = REPOSITORY / "examples" / "hosting"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
APACHE = shutil.which("apache2", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_MODULES = Path("/usr/lib/apache2/modules")
_TEXT = re.compile(r"text/|application/(json|.*\+(json|xml)|xml|javascript|wasm)|image/svg")


@contextmanager
def static_host(site: Path, under: str = "/") -> Iterator[str]:
    """A host that reads ``_headers``."""
    with served(site, StaticHost, under) as address:
        yield address


class StaticHost(Quiet):
    """Compresses what is text, and sends the headers of every rule that fits; several values of one are joined."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802
        """A file, or 404.html."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        file = path if found else Path(self.directory) / "404.html"
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        text = _TEXT.match(kind) is not None
        content = _packed(file) if text else file.read_bytes()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(content)))
        if text:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        for name, value in headers_for(self.path.partition("?")[0][len(self.under) - 1 :]).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


@cache
def _packed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 6, mtime=0)


@cache
def rules() -> tuple[tuple[str, str, str], ...]:
    """The rules of ``_headers``: a pattern, a header, its value."""
    found, pattern = [], ""
    for line in (SNIPPETS / "_headers").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("/"):
            pattern = line.strip()
        else:
            name, _, value = line.partition(":")
            found.append((pattern, name.strip(), value.strip()))
    return tuple(found)


def headers_for(path: str) -> dict[str, str]:
    """What a host that joins values sends for this address."""
    found: dict[str, str] = {}
    for pattern, name, value in rules():
        if fnmatchcase(path, pattern):
            found[name] = f"{found[name]}, {value}" if name in found else value
    return found


@contextmanager
def nginx(site: Path, private: Path) -> Iterator[str]:
    """A real nginx with our file; only its address and its folder are changed, as whoever uses it does."""
    port = free_port()
    text = (SNIPPETS / "nginx.conf").read_text(encoding="utf-8")
    for was, now in ((r"listen 80;", f"listen 127.0.0.1:{port};"), (r"root /var/www/statistics;", f"root {site};")):
        assert text.count(was) == 1, was
        text = text.replace(was, now)
    private.mkdir()
    (private / "site.conf").write_text(text, encoding="utf-8")
    shutil.copy("/etc/nginx/mime.types", private)
    temporary = "".join(
        f"{one}_temp_path {private}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.getuid() == 0 else ""
    (private / "nginx.conf").write_text(
        f"{user}daemon off; worker_processes 1; pid {private}/pid; error_log stderr crit;\nevents {{}}\n"
        f"http {{ include mime.types; access_log off; {temporary} include site.conf; }}\n"
    )
    yield from _running([str(NGINX), "-p", str(private), "-c", str(private / "nginx.conf"), "-e", "stderr"], port)


@contextmanager
def apache(site: Path, private: Path) -> Iterator[str]:
    """A real Apache with our file as .htaccess; `site` is a copy that may be written in and that everybody may read."""
    port = free_port()
    shutil.copy(SNIPPETS / "htaccess", site / ".htaccess")
    private.mkdir()
    names = ("mpm_event", "authz_core", "dir", "mime", "headers", "deflate", "filter", "env", "setenvif")
    modules = "\n".join(f"LoadModule {name}_module {_MODULES}/mod_{name}.so" for name in names)
    user = "User www-data\nGroup www-data\n" if os.getuid() == 0 else ""
    (private / "apache.conf").write_text(
        f"ServerName localhost\nListen 127.0.0.1:{port}\n"
        f"PidFile {private}/pid\nErrorLog {private}/error.log\n{modules}\n"
        f"{user}DefaultRuntimeDir {private}\nTypesConfig /etc/mime.types\nDocumentRoot {site}\n"
        f"<Directory {site}>\nAllowOverride All\nRequire all granted\n</Directory>\n"
    )
    yield from _running([str(APACHE), "-f", str(private / "apache.conf"), "-D", "FOREGROUND"], port)


def _running(command: list[str], port: int) -> Iterator[str]:
    """The address of a server, once it answers; it is ended afterwards."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(100):
            assert process.poll() is None, process.stderr and process.stderr.read()
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(20)
        if process.stderr:
            process.stderr.close()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
