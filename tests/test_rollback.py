"""publish: one command puts back what stood before, byte for byte, and the channel waits for a person."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from berkala import cli
from berkala.errors import DONE, NEEDS_PERSON, PROBLEMS, WRONG_USE, NeedsPerson, TryAgain, WrongUse
from berkala.ledger import SITE, Ledger
from berkala.plan import Request, plan
from berkala.plan.reading import read_publication
from berkala.publish import publish, roll_back
from berkala.publish.folder import FolderTarget
from berkala.publish.lock import hold
from berkala.publish.rollback import RolledBack, Wish
from berkala.publish.trees import Trees
from berkala.service.desk import Desk
from berkala.service.said import Said
from handmade import NEW, OLD, ZONE, frozen_frame, publish_old, run, staged
from kills import site_in
from plan_cases import edit
from publishing import (
    code_of,
    fixture_root,  # noqa: F401
    refusing,
)
from test_publish_promises import SETTINGS

AT = "2020-05-20T10:00:00+07:00"
WISH = Wish("site", "The map was wrong.", AT, "Sari Contoh")
GONE = ("counts@2020-03", "counts@2020-04")


def back(root: Path, wish: Wish = WISH) -> RolledBack:
    found, _ = read_publication(root)
    assert found is not None
    return roll_back(found, wish)


def ledger(root: Path) -> Ledger:
    return Ledger(root / ".berkala" / "ledger.sqlite3")


def public(root: Path) -> dict[str, str]:
    return {name: one.content for name, one in ledger(root).latest("site").items() if one.content}


def trees(root: Path, channel: str = "site") -> list[str]:
    found = (root / ".berkala" / "trees" / channel).glob("*/manifest.json")
    return sorted(json.loads(file.read_bytes())["tree"] for file in found)


@pytest.fixture(name="twice")
def fixture_twice(root: Path) -> tuple[Path, dict[str, str], dict[str, str]]:
    """A publication that was published twice, its first site, and what was public with it."""
    publish_old(root)
    site, said = site_in(root / "site"), public(root)
    assert site is not None
    run(root)
    return root, site, said


def test_the_site_of_before_stands_again_byte_for_byte(twice: tuple[Path, dict[str, str], dict[str, str]]) -> None:
    root, site, said = twice
    bad = public(root)[SITE]
    done = back(root)
    assert site_in(root / "site") == site
    assert public(root) == said
    assert (done.tree, done.gone, done.again) == (said[SITE], GONE, ())
    (event,) = ledger(root).events("rolled-back")
    assert (event.who, event.at, event.content) == (WISH.who, AT, said[SITE])
    assert event.details == {"channel": "site", "because": WISH.because, "from": bad}
    assert [one.subject for one in ledger(root).events("taken-back")] == list(GONE)
    assert ledger(root).broken() is None
    assert trees(root) == []  # the bad one is not kept, and no older one is there


def test_one_older_tree_is_kept_and_no_more(root: Path) -> None:
    seen = []
    for day in (20, 60, 90, 130):
        run(root, datetime(2020, 2, 1, tzinfo=ZONE) + timedelta(days=day))
        seen.append(public(root)[SITE])
    assert len(set(seen)) == 4
    assert trees(root) == [seen[2]]


def test_what_was_carried_over_stays_with_the_place(twice: tuple[Path, dict[str, str], dict[str, str]]) -> None:
    root, site, _ = twice
    (root / "site" / ".htaccess").write_text("now")
    for name in (".htaccess", "_redirects"):
        (Trees(root / ".berkala", "site").folder / "1" / name).write_text("then")
    back(root)
    assert not (root / "site" / "_redirects").exists()
    assert (root / "site" / ".htaccess").read_text() == "now"
    (root / "site" / ".htaccess").unlink()
    assert site_in(root / "site") == site


def test_afterwards_nothing_goes_there_by_itself(twice: tuple[Path, dict[str, str], dict[str, str]]) -> None:
    root, site, _ = twice
    back(root)
    with frozen_frame():
        planned = plan(Request(root, NEW))
        assert planned.held is not None
        assert tuple(edition.name for edition in planned.due) == GONE
        assert {one.state for one in plan(Request(root, NEW, withheld=frozenset(GONE))).calendar[:2]} == {"late"}
        assert code_of(lambda: publish(staged(planned)), NeedsPerson) == "publish.rolled-back"
        assert code_of(lambda: publish(staged(plan(Request(root, NEW, dry_run=True)))), NeedsPerson)
    assert site_in(root / "site") == site
    assert len(run(root, channel="other")) == 5, "another channel goes on"


def test_a_person_lets_it_go_on_and_it_stays_so(twice: tuple[Path, dict[str, str], dict[str, str]]) -> None:
    root, _, said = twice
    after = site_in(root / "site")
    back(root)
    assert [receipt.subject for receipt in run(root, again=True)] == [*GONE, SITE]
    assert site_in(root / "site") == after
    assert trees(root) == [said[SITE]]
    assert run(root) == ()
    back(root)  # and once more, with its own reason
    assert public(root) == said


def test_going_on_by_a_clock_of_before_brings_nothing_back(twice: tuple[Path, dict[str, str], dict[str, str]]) -> None:
    root, _, said = twice
    back(root)
    run(root, OLD, again=True)
    assert {name: content for name, content in public(root).items() if name != SITE} == {
        name: content for name, content in said.items() if name != SITE
    }
    with frozen_frame():
        assert plan(Request(root, OLD)).held is None


def test_twice_in_a_row_there_is_nothing_older(twice: tuple[Path, dict[str, str], dict[str, str]]) -> None:
    root, site, _ = twice
    back(root)
    assert code_of(lambda: back(root), WrongUse) == "publish.rollback-twice"
    assert site_in(root / "site") == site


def test_before_a_second_switch_there_is_nothing_to_go_back_to(root: Path) -> None:
    assert code_of(lambda: back(root), WrongUse) == "publish.rollback-nothing"
    publish_old(root)
    assert code_of(lambda: back(root), WrongUse) == "publish.rollback-nothing"


@pytest.mark.parametrize("harm", ["gone", "damaged"])
def test_a_tree_that_is_not_whole_is_not_put_back(
    twice: tuple[Path, dict[str, str], dict[str, str]], harm: str
) -> None:
    root, _, _ = twice
    before = site_in(root / "site")
    file = Trees(root / ".berkala", "site").folder / "1" / "counts/2020-01/index.html"
    if harm == "gone":
        file.unlink()
    else:
        file.write_text("other")
    assert code_of(lambda: back(root), WrongUse) == "publish.rollback-not-kept"
    assert site_in(root / "site") == before
    with frozen_frame():
        assert plan(Request(root, NEW)).held is None


def test_an_edition_that_said_something_else_says_it_again(root: Path) -> None:
    run(root)
    said, receipts = public(root), ledger(root).latest("site")
    with frozen_frame():
        publish(staged(plan(Request(root, NEW, archive="all")), words="said at length"))
    assert public(root) != said
    done = back(root)
    assert done.again == ("counts@2020-01", "counts@2020-02", "counts@2020-03")
    assert public(root) == said
    for name in done.again:
        assert ledger(root).latest("site")[name].details == receipts[name].details != {}
    with frozen_frame():
        assert [item.edition.full for item in plan(Request(root, NEW)).published] == [False, False, False, True]


def test_a_disk_that_is_full_takes_no_room_and_holds_nothing_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_old(root)
    with monkeypatch.context() as full:
        full.setattr(FolderTarget, "switch", lambda *_: refusing(28)(root, root))
        assert code_of(lambda: run(root), TryAgain) == "publish.disk-full"
    assert trees(root) == []
    run(root)
    back(root)


def test_one_that_was_stopped_holds_the_channel_until_it_is_ended_or_given_up(
    twice: tuple[Path, dict[str, str], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, site, said = twice
    bad = site_in(root / "site")

    def stopped(where: type, name: str) -> None:
        def end(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as now:
            now.setattr(where, name, end)
            with pytest.raises(KeyboardInterrupt):
                back(root)

    stopped(FolderTarget, "switch")
    assert site_in(root / "site") == bad
    with frozen_frame():
        held = plan(Request(root, NEW)).held
        assert held is not None
        assert held.problem.code == "publish.rollback-begun"
    stopped(Ledger, "intend")  # another try, which comes no further
    assert code_of(lambda: run(root), NeedsPerson) == "publish.rollback-begun"
    stopped(Ledger, "finish")
    assert site_in(root / "site") == site
    assert back(root).gone == GONE
    assert public(root) == said
    assert ledger(root).open_intentions() == ()
    run(root, again=True)
    stopped(FolderTarget, "switch")
    assert code_of(lambda: run(root), NeedsPerson) == "publish.rollback-begun"
    assert run(root, again=True) == ()
    assert ledger(root).open_intentions() == ()
    assert site_in(root / "site") == bad


def test_another_run_at_work_is_told(twice: tuple[Path, dict[str, str], dict[str, str]]) -> None:
    root, _, _ = twice
    with hold(root / ".berkala" / "lock", "now"):
        assert code_of(lambda: back(root), TryAgain) == "publish.locked"


def test_a_zip_file_goes_back_by_the_tree_that_was_sent(root: Path) -> None:
    edit(root, "mkdocs.yml", "{kind: folder, path: site}", SETTINGS["zip"])
    publish_old(root)
    first = (root / "upload/site.zip").read_bytes()
    run(root)
    assert len(trees(root)) == 2
    back(root)
    assert (root / "upload/site.zip").read_bytes() == first
    assert trees(root) == [public(root)[SITE]]


def test_the_service_says_so_once_and_makes_nothing(twice: tuple[Path, dict[str, str], dict[str, str]]) -> None:
    root, site, _ = twice
    back(root)
    heard: list[Said] = []

    def never(*_: object) -> object:
        raise AssertionError("made, though it is held")

    desk = Desk(root, hear=heard.append, make=never)  # type: ignore[arg-type]
    with frozen_frame():
        desk.publish(NEW)
        desk.publish(NEW + timedelta(minutes=1))
        desk.prepare(datetime(2020, 6, 10, 9, 30, tzinfo=ZONE), NEW)
    assert [(one.kind, one.problems[0].code) for one in heard[:1]] == [("held", "publish.rolled-back")]
    assert len(heard) == 2  # of what is due, and of what comes next
    assert site_in(root / "site") == site


def test_what_was_ready_before_the_rollback_does_not_go_out(
    twice: tuple[Path, dict[str, str], dict[str, str]],
) -> None:
    root, site, _ = twice
    heard: list[Said] = []
    release = datetime(2020, 6, 10, 9, 30, tzinfo=ZONE)
    desk = Desk(root, hear=heard.append, make=lambda request: staged(plan(request)), release=publish)
    with frozen_frame():
        desk.prepare(release, release - timedelta(minutes=30))
        back(root)
        desk.publish(release)
    assert [one.kind for one in heard] == ["ready", "held"]
    assert site_in(root / "site") == site
    assert desk.ready is None
    assert list((root / ".berkala" / "stage").iterdir()) == []


def test_the_commands_say_it(
    twice: tuple[Path, dict[str, str], dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    root, _, _ = twice

    def told(*words: str) -> tuple[int, str]:
        with frozen_frame():
            code = cli.main([words[0], "-C", str(root), "--language", "en", *words[1:]])
        said = capsys.readouterr()
        return code, said.out + said.err

    code, said = told("rollback", "--because", "The map was wrong", "--by", "Sari Contoh")
    assert code == DONE
    assert "No longer public, and late in the calendar until published again: counts@2020-03, counts@2020-04." in said
    for words in (["publish"], ["due"], ["status"]):
        code, said = told(*words, "--as-of", NEW.isoformat())
        # status reads the data of what is due as well, and here there are none.
        assert code == (PROBLEMS if words == ["status"] else NEEDS_PERSON)
        assert "rolled back by Sari Contoh on" in said
        assert "The map was wrong. Until somebody lets it go on" in said
        assert "berkala publish --again" in said
    assert told("rollback", "--because", "Again")[0] == WRONG_USE


def test_promises_hold_when_editions_go(twice: tuple[Path, dict[str, str], dict[str, str]]) -> None:
    root, _, _ = twice
    back(root)
    with frozen_frame():
        for moment in (NEW, NEW + timedelta(days=60)):
            assert [one.code for one in plan(Request(root, moment)).problems if "plan." in one.code] == []
