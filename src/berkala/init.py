"""A new publication: the folders of one, without the engine, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from berkala.errors import Problem, TryAgain, WrongUse
from berkala.plan.publication import SETTINGS_FILE

_EXAMPLES = Path(__file__).parent / "examples"

#: The publication that `init` writes unless another is asked for, and what every one of them has. It is there in the
#: languages of the staff, as ``new-<language>``: the notes in its files are for them, and their language stands first.
PLAIN, _SHARED = "new", "shared"
#: Files that have another name in the package: one that begins with a full stop would be left out of it.
_NAMES = {"gitignore.txt": ".gitignore"}


def examples() -> tuple[str, ...]:
    """The examples that can be asked for by name."""
    found = (path.name for path in _EXAMPLES.iterdir() if (path / SETTINGS_FILE).is_file())
    return tuple(sorted(name for name in found if not name.startswith(f"{PLAIN}-")))


def init(folder: Path, example: str = PLAIN, language: str = "en") -> tuple[str, ...]:
    """Write a new publication into `folder`, and return its files by their paths in it; `language` is the reader's.

    `folder` must not be there, or be an empty folder. The files are gathered in a private folder and then moved,
    so that whatever interrupts this leaves either nothing or all of them.

    Raises WrongUse where the folder holds anything or is a file, and TryAgain where the machine refuses to write.
    """
    _require_empty(folder)
    files = _files(example, language)
    try:
        _write(folder, files)
    except OSError as error:
        reason = error.strerror or str(error)
        raise TryAgain(Problem("cli.init-refused", {"folder": str(folder), "reason": reason})) from error
    return tuple(files)


def _require_empty(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise WrongUse(Problem("cli.init-file", {"folder": str(folder)}))
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if SETTINGS_FILE in there:
        raise WrongUse(Problem("cli.init-publication", {"folder": str(folder)}))
    if there:
        raise WrongUse(Problem("cli.init-not-empty", {"folder": str(folder), "found": there[0], "number": len(there)}))


def _files(example: str, language: str) -> dict[str, Path]:
    """Each file of the new publication by its path in it, and the one that it is a copy of."""
    found: dict[str, Path] = {}
    spoken = [_EXAMPLES / f"{example}-{code}" for code in (language, "en")]
    for folder in (_EXAMPLES / _SHARED, _EXAMPLES / example, *[one for one in spoken if one.is_dir()][:1]):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            inside = path.relative_to(folder)
            found[inside.with_name(_NAMES.get(inside.name, inside.name)).as_posix()] = path
    return dict(sorted(found.items()))


def _write(folder: Path, files: dict[str, Path]) -> None:
    """Stage on the same disk and rename: a new folder appears whole, and one that is there is filled at once."""
    there = folder.is_dir()
    (folder if there else folder.parent).mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=".berkala-init-", dir=folder if there else folder.parent))
    try:
        for name, source in files.items():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, stage / name)
        if there:
            _move_into(stage, folder)
        else:
            stage.chmod(0o777 & ~_umask())  # a private folder until now
            os.rename(stage, folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _move_into(stage: Path, folder: Path) -> None:
    """The folder stays the same one: somebody may stand in it. The settings come last; until then it is nothing."""
    moved: list[Path] = []
    try:
        for path in sorted(stage.iterdir(), key=lambda path: (path.name == SETTINGS_FILE, path.name)):
            moved.append(folder / path.name)
            os.rename(path, moved[-1])
    except BaseException:
        for path in moved:
            if not (stage / path.name).exists():  # what is still staged has not moved: its name is somebody else's
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """What new folders of this user may not be: it can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
