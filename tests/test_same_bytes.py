"""Same input, same bytes: in another folder, time zone, locale, hash seed and number of processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from small import small_publication, tree


def build(root: Path, jobs: int, **environment: str) -> dict[str, bytes]:
    command = [sys.executable, "-m", "berkala.cli", "build", "-C", str(root), "--jobs", str(jobs)]
    command += ["--as-of", "2026-11-22T10:00+00:00", "--json"]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return tree(root / ".berkala" / "build")


@pytest.mark.slow
def test_two_builds_are_byte_identical(tmp_path: Path) -> None:
    one = small_publication(tmp_path / "one")
    other = small_publication(tmp_path / "some other folder" / "two")
    first = build(one, 1, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    second = build(other, 2, TZ="Asia/Jayapura", LC_ALL="C.UTF-8", LANG="id_ID.UTF-8", PYTHONHASHSEED="77")
    assert list(first) == list(second)
    assert [path for path in first if first[path] != second[path]] == []
    assert len(first) > 100
