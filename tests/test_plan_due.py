"""plan: what is due and what is not."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from berkala.errors import WrongUse
from berkala.ledger import SITE, Ledger, Receipt
from berkala.plan import Plan, Request, next_release, plan
from berkala.plan.frames import tree_fingerprint
from plan_cases import CARE, REPORT, SETTINGS, assert_reads_well, copy_care, edit

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_care(tmp_path / "publication")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Jakarta"))


def names(made: Plan) -> list[str]:
    return [edition.name for edition in made.due]


def told(root: Path, made: Plan) -> None:
    """Write the receipts of a run that published everything that is due."""
    ledger = Ledger(root / ".berkala/ledger.sqlite3")
    content = {edition.name: f"hash of {edition.name}" for edition in made.due}
    receipts = [
        Receipt("site", edition.name, content[edition.name], "now", {"full": edition.full}) for edition in made.due
    ]
    for name in content.values():
        (root / ".berkala/bundles" / name).mkdir(parents=True)
    published = {item.edition.name: item.bundle for item in made.published} | content
    tree = tree_fingerprint(made.frame, published)
    ledger.finish(ledger.intend(receipts[0]), [*receipts, Receipt("site", SITE, tree, "now")])
    (root / "site").mkdir(exist_ok=True)
    (root / "site/manifest.json").write_text(
        f'{{"schema": "berkala/manifest/1", "tree": "{tree}", "files": {{}}}}', encoding="utf-8"
    )


def test_nothing_is_due_before_the_first_release(root: Path) -> None:
    assert names(plan(Request(root, at("2026-11-20T09:29:59")))) == []
    first = plan(Request(root, at("2026-11-20T09:30")))
    assert len(first.due) == 36
    assert names(first)[0] == "emergency-care@2016-04"
    assert first.due[-1].address == "emergency-care/2019-03/"
    assert [edition.full for edition in first.due] == [False] * 35 + [True]
    assert all(edition.full for edition in plan(Request(root, NOW, archive="all")).due)


def test_what_is_published_is_not_due_again(root: Path) -> None:
    first = plan(Request(root, NOW))
    assert not first.nothing_to_do
    told(root, first)
    second = plan(Request(root, NOW))
    assert (second.due, len(second.published)) == ((), 36)
    assert second.nothing_to_do
    assert len(plan(Request(root, NOW, archive="all")).due) == 35
    assert len(plan(Request(root, NOW, action="build")).due) == 36


@pytest.mark.parametrize("what", ["settings", "story", "site", "tree"])
def test_a_change_around_the_editions_is_something_to_do(root: Path, what: str) -> None:
    told(root, plan(Request(root, NOW)))
    if what == "settings":
        edit(root, SETTINGS, "#00607f", "#00607e")
    elif what == "story":
        edit(root, REPORT, "## How many came", "## How many there were")
    elif what == "site":
        (root / "site/manifest.json").unlink()
    else:
        (root / "site/manifest.json").write_text('{"tree": "another"}', encoding="utf-8")
    again = plan(Request(root, NOW))
    assert again.due == ()
    assert not again.nothing_to_do


def test_going_back_to_an_older_tree_is_a_receipt_of_its_own(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    for tree in ("A", "B", "A"):
        receipt = Receipt("site", SITE, tree, "now")
        ledger.finish(ledger.intend(receipt), [receipt])
    assert ledger.latest("site")[SITE].content == "A"
    assert ledger.open_intentions() == ()


def test_looking_at_a_ledger_that_is_not_there_makes_none(root: Path) -> None:
    plan(Request(root, NOW))
    assert not (root / ".berkala").exists()


def live(root: Path) -> None:
    """The series goes on, and editions come out on their own days."""
    edit(root, CARE, "coverage: {from: 2016-04, until: 2019-03}", 'coverage: {from: 2019-01, except: ["2019-02"]}')
    edit(root, REPORT, "first_release: 2026-11-20T09:30", "first_release: 2019-01-01T00:00")


def test_a_live_series_appears_by_its_lag_and_skips_what_never_came(root: Path) -> None:
    live(root)
    assert names(plan(Request(root, at("2019-03-17T09:29")))) == []
    assert names(plan(Request(root, at("2019-03-17T09:30")))) == ["emergency-care@2019-01"]
    assert names(plan(Request(root, at("2019-04-20T09:30")))) == ["emergency-care@2019-01"]
    assert names(plan(Request(root, at("2019-05-15T09:30"))))[-1] == "emergency-care@2019-03"


def test_a_day_that_has_begun_here_has_begun_for_a_clock_elsewhere(root: Path) -> None:
    live(root)
    edit(root, REPORT, "lag_days: 45", 'lag_days: 0\n  at: "00:30"')
    night = at("2019-03-31T01:00")
    assert night.astimezone(UTC).date().day == 30
    assert names(plan(Request(root, night)))[-1] == "emergency-care@2019-03"
    assert names(plan(Request(root, night.astimezone(UTC)))) == names(plan(Request(root, night)))


def test_the_next_release(root: Path) -> None:
    closed = plan(Request(root, NOW)).publication
    report = closed.reports["emergency-care"]
    assert next_release(closed, report, NOW) is None
    before = next_release(closed, report, at("2026-11-20T09:00"))
    assert before is not None
    assert (before.period.code, before.release) == ("2016-04", at("2026-11-20T09:30"))
    live(root)
    going = plan(Request(root, NOW)).publication
    upcoming = next_release(going, going.reports["emergency-care"], at("2019-03-17T09:30"))
    assert upcoming is not None
    assert (upcoming.period.code, upcoming.release) == ("2019-03", at("2019-05-15T09:30"))


def test_one_edition_or_one_report_can_be_asked_for(root: Path) -> None:
    assert names(plan(Request(root, NOW, wanted=("emergency-care@2018-01",)))) == ["emergency-care@2018-01"]
    assert len(plan(Request(root, NOW, wanted=("emergency-care",))).due) == 36
    with pytest.raises(WrongUse) as raised:
        plan(Request(root, NOW, wanted=("emergency-car", "qqq", "emergency-care")))
    near, far = raised.value.problems
    assert (near.code, near.facts["nearest"], far.facts["nearest"]) == ("plan.edition-unknown", "emergency-care", "")
    for problem in (near, far):
        assert_reads_well(problem)


def test_a_plan_does_not_depend_on_where_the_publication_stands(root: Path, tmp_path: Path) -> None:
    here, there = plan(Request(root, NOW)), plan(Request(copy_care(tmp_path / "elsewhere"), NOW))
    assert (here.due, here.frame) == (there.due, there.frame)
    assert replace(here.due[0], full=True) != here.due[0]


def test_a_run_that_plans_imports_nothing_heavy(root: Path) -> None:
    heavy = ("pandas", "plotly", "duckdb", "numpy", "mkdocs", "lxml", "openpyxl")
    script = (
        "import sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from berkala.plan import Request, plan\n"
        "plan(Request(Path(sys.argv[1]), datetime(2026, 11, 22, tzinfo=UTC)))\n"
        f"sys.exit(' '.join(name for name in {heavy!r} if name in sys.modules) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(root)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
