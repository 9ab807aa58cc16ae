"""history: whose an edition, an address or a file is, and what happened to it; by a publication made by hand."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from berkala.check.contracts import FOLDER
from berkala.cli import main
from berkala.errors import DONE, PROBLEMS, WRONG_USE
from berkala.ledger import Event, Ledger
from handmade import NEW, OLD, publication, run
from plan_cases import edit

HISTORY = Draft202012Validator(json.loads((FOLDER / "history.schema.json").read_text(encoding="utf-8")))
EDITION = "counts@2020-02"


@dataclass(frozen=True)
class Said:
    """What a run answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Ask = Callable[..., Said]


@pytest.fixture(name="published", scope="module")
def fixture_published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four months are public. Tests work on a copy."""
    root = publication(tmp_path_factory.mktemp("history") / "p")
    run(root, OLD)
    run(root, NEW)
    return root


@pytest.fixture(name="root")
def fixture_root(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "p"))


@pytest.fixture(name="ask")
def fixture_ask(root: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def ask(*words: str, language: str = "en") -> Said:
        capsys.readouterr()
        code = main(["history", "-C", str(root), "--language", language, *words])
        return Said(code, *capsys.readouterr())

    return ask


def ledger(root: Path) -> Ledger:
    return Ledger(root / ".berkala" / "ledger.sqlite3")


def document(said: Said) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(said.out)
    HISTORY.validate(found)
    return found


def git(root: Path, name: str, *words: str) -> None:
    """One step of git by somebody, whatever the machine's own settings are."""
    who = {f"GIT_{part}_{what}": f"{name}" for part in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *words], cwd=root, env=environment, check=True, capture_output=True)


# -- an edition ------------------------------------------------------------------------------------------------------


def test_an_edition_is_told_from_its_check_to_its_publishing(root: Path, ask: Ask) -> None:
    said = ask(EDITION)
    assert (said.code, said.err) == (DONE, "")
    assert said.lines[0] == f"The history of {EDITION}"
    told = [line.partition("(Jakarta time): ")[2] for line in said.lines[1:]]
    assert [line.split(" (")[0] for line in told] == [
        f"{EDITION} was checked with no error, no open question and no warning; the account “{_account()}” sent it on",
        f"{EDITION} was published at “site”",
    ]
    assert ask(EDITION, language="id").lines[0] == f"Riwayat {EDITION}"


def _account() -> str:
    from berkala.publish.checked import account

    return account()


def test_who_pressed_the_button_of_a_ci_machine_is_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTOR", "sari-contoh")
    assert _account() == "sari-contoh"


def test_approvals_and_whatever_else_happened_are_told_in_order(root: Path, ask: Ask) -> None:
    content = ledger(root).latest("site")[EDITION].content
    acting = {"read": ["en"], "acting": "plh", "office": "Kepala Bidang"}
    corrected = {"correction": "a-digit", "changed": True}
    ledger(root).record(
        [
            Event("approved", EDITION, "2020-05-21T09:00:00+07:00", "Sari", content, acting),
            Event("withdrawn", EDITION, "2020-05-21T10:00:00+07:00", "Sari", content),
            Event("quoted", f"{EDITION}#n.all.2020-02", "2020-05-22T09:00:00+07:00", "Budi", content),
            Event("corrected", EDITION, "2020-05-22T10:00:00+07:00", "Budi", content, corrected),
            Event("approved", "counts@2020-03", "2020-05-22T09:00:00+07:00", "Nobody", content),
        ]
    )
    text = ask(EDITION).out
    assert "Sari, Plh Kepala Bidang, approved counts@2020-02" in text
    assert "Sari took back the approval of counts@2020-02" in text
    assert "counts@2020-02#n.all.2020-02: quoted (Budi" in text
    assert "counts@2020-02 was corrected by “a-digit”, for which Budi answers" in text
    assert "Nobody" not in text
    kinds = [one["kind"] for one in document(ask(EDITION, "--json"))["entries"]]
    assert kinds == ["checked", "published", "approved", "withdrawn", "quoted", "corrected"]


def test_an_edition_that_is_none_names_the_nearest(ask: Ask) -> None:
    said = ask("counts@2020-20")
    assert said.code == WRONG_USE
    assert "There is no edition counts@2020-20; the nearest is counts@2020-04." in said.err
    assert ask().code == WRONG_USE


# -- an address ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/counts/2020-02/",
        "/counts/2020-02",
        "counts/2020-02/index.html",
        "/counts/2020-02/figures.json",
        "https://berkala.example/counts/2020-02/share/card.svg",
    ],
)
def test_an_address_leads_to_its_edition(ask: Ask, address: str) -> None:
    told = document(ask(address, "--json"))
    assert (told["kind"], told["editions"]) == ("address", [EDITION])


def test_the_address_of_a_report_is_of_its_latest_edition(ask: Ask) -> None:
    assert document(ask("/counts/", "--json"))["editions"] == ["counts@2020-04"]


@pytest.mark.parametrize("address", ["https://other.example/counts/2020-02/", "/nothing/", "/counts2/2020-02/"])
def test_an_address_that_is_not_ours_is_said_plainly(ask: Ask, address: str) -> None:
    said = ask(address)
    assert (said.code, said.out) == (PROBLEMS, "")
    assert f"There is nothing of ours at {address}." in said.err


# -- a file ----------------------------------------------------------------------------------------------------------


def bundle_of(root: Path, edition: str = EDITION) -> Path:
    return root / ".berkala" / "bundles" / ledger(root).latest("site")[edition].content


def test_a_file_is_known_by_its_content_whatever_its_name(root: Path, ask: Ask, tmp_path: Path) -> None:
    copy = Path(shutil.copy(bundle_of(root) / "share/card.svg", tmp_path / "from a mail.svg"))
    told = document(ask(str(copy), "--json"))
    assert (told["kind"], told["path"], told["editions"]) == ("file", "share/card.svg", [EDITION])
    assert told["state"] == "current"
    copy.chmod(0o644)
    copy.write_bytes(copy.read_bytes() + b" ")
    said = ask(str(copy))
    assert said.code == PROBLEMS
    assert "This file is not ours" in said.err
    assert ask(str(copy), "--json").code == PROBLEMS


def test_a_file_of_what_was_replaced_says_so(root: Path, ask: Ask) -> None:
    from berkala.ledger import Receipt
    from berkala.render.store import keep, load
    from handmade import made

    old = load(root / ".berkala" / "bundles", bundle_of(root).name)
    new = made(old.edition, "said otherwise")
    keep(new, root / ".berkala" / "bundles")
    receipt = Receipt("site", EDITION, new.hash, NEW.isoformat(), {"release": old.edition.release.isoformat()})
    before = bundle_of(root)
    ledger(root).finish(ledger(root).intend(receipt), [receipt])
    assert "It is not what stands now" in ask(str(before / "index.html")).out
    assert "It is what stands now" in ask(str(bundle_of(root) / "index.html")).out
    assert ask(EDITION).out.count("was published at") == 2


def test_a_file_out_of_an_archive_is_known(root: Path, ask: Ask, tmp_path: Path) -> None:
    packed = bundle_of(root) / "pack.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("README.txt", "what this is")
    manifest = bundle_of(root) / "bundle.json"
    manifest.chmod(0o644)
    listing = json.loads(manifest.read_text(encoding="utf-8"))
    listing["files"]["pack.zip"] = "0" * 64
    manifest.write_text(json.dumps(listing), encoding="utf-8")
    (tmp_path / "readme").write_text("what this is")
    told = document(ask(str(tmp_path / "readme"), "--json"))
    assert (told["path"], told["editions"]) == ("pack.zip/README.txt", [EDITION])


def with_sources(root: Path, sha256: str) -> None:
    """Say in the lists of every bundle what it was made from, as real ones do."""
    for manifest in (root / ".berkala" / "bundles").glob("*/bundle.json"):
        told = json.loads(manifest.read_text(encoding="utf-8"))
        told["about"]["sources"] = {"counts": sha256}
        manifest.chmod(0o644)
        manifest.write_text(json.dumps(told), encoding="utf-8")


def sha256_of(file: Path) -> str:
    import hashlib

    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_source_says_who_changed_it_last_and_what_was_made_from_it(root: Path, ask: Ask) -> None:
    source = root / "datasets/counts/counts.csv"
    git(root, "Sari Contoh", "init", "-q")
    source.write_text("period,n\n2020-01,5\n", encoding="utf-8")
    git(root, "Sari Contoh", "add", "datasets")
    git(root, "Sari Contoh", "commit", "-qm", "first")
    with_sources(root, sha256_of(source))
    said = ask(str(source))
    assert "This file is the source counts, as it was used for counts@2020-01" in said.lines[0]
    assert "Sari Contoh changed the source counts (datasets/counts/counts.csv" in said.lines[1]
    assert said.out.count("was published at") == 4
    # What was used stays Sari's, whoever changes the file afterwards.
    source.write_text("period,n\n2020-01,6\n", encoding="utf-8")
    git(root, "Budi Rekaan", "commit", "-qam", "second")
    assert "Sari Contoh changed the source" in ask(EDITION).out
    assert ask(str(source)).code == PROBLEMS


def test_without_git_nobody_is_named(root: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    with_sources(root, sha256_of(root / "datasets/counts/counts.csv"))
    assert "Who changed the file last is not known." in ask(EDITION).out
    monkeypatch.setenv("PATH", "/nowhere")
    assert "Who changed the file last is not known." in ask(EDITION).out


def test_answers_and_declared_mistakes_of_the_period_are_told(root: Path, ask: Ask) -> None:
    with_sources(root, "0" * 64)
    (root / "datasets/counts/answers.yml").write_text(
        "".join(
            f'- {{finding: check.unusual-twice, key: {{period: "{code}"}}, column: n, value: "6",'
            f" reason: {{en: A fair of {code[-2:]}.}}, who: Sari Contoh, date: 2020-03-19}}\n"
            for code in ("2020-01", "2020-02")
        ),
        encoding="utf-8",
    )
    cell = '{key: {period: "2020-02"}, column: n, value: "7", reason: {en: Misread.}, who: Budi, effect: shown}'
    edit(root, "datasets/counts/dataset.yml", "resource:", f"known_errors: [{cell}]\nresource:")
    text = ask(EDITION).out
    assert "19 March 2020: Sari Contoh answered for 6 in n (2020-02) of counts: A fair of 02." in text
    assert "Budi declared 7 in n (2020-02) of counts a mistake of the source: Misread." in text
    assert "A fair of 01." not in text
