"""publish: one outbox, a switch without a gap, receipts, and plain words for whatever stops it."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace

import pytest

from berkala.errors import BerkalaError, SourceProblems, TryAgain, WrongUse, catalogue
from berkala.ledger import SITE, Ledger, Receipt
from berkala.plan import Request, plan
from berkala.plan.specifications import Folder
from berkala.publish import exchange as exchanging
from berkala.publish import folder as folders
from berkala.publish import publish
from berkala.publish.folder import FolderTarget
from berkala.publish.kit import Kit
from berkala.publish.plugs import NETWORKS, SITE_TARGETS, site_target
from contracts.network import NetworkContract
from contracts.site_target import ONE, OTHER, SiteTargetContract, tree
from handmade import NEW, OLD, frozen_frame, made, publication, publish_old, run, staged, write_tree
from kills import TOLD, WELL, in_child, receipts_in, site_in

REAL = exchanging.exchange


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return publication(tmp_path / "publication")


def target(root: Path, path: str = "site") -> FolderTarget:
    return FolderTarget(root, Folder(kind="folder", path=path))


def refusing(number: int) -> Callable[[Path, Path], None]:
    def refuse(one: Path, other: Path) -> None:
        raise OSError(number, os.strerror(number), str(one))

    return refuse


def code_of(act: Callable[[], object], kind: type[BerkalaError]) -> str:
    with pytest.raises(kind) as told:
        act()
    (problem,) = told.value.problems
    for language in ("en", "id"):
        assert problem.code in catalogue(language)
        assert "{" not in problem.message(language) + problem.remedy(language)
    return problem.code


# -- the plugs, by their contracts -----------------------------------------------------------------------------


class FolderContract(SiteTargetContract):
    def target(self, place: Path) -> FolderTarget:
        return target(place)

    def public(self, place: Path) -> dict[str, bytes]:
        site = place / "site"
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}

    def put_stranger(self, place: Path) -> None:
        (place / "site").mkdir(exist_ok=True)
        (place / "site" / "theirs.txt").write_text("mine")


class TestFolder(FolderContract):
    """Linux and macOS, everything on one disk."""


class TestFolderOnAnotherDisk(FolderContract):
    """The stage is on another disk than the site: EXDEV, unless both are beside each other."""

    @pytest.fixture(autouse=True)
    def _apart(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def apart(one: Path, other: Path) -> None:
            if one.parent != other.parent:
                refusing(errno.EXDEV)(one, other)
            REAL(one, other)

        monkeypatch.setattr(folders, "exchange", apart)


class TestFolderByLink(FolderContract):
    """A system without an exchange: the public path is a link."""

    @pytest.fixture(autouse=True, params=[errno.ENOSYS, errno.EINVAL])
    def _unable(self, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
        monkeypatch.setattr(folders, "exchange", refusing(request.param))

    def test_only_the_version_that_stands_is_left(self, tmp_path: Path) -> None:
        for turn, fingerprint in enumerate((ONE, OTHER, ONE)):
            self.target(tmp_path).switch(tree(tmp_path / "stage" / str(turn), fingerprint))
        assert (tmp_path / "site").is_symlink()
        assert len([path for path in tmp_path.iterdir() if path.name.startswith(".site.")]) == 1


class TestFolderThatIsALink(FolderContract):
    """The public path is a link that an administrator made, to a folder elsewhere."""

    def target(self, place: Path) -> FolderTarget:
        (place / "disk" / "theirs").mkdir(parents=True, exist_ok=True)
        if not (place / "site").is_symlink():
            (place / "site").symlink_to(place / "disk" / "theirs")
        return target(place)

    def test_versions_go_where_the_link_leads_and_theirs_stays(self, tmp_path: Path) -> None:
        self.target(tmp_path).switch(tree(tmp_path / "stage" / "a", ONE))
        assert (tmp_path / "site").resolve().parent == (tmp_path / "disk").resolve()
        assert (tmp_path / "disk" / "theirs").is_dir()


class TestKit(NetworkContract):
    def network(self) -> Kit:
        return Kit()


def test_the_plugs_are_registered(root: Path) -> None:
    assert entry_points(group=SITE_TARGETS)["folder"].load() is FolderTarget
    assert entry_points(group=NETWORKS)["kit"].load() is Kit
    assert isinstance(site_target(plan(Request(root, NEW)).publication, "site"), FolderTarget)


# -- the folder and what can stand in its way ------------------------------------------------------------------


def test_the_note_and_the_rights_of_the_folder_are_carried_over(root: Path) -> None:
    (root / "site").chmod(0o750)
    staged_tree = tree(root / "stage", ONE)
    staged_tree.chmod(0o700)  # as mkdtemp makes it: a web server could not read it
    target(root).switch(staged_tree)
    assert (root / "site" / ".gitignore").read_text() == "*\n!.gitignore\n"
    assert (root / "site").stat().st_mode & 0o777 == 0o750


def test_what_file_managers_drop_is_no_stranger(root: Path) -> None:
    target(root).switch(tree(root / "stage", ONE))
    (root / "site" / ".DS_Store").write_bytes(b"")
    target(root).switch(tree(root / "stage", OTHER))
    assert target(root).look() == OTHER


@pytest.mark.parametrize("manifest", ["", "[]", '{"name": "an app"}', '{"schema": "other/1", "tree": "x"}'])
def test_another_manifest_does_not_make_a_folder_ours(root: Path, manifest: str) -> None:
    (root / "site" / "manifest.json").write_text(manifest)
    assert code_of(target(root).look, SourceProblems) == "publish.not-ours"


def test_a_link_in_the_site_is_a_stranger(root: Path) -> None:
    target(root).switch(tree(root / "stage", ONE))
    (root / "site" / "elsewhere").symlink_to(root / "datasets")
    assert code_of(target(root).look, SourceProblems) == "publish.not-ours"


def test_a_file_where_the_folder_should_be(root: Path) -> None:
    shutil.rmtree(root / "site")
    (root / "site").write_text("a file")
    assert code_of(lambda: run(root), SourceProblems) == "publish.path-is-file"
    assert (root / "site").read_text() == "a file"


def test_without_exchange_a_folder_that_holds_a_site_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_old(root)
    before = site_in(root / "site")
    monkeypatch.setattr(folders, "exchange", refusing(errno.ENOSYS))
    assert code_of(lambda: run(root), SourceProblems) == "publish.no-exchange"
    assert site_in(root / "site") == before
    monkeypatch.undo()
    run(root)
    assert len(site_in(root / "site") or ()) > len(before or ())


def test_without_exchange_and_links_nothing_is_touched(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "exchange", refusing(errno.ENOSYS))
    monkeypatch.setattr(os, "symlink", lambda *_, **__: refusing(errno.EPERM)(root, root))
    assert code_of(lambda: run(root), SourceProblems) == "publish.no-exchange"
    assert [path.name for path in (root / "site").iterdir()] == [".gitignore"]
    assert not [path for path in root.iterdir() if path.name.startswith(".site.")]


def test_a_folder_of_a_container_image_is_replaced_while_it_is_free(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There, an exchange says EXDEV even for neighbours, until the folder has been made anew."""
    monkeypatch.setattr(folders, "exchange", refusing(errno.EXDEV))
    run(root)
    assert site_in(root / "site")
    assert not (root / "site").is_symlink()


def test_a_folder_that_is_a_mounted_disk_is_left_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "exchange", refusing(errno.EBUSY))
    monkeypatch.setattr(os.path, "ismount", lambda path: True)
    assert code_of(lambda: run(root), SourceProblems) == "publish.no-exchange"
    assert [path.name for path in (root / "site").iterdir()] == [".gitignore"]


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second disk, here the one in memory")
def test_the_private_folder_may_really_be_on_another_disk(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as other:
        if os.stat(other).st_dev == os.stat(tmp_path).st_dev:
            pytest.skip("the test's folder is on the same disk")
        root = publication(tmp_path / "publication", state=f"{other}/state")
        publish_old(root)
        run(root)
        assert site_in(root / "site")
        assert run(root) == ()
        assert os.listdir(f"{other}/state/stage") == []


# -- the system's call -----------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="the numbers of Linux")
def test_the_call_by_number_exchanges_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    monkeypatch.setattr(exchanging, "_library", lambda: SimpleNamespace(syscall=library.syscall))
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "file").write_text("from a")
    exchanging.exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b" / "file").read_text() == "from a"
    with pytest.raises(FileNotFoundError):
        exchanging.exchange(tmp_path / "a", tmp_path / "nowhere")


@pytest.mark.parametrize(("system", "machine"), [("win32", "AMD64"), ("linux", "unheard-of")])
def test_a_system_without_the_call_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, machine: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr(exchanging, "_library", SimpleNamespace)
    with pytest.raises(OSError, match="not implemented") as told:
        exchanging.exchange(tmp_path, tmp_path)
    assert told.value.errno in exchanging.UNABLE


def test_readers_never_miss_the_site_and_never_see_a_mixture(tmp_path: Path) -> None:
    """A reader that looks as often as it can, while the site is switched sixty times, by both ways."""
    for number, way in enumerate((REAL, refusing(errno.ENOSYS))):
        root = tmp_path / str(number)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(folders, "exchange", way)
            target(root).switch(tree(root / "stage" / "first", ONE))
            stop = root / "stop"
            reader = os.fork()
            if reader == 0:
                os._exit(read_until(stop, root / "site"))
            for turn in range(30):
                target(root).switch(tree(root / "stage" / str(turn), (OTHER, ONE)[turn % 2]))
            stop.touch()
            assert os.waitstatus_to_exitcode(os.waitpid(reader, 0)[1]) == 0


def read_until(stop: Path, site: Path) -> int:
    """Read page and manifest through one open folder again and again; 0 if they were there and agreed each time."""
    while not stop.exists():
        try:
            folder = os.open(site, os.O_RDONLY)
        except OSError:
            return 1
        try:
            page, manifest = (read_in(folder, name) for name in ("index.html", "manifest.json"))
        except FileNotFoundError:
            if os.stat(site).st_ino == os.fstat(folder).st_ino:
                return 3
            continue  # we still hold the old site, which is being thrown away after the switch
        finally:
            os.close(folder)
        if json.loads(manifest)["tree"] != page.decode():
            return 2
    return 0


def read_in(folder: int, name: str) -> bytes:
    number = os.open(name, os.O_RDONLY, dir_fd=folder)
    with open(number, "rb") as file:
        return file.read()


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


def test_a_lost_ledger_is_written_anew_without_touching_the_site(root: Path) -> None:
    receipts = run(root, OLD)
    number = (root / "site").stat().st_ino
    (root / ".berkala/ledger.sqlite3").unlink()
    assert run(root, OLD) == receipts
    assert (root / "site").stat().st_ino == number


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


# -- the ledger ------------------------------------------------------------------------------------------------


def ledger_of(root: Path, content: bytes | None = None) -> Ledger:
    path = root / ".berkala" / "ledger.sqlite3"
    if content is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Ledger(path)


def test_reading_a_ledger_that_is_not_there_makes_none(root: Path) -> None:
    assert ledger_of(root).latest("site") == {}
    assert ledger_of(root).open_intentions() == ()
    assert not (root / ".berkala").exists()


def test_a_ledger_that_was_only_begun_is_empty_and_can_be_written(root: Path) -> None:
    ledger = ledger_of(root, b"")
    assert ledger.latest("site") == {}
    ledger.finish(ledger.intend(Receipt("site", SITE, ONE, "now")), [Receipt("site", SITE, ONE, "now")])
    assert ledger.latest("site")[SITE].content == ONE


def test_a_damaged_ledger_is_told_and_not_overwritten(root: Path) -> None:
    publish_old(root)
    before = site_in(root / "site")
    ledger = ledger_of(root, b"this is no ledger at all" * 100)
    assert code_of(lambda: ledger.latest("site"), SourceProblems) == "ledger.damaged"
    assert code_of(lambda: run(root), SourceProblems) == "ledger.damaged"
    assert ledger.path.read_bytes().startswith(b"this is no ledger")
    assert site_in(root / "site") == before


def test_a_ledger_of_a_newer_program_is_left_alone(root: Path) -> None:
    run(root)
    ledger = ledger_of(root)
    with ledger._connection("rw") as connection:
        connection.execute("pragma user_version = 99")
    assert code_of(lambda: ledger.latest("site"), SourceProblems) == "ledger.newer"
    assert code_of(lambda: ledger.abandon(1), SourceProblems) == "ledger.newer"


def test_a_folder_where_the_ledger_should_be_is_told(root: Path) -> None:
    (root / ".berkala" / "ledger.sqlite3").mkdir(parents=True)
    assert code_of(lambda: run(root), TryAgain) == "ledger.no-permission"


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
