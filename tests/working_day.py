"""A day of the service and of the people around it, step by step, small enough to be killed some hundred times.

The publication is made by hand (handmade.py); its tree also holds the calendar, so a changed date is public. A day is
four steps: a date is changed, a release is approved, the service makes it ready, publishes it and tells people, and
two days later the calendar has news. A step that was killed is taken up by a fresh process: a person gives the command
again, the service is started again, at the simulated moment at which the other one died.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import time_machine

import handmade
from berkala.compose.tree import Tree
from berkala.ledger import Ledger, Receipt
from berkala.plan import Request, plan, read_publication
from berkala.publish import preview, publish
from berkala.publish.approvals import Approver
from berkala.service.notices import Messenger
from berkala.service.said import Said
from handmade import ZONE
from kills import doing
from plan_cases import edit
from simulated import Office, SimulatedClock

EDITION, PERIOD = "counts@2020-03", "2020-03"
WAS, MOMENT = datetime(2020, 4, 10, 9, 30, tzinfo=ZONE), datetime(2020, 4, 10, 14, 0, tzinfo=ZONE)
_CHANGE = (
    f"schedule: {{first_release: 2020-02-01T09:30, lag_days: 10, changes: {{{PERIOD}: [{{from: {WAS:%Y-%m-%dT%H:%M}, "
    f"to: {MOMENT:%Y-%m-%dT%H:%M}, decided: 2020-04-09T08:00, reason: {{en: Flood}}}}]}}}}"
)
_MARK = struct.Struct("<id")


class Shared:
    """Where the day is, in memory that a killed process leaves behind: the step, and the simulated moment."""

    def __init__(self) -> None:
        self.memory = mmap.mmap(-1, _MARK.size)

    def put(self, step: int, at: datetime) -> None:
        self.memory[:] = _MARK.pack(step, at.timestamp())

    def get(self) -> tuple[int, datetime]:
        step, at = _MARK.unpack(self.memory[:])
        return step, datetime.fromtimestamp(at, ZONE)


@dataclass(frozen=True)
class Step:
    """A part of the day: when it begins, and what is done then, from a moment on."""

    name: str
    begins: datetime
    act: Callable[[Path, Office], None]


class SharedClock(SimulatedClock):
    """Tells where it is to whoever outlives this process."""

    def __init__(self, traveller: time_machine.Traveller, shared: Shared, step: int) -> None:
        super().__init__(traveller)
        self.shared, self.step = shared, step

    def wait(self, seconds: float) -> None:
        super().wait(seconds)
        self.shared.put(self.step, self.now())


class WorkingOffice(Office):
    """An office whose trees hold the calendar."""

    def make(self, request: Request) -> Tree:
        with doing("preparing"):
            return staged(request)

    def release(self, tree: Tree) -> tuple[Receipt, ...]:
        with doing("publishing"):
            return super().release(tree)


def staged(request: Request) -> Tree:
    """The tree of a plan, with the calendar in it."""
    planned = plan(request)
    assert not planned.problems, planned.problems
    tree = handmade.staged(planned)
    told = "".join(f"{one.edition.name} {one.state} {one.edition.release}\n" for one in planned.calendar)
    files = {path: (tree.folder / path).read_bytes() for path in _paths(tree.folder)}
    handmade.write_tree(tree.folder, {**files, "timetable/index.html": told.encode()}, tree.fingerprint)
    return tree


def _paths(folder: Path) -> list[str]:
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if path != "manifest.json")


def prepare(root: Path, notices: str) -> None:
    """Two editions are public, the third is announced; one approval is asked for."""
    handmade.publication(root)
    settings = f"      approval: {{people: [Sari]}}\n      notices: {notices}\n      channels:"
    with handmade.frozen_frame():
        publish(staged(Request(root, handmade.OLD)))
    edit(root, "mkdocs.yml", "      channels:", settings)
    with handmade.frozen_frame():  # the same site, in the frame of the settings as they are now
        publish(staged(Request(root, handmade.OLD)))


def change_date(root: Path, office: Office) -> None:
    """Somebody moves the release, with a reason, and publishes the calendar at once."""
    if _CHANGE not in (root / "reports/counts.md").read_text(encoding="utf-8"):
        edit(root, "reports/counts.md", "schedule: {first_release: 2020-02-01T09:30, lag_days: 10}", _CHANGE)
    with doing("a date changed"):
        office.release(staged(Request(root, office.clock.now())))


def approve(root: Path, office: Office) -> None:
    """As `berkala approve`: what will appear is made and put where it can be read, and a name is written down."""
    with doing("approving"):
        tree = staged(Request(root, MOMENT))
        hashes = {bundle.edition.name: bundle.hash for bundle in tree.new}
        preview(tree)
        at = office.clock.now().isoformat()
        told = [Approver("Sari").event("approved", name, content, at) for name, content in hashes.items()]
        Ledger(root / ".berkala/ledger.sqlite3").record(told)


def serve(root: Path, office: Office) -> None:
    """The service, from half an hour before the moment until a quarter of an hour behind it."""
    with doing("the service"):
        _served(root, office, MOMENT + timedelta(minutes=15))


def later(root: Path, office: Office) -> None:
    """The service two days later, when the next release is confirmed: news of the calendar."""
    with doing("the calendar's news"):
        _served(root, office, MOMENT + timedelta(days=2, minutes=15))


def _served(root: Path, office: Office, until: datetime) -> None:
    publication, _ = read_publication(root)
    assert publication is not None
    messenger = Messenger(publication, lambda failure: None, pauses=(0.0,))

    def hear(said: Said) -> None:
        with doing("notices"):
            messenger.hear(said)
            messenger._thread.submit(lambda: None).result(60)  # in its turn, so that each run has the same moments

    with doing("notices"):
        messenger.catch_up(office.clock.now())
        messenger._thread.submit(lambda: None).result(60)
    office.heard = Heard(hear)
    office.serve(until)
    messenger.close()


class Heard(list[Said]):
    """What the service says, passed on."""

    def __init__(self, hear: Callable[[Said], None]) -> None:
        super().__init__()
        self.hear = hear

    def append(self, said: Said) -> None:
        super().append(said)
        self.hear(said)


DAY = (
    Step("a date changed", datetime(2020, 4, 9, 8, 0, tzinfo=ZONE), change_date),
    Step("approving", datetime(2020, 4, 9, 16, 0, tzinfo=ZONE), approve),
    Step("the service", MOMENT - timedelta(minutes=29), serve),
    Step("the calendar's news", MOMENT + timedelta(days=2), later),
)


def day(root: Path, shared: Shared) -> None:
    """The rest of the day, from where it is."""
    first, at = shared.get()
    for number, step in list(enumerate(DAY))[first:]:
        begins = max(step.begins, at)
        shared.put(number, begins)
        with at_work(root, begins, shared, number) as office:
            step.act(root, office)
        shared.put(number + 1, begins)


@contextmanager
def at_work(root: Path, start: datetime, shared: Shared, step: int) -> Iterator[WorkingOffice]:
    """The office at a moment."""
    with handmade.frozen_frame(), time_machine.travel(start, tick=False) as traveller:
        clock = SharedClock(traveller, shared, step)
        yield WorkingOffice(root, clock, every=timedelta(minutes=10), piece=600.0)
