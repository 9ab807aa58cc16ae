"""publish: the ledger, absent, only begun, damaged, newer or in the way."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.errors import SourceProblems, TryAgain
from berkala.ledger import SITE, Event, Ledger, Receipt
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


def test_events_are_kept_in_order_and_follow_from_one_another(root: Path) -> None:
    ledger = ledger_of(root)
    told = [Event("announced", f"a@{n}", "now", "Sari", "f" * 64, {"n": n}) for n in range(3)]
    ledger.record(told)
    ledger.record([Event("approved", "a@1", "later")])
    assert ledger.events("announced") == tuple(told)
    assert [event.kind for event in ledger.events("approved", "announced")] == ["announced"] * 3 + ["approved"]
    assert ledger.broken() is None


def test_a_receipt_is_an_event_once(root: Path) -> None:
    ledger, receipt = ledger_of(root), Receipt("site", "a@2026", ONE, "now")
    for _ in range(2):
        ledger.finish(ledger.intend(receipt), [receipt])
    assert [(one.subject, one.content) for one in ledger.events("published")] == [("a@2026", ONE)]


def test_an_event_cannot_be_changed_or_taken_away(root: Path) -> None:
    ledger = ledger_of(root)
    ledger.record([Event("announced", "a@1", "now")])
    for change in ("update events set at = 'earlier'", "delete from events"):
        with sqlite3.connect(ledger.path) as connection, pytest.raises(sqlite3.IntegrityError, match="events stay"):
            connection.execute(change)


@pytest.mark.parametrize(
    "change",
    [
        "update events set at = 'earlier' where id = 2",
        "update events set details = '{}' where id = 2",
        "delete from events where id = 2",
        "update events set previous = '' where id = 2",
    ],
)
def test_a_chain_that_was_tampered_with_is_seen(root: Path, change: str) -> None:
    ledger = ledger_of(root)
    ledger.record(Event("announced", f"a@{n}", "now", details={"n": n}) for n in range(4))
    with sqlite3.connect(ledger.path) as connection:
        connection.executescript(f"drop trigger events_stay; drop trigger events_are_kept; {change}")
    broken = ledger.broken()
    assert broken is not None
    assert broken.subject in ("a@1", "a@2")


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), min_size=2, max_size=2, unique=True))
def test_no_two_events_have_one_hash(pair: list[tuple[str, str, str]]) -> None:
    one, other = (Event(kind, subject, "now", who) for kind, subject, who in pair)
    assert one.after("") != other.after("")
    assert one.after("a") != one.after("b")


def test_a_ledger_of_the_program_before_goes_on(root: Path) -> None:
    ledger = ledger_of(root)
    ledger.finish(ledger.intend(Receipt("site", SITE, ONE, "now")), [Receipt("site", SITE, ONE, "now")])
    with sqlite3.connect(ledger.path) as connection:
        connection.executescript("drop table events; pragma user_version = 1")
    assert ledger.events("published") == ()
    assert ledger.broken() is None
    ledger.record([Event("announced", "a@1", "now")])
    assert ledger.latest("site")[SITE].content == ONE
    assert [event.subject for event in ledger.events("announced")] == ["a@1"]
