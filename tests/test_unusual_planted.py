"""The proof of issue 5: faults of the frozen classes, planted in real tables, are found; clean editions are quiet.

Runs where BERKALA_SHARED names the folder with the shared data. The classes, their least effects, what makes a cell or
a table eligible and what a false alarm is stand in `unusual/classes.yml`, which is older than the detectors.
`python tests/test_unusual_planted.py SEED [COUNT]` plants other faults and prints what was found of each class.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from math import log
from pathlib import Path
from random import Random

import pytest

from berkala import cli, pipeline
from berkala.check.unusual.asking import questions
from berkala.check.unusual.finding import Finding
from berkala.errors import DONE
from berkala.periods import Period
from berkala.plan import Request
from unusual.clean import Edition, edition
from unusual.corpora import CORPORA, Corpus, vaccination
from unusual.finding import Said, is_found, judged, said
from unusual.planting import PLANTERS, Fault
from unusual.reading import problems_of

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif("BERKALA_SHARED" not in os.environ, reason="BERKALA_SHARED names no folder"),
]

#: Seeds that no detector was tried on while it was written.
SEEDS = (20_261_130, 77_003)
FAULTS, LEAST = 500, 0.99


@lru_cache
def corpus(name: str) -> Corpus:
    return CORPORA[name]()


@lru_cache(maxsize=400)
def at(name: str, period: Period) -> Edition:
    return edition(corpus(name), period)


@lru_cache(maxsize=400)
def of_clean(name: str, period: Period) -> Said:
    one = at(name, period)
    return said(judged(one.now, one.now.frame, one.before.frame))


def planted(seed: int, count: int) -> Iterator[Fault]:
    """So many faults, of every class as many, each in a corpus and an edition that chance chooses."""
    random, kinds = Random(seed), list(PLANTERS)
    for number in range(count):
        fault = None
        while fault is None:
            name = random.choice(sorted(CORPORA))
            periods = corpus(name).periods
            period = random.choice(periods[max(1, len(periods) - 12, min(8, len(periods) - 2)) :])
            fault = PLANTERS[kinds[number % len(kinds)]](at(name, period), random)
        yield fault


def found(fault: Fault) -> bool:
    assert fault.like is not None
    if fault.kind == "text-for-number":
        problems = problems_of(fault, fault.like)
        return any(one.row in fault.rows and one.column in fault.columns for one in problems)
    period = max(fault.like.frame["period"])
    findings = judged(fault.like, fault.now, fault.before)
    return is_found(fault, findings, of_clean(fault.corpus, period))


def tally(seed: int, count: int) -> tuple[Counter[str], Counter[str], list[str]]:
    """Of each class how many were planted, how many found, and what was missed."""
    there, good, missed = Counter[str](), Counter[str](), []
    for fault in planted(seed, count):
        there[fault.kind] += 1
        if found(fault):
            good[fault.kind] += 1
        else:
            missed.append(f"{fault.kind} in {fault.corpus}: {fault.told}")
    return there, good, missed


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_planted_faults_are_found(seed: int) -> None:
    there, good, missed = tally(seed, FAULTS)
    assert set(there) == set(PLANTERS)
    assert good.total() >= LEAST * FAULTS, missed


# -- clean editions -------------------------------------------------------------------------------------------


def alarms(name: str, period: Period) -> list[Finding]:
    """The findings in a clean edition that count as false alarms (`classes.yml`, false_alarms)."""
    one = at(name, period)
    findings = judged(one.now, one.now.frame, one.before.frame)
    return [
        finding
        for finding in findings
        if finding.kind not in ("places-missing", "places-new", "skipped") and not _is_borne_out(name, finding)
    ]


def _is_borne_out(name: str, finding: Finding) -> bool:
    """Whether the series stays where the questioned value is, or ends with it."""
    whole, row = corpus(name), finding.row
    if finding.column not in whole.measures or row is None:
        return False
    frame, questioned = whole.frame, whole.frame.loc[row]
    mine = frame[frame[finding.column].notna()]
    for dimension in whole.dimensions:
        mine = mine[mine[dimension] == questioned[dimension]]
    ordered = sorted(mine.index, key=lambda one: frame.loc[one, "period"])
    place = ordered.index(row)
    if place == len(ordered) - 1:
        return questioned["period"] < max(frame["period"])
    values = [float(frame.loc[ordered[place + by], finding.column]) for by in (-1, 0, 1)]
    if min(values) <= 0:
        return False
    before, now, after = map(log, values)
    return abs(after - now) < abs(after - before)


REAL = {("poverty", "line", "505"), ("poverty", "share", "25674.58")}


@pytest.mark.parametrize("name", sorted(CORPORA))
def test_a_clean_edition_raises_at_most_one_false_alarm(name: str) -> None:
    for period in corpus(name).periods[-6:]:
        false = [one for one in alarms(name, period) if (name, one.column, one.value) not in REAL]
        assert len(false) <= 1, [(one.kind, one.key, one.column, one.value) for one in false]


def test_real_revisions_between_two_vintages_are_one_question() -> None:
    earlier, later = vaccination(0), vaccination(1)
    findings = judged(later, later.frame, earlier.frame)
    restated = [one for one in findings if one.kind == "restated"]
    assert len(restated) == 1
    assert [one.kind for one in findings if one.kind not in ("restated", "places-missing", "places-new")] == []


@pytest.mark.parametrize("name", sorted(CORPORA))
def test_a_first_publication_is_asked_little(name: str) -> None:
    found = judged(corpus(name), corpus(name).frame, None)
    assert len(found) <= 3, [(one.kind, one.key, one.column, one.value) for one in found]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "most"), [("canada", 0), ("kazakhstan", 0), ("uk", 1), ("usa", 0)])
def test_an_import_of_a_whole_collection_is_no_flood(name: str, most: int, tmp_path: Path) -> None:
    source = Path(os.environ["BERKALA_SHARED"]) / "data" / f"opensdg-{name}"
    assert cli.main(["import", "open-sdg", str(source), str(tmp_path / "made")]) == DONE
    request = Request(tmp_path / "made", datetime(2026, 11, 22, tzinfo=UTC), "check")
    tables = pipeline.run(request, last=pipeline.protect)
    asked = questions(tables.plan, tables.by_dataset)
    assert len(tables.by_dataset) > 50
    assert len(asked) <= most, [problem.message() for problem in asked]


# -- real errors ----------------------------------------------------------------------------------------------


def test_the_real_errors_of_the_poverty_tables_are_found_in_the_edition_that_had_them() -> None:
    for code, column, value in (("2022-03", "line", "505"), ("2018-03", "share", "25674.58")):
        period = next(one for one in corpus("poverty").periods if one.code == code)
        one = at("poverty", period)
        (finding,) = judged(one.now, one.now.frame, one.before.frame)
        assert (finding.key["province"], finding.column, finding.value) == ("Indonesia", column, value)


def test_they_are_found_in_a_first_publication_too() -> None:
    findings = judged(corpus("poverty"), corpus("poverty").frame, None)
    assert {(one.key["period"], one.column, one.value) for one in findings} == {
        ("2022-03", "line", "505"),
        ("2018-03", "share", "25674.58"),
    }


if __name__ == "__main__":
    planted_of, found_of, not_found = tally(int(sys.argv[1]), int((*sys.argv, FAULTS)[2]))
    lines = [f"{kind:18} {found_of[kind]:4} of {count}" for kind, count in planted_of.items()]
    lines.append(f"{'all':18} {found_of.total():4} of {planted_of.total()}")
    sys.stdout.write("\n".join([*lines, *not_found]) + "\n")
