"""plan: progress, the bands on it, and Open SDG's categories as they are written in a report."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from berkala.plan.progress import ACHIEVED, CATEGORIES, ProgressFormula, standard_bands
from berkala.plan.reading import read_publication
from berkala.plan.specifications import REFERENCE, Band, Indicator
from plan_cases import Case, assert_told, case_name, edit, problems
from small_survey import OFFICE, small_survey

_OLD = """    achievement: {formula: growth, cap: 120, baseline: {period: 2022}}
    bands_on: achievement
    bands:
      - {name: low, label: {en: Low, id: Kurang}, mark: miss, below: 90}
      - {name: good, label: {en: Good, id: Baik}, mark: met, from: 90}
"""
_NEW = """    achievement: {formula: growth, cap: 120, baseline: {period: 2022}}
    progress:
      formula: growth_to_target
      direction: increase
      baseline: {period: 2022}
      target: {value: 400, period: 2030}
    bands_on: progress
    bands:
      - {name: low, label: {en: Low, id: Kurang}, mark: some, below: 95}
      - {name: good, label: {en: Good, id: Baik}, mark: most, from: 95, below: reference}
      - {name: done, label: {en: Done, id: Selesai}, mark: met, from: reference}
"""
_TARGET = "      target: {value: 400, period: 2030}\n"
_BASELINE = "baseline: {period: 2022}\n      target"
_ONE_MORE = """from: reference, below: 200}
      - {name: more, label: {en: More, id: Lebih}, mark: met, from: 200}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = small_survey(tmp_path / "publication")
    edit(made, OFFICE, _OLD, _NEW)
    return made


CASES = [
    Case("plan.period-unreadable", OFFICE, _BASELINE, _BASELINE.replace("2022", "2022-01")),
    Case("plan.period-unreadable", OFFICE, "period: 2030}", "period: 2030-Q1}"),
    Case("plan.column-unknown", OFFICE, _TARGET, f"{_TARGET}      column: road\n", "roads", below=1),
    Case("plan.choice", OFFICE, "direction: increase", "direction: positive"),
    Case("plan.choice", OFFICE, "formula: growth_to_target", "formula: growth_to_targets", "growth_to_target"),
    Case("plan.key-missing", OFFICE, "      baseline: {period: 2022}\n      target", "      target"),
    Case("plan.not-number", OFFICE, "value: 400", "value: four"),
    Case("plan.progress-target", OFFICE, _TARGET, "", below=-3),
    Case("plan.progress-target", OFFICE, "formula: growth_to_target", "formula: growth", below=3),
    Case("plan.progress-limit", OFFICE, _TARGET, f"{_TARGET}      limit: 500\n", below=1),
    Case("plan.progress-polarity", OFFICE, "direction: increase", "direction: decrease"),
    Case("plan.choice", OFFICE, "mark: most", "mark: moste", "most"),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_mistake_is_told_with_its_place_and_the_nearest_name(root: Path, case: Case) -> None:
    assert_told(root, case)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("plan.bands-progress", _NEW[: _NEW.index("    bands_on")].partition("\n")[2], ""),
        ("plan.bands-reference", "formula: growth_to_target\n", "formula: growth\n"),
        ("plan.bands-target-last", "from: reference}\n", _ONE_MORE),
        ("plan.progress-column", _TARGET, f"{_TARGET}      column: roads\n"),
    ],
)
def test_what_progress_and_its_bands_need(root: Path, code: str, old: str, new: str) -> None:
    edit(root, OFFICE, old, new)
    if code == "plan.bands-reference":
        edit(root, OFFICE, _TARGET, "")
    if code == "plan.progress-column":
        edit(root, OFFICE, "formula: value\n", "formula: total\n")
    assert [problem.code for problem in problems(root)] == [code]


def test_what_is_right_is_read(root: Path) -> None:
    publication, found = read_publication(root)
    assert (found, publication is not None) == ((), True)
    assert publication is not None
    spec = publication.reports["office"].spec.indicators["roads"].progress
    assert spec is not None
    assert (spec.sign, spec.target and spec.target.value, spec.baseline.period) == (1, Decimal(400), "2022")


@pytest.mark.parametrize("polarity", ["neutral", "lower_is_better"])
def test_progress_by_another_column_may_go_the_other_way(root: Path, polarity: str) -> None:
    """A share of women is better the higher it is, and its distance from one half the lower."""
    edit(root, OFFICE, _TARGET, f"{_TARGET}      column: roads\n")
    edit(root, OFFICE, "polarity: higher_is_better", f"polarity: {polarity}")
    assert problems(root) == ()


# -- Open SDG's categories ---------------------------------------------------------------------------------------------

BANDS = TypeAdapter(tuple[Band, ...])


@pytest.mark.parametrize(("formula", "number"), [("growth", 4), ("growth_to_target", 5)])
def test_the_standard_bands_are_bands(formula: ProgressFormula, number: int) -> None:
    written = standard_bands(formula, ["en", "id"])
    bands = BANDS.validate_python(written)
    assert [band.name for band in bands] == list(CATEGORIES)[:number]
    assert len({band.mark for band in bands}) == number
    assert all(one.below == other.from_ for one, other in pairwise(bands))
    assert (bands[0].from_, bands[-1].below) == (None, None)


def test_the_thresholds_are_those_of_the_documentation() -> None:
    """`docs/progress-methodology.md`: 0, 0.5 and 1.5 per cent a year; 0, 60 and 95 per cent of what is required."""
    growth, aimed = (BANDS.validate_python(standard_bands(f, ["en"])) for f in ("growth", "growth_to_target"))  # type: ignore[arg-type]
    assert [band.from_ for band in growth] == [None, 0, Decimal("0.5"), Decimal("1.5")]
    assert [band.from_ for band in aimed] == [None, 0, 60, 95, REFERENCE]
    assert [band.label["en"] for band in aimed] == [
        "Deterioration", "Limited progress", "Moderate progress", "Substantial progress", "Target achieved",
    ]  # fmt: skip


def test_a_publication_has_labels_and_thresholds_of_its_own() -> None:
    own = {"substantial-progress": {"en": "On track"}, ACHIEVED: {"en": "Reached", "id": "Sampai"}}
    bands = BANDS.validate_python(standard_bands("growth_to_target", ["en", "id"], own, ["-10", "50", Decimal("99.5")]))
    assert [(band.label["en"], band.label["id"]) for band in bands[3:]] == [
        ("On track", "Kemajuan besar"),
        ("Reached", "Sampai"),
    ]
    assert [band.from_ for band in bands] == [None, -10, 50, Decimal("99.5"), REFERENCE]


def test_they_may_be_written_in_a_file_and_read_again(root: Path) -> None:
    lines = yaml.safe_dump(standard_bands("growth_to_target", ["en", "id"]), allow_unicode=True, sort_keys=False)
    indented = "".join(f"      {line}\n" for line in lines.splitlines())
    edit(root, OFFICE, _NEW[_NEW.index("      - {name: low") :], indented)
    publication, found = read_publication(root)
    assert found == ()
    assert publication is not None
    indicator: Indicator = publication.reports["office"].spec.indicators["roads"]
    assert [band.name for band in indicator.bands] == list(CATEGORIES)
