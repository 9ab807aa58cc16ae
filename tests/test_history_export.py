"""history: the whole ledger for an auditor, who recomputes it without us, and the anchor in the public manifest."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from berkala.check.contracts import FOLDER
from berkala.cli import main
from berkala.errors import DONE, PROBLEMS, WRONG_USE
from berkala.ledger import Event, Ledger
from handmade import NEW, OLD, publication, run
from plan_cases import edit
from publications import REPOSITORY

LINE = Draft202012Validator(json.loads((FOLDER / "ledger.schema.json").read_text(encoding="utf-8")))


@pytest.fixture(name="published", scope="module")
def fixture_published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = publication(tmp_path_factory.mktemp("export") / "p")
    run(root, OLD)
    run(root, NEW)
    details = {"warnings": [], "é": {"b": [1, 2.5, None], "a": "“said”"}}
    ledger(root).record([Event("checked", "counts@2020-01", "2020-05-21T09:00:00+07:00", "Sári", "0" * 64, details)])
    return root


@pytest.fixture(name="root")
def fixture_root(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "p"))


def ledger(root: Path) -> Ledger:
    return Ledger(root / ".berkala" / "ledger.sqlite3")


def export(root: Path, file: Path, *more: str) -> int:
    return main(["history", "-C", str(root), "--export", str(file), *more])


@pytest.fixture(name="auditor", params=["on-time.md", "on-time.id.md"])
def fixture_auditor(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The script as the documentation shows it."""
    text = (REPOSITORY / "reports" / request.param).read_text(encoding="utf-8")
    [script] = [one for one in re.findall(r"<code>(.*?)</code></pre>", text, re.S) if "hashlib" in one]
    (tmp_path / "audit.py").write_text(html.unescape(script), encoding="utf-8")
    return tmp_path / "audit.py"


def audited(script: Path, file: Path) -> subprocess.CompletedProcess[str]:
    """What the script says, in a Python that has nothing of ours."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [sys.executable, "-I", "-S", str(script), str(file)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_an_auditor_works_out_every_hash_again(root: Path, auditor: Path, tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    assert export(root, file) == DONE
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        LINE.validate(line)
    assert len(lines[0]["last"]) == 64
    assert (lines[0]["events"], lines[0]["receipts"]) == (len(ledger(root).chain()), len(ledger(root).receipts()))
    assert len(lines) == 1 + lines[0]["events"] + lines[0]["receipts"]
    done = audited(auditor, file)
    assert (done.returncode, done.stdout.strip()) == (0, lines[0]["last"]), done.stderr
    changed = file.read_text(encoding="utf-8").replace("Sári", "Budi")
    file.write_text(changed, encoding="utf-8")
    assert audited(auditor, file).returncode != 0


def test_a_chain_that_was_changed_is_written_and_told(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(ledger(root).path) as connection:
        connection.executescript("drop trigger events_stay; update events set who = 'Budi' where id = 2")
    assert export(root, tmp_path / "ledger.jsonl") == PROBLEMS
    assert "The chain of events is broken at" in capsys.readouterr().err
    assert (tmp_path / "ledger.jsonl").is_file()


def test_the_ledger_is_never_written_where_the_public_reads(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(root, root / "site" / "ledger.jsonl") == WRONG_USE
    assert "where the public could read it" in capsys.readouterr().err
    assert not (root / "site" / "ledger.jsonl").exists()


# -- the anchor ------------------------------------------------------------------------------------------------------


def anchored(root: Path, anchor: str) -> Path:
    """Let the standing site say this of the ledger."""
    file = root / "site" / "manifest.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**told, "ledger": anchor}), encoding="utf-8")
    return file


def test_the_anchor_of_the_public_site_is_looked_for(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, third = tmp_path / "ledger.jsonl", ledger(root).chain()[2].hash
    anchored(root, third)
    assert export(root, file) == DONE
    assert f"The anchor of the public site, {third[:12]}, is event 3 of the chain" in capsys.readouterr().out
    anchored(root, "f" * 64)
    assert export(root, file) == PROBLEMS
    assert "no event of this ledger has that hash" in capsys.readouterr().err
    anchored(root, "")
    assert export(root, file, "--language", "id") == DONE
    assert "tidak menjadi jangkar apa pun" in capsys.readouterr().out
    shutil.rmtree(root / "site")
    assert export(root, file) == DONE
    assert "No site stands there" in capsys.readouterr().out


def test_of_a_site_elsewhere_its_manifest_can_be_named(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = Path(shutil.copy(anchored(root, ledger(root).anchor()), tmp_path / "theirs.json"))
    edit(root, "mkdocs.yml", "site: {kind: folder, path: site}", "site: {kind: rsync, host: web.example, path: /srv/a}")
    assert export(root, tmp_path / "a.jsonl") == DONE
    assert "The site is not on this machine." in capsys.readouterr().out
    assert export(root, tmp_path / "a.jsonl", "--manifest", str(manifest)) == DONE
    assert "is event" in capsys.readouterr().out
    assert export(root, tmp_path / "a.jsonl", "--manifest", str(root / "mkdocs.yml")) == PROBLEMS
    assert "is no manifest of a site" in capsys.readouterr().err


def test_the_anchor_of_a_zip_is_read_in_it(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = anchored(root, ledger(root).anchor())
    with zipfile.ZipFile(root / "site.zip", "w") as archive:
        archive.write(manifest, "manifest.json")
    edit(root, "mkdocs.yml", "site: {kind: folder, path: site}", "site: {kind: zip, path: site.zip}")
    assert export(root, tmp_path / "a.jsonl") == DONE
    assert "is event" in capsys.readouterr().out
