"""service: what became public while nobody could be told is told by the next process, once; old news is not."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from berkala.ledger import Event, Ledger
from berkala.plan import Publication, read_publication
from berkala.service.notices import Messenger
from berkala.service.said import Said
from handmade import publication
from hosting import free_port
from plan_cases import edit

NOW = datetime.now(UTC)


@pytest.fixture(name="hook")
def fixture_hook() -> Iterator[tuple[list[dict[str, Any]], str]]:
    got: list[dict[str, Any]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield got, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def office(root: Path, webhook: str) -> Publication:
    publication(root)
    edit(root, "mkdocs.yml", "      channels:", f"      notices: {{webhook: '{webhook}'}}\n      channels:")
    found, wrong = read_publication(root)
    assert wrong == ()
    assert found is not None
    return found


def published(edition: str, ago: timedelta, channel: str = "site") -> Event:
    return Event("published", edition, (NOW - ago).isoformat(), "", "ab" * 32, {"channel": channel})


def caught_up(settings: Publication) -> list[str]:
    failed: list[str] = []
    messenger = Messenger(settings, failed.append, pauses=(0.0,))
    messenger.catch_up(NOW)
    messenger._thread.submit(lambda: None).result(30)
    messenger.close()
    return failed


def test_what_nobody_was_told_is_told_once(tmp_path: Path, hook: tuple[list[dict[str, Any]], str]) -> None:
    got, address = hook
    settings = office(tmp_path / "p", address)
    ledger = Ledger(settings.state / "ledger.sqlite3")
    hour = timedelta(hours=1)
    ledger.record([published("counts@2020-01", 72 * hour), published("site", hour)])
    ledger.record([published("counts@2020-02", hour), published("counts@2020-03", hour, "other")])
    assert caught_up(settings) == []
    assert [(one["kind"], one["editions"]) for one in got] == [("published", ["counts@2020-02"])]
    assert caught_up(settings) == []
    assert len(got) == 1
    assert [(one.subject, one.who) for one in ledger.events("told")] == [("counts@2020-02", "webhook")]
    assert ledger.broken() is None
    # Published anew, it says something else, and is news again.
    ledger.record([Event("published", "counts@2020-02", NOW.isoformat(), "", "cd" * 32, {"channel": "site"})])
    assert caught_up(settings) == []
    assert len(got) == 2


def test_what_could_not_be_told_is_not_taken_for_told(tmp_path: Path) -> None:
    settings = office(tmp_path / "p", f"http://127.0.0.1:{free_port()}/")
    ledger = Ledger(settings.state / "ledger.sqlite3")
    ledger.record([published("counts@2020-02", timedelta(hours=1))])
    assert len(caught_up(settings)) == 1
    assert ledger.events("told") == ()


def test_only_a_publication_is_remembered(tmp_path: Path, hook: tuple[list[dict[str, Any]], str]) -> None:
    got, address = hook
    settings = office(tmp_path / "p", address)
    messenger = Messenger(settings, lambda failure: None, pauses=(0.0,))
    messenger.hear(Said("ready", NOW, ("counts@2020-02",)))
    messenger.close()
    assert len(got) == 1
    assert Ledger(settings.state / "ledger.sqlite3").events("told") == ()
