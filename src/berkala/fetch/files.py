"""A source that is a file in the publication: the resource path, seen from the dataset's folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath, PureWindowsPath

from berkala.errors import Problem, SourceProblems, nearest
from berkala.fetch.snapshots import Part, Snapshot
from berkala.fetch.sources import Source
from berkala.plan import Dataset
from berkala.plan.layouts import gaps_of

#: The largest file that is read, in bytes. A table for the public is far smaller; a mistaken path often is not.
LIMIT = 200_000_000


class FileSource(Source):
    """Reads a file under the publication's root, and nothing outside it."""

    def fetch(self, dataset: Dataset, root: Path) -> Snapshot:
        """The bytes of the dataset's file. Raises SourceProblems that name the file, or the descriptor's mistake."""
        declared = dataset.spec.resource.path
        if dataset.spec.resource.query is not None:
            raise _in_descriptor("fetch.query-unused", dataset, declared)
        if gaps_of(declared).names:
            return several_files(dataset, declared, root)
        path, file = locate(dataset, declared, root)
        try:
            return Snapshot(dataset.name, file, _read(path, file))
        except OSError as error:
            raise unreadable(error, file) from error


def several_files(dataset: Dataset, declared: str, root: Path) -> Snapshot:
    """Every file of a folder whose name has the declared form, such as ``poverty {year}.csv``, by name.

    Raises SourceProblems for a form with a gap in a folder's name, and where no file has it.
    """
    folder, _, form = declared.rpartition("/")
    if gaps_of(folder).names or not dataset.spec.resource.layouts:
        raise _in_descriptor(
            "fetch.gap-in-folder" if gaps_of(folder).names else "fetch.gap-no-layout", dataset, declared
        )
    inside = _inside(dataset, f"{folder}/." if folder else ".")
    _refuse_links(root, root / inside, dataset, declared)
    names = sorted(entry.name for entry in (root / inside).iterdir()) if (root / inside).is_dir() else []
    found = [(name, stated) for name in names if (stated := gaps_of(form).match(name)) is not None]
    if not found:
        facts = {"form": form, "folder": inside, "found": ", ".join(names[:5])}
        code = "fetch.no-such-files" if names else "fetch.no-files"
        raise SourceProblems(Problem(code, facts, file=f"{dataset.folder}/dataset.yml"))
    parts, problems, size = [], list[Problem](), 0
    for name, stated in found:
        try:
            path, file = locate(dataset, f"{folder}/{name}" if folder else name, root)
            parts.append(Part(file, _read(path, file), stated))
            size += len(parts[-1].content)
        except SourceProblems as error:
            problems.extend(error.problems)
        if size > LIMIT:
            limits = {"size": size // 1_000_000, "limit": LIMIT // 1_000_000}
            raise SourceProblems(Problem("fetch.too-large", limits, file=f"{inside}/{form}"))
    if problems:
        raise SourceProblems(problems)
    return Snapshot(dataset.name, f"{inside}/{form}", b"", tuple(parts))


def locate(dataset: Dataset, declared: str, root: Path) -> tuple[Path, str]:
    """Where a declared path leads: an ordinary file in the publication, and its path from the root.

    Raises SourceProblems for a path that leaves the publication, goes through a link, or leads to no ordinary file.
    """
    file = _inside(dataset, declared)
    path = root / file
    try:
        _refuse_links(root, path, dataset, declared)
        _refuse_what_is_not_there(root, path, file)
        _refuse_what_is_no_file(path, file)
    except OSError as error:
        raise unreadable(error, file) from error
    return path, file


def unreadable(error: OSError, file: str) -> SourceProblems:
    """What to raise where the system refuses to open or to read a file."""
    if isinstance(error, PermissionError):
        return SourceProblems(Problem("fetch.permission", file=file))
    return SourceProblems(Problem("fetch.unreadable", {"reason": error.strerror or type(error).__name__}, file=file))


def _inside(dataset: Dataset, declared: str) -> str:
    """The file's path from the root, with ``..`` worked out on paper: links are refused, not followed."""
    foreign = PureWindowsPath(declared)
    joined = os.path.normpath(PurePosixPath(dataset.folder, declared)).replace("\\", "/")
    leaves = joined == ".." or joined.startswith("../") or PurePosixPath(declared).is_absolute()
    if leaves or foreign.drive or foreign.root or "\0" in declared:
        raise _in_descriptor("fetch.outside", dataset, declared)
    return joined


def _refuse_links(root: Path, path: Path, dataset: Dataset, declared: str) -> None:
    # The root itself may stand behind a link: that is how the machine is set up, not what the publication says.
    for part in (path, *path.parents):
        if part == root:
            return
        if part.is_symlink():
            raise _in_descriptor("fetch.link", dataset, declared)


def _in_descriptor(code: str, dataset: Dataset, declared: str) -> SourceProblems:
    return SourceProblems(Problem(code, {"path": declared}, file=f"{dataset.folder}/dataset.yml"))


def _refuse_what_is_not_there(root: Path, path: Path, file: str) -> None:
    """The name must stand in the folder letter for letter, also where the system does not mind capitals."""
    folder = path.parent
    names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    if path.name not in names:
        same = [name for name in names if name.casefold() == path.name.casefold()]
        near = same[0] if same else nearest(path.name, names)
        shown = folder.relative_to(root).as_posix()
        code = "fetch.missing-near" if near else "fetch.missing"
        raise SourceProblems(Problem(code, {"name": path.name, "nearest": near, "folder": shown}, file=file))


def _refuse_what_is_no_file(path: Path, file: str) -> None:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise SourceProblems(Problem("fetch.folder", file=file))
    if not stat.S_ISREG(mode):
        # A pipe or a device could be read for ever.
        raise SourceProblems(Problem("fetch.not-a-file", file=file))


def _read(path: Path, file: str) -> bytes:
    size = path.stat().st_size
    with path.open("rb") as stream:
        content = stream.read(LIMIT + 1) if size <= LIMIT else b""
    if size > LIMIT or len(content) > LIMIT:
        facts = {"size": size // 1_000_000, "limit": LIMIT // 1_000_000}
        raise SourceProblems(Problem("fetch.too-large", facts, file=file))
    if not content:
        raise SourceProblems(Problem("fetch.empty", file=file))
    return content
