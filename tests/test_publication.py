"""The whole row of rooms as a staff member meets it: the archive in one run, then nothing; packs added later."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from berkala.cli import main
from berkala.ledger import Ledger
from small import AFTER, BEFORE, edit, small_publication, tree

pytestmark = pytest.mark.slow


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_publication(tmp_path / "publication", first="2018-12")


def publish(root: Path, capsys: pytest.CaptureFixture[str], *more: str, as_of: str = "") -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    command = ["publish", "-C", str(root), "--as-of", as_of or AFTER.isoformat(), "--jobs", "1", "--json", *more]
    code = main(command)
    return code, json.loads(capsys.readouterr().out)


def test_the_archive_in_one_run_then_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, first = publish(root, capsys)
    assert code == 0
    assert first["published"] == [f"emergency-care@{month}" for month in ("2018-12", "2019-01", "2019-02", "2019-03")]
    site, ledger = tree(root / "site"), (root / ".berkala" / "ledger.sqlite3").read_bytes()
    code, second = publish(root, capsys)
    assert (code, second["published"], second["due"]) == (0, [], [])
    assert tree(root / "site") == site
    assert (root / ".berkala" / "ledger.sqlite3").read_bytes() == ledger


def test_nothing_of_an_edition_is_public_before_its_time(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, result = publish(root, capsys, as_of=BEFORE.isoformat())
    assert "emergency-care@2019-03" not in result["published"]
    site = tree(root / "site")
    assert not [path for path in site if "2019-03" in path]
    # The next release is announced by its name; no figure, file or row of March is anywhere.
    assert not [path for path, content in site.items() if b"1373060" in content or b"1,373,060" in content]
    assert not [path for path, content in site.items() if b"86.6" in content and path.endswith((".html", ".json"))]


def test_a_dry_run_changes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, result = publish(root, capsys, "--dry-run")
    assert (code, len(result["due"]), result["published"]) == (0, 4, [])
    assert tree(root / "site") == {}
    assert Ledger(root / ".berkala" / "ledger.sqlite3").latest("site") == {}


def test_the_archive_s_packs_are_added_later_and_its_facts_stay(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(root, capsys)
    before = tree(root / "site")
    code, result = publish(root, capsys, "--archive", "all")
    assert (code, len(result["published"])) == (0, 3)
    after = tree(root / "site")
    assert "emergency-care/2018-12/share/posts.json" in after.keys() - before.keys()
    facts = [path for path in before if path.endswith((".csv", "figures.json"))]
    assert [path for path in facts if before[path] != after[path]] == []
    assert publish(root, capsys, "--archive", "all")[1]["published"] == []


def test_what_an_edition_said_stays_as_it_was_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(root, capsys, as_of=BEFORE.isoformat())
    before = tree(root / "site")
    # The source is restated: January changes. Public editions keep what they said; the new one has the new value.
    edit(root / "datasets/emergency-care/emergency-care.csv", r"(?m)^2019-01,type-1,\d+", "2019-01,type-1,1400000")
    code, result = publish(root, capsys)
    assert (code, result["published"]) == (0, ["emergency-care@2019-03"])
    after = tree(root / "site")
    kept = [path for path in before if path.startswith("emergency-care/20") and path.endswith("figures.json")]
    assert kept
    assert [path for path in kept if before[path] != after[path]] == []
    assert b"2019-01,type-1,1400000" in after["data/emergency-care/2019-03/emergency-care.csv"]
    code, result = publish(root, capsys, "--archive", "all")
    assert (code, {problem["code"] for problem in result["problems"]}) == (1, {"compose.said-otherwise"})


def test_a_changed_template_brings_the_site_up_to_date(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(root, capsys)
    edit(root / "templates/theme/assets/berkala.css", r"/\* Berkala", "/* New. Berkala")
    code, result = publish(root, capsys)
    assert (code, result["published"]) == (0, [])
    assert b"/* New. Berkala" in (root / "site/assets/berkala.css").read_bytes()
    assert publish(root, capsys)[1]["editions"] == []
