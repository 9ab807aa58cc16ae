"""Same input, same bytes: in another folder, time zone, locale, hash seed and number of processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from small import small_publication, tree

#: A build in the locale of its environment: one that the machine does not know stops it before it begins.
PROGRAM = """
import locale, os, sys
taken = locale.setlocale(locale.LC_ALL, "")
assert taken == os.environ["LC_ALL"], taken
from berkala.cli import main
sys.exit(main(sys.argv[1:]))
"""

#: A comma in numbers, months and days by other names.
LOCALE = "id_ID"


def build(root: Path, jobs: int, **environment: str) -> dict[str, bytes]:
    command = [sys.executable, "-c", PROGRAM, "build", "-C", str(root), "--jobs", str(jobs)]
    command += ["--as-of", "2026-11-22T10:00+00:00", "--json"]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return tree(root / ".berkala" / "build")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = build(small_publication(tmp_path_factory.mktemp("one") / "one"), 1, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    assert len(made) > 100
    return made


def other_locale(folder: Path) -> dict[str, str]:
    """The environment of a locale that differs, made from the machine's own sources where it has them."""
    program = shutil.which("localedef")
    if program is None:
        pytest.skip("the locale alone is left out: this machine has no localedef")
    name = f"{LOCALE}.UTF-8"
    command = [program, "-i", LOCALE, "-f", "UTF-8", str(folder / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not (folder / name / "LC_TIME").is_file():
        pytest.skip(f"the locale alone is left out: localedef cannot make {name} here: {done.stderr.strip()}")
    return {"LC_ALL": name, "LOCPATH": str(folder)}


@pytest.mark.slow
def test_two_builds_are_byte_identical(first: dict[str, bytes], tmp_path: Path) -> None:
    root = small_publication(tmp_path / "some other folder" / "two")
    second = build(root, 2, TZ="Asia/Jayapura", LC_ALL="C.UTF-8", PYTHONHASHSEED="77")
    assert list(first) == list(second)
    assert [path for path in first if first[path] != second[path]] == []


@pytest.mark.slow
def test_a_build_in_another_locale_is_byte_identical(first: dict[str, bytes], tmp_path: Path) -> None:
    environment = other_locale(tmp_path)
    second = build(small_publication(tmp_path / "two"), 2, TZ="Asia/Jayapura", PYTHONHASHSEED="77", **environment)
    assert list(first) == list(second)
    assert [path for path in first if first[path] != second[path]] == []
