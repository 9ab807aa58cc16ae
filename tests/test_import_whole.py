"""Whole collections of quirks, imported and built to the end: no traceback, no empty page, no silent loss.

The suite takes a few small collections. `scripts/soak` takes `BERKALA_WHOLE` collections of `BERKALA_INDICATORS`
indicators; a failure there names every fault with the recipe of its indicator, and is not made smaller.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from berkala.compose import compose
from berkala.errors import BerkalaError, Problem, WrongUse
from berkala.imports.command import Import, Imported, import_open_sdg
from berkala.imports.open_sdg.account import Tally
from berkala.pipeline import run
from berkala.plan import Request
from berkala.words import language
from open_sdg_collections import Whole, collection, collections
from open_sdg_counted import Counted
from open_sdg_recipes import plain
from whole_sites import Became

pytestmark = pytest.mark.slow
AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
MANY, LARGE = int(os.environ.get("BERKALA_WHOLE", "0")), int(os.environ.get("BERKALA_INDICATORS", "500"))
SMALL = int(os.environ.get("BERKALA_WHOLE_SMALL", "3"))

#: What a build may warn of without being wrong.
MAY_WARN = frozenset(
    {
        "check.page-heavy",
        "check.card-heavy",
        "check.unusual-change",
        "check.unusual-change-year",
        "render.picture-characters",
        "render.print-character",
        "render.quoted-link",
    }
)


def imported(whole: Whole, folder: Path) -> Imported:
    """The repository written to a folder, and imported into another."""
    for name, content in whole.files.items():
        path = folder / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return import_open_sdg(Import(folder / "source", folder / "to", AT), language("en"))


def faults(whole: Whole, folder: Path) -> list[str]:
    """Everything that is wrong with what a repository becomes."""
    try:
        made = imported(whole, folder)
    except WrongUse as refused:
        told = [problem.code for problem in refused.problems]
        return [] if told == ["imports.nothing"] else [f"refused: {told}"]
    try:
        tree = run(Request(folder / "to", AT + timedelta(days=1), "build"), last=compose)
    except BerkalaError as stopped:
        return [said(problem) for problem in stopped.problems if problem.severity in ("error", "question")]
    wrong = [said(problem) for problem in tree.problems if problem.code not in MAY_WARN]
    counted = Counted(whole.files, whole.languages)
    return [*wrong, *Became(counted, made.account, folder / "to", Path(tree.folder)).faults()]


def said(problem: Problem) -> str:
    return f"{problem.code} ({problem.severity}) {problem.where()}: {problem.message()}"


def with_recipes(found: list[str], whole: Whole) -> str:
    """The faults, and the recipes of the indicators that they name."""
    named = {id: recipe for id, recipe in whole.recipes.items() if any(id in fault for fault in found)}
    return "\n".join([f"{len(found)} faults", *found[:200], *(f"{id}: {one}" for id, one in named.items())])


@given(collections(indicators=12))
@settings(max_examples=SMALL, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_collection_of_quirks_is_built_to_the_end_without_a_loss(whole: Whole) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = faults(whole, Path(folder))
    assert not found, with_recipes(found, whole)


@pytest.mark.skipif(not MANY, reason="BERKALA_WHOLE says how many large collections are built; scripts/soak sets it")
@given(collections(indicators=LARGE))
@settings(max_examples=max(MANY, 1), deadline=None, suppress_health_check=list(HealthCheck), database=None,
          phases=[Phase.generate])  # fmt: skip
def test_five_hundred_indicators_of_quirks_are_built_to_the_end_without_a_loss(whole: Whole) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = faults(whole, Path(folder))
    assert not found, with_recipes(found, whole)


# -- whether it would be found --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Became:
    """A small collection that is right: two indicators with data, one without, one that is told to be left out."""
    folder = tmp_path_factory.mktemp("whole")
    recipes = [plain(), plain(columns="two", form="blank rows"), plain(shape="no data"), plain(shape="nothing at all")]
    whole = collection(recipes)
    made = imported(whole, folder)
    tree = run(Request(folder / "to", AT + timedelta(days=1), "build"), last=compose)
    return Became(Counted(whole.files, whole.languages), made.account, folder / "to", Path(tree.folder))


def test_what_is_right_has_no_fault(right: Became) -> None:
    assert list(right.faults()) == []


PAGE, TABLE, EMPTY = "stage/1-1-1/index.html", "to/datasets/1-1-1/1-1-1.csv", "stage/1-1-3/index.html"


@pytest.mark.parametrize(
    ("name", "found", "put", "told"),
    [
        (TABLE, r"(?m)^2011,.*\n", "", "indicator_1-1-1.csv, row 3: neither written nor told"),
        (TABLE, r"(?m)^2011,", "2011,9", "is not 2"),
        (PAGE, r"</h1>", "</h1><p>None</p>", "'None'"),
        (PAGE, r"</h1>", "</h1><p>nan</p>", "'nan'"),
        (PAGE, r"</h1>", "</h1><p>{'en': 'x'}</p>", "{'"),
        (PAGE, r"</h1>", "</h1><p>data.F</p>", "'data.F'"),
        (PAGE, r"</h1>", "</h1><script>go()</script>", "a script 'go()'"),
        (PAGE, r"<h1>", '<h1 onclick="go()">', "an event 'go()'"),
        (PAGE, r"(?s)<h1>.*?</h1>", "<h1> </h1>", "an empty h1"),
        (PAGE, r"(?s)<h1>.*?</h1>", "", "no heading"),
        (PAGE, r"data-figure=", "data-nothing=", "1-1-1: a page without a figure"),
        (PAGE, r"(?s)<figure.*?</figure>", "", "1-1-1: there are data, and no chart"),
        (EMPTY, r"There are no figures", "There are", "1-1-3: a page without a figure"),
    ],
)
def test_a_fault_that_is_put_in_is_found(
    name: str, found: str, put: str, told: str, right: Became, tmp_path: Path
) -> None:
    copied = replace(right, publication=tmp_path / "to", site=tmp_path / "stage")
    shutil.copytree(right.site, copied.site)
    shutil.copytree(right.publication / "datasets", copied.publication / "datasets")
    path = tmp_path / name
    before = path.read_text(encoding="utf-8")
    path.write_text(re.sub(found, put, before), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before
    assert told in "\n".join(copied.faults())


def test_an_indicator_or_a_row_that_nobody_speaks_of_is_found(right: Became, tmp_path: Path) -> None:
    silent = replace(right.account, lines=())
    told = "\n".join(replace(right, account=silent).faults())
    for words in ("add up: indicators", "2-1-1: neither a page nor a line", "neither written nor told", "rows found, "):
        assert words in told
    shutil.copytree(right.site, tmp_path / "stage", ignore=shutil.ignore_patterns("1-1-2"))
    assert "1-1-2: neither a page nor a line" in "\n".join(replace(right, site=tmp_path / "stage").faults())
    fewer = replace(right.account, indicators=Tally(3, 3), rows=Tally(1, 1))
    told = "\n".join(replace(right, account=fewer).faults())
    assert "3 indicators found, 4 are there" in told
    assert "1 rows kept, " in told


def test_a_warning_that_nobody_has_allowed_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = collection([plain(words="links")])
    assert faults(whole, tmp_path / "allowed") == []
    monkeypatch.setattr("test_import_whole.MAY_WARN", frozenset())
    (fault,) = faults(whole, tmp_path / "not")
    assert "render.quoted-link (warning)" in fault
