"""A run may be stopped at any moment, and the machine may refuse at any step: the promise holds (see kills.py).

`BERKALA_KILLS` says at how many moments (30; `scripts/soak` has 500), `BERKALA_SEED` at which ones. Half of them are
here, of which two fifths in the scenario "update"; the others are in a day of the service (test_kills_day.py). A small
number is more than its share, so that each test is one.
"""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest

import handmade
import small
from berkala.plan import Request, plan
from berkala.publish import folder
from kills import OUTSIDE, TOLD, Bench, Failure, Scenario, draw, site_in
from publications import in_one_language
from tally import note

pytestmark = pytest.mark.slow

if sys.platform == "win32":
    pytest.skip("kills are made with fork and SIGKILL", allow_module_level=True)

KILLS = int(os.environ.get("BERKALA_KILLS", "30"))
SEED = int(os.environ.get("BERKALA_SEED", "20261122"))

exchange = folder.exchange


def unable(one: Path, other: Path) -> None:
    """The exchange of a system that has none."""
    raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(one))


def apart(one: Path, other: Path) -> None:
    """The exchange where the private folder is on another disk than the site."""
    if one.parent != other.parent:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(one))
    exchange(one, other)


def first(root: Path) -> None:
    handmade.publication(root)


def update(root: Path) -> None:
    handmade.publication(root)
    handmade.publish_old(root)


def by(way: Callable[[Path, Path], None], run: Callable[[Path], object], root: Path) -> None:
    with patch.object(folder, "exchange", way):
        run(root)


SCENARIOS = {
    "update": Scenario(update, handmade.run),
    "first": Scenario(first, handmade.run),
    "update by link": Scenario(partial(by, unable, update), partial(by, unable, handmade.run)),
    "first by link": Scenario(first, partial(by, unable, handmade.run)),
    "update from another disk": Scenario(update, partial(by, apart, handmade.run)),
}


@pytest.fixture(scope="module", params=SCENARIOS)
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    # In memory where there is such a disk: a kill is no power cut. The soak is on a real one.
    memory = Path("/dev/shm")
    made = Path(tempfile.mkdtemp(dir=memory if KILLS <= 30 and memory.is_dir() else None))
    yield Bench(SCENARIOS[request.param], made)
    shutil.rmtree(made)


def test_a_kill_at_any_moment_leaves_the_old_site_or_the_new_one(bench: Bench) -> None:
    how_many = max(12, KILLS // 5) if bench.scenario is SCENARIOS["update"] else max(3, KILLS // 20)
    for moment in draw(bench.moments, how_many, SEED):
        bench.kill_at(moment)


@pytest.mark.parametrize("bench", SCENARIOS if KILLS > 30 else ["update", "update by link"], indirect=True)
@pytest.mark.parametrize(
    ("failure", "codes"),
    [
        (Failure("disk-full", errno.ENOSPC, lasts=True), {"publish.disk-full", "ledger.disk-full"}),
        (Failure("no-permission", errno.EACCES), {"publish.no-permission", "ledger.no-permission"}),
        (Failure("broken-disk", errno.EIO), {"publish.cannot-write", "ledger.no-permission"}),
    ],
    ids=lambda value: value.name if isinstance(value, Failure) else "",
)
def test_a_machine_that_refuses_at_any_step_is_told_and_the_next_run_completes(
    bench: Bench, failure: Failure, codes: set[str]
) -> None:
    ours = [moment for moment in bench.moments if moment.step != OUTSIDE and "shutil" not in moment.event]
    told = 0
    for moment in draw(ours, max(3, KILLS // 20), SEED):
        ending = bench.fail_at(moment, failure)
        if ending.status == TOLD:
            told += 1
            for problem in json.loads(ending.said):
                assert problem["code"] in codes, f"{problem} at {moment}"
                assert problem["remedy"]
                assert "{" not in problem["message"] + problem["remedy"]
    assert told > 0


@pytest.mark.parametrize("bench", [name for name in SCENARIOS if name.startswith("update")], indirect=True)
def test_no_call_takes_the_public_path_away(bench: Bench) -> None:
    """Once a site stands: no call but the exchange, or the renaming of a link over a link, touches its name."""
    assert bench.old is not None
    away = {"os.remove", "os.rmdir", "os.rename", "shutil.rmtree", "os.symlink", "os.link"}
    assert [str(moment) for moment in bench.moments if moment.event in away and moment.path == "…/site"] == []


def test_every_step_is_among_the_moments(bench: Bench) -> None:
    steps = {moment.step.removeprefix("berkala.") for moment in bench.moments}
    assert steps >= {"render.store.keep", "render.store.flush", "publish.lock.hold", "publish.folder.switch"}
    assert steps >= {"ledger.intend", "ledger.finish", "publish.publish"}
    ways = {"publish.exchange.exchange"} & steps or {m.event for m in bench.moments} & {"os.symlink"}
    assert len(ways) == 1


def test_the_drawing_hits_every_step_and_repeats_itself(bench: Bench) -> None:
    drawn = draw(bench.moments, 30, 1)
    assert {moment.step for moment in drawn} == {moment.step for moment in bench.moments}
    assert drawn == draw(bench.moments, 30, 1) != draw(bench.moments, 30, 2)


def whole_row(root: Path, as_of: datetime = small.AFTER) -> None:
    """One run as the command makes it: all nine rooms, or none where there is nothing to do."""
    from berkala import pipeline  # loads everything heavy

    with handmade.frozen_frame():
        request = Request(root, as_of)
        if not plan(request).nothing_to_do:
            pipeline.run(request)


def small_and_old(root: Path) -> None:
    """In one language and without posts: what takes the time is drawing, and nothing of it is at stake."""
    in_one_language(small.small_publication(root, first="2019-02"), "en")
    small.edit(root / "mkdocs.yml", r'"networks": \[[^\]]*\]', '"networks": []')
    whole_row(root, small.BEFORE)


def test_a_kill_in_the_whole_row_of_rooms(tmp_path: Path) -> None:
    bench = Bench(Scenario(small_and_old, whole_row), tmp_path / "bench")
    # Each is three runs of the whole row; the rooms before the last write nothing that another process reads.
    for moment in draw(bench.moments, max(4, KILLS // 20), SEED):
        bench.kill_at(moment)


def test_kills_by_the_clock_inside_sqlite_and_everywhere(tmp_path: Path) -> None:
    """A real process, killed after a while: also where no audit event is, such as inside SQLite and the system."""
    bench = Bench(SCENARIOS["update"], tmp_path / "bench")
    chance = random.Random(SEED)
    command = [sys.executable, str(Path(handmade.__file__))]
    began = time.monotonic()
    subprocess.run([*command, str(bench.copy("timed"))], check=True)
    whole = time.monotonic() - began
    for number in range(max(2, KILLS // 20)):
        root = bench.copy(f"clock-{number}")
        process = subprocess.Popen([*command, str(root)])
        time.sleep(whole * chance.uniform(0.75, 1.0))  # the time before goes into importing
        process.send_signal(signal.SIGKILL)
        process.wait()
        bench.assert_promise(root, f"killed by the clock, {number}")
        note("kill", "a run: by the clock")


def test_the_harness_finds_a_site_that_is_half(tmp_path: Path) -> None:
    """A run that copies into the public folder, file by file, is what all this must notice."""

    def careless(root: Path) -> None:
        with patch.object(folder.FolderTarget, "switch", lambda self, tree: copy_into(tree, self.path)):
            handmade.run(root)

    bench = Bench(Scenario(update, careless), tmp_path)
    halfway = [moment for moment in bench.moments if moment.path.startswith("…/site/") and moment.event == "open"]
    with pytest.raises(AssertionError, match=r"manifest|neither"):
        bench.kill_at(halfway[-1])


def copy_into(tree: Path, site: Path) -> None:
    for path in sorted(tree.rglob("*")):
        if path.is_file():
            (site / path.relative_to(tree)).parent.mkdir(parents=True, exist_ok=True)
            (site / path.relative_to(tree)).write_bytes(path.read_bytes())


def test_the_harness_finds_a_site_that_is_not_its_manifest(tmp_path: Path) -> None:
    update(tmp_path)
    (tmp_path / "site" / "counts" / "2020-01" / "index.html").write_text("other")
    with pytest.raises(AssertionError, match="manifest"):
        site_in(tmp_path / "site")
