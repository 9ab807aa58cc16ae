"""The entry of a correction, or of a withdrawal, in its file: added behind those that stand there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from textwrap import indent

import yaml

from berkala.plan.corrections import WrongCell

_FIRST = re.compile(r"^( *)- ", re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """A correction that is to be written: its name, when it was decided, who answers for it, what was wrong, where."""

    name: str
    decided: datetime
    who: str
    what: Mapping[str, str]
    cells: tuple[WrongCell, ...]

    def text(self) -> str:
        """The entry as it stands in the file."""
        cells = [{"key": dict(cell.key), "column": cell.column, "was": cell.was} for cell in self.cells]
        told = {
            "correction": self.name,
            "decided": f"{self.decided:%Y-%m-%dT%H:%M}",
            "who": self.who,
            "what": dict(self.what),
            "cells": cells,
        }
        return entry(told)


def free_name(dataset: str, decided: datetime, taken: Iterable[str]) -> str:
    """A name for a correction that none has: the dataset and the day, and a number where that day had one already."""
    stem, names = f"{dataset[:48]}-{decided:%Y-%m-%d}", {*taken}
    numbered = (f"{stem}-{number}" for number in range(2, len(names) + 3))
    return next(name for name in (stem, *numbered) if name not in names)


@contextmanager
def added(file: Path, text: str, keep: bool) -> Iterator[Path]:
    """A file with an entry more, while this lasts; afterwards too where it is to be kept and nothing was raised.

    The file is never seen half, and stands as it was where anything is refused.
    """
    before = file.read_text(encoding="utf-8") if file.exists() else None
    _write(file, _with(before or "", text))
    kept = False
    try:
        yield file
        kept = keep
    finally:
        if not kept:
            _put_back(file, before)


def entry(told: Mapping[str, object]) -> str:
    """An item of a list as it stands in such a file."""
    first, *rest = yaml.safe_dump(dict(told), allow_unicode=True, sort_keys=False, width=10**6).splitlines()
    return "\n".join([f"- {first}", *(f"  {line}" for line in rest)]) + "\n"


def _with(before: str, entry: str) -> str:
    """The text with an entry at its end, as far in as the others stand."""
    found = _FIRST.search(before)
    end = "" if not before or before.endswith("\n") else "\n"
    return f"{before}{end}{indent(entry, found[1] if found else '')}"


def _put_back(file: Path, before: str | None) -> None:
    if before is None:
        file.unlink(missing_ok=True)
    else:
        _write(file, before)


def _write(file: Path, text: str) -> None:
    beside = file.with_name(f".{file.name}-{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, file)
