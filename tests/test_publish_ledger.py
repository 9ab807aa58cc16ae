"""publish: the ledger, absent, only begun, damaged, newer or in the way."""

from __future__ import annotations

from pathlib import Path

from berkala.errors import SourceProblems, TryAgain
from berkala.ledger import SITE, Ledger, Receipt
from contracts.site_target import ONE
from handmade import publish_old, run
from kills import site_in
from publishing import (
    code_of,
    fixture_root,  # noqa: F401
)


def ledger_of(root: Path, content: bytes | None = None) -> Ledger:
    path = root / ".berkala" / "ledger.sqlite3"
    if content is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Ledger(path)


def test_reading_a_ledger_that_is_not_there_makes_none(root: Path) -> None:
    assert ledger_of(root).latest("site") == {}
    assert ledger_of(root).open_intentions() == ()
    assert not (root / ".berkala").exists()


def test_a_ledger_that_was_only_begun_is_empty_and_can_be_written(root: Path) -> None:
    ledger = ledger_of(root, b"")
    assert ledger.latest("site") == {}
    ledger.finish(ledger.intend(Receipt("site", SITE, ONE, "now")), [Receipt("site", SITE, ONE, "now")])
    assert ledger.latest("site")[SITE].content == ONE


def test_a_damaged_ledger_is_told_and_not_overwritten(root: Path) -> None:
    publish_old(root)
    before = site_in(root / "site")
    ledger = ledger_of(root, b"this is no ledger at all" * 100)
    assert code_of(lambda: ledger.latest("site"), SourceProblems) == "ledger.damaged"
    assert code_of(lambda: run(root), SourceProblems) == "ledger.damaged"
    assert ledger.path.read_bytes().startswith(b"this is no ledger")
    assert site_in(root / "site") == before


def test_a_ledger_of_a_newer_program_is_left_alone(root: Path) -> None:
    run(root)
    ledger = ledger_of(root)
    with ledger._connection("rw") as connection:
        connection.execute("pragma user_version = 99")
    assert code_of(lambda: ledger.latest("site"), SourceProblems) == "ledger.newer"
    assert code_of(lambda: ledger.abandon(1), SourceProblems) == "ledger.newer"


def test_a_folder_where_the_ledger_should_be_is_told(root: Path) -> None:
    (root / ".berkala" / "ledger.sqlite3").mkdir(parents=True)
    assert code_of(lambda: run(root), TryAgain) == "ledger.no-permission"
