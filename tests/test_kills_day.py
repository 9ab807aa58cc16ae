"""A whole day of the service may be stopped at any moment, and the next process ends it (working_day.py).

`BERKALA_KILLS` says at how many moments all tests of kills together stop something (30; `scripts/soak` has 500), of
which half are here.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_string
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from unittest.mock import patch

import pytest
from aiosmtpd.controller import Controller

from berkala.ledger import SITE, Ledger
from berkala.publish import folder
from hosting import free_port
from kills import WELL, Ending, Moment, Watch, die, draw, everything_in, in_child, receipts_in, site_in
from reader import Reader
from tally import note
from working_day import DAY, EDITION, MOMENT, Shared, day, prepare

pytestmark = pytest.mark.slow

if sys.platform == "win32":
    pytest.skip("kills are made with fork and SIGKILL", allow_module_level=True)

KILLS = int(os.environ.get("BERKALA_KILLS", "30"))
SEED = int(os.environ.get("BERKALA_SEED", "20261122"))

#: The parts of the day that must be among the moments.
PARTS = {"a date changed", "approving", "preparing", "the service", "publishing", "notices", "the calendar's news"}


def unable(one: Path, other: Path) -> None:
    """The exchange of a system that has none: then the public path is a link."""
    raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(one))


@dataclass
class Told:
    """What people and programs were told of the release."""

    letters: list[str]
    hooks: list[str]


@pytest.fixture(name="told", scope="module")
def fixture_told() -> Iterator[tuple[Told, str]]:
    """A mail server and a web server on this machine, and the settings that name them."""
    told, port = Told([], []), free_port()

    class Post:
        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
            told.letters.append(envelope.content.decode())  # type: ignore[attr-defined]
            return "250 OK"

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.hooks.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            pass

    controller = Controller(Post(), hostname="127.0.0.1", port=port)
    controller.start()
    server = HTTPServer(("127.0.0.1", 0), Hook)
    Thread(target=server.serve_forever, daemon=True).start()
    email = f"{{to: [a@office.example], from: desk@office.example, host: localhost, port: {port}, security: none}}"
    yield told, f"{{email: {email}, webhook: 'http://127.0.0.1:{server.server_port}/'}}"
    server.shutdown()
    server.server_close()
    controller.stop()


class DayBench:
    """The day, run whole once: the public trees in their order, what the ledger holds at the end, and the moments."""

    def __init__(self, folder: Path, told: Told, notices: str, way: Callable[[Path, Path], None] | None) -> None:
        self.folder, self.told, self.way = folder, told, way
        self.prepared = folder / "prepared"
        self.within(prepare, self.prepared, notices)
        self.trees = [self.site(self.prepared)]
        whole, shared, report = self.copy("whole"), self.begun(), folder / "moments.json"
        for number in range(len(DAY)):
            assert shared.get()[0] == number
            self.run(whole, shared, Watch(whole), until=number + 1)
            self.trees += [tree for tree in [self.site(whole)] if tree != self.trees[-1]]
        self.receipts, self.events = receipts_in(whole / ".berkala"), events_in(whole)
        self.letters = len(told.letters), len(told.hooks)
        again = self.copy("again")
        ending = self.run(again, self.begun(), Watch(again, report=report))
        assert ending.status == WELL, ending.said
        self.moments = [Moment(*one) for one in json.loads(report.read_text())]

    def begun(self) -> Shared:
        shared = Shared()
        shared.put(0, DAY[0].begins)
        return shared

    def within(self, act: Callable[..., object], *what: object) -> object:
        with patch.object(folder, "exchange", self.way) if self.way else contextlib.nullcontext():
            return act(*what)

    def run(self, root: Path, shared: Shared, watch: Watch | None = None, until: int = len(DAY)) -> Ending:
        """The rest of the day in a process of its own, or its steps before one of them."""

        def part(root: Path) -> None:
            with patch("working_day.DAY", DAY[:until]):
                self.within(day, root, shared)

        return in_child(part, root, watch)

    def site(self, root: Path) -> dict[str, str]:
        found = site_in(root / "site")
        assert found is not None
        return {path: hashed for path, hashed in found.items() if path != ".gitignore"}

    def copy(self, name: str) -> Path:
        return Path(shutil.copytree(self.prepared, self.folder / name, symlinks=True))

    def kill_at(self, moment: Moment, reader: Reader) -> None:
        """Kill the day at this moment, let another process end it, and hold the promise against both."""
        root, shared, why = self.copy(f"killed-{moment.number}"), self.begun(), f"killed at {moment}"
        self.told.letters.clear(), self.told.hooks.clear()
        reader.watch(root / "site")
        ending = self.run(root, shared, Watch(root, at=moment.number, act=die))
        assert ending.status == -signal.SIGKILL, f"not {why}: {ending}"
        assert self.site(root) in self.trees, f"{why}: the site is none of the day's"
        ending = self.run(root, shared)
        assert ending.status == WELL, f"{why}, the next process: {ending.said}"
        seen = reader.told()
        assert seen["wrong"] == [], f"{why}: a reader saw {seen}"
        assert self.site(root) == self.trees[-1], why
        self.assert_ledger(root, why)
        self.assert_told(why)
        before = everything_in(root)
        self.run(root, self.ended())
        assert everything_in(root) == before, f"{why}: the run after changed something"
        note("kill", moment.step.partition(":")[0])
        shutil.rmtree(root)

    def ended(self) -> Shared:
        """The last step once more, at its end."""
        shared = Shared()
        shared.put(len(DAY) - 1, DAY[-1].begins)
        return shared

    def assert_ledger(self, root: Path, why: str) -> None:
        """Nothing lost, nothing doubled, and the chain and the file are whole."""
        file = root / ".berkala/ledger.sqlite3"
        ledger = Ledger(file)
        assert receipts_in(root / ".berkala") == self.receipts, f"{why}: other receipts than without it"
        assert events_in(root) == self.events, f"{why}: other events than without it"
        assert ledger.open_intentions() == (), why
        assert ledger.broken() is None, why
        with contextlib.closing(sqlite3.connect(file)) as connection:
            assert connection.execute("pragma integrity_check").fetchall() == [("ok",)], why
        early = [one for one in ledger.events("published") if one.subject == EDITION]
        assert [datetime.fromisoformat(one.at) >= MOMENT for one in early] == [True], why

    def assert_told(self, why: str) -> None:
        """A release is told in each way at least once; a letter that is sent twice has one Message-ID."""
        letters = [message_from_string(one) for one in self.told.letters]
        public = [one for one in letters if f"ublished: {EDITION}" in str(one["Subject"])]
        hooks = [one for one in map(json.loads, self.told.hooks) if one["kind"] == "published"]
        assert 1 <= len(public) <= 2, f"{why}: {len(public)} letters"
        assert len({one["Message-ID"] for one in public}) == 1, why
        assert 1 <= len(hooks) <= 2, f"{why}: {len(hooks)} calls of the webhook"
        assert {tuple(one["editions"]) for one in hooks} == {(EDITION,)}, why
        note("letters of one release", str(len(public)))


def events_in(root: Path) -> Counter[tuple[str, str, str]]:
    """What happened, each as often as it did. A person who gives a command again approves again: that counts once."""
    events = Ledger(root / ".berkala/ledger.sqlite3").events("published", "announced", "approved", "withdrawn")
    told = Counter((one.kind, one.subject, one.content) for one in events if one.subject != SITE)
    return Counter({key: 1 if key[0] == "approved" else number for key, number in told.items()})


@pytest.fixture(name="bench", scope="module", params=["exchange", "link"])
def fixture_bench(request: pytest.FixtureRequest, told: tuple[Told, str]) -> Iterator[DayBench]:
    made = Path(tempfile.mkdtemp(dir="/dev/shm" if KILLS <= 30 and Path("/dev/shm").is_dir() else None))
    yield DayBench(made, *told, unable if request.param == "link" else None)
    shutil.rmtree(made)


def test_a_day_may_be_killed_at_any_moment_and_nobody_sees_it(bench: DayBench) -> None:
    with Reader(bench.trees, bench.folder / "trees.json") as reader:
        for moment in draw(bench.moments, KILLS // 4, SEED):
            bench.kill_at(moment, reader)


def test_every_part_of_the_day_is_among_the_moments(bench: DayBench) -> None:
    assert {moment.step.partition(":")[0] for moment in bench.moments} >= PARTS
    assert len(bench.trees) == 4
    assert (bench.folder / "prepared/site").is_symlink() == (bench.way is not None)
    assert bench.letters[0] >= 2


def test_the_reader_notices_a_page_that_is_missing_or_goes_back(bench: DayBench) -> None:
    root = bench.copy("mixed")
    with Reader(bench.trees, bench.folder / "trees.json") as reader:
        reader.watch(root / "site")
        (root / "site/counts/2020-01/index.html").unlink()
        while not (seen := reader.told())["wrong"]:
            reader.watch(root / "site")
    assert "counts/2020-01/index.html" in seen["wrong"][0]
