"""A real Chromium that hears every complaint: of the console, of the policy, of what was asked for and did not come.

A page may ask its own host alone. What breaks its policy is told by the page (`securitypolicyviolation`) as well as
by the console, so that one that nobody writes about is found too.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

#: How tests of a browser are marked.
MARKS = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None and os.environ.get("CI") != "true", reason="there is no Chromium here"),
]

#: What axe is asked for: all of WCAG 2.2 AA, and what it calls best practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: The rules that look at colours; nothing else changes from light to dark, where only the colours do.
COLOURS = ["color-contrast", "link-in-text-block"]

_TELL = """addEventListener("securitypolicyviolation", (event) =>
  console.error("policy: " + event.effectiveDirective + " " + event.blockedURI))"""


class Quiet(SimpleHTTPRequestHandler):
    """A plain file server, as a public host would be, that keeps its log to itself. A site may stand under a path."""

    under = "/"

    def translate_path(self, path: str) -> str:
        """Where a file stands."""
        return super().translate_path(path[len(self.under) - 1 :] if path.startswith(self.under) else "/no-such")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path, handler: type[Quiet] = Quiet, under: str = "/") -> Iterator[str]:
    """A folder as a site, by its address: under the path that 404.html links from."""
    kind = type("Here", (handler,), {"under": under})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{under}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, for a fixture of a module."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@dataclass(frozen=True)
class Way:
    """How a reader looks at a page."""

    width: int
    scheme: str = "light"
    script: bool = True
    media: str = "screen"

    def __str__(self) -> str:
        words = [str(self.width), self.scheme, "" if self.script else "no script"]
        return " ".join(filter(None, [*words, self.media if self.media != "screen" else ""]))

    def opened(self, browser: Browser, height: int = 900) -> tuple[Page, list[str]]:
        """A page of its own, and what is complained of."""
        page, said = opened(browser, self.width, self.scheme, self.script, height)
        if self.media != "screen":
            page.emulate_media(media=self.media)  # type: ignore[arg-type]
        return page, said


def opened(
    browser: Browser, width: int, scheme: str = "light", script: bool = True, height: int = 900
) -> tuple[Page, list[str]]:
    """A page of its own, and what its console, its policy and its requests complain of."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=script,
    )
    page, said = context.new_page(), list[str]()
    page.add_init_script(_TELL)

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(f"{page.url} {message.text}")

    def asked(request: Request) -> None:
        here, there = urlsplit(page.url), urlsplit(request.url)
        if there.scheme in ("http", "https") and here.scheme in ("http", "https") and there.netloc != here.netloc:
            said.append(f"{page.url} asks {there.netloc}")

    page.on("console", heard)
    page.on("pageerror", lambda error: said.append(f"{page.url} {error}"))
    page.on("request", asked)
    # A request that was dropped because the reader went on to the next page has not failed.
    page.on("requestfailed", lambda r: None if r.failure == "net::ERR_ABORTED" else said.append(f"{r.url} failed"))
    return page, said


def axe_faults(page: Page, only: list[str] | None = None) -> list[str]:
    """What axe finds on this page: by all its rules, or by some. On paper nobody taps a target."""
    paper = page.evaluate("matchMedia('print').matches")
    options: dict[str, Any] = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS},
        "rules": {"target-size": {"enabled": not paper}} if not only else {},
    }
    # As a reader has it who came so far: on phones, what is far off the screen is left out until then.
    page.evaluate("document.querySelectorAll('.edition>.sec').forEach(one => one.style.contentVisibility = 'visible')")
    result = Axe().run(page, options=options)
    return [f"{found['id']}: {found['nodes'][0]['html'][:120]}" for found in result.response["violations"]]
