"""publish: a run after one that was stopped, runs at the same time, and clocks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from berkala.errors import TryAgain
from berkala.ledger import SITE, Ledger, Receipt
from berkala.plan import Request, plan
from berkala.publish import publish
from berkala.publish.folder import FolderTarget
from contracts.site_target import ONE
from handmade import NEW, OLD, frozen_frame, publish_old, run, staged, write_tree
from kills import TOLD, WELL, in_child, receipts_in, site_in
from publishing import (
    code_of,
    fixture_root,  # noqa: F401
)

# -- an earlier run that was stopped ---------------------------------------------------------------------------


def stopped(root: Path, patch: pytest.MonkeyPatch, name: str) -> None:
    """A run that ends at once when it comes to this step of the ledger or the target."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    where = FolderTarget if name == "switch" else Ledger
    with patch.context() as now:
        now.setattr(where, name, end)
        with pytest.raises(KeyboardInterrupt):
            run(root)


def test_what_was_switched_but_not_written_down_is_written_down_by_look_up(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(root, monkeypatch, "finish")
    assert receipts_in(root / ".berkala") == []
    number = (root / "site").stat().st_ino
    receipts = run(root)
    assert len(receipts) == 5
    assert (root / "site").stat().st_ino == number, "the site was switched a second time"
    assert run(root) == ()


def test_what_was_meant_but_not_done_is_given_up_and_done_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(root, monkeypatch, "switch")
    ledger = Ledger(root / ".berkala/ledger.sqlite3")
    (meant,) = ledger.open_intentions()
    assert meant.content == meant.details["receipts"][-1]["content"]  # type: ignore[index]
    assert len(run(root)) == 5
    assert ledger.open_intentions() == ()


def test_an_intention_of_another_channel_is_not_judged_by_this_one(root: Path) -> None:
    ledger = Ledger(root / ".berkala/ledger.sqlite3")
    ledger.intend(Receipt("other", SITE, ONE, OLD.isoformat(), {"receipts": []}))
    run(root)
    assert [intention.channel for intention in ledger.open_intentions()] == ["other"]


def test_what_an_edition_said_is_not_said_anew_after_a_stop(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site was switched, then the run was stopped, then the program changed: what is public stays."""
    stopped(root, monkeypatch, "finish")
    public = site_in(root / "site")
    with frozen_frame():
        other_words = staged(plan(Request(root, NEW)), words="said differently")
        assert code_of(lambda: publish(other_words), TryAgain) == "publish.overtaken"
    assert site_in(root / "site") == public
    assert run(root) == ()


# -- runs at the same time, and clocks -------------------------------------------------------------------------


def test_a_second_run_is_told_who_publishes_and_does_no_harm(root: Path) -> None:
    publish_old(root)

    def with_another_inside(place: Path) -> None:
        switch = FolderTarget.switch

        def slowly(self: FolderTarget, folder: Path) -> None:
            ending = in_child(run, place)
            assert ending.status == TOLD, ending.said
            (problem,) = json.loads(ending.said)
            assert problem["code"] == "publish.locked"
            assert f"process {os.getpid()} " in problem["message"]
            switch(self, folder)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(FolderTarget, "switch", slowly)
            run(place)

    ending = in_child(with_another_inside, root)
    assert ending.status == WELL, ending.said
    assert len(site_in(root / "site") or ()) == 4 * 3 + 2
    assert len(receipts_in(root / ".berkala")) == 4 + 2


@pytest.mark.slow
def test_runs_that_start_together_end_as_one(root: Path) -> None:
    command = [sys.executable, str(Path(__file__).with_name("handmade.py")), str(root)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert 0 in {process.returncode for process in both}, said
    assert all(not text or "publishing now" in text for text in said), said
    assert len(receipts_in(root / ".berkala")) == 5
    assert len(site_in(root / "site") or ()) == 4 * 3 + 2
    assert run(root) == ()


def test_a_run_that_was_overtaken_does_not_take_the_other_ones_edition_back(root: Path) -> None:
    with frozen_frame():
        early = staged(plan(Request(root, NEW, wanted=("counts@2020-01",))))
        publish(staged(plan(Request(root, NEW, wanted=("counts@2020-02",)))))
        assert early.folder.is_dir() is False, "one process, one folder: made again below"
        early = replace(early, folder=write_tree(early.folder, {"index.html": b"x"}, early.fingerprint))
        assert code_of(lambda: publish(early), TryAgain) == "publish.overtaken"
    assert (root / "site/counts/2020-02/index.html").is_file()


def test_a_clock_that_is_behind_does_not_take_editions_back(root: Path) -> None:
    run(root, NEW)
    before = site_in(root / "site")
    assert code_of(lambda: run(root, OLD), TryAgain) == "publish.clock-behind"
    assert site_in(root / "site") == before


def test_the_whole_pack_takes_the_place_of_the_pages(root: Path) -> None:
    run(root)
    with frozen_frame():
        planned = plan(Request(root, NEW, archive="all"))
        assert [edition.name for edition in planned.due] == ["counts@2020-01", "counts@2020-02", "counts@2020-03"]
        receipts = publish(staged(planned, words="said at length"))
    assert [receipt.details.get("full") for receipt in receipts] == [True, True, True, None]
    assert run(root, archive="all") == ()
