"""publish and cli: a release waits for named approvals of exactly what it says, and any change asks for them again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from berkala.cli import main
from berkala.errors import DONE, NEEDS_PERSON, WRONG_USE, NeedsPerson
from berkala.ledger import Ledger
from berkala.plan import Request, plan
from berkala.publish import publish, stand_by
from berkala.publish.approvals import Approver, approved_by
from handmade import NEW, frozen_frame, made, publication, staged
from plan_cases import assert_reads_well, edit, problems


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Path:
    root = publication(tmp_path / "p")
    edit(root, "mkdocs.yml", "      channels:", "      approval: {people: [Sari, Budi], different: 2}\n      channels:")
    return root


def ledger(root: Path) -> Ledger:
    return Ledger(root / ".berkala" / "ledger.sqlite3")


def approve(root: Path, name: str, words: str = "said", kind: str = "approved") -> None:
    """Approve every edition that is due, as it is made with `words`."""
    for edition in plan(Request(root, NEW)).due:
        ledger(root).record([Approver(name).event(kind, edition.name, made(edition, words).hash, "now")])


def refused(root: Path, words: str = "said") -> list[str]:
    with frozen_frame(), pytest.raises(NeedsPerson) as raised:
        publish(staged(plan(Request(root, NEW)), words))
    for problem in raised.value.problems:
        assert_reads_well(problem)
    assert not (root / "site" / "index.html").exists()
    assert not list((root / "site").rglob("index.html"))
    return [problem.code for problem in raised.value.problems]


def test_nothing_is_public_without_the_approvals_of_two_people(root: Path) -> None:
    assert set(refused(root)) == {"publish.unapproved"}
    approve(root, "Sari")
    approve(root, "Sari")  # twice the same person is one person
    assert set(refused(root)) == {"publish.unapproved"}
    approve(root, "Budi")
    with frozen_frame():
        assert len(publish(staged(plan(Request(root, NEW))))) == 5


def test_any_change_withdraws_them(root: Path) -> None:
    approve(root, "Sari")
    approve(root, "Budi")
    assert set(refused(root, words="said otherwise")) == {"publish.changed-since"}


def test_an_approval_can_be_taken_back_and_given_again(root: Path) -> None:
    approve(root, "Sari")
    approve(root, "Budi")
    approve(root, "Budi", kind="withdrawn")
    assert set(refused(root)) == {"publish.unapproved"}
    approve(root, "Budi")
    content = made(plan(Request(root, NEW)).due[0]).hash
    assert approved_by(ledger(root), content) == ("Sari", "Budi")


def test_the_service_hears_of_it_before_the_moment(root: Path) -> None:
    with frozen_frame(), pytest.raises(NeedsPerson):
        stand_by(staged(plan(Request(root, NEW))))
    assert not (root / ".berkala" / "bundles").exists()


def test_more_approvals_than_people_are_told(tmp_path: Path) -> None:
    root = publication(tmp_path / "q")
    edit(root, "mkdocs.yml", "      channels:", "      approval: {people: [Sari, Sari], different: 2}\n      channels:")
    assert [problem.code for problem in problems(root)] == ["plan.approval-impossible"]


def test_without_the_setting_nobody_is_asked(tmp_path: Path) -> None:
    root = publication(tmp_path / "q")
    with frozen_frame():
        assert publish(staged(plan(Request(root, NEW))))


@pytest.fixture(name="office", scope="module")
def fixture_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("approve") / "office"
    assert main(["init", str(root)]) == DONE
    edit(root, "mkdocs.yml", "      channels:", "      approval: {people: [Sari Contoh, Budi Rekaan]}\n      channels:")
    return root


def berkala(root: Path, *words: str) -> int:
    return main([words[0], "-C", str(root), *words[1:]])


READ: Sequence[str] = ("--read", "en", "id", "posts")


@pytest.mark.slow
def test_the_person_reads_what_will_appear_and_puts_a_name_to_it(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at, jobs = ("--as-of", "2026-01-19T10:00"), ("--jobs", "1")
    # Before its day, by its name: what is shown is what will appear.
    assert berkala(office, "approve", "visitors@2025-12", *at, *jobs) == NEEDS_PERSON
    said = capsys.readouterr()
    assert "[x] Every check passes." in said.out
    assert "[ ] The text is read (id)." in said.out
    assert ".berkala/preview/index.html" in said.err
    assert (office / ".berkala/preview/visitors/2025-12/index.html").exists()
    assert not (office / "site" / "visitors").exists()
    # A report by its name alone is its coming edition, before its day too.
    assert berkala(office, "approve", "visitors", *at, *jobs) == NEEDS_PERSON
    assert "Not approved yet: visitors@2025-12." in capsys.readouterr().err
    assert berkala(office, "approve", *at, *jobs) == DONE
    assert "To approve it beforehand: berkala approve visitors@2025-12" in capsys.readouterr().out
    assert berkala(office, "publish", *jobs) == NEEDS_PERSON
    assert not (office / "site" / "visitors").exists()
    stranger = ("--by", "Sari Conto", *READ)
    assert berkala(office, "approve", "visitors@2025-12", *at, *jobs, *stranger) == WRONG_USE
    capsys.readouterr()
    own = ("--by", "Sari Contoh", "--acting", "plh", "--office", "Kepala Bidang")
    assert berkala(office, "approve", "visitors@2025-12", *at, *jobs, *own, "--read", "en") == NEEDS_PERSON
    assert berkala(office, "approve", "visitors@2025-12", *at, *jobs, *own, *READ) == DONE
    assert "visitors@2025-12: 1 of 1 approvals (Sari Contoh)." in capsys.readouterr().out
    event = ledger(office).events("approved")[-1]
    assert (event.who, event.details["acting"], event.details["office"]) == ("Sari Contoh", "plh", "Kepala Bidang")
    assert abs(datetime.now().astimezone() - datetime.fromisoformat(event.at)) < timedelta(minutes=5)
    # Nobody takes back what they have not given.
    assert berkala(office, "approve", "visitors@2025-12", *at, *jobs, "--by", "Budi Rekaan", "--withdraw") == WRONG_USE
    assert "“Budi Rekaan” has not approved visitors@2025-12 as it is now" in capsys.readouterr().err
    assert ledger(office).events("withdrawn") == ()
    # A comma in the story, and it is another release.
    edit(office, "reports/visitors.md", "the library had", "our library had")
    assert berkala(office, "publish", *jobs) == NEEDS_PERSON
    assert "has changed since" in capsys.readouterr().err
    edit(office, "reports/visitors.md", "our library had", "the library had")
    assert berkala(office, "publish", *jobs) == DONE
    assert (office / "site/visitors/2025-12/index.html").exists()
