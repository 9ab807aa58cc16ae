"""Where templates come from: a publication's own files, laid over those that Berkala brings."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def brought() -> Path:
    """Berkala's own templates: in the installed package, or in the repository that it runs from."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "templates"


def template_files(own: Path) -> Mapping[str, Path]:
    """Every template by its path in the folder, in order: the publication's own where it has one, else Berkala's.

    A file that lies in no folder, such as a note, is none.
    """
    found = {**_inside(brought()), **_inside(own)}
    return {name: found[name] for name in sorted(found)}


def one_folder(own: Path, cache: Path) -> Path:
    """One folder with every template.

    It is `own` where nothing is missing in it, Berkala's where `own` has nothing, else both together, put into
    `cache` under the hash of their content: what is there once is never changed.
    """
    files = template_files(own)
    if all(path.is_relative_to(own) for path in files.values()):
        return own
    if not any(path.is_relative_to(own) for path in files.values()):
        return brought()
    digest = hashlib.sha256()
    for name, path in files.items():
        digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    folder = cache / f"templates-{digest.hexdigest()[:16]}"
    return folder if folder.is_dir() else _laid(files, folder)


def _laid(files: Mapping[str, Path], folder: Path) -> Path:
    """Copy all files into a folder beside, then give it its name: nobody sees it half full."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
    try:
        for name, path in files.items():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, stage / name)
        os.replace(stage, folder)
    except OSError:
        shutil.rmtree(stage, ignore_errors=True)
        if not folder.is_dir():  # else another process was first, with the same files
            raise
    return folder


def _inside(folder: Path) -> dict[str, Path]:
    found = (path for path in folder.glob("*/**/*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path for path in found}
