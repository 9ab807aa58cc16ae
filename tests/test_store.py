"""Bundles are kept once, whole, unchanged, and every byte is held against its hash when it is read."""

from __future__ import annotations

import errno
import json
import os
import stat
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.errors import SourceProblems
from berkala.periods import FREQUENCIES, Frequency, parse
from berkala.plan import Edition
from berkala.render.bundle import Bundle
from berkala.render.store import MANIFEST, UNFINISHED, flush, keep, load
from handmade import made

JAKARTA = ZoneInfo("Asia/Jakarta")
CODES = dict(
    zip(
        FREQUENCIES,
        ("2019-03-05", "2019-W10", "2019-03", "2019-Q1", "2019-S1", "2019", "2018-2019", "2010--2012"),
        strict=True,
    )
)


def edition(frequency: Frequency = "month", *, full: bool = True, fiscal_start: int = 4) -> Edition:
    period = parse(CODES[frequency], frequency, fiscal_start)
    return Edition("counts", "how-many", period, datetime(2019, 5, 15, 9, 30, tzinfo=JAKARTA), full)


@pytest.mark.parametrize("frequency", FREQUENCIES)
@pytest.mark.parametrize("full", [True, False])
def test_a_kept_bundle_comes_back_as_it_was(tmp_path: Path, frequency: Frequency, full: bool) -> None:
    bundle = made(edition(frequency, full=full, fiscal_start=7))
    keep(bundle, tmp_path)
    back = load(tmp_path, bundle.hash)
    assert back == bundle
    assert back.hash == bundle.hash
    assert back.manifest == bundle.manifest
    assert (back.edition.name, back.edition.address) == (bundle.edition.name, bundle.edition.address)


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8}\.[a-z]{2,4})", fullmatch=True), st.binary(max_size=50)),
    st.dictionaries(st.text(max_size=9), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists)),
)
def test_any_files_and_any_knowledge_come_back(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], about: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("bundles")
    bundle = Bundle(edition(), about, files, "made of")
    keep(bundle, folder)
    assert load(folder, bundle.hash) == bundle


def test_it_stands_under_its_hash_with_its_manifest(tmp_path: Path) -> None:
    bundle = made(edition())
    home = keep(bundle, tmp_path / "bundles")
    assert home == tmp_path / "bundles" / bundle.hash
    told = json.loads((home / MANIFEST).read_bytes())
    assert told["edition"] == "counts@2019-03"
    assert told["period"] == {"code": "2019-03", "frequency": "month", "start": "2019-03-01"}
    assert set(told["files"]) == set(bundle.files)
    assert (home / "share/card.svg").read_bytes() == bundle.files["share/card.svg"]


def test_its_files_can_only_be_read(tmp_path: Path) -> None:
    home = keep(made(edition()), tmp_path)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in home.rglob("*") if path.is_file()}
    assert modes == {0o444}


def test_keeping_it_again_touches_nothing(tmp_path: Path) -> None:
    home = keep(made(edition()), tmp_path)
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    assert keep(made(edition()), tmp_path) == home
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before
    assert [path.name for path in tmp_path.iterdir()] == [home.name]


def test_keeping_it_again_notices_another_manifest(tmp_path: Path) -> None:
    home = keep(made(edition()), tmp_path / ".berkala" / "bundles")
    change(home / MANIFEST)
    with pytest.raises(SourceProblems) as told:
        keep(made(edition()), tmp_path / ".berkala" / "bundles")
    assert [problem.code for problem in told.value.problems] == ["publish.bundle-damaged"]


def change(file: Path) -> None:
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b" ")


def test_every_damaged_or_missing_file_is_named_at_once(tmp_path: Path) -> None:
    bundle = made(edition())
    home = keep(bundle, tmp_path / ".berkala" / "bundles")
    change(home / "index.html")
    (home / "share" / "card.svg").unlink()
    with pytest.raises(SourceProblems) as told:
        load(tmp_path / ".berkala" / "bundles", bundle.hash)
    found = {(problem.code, problem.file) for problem in told.value.problems}
    assert found == {
        ("publish.bundle-damaged", f".berkala/bundles/{bundle.hash}/index.html"),
        ("publish.bundle-file-missing", f".berkala/bundles/{bundle.hash}/share/card.svg"),
    }
    assert all("backup" in problem.remedy() for problem in told.value.problems)


def test_a_changed_manifest_is_damage_too(tmp_path: Path) -> None:
    bundle = made(edition())
    change(keep(bundle, tmp_path) / MANIFEST)
    with pytest.raises(SourceProblems) as told:
        load(tmp_path, bundle.hash)
    assert [problem.code for problem in told.value.problems] == ["publish.bundle-damaged"]


def test_a_missing_bundle_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceProblems) as told:
        load(tmp_path / ".berkala" / "bundles", "f" * 64)
    (problem,) = told.value.problems
    assert problem.code == "publish.bundle-missing"
    assert "f" * 64 in problem.message()


def test_its_words_stay_when_a_newer_program_would_choose_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = made(edition())
    keep(bundle, tmp_path)
    kept = bundle.manifest
    monkeypatch.setattr(Bundle, "manifest", property(lambda self: b"other words"))
    back = load(tmp_path, bundle.hash)
    monkeypatch.undo()
    assert back.manifest == kept
    assert back.hash == bundle.hash


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        keep(made(edition()), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_another_run_that_keeps_the_same_meanwhile_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, rename = made(edition()), os.rename

    def overtaken(one: Path, other: Path) -> None:
        monkeypatch.setattr(os, "rename", rename)
        (tmp_path / "elsewhere").mkdir()
        rename(keep(bundle, tmp_path / "elsewhere"), other)
        rename(one, other)

    monkeypatch.setattr(os, "rename", overtaken)
    keep(bundle, tmp_path)
    assert load(tmp_path, bundle.hash) == bundle
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(UNFINISHED)]


def test_flushing_works_where_the_system_has_no_call_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").write_bytes(b"x")
    flushed: list[int] = []
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(os, "fsync", flushed.append)
    flush(tmp_path)
    assert len(flushed) == 4  # the file and the three folders
