"""service: a year of three reports: holidays, restarts, an outage, a postponement, a cancellation, a clock that jumps.

Each edition appears once, never before its second, within a second of it when the service is up, and by the stated rule
when it was down.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from berkala.ledger import Ledger
from berkala.plan import Edition, Request, plan
from handmade import ZONE, publication
from plan_cases import edit
from simulated import office

RULES = {"counts": "on: third working day", "prices": "on: last thursday", "jobs": "lag_days: 45"}
START, END = datetime(2026, 1, 1, tzinfo=ZONE), datetime(2027, 1, 1, tzinfo=ZONE)
SECOND = timedelta(seconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


#: When the power came back.
BACK = at("2026-09-04T14:20")


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Path:
    """Three monthly reports, each by another rule, in a country with holidays and joint leave."""
    root = publication(tmp_path / "p")
    edit(root, "datasets/counts/dataset.yml", "from: 2020-01, until: 2020-06", "from: 2025-12, until: 2027-06")
    edit(root, "mkdocs.yml", "      channels:", "      calendar: {holidays: {country: ID}}\n      channels:")
    report = (root / "reports/counts.md").read_text(encoding="utf-8").replace("2020-02-01T09:30", "2026-01-01T00:00")
    for name, rule in RULES.items():
        text = report.replace("{en: Counts}", f"{{en: {name.capitalize()}}}").replace("lag_days: 10", rule)
        (root / f"reports/{name}.md").write_text(text, encoding="utf-8")
    return root


def change(root: Path, report: str, period: str, told: str) -> None:
    file = root / f"reports/{report}.md"
    rule = RULES[report]
    line = f"{rule}, changes: {{{period}: [{{{told}, decided: 2026-04-10T08:00, reason: {{en: Flood}}}}]}}"
    file.write_text(file.read_text(encoding="utf-8").replace(rule, line), encoding="utf-8")


def scheduled(root: Path, until: datetime) -> dict[str, Edition]:
    return {edition.name: edition for edition in plan(Request(root, until, "build")).due}


def test_a_year(root: Path) -> None:
    chance = Random("a year")
    with office(root, START) as there:
        # It is stopped and started again at two dozen moments, some of them minutes before a release.
        stops = sorted(START + chance.random() * (END - START) for _ in range(20))
        stops += [at("2026-03-26T09:29:59"), at("2026-05-14T23:59:59"), at("2026-08-05T09:29:30")]
        for stop in sorted(stops):
            if there.clock.now() < at("2026-04-10T00:00") <= stop:
                there.serve(at("2026-04-10T00:00"))
                change(root, "prices", "2026-03", "from: 2026-04-30T09:30, to: 2026-05-04T10:15")
                change(root, "jobs", "2026-03", "from: 2026-05-15T09:30, to: cancelled")
            if there.clock.now() < at("2026-09-03T09:00") <= stop:
                there.serve(at("2026-09-03T09:00"))
                there.sleep(BACK)  # the power was off over a release
            there.serve(stop)
        there.serve(END)
        editions = scheduled(root, END)
        public = dict(there.public)
        assert len(there.public) == len(public)  # each once
        assert set(public) == set(editions)
        assert len(public) == 34  # of three times twelve, one is cancelled, and one of December comes in 2027
        missed = {name for name, edition in editions.items() if at("2026-09-03T09:00") < edition.release < BACK}
        assert missed == {"counts@2026-08"}
        for name, seen in public.items():
            release = BACK if name in missed else editions[name].release
            assert timedelta() <= seen - release < SECOND, (name, seen, release)
        assert public["prices@2026-03"] >= at("2026-05-04T10:15")
        assert "jobs@2026-03" not in public
        assert [said.kind for said in there.heard if said.kind not in ("ready", "published")] == []
    ledger = Ledger(root / ".berkala" / "ledger.sqlite3")
    assert ledger.broken() is None
    published = [event.subject for event in ledger.events("published") if "@" in event.subject]
    assert sorted(published) == sorted(public)


@pytest.mark.parametrize("by", [timedelta(hours=-3), timedelta(minutes=-20), timedelta(minutes=20), timedelta(hours=3)])
def test_a_clock_that_is_set_publishes_nothing_early_and_nothing_twice(root: Path, by: timedelta) -> None:
    release = at("2026-02-04T09:30")  # the third working day of February
    with office(root, at("2026-02-04T08:45")) as there:
        there.every, there.piece = timedelta(minutes=1), 30.0
        there.serve(at("2026-02-04T09:20"))
        before = len(there.public)
        there.clock.set(by)
        there.serve(max(there.clock.now(), release) + timedelta(hours=4))
        after = there.public[before:]
        assert [name for name, _ in after] == ["counts@2026-01"]
        late = at("2026-02-04T09:20") + by - release
        assert timedelta() <= after[0][1] - release < max(SECOND, late + timedelta(seconds=31))


def test_a_clock_that_is_put_back_after_a_release_takes_nothing_back(root: Path) -> None:
    with office(root, at("2026-02-04T08:45")) as there:
        there.every, there.piece = timedelta(minutes=1), 30.0
        there.serve(at("2026-02-04T09:40"))
        before = list(there.public)
        assert before[-1][0] == "counts@2026-01"
        there.clock.set(timedelta(hours=-2))
        there.serve(at("2026-02-04T10:00"))
        assert there.public == before
        assert len(Ledger(root / ".berkala" / "ledger.sqlite3").latest("site")) == len(before) + 1
