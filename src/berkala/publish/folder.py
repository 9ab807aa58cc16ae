"""A site target that is a folder on this machine, and changes as a whole.

There are two ways, and neither has a moment in which the public path is missing:

1. *Exchange* (the usual one): the staged folder and the public one change places in one call of the system.
   A staged folder on another file system is first copied beside the public one, under a hidden name.
2. *Link*: the public path is a symbolic link to a hidden folder beside it, and a new link is renamed over it.
   So it goes where the path is a link already, and from the first publication on where the system has no
   exchange.

A folder that holds anything that is not ours is refused. A `.gitignore` in it (the note that keeps the empty
folder in git) and the settings of its server, such as `.htaccess`, are carried over.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import ClassVar

from berkala.errors import Problem, SourceProblems
from berkala.plan.specifications import Folder
from berkala.plan.standing import MANIFEST, Standing, manifest_of, standing_tree
from berkala.publish.exchange import UNABLE, exchange
from berkala.publish.leftovers import remove_leftovers
from berkala.publish.plugs import Switches
from berkala.render.store import flush, flush_names

#: The note that keeps the empty folder in git; it stands in every tree that is put there.
NOTE = ".gitignore"

#: What a person puts there for the server (``examples/hosting``): settings of the place, not of a tree.
SETTINGS = (".htaccess", "_headers", "_redirects", "web.config", "CNAME")

#: Other notes that keep an empty folder in git, which people put there; they stay as well.
_NOTES = (".gitkeep", ".keep")

#: What file managers drop into any folder they show. It may go.
_DROPPINGS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})

# What the system says when two names cannot change places where they are.
_APART = frozenset({errno.EXDEV, errno.EBUSY})


class FolderTarget:
    """The folder at `settings.path`, seen from the publication's root."""

    switches: ClassVar[Switches] = "whole"
    stages: ClassVar[bool] = True

    def __init__(self, root: Path, settings: Folder) -> None:
        self.path = Path(os.path.abspath(root / settings.path))
        self.name = settings.path

    def look(self) -> Standing:
        """What stands there; nothing in a free place.

        Raises SourceProblems where the path is a file or the folder holds something that is not ours.
        """
        if not self.path.exists():
            return Standing()
        if not self.path.is_dir():
            raise SourceProblems(Problem("publish.path-is-file", {"folder": self.name}, file=self.name))
        manifest = manifest_of(self.path)
        strangers = list(islice(_strangers(self.path, manifest), 4))
        if strangers:
            names = ", ".join(strangers[:3]) + (", …" if len(strangers) > 3 else "")
            raise SourceProblems(Problem("publish.not-ours", {"folder": self.name, "names": names}, file=self.name))
        return standing_tree(self.path)

    def switch(self, folder: Path) -> None:
        """Make the tree in `folder` the one that stands there, at once.

        Raises SourceProblems where that is refused or cannot be done, OSError where the machine does not let us;
        what stood there stands there still.
        """
        free = not self.look().tree
        if self.path.is_symlink():
            self._take_over(folder)
            self._link_to(self._copy_beside(folder))
        else:
            self.path.mkdir(parents=True, exist_ok=True)
            self._switch_folder(folder, free=free)
        self.clean()

    def clean(self) -> None:
        """Remove what is left beside the public path: hidden copies and links of runs that were stopped."""
        ours = re.compile(rf"{re.escape(self._hidden)}(tree\d+|link)-\d+")
        current = self.path.resolve()
        for parent in dict.fromkeys((self.path.parent, current.parent)):
            remove_leftovers(parent, ours, spare=current)

    def _switch_folder(self, folder: Path, *, free: bool) -> None:
        self._take_over(folder)
        flush(folder)
        failure = _exchanged(folder, self.path)
        if failure is not None and failure.errno in _APART:
            folder = self._copy_beside(folder)
            failure = _exchanged(folder, self.path)
        if failure is not None:
            self._otherwise(folder, failure, free=free)
        flush_names(folder.parent)
        flush_names(self.path.parent)

    def _otherwise(self, folder: Path, failure: OSError, *, free: bool) -> None:
        """What is left where the system cannot exchange the two: the first publication, into a free place."""
        if not free or os.path.ismount(self.path):
            raise self._cannot(failure)
        try:
            if failure.errno in UNABLE:
                self._link_to(self._copy_beside(folder))
            else:  # a folder of a container's image cannot be exchanged, but it can be replaced while it is empty
                _empty(self.path)
                os.rename(folder, self.path)
        except OSError as error:
            if error.errno in UNABLE | _APART | {errno.EPERM}:  # EPERM: a disk that has no links
                raise self._cannot(error) from error
            raise

    def _link_to(self, version: Path) -> None:
        """Let the public path be a link to `version`, in one rename."""
        link = self.path.with_name(f"{self._hidden}link-{os.getpid()}")
        link.unlink(missing_ok=True)
        os.symlink(os.path.relpath(version, link.parent), link, target_is_directory=True)
        if not self.path.is_symlink():
            _empty(self.path)
            self.path.rmdir()
        os.replace(link, self.path)
        flush_names(self.path.parent)

    def _copy_beside(self, folder: Path) -> Path:
        """A copy of `folder` on the file system of the public one, under a name that nothing has yet."""
        self._take_over(folder)
        beside = self._unused()
        for place, _, names in os.walk(folder):
            to = beside / os.path.relpath(place, folder)
            to.mkdir()
            shutil.copymode(place, to)
            for name in names:
                shutil.copy(Path(place, name), to / name)
        flush(beside)
        flush_names(beside.parent)
        return beside

    def _unused(self) -> Path:
        """A hidden name that nothing has yet, beside the public folder: where a link leads, if it is one."""
        home = self.path.resolve().parent
        home = home if home.is_dir() else self.path.parent
        names = (home / f"{self._hidden}tree{number}-{os.getpid()}" for number in count(1))
        return next(path for path in names if not path.exists())

    def _take_over(self, folder: Path) -> None:
        """Give the tree what belongs to the place: the note, the server's settings, and who may read it."""
        for name in (NOTE, *_NOTES, *SETTINGS):
            if (self.path / name).is_file():
                shutil.copyfile(self.path / name, folder / name)
        if self.path.is_dir():
            shutil.copymode(self.path, folder)

    def _cannot(self, error: OSError) -> SourceProblems:
        facts = {"folder": self.name, "reason": error.strerror or str(error)}
        return SourceProblems(Problem("publish.no-exchange", facts, file=self.name))

    @property
    def _hidden(self) -> str:
        return f".{self.path.name}."


class BuildFolder(FolderTarget):
    """A local folder for one's own eyes: where the system cannot exchange, the old one is moved out first."""

    def _otherwise(self, folder: Path, failure: OSError, *, free: bool) -> None:
        beside = self._copy_beside(folder)
        os.rename(self.path, self._unused())
        os.rename(beside, self.path)


def _exchanged(one: Path, other: Path) -> OSError | None:
    """Exchange the two, or say why the system cannot. Raises any other OSError."""
    try:
        exchange(one, other)
    except OSError as error:
        if error.errno not in UNABLE | _APART:
            raise
        return error
    return None


def _strangers(folder: Path, manifest: dict[str, object]) -> Iterator[str]:
    """The files in `folder` that its manifest does not name."""
    files = manifest.get("files")
    known = {*(files if isinstance(files, dict) else ()), NOTE, *_NOTES, *SETTINGS, *([MANIFEST] if manifest else [])}
    for path, folders, names in os.walk(folder, onerror=_raise):
        inside = Path(path).relative_to(folder)
        links = [name for name in folders if Path(path, name).is_symlink()]
        files_here = [(inside / name).as_posix() for name in sorted([*links, *names]) if name not in _DROPPINGS]
        yield from (file for file in files_here if file not in known)


def _raise(error: OSError) -> None:
    raise error  # a folder that cannot be looked into may hold anything


def _empty(folder: Path) -> None:
    """Take from a free place what may stand in it: the note, and what file managers drop."""
    for child in folder.iterdir():
        if child.is_dir():
            shutil.rmtree(child)
        else:
            child.unlink()
