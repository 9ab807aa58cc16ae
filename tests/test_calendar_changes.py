"""plan and publish: a confirmed date does not change without a reason, and what changed stays in sight."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from berkala.errors import Problem
from berkala.ledger import Event, Ledger
from berkala.plan import Plan, Request, next_release, plan
from berkala.publish import publish
from handmade import ZONE, frozen_frame, publication, run, staged
from plan_cases import assert_reads_well, edit, problems

UNSCHEDULED = "plan.change-unscheduled"
REPORT, RULE = "reports/counts.md", "lag_days: 10"
START = datetime(2020, 3, 20, tzinfo=ZONE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Path:
    root = publication(tmp_path / "p")
    edit(root, "datasets/counts/dataset.yml", "until: 2020-06", "until: 2021-12")
    return root


def change(root: Path, period: str, *changes: str) -> None:
    told = "".join(f"\n      - {{{one}, reason: {{en: Flood}}}}" for one in changes)
    text = (root / REPORT).read_text(encoding="utf-8")
    text = text.replace(
        f"{{first_release: 2020-02-01T09:30, {RULE}}}", f"\n  first_release: 2020-02-01T09:30\n  {RULE}"
    )
    if "\n  changes:" not in text:
        text = text.replace(f"\n  {RULE}", f"\n  {RULE}\n  changes:")
    text = text.replace("\n  changes:", f"\n  changes:\n    {period}:{told}", 1)
    (root / REPORT).write_text(text, encoding="utf-8")


def planned(root: Path, as_of: datetime) -> Plan:
    return plan(Request(root, as_of))


def states(root: Path, as_of: datetime) -> dict[str, str]:
    return {one.edition.period.code: one.state for one in planned(root, as_of).calendar}


def codes(found: tuple[Problem, ...]) -> list[str]:
    for problem in found:
        assert_reads_well(problem)
    return [problem.code for problem in found]


def test_the_calendar_has_twelve_months_of_which_four_weeks_are_confirmed(root: Path) -> None:
    run(root, START)
    told = states(root, START)
    assert list(told) == [f"2020-{month:02d}" for month in range(3, 13)] + ["2021-01", "2021-02"]
    assert told["2020-03"] == "confirmed"  # on 10 April, three weeks ahead
    assert set(list(told.values())[1:]) == {"provisional"}


def test_a_release_that_is_not_there_is_late(root: Path) -> None:
    run(root, START)
    late = plan(Request(root, at("2020-06-15T12:00"), wanted=("counts@2020-03",)))
    assert {one.edition.period.code: one.state for one in late.calendar if one.state == "late"} == {
        "2020-04": "late",
        "2020-05": "late",
    }


def test_a_confirmed_date_does_not_move_with_the_rule(root: Path) -> None:
    run(root, START)
    assert planned(root, START).problems == ()
    edit(root, REPORT, RULE, "lag_days: 12")
    found = planned(root, START).problems
    assert codes(found) == ["plan.date-moved"]
    assert (found[0].facts["was"], found[0].facts["now"]) == ("2020-04-10T09:30 +0700", "2020-04-12T09:30 +0700")
    # What was provisional may move: nobody promised it.
    assert found[0].facts["edition"] == "counts@2020-03"


@pytest.mark.parametrize("rule", ["lag_days: -20", "lag_days: 1"])
def test_nor_is_it_brought_forward_into_the_present(root: Path, rule: str) -> None:
    run(root, START)
    edit(root, REPORT, RULE, rule)
    late = planned(root, at("2020-04-05T12:00"))
    assert "plan.date-moved" in codes(late.problems)


def test_with_a_reason_it_is_put_off_and_the_old_date_stays_in_sight(root: Path) -> None:
    run(root, START)
    change(root, "2020-03", "from: 2020-04-10T09:30, to: 2020-04-24T09:30, decided: 2020-04-08T16:00")
    here = planned(root, START)
    assert here.problems == ()
    moved = here.calendar[0]
    assert (moved.state, moved.edition.release) == ("confirmed", at("2020-04-24T09:30"))
    assert planned(root, at("2020-04-10T09:30")).due == ()
    assert [edition.name for edition in planned(root, at("2020-04-24T09:30")).due] == ["counts@2020-03"]


def test_put_off_without_a_date_it_is_not_due_until_it_has_one(root: Path) -> None:
    run(root, START)
    change(root, "2020-03", "from: 2020-04-10T09:30, to: no date yet, decided: 2020-04-08T16:00")
    assert states(root, START)["2020-03"] == "postponed"
    run(root, at("2020-04-11T00:00"))
    assert states(root, at("2020-05-20T00:00"))["2020-03"] == "postponed"
    assert [edition.name for edition in planned(root, at("2020-05-20T00:00")).due] == ["counts@2020-04"]
    text = (root / REPORT).read_text(encoding="utf-8")
    second = "\n      - {from: 2020-04-10T09:30, to: 2020-05-21T09:30, decided: 2020-05-19T10:00, reason: {en: Dry}}"
    (root / REPORT).write_text(text.replace("reason: {en: Flood}}", "reason: {en: Flood}}" + second), encoding="utf-8")
    later = planned(root, at("2020-05-20T00:00"))
    assert later.problems == ()
    assert later.calendar[0].edition.release == at("2020-05-21T09:30")
    assert len(later.calendar[0].changes) == 2


def test_cancelled_it_never_comes(root: Path) -> None:
    run(root, START)
    change(root, "2020-03", "from: 2020-04-10T09:30, to: cancelled, decided: 2020-04-08T16:00")
    run(root, START)
    assert states(root, at("2020-05-01T00:00"))["2020-03"] == "cancelled"
    assert [e.name for e in planned(root, at("2020-08-01T00:00")).due] == [f"counts@2020-0{n}" for n in (4, 5, 6)]
    assert "2020-03" not in states(root, at("2021-06-01T00:00"))  # in sight for a year


def test_unscheduled_it_comes_at_once_and_says_why(root: Path) -> None:
    run(root, START)
    change(root, "2020-04", "to: 2020-03-21T14:05, decided: 2020-03-21T14:00, unscheduled: true")
    assert [e.name for e in planned(root, at("2020-03-21T14:05")).due] == ["counts@2020-04"]
    assert planned(root, at("2020-03-21T14:04")).due == ()
    publication_ = planned(root, START).publication
    coming = next_release(publication_, publication_.reports["counts"], START)
    assert coming is not None
    assert coming.name == "counts@2020-04"


def test_a_change_that_was_announced_is_not_taken_back(root: Path) -> None:
    run(root, START)
    text = (root / REPORT).read_text(encoding="utf-8")
    change(root, "2020-03", "from: 2020-04-10T09:30, to: 2020-04-24T09:30, decided: 2020-04-08T16:00")
    run(root, START)
    (root / REPORT).write_text(text, encoding="utf-8")
    assert codes(planned(root, START).problems) == ["plan.change-taken-back"]


def test_each_announcement_is_in_the_ledger_once(root: Path) -> None:
    for _ in range(2):
        run(root, START)
    change(root, "2020-03", "from: 2020-04-10T09:30, to: 2020-04-24T09:30, decided: 2020-04-08T16:00")
    for _ in range(2):
        run(root, at("2020-04-08T17:00"))
    events = Ledger(root / ".berkala" / "ledger.sqlite3").events("announced")
    told = [(one.subject, one.details["release"], one.details["changes"]) for one in events]
    assert [(subject, release, len(changes)) for subject, release, changes in told] == [  # type: ignore[arg-type]
        ("counts@2020-03", "2020-04-10T09:30:00+07:00", 0),
        ("counts@2020-03", "2020-04-24T09:30:00+07:00", 1),
    ]
    assert told[1][2] == [
        {
            "from": "2020-04-10T09:30:00",
            "to": "2020-04-24T09:30:00",
            "decided": "2020-04-08T16:00:00",
            "unscheduled": False,
            "reason": {"en": "Flood"},
        }
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("to: 2020-04-24T09:30", "to: 2020-04-25T09:30"),
        ("from: 2020-04-10T09:30", "from: 2020-04-09T09:30"),
        ("decided: 2020-04-08T16:00", "decided: 2020-04-07T16:00"),
        ("Flood", "Drought"),
    ],
)
@pytest.mark.parametrize("another", [True, False])
def test_a_change_that_was_announced_stays_as_it_was_said(root: Path, old: str, new: str, another: bool) -> None:
    """Also while another one is added, so that their number alone tells nothing."""
    first = "from: 2020-04-10T09:30, to: 2020-04-24T09:30, decided: 2020-04-08T16:00"
    second = "from: 2020-04-24T09:30, to: 2020-05-24T09:30, decided: 2020-04-09T16:00"
    run(root, START)
    text = (root / REPORT).read_text(encoding="utf-8")
    change(root, "2020-03", first)
    run(root, at("2020-04-08T17:00"))
    (root / REPORT).write_text(text, encoding="utf-8")
    change(root, "2020-03", *([first, second] if another else [first]))
    now = at("2020-04-09T17:00")
    assert codes(planned(root, now).problems) == []
    followed = (root / REPORT).read_text(encoding="utf-8").replace(old, new, 1)
    if new == "to: 2020-04-25T09:30":
        followed = followed.replace("from: 2020-04-24T09:30", "from: 2020-04-25T09:30")
    (root / REPORT).write_text(followed, encoding="utf-8")
    assert codes(planned(root, now).problems) == ["plan.change-rewritten"]


def test_a_reason_may_gain_a_language(root: Path) -> None:
    run(root, START)
    change(root, "2020-03", "from: 2020-04-10T09:30, to: 2020-04-24T09:30, decided: 2020-04-08T16:00")
    run(root, at("2020-04-08T17:00"))
    edit(root, REPORT, "{en: Flood}", "{en: Flood, id: Banjir}")
    assert "plan.change-rewritten" not in codes(planned(root, at("2020-04-08T18:00")).problems)


@pytest.mark.parametrize(("changes", "again"), [(0, False), (1, True)])
def test_a_ledger_that_knows_only_their_number_is_read_and_learns(root: Path, changes: int, again: bool) -> None:
    run(root, START)
    if changes:
        change(root, "2020-03", "from: 2020-04-10T09:30, to: 2020-04-24T09:30, decided: 2020-04-08T16:00")
    release = "2020-04-24T09:30:00+07:00" if changes else "2020-04-10T09:30:00+07:00"
    details = {"state": "confirmed", "release": release, "changes": changes}
    Ledger(root / ".berkala" / "ledger.sqlite3").record(
        [Event("announced", "counts@2020-03", "2020-04-08T17:00:00+07:00", details=details)]
    )
    here = planned(root, at("2020-04-08T18:00"))
    assert here.problems == ()
    assert [one.subject for one in here.news if one.subject == "counts@2020-03"] == ["counts@2020-03"] * again


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("to: 2020-04-24T09:30, decided: 2020-04-08T16:00", "plan.change-from-missing"),
        ("from: 2020-04-10T09:30, to: tomorrow, decided: 2020-04-08T16:00", "plan.change-to-form"),
        ("from: 2020-04-10T09:30, to: 2020-04-10T09:30, decided: 2020-04-08T16:00", "plan.change-of-nothing"),
        (
            "from: 2020-04-10T09:30, to: cancelled, decided: 2020-04-08T16:00, unscheduled: true",
            "plan.change-unscheduled",
        ),
        ("from: 2020-04-10T09:30, to: 2020-04-24T09:30", "plan.key-missing"),
    ],
)
def test_a_change_that_does_not_say_enough_is_told(root: Path, written: str, code: str) -> None:
    change(root, "2020-03", written)
    assert codes(problems(root)) == [code]


def test_changes_begin_where_the_one_before_ended(root: Path) -> None:
    first = "from: 2020-04-10T09:30, to: 2020-04-24T09:30, decided: 2020-04-08T16:00"
    change(root, "2020-03", first, "from: 2020-04-23T09:30, to: 2020-05-24T09:30, decided: 2020-04-09T16:00")
    assert codes(problems(root)) == ["plan.changes-apart"]


def test_a_change_of_a_period_that_is_none_is_told(root: Path) -> None:
    change(root, "2020-Q9", "from: 2020-04-10T09:30, to: 2020-04-24T09:30, decided: 2020-04-08T16:00")
    assert len(codes(problems(root))) == 1


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (RULE, "on: third working dya", "plan.rule-form"),
        (RULE, f"{RULE}, on: day 3", "plan.rule-twice"),
        ("first_release", "if_closed: never, first_release", "plan.choice"),
    ],
)
def test_a_rule_that_is_none_is_told(root: Path, old: str, new: str, code: str) -> None:
    edit(root, REPORT, old, new)
    assert codes(problems(root)) == [code]


@pytest.mark.parametrize(
    ("holidays", "code"),
    [("{country: ZZ}", "plan.holidays-country"), ("{country: ID, region: Jakarta}", "plan.holidays-region")],
)
def test_holidays_of_nowhere_are_told(root: Path, holidays: str, code: str) -> None:
    edit(root, "mkdocs.yml", "      channels:", f"      calendar: {{holidays: {holidays}}}\n      channels:")
    assert codes(problems(root)) == [code]


def test_a_release_that_cannot_be_confirmed_for_want_of_holidays_is_told(root: Path) -> None:
    edit(root, "datasets/counts/dataset.yml", "until: 2021-12", "until: 2040-12")
    edit(root, REPORT, RULE, "on: third working day")
    edit(root, "mkdocs.yml", "      channels:", "      calendar: {holidays: {country: ID}}\n      channels:")
    found = plan(Request(root, at("2035-12-20T00:00"))).problems
    assert codes(found) == ["plan.holidays-unset"]
    assert found[0].severity == "warning"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("datasets/counts/dataset.yml", "until: 2021-12", "until: 2020-02"),
        ("datasets/counts/dataset.yml", "until: 2021-12", "until: 2021-12, except: [2020-03]"),
        (REPORT, "first_release:", "first_period: 2020-04, first_release:"),
    ],
)
def test_a_release_that_was_announced_does_not_just_go_away(root: Path, file: str, old: str, new: str) -> None:
    run(root, START)
    edit(root, file, old, new)
    found = planned(root, START).problems
    assert codes(found) == ["plan.release-gone"]
    assert found[0].facts["edition"] == "counts@2020-03"


def test_a_late_release_gets_another_date_only_with_a_reason(root: Path) -> None:
    run(root, START)
    late = at("2020-04-12T09:30")
    with frozen_frame():
        publish(staged(plan(Request(root, late, withheld=frozenset({"counts@2020-03"})))))
    events = Ledger(root / ".berkala" / "ledger.sqlite3").events("announced")
    assert [one.details["state"] for one in events if one.subject == "counts@2020-03"] == ["confirmed", "late"]
    edit(root, REPORT, RULE, "lag_days: 20")
    found = planned(root, late).problems
    assert set(codes(found)) == {"plan.date-moved"}
    assert "counts@2020-03" in [problem.facts["edition"] for problem in found]


def test_what_is_public_may_leave_the_calendar(root: Path) -> None:
    run(root, START)
    run(root, at("2020-04-10T10:00"))
    edit(root, "datasets/counts/dataset.yml", "until: 2021-12", "until: 2020-03")
    assert codes(planned(root, at("2020-04-10T12:00")).problems) == []


def test_what_is_public_stays_public_whatever_becomes_of_the_rule(root: Path) -> None:
    run(root, START)
    edit(root, REPORT, "first_release: 2020-02-01T09:30", "first_release: 2030-02-01T09:30")
    here = planned(root, START)
    assert [item.edition.name for item in here.published] == ["counts@2020-01", "counts@2020-02"]
    assert here.due == ()
    assert not {"2020-01", "2020-02"} & set(states(root, START))


@pytest.mark.parametrize("written", ["2019-04-24T09:30", "2020-04-08T15:59"])
def test_a_change_does_not_move_a_release_into_the_past(root: Path, written: str) -> None:
    change(root, "2020-03", f"from: 2020-04-10T09:30, to: {written}, decided: 2020-04-08T16:00")
    assert codes(problems(root)) == ["plan.change-into-past"]


def test_the_date_before_is_the_one_that_readers_saw(root: Path) -> None:
    run(root, START)
    change(root, "2020-03", "from: 2020-04-09T09:30, to: 2020-04-24T09:30, decided: 2020-04-08T16:00")
    assert codes(planned(root, START).problems) == ["plan.change-from-false"]


def test_what_was_confirmed_stays_so_when_confirming_begins_later(root: Path) -> None:
    run(root, START)
    edit(root, "mkdocs.yml", "      channels:", "      calendar: {confirm_days: 3}\n      channels:")
    assert states(root, START)["2020-03"] == "confirmed"


def test_an_hour_that_the_clock_has_twice_is_one_moment(root: Path) -> None:
    edit(root, "mkdocs.yml", "Asia/Jakarta", "America/New_York")
    edit(root, REPORT, f"{RULE}", "lag_days: 1")
    change_ = "from: 2020-11-01T09:30, to: 2020-11-01T01:30, decided: 2020-10-20T09:00"
    text = (root / REPORT).read_text(encoding="utf-8")
    line = f"lag_days: 1, changes: {{2020-10: [{{{change_}, reason: {{en: Early}}}}]}}"
    (root / REPORT).write_text(text.replace("lag_days: 1", line), encoding="utf-8")
    now = datetime.fromisoformat("2020-10-25T12:00-04:00")
    run(root, now)
    assert planned(root, now).problems == ()


def test_a_day_that_hangs_on_holidays_nobody_has_set_does_not_come_by_itself(root: Path) -> None:
    edit(root, "datasets/counts/dataset.yml", "until: 2021-12", "until: 2040-12")
    edit(root, REPORT, RULE, "on: third working day")
    edit(root, "mkdocs.yml", "      channels:", "      calendar: {holidays: {country: ID}}\n      channels:")
    here = planned(root, at("2035-12-20T00:00"))
    assert "counts@2035-11" not in [edition.name for edition in here.due]
    assert {one.edition.period.code: one.state for one in here.calendar}["2035-11"] == "provisional"


def test_an_editors_files_are_no_reports(root: Path) -> None:
    (root / "reports" / ".#counts.md").symlink_to("somebody@somewhere.1:2")
    (root / "reports" / ".~counts.md").write_text("half", encoding="utf-8")
    assert planned(root, START).problems == ()


def test_a_release_that_was_cancelled_in_public_may_go(root: Path) -> None:
    run(root, START)
    change(root, "2020-03", "from: 2020-04-10T09:30, to: cancelled, decided: 2020-03-21T16:00")
    run(root, at("2020-03-21T17:00"))
    edit(root, "datasets/counts/dataset.yml", "until: 2021-12", "until: 2020-02")
    assert "plan.release-gone" not in codes(planned(root, at("2020-03-22T09:00")).problems)
