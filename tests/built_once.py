"""Sites that several tests look at and nobody changes, each built once in a session whatever the number of workers."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from berkala import init
from berkala.cli import main
from collecting import NOW as COLLECTED
from collecting import copied
from many_areas import NOW as COUNTED
from many_areas import many_areas
from publications import build_whole, waited, write_at_once


def shared_folder(base: Path) -> Path:
    """The folder that all workers of pytest-xdist share; each has one of its own in it."""
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def once(folder: Path, name: str, make: Callable[[Path], Path]) -> Path:
    """What `make` makes of a new folder: the worker that comes first makes it, the others wait."""
    root, mark, made = folder / f"once-{name}", folder / f"once-{name}.done", folder / f"once-{name}.at"
    try:
        root.mkdir()
    except FileExistsError:
        waited(root, mark)
        return Path(made.read_text(encoding="utf-8"))
    try:
        write_at_once(made, str(make(root)))
    except BaseException as error:
        write_at_once(mark, str(error) or repr(error))
        raise
    write_at_once(mark, "")
    return Path(made.read_text(encoding="utf-8"))


def built(root: Path, as_of: str, site: Path) -> Path:
    """A publication's site."""
    assert main(["build", "-C", str(root), "--jobs", "1", "--as-of", as_of, "--out", str(site)]) == 0
    return site


def many(folder: Path) -> Path:
    """Three indicators with titles of two hundred letters, sixty areas; imported."""
    return built(many_areas(folder / "in"), COUNTED, folder / "site")


def collection(folder: Path) -> Path:
    """Sections, targets, an indicator without data; the golden case."""
    return built(copied(folder / "in"), COLLECTED, folder / "site")


def performance(folder: Path) -> Path:
    """Objectives, targets and achievements of an office: the example that `init` writes, Indonesian first."""
    init.init(folder / "in", "lkjip")
    return built(folder / "in", "2027-01-01T12:00", folder / "site")


def whole(folder: Path) -> Path:
    """The publication that ships, which the fixture `whole` builds too."""
    return build_whole(folder.parent) / ".berkala" / "build"


#: The sites of the matrix. Another one that shows something new joins here.
SITES: dict[str, Callable[[Path], Path]] = {
    "whole": whole, "many": many, "collection": collection, "performance": performance,
}  # fmt: skip
