"""publish: the plugs by their contracts, and plain words for whatever stands in the folder's way."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from berkala.errors import SourceProblems, WrongUse
from berkala.plan import Request, plan
from berkala.publish import folder as folders
from berkala.publish import publish
from berkala.publish.folder import FolderTarget
from berkala.publish.kit import Kit
from berkala.publish.plugs import NETWORKS, SITE_TARGETS, site_target
from contracts.network import NetworkContract
from contracts.site_target import ONE, OTHER, SiteTargetContract, tree
from handmade import NEW, frozen_frame, publication, publish_old, run, staged
from kills import site_in
from publishing import (
    REAL,
    code_of,
    fixture_root,  # noqa: F401
    refusing,
    target,
)

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


@pytest.mark.parametrize("name", [".htaccess", ".gitkeep"])
@pytest.mark.parametrize("linked", [False, True])
def test_the_servers_own_settings_and_notes_stay_where_people_put_them(root: Path, linked: bool, name: str) -> None:
    if linked:
        (root / "site").rename(root / "elsewhere")
        (root / "site").symlink_to("elsewhere", target_is_directory=True)
    (root / "site" / name).write_text("Options -Indexes\n", encoding="utf-8")
    for turn, fingerprint in enumerate((ONE, OTHER)):
        target(root).switch(tree(root / "stage" / str(turn), fingerprint))
        assert (root / "site" / name).read_text(encoding="utf-8") == "Options -Indexes\n"
        assert target(root).look().tree == fingerprint


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
    assert target(root).look().tree == OTHER


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


@pytest.mark.parametrize("place", ["site", "site/preview", "."])
def test_what_is_built_never_lies_where_the_public_looks(root: Path, place: str) -> None:
    with frozen_frame():
        built = staged(plan(Request(root, NEW, "build", out=(root / place).resolve())))
        assert code_of(lambda: publish(built), WrongUse) == "publish.build-in-public"
    assert [path.name for path in (root / "site").iterdir()] == [".gitignore"]
