"""service: `berkala run` as a process, over a real publication, watched from outside by processes of their own.

`BERKALA_TRIES` says how often they ask at least before the moment (600; `scripts/soak` has 10,000).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

import probe
from hosting import NGINX, free_port, nginx
from planted_office import PERIOD, ZONE, Coming, announce, berkala, coming_in, planted_office
from tally import note

TRIES = int(os.environ.get("BERKALA_TRIES", "600"))

pytestmark = pytest.mark.slow


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Path:
    return planted_office(tmp_path / "office")


def soon(seconds: int) -> datetime:
    """The next full minute that is at least so many seconds away."""
    return (datetime.now(ZONE) + timedelta(seconds=seconds + 60)).replace(second=0, microsecond=0)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                requests.get(f"http://127.0.0.1:{port}/", timeout=1)
                break
            except requests.ConnectionError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def running(root: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as file:
        command = [sys.executable, "-m", "berkala.cli", "run", "-C", str(root), "--jobs", "1"]
        service = subprocess.Popen(command, stdout=file, stderr=file)
        try:
            yield service
        finally:
            if service.poll() is None:
                service.kill()
            service.wait(10)


@contextmanager
def probed(address: str, coming: Coming, until: datetime, folder: Path) -> Iterator[list[dict[str, Any]]]:
    """A probe at work at an address; what came of it is in the list afterwards."""
    folder.mkdir()
    server = urlsplit(address)
    told = {
        "host": server.hostname,
        "port": server.port,
        "embargo": coming.embargo.as_json(),
        "coming": coming.paths,
        "until": until.isoformat(),
        "seed": TRIES,
    }
    (folder / "brief.json").write_text(json.dumps(told), encoding="utf-8")
    command = [sys.executable, probe.__file__, str(folder / "brief.json"), str(folder / "result.json")]
    process, found = subprocess.Popen(command, stderr=subprocess.PIPE, text=True), list[dict[str, Any]]()
    try:
        yield found
        _, wrong = process.communicate(timeout=400)
        assert process.returncode == 0, wrong
        found.append(json.loads((folder / "result.json").read_text(encoding="utf-8")))
    finally:
        process.kill()
        process.communicate()


def test_it_publishes_at_its_second_and_nobody_sees_a_byte_before(root: Path, tmp_path: Path) -> None:
    assert berkala(root, "publish", "--jobs", "1").returncode == 0
    moment = soon(45 + TRIES // 500)
    announce(root, moment)
    # The changed date is news of the calendar, and public before anything is made ready.
    assert berkala(root, "publish", "--jobs", "1").returncode == 0
    coming, log = coming_in(root, tmp_path / "twin", moment), tmp_path / "log"
    assert datetime.now(UTC) < moment - timedelta(seconds=20), "the machine is too slow for this moment"
    until = moment + timedelta(seconds=20)
    with ExitStack() as at_work:
        hosts = [at_work.enter_context(served(root / "site"))]
        if NGINX:
            hosts.append(at_work.enter_context(nginx(root / "site", tmp_path / "nginx")))
        service = at_work.enter_context(running(root, log))
        with ExitStack() as outside:
            results = [
                outside.enter_context(probed(address, coming, until, tmp_path / f"probe-{number}"))
                for number, address in enumerate(hosts)
            ]
        found = [result[0] for result in results]
        assert berkala(root, "health").returncode == 0
        service.send_signal(signal.SIGTERM)
        assert service.wait(30) == 0, log.read_text()
    for one in found:
        why = (one, moment.isoformat(), log.read_text())
        # Within a second where the machine is free; here others work beside it.
        assert one["at"], why
        assert timedelta() <= datetime.fromisoformat(one["at"]) - moment < timedelta(seconds=5), why
        assert (one["tree"], one["broken"]) == (coming.tree, []), why
        told = ("tries", "addresses", "crawls", "files", "seconds")
        note("probe", "before the moment", **{key: one[key] for key in told})
    assert sum(one["tries"] for one in found) >= TRIES
    said = log.read_text()
    assert "Ready and waiting: visitors@2025-12." in said
    assert "Published: visitors@2025-12." in said
    calendar = json.loads((root / "site/timetable/timetable.json").read_bytes())["releases"]
    assert [change["kind"] for change in calendar[-1]["changes"]] == ["later", "earlier"]


def test_killed_and_started_again_it_publishes_what_it_missed_at_once(root: Path, tmp_path: Path) -> None:
    announce(root, soon(-1))
    log = tmp_path / "log"
    with running(root, log) as service:
        time.sleep(2)
        service.kill()
    with running(root, log) as again:
        for _ in range(1200):
            if (root / f"site/visitors/{PERIOD}/index.html").exists():
                break
            assert again.poll() is None, log.read_text()
            time.sleep(0.1)
        else:
            raise AssertionError(log.read_text())
        second = berkala(root, "run")
        assert second.returncode == 1
        assert "another" in second.stderr.lower() or "process" in second.stderr.lower()
