"""publish: that an edition was checked is an event of its own, with the warnings that it became public with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from berkala.errors import Problem
from berkala.ledger import Ledger
from berkala.plan import Request, plan
from berkala.publish import publish
from berkala.publish.checked import LIMIT, warnings_of
from handmade import OLD, frozen_frame, publication, staged

FIRST, SECOND = "counts@2020-01", "counts@2020-02"


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Path:
    return publication(tmp_path / "p")


def published_with(root: Path, *problems: Problem) -> dict[str, tuple[Problem, ...]]:
    """The warnings that each edition's event remembers."""
    with frozen_frame():
        publish(replace(staged(plan(Request(root, OLD))), problems=problems))
    events = Ledger(root / ".berkala" / "ledger.sqlite3").events("checked")
    assert {event.content for event in events} == {path.name for path in (root / ".berkala/bundles").iterdir()}
    return {event.subject: warnings_of(event) for event in events}


def warning(file: str, **more: object) -> Problem:
    return Problem("tidy.column-gone", {"name": "m"}, file, severity="warning").at(**more)


def test_a_warning_is_kept_with_its_place_at_the_edition_that_it_is_about(root: Path) -> None:
    common, own = warning("datasets/counts/counts.csv", row=3, column="n"), warning("counts/2020-02/index.html")
    note = Problem("fetch.restated", {"edition": FIRST}, severity="note")
    assert published_with(root, common, own, note) == {FIRST: (common,), SECOND: (common, own)}


def test_of_very_many_warnings_the_first_are_kept_and_the_rest_counted(root: Path) -> None:
    found = published_with(root, *(warning("counts.csv", row=n) for n in range(1, LIMIT + 3)))
    assert len(found[FIRST]) == LIMIT
    [event, _] = Ledger(root / ".berkala" / "ledger.sqlite3").events("checked")
    assert event.details["more"] == 2


def test_what_was_published_before_is_not_checked_again(root: Path) -> None:
    published_with(root)
    assert len(Ledger(root / ".berkala" / "ledger.sqlite3").events("checked")) == 2
    (root / "site/counts/2020-01/index.html").unlink()
    with frozen_frame():
        publish(staged(plan(Request(root, OLD))))
    assert len(Ledger(root / ".berkala" / "ledger.sqlite3").events("checked")) == 2
