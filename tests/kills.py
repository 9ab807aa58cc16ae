"""The kill harness: stop a run at any of its steps, and hold what is left against the promise.

A *scenario* is how a publication is prepared and what one run on it is: any callable that takes the
publication's root, the whole pipeline or the last room alone. Each run happens in a forked child, where
everything is imported already. An audit hook (PEP 578) counts what the child does to files under the root, to
SQLite and to the C library; these are its *moments*, each with the public function of ours that it happened in, its
*step*. At a chosen moment the child kills itself with SIGKILL, or meets a failure of the machine.

The promise, after a kill at any moment: the public sees the old site or the new one, byte for byte, or nothing
only where nothing was ever published; the next run completes, with one receipt for each thing; and the run
after that changes nothing.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from berkala.errors import BerkalaError
from berkala.ledger import Ledger
from tally import note

#: How a child ends: well, with problems that it told, or with a fault of ours.
WELL, TOLD, FAULT = 0, 7, 70

#: The step of what happens in no function of ours: in a test's own driver.
OUTSIDE = "outside"

#: What a scenario of many parts is at, the innermost last; the name of a step begins with it.
_DOING: list[str] = []

Run = Callable[[Path], object]

#: What is done at a moment, given the audit event and the path it is about.
Act = Callable[[str, str], None]


@dataclass(frozen=True)
class Scenario:
    """How a publication comes to be in a folder that does not exist yet, and the run that is to be stopped."""

    prepare: Run
    run: Run
    site: str = "site"
    state: str = ".berkala"


@dataclass(frozen=True)
class Moment:
    """The `number`-th thing that a run does, from 1: the audit event, the path it is about, our function."""

    number: int
    event: str
    path: str
    step: str

    def __str__(self) -> str:
        return f"{self.number} {self.event} {self.path} in {self.step}"


@dataclass(frozen=True)
class Ending:
    """How a child ended: its exit status, negative for the signal that killed it, and what it said."""

    status: int
    said: str


class Bench:
    """One scenario, prepared once: the old site, the new one, the moments between, and copies to try them on."""

    def __init__(self, scenario: Scenario, folder: Path) -> None:
        self.scenario = scenario
        self.folder = folder
        self.prepared = folder / "prepared"
        scenario.prepare(self.prepared)
        self.old = site_in(self.prepared / scenario.site)
        whole = self.copy("whole")
        report = folder / "moments.json"
        ending = in_child(scenario.run, whole, Watch(whole, report=report))
        assert ending.status == WELL, ending.said
        self.new = site_in(whole / scenario.site)
        self.receipts = receipts_in(whole / scenario.state)
        self.moments = [Moment(*one) for one in json.loads(report.read_text())]
        assert self.new is not None
        assert self.new != self.old

    def copy(self, name: str) -> Path:
        """The prepared publication once more, under another name."""
        return Path(shutil.copytree(self.prepared, self.folder / name, symlinks=True))

    def kill_at(self, moment: Moment) -> None:
        """Kill a run at this moment; raise AssertionError where the promise does not hold."""
        root = self.copy(f"killed-{moment.number}")
        ending = in_child(self.scenario.run, root, Watch(root, at=moment.number, act=die))
        assert ending.status == -signal.SIGKILL, f"not killed at {moment}: {ending}"
        self.assert_promise(root, f"killed at {moment}")
        note("kill", f"a run: {moment.step}")
        shutil.rmtree(root)

    def fail_at(self, moment: Moment, failure: Failure) -> Ending:
        """Let the machine fail at this moment; the run tells it or gets by, and the promise holds."""
        root = self.copy(f"failed-{moment.number}-{failure.name}")
        watch = Watch(root, at=moment.number, act=failure, again=failure.lasts)
        ending = in_child(self.scenario.run, root, watch)
        where = f"{failure.name} at {moment}"
        assert ending.status in (WELL, TOLD), f"{where}: {ending.said}"
        self.assert_promise(root, where)
        shutil.rmtree(root)
        return ending

    def assert_promise(self, root: Path, why: str) -> None:
        """The site is the old or the new one; the next run completes; the one after it does nothing."""
        site, state = root / self.scenario.site, root / self.scenario.state
        stands = self.seen(site_in(site))
        assert stands in (self.old, self.seen(self.new)), f"{why}: the site is neither the old nor the new one"
        ending = in_child(self.scenario.run, root)
        assert ending.status == WELL, f"{why}, the next run: {ending.said}"
        assert self.seen(site_in(site)) == self.seen(self.new), f"{why}: the next run did not bring the new site"
        assert receipts_in(state) == self.receipts, f"{why}: other receipts than without it"
        assert Ledger(state / "ledger.sqlite3").open_intentions() == (), why
        before = everything_in(root)
        ending = in_child(self.scenario.run, root)
        assert ending.status == WELL, f"{why}, the run after: {ending.said}"
        assert everything_in(root) == before, f"{why}: the run after changed something"

    def seen(self, site: dict[str, str] | None) -> dict[str, str] | None:
        """What the public sees of it. Where a first publication by a link is stopped while it makes room for the link,
        the note that keeps the empty folder in git is gone; it is no page.
        """
        if self.old is not None or site is None:
            return site
        return {path: hashed for path, hashed in site.items() if path != ".gitignore"}


def draw(moments: list[Moment], how_many: int, seed: int) -> list[Moment]:
    """So many moments by chance, every step among them as long as there are enough for that."""
    chance = random.Random(seed)
    steps: dict[str, list[Moment]] = {}
    for moment in moments:
        steps.setdefault(moment.step, []).append(moment)
    firsts = [chance.choice(steps[step]) for step in chance.sample(sorted(steps), len(steps))][:how_many]
    rest = [moment for moment in moments if moment not in firsts]
    more = chance.sample(rest, min(how_many - len(firsts), len(rest)))
    return sorted((*firsts, *more), key=lambda moment: moment.number)


# -- what there is ---------------------------------------------------------------------------------------------


def site_in(folder: Path) -> dict[str, str] | None:
    """The hash of every public file by path, held against the manifest; None for a free place (our note alone)."""
    hashes = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
    if set(hashes) <= {".gitignore"}:
        return None
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    told = {path: hashed for path, hashed in hashes.items() if path not in (".gitignore", "manifest.json")}
    assert told == manifest["files"], "the site is not what its manifest says"
    return hashes


def receipts_in(state: Path) -> list[tuple[str, str, str]]:
    """Every receipt in the ledger, as often as it is there: channel, subject, content."""
    with contextlib.closing(sqlite3.connect(state / "ledger.sqlite3")) as connection:
        return sorted(connection.execute("select channel, subject, content from receipts").fetchall())


def everything_in(root: Path) -> dict[str, tuple[int, int, str]]:
    """Every file under the root: its own number, its time of change and its hash."""
    return {
        path.relative_to(root).as_posix(): (
            path.stat().st_ino,
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in root.rglob("*")
        if path.is_file()
    }


# -- the child -------------------------------------------------------------------------------------------------


def in_child(run: Run, root: Path, watch: Watch | None = None) -> Ending:
    """Run in a forked child and wait for its end."""
    with tempfile.TemporaryFile() as said, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside pytest-xdist's thread
        child = os.fork()
        if child == 0:
            _be_the_child(run, root, watch, said.fileno())
        _, status = os.waitpid(child, 0)
        said.seek(0)
        return Ending(os.waitstatus_to_exitcode(status), said.read().decode())


def _be_the_child(run: Run, root: Path, watch: Watch | None, said: int) -> None:
    status = FAULT
    try:
        with watch.watching() if watch else contextlib.nullcontext():
            run(root)
        status = WELL
    except BerkalaError as error:
        os.write(said, json.dumps([problem.as_json() for problem in error.problems]).encode())
        status = TOLD
    except BaseException:  # noqa: BLE001 (the child must never come back into the test)
        os.write(said, traceback.format_exc().encode())
    finally:
        os._exit(status)


def die(event: str, path: str) -> None:
    """End at once, as by a power cut: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class Failure:
    """The machine refuses, once or from then on."""

    name: str
    number: int
    lasts: bool = False

    def __call__(self, event: str, path: str) -> None:
        """Refuse as the system would, or as SQLite would."""
        if event.startswith("shutil."):
            return  # it says what it is going to do; the calls that do it come after
        if "sqlite" in event:
            self._in_sqlite()
        raise OSError(self.number, os.strerror(self.number), path or None)

    def _in_sqlite(self) -> NoReturn:
        full = self.number == errno.ENOSPC
        error = sqlite3.OperationalError("database or disk is full" if full else "unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL if full else sqlite3.SQLITE_CANTOPEN
        raise error


_FILES = {
    "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.truncate",
    "shutil.copyfile", "shutil.copymode", "shutil.rmtree", "shutil.move",
}  # fmt: skip


class Watch:
    """Counts the moments of one run; acts at one of them, or at that and all after it (`again`)."""

    def __init__(
        self, root: Path, *, at: int = 0, act: Act = die, again: bool = False, report: Path | None = None
    ) -> None:
        self.root = str(root)
        self.at, self.act, self.again, self.report = at, act, again, report
        self.moments: list[Moment] = []
        self.process = 0

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Watch this process until its end: an audit hook cannot be taken away."""
        self.process = os.getpid()
        sqlite3.connect = _counted_connect  # type: ignore[assignment]
        sys.addaudithook(self._hear)
        yield
        self.process = 0
        if self.report:
            self.report.write_text(json.dumps([[m.number, m.event, m.path, m.step] for m in self.moments]))

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if self.process != os.getpid() or not self._counts(event, args):
            return
        path = os.fsdecode(args[0]) if args and isinstance(args[0], (str, bytes, os.PathLike)) else ""
        self.moments.append(Moment(len(self.moments) + 1, event, path.replace(self.root, "…"), _step()))
        if len(self.moments) == self.at or (self.again and len(self.moments) > self.at):
            self.act(event, path)

    def _counts(self, event: str, args: tuple[Any, ...]) -> bool:
        if event == "open":
            path, mode, flags = args
            writes = mode is None or bool(set(mode) & set("wax+")) or bool(flags & (os.O_WRONLY | os.O_RDWR))
            return writes and self._ours(path)
        if event in _FILES:
            inside = [number for number in args[1:] if isinstance(number, int) and number > 2]
            return bool(inside) or any(self._ours(path) for path in args)
        return event.startswith(("sqlite3.connect", "kills.sqlite", "ctypes.dl", "socket.connect", "smtplib."))

    def _ours(self, path: object) -> bool:
        return isinstance(path, (str, bytes, os.PathLike)) and os.path.abspath(os.fsdecode(path)).startswith(self.root)


@contextlib.contextmanager
def doing(what: str) -> Iterator[None]:
    """Name a part of a run, for the steps in it."""
    _DOING.append(what)
    try:
        yield
    finally:
        _DOING.pop()


def _step() -> str:
    """The innermost public function of ours that is at work, behind the part of the run that it is in."""
    return ": ".join([*_DOING[-1:], _function()])


def _function() -> str:
    frame: FrameType | None = sys._getframe(3)
    while frame is not None:
        module, name = str(frame.f_globals.get("__name__", "")), frame.f_code.co_name
        if module.startswith("berkala.") and not name.startswith("_"):
            return f"{module}.{name}"
        frame = frame.f_back
    return OUTSIDE


class _Counted(sqlite3.Connection):
    """A connection that lets itself be heard before and after each step."""

    def execute(self, *args: Any) -> sqlite3.Cursor:
        sys.audit("kills.sqlite", str(args[0]).split()[0])
        return super().execute(*args)

    def executescript(self, script: str) -> sqlite3.Cursor:
        sys.audit("kills.sqlite", "script")
        return super().executescript(script)

    def backup(self, *args: Any, **options: Any) -> None:
        sys.audit("kills.sqlite", "backup")
        super().backup(*args, **options)
        sys.audit("kills.sqlite", "backed up")

    def __exit__(self, *error: Any) -> Any:
        sys.audit("kills.sqlite", "commit")
        result = super().__exit__(*error)
        sys.audit("kills.sqlite", "committed")
        return result


_connect = sqlite3.connect


def _counted_connect(*args: Any, **options: Any) -> sqlite3.Connection:
    return _connect(*args, **{"factory": _Counted, **options})
