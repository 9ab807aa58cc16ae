"""A rollback may be stopped at any moment, and the machine may refuse at any step: the promise holds (see kills.py)."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import handmade
from berkala.errors import WrongUse
from berkala.plan.reading import read_publication
from berkala.publish import roll_back
from berkala.publish.rollback import Wish
from kills import (
    OUTSIDE,
    TOLD,
    WELL,
    Bench,
    Failure,
    Moment,
    Scenario,
    Watch,
    die,
    draw,
    in_child,
    receipts_in,
    site_in,
)
from test_kills import KILLS, SEED, apart, by, unable

pytestmark = pytest.mark.slow

if sys.platform == "win32":
    pytest.skip("kills are made with fork and SIGKILL", allow_module_level=True)


def published_twice(root: Path) -> None:
    handmade.publication(root)
    handmade.publish_old(root)
    handmade.run(root)


def back(root: Path) -> None:
    """The command, given until it has been done: once it has, it says so and does nothing."""
    publication, _ = read_publication(root)
    assert publication is not None
    try:
        roll_back(publication, Wish("site", "It was wrong.", handmade.NEW.isoformat(), "Sari Contoh"))
    except WrongUse as error:
        assert error.problems[0].code == "publish.rollback-twice", error.problems  # noqa: PT017


SCENARIOS = {
    "folder": Scenario(published_twice, back),
    "link": Scenario(partial(by, unable, published_twice), partial(by, unable, back)),
    "another disk": Scenario(partial(by, apart, published_twice), partial(by, apart, back)),
}


@pytest.fixture(scope="module", params=SCENARIOS)
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    # In memory where there is such a disk: a kill is no power cut. The soak is on a real one.
    memory = Path("/dev/shm")
    made = Path(tempfile.mkdtemp(dir=memory if KILLS <= 30 and memory.is_dir() else None))
    yield Bench(SCENARIOS[request.param], made)
    shutil.rmtree(made)


def moments(bench: Bench, share: int, seed: int) -> list[Moment]:
    """As many as are asked for where a folder is exchanged, fewer where it is done otherwise."""
    usual = bench.scenario is SCENARIOS["folder"]
    return draw(bench.moments, KILLS // share if usual else max(3, KILLS // (3 * share)), seed)


def test_a_kill_at_any_moment_leaves_one_site_or_the_other(bench: Bench) -> None:
    for moment in moments(bench, 1, SEED):
        bench.kill_at(moment)


def test_after_a_kill_at_any_moment_the_bad_site_does_not_come_back_by_itself(bench: Bench) -> None:
    """Whoever is called by a clock publishes the bad site, or leaves the one of before: never over a rollback."""
    for moment in moments(bench, 2, SEED + 1):
        root = bench.copy(f"then-{moment.number}")
        in_child(bench.scenario.run, root, Watch(root, at=moment.number, act=die))
        meant = b'"rollback": true' in (root / ".berkala/ledger.sqlite3").read_bytes()
        site = site_in(root / "site")
        ending = in_child(partial(by, unable, handmade.run), root)
        assert site_in(root / "site") == site, f"killed at {moment}"
        assert ending.status == (TOLD if meant else WELL), f"killed at {moment}: {ending.said}"
        assert in_child(bench.scenario.run, root).status == WELL
        assert receipts_in(root / ".berkala") == bench.receipts


@pytest.mark.parametrize(
    ("failure", "codes"),
    [
        (Failure("disk-full", errno.ENOSPC, lasts=True), {"publish.disk-full", "ledger.disk-full"}),
        (Failure("no-permission", errno.EACCES), {"publish.no-permission", "ledger.no-permission"}),
        (Failure("broken-disk", errno.EIO), {"publish.cannot-write", "ledger.no-permission"}),
    ],
    ids=lambda value: value.name if isinstance(value, Failure) else "",
)
def test_a_machine_that_refuses_is_told_and_the_next_try_completes(
    bench: Bench, failure: Failure, codes: set[str]
) -> None:
    ours = [moment for moment in bench.moments if moment.step != OUTSIDE and "shutil" not in moment.event]
    told = 0
    for moment in draw(ours, max(3, KILLS // 5), SEED):
        ending = bench.fail_at(moment, failure)
        if ending.status == TOLD:
            told += 1
            assert {problem["code"] for problem in json.loads(ending.said)} <= codes, f"{ending.said} at {moment}"
    assert told > 0


def test_old_trees_are_gone_after_whatever_was_killed(tmp_path: Path) -> None:
    """A run is killed while it removes the older tree; the next publication removes what is left of it."""

    def older(root: Path) -> None:
        handmade.publication(root)
        handmade.run(root, handmade.OLD.replace(day=1))
        handmade.publish_old(root)

    bench = Bench(Scenario(older, handmade.run), tmp_path / "bench")
    removing = [one for one in bench.moments if one.step.endswith("trees.keep")]
    assert removing
    for moment in draw(removing, 5, SEED):
        root = bench.copy(f"killed-{moment.number}")
        in_child(handmade.run, root, Watch(root, at=moment.number, act=die))
        handmade.run(root)
        handmade.run(root, handmade.NEW.replace(month=6))
        assert len(os.listdir(root / ".berkala" / "trees" / "site")) == 1, f"killed at {moment}"
