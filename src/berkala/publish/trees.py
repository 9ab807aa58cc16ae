"""The tree that stood at a channel before the last switch, kept whole so that one command puts it back.

Everything is in ``trees/<channel>/`` of the private state, each tree in a folder of its own under a number; which one
it is, its manifest says. A new tree is switched in from there. A target that exchanges folders leaves the old one in
its place, for nothing; of every other target what was sent stays, and is the old one after the next switch. So exactly
one older tree is kept, and a run that is stopped on the way leaves nothing that the next one does not know.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from itertools import count
from pathlib import Path

from berkala.plan.standing import MANIFEST, files_of, manifest_of, standing_tree

#: Where they are, in the private state.
FOLDER = "trees"


class Trees:
    """The trees of one channel. Every method raises OSError where the machine will not."""

    def __init__(self, state: Path, channel: str) -> None:
        self.folder = state / FOLDER / channel

    def take_in(self, staged: Path) -> Path:
        """Move a staged tree here, in one step; returns where it is now."""
        self.folder.mkdir(parents=True, exist_ok=True)
        place = next(place for number in count(1) if not (place := self.folder / str(number)).exists())
        os.rename(staged, place)
        return place

    def find(self, fingerprint: str) -> Path | None:
        """The whole and undamaged tree of this name, with its own files alone; None where it is not kept so.

        What belonged to its place and not to the tree, such as a server's settings, is taken out of it.
        """
        for place, name in self._all():
            if name == fingerprint and standing_tree(place).tree == fingerprint:
                _only_named(place)
                return place
        return None

    def keep(self, fingerprints: Collection[str]) -> None:
        """Remove every tree but those of these names, each once."""
        wanted = set(fingerprints)
        for place, name in self._all():
            if name in wanted:
                wanted.discard(name)
                continue
            # Without it no half-removed folder is taken for a tree.
            (place / MANIFEST).unlink(missing_ok=True)
            shutil.rmtree(place, ignore_errors=True)

    def _all(self) -> Iterator[tuple[Path, str]]:
        """Each folder with the fingerprint that its manifest says, the newest first."""
        places = sorted(self.folder.iterdir(), key=_age, reverse=True) if self.folder.is_dir() else []
        yield from ((place, str(manifest_of(place).get("tree", ""))) for place in places)


def _age(place: Path) -> int:
    return int(place.name) if place.name.isdecimal() else 0


def _only_named(place: Path) -> None:
    known = {MANIFEST, *files_of(manifest_of(place))}
    for inside, _, names in os.walk(place):
        for name in names:
            file = Path(inside, name)
            if file.relative_to(place).as_posix() not in known:
                file.unlink()
