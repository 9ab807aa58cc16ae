"""publish: what is known here is kept in a private store, whole at any moment; where it cannot be, that is said."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from berkala.cli import main
from berkala.errors import DONE, PROBLEMS, WRONG_USE, Problem, SourceProblems
from berkala.ledger import Event, KeptLedger, Ledger, Receipt
from berkala.plan import Publication, Request, plan, read_publication
from berkala.publish import keep_store, publish, stand_by
from berkala.publish.backup import back_up, refuse_behind_store
from berkala.publish.folder import FolderTarget
from berkala.render import store as bundles
from contracts.site_target import ONE
from handmade import NEW, OLD, frozen_frame, publication, run, staged
from kills import everything_in, receipts_in
from plan_cases import assert_reads_well, edit, problems


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Path:
    return with_store(tmp_path / "publication")


def with_store(root: Path, store: str = "../store") -> Path:
    publication(root)
    edit(root, "mkdocs.yml", "      state:", f"      store: {store}\n      state:")
    return root


def read(root: Path) -> Publication:
    found, _ = read_publication(root)
    assert found is not None
    return found


def ledger(root: Path) -> Ledger:
    return Ledger(root / ".berkala/ledger.sqlite3")


def store_of(root: Path) -> Path:
    return root.parent / "store"


def codes(found: tuple[Problem, ...]) -> list[str]:
    for problem in found:
        if problem.code.startswith("store."):
            assert_reads_well(problem)
        assert problem.severity == "warning"
    return [problem.code for problem in found]


def assert_whole(root: Path) -> None:
    """The store says what the ledger here says, and holds every bundle, byte for byte; nothing else is in it."""
    store = store_of(root)
    kept = KeptLedger(store / "ledger.sqlite3")
    assert kept.mark() == ledger(root).mark()
    assert kept.broken() is None
    assert receipts_in(store) == receipts_in(root / ".berkala")
    assert sorted(path.name for path in store.iterdir()) == ["bundles", "ledger.sqlite3"]
    names = sorted(os.listdir(root / ".berkala/bundles"))
    assert sorted(os.listdir(store / "bundles")) == names
    for name in names:
        assert bundles.load(store / "bundles", name) == bundles.load(root / ".berkala/bundles", name)


def test_without_the_setting_there_is_no_store(tmp_path: Path) -> None:
    root = publication(tmp_path / "publication")
    run(root)
    assert keep_store(read(root)) == ()
    assert [path.name for path in tmp_path.iterdir()] == ["publication"]


def test_the_store_follows_what_is_published(root: Path) -> None:
    assert keep_store(read(root)) == ()
    assert not store_of(root).exists()  # nothing was published yet
    for as_of in (OLD, NEW):
        run(root, as_of)
        assert keep_store(read(root)) == ()
        assert_whole(root)
    ledger(root).record([Event("approved", "counts@2020-05", "now", "Sari", ONE)])
    assert keep_store(read(root)) == ()
    assert_whole(root)


def test_where_nothing_is_new_nothing_is_written_and_no_bundle_is_read(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(root)
    keep_store(read(root))
    before = everything_in(store_of(root)), everything_in(root)
    opened: list[str] = []
    monkeypatch.setattr(bundles, "load", lambda *_: opened.append("load"))
    assert keep_store(read(root)) == ()
    assert (everything_in(store_of(root)), everything_in(root)) == before
    assert opened == []


def test_a_store_that_has_nothing_new_loads_nothing_heavy(root: Path) -> None:
    run(root)
    keep_store(read(root))
    code = "import sys, pathlib; from berkala.plan import read_publication; from berkala.publish import keep_store; "
    code += f"assert keep_store(read_publication(pathlib.Path({str(root)!r}))[0]) == (); "
    code += "print({'pandas','plotly','duckdb','jinja2','openpyxl','lxml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_what_is_meant_is_kept_before_it_is_done(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever goes on from the store after a machine has gone in the middle knows what stands there."""
    found: list[tuple[int, int]] = []
    switch = FolderTarget.switch

    def looked(self: FolderTarget, folder: Path) -> None:
        kept = KeptLedger(store_of(root) / "ledger.sqlite3")
        found.append((len(kept.open_intentions()), len(os.listdir(store_of(root) / "bundles"))))
        switch(self, folder)

    monkeypatch.setattr(FolderTarget, "switch", looked)
    run(root, OLD)
    assert found == [(1, 2)]


def test_what_waits_for_its_moment_is_kept_beforehand(root: Path) -> None:
    run(root, OLD)
    with frozen_frame():
        tree = staged(plan(Request(root, NEW)))
        stand_by(tree)
        assert len(os.listdir(store_of(root) / "bundles")) == 4
        publish(tree)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_store_that_cannot_be_written_is_told_and_the_publication_stands(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    run(root, OLD)
    keep_store(read(root))
    before = everything_in(store_of(root))
    rename, replace = os.rename, os.replace

    def refusing(act: Callable[..., None]) -> Callable[..., None]:
        def refuse(one: Path, other: Path) -> None:
            if store_of(root) in Path(other).parents:
                raise OSError(number, os.strerror(number), str(other))
            act(one, other)

        return refuse

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", refusing(rename))
        patch.setattr(os, "replace", refusing(replace))
        assert len(run(root, NEW)) == 3
        assert codes(keep_store(read(root))) == ["store.unwritable"]
        assert everything_in(store_of(root)) == before
    assert keep_store(read(root)) == ()
    assert_whole(root)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anything")
def test_a_store_of_somebody_else(root: Path) -> None:
    run(root, OLD)
    store_of(root).mkdir(mode=0o555)
    assert codes(keep_store(read(root))) == ["store.unwritable"]


def test_a_place_that_is_not_there_is_not_made(root: Path) -> None:
    edit(root, "mkdocs.yml", "store: ../store", "store: ../mounted/store")
    run(root, OLD)
    assert codes(keep_store(read(root))) == ["store.unwritable"]
    assert not (root.parent / "mounted").exists()


@pytest.mark.parametrize("gone", ["folder", "content"])
def test_a_store_whose_drive_is_gone_is_not_begun_anew_where_it_was(root: Path, gone: str) -> None:
    run(root, OLD)
    assert keep_store(read(root)) == ()
    shutil.rmtree(store_of(root))
    if gone == "content":
        store_of(root).mkdir()
    run(root, NEW)
    assert codes(keep_store(read(root))) == ["store.behind", "store.gone"]
    assert not store_of(root).exists() or not list(store_of(root).iterdir())
    back_up(read(root), store_of(root))  # by hand, it is
    assert keep_store(read(root)) == ()
    assert_whole(root)


def test_a_store_never_names_a_bundle_that_it_has_not(root: Path) -> None:
    run(root, OLD)
    keep_store(read(root))
    name = sorted(os.listdir(root / ".berkala/bundles"))[0]
    for place in (root / ".berkala", store_of(root)):
        shutil.rmtree(place / "bundles" / name)
    ledger(root).record([Event("approved", "counts@2020-05", "now")])
    before = (store_of(root) / "ledger.sqlite3").read_bytes()
    assert [problem.code for problem in keep_store(read(root))] == ["store.behind", "state.bundles-missing"]
    assert (store_of(root) / "ledger.sqlite3").read_bytes() == before


def test_a_damaged_bundle_is_not_kept_as_if_it_were_whole(root: Path) -> None:
    run(root, OLD)
    page = next((root / ".berkala/bundles").rglob("index.html"))
    page.chmod(0o644)
    page.write_bytes(b"half")
    shutil.rmtree(store_of(root))
    (root / ".berkala/stored.json").unlink()
    found = keep_store(read(root))
    assert codes(found) == ["store.behind", "publish.bundle-damaged"]
    assert not (store_of(root) / "ledger.sqlite3").exists()


@pytest.mark.parametrize("way", ["another", "empty"])
def test_a_store_that_knows_more_is_left_alone_and_nothing_is_sent(root: Path, tmp_path: Path, way: str) -> None:
    """A machine with a new, empty state, and free places to publish to: the one thing that would harm is to go on."""
    run(root, OLD)
    keep_store(read(root))
    before = everything_in(store_of(root))
    other = with_store(tmp_path / "other")
    if way == "another":
        ledger(other).finish(
            ledger(other).intend(Receipt("site", "site", ONE, "now")), [Receipt("site", "site", ONE, "now")]
        )
    with pytest.raises(SourceProblems) as told:
        run(other, OLD)
    assert [problem.code for problem in told.value.problems] == ["state.behind-store"]
    assert_reads_well(told.value.problems[0])
    if way == "another":
        assert codes(keep_store(read(other))) == ["store.behind", "store.ahead"]
    assert everything_in(store_of(root)) == before
    assert [path.name for path in (other / "site").iterdir()] == [".gitignore"]


def test_a_damaged_store_stops_nothing_and_is_told(root: Path) -> None:
    run(root, OLD)
    keep_store(read(root))
    (store_of(root) / "ledger.sqlite3").write_bytes(b"no ledger at all" * 99)
    refuse_behind_store(read(root))
    assert len(run(root, NEW)) == 3
    assert codes(keep_store(read(root))) == ["store.behind", "store.damaged"]


@pytest.mark.parametrize("version", [0, 2])
def test_a_database_of_somebody_elses_is_not_written_over(root: Path, version: int) -> None:
    store_of(root).mkdir()
    with sqlite3.connect(store_of(root) / "ledger.sqlite3") as connection:
        connection.executescript(f"create table theirs (a); pragma user_version = {version}")
    connection.close()
    before = everything_in(store_of(root))
    assert len(run(root, OLD)) == 3
    assert codes(keep_store(read(root))) == ["store.behind", "store.damaged"]
    assert everything_in(store_of(root)) == before


@pytest.mark.parametrize(
    ("store", "code"),
    [
        ("site", "plan.store-public"),
        ("site/kept", "plan.store-public"),
        (".", "plan.store-public"),
        (".berkala", "plan.store-in-state"),
        (".berkala/kept", "plan.store-in-state"),
    ],
)
def test_a_store_that_would_be_public_or_lost_is_refused(tmp_path: Path, store: str, code: str) -> None:
    root = with_store(tmp_path / "publication", store)
    (found,) = problems(root)
    assert (found.code, found.file) == (code, "mkdocs.yml")
    assert found.line
    assert_reads_well(found)
    edit(root, "mkdocs.yml", f"      store: {store}\n", "")
    command = ["backup", "-C", str(root), str(root / store)]
    assert main(command) == WRONG_USE


# -- the command -----------------------------------------------------------------------------------------------


def test_the_command_begins_a_store_and_is_safe_to_repeat(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = publication(tmp_path / "publication")
    command = ["backup", "-C", str(root), "--language", "en"]
    assert main(command) == WRONG_USE
    assert "No store is named" in capsys.readouterr().err
    assert main([*command, str(tmp_path / "a/store")]) == PROBLEMS
    assert "Nothing has been published from here yet" in capsys.readouterr().err
    run(root, OLD)
    for new in ("2 bundles are", "0 bundles are"):
        assert main([*command, str(tmp_path / "a/store")]) == DONE
        assert new in capsys.readouterr().out
    kept = KeptLedger(tmp_path / "a/store/ledger.sqlite3")
    assert kept.mark() == ledger(root).mark()


def test_publish_says_that_the_store_is_behind(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(root, OLD)
    keep_store(read(root))
    shutil.rmtree(store_of(root))
    store_of(root).write_text("a file")
    with frozen_frame():
        assert main(["publish", "-C", str(root), "--as-of", OLD.isoformat(), "--language", "en"]) == DONE
    said = capsys.readouterr()
    assert "warning: The private store" in said.err
    assert "Nothing is due" in said.out


def test_the_service_says_it_once_and_keeps_trying(root: Path) -> None:
    from berkala.service.desk import Desk
    from berkala.service.said import Said

    run(root, OLD)
    keep_store(read(root))
    shutil.move(store_of(root), root.parent / "away")
    heard: list[Said] = []
    desk = Desk(root, hear=heard.append)
    for _ in range(2):
        desk.keep(read(root), NEW)
    assert [said.kind for said in heard] == ["unkept"]
    assert {problem.code for problem in heard[0].problems} == {"store.behind", "store.gone"}
    shutil.move(root.parent / "away", store_of(root))
    desk.keep(read(root), NEW)
    assert len(heard) == 1
    assert_whole(root)


def test_by_hand_every_byte_of_the_store_is_looked_at_and_put_right(root: Path) -> None:
    run(root, OLD)
    keep_store(read(root))
    page = next((store_of(root) / "bundles").rglob("index.html"))
    page.chmod(0o644)
    page.write_bytes(b"half")
    assert keep_store(read(root)) == ()  # which reads names alone
    assert back_up(read(root), store_of(root)) == 1
    assert_whole(root)
    assert back_up(read(root), store_of(root)) == 0


# -- what a ledger says of how far it has come -----------------------------------------------------------------


def test_a_mark_tells_which_ledger_goes_on_from_which(tmp_path: Path) -> None:
    one, other = Ledger(tmp_path / "one/l"), Ledger(tmp_path / "other/l")
    assert one.mark() == other.mark()
    assert one.has(other.mark())
    one.finish(one.intend(Receipt("site", "a", ONE, "now")), [Receipt("site", "a", ONE, "now")])
    assert one.has(other.mark())
    assert not other.has(one.mark())
    one.copy_to(tmp_path / "other/l")
    assert one.mark() == other.mark()
    before = one.mark()
    number = one.intend(Receipt("site", "b", ONE, "now"))
    between = one.mark()
    one.abandon(number)
    assert len({repr(mark) for mark in (before, between, one.mark())}) == 3
    other.record([Event("approved", "a", "now")])
    assert not one.has(other.mark())
    assert not other.has(one.mark())


def test_a_copy_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    one = Ledger(tmp_path / "one/l")
    one.record([Event("approved", "a", "now")])
    (tmp_path / "other").mkdir()
    with sqlite3.connect(tmp_path / "other/l") as connection:
        connection.execute("create table something (a)")
    one.copy_to(tmp_path / "other/l")
    assert Ledger(tmp_path / "other/l").events("approved") == one.events("approved")


def test_a_rollback_is_in_the_store_as_well(root: Path) -> None:
    for moment in (OLD, NEW):
        run(root, moment)
    keep_store(read(root))
    with frozen_frame():
        assert main(["rollback", "-C", str(root), "--because", "The map was wrong", "--by", "Sari"]) == 0
    assert_whole(root)
