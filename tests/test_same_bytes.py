"""Same input, same bytes: in another folder, time zone, locale, hash seed and number of processes.

Of each of the three reports the newest edition: places, maps, ranges, cards, posts and archives are among them.
In another locale one report, with the packs of its archive.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from publications import ALL, NOW, copy_publication, keep_newest
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

pytestmark = pytest.mark.slow


def build(root: Path, jobs: int, *more: str, **environment: str) -> dict[str, bytes]:
    command = [sys.executable, "-c", PROGRAM, "build", "-C", str(root), "--jobs", str(jobs), *more]
    command += ["--as-of", NOW, "--json"]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return tree(root / ".berkala" / "build")


def newest_of_each(to: Path) -> Path:
    return keep_newest(copy_publication(to, ALL), 1)


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


def assert_same(first: dict[str, bytes], second: dict[str, bytes]) -> None:
    assert list(first) == list(second)
    assert [path for path in first if first[path] != second[path]] == []


def test_two_builds_are_byte_identical(tmp_path: Path) -> None:
    first = build(newest_of_each(tmp_path / "one"), 1, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    kinds = ("kemiskinan/2022-03/areas/aceh/index.html", "consumer-prices/2026-08/figures.json", "feed.xml")
    assert {path for path in kinds if path not in first} == set()
    root = newest_of_each(tmp_path / "some other folder" / "two")
    assert_same(first, build(root, 2, TZ="Asia/Jayapura", LC_ALL="C.UTF-8", PYTHONHASHSEED="77"))


def test_a_build_in_another_locale_is_byte_identical(tmp_path: Path) -> None:
    environment = other_locale(tmp_path)
    whole_packs = ("--archive", "all")
    root = small_publication(tmp_path / "one", first="2019-02")
    first = build(root, 1, *whole_packs, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    root = small_publication(tmp_path / "two", first="2019-02")
    assert_same(first, build(root, 2, *whole_packs, TZ="Asia/Jayapura", PYTHONHASHSEED="77", **environment))
