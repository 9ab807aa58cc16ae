"""What tests of `publish` share: a publication, the folder it goes to, failures of the system, and refusals read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from berkala.errors import BerkalaError, catalogue
from berkala.plan.specifications import Folder
from berkala.publish import exchange as exchanging
from berkala.publish.folder import FolderTarget
from handmade import publication

REAL = exchanging.exchange


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Path:
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
