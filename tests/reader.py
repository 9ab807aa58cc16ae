"""A reader who polls a public folder without rest, as a process of its own, and notes what he could not make sense of.

``python reader.py TREES`` knows the public trees of a day in their order. A line on its input names a folder to read
from then on; what came of the one before is answered in a line. Each page that is read must be that of one of the
trees, and none of an earlier tree than the page before: then no reader's walk through the site was ever mixed by more
than the one moment in which it changes.
"""

from __future__ import annotations

import hashlib
import json
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

Trees = Sequence[Mapping[str, str]]


class Reader:
    """The process, for the test: `watch` a folder, and `told` what was seen in it."""

    def __init__(self, trees: Trees, file: Path) -> None:
        file.write_text(json.dumps(trees), encoding="utf-8")
        command = [sys.executable, __file__, str(file)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def watch(self, folder: Path) -> None:
        """Read it from now on."""
        self._say(str(folder))

    def told(self) -> dict[str, Any]:
        """What was read since, and what was wrong with it."""
        found: dict[str, Any] = json.loads(self._say(""))
        return found

    def _say(self, line: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        return self.process.stdout.readline()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.communicate()


class Walk:
    """One walk after the other through the public trees."""

    def __init__(self, trees: Trees) -> None:
        self.trees, self.at, self.pages, self.wrong = trees, 0, 0, list[str]()

    def read(self, folder: Path, path: str) -> None:
        """Read a page: it is of the tree that stood at the page before, or of a later one."""
        try:
            hashed: str | None = hashlib.sha256((folder / path).read_bytes()).hexdigest()
        except (FileNotFoundError, NotADirectoryError):
            hashed = None
        self.pages += 1
        later = [number for number in range(self.at, len(self.trees)) if self.trees[number].get(path) == hashed]
        if later:
            self.at = later[0]
        else:
            self.wrong.append(f"{path} is {hashed and hashed[:8]} after tree {self.at}")


def main(file: Path) -> None:
    """Read folders until the input ends."""
    trees = json.loads(file.read_text(encoding="utf-8"))
    paths = sorted({path for tree in trees for path in tree})
    folder, walk = Path(), Walk([])
    while True:
        if select.select([sys.stdin], [], [], 0 if walk.trees else None)[0]:
            line = sys.stdin.readline()
            if not line:
                return
            told = {"pages": walk.pages, "at": walk.at, "wrong": walk.wrong[:5]}
            folder, walk = Path(line.strip()), Walk(trees if line.strip() else [])
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
        for path in paths if walk.trees else ():
            walk.read(folder, path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
