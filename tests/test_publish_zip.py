"""publish: the site in a ZIP file, which a person uploads."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import zipfile
from pathlib import Path

import pytest

from berkala.errors import SourceProblems, TryAgain
from berkala.plan.specifications import ZipFile
from berkala.publish.targets.archive import ZipTarget
from contracts.site_target import ONE, SiteTargetContract, tree
from handmade import NEW, OLD, publication, run
from kills import TOLD, WELL, Act, Failure, Watch, die, in_child
from publishing import code_of


def target(place: Path) -> ZipTarget:
    return ZipTarget(place, ZipFile(kind="zip", path="upload/site.zip"))


def public(place: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(place / "upload/site.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class TestZip(SiteTargetContract):
    def target(self, place: Path) -> ZipTarget:
        return target(place)

    def public(self, place: Path) -> dict[str, bytes]:
        return public(place)

    def put_stranger(self, place: Path) -> None:
        (place / "upload").mkdir(exist_ok=True)
        with zipfile.ZipFile(place / "upload/site.zip", "a") as archive:
            archive.writestr("theirs.txt", "mine")


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Path:
    root = publication(tmp_path / "publication")
    text = (root / "mkdocs.yml").read_text()
    (root / "mkdocs.yml").write_text(text.replace("kind: folder, path: site}", "kind: zip, path: upload/site.zip}"))
    return root


def test_the_same_tree_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        staged = tree(tmp_path / name / "stage", ONE)
        os.utime(staged / "index.html", (len(name), 10**9 + ord(name)))
        (staged / "index.html").chmod(0o600 if name == "a" else 0o644)
        target(tmp_path / name).switch(staged)
    assert (tmp_path / "a/upload/site.zip").read_bytes() == (tmp_path / "b/upload/site.zip").read_bytes()


def test_the_order_in_the_file_is_not_that_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"{name}/index.html": b"a" for name in "zebra"}
    staged = tree(tmp_path / "a", ONE, **many)
    walk = os.walk
    monkeypatch.setattr(os, "walk", lambda place: reversed(list(walk(place))))
    target(tmp_path).switch(staged)
    assert list(public(tmp_path)) == sorted(public(tmp_path))


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 half of one"])
def test_another_file_is_refused_and_stays(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "upload").mkdir()
    (tmp_path / "upload/site.zip").write_bytes(content)
    assert code_of(target(tmp_path).look, SourceProblems) == "publish.zip-not-ours"
    staged = tree(tmp_path / "a", ONE)
    assert code_of(lambda: target(tmp_path).switch(staged), SourceProblems) == "publish.zip-not-ours"
    assert (tmp_path / "upload/site.zip").read_bytes() == content


def test_a_folder_or_a_link_with_its_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "upload/site.zip").mkdir(parents=True)
    assert code_of(target(tmp_path).look, SourceProblems) == "publish.zip-not-ours"
    (tmp_path / "upload/site.zip").rmdir()
    (tmp_path / "upload/site.zip").symlink_to("nowhere")
    assert code_of(target(tmp_path).look, SourceProblems) == "publish.zip-not-ours"


def test_a_damaged_file_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    staged = tree(tmp_path / "a", ONE)
    target(tmp_path).switch(staged)
    file = tmp_path / "upload/site.zip"
    whole = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        place = archive.getinfo("index.html").header_offset + 45
    file.write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
    assert target(tmp_path).look().tree == ""
    target(tmp_path).switch(tree(tmp_path / "b", ONE))
    assert file.read_bytes() == whole


def test_runs_write_what_is_new_and_one_that_is_gone_comes_back(root: Path) -> None:
    run(root, OLD)
    run(root, NEW)
    assert len(public(root)) == 4 * 3 + 1
    assert run(root, NEW) == ()
    (root / "upload/site.zip").unlink()
    run(root, NEW)
    assert len(public(root)) == 4 * 3 + 1


def at_the_file(root: Path, place: int, act: Act) -> Watch:
    """Acts at the so-manieth moment in which a run touches what becomes the new file."""
    moments: list[str] = []

    def perhaps(event: str, path: str) -> None:
        if "/.site.zip.new-" in path:
            moments.append(event)
            if len(moments) == place:
                act(event, path)

    return Watch(root, at=1, act=perhaps, again=True)


def test_a_run_that_is_killed_at_any_moment_of_it_is_ended_by_the_next(root: Path, tmp_path: Path) -> None:
    run(root, OLD)
    whole = Path(shutil.copytree(root, tmp_path / "whole"))
    run(whole)
    told = [(folder / "upload/site.zip").read_bytes() for folder in (root, whole)]
    for place in range(1, 10):
        copy = Path(shutil.copytree(root, tmp_path / f"killed-{place}"))
        ending = in_child(run, copy, at_the_file(copy, place, die))
        if ending.status == WELL:
            break
        assert ending.status == -signal.SIGKILL, ending.said
        assert (copy / "upload/site.zip").read_bytes() in told
        run(copy)
        assert (copy / "upload/site.zip").read_bytes() == told[1]
        assert [path.name for path in (copy / "upload").iterdir()] == ["site.zip"]
        assert run(copy) == ()
    assert place > 2


def test_a_disk_that_is_full_leaves_the_old_file(root: Path) -> None:
    run(root, OLD)
    old = (root / "upload/site.zip").read_bytes()
    ending = in_child(run, root, at_the_file(root, 1, Failure("full", errno.ENOSPC)))
    assert ending.status == TOLD
    assert "publish.disk-full" in ending.said
    assert (root / "upload/site.zip").read_bytes() == old


def test_a_place_that_cannot_be_made(root: Path) -> None:
    (root / "upload").write_text("a file")
    with pytest.raises(TryAgain) as told:
        run(root)
    assert told.value.problems[0].code == "publish.cannot-write"
