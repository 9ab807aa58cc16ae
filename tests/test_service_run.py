"""service: `berkala run` as a process, over a real publication, watched from outside."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests

from hosting import free_port
from plan_cases import edit
from probe import Probe, every_byte, told_in

ZONE = ZoneInfo("Asia/Jakarta")
PERIOD, VISITORS, LOANS = "2025-12", 3528, 5467

pytestmark = pytest.mark.slow


def berkala(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "berkala.cli", words[0], "-C", str(root), *words[1:]]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Path:
    """The publication that `init` makes: November is public, December is announced for a moment that comes soon."""
    root = tmp_path / "office"
    assert subprocess.run([sys.executable, "-m", "berkala.cli", "init", str(root)], check=False).returncode == 0
    edit(root, "reports/visitors.md", "first_period: 2025-12", "first_period: 2025-11\n  lag_days: 20")
    return root


def announce(root: Path, moment: datetime) -> None:
    """Put December's release at a moment, with a reason."""
    told = f"from: 2026-01-20T09:30, to: {moment:%Y-%m-%dT%H:%M}, decided: 2026-01-20T08:00"
    change = f"  changes:\n    {PERIOD}: [{{{told}, reason: {{en: Flood, id: Banjir}}}}]\n# The comparison"
    edit(root, "reports/visitors.md", "# The comparison", change)


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


def test_it_publishes_at_its_second_and_nobody_sees_a_byte_before(root: Path, tmp_path: Path) -> None:
    announce(root, datetime(2027, 1, 1, 9, 30))
    assert berkala(root, "publish", "--jobs", "1").returncode == 0
    moment = soon(40)
    text = (root / "reports/visitors.md").read_text(encoding="utf-8")
    (root / "reports/visitors.md").write_text(
        text.replace(
            "reason: {en: Flood, id: Banjir}}]",
            "reason: {en: Flood, id: Banjir}}, {from: 2027-01-01T09:30, to: "
            f"{moment:%Y-%m-%dT%H:%M}, decided: 2026-01-21T08:00, reason: {{en: Dry again, id: Sudah kering}}}}]",
        ),
        encoding="utf-8",
    )
    written = [form for number in (VISITORS, LOANS) for form in told_in(number)]
    values = [rb"(?<![\d.,])" + re.escape(form.encode()) + rb"(?![\d])" for form in written]
    forbidden = re.compile(b"|".join([*values, rb"visitors/2025-12"]))
    names = {"report": "visitors", "period": PERIOD, "dataset": "visitors"}
    log = tmp_path / "log"
    with served(root / "site") as address, running(root, log) as service:
        probe, session = Probe(address, names, forbidden), requests.Session()
        while not list((root / ".berkala" / "stage").glob("*/manifest.json")):  # until it is ready, in private
            probe.ask(session)
        found = [name for name, content in every_byte(root / "site") if forbidden.search(content) or PERIOD in name]
        assert datetime.now(UTC) < moment, "the bytes were not read before the moment"
        assert found == []
        while datetime.now(UTC) < moment - timedelta(seconds=1):
            probe.ask(session)
        assert probe.seen == [], log.read_text()
        first = None
        while first is None and datetime.now(UTC) < moment + timedelta(seconds=20):
            answer = session.get(f"{address}visitors/{PERIOD}/", timeout=10)
            first = datetime.now(UTC) if answer.ok else None
        assert first is not None, log.read_text()
        # Within a second where the machine is free; here others work beside it.
        assert timedelta() <= first - moment < timedelta(seconds=5), (first - moment, log.read_text())
        probe.ask(session)
        assert {path for _, path in probe.seen} >= {"visitors/2025-12/", "sitemap.xml", "feed.xml"}
        assert berkala(root, "health").returncode == 0
        service.send_signal(signal.SIGTERM)
        assert service.wait(30) == 0, log.read_text()
    assert probe.tries > 100
    told = log.read_text()
    assert "Ready and waiting: visitors@2025-12." in told
    assert "Published: visitors@2025-12." in told
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
