"""service: what is made ready, what happens when it changes, and how one report's trouble holds no other one up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from berkala.compose.tree import Tree
from berkala.errors import NeedsPerson, Problem, SourceProblems, TryAgain
from berkala.ledger import Ledger, Receipt
from berkala.plan import Request, plan
from berkala.publish import publish
from berkala.publish.approvals import Approver
from berkala.publish.lock import hold
from berkala.service.desk import Desk
from berkala.service.health import Health, health_of
from berkala.service.said import Said
from berkala.service.service import Service
from handmade import ZONE, frozen_frame, made, publication, staged
from plan_cases import edit
from simulated import office

RULE = "lag_days: 10"
RELEASE = datetime(2020, 4, 10, 9, 30, tzinfo=ZONE)
MINUTE = timedelta(minutes=1)


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Path:
    """Two reports that are released at one moment."""
    root = publication(tmp_path / "p")
    edit(root, "datasets/counts/dataset.yml", "until: 2020-06", "until: 2020-12")
    text = (root / "reports/counts.md").read_text(encoding="utf-8")
    (root / "reports/jobs.md").write_text(text.replace("{en: Counts}", "{en: Jobs}"), encoding="utf-8")
    return root


class Watched:
    """A desk whose rooms can be told to fail, and what was heard of it."""

    def __init__(self, root: Path) -> None:
        self.heard: list[Said] = []
        self.made: list[Request] = []
        self.fails: Callable[[Request], None] = lambda request: None
        self.desk = Desk(root, hear=self.heard.append, make=self.make, release=self.release)

    def make(self, request: Request) -> Tree:
        self.made.append(request)
        self.fails(request)
        return staged(plan(request))

    def release(self, tree: Tree) -> tuple[Receipt, ...]:
        return publish(tree)

    def kinds(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(one.kind, one.editions) for one in self.heard]


BOTH = ("counts@2020-03", "jobs@2020-03")


@pytest.fixture(name="watched")
def fixture_watched(root: Path) -> Watched:
    """What was due before is public; the next release is half an hour away."""
    watched = Watched(root)
    with frozen_frame():
        watched.desk.publish(RELEASE - 30 * MINUTE)
    watched.heard.clear()
    watched.made.clear()
    return watched


def stages(root: Path) -> list[Path]:
    return sorted((root / ".berkala" / "stage").glob("*")) if (root / ".berkala" / "stage").exists() else []


def test_it_is_made_ready_once_and_only_switched_in_at_its_moment(root: Path, watched: Watched) -> None:
    with frozen_frame():
        for minutes in (30, 20, 10):
            watched.desk.prepare(RELEASE, RELEASE - minutes * MINUTE)
        assert len(watched.made) == 1
        assert len(stages(root)) == 1
        assert not list((root / "site").rglob("*2020-03*"))
        watched.desk.publish(RELEASE)
    assert len(watched.made) == 1
    assert watched.kinds() == [("ready", BOTH), ("published", BOTH)]
    assert (root / "site/counts/2020-03/index.html").exists()
    assert stages(root) == []


def test_what_changed_since_is_made_again(root: Path, watched: Watched) -> None:
    with frozen_frame():
        watched.desk.prepare(RELEASE, RELEASE - 30 * MINUTE)
        (root / "datasets/counts/counts.csv").write_text("period,n\n2020-03,7\n", encoding="utf-8")
        watched.desk.prepare(RELEASE, RELEASE - 20 * MINUTE)
        assert len(watched.made) == 2
        edit(root, "reports/jobs.md", "Counted.", "Counted twice.")
        watched.desk.publish(RELEASE)
    assert [request.as_of for request in watched.made] == [RELEASE, RELEASE, RELEASE]
    assert watched.kinds()[-1] == ("published", BOTH)
    assert stages(root) == []


def wrong_in(*reports: str) -> Callable[[Request], None]:
    """The data of these reports are wrong."""

    def fail(request: Request) -> None:
        found = [edition for edition in plan(request).due if edition.report in reports]
        if found:
            raise SourceProblems(Problem("tidy.number", {"value": "x"}, file=f"{one.report}.csv") for one in found)

    return fail


def test_one_reports_trouble_holds_no_other_up_and_is_late_in_public(root: Path, watched: Watched) -> None:
    watched.fails = wrong_in("jobs")
    with frozen_frame():
        watched.desk.prepare(RELEASE, RELEASE - 30 * MINUTE)
        assert watched.kinds() == [("held", BOTH)]  # half an hour before anybody is waiting for it
        watched.desk.publish(RELEASE)
        assert (root / "site/counts/2020-03/index.html").exists()
        assert not (root / "site/jobs/2020-03").exists()
        late = plan(Request(root, RELEASE, withheld=frozenset({"jobs@2020-03"})))
        assert {one.edition.name: one.state for one in late.calendar if one.edition.period.code == "2020-03"} == {
            "jobs@2020-03": "late"
        }
        assert late.nothing_to_do  # the public calendar says so already
        assert watched.kinds()[1:] == [("published", ("counts@2020-03",)), ("held", ("jobs@2020-03",))]
        # The same trouble is said once; mended, it is published at the next look.
        watched.desk.publish(RELEASE + MINUTE)
        assert len(watched.heard) == 3
        watched.fails = lambda request: None
        watched.desk.publish(RELEASE + 2 * MINUTE)
    assert watched.kinds()[-1] == ("published", ("jobs@2020-03",))


def test_where_everything_is_wrong_the_old_site_stands_and_says_late(root: Path, watched: Watched) -> None:
    watched.fails = wrong_in("jobs", "counts")
    with frozen_frame():
        watched.desk.publish(RELEASE)
        states = {
            one.edition.name: one.state for one in plan(Request(root, RELEASE, withheld=frozenset(BOTH))).calendar
        }
    assert states["counts@2020-03"] == states["jobs@2020-03"] == "late"
    assert not list((root / "site").rglob("*2020-03*"))
    assert (root / "site/counts/2020-02/index.html").exists()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TryAgain(Problem("publish.disk-full", {"reason": "full"})), "unsure"),
        (NeedsPerson(Problem("check.alt")), "held"),
    ],
)
def test_what_the_machine_refuses_is_tried_again_and_what_a_person_must_do_is_said(
    root: Path, watched: Watched, error: Exception, kind: str
) -> None:
    def fail(request: Request) -> None:
        raise error

    watched.fails = fail
    with frozen_frame():
        watched.desk.publish(RELEASE)
        assert {one.kind for one in watched.heard} == {kind}
        watched.fails = lambda request: None
        watched.desk.publish(RELEASE + MINUTE)
    assert watched.kinds()[-1] == ("published", BOTH)


def test_a_release_by_hand_in_between_is_not_overrun(root: Path, watched: Watched) -> None:
    with frozen_frame():
        watched.desk.prepare(RELEASE, RELEASE - 30 * MINUTE)
        by_hand = plan(Request(root, RELEASE, wanted=("counts",)))
        publish(staged(by_hand))
        watched.desk.publish(RELEASE)
    assert watched.kinds()[-1] == ("published", ("jobs@2020-03",))
    assert (root / "site/counts/2020-03/index.html").exists()


def test_settings_that_cannot_be_read_stop_nothing_for_good(root: Path) -> None:
    with office(root, RELEASE - 2 * MINUTE) as there:
        settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
        (root / "mkdocs.yml").write_text("plugins: [", encoding="utf-8")
        there.every, there.piece = MINUTE, 30.0
        there.serve(RELEASE - MINUTE)
        assert [one.kind for one in there.heard] == ["held"]
        (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
        there.serve(RELEASE + MINUTE)
    assert {name for name, _ in there.public} >= set(BOTH)


def test_health_says_whether_it_is_up_and_what_is_held(root: Path, watched: Watched) -> None:
    path = root / ".berkala" / "watch.json"
    assert [one.code for one in health_of(path, RELEASE)[1]] == ["service.never"]
    health = Health(path)
    watched.desk.hear = health.hear
    with frozen_frame():
        Service(watched.desk, stopped=lambda: True, beat=health.beat).run()
    assert health_of(path, datetime.now(tz=ZONE))[1] == ()
    assert [one.code for one in health_of(path, datetime.now(tz=ZONE) + 6 * MINUTE)[1]] == ["service.down"]
    watched.desk.trouble(SourceProblems(Problem("publish.disk-full", {"reason": "full"})), RELEASE, BOTH)
    health.beat(RELEASE, None)
    assert [one.code for one in health_of(path, RELEASE)[1]] == ["service.held"]
    path.write_text("{", encoding="utf-8")
    assert [one.code for one in health_of(path, RELEASE)[1]] == ["service.never"]


def test_where_the_machine_does_not_let_it_be_made_ready_it_is_tried_again(root: Path, watched: Watched) -> None:
    with frozen_frame():
        with hold(root / ".berkala" / "lock", "now"):
            watched.desk.prepare(RELEASE, RELEASE - 30 * MINUTE)
        assert watched.kinds() == [("unsure", BOTH)]
        assert stages(root) == []
        watched.desk.prepare(RELEASE, RELEASE - 29 * MINUTE)
        assert watched.kinds()[-1] == ("ready", BOTH)


def test_a_look_shortly_before_finds_what_changed_at_the_last_minute(root: Path, watched: Watched) -> None:
    with frozen_frame():
        watched.desk.prepare(RELEASE, RELEASE - 30 * MINUTE)
        watched.desk.confirm(RELEASE - timedelta(seconds=9))
        assert len(watched.made) == 1
        (root / "datasets/counts/counts.csv").write_text("period,n\n2020-03,8\n", encoding="utf-8")
        watched.desk.confirm(RELEASE - timedelta(seconds=8))
        assert len(watched.made) == 2
        watched.desk.publish(RELEASE)
    assert len(watched.made) == 2
    assert watched.kinds()[-1] == ("published", BOTH)


def test_an_approval_in_the_last_half_hour_is_enough(root: Path) -> None:
    watched = Watched(root)
    with frozen_frame():
        watched.desk.publish(RELEASE - 30 * MINUTE)
        edit(root, "mkdocs.yml", "      channels:", "      approval: {people: [Sari]}\n      channels:")
        watched.desk.prepare(RELEASE, RELEASE - 30 * MINUTE)
        assert watched.kinds()[-1] == ("held", BOTH)
        ledger = Ledger(root / ".berkala" / "ledger.sqlite3")
        for edition in plan(Request(root, RELEASE)).due:
            ledger.record([Approver("Sari").event("approved", edition.name, made(edition).hash, "now")])
        watched.desk.prepare(RELEASE, RELEASE - 20 * MINUTE)
        assert watched.kinds()[-1] == ("ready", BOTH)


def test_two_troubles_are_each_said_once_and_again_when_they_come_back(root: Path, watched: Watched) -> None:
    watched.fails = wrong_in("jobs", "counts")
    with frozen_frame():
        for minutes in range(4):
            watched.desk.publish(RELEASE + minutes * MINUTE)
        first = watched.kinds()
        assert sorted(first) == sorted([("held", BOTH), ("held", BOTH[:1]), ("held", BOTH[1:])])
        watched.fails = wrong_in("jobs")
        watched.desk.publish(RELEASE + 5 * MINUTE)
    assert watched.kinds()[-1] == ("published", BOTH[:1])


def test_what_is_held_is_not_made_again_until_something_changes(root: Path) -> None:
    with office(root, RELEASE - 2 * MINUTE) as there:
        there.every, there.piece = MINUTE, 30.0
        tries: list[Request] = []

        def make(request: Request) -> Tree:
            tries.append(request)
            wrong_in("jobs")(request)
            return staged(plan(request))

        there.make = make  # type: ignore[method-assign]
        there.serve(RELEASE + 5 * MINUTE)
        quiet = len(tries)
        there.serve(RELEASE + 9 * MINUTE)
        assert len(tries) - quiet <= 4  # it begins anew once, and then it waits
        waited = len(tries)
        (root / "datasets/counts/counts.csv").write_text("period,n\n2020-03,9\n", encoding="utf-8")
        there.serve(RELEASE + 11 * MINUTE)
        assert len(tries) > waited


def test_a_release_without_its_data_is_late_and_told(root: Path, watched: Watched) -> None:
    def nothing(request: Request) -> Tree:
        tree = staged(plan(replace(request, withheld=frozenset({"jobs@2020-03"}))))
        return replace(tree, problems=(Problem("tidy.number", {"value": "x"}, severity="warning"),))

    watched.desk.make = nothing
    with frozen_frame():
        watched.desk.publish(RELEASE)
        planned = watched.desk.planned(RELEASE)
        assert watched.desk.waits(planned, RELEASE + MINUTE)
        assert not watched.desk.waits(planned, RELEASE + 11 * MINUTE)
    assert watched.kinds() == [("published", BOTH[:1]), ("held", BOTH[1:])]


def test_health_keeps_what_is_held_until_it_is_public(root: Path) -> None:
    health = Health(root / "watch.json")
    health.hear(Said("held", RELEASE, BOTH[1:], (Problem("publish.disk-full", {"reason": "full"}),)))
    health.hear(Said("published", RELEASE, BOTH[:1]))
    health.beat(RELEASE, None)
    assert [one.code for one in health_of(root / "watch.json", RELEASE)[1]] == ["service.held"]
    health.hear(Said("published", RELEASE, BOTH[1:]))
    health.beat(RELEASE, None)
    assert health_of(root / "watch.json", RELEASE)[1] == ()


def test_settings_spoilt_at_the_moment_do_not_make_it_spin(root: Path) -> None:
    with office(root, RELEASE - MINUTE) as there:
        there.every, there.piece = MINUTE, 30.0
        waits = []
        wait = there.clock.wait
        there.clock.wait = lambda seconds: (waits.append(seconds), wait(seconds))[1]  # type: ignore[method-assign,func-returns-value]
        there.serve(RELEASE - timedelta(seconds=5))
        (root / "mkdocs.yml").write_text("plugins: [", encoding="utf-8")
        there.serve(RELEASE + 5 * MINUTE)
    assert len(waits) < 60


def test_health_says_what_is_held_in_the_language_of_who_asks(root: Path) -> None:
    health, full = Health(root / "watch.json"), Problem("publish.disk-full", {"reason": "full"})
    health.hear(Said("held", RELEASE, BOTH, (full,)))
    health.beat(RELEASE, None)
    for code in ("en", "id"):
        [found] = health_of(root / "watch.json", RELEASE, code)[1]
        assert full.message(code) in found.message(code)


def test_what_became_public_is_told_with_its_warnings(watched: Watched) -> None:
    doubtful = (Problem("plan.holidays-unset", severity="warning"), Problem("fetch.restated", severity="note"))
    watched.desk.make = lambda request: replace(staged(plan(request)), problems=doubtful)
    heard: list[Said] = []
    watched.desk.hear = heard.append
    with frozen_frame():
        watched.desk.publish(RELEASE)
    assert [(one.kind, one.problems) for one in heard] == [("published", doubtful[:1])]
