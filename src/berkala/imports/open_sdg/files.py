"""The files of the folder that is read: listed once, and read so that each is either read or left out by a line."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from berkala.errors import Problem, WrongUse
from berkala.imports.open_sdg.account import About, Book, Loss
from berkala.plan.documents import AS_WRITTEN, Document, parse_front_matter, parse_yaml

#: A byte order mark that was taken for text once and saved again.
_BROKEN_MARK = "\ufeff".encode().decode("latin-1")
_BROKEN_MARKS = ("\ufeff", _BROKEN_MARK, "\ufeff".encode().decode("cp1252"))
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FENCE = re.compile(r"---\s*")
_MOST_KEYS = 5


@dataclass(frozen=True, order=True)
class SourceFile:
    """One file. `name` is its path in the folder that is read, with strokes, and is what it is told as."""

    name: str
    path: Path

    @property
    def stem(self) -> str:
        """Its name without folder and ending."""
        return PurePosixPath(self.name).stem

    @property
    def folder(self) -> str:
        """The folder that it stands in, ``.`` for the top."""
        return PurePosixPath(self.name).parent.as_posix()

    @property
    def ending(self) -> str:
        """``csv``, in small letters."""
        return PurePosixPath(self.name).suffix.casefold().removeprefix(".")


def list_files(root: Path, leave: str, book: Book) -> tuple[SourceFile, ...]:
    """Every file of the folder in the order of names, but for hidden ones and the folder `leave` (a built site).

    A link that leads out of the folder is not followed. Raises WrongUse where there is no such folder.
    """
    if not root.is_dir():
        raise WrongUse(Problem("imports.no-folder", {"folder": str(root)}))
    inside = root.resolve()
    found = []
    for path in _walk(root, leave):
        file = SourceFile(path.relative_to(root).as_posix(), path)
        book.count("files")
        if path.is_symlink() and not path.resolve().is_relative_to(inside):
            book.add("left out", "file-outside", file=file.name, loss=Loss(files=1))
        else:
            found.append(file)
    return tuple(sorted(found))


def _walk(root: Path, leave: str) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith(".") and name != leave)
        yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))


def read_bytes(file: SourceFile, about: About) -> bytes | None:
    """The bytes of a file, or None and a line where it cannot be opened."""
    try:
        return file.path.read_bytes()
    except OSError as error:
        facts = {"reason": error.strerror or str(error)}
        about.add("left out", "file-unreadable", facts, loss=Loss(files=1))
        return None


def decoded(content: bytes, about: About, rows: int = 0) -> str | None:
    """The bytes as UTF-8 text without byte order marks, or None and a line; `rows` of data are lost with it."""
    loss = Loss(files=1, rows=rows)
    if content.startswith(_UTF16):
        about.add("left out", "utf16", loss=loss)
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        facts = {"byte": f"{content[error.start]:02X}", "place": error.start + 1}
        about.add("left out", "not-utf8", facts, row=row, loss=loss)
        return None
    bare = without_marks(text)
    if bare != text:
        about.add("noted", "mark-broken", row=1)
    return bare


def without_marks(text: str) -> str:
    """A text without the byte order marks that it begins with, whole or broken."""
    while mark := next((mark for mark in _BROKEN_MARKS if text.startswith(mark)), ""):
        text = text.removeprefix(mark)
    return text


def read_settings(file: SourceFile, about: About) -> Document | None:
    """A YAML file, every value as it is written; None and a line where it cannot be read."""
    text = _text(file, about)
    return None if text is None else _sound(parse_yaml(text, file.name, AS_WRITTEN), about)


def read_front(file: SourceFile, about: About) -> Document | None:
    """A Markdown file with settings above its second ``---``, also where the first or the second is missing."""
    text = _text(file, about)
    if text is None:
        return None
    lines = text.split("\n")
    fences = [place for place, line in enumerate(lines) if _FENCE.fullmatch(line)]
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    if len(fences) > 1 and fences[0] == first:
        return _sound(_moved(parse_front_matter("\n".join(lines[first:]), file.name, AS_WRITTEN), first), about)
    document = _unfenced(file.name, lines, fences[0] if fences else None, first)
    if not document.problems:
        about.add("noted", "fence-missing")
    return _sound(document, about)


def _unfenced(name: str, lines: list[str], fence: int | None, first: int) -> Document:
    if fence is None:
        document = parse_yaml("\n".join(lines), name, AS_WRITTEN)
        return Document(name, {}, body="\n".join(lines)) if document.problems else document
    if fence == first:  # it begins the settings, and they go on to the end
        return _moved(parse_yaml("\n".join(lines[first + 1 :]), name, AS_WRITTEN), first + 1)
    document = parse_yaml("\n".join(lines[:fence]), name, AS_WRITTEN)
    return replace(document, body="\n".join(lines[fence + 1 :]))


def _text(file: SourceFile, about: About) -> str | None:
    content = read_bytes(file, about)
    text = None if content is None else decoded(content, about)
    return None if text is None else text.replace("\r\n", "\n").replace("\r", "\n")


def _moved(document: Document, by: int) -> Document:
    told = tuple(problem.at(line=(problem.line or 1) + by) for problem in document.problems)
    return replace(document, problems=told)


def _sound(document: Document, about: About) -> Document | None:
    """The document, if it could be read: keys that stand twice are noted, the later one holds."""
    twice = [problem for problem in document.problems if problem.code == "plan.key-twice"]
    broken = [problem for problem in document.problems if problem.code != "plan.key-twice"]
    for place, problem in enumerate(broken):
        about.take("left out", problem, Loss(files=1) if place == 0 else None)
    if broken:
        return None
    if twice:
        keys = list(dict.fromkeys(str(problem.facts["key"]) for problem in twice))
        facts = {"count": len(twice), "keys": ", ".join(keys[:_MOST_KEYS]) + (", …" if len(keys) > _MOST_KEYS else "")}
        about.add("noted", "keys-twice", facts, row=twice[0].line)
    about.book.count("files read")
    return document
