"""publish: one outbox, its receipts, and a room that loads nothing heavy."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from berkala.errors import SourceProblems, TryAgain, WrongUse, catalogue
from berkala.ledger import SITE, Ledger, Receipt
from berkala.plan import Request, plan
from berkala.publish import folder as folders
from berkala.publish import publish
from contracts.site_target import ONE
from handmade import NEW, OLD, frozen_frame, made, publication, publish_old, run, staged, write_tree
from kills import receipts_in, site_in
from publishing import (
    REAL,
    code_of,
    fixture_root,  # noqa: F401
    refusing,
)

# -- the outbox ------------------------------------------------------------------------------------------------


def test_the_first_run_writes_one_receipt_for_each_edition_and_one_for_the_site(root: Path) -> None:
    receipts = run(root, OLD)
    assert [receipt.subject for receipt in receipts] == ["counts@2020-01", "counts@2020-02", SITE]
    first, latest, site = receipts
    assert first.details == {"full": False, "release": "2020-02-10T09:30:00+07:00", "sources": {}}
    assert latest.details["full"] is True
    assert {receipt.at for receipt in receipts} == {OLD.isoformat()}
    assert json.loads((root / "site/manifest.json").read_text())["tree"] == site.content
    assert {path.name for path in (root / ".berkala/bundles").iterdir()} == {first.content, latest.content}


def test_a_second_run_adds_what_is_new_and_a_third_does_nothing(root: Path) -> None:
    run(root, OLD)
    assert [receipt.subject for receipt in run(root, NEW)] == ["counts@2020-03", "counts@2020-04", SITE]
    assert run(root, NEW) == ()
    assert os.listdir(root / ".berkala/stage") == []
    assert [path.name for path in root.iterdir() if path.name.startswith(".")] == [".berkala"]


def test_a_site_that_goes_back_to_an_older_look_has_a_receipt_again(root: Path) -> None:
    """After A, B and A again, A is what stands, and the run after that has nothing to do."""
    run(root)
    settings = root / "mkdocs.yml"
    before = settings.read_text()
    first = site_receipt(root)
    settings.write_text(before.replace("By hand", "By foot"))
    assert [receipt.subject for receipt in run(root)] == [SITE]
    settings.write_text(before)
    assert [receipt.content for receipt in run(root)] == [first.content]
    assert run(root) == ()


def site_receipt(root: Path) -> Receipt:
    return Ledger(root / ".berkala/ledger.sqlite3").latest("site")[SITE]


def test_a_site_that_was_wiped_is_put_back(root: Path) -> None:
    run(root)
    before, receipts = site_in(root / "site"), receipts_in(root / ".berkala")
    shutil.rmtree(root / "site")
    run(root)
    assert site_in(root / "site") == {path: hashed for path, hashed in (before or {}).items() if path != ".gitignore"}
    assert receipts_in(root / ".berkala") == receipts


def test_channels_have_receipts_of_their_own(root: Path) -> None:
    run(root)
    assert len(run(root, channel="other")) == 5
    assert site_in(root / "other")
    assert run(root, channel="other") == ()
    assert run(root) == ()


def test_a_channel_that_is_not_there_is_named_with_the_nearest(root: Path) -> None:
    with frozen_frame():
        made_tree = staged(plan(Request(root, NEW)))
    for name, word in (("sit", "site"), ("mastodon", "other")):
        request = replace(made_tree.plan.request, channel=name)
        with pytest.raises(WrongUse) as told:
            publish(replace(made_tree, plan=replace(made_tree.plan, request=request)))
        assert word in told.value.problems[0].message()


def test_a_dry_run_changes_nothing_and_says_what_would_stop_it(root: Path) -> None:
    publish_old(root)
    before = site_in(root / "site"), receipts_in(root / ".berkala"), os.listdir(root / ".berkala/bundles")
    assert run(root, NEW, dry_run=True) == ()
    assert (site_in(root / "site"), receipts_in(root / ".berkala"), os.listdir(root / ".berkala/bundles")) == before
    assert os.listdir(root / ".berkala/stage") == []
    (root / "site" / "theirs.txt").write_text("mine")
    assert code_of(lambda: run(root, NEW, dry_run=True), SourceProblems) == "publish.not-ours"


@pytest.mark.parametrize("out", [None, "elsewhere/deep"])
@pytest.mark.parametrize("way", [REAL, refusing(errno.ENOSYS), refusing(errno.EXDEV)])
def test_a_build_writes_one_folder_and_nothing_else(
    root: Path, monkeypatch: pytest.MonkeyPatch, out: str | None, way: Callable[[Path, Path], None]
) -> None:
    monkeypatch.setattr(folders, "exchange", way)
    place = root / out if out else root / ".berkala" / "build"
    for as_of, editions in ((OLD, 2), (NEW, 4), (NEW, 4)):
        assert run(root, as_of, action="build", out=place if out else None) == ()
        assert len(site_in(place) or ()) == editions * 3 + 1
    assert sorted(path.name for path in (root / ".berkala").iterdir()) == (["stage"] if out else ["build", "stage"])
    assert [path.name for path in (root / "site").iterdir()] == [".gitignore"]
    assert [path.name for path in place.parent.iterdir() if path.name.startswith(f".{place.name}.")] == []


def test_a_build_refuses_somebody_elses_folder(root: Path) -> None:
    assert code_of(lambda: run(root, action="build", out=root / "datasets"), SourceProblems) == "publish.not-ours"
    assert (root / "datasets/counts/counts.csv").is_file()


def test_a_staged_tree_that_is_not_whole_is_never_switched_in(root: Path) -> None:
    publish_old(root)
    before = site_in(root / "site")
    for spoil in (lambda page: page.unlink(), lambda page: page.write_text("half")):
        with frozen_frame():
            made_tree = staged(plan(Request(root, NEW)))
            spoil(made_tree.folder / "counts/2020-03/index.html")
            assert code_of(lambda: publish(made_tree), TryAgain) == "publish.stage-changed"  # noqa: B023
    assert site_in(root / "site") == before
    assert Ledger(root / ".berkala/ledger.sqlite3").open_intentions() == ()


def test_leftovers_of_the_dead_go_and_nothing_else(root: Path) -> None:
    publish_old(root)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for left in (
        f".berkala/stage/x-{dead.pid}",
        f".berkala/bundles/.unfinished-x-{dead.pid}",
        f".site.tree1-{dead.pid}",
    ):
        write_tree(root / left, {"a": b"a"}, ONE)
    (root / f".site.link-{dead.pid}").symlink_to("nowhere")
    others = [f".berkala/stage/x-{os.getppid()}", ".berkala/bundles/other", ".site.backup", ".sites.tree1-1"]
    for kept in others:
        write_tree(root / kept, {"a": b"a"}, ONE)
    run(root)
    assert os.listdir(root / ".berkala/stage") == [f"x-{os.getppid()}"]
    assert all((root / kept).is_dir() for kept in others)
    gone = {path.name for path in [*root.iterdir(), *(root / ".berkala/bundles").iterdir()]}
    assert not {name for name in gone if name.endswith(f"-{dead.pid}")}


# -- the room --------------------------------------------------------------------------------------------------


def test_the_room_loads_nothing_heavy() -> None:
    code = "import sys, berkala.publish as p; print({'pandas','plotly','duckdb','lxml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_every_problem_is_said_in_both_languages_with_the_same_facts() -> None:
    for room in ("publish.", "ledger."):
        english = {code: words for code, words in catalogue("en").items() if code.startswith(room)}
        assert english
        for code, words in english.items():
            other = catalogue("id")[code]
            assert gaps(words) == gaps(other), code
            assert words.keys() == other.keys()


def gaps(words: dict[str, str]) -> list[set[str]]:
    return [{part.split("}")[0] for part in words[key].split("{")[1:]} for key in sorted(words)]


def test_made_bundles_differ_by_their_words() -> None:
    with tempfile.TemporaryDirectory() as place:
        (edition, *_) = plan(Request(publication(Path(place)), NEW)).due
    assert made(edition).hash == made(edition).hash != made(edition, "other").hash
