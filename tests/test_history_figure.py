"""history of a real publication: a figure down to the line of its source, and the anchor that each release carries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from berkala.cli import main
from berkala.errors import DONE, WRONG_USE
from berkala.ledger import Ledger
from plan_cases import edit
from test_history import Said, document, git

pytestmark = pytest.mark.slow

FIGURE = "visitors@2025-12#visitors.all.2025-12"
AT = ("--as-of", "2026-01-25T10:00", "--jobs", "1")


@pytest.fixture(name="office", scope="module")
def fixture_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `init` makes, in git: Sari wrote all of it, and Budi the last row."""
    root = tmp_path_factory.mktemp("figure") / "office"
    assert main(["init", str(root)]) == DONE
    table = root / "datasets/visitors/visitors.csv"
    text = table.read_text(encoding="utf-8")
    git(root, "Sari Contoh", "init", "-q")
    table.write_text(text.replace("2025-12,3528", "2025-12,1"), encoding="utf-8")
    git(root, "Sari Contoh", "add", "datasets")
    git(root, "Sari Contoh", "commit", "-qm", "first")
    table.write_text(text, encoding="utf-8")
    git(root, "Budi Rekaan", "commit", "-qam", "December")
    assert main(["publish", "-C", str(root), *AT]) == DONE
    return root


def ask(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Said:
    capsys.readouterr()
    code = main(["history", "-C", str(root), *words])
    return Said(code, *capsys.readouterr())


def test_a_figure_is_told_down_to_the_line_and_who_wrote_it(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = ask(office, capsys, FIGURE).out
    assert "visitors.all.2025-12 is 3,528 (exactly 3528, count)." in text
    assert "It is worked out by “total” from cell.visitors.all.2025-12." in text
    assert "line 14 of datasets/visitors/visitors.csv, last changed by Budi Rekaan" in text
    told = document(ask(office, capsys, "visitors.all.2024-12", "--edition", "visitors@2025-12", "--json"))
    [cell] = told["figure"]["cells"]
    assert (cell["line"], cell["who"]) == (2, "Sari Contoh")
    assert [one["kind"] for one in told["entries"]][-2:] == ["checked", "published"]
    wrong = ask(office, capsys, "visitors@2025-12#visitors.all.2025-21")
    assert wrong.code == WRONG_USE
    assert "the nearest is “visitors.all.2025-12”" in wrong.err


def test_a_file_of_the_site_and_one_out_of_a_package_are_known(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, kind in (("visitors/2025-12/index.html", "address"), ("index.html", "site"), ("feed.xml", "site")):
        assert document(ask(office, capsys, str(office / "site" / path), "--json"))["kind"] == kind
    table = office / "site/data/visitors/2025-12/visitors.xlsx"
    assert document(ask(office, capsys, str(table), "--json"))["kind"] == "file"
    for address in ("/data/visitors/", "/data/visitors/latest/visitors.csv", "/id/visitors/", "/embed/visitors-main/"):
        assert document(ask(office, capsys, address, "--json"))["editions"] == ["visitors@2025-12"], address


def test_each_release_anchors_what_had_happened_and_nothing_to_do_stays_so(
    office: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    manifest = office / "site" / "manifest.json"
    assert json.loads(manifest.read_text(encoding="utf-8"))["ledger"] == ""
    ledger = Ledger(office / ".berkala" / "ledger.sqlite3")
    before, standing = ledger.anchor(), manifest.read_bytes()
    assert main(["publish", "-C", str(office), *AT]) == DONE
    assert "Nothing is due and nothing has changed" in capsys.readouterr().out
    assert manifest.read_bytes() == standing
    edit(office, "mkdocs.yml", "Statistics desk", "Desk of statistics")
    assert main(["publish", "-C", str(office), *AT]) == DONE
    assert json.loads(manifest.read_text(encoding="utf-8"))["ledger"] == before != ledger.anchor()
    assert main(["history", "-C", str(office), "--export", str(tmp_path / "a.jsonl")]) == DONE
    assert f"{before[:12]}, is event 3 of the chain" in capsys.readouterr().out
