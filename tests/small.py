"""A small publication for tests that run the whole row of rooms: a few months, small enough to publish in a second.

The editions come out on their own days (45 days after the month), so that a test can move the clock: everything
but the last edition is out at `BEFORE`, the last one too at `AFTER`.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from publications import copy_publication

ZONE = ZoneInfo("Asia/Jakarta")
BEFORE = datetime(2019, 5, 1, tzinfo=ZONE)
AFTER = datetime(2019, 6, 1, tzinfo=ZONE)


def small_publication(to: Path, first: str = "2018-02", last: str = "2019-03") -> Path:
    """A copy of this repository's publication with the months from `first` to `last` alone."""
    root = copy_publication(to)
    edit(root / "datasets/emergency-care/dataset.yml", r"coverage: .*", f"coverage: {{from: {first}, until: {last}}}")
    edit(root / "reports/emergency-care.md", r"first_release: .*", "first_release: 2016-01-01T09:30")
    data = root / "datasets/emergency-care/emergency-care.csv"
    head, *rows = data.read_text().splitlines()
    data.write_text("\n".join([head, *(row for row in rows if first <= row[:7] <= last)]) + "\n")
    return root


def edit(file: Path, pattern: str, text: str) -> None:
    """Replace one pattern in a file, exactly once; a test that edits nothing tests nothing."""
    new, count = re.subn(pattern, lambda _: text, file.read_text(encoding="utf-8"), count=1)
    assert count == 1, f"{pattern} is not in {file}"
    file.write_text(new, encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path, for comparing; our own note is not part of a site."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".gitignore"
    }
