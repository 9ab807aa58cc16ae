"""publish: a new machine goes on from the store as if nothing had been; what does not fit is told, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from berkala.cli import main
from berkala.errors import DONE, PROBLEMS, WRONG_USE, SourceProblems, TryAgain
from berkala.ledger import SITE, Event, Receipt
from berkala.plan import Request, plan
from berkala.publish import keep_store, publish
from berkala.publish.backup import refuse_behind_store
from berkala.publish.folder import FolderTarget
from berkala.publish.lock import hold
from berkala.publish.restoring import Restored, restore
from berkala.render.store import load
from contracts.site_target import ONE
from handmade import NEW, OLD, frozen_frame, run, staged
from kills import everything_in, receipts_in
from plan_cases import assert_reads_well, edit
from small import tree
from test_publish_git import GIT, commit_by_hand, git, in_branch, repository
from test_state_store import ledger, read, store_of, with_store


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Path:
    """A publication with a store, of which the old editions are public."""
    root = with_store(tmp_path / "publication")
    run(root, OLD)
    assert keep_store(read(root)) == ()
    return root


def lose(root: Path) -> None:
    shutil.rmtree(root / ".berkala")


def bring(root: Path) -> Restored:
    return restore(read(root), store_of(root), "now")


def refused(act: Callable[[], object], kind: type[SourceProblems | TryAgain] = SourceProblems) -> list[str]:
    with pytest.raises(kind) as told:
        act()
    for problem in told.value.problems:
        if problem.code.startswith("st") and problem.facts.get("state") != ".berkala":
            assert_reads_well(problem)
    return [problem.code for problem in told.value.problems]


def spoil(folder: Path) -> None:
    page = folder / "index.html"
    page.chmod(0o644)
    page.write_bytes(b"half")


def test_a_new_machine_goes_on_as_if_nothing_had_been(root: Path) -> None:
    state, site = tree(root / ".berkala/bundles"), everything_in(root / "site")
    receipts, mark = receipts_in(root / ".berkala"), ledger(root).mark()
    lose(root)
    assert refused(lambda: run(root, NEW)) == ["state.missing"]
    done = bring(root)
    assert done == Restored(2, True, {"site": "agrees", "other": "free"})
    assert (tree(root / ".berkala/bundles"), receipts_in(root / ".berkala")) == (state, receipts)
    assert ledger(root).mark() == mark
    with frozen_frame():
        assert plan(Request(root, OLD)).nothing_to_do
    assert everything_in(root / "site") == site
    assert [receipt.subject for receipt in run(root, NEW)] == ["counts@2020-03", "counts@2020-04", SITE]


def test_it_is_safe_to_repeat(root: Path) -> None:
    lose(root)
    bring(root)
    before = everything_in(root), everything_in(store_of(root))
    assert bring(root) == Restored(0, False, {"site": "agrees", "other": "free"})
    after = everything_in(root), everything_in(store_of(root))
    assert {k: v for k, v in after[0].items() if k != ".berkala/lock"} == {
        k: v for k, v in before[0].items() if k != ".berkala/lock"
    }
    assert after[1] == before[1]


def test_a_machine_that_died_after_the_switch_loses_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site was switched, nothing was written down, and the machine is gone: what was meant stands in the store."""
    switch = FolderTarget.switch

    def dies(self: FolderTarget, folder: Path) -> None:
        switch(self, folder)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(FolderTarget, "switch", dies)
        with pytest.raises(KeyboardInterrupt):
            run(root, NEW)
    site = everything_in(root / "site")
    lose(root)
    assert bring(root).channels["site"] == "agrees"
    run(root, NEW)
    assert everything_in(root / "site") == site
    assert len(receipts_in(root / ".berkala")) == 3 + 3
    assert ledger(root).open_intentions() == ()


def test_the_ledger_here_that_is_older_goes_forward(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / ".berkala", tmp_path / "old")
    run(root, NEW)
    keep_store(read(root))
    lose(root)
    shutil.copytree(tmp_path / "old", root / ".berkala")
    assert refused(lambda: run(root, NEW)) == ["state.behind"]
    assert refused(lambda: refuse_behind_store(read(root))) == ["state.behind-store"]
    assert bring(root) == Restored(2, True, {"site": "agrees", "other": "free"})
    assert run(root, NEW) == ()


def test_what_is_here_and_not_in_the_store_is_never_overwritten(root: Path) -> None:
    ledger(root).record([Event("approved", "counts@2020-05", "now", "Sari", ONE)])
    before = ledger(root).path.read_bytes()
    shutil.rmtree(root / ".berkala/bundles")
    done = bring(root)
    assert (done.bundles, done.ledger) == (2, False)
    assert [(one.code, one.severity) for one in done.problems] == [("store.older", "warning")]
    assert ledger(root).path.read_bytes() == before
    keep_store(read(root))
    assert bring(root).problems == ()


@pytest.mark.parametrize("of", ["receipt", "event"])
def test_two_that_went_apart_are_not_mixed(root: Path, of: str) -> None:
    lose(root)
    if of == "receipt":
        ledger(root).finish(ledger(root).intend(Receipt("site", "a", ONE, "now")), [Receipt("site", "a", ONE, "now")])
    else:
        ledger(root).record([Event("approved", "counts@2020-05", "now")])
    assert refused(lambda: bring(root)) == ["store.apart"]
    assert ledger(root).latest("site").keys() <= {"a"}


def test_a_damaged_bundle_here_is_put_right(root: Path) -> None:
    before = tree(root / ".berkala/bundles")
    spoil(next((root / ".berkala/bundles").iterdir()))
    assert bring(root).bundles == 1
    assert tree(root / ".berkala/bundles") == before


@pytest.mark.parametrize("loss", [spoil, shutil.rmtree])
def test_a_store_that_is_not_whole_is_refused_and_the_rest_is_brought(root: Path, loss: Callable[[Path], None]) -> None:
    lose(root)
    names = sorted(os.listdir(store_of(root) / "bundles"))
    loss(store_of(root) / "bundles" / names[0])
    codes = refused(lambda: bring(root))
    assert codes == ["store.not-whole", "publish.bundle-damaged" if loss is spoil else "publish.bundle-missing"]
    assert os.listdir(root / ".berkala/bundles") == [names[1]]
    assert not ledger(root).path.exists()
    assert load(root / ".berkala/bundles", names[1])


def test_a_damaged_bundle_that_nothing_needs_is_told(root: Path) -> None:
    lose(root)
    other = store_of(root) / "bundles" / ("f" * 64)
    shutil.copytree(next((store_of(root) / "bundles").iterdir()), other)
    done = bring(root)
    assert (done.bundles, done.ledger) == (2, True)
    assert [(one.code, one.severity) for one in done.problems] == [("publish.bundle-damaged", "warning")]


def test_a_store_that_was_tampered_with_is_refused(root: Path) -> None:
    lose(root)
    with sqlite3.connect(store_of(root) / "ledger.sqlite3") as connection:
        connection.executescript("drop trigger events_stay; update events set at = 'earlier' where id = 2")
    assert refused(lambda: bring(root)) == ["store.tampered"]
    assert not (root / ".berkala").exists()


def test_a_store_that_is_none(root: Path, tmp_path: Path) -> None:
    lose(root)
    assert refused(lambda: restore(read(root), tmp_path / "nowhere", "now")) == ["store.absent"]
    (tmp_path / "empty").mkdir()
    done = restore(read(root), tmp_path / "empty", "now")
    assert [(one.code, one.severity) for one in done.problems] == [("store.empty", "warning")]
    (store_of(root) / "ledger.sqlite3").write_bytes(b"no ledger at all" * 99)
    assert refused(lambda: bring(root)) == ["store.damaged"]
    assert not (root / ".berkala").exists()


def test_a_damaged_ledger_here_is_not_overwritten(root: Path) -> None:
    ledger(root).path.write_bytes(b"no ledger at all" * 99)
    assert refused(lambda: bring(root)) == ["ledger.damaged"]
    assert ledger(root).path.read_bytes().startswith(b"no ledger")


def test_while_another_run_publishes_nothing_is_brought(root: Path) -> None:
    lose(root)
    with hold(root / ".berkala/lock", "now"):
        assert refused(lambda: bring(root), TryAgain) == ["publish.locked"]
    assert not ledger(root).path.exists()


# -- each channel ----------------------------------------------------------------------------------------------


def test_a_site_that_shows_less_is_ahead_and_is_put_right(root: Path) -> None:
    shutil.rmtree(root / "site")
    lose(root)
    assert bring(root).channels["site"] == "ahead"
    run(root, OLD)
    assert bring(root).channels["site"] == "agrees"


def test_a_store_that_is_behind_the_site_says_so(root: Path) -> None:
    shutil.copytree(store_of(root), root.parent / "older")
    run(root, NEW)
    lose(root)
    done = restore(read(root), root.parent / "older", "now")
    assert done.channels["site"] == "behind"
    assert [(one.code, one.severity) for one in done.problems] == [("state.behind", "warning")]
    assert_reads_well(done.problems[0])


@pytest.mark.skipif(GIT is None and os.environ.get("CI") != "true", reason="there is no git here")
def test_a_branch_is_looked_at_and_gone_on_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    root = with_store(tmp_path / "publication")
    edit(
        root, "mkdocs.yml", "{kind: folder, path: site}", f"{{kind: git, repository: 'file://{repository(tmp_path)}'}}"
    )
    run(root, OLD)
    keep_store(read(root))
    before = in_branch(tmp_path)
    lose(root)
    assert bring(root).channels == {"site": "agrees", "other": "free"}
    assert in_branch(tmp_path) == before
    assert len(run(root, NEW)) == 3
    commit_by_hand(tmp_path, theirs_dot_txt="mine")
    done = bring(root)
    assert done.channels["site"] == "unseen"
    assert [(one.code, one.severity) for one in done.problems][1:] == [("publish.branch-not-ours", "warning")]


# -- the command -----------------------------------------------------------------------------------------------


def test_the_command_says_what_it_brought_and_how_each_channel_is(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lose(root)
    command = ["restore", "-C", str(root), "--language", "en"]
    assert main([*command, str(root.parent / "nowhere")]) == PROBLEMS
    assert "perhaps its drive is not connected" in capsys.readouterr().err
    assert main(command) == DONE
    said = capsys.readouterr().out
    assert "2 bundles were brought" in said
    assert "Channel site: the public sees exactly what the records say." in said
    assert main([*command[:-1], "id"]) == DONE
    assert "Kanal site: yang dilihat publik persis sama dengan catatan." in capsys.readouterr().out
    edit(root, "mkdocs.yml", "      store: ../store\n", "")
    assert main(command) == WRONG_USE


# -- a machine that is thrown away after each run --------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(GIT is None and os.environ.get("CI") != "true", reason="there is no git here")
def test_machines_that_are_thrown_away_go_on_from_a_branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the ready files for CI do it: the store is a branch, the site is another one."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    kept = tmp_path / "kept.git"
    git("init", "--quiet", "--bare", "--initial-branch=berkala-store", kept)
    begin = tmp_path / "begin"
    git("clone", "--quiet", kept, begin)
    git("-C", begin, "commit", "--quiet", "--allow-empty", "-m", "Store")
    git("-C", begin, "push", "--quiet", "origin", "HEAD:berkala-store")
    published = []
    for turn, as_of in enumerate((OLD, OLD, NEW, NEW)):
        root = with_store(tmp_path / f"machine-{turn}" / "publication", "berkala-store")
        place = f"{{kind: git, repository: 'file://{repository(tmp_path)}'}}"
        edit(root, "mkdocs.yml", "{kind: folder, path: site}", place)
        git("clone", "--quiet", "--branch", "berkala-store", kept, root / "berkala-store")
        assert main(["restore", "-C", str(root)]) == DONE
        published.append(len(run(root, as_of)))
        assert keep_store(read(root)) == ()
        git("-C", root / "berkala-store", "add", "--all")
        git("-C", root / "berkala-store", "commit", "--quiet", "--allow-empty", "-m", "Published")
        git("-C", root / "berkala-store", "push", "--quiet")
    assert published == [3, 0, 3, 0]
    assert len(in_branch(tmp_path)) == 4 * 3 + 2
    # One that was lost before its last step: the next knows less than readers see, and sends nothing.
    root = with_store(tmp_path / "late" / "publication", "berkala-store")
    edit(root, "mkdocs.yml", "{kind: folder, path: site}", place)
    git("clone", "--quiet", "--branch", "berkala-store", kept, root / "berkala-store")
    git("-C", root / "berkala-store", "reset", "--quiet", "--hard", "HEAD~2")
    before = in_branch(tmp_path)
    assert main(["restore", "-C", str(root)]) == DONE
    with frozen_frame():
        tree_ = staged(plan(Request(root, NEW)))
    assert refused(lambda: publish(tree_)) == ["state.behind"]
    assert in_branch(tmp_path) == before
