"""Kills at any moment over writing the store and over restoring: it is whole, and a new machine goes on from it.

See kills.py. `BERKALA_KILLS` says at how many moments (30; `scripts/soak` has 200), `BERKALA_SEED` at which ones.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from berkala.errors import SourceProblems
from berkala.ledger import KeptLedger, Ledger
from berkala.plan import Request, plan
from berkala.publish import keep_store
from berkala.publish.restoring import restore
from berkala.render.store import load
from handmade import NEW, OLD, frozen_frame, run
from kills import WELL, Bench, Failure, Moment, Scenario, Watch, draw, everything_in, in_child, receipts_in, site_in
from test_state_store import read, with_store

pytestmark = pytest.mark.slow

if sys.platform == "win32":
    pytest.skip("kills are made with fork and SIGKILL", allow_module_level=True)

KILLS = int(os.environ.get("BERKALA_KILLS", "30"))
SEED = int(os.environ.get("BERKALA_SEED", "20261122"))

HERE, STORE = "publication", "store"


def published(root: Path) -> None:
    """One run and what follows it, as the command makes them."""
    run(root / HERE, NEW)
    keep_store(read(root / HERE))


def old(root: Path) -> None:
    with_store(root / HERE)
    run(root / HERE, OLD)
    assert keep_store(read(root / HERE)) == ()


def brought(root: Path) -> None:
    restore(read(root / HERE), root / STORE, "now")


def assert_store_whole(root: Path, why: str) -> None:
    """Its ledger follows from itself, and every bundle that it names, or meant to publish, is there."""
    kept = KeptLedger(root / STORE / "ledger.sqlite3")
    assert kept.broken() is None, why
    meant = [one for intention in kept.open_intentions() for one in intention.details["receipts"]]  # type: ignore[attr-defined]
    named = {one.content for name, one in kept.latest("site").items() if "@" in name}
    named |= {one["content"] for one in meant if "@" in one["subject"]}
    assert named, why
    for name in named:
        load(root / STORE / "bundles", name)
    for path in (root / STORE / "bundles").iterdir():
        if not path.name.startswith("."):
            load(root / STORE / "bundles", path.name)


@pytest.fixture(scope="module", name="bench")
def fixture_bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    scenario = Scenario(old, published, site=f"{HERE}/site", state=f"{HERE}/.berkala")
    return Bench(scenario, tmp_path_factory.mktemp("store"))


def storing(bench: Bench) -> list[Moment]:
    return [one for one in bench.moments if "copy_to" in one.step or f"…/{STORE}" in one.path or "backup" in one.step]


def test_the_store_is_among_the_moments(bench: Bench) -> None:
    steps = {moment.step.removeprefix("berkala.") for moment in bench.moments}
    assert {"publish.backup.keep_store", "ledger.copy_to"} <= steps
    assert len(storing(bench)) > 30


def test_a_kill_over_writing_the_store_leaves_it_whole_and_the_next_run_ends_it(bench: Bench) -> None:
    for moment in draw(storing(bench), KILLS, SEED):
        bench.kill_at(moment)


def test_a_machine_that_is_lost_at_any_moment_is_gone_on_from(bench: Bench) -> None:
    """Not only killed: its private folder is gone for good, and a new machine has the store and the public site."""
    for moment in draw(bench.moments, KILLS, SEED + 1):
        root = bench.copy(f"lost-{moment.number}")
        ending = in_child(bench.scenario.run, root, Watch(root, at=moment.number))
        assert ending.status == -signal.SIGKILL, f"not killed at {moment}: {ending}"
        why = f"lost at {moment}"
        assert_store_whole(root, why)
        shutil.rmtree(root / HERE / ".berkala")
        assert in_child(brought, root).status == WELL, why
        ending = in_child(bench.scenario.run, root)
        assert ending.status == WELL, f"{why}, the next run: {ending.said}"
        assert site_in(root / HERE / "site") == bench.new, why
        assert receipts_in(root / HERE / ".berkala") == bench.receipts, why
        assert (
            Ledger(root / HERE / ".berkala/ledger.sqlite3").mark() == KeptLedger(root / STORE / "ledger.sqlite3").mark()
        )
        assert_store_whole(root, why)
        shutil.rmtree(root)


@pytest.mark.parametrize(
    "failure",
    [
        Failure("disk-full", errno.ENOSPC),
        Failure("read-only", errno.EROFS),
        Failure("gone", errno.EIO),
    ],
    ids=lambda failure: failure.name,
)
def test_a_store_that_refuses_at_any_step_holds_nothing_up(bench: Bench, failure: Failure) -> None:
    at_store = [one for one in bench.moments if f"…/{STORE}" in one.path and "shutil" not in one.event]
    for moment in draw(at_store, max(3, KILLS // 6), SEED):
        root = bench.copy(f"refused-{moment.number}-{failure.name}")
        ending = in_child(bench.scenario.run, root, Watch(root, at=moment.number, act=failure))
        assert ending.status == WELL, f"{failure.name} at {moment}: {ending.said}"
        assert site_in(root / HERE / "site") == bench.new
        assert receipts_in(root / HERE / ".berkala") == bench.receipts
        assert_store_whole(root, f"{failure.name} at {moment}")
        assert keep_store(read(root / HERE)) == ()
        assert receipts_in(root / STORE) == bench.receipts
        shutil.rmtree(root)


# -- restoring -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", name="lost")
def fixture_lost(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication whose private folder is gone, with its store."""
    root = tmp_path_factory.mktemp("lost") / "prepared"
    old(root)
    published(root)
    shutil.rmtree(root / HERE / ".berkala")
    return root


def moments_of(lost: Path, folder: Path) -> list[Moment]:
    root, report = Path(shutil.copytree(lost, folder / "whole")), folder / "moments.json"
    ending = in_child(brought, root, Watch(root, report=report))
    assert ending.status == WELL, ending.said
    return [Moment(*one) for one in json.loads(report.read_text())]


def test_a_kill_over_restoring_is_ended_by_doing_it_again(lost: Path, tmp_path: Path) -> None:
    site, store = everything_in(lost / HERE / "site"), site_in(lost / HERE / "site")
    assert site
    moments = moments_of(lost, tmp_path)
    assert {"berkala.ledger.copy_to", "berkala.render.store.keep"} <= {moment.step for moment in moments}
    for moment in draw(moments, KILLS, SEED):
        root = Path(shutil.copytree(lost, tmp_path / str(moment.number)))
        assert in_child(brought, root, Watch(root, at=moment.number)).status == -signal.SIGKILL
        why = f"killed at {moment}"
        here, there = Ledger(root / HERE / ".berkala/ledger.sqlite3"), KeptLedger(root / STORE / "ledger.sqlite3")
        assert here.mark() in ({**Ledger(root / "none").mark()}, there.mark()), why
        if here.mark() != there.mark():
            with frozen_frame(), pytest.raises(SourceProblems):
                run(root / HERE, NEW)
        ending = in_child(brought, root)
        assert ending.status == WELL, f"{why}: {ending.said}"
        assert here.mark() == there.mark(), why
        for path in (root / STORE / "bundles").iterdir():
            load(root / HERE / ".berkala/bundles", path.name)
        with frozen_frame():
            assert plan(Request(root / HERE, NEW)).nothing_to_do, why
        assert site_in(root / HERE / "site") == store, why
        shutil.rmtree(root)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_a_machine_that_refuses_over_restoring_is_told(lost: Path, tmp_path: Path, number: int) -> None:
    failure = Failure(errno.errorcode[number], number, lasts=True)
    told = 0
    moments = [moment for moment in moments_of(lost, tmp_path) if "shutil" not in moment.event]
    for moment in draw(moments, max(3, KILLS // 6), SEED):
        root = Path(shutil.copytree(lost, tmp_path / str(moment.number)))
        ending = in_child(brought, root, Watch(root, at=moment.number, act=failure, again=True))
        if ending.status != WELL:
            for problem in json.loads(ending.said):
                told += 1
                assert problem["code"].partition(".")[0] in ("publish", "ledger", "store"), problem
                assert "{" not in problem["message"] + problem["remedy"]
        assert in_child(brought, root).status == WELL
        shutil.rmtree(root)
    assert told
