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
    own = {path: content for path, content in site.items() if "about/design/" not in path}  # what it shows is invented
    assert not [path for path, content in own.items() if b"86.6" in content and path.endswith((".html", ".json"))]


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


def test_a_damaged_site_is_put_right(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(root, capsys)
    site = without_anchor(tree(root / "site"))
    (root / "site/emergency-care/2019-01/index.html").unlink()
    (root / "site/index.html").write_text("defaced")
    code, result = publish(root, capsys)
    assert (code, result["published"]) == (0, [])
    assert without_anchor(tree(root / "site")) == site


def without_anchor(site: dict[str, bytes]) -> dict[str, bytes]:
    """A tree without what its manifest says of the ledger, which has gone on."""
    told = json.loads(site["manifest.json"])
    del told["ledger"]
    return {**site, "manifest.json": json.dumps(told).encode()}


def test_a_source_that_changed_after_its_release_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(root, capsys)
    edit(root / "datasets/emergency-care/emergency-care.csv", r"(?m)^2019-03,type-1,\d+", "2019-03,type-1,1400000")
    code, result = publish(root, capsys)
    assert code == 0
    assert [(p["code"], p["severity"], p["file"]) for p in result["problems"]] == [
        ("fetch.restated", "note", "datasets/emergency-care/emergency-care.csv")
    ]


def test_a_clock_ahead_of_the_machine_s_publishes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, result = publish(root, capsys, as_of="2999-01-01T00:00")
    assert (code, [p["code"] for p in result["problems"]]) == (2, ["cli.as-of-ahead"])
    assert tree(root / "site") == {}
    assert publish(root, capsys, "--dry-run", as_of="2999-01-01T00:00")[0] == 0


def test_the_verdict_follows_the_standard(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(root / "datasets/four-hour-standard/four-hour-standard.csv", "2010,95", "2010,85")
    publish(root, capsys)
    page = (root / "site/emergency-care/2019-03/index.html").read_text()
    assert "Standard met" in page
    assert "Below the standard" not in page


def test_check_finds_all_that_would_stop_a_release(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(root, capsys)
    about = root / "reports/about.md"
    about.write_text(about.read_text() + "\nThere are 999 trees, see [there](nowhere.md).\n")
    before = tree(root)
    assert main(["check", "-C", str(root), "--as-of", AFTER.isoformat(), "--jobs", "1", "--json"]) == 1
    told = {problem["file"] for problem in json.loads(capsys.readouterr().out)["problems"]}
    assert "reports/about.md" in told
    assert tree(root) == before


def test_a_template_that_is_gone_is_berkala_s_and_a_broken_one_is_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "templates/theme/home.html").unlink()
    code, result = publish(root, capsys)
    assert (code, len(result["published"])) == (0, 4)
    assert (root / "site/index.html").is_file()
    edit(root / "templates/theme/fragments/edition.html", r"\{\{ headline \}\}", "{{ headlin }}")
    code, result = publish(root, capsys, "--archive", "all")
    assert (code, {p["code"] for p in result["problems"]}) == (1, {"render.template-broken"})


def test_the_private_folder_may_not_lie_in_public(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(root / "mkdocs.yml", r"      networks:", "      state: site/private\n      networks:")
    code, result = publish(root, capsys)
    assert (code, [p["code"] for p in result["problems"]]) == (1, ["plan.state-public"])
    assert tree(root / "site") == {}
