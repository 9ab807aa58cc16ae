"""A known answer for a thousand indicators: outcomes and improvement flags of New York City's own table, as published.

Runs where BERKALA_SHARED names the folder with the shared data. The whole publication, a report for each agency, goes
through all nine rooms into its site. The table says for each indicator whether its target was met, and whether it
improved on the year before and on the mean of three and of five years before; the published `figures.json` have to say
the same. What the table's rules are was found from its numbers:

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
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser

import nyc
from berkala.errors import Problem
from berkala.measure import measure
from berkala.pipeline import ROOMS, check
from berkala.plan import Request
from publications import REPOSITORY
from recompute import Recomputation
from test_browser import CHROMIUM, browser, opened, served

__all__ = ["browser"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("BERKALA_SHARED" not in os.environ, reason="BERKALA_SHARED names no folder"),
]

#: The table's column, the end of the flag's id, and over how many years.
FLAGS = {
    "OneYrImproving": ("year", 1),
    "ThreeYrImproving": ("mean-3", 3),
    "FiveYrImproving": ("mean-5", 5),
}

Figures = Mapping[str, dict[str, Any]]


@dataclass(frozen=True)
class City:
    """The table, the published site, what each agency's figures.json says by id, and what the rooms said on the way.

    `seconds` are the CPU seconds that `measure` took.
    """

    records: list[nyc.Record]
    site: Path
    agencies: Mapping[str, Figures]
    problems: tuple[Problem, ...]
    seconds: float

    def figure(self, record: nyc.Record, derived: str = "") -> dict[str, Any] | None:
        """A published figure of one indicator at the year of the edition."""
        id_ = f"{nyc.name(record)}.all.{nyc.NOW}" + (f".{derived}" if derived else "")
        return self.agencies[nyc.report_of(record)].get(id_)

    def inputs(self, record: nyc.Record, figure: dict[str, Any]) -> list[Decimal]:
        """The exact values that a published figure says it was worked out from."""
        every = self.agencies[nyc.report_of(record)]
        return [every[id_]["value"] for id_ in figure["inputs"]]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    records = nyc.read(Path(os.environ["BERKALA_SHARED"]))
    root = nyc.publication(tmp_path_factory.mktemp("city"), records)
    shutil.copytree(REPOSITORY / "templates", root / "templates")
    _answer(root)
    work: Any = Request(root, datetime(2026, 11, 22, tzinfo=UTC), "publish")
    seconds, problems = 0.0, ()
    for room in ROOMS:
        began = time.process_time()
        work = room(work)
        if room is measure:
            seconds = time.process_time() - began
        if room is check:
            problems = work.problems
    site = root / "site"
    agencies = {file.parts[-3]: _figures(file) for file in site.glob(f"*/{nyc.NOW}/figures.json")}
    return City(records, site, agencies, problems, seconds)


def _answer(root: Path) -> None:
    """Say of each unusual value that the city published it so, by the line that its question proposes."""
    work: Any = Request(root, datetime(2026, 11, 22, tzinfo=UTC), "publish")
    for room in ROOMS[: ROOMS.index(check) + 1]:
        work = room(work)
    asked = [problem for problem in work.problems if problem.severity == "question"]
    assert 0 < len(asked) <= 5, "values that leap, and no flood"
    lines = [str(problem.facts["answer"]).replace('"…"', '"It was published so."') for problem in asked]
    text = "".join(f"  {line}\n" for line in lines)
    (root / "datasets/performance/answers.yml").write_text(f"answers:\n{text}", encoding="utf-8")


def _figures(file: Path) -> Figures:
    document = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
    return {figure["id"]: figure for figure in document["figures"]}


# -- the publication ---------------------------------------------------------------------------------------------------


def test_the_whole_publication_is_published_without_a_problem(city: City) -> None:
    """No page and no card is too heavy, no text too long, no figure wrong; two lead figures leap, and are told."""
    told = [(problem.code, problem.severity) for problem in city.problems]
    assert told == [("check.unusual-change-year", "warning")] * 2
    assert set(city.agencies) == {nyc.report_of(record) for record in city.records}
    assert len(city.agencies) == 35


def test_a_page_has_every_indicator_of_its_agency(city: City) -> None:
    """The heaviest hold 191 and 164: under their objectives, each with its result, and none sends to a file for it."""
    for agency in city.agencies:
        page = html.fromstring((city.site / agency / nyc.NOW / "index.html").read_bytes())
        own = [record for record in city.records if nyc.report_of(record) == agency]
        rows = page.xpath("//section[@id='scorecard']//tbody/tr")
        results = [row.xpath(".//data[not(ancestor::i)]/@data-figure") for row in rows]
        assert len(rows) == len(own), agency
        for record in own:
            assert [f"{nyc.name(record)}.all.{nyc.NOW}" in shown for shown in results].count(True) == 1, record["ID"]
        objectives = page.xpath("//section[@id='scorecard']//h3")
        assert len(objectives) == len({record["Goal"] for record in own}), agency


def test_every_published_number_is_recomputed_from_the_published_files(city: City) -> None:
    check_again = Recomputation(city.site)
    check_again.run()
    assert check_again.wrong == []
    assert check_again.counted["figures"] > 30_000


def test_a_thousand_indicators_are_measured_in_a_few_seconds(city: City) -> None:
    assert sum(len(figures) for figures in city.agencies.values()) > 20_000
    assert city.seconds < 5


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None and os.environ.get("CI") != "true", reason="there is no Chromium here")
def test_the_heaviest_page_and_a_typical_one_are_read_on_a_phone_and_a_desk(city: City, browser: Browser) -> None:
    """With every objective open: nothing is cut, nothing scrolls sideways, and a screen reader has what it needs."""
    with served(city.site) as site:
        for width, scheme in ((360, "light"), (1280, "dark")):
            page, said = opened(browser, width, scheme)
            for agency in ("agency-na", "agency-841"):
                page.goto(f"{site}{agency}/{nyc.NOW}/")
                page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
                found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
                assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == [], (agency, width)
                for narrow in (width, 320):
                    page.set_viewport_size({"width": narrow, "height": 900})
                    assert page.evaluate("document.documentElement.scrollWidth") <= narrow, (agency, narrow)
                page.set_viewport_size({"width": width, "height": 900})
            page.context.close()
            assert said == []


# -- outcomes ----------------------------------------------------------------------------------------------------------


def test_every_published_outcome_is_the_citys_own(city: City) -> None:
    said: Counter[str] = Counter()
    for record in city.records:
        met = city.figure(record, "met")
        ours = "NA" if met is None else {Decimal(1): "Met_Goal", Decimal(0): "Did_Not_Meet"}[met["value"]]
        assert ours == record["Success"], record["ID"]
        said[ours] += 1
    assert said == {"Met_Goal": 183, "Did_Not_Meet": 168, "NA": 788}


def test_every_outcome_follows_from_the_value_and_the_target_that_are_published_beside_it(city: City) -> None:
    outcomes = 0
    for record in nyc.held(city.records):
        met = city.figure(record, "met")
        assert met is not None
        actual, target = city.inputs(record, met)
        # A figure has ten decimals; the cell that it came from has what the table wrote.
        assert abs(actual - Decimal(record["YTDScaled"])) <= Decimal("1e-10"), record["ID"]
        assert target == Decimal(record["Target.MMR"]), record["ID"]
        reached = actual >= target if record["Desired.Direction"] == "Up" else actual <= target
        assert met["value"] == reached, record["ID"]
        outcomes += 1
    assert outcomes == 351


def test_every_outcome_has_its_achievement(city: City) -> None:
    """Above nought, met is the same as whole. Two actuals or targets are nought: no ratio, but an outcome."""
    said: Counter[str] = Counter()
    for record in city.records:
        met, achievement = city.figure(record, "met"), city.figure(record, "achievement")
        assert (met is None) == (achievement is None)
        if met is None or achievement is None:
            continue
        if achievement["value"] is None:
            said[f"[{achievement['status']}]"] += 1
            assert "0" in (record["YTDScaled"], record["Target.MMR"]), record["ID"]
            continue
        assert achievement["value"] <= 120
        assert (achievement["value"] >= 100) == (met["value"] == 1), record["ID"]
        said["achievement"] += 1
    assert sum(said.values()) == 351
    assert said["[z]"] == 2


# -- improvements ------------------------------------------------------------------------------------------------------


def test_every_published_improvement_flag_is_the_citys_or_has_a_gap_in_its_years(city: City) -> None:
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


def test_an_agency_s_counts_are_those_of_the_table(city: City) -> None:
    for agency, figures in city.agencies.items():
        own = [record for record in city.records if nyc.report_of(record) == agency]
        ways = Counter(improving(city, record, "OneYrImproving") for record in own)
        met, better, worse, same = (
            int(figures.get(f"scorecard.{word}.{nyc.NOW}", {"value": 0})["value"])
            for word in ("met", "better", "worse", "unchanged")
        )
        assert (better + same, worse) == (ways["Improving"], ways["Not_Improving"]), agency
        # Of a single target nothing is counted for the edition; its objective has it.
        counted = [record["Success"] for record in own].count("Met_Goal") if len(nyc.held(own)) > 1 else 0
        assert met == counted, agency


def _flags(city: City) -> Iterator[tuple[nyc.Record, str]]:
    return ((record, flag) for record in city.records for flag in FLAGS if record[flag] != "NA")


def improving(city: City, record: nyc.Record, flag: str) -> str | None:
    """What the published flag says in the table's words; None where there is none, or it has no value."""
    figure = city.figure(record, f"improved-{FLAGS[flag][0]}")
    if figure is None or figure["value"] is None:
        return None
    return "Improving" if figure["value"] >= 0 else "Not_Improving"


def _years_before(record: nyc.Record, flag: str) -> list[str]:
    _, years = FLAGS[flag]
    return [record[str(2023 - back)] for back in range(1, years + 1)]


def gap_in(record: nyc.Record, flag: str) -> bool:
    """Whether a year is missing among those that a flag compares with."""
    return "NA" in _years_before(record, flag)


def by_the_citys_rule(record: nyc.Record, flag: str) -> str:
    """The flag as the table makes it: against the mean of the years that are there."""
    known = [Fraction(value) for value in _years_before(record, flag) if value != "NA"]
    change = Fraction(record["YTDScaled"]) - sum(known) / len(known)
    better = change >= 0 if record["Desired.Direction"] == "Up" else change <= 0
    return "Improving" if better else "Not_Improving"
