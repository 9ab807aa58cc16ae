"""What every site target promises. A test class of a target inherits `SiteTargetContract` and makes the target."""

from __future__ import annotations

from pathlib import Path

import pytest

from berkala.errors import BerkalaError
from berkala.plan.standing import Standing
from berkala.publish import SiteTarget
from handmade import write_tree

ONE, OTHER = "1" * 64, "2" * 64


def tree(folder: Path, fingerprint: str, **files: bytes) -> Path:
    """A staged tree of a page, a page that only this tree has, and what else is asked for."""
    own = {"index.html": fingerprint.encode(), f"only-{fingerprint[:4]}/index.html": b"here", **files}
    return write_tree(folder, own, fingerprint)


class SiteTargetContract:
    """Inherit, and say how the target is made and how its public files are read."""

    def target(self, place: Path) -> SiteTarget:
        """A new target whose public place is somewhere under `place`, where nothing stands yet."""
        raise NotImplementedError

    def public(self, place: Path) -> dict[str, bytes]:
        """Every public file by path."""
        raise NotImplementedError

    def put_stranger(self, place: Path) -> None:
        """Put a file of somebody else's where the site belongs, as ``theirs.txt``."""
        raise NotImplementedError

    def test_nothing_stands_at_first(self, tmp_path: Path) -> None:
        assert self.target(tmp_path).look().tree == ""

    def test_it_says_which_editions_stand_there(self, tmp_path: Path) -> None:
        target, editions = self.target(tmp_path), {"a@2026": ONE, "b@2026": OTHER}
        assert target.look().nothing
        target.switch(write_tree(tmp_path / "stage", {"index.html": b"here"}, ONE, editions))
        assert self.target(tmp_path).look() == Standing(ONE, editions)

    def test_what_was_switched_to_stands(self, tmp_path: Path) -> None:
        target = self.target(tmp_path)
        target.switch(tree(tmp_path / "stage" / "a", ONE))
        assert target.look().tree == ONE
        assert set(self.public(tmp_path)) == {"index.html", "only-1111/index.html", "manifest.json"}

    def test_another_tree_takes_its_place_as_a_whole(self, tmp_path: Path) -> None:
        target = self.target(tmp_path)
        target.switch(tree(tmp_path / "stage" / "a", ONE))
        target.switch(tree(tmp_path / "stage" / "b", OTHER))
        assert target.look().tree == OTHER
        assert set(self.public(tmp_path)) == {"index.html", "only-2222/index.html", "manifest.json"}
        assert self.public(tmp_path)["index.html"] == OTHER.encode()

    def test_there_and_back_again(self, tmp_path: Path) -> None:
        target = self.target(tmp_path)
        for turn, fingerprint in enumerate((ONE, OTHER, ONE, ONE)):
            target.switch(tree(tmp_path / "stage" / str(turn), fingerprint))
            assert target.look().tree == fingerprint
            assert self.public(tmp_path)["index.html"] == fingerprint.encode()
            target.clean()

    def test_another_instance_sees_the_same(self, tmp_path: Path) -> None:
        self.target(tmp_path).switch(tree(tmp_path / "stage" / "a", ONE))
        assert self.target(tmp_path).look().tree == ONE

    def test_cleaning_leaves_the_site(self, tmp_path: Path) -> None:
        target = self.target(tmp_path)
        target.switch(tree(tmp_path / "stage" / "a", ONE))
        before = self.public(tmp_path)
        target.clean()
        assert self.public(tmp_path) == before

    def test_what_is_not_ours_is_refused_and_stays(self, tmp_path: Path) -> None:
        target = self.target(tmp_path)
        self.put_stranger(tmp_path)
        before = self.public(tmp_path)
        with pytest.raises(BerkalaError) as refused:
            target.look()
        assert "theirs.txt" in refused.value.problems[0].message()
        with pytest.raises(BerkalaError):
            target.switch(tree(tmp_path / "stage" / "a", ONE))
        assert self.public(tmp_path) == before

    def test_a_strangers_file_in_our_site_is_refused_and_stays(self, tmp_path: Path) -> None:
        target = self.target(tmp_path)
        target.switch(tree(tmp_path / "stage" / "a", ONE))
        self.put_stranger(tmp_path)
        before = self.public(tmp_path)
        with pytest.raises(BerkalaError):
            target.switch(tree(tmp_path / "stage" / "b", OTHER))
        assert self.public(tmp_path) == before
