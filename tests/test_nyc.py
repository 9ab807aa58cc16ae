"""A known answer for a thousand indicators: outcomes and improvement flags of New York City's own table.

Runs where BERKALA_SHARED names the folder with the shared data. The table says for each indicator whether its
target was met, and whether it improved on the year before and on the mean of three and of five years before. The
whole row of rooms up to `measure` has to say the same. What the table's rules are was found from its numbers:

* an indicator without a target has no outcome; one that equals its target met it;
* one that equals what it is compared with counts as improving;
* where years are missing, the table takes the mean of those that are there, and a single year for a mean of five.
  This publication makes no mean of an incomplete run of years, and so says nothing there. That is the only
  difference: those flags are counted below, and follow from the table's rule.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import nyc
from berkala.check import check
from berkala.measure import Figure, Findings, measure
from berkala.pipeline import run
from berkala.plan import Request
from berkala.protect import protect
from publications import REPOSITORY

pytestmark = pytest.mark.skipif("BERKALA_SHARED" not in os.environ, reason="BERKALA_SHARED names no folder")

#: The table's column, the figure that we have instead, and over how many years.
FLAGS = {
    "OneYrImproving": ("year", 1),
    "ThreeYrImproving": ("mean-3", 3),
    "FiveYrImproving": ("mean-5", 5),
}


@dataclass(frozen=True)
class City:
    """The table, what was found from it for each agency, and how many CPU seconds `measure` took."""

    records: list[nyc.Record]
    agencies: Mapping[str, Findings]
    seconds: float

    def figure(self, record: nyc.Record, derived: str) -> Figure | None:
        """A figure of one indicator, in its agency's report."""
        return self.agencies[nyc.report_of(record)].figure(nyc.name(record), derived=derived)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    records = nyc.read(Path(os.environ["BERKALA_SHARED"]))
    root = nyc.publication(tmp_path_factory.mktemp("city"), records)
    tables = run(Request(root, datetime(2026, 11, 22, tzinfo=UTC), "build"), last=protect)
    began = time.process_time()
    found = measure(tables)
    seconds = time.process_time() - began
    assert found.problems == ()
    return City(records, {one.report.name: one for one in found.editions}, seconds)


def test_every_outcome_is_the_citys_own(city: City) -> None:
    said: Counter[str] = Counter()
    for record in city.records:
        met = city.figure(record, "met")
        ours = "NA" if met is None else {Decimal(1): "Met_Goal", Decimal(0): "Did_Not_Meet"}[met.value or Decimal(0)]
        assert ours == record["Success"], record["ID"]
        said[ours] += 1
    assert said == {"Met_Goal": 183, "Did_Not_Meet": 168, "NA": 788}


def test_every_outcome_has_its_achievement(city: City) -> None:
    """Above nought, met is the same as whole. Two actuals or targets are nought: no ratio, but an outcome."""
    said: Counter[str] = Counter()
    for record in city.records:
        met = city.figure(record, "met")
        achievement = city.figure(record, "achievement")
        assert (met is None) == (achievement is None)
        if met is None or achievement is None:
            continue
        if achievement.value is None:
            said[f"[{achievement.status}]"] += 1
            assert "0" in (record["YTDScaled"], record["Target.MMR"]), record["ID"]
            continue
        assert achievement.value <= 120
        assert (achievement.value >= 100) == (met.value == 1), record["ID"]
        said["achievement"] += 1
    assert sum(said.values()) == 351
    assert said["[z]"] == 2


def test_every_improvement_flag_is_the_citys_or_has_a_gap_in_its_years(city: City) -> None:
    said: Counter[tuple[str, str]] = Counter()
    for record, flag in _flags(city):
        ours = improving(city, record, flag)
        if ours is None:
            assert gap_in(record, flag), (record["ID"], flag)
            assert by_the_citys_rule(record, flag) == record[flag], (record["ID"], flag)
            said[flag, "incomplete"] += 1
        else:
            assert not gap_in(record, flag), (record["ID"], flag)
            assert ours == record[flag], (record["ID"], flag)
            said[flag, "same"] += 1
    assert said == {
        ("OneYrImproving", "same"): 1126,
        ("ThreeYrImproving", "same"): 1004,
        ("ThreeYrImproving", "incomplete"): 125,
        ("FiveYrImproving", "same"): 957,
        ("FiveYrImproving", "incomplete"): 173,
    }
    assert said.total() == 3385


def test_what_has_no_flag_has_no_comparison(city: City) -> None:
    without = Counter(flag for record in city.records for flag in FLAGS if record[flag] == "NA")
    assert without == {"OneYrImproving": 13, "ThreeYrImproving": 10, "FiveYrImproving": 9}
    for record in city.records:
        for flag in FLAGS:
            if record[flag] == "NA":
                assert improving(city, record, flag) is None


def test_a_thousand_indicators_are_measured_in_a_few_seconds(city: City) -> None:
    assert sum(len(one.report.spec.indicators) for one in city.agencies.values()) == 1139
    assert sum(len(one.figures) for one in city.agencies.values()) > 20_000
    assert city.seconds < 5


def test_an_agency_s_report_is_rendered_and_checked(tmp_path: Path) -> None:
    """Every figure is worked out again by `check`, from the published files. The page holds 52 indicators."""
    root = nyc.publication(tmp_path, nyc.read(Path(os.environ["BERKALA_SHARED"])))
    shutil.copytree(REPOSITORY / "templates", root / "templates")
    asked = Request(root, datetime(2026, 11, 22, tzinfo=UTC), "build", wanted=("agency-56",))
    verdict = run(asked, last=check)
    assert verdict.problems == ()
    (bundle,) = verdict.bundles
    assert len(json.loads(bundle.files["public/agency-56/2022-2023/figures.json"])["figures"]) > 1000


def _flags(city: City) -> Iterator[tuple[nyc.Record, str]]:
    return ((record, flag) for record in city.records for flag in FLAGS if record[flag] != "NA")


def improving(city: City, record: nyc.Record, flag: str) -> str | None:
    """What our figures say: the change in the desired direction, or none at all. None where there is no figure."""
    word, _ = FLAGS[flag]
    for formula in ("change", "growth"):
        change = city.figure(record, f"{formula}-{word}")
        if change is not None and change.value is not None:
            return _said(Fraction(change.value), record)
    return None


def _said(change: Fraction, record: nyc.Record) -> str:
    better = change >= 0 if record["Desired.Direction"] == "Up" else change <= 0
    return "Improving" if better else "Not_Improving"


def _years_before(record: nyc.Record, flag: str) -> list[str]:
    _, years = FLAGS[flag]
    return [record[str(2023 - back)] for back in range(1, years + 1)]


def gap_in(record: nyc.Record, flag: str) -> bool:
    """Whether a year is missing among those that a flag compares with."""
    return "NA" in _years_before(record, flag)


def by_the_citys_rule(record: nyc.Record, flag: str) -> str:
    """The flag as the table makes it: against the mean of the years that are there."""
    known = [Fraction(value) for value in _years_before(record, flag) if value != "NA"]
    return _said(Fraction(record["YTDScaled"]) - sum(known) / len(known), record)
