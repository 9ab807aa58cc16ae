"""Whole collections of quirks, imported and built to the end: no traceback, no empty page, no silent loss.

The suite takes a few small collections. `scripts/soak` takes `BERKALA_WHOLE` collections of `BERKALA_INDICATORS`
indicators; a failure there names every fault with the recipe of its indicator, and is not made smaller.
"""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from berkala.compose import compose
from berkala.errors import BerkalaError, Problem, WrongUse
from berkala.imports.command import Import, import_open_sdg
from berkala.pipeline import run
from berkala.plan import Request
from berkala.words import language
from open_sdg_collections import Whole, collections
from open_sdg_counted import Counted
from whole_sites import Became

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
MANY, LARGE = int(os.environ.get("BERKALA_WHOLE", "0")), int(os.environ.get("BERKALA_INDICATORS", "500"))
SMALL = int(os.environ.get("BERKALA_WHOLE_SMALL", "3"))

#: What a build may warn of without being wrong.
MAY_WARN = frozenset({"check.page-heavy", "check.card-heavy", "render.quoted-link"})


def faults(whole: Whole, folder: Path) -> list[str]:
    """Everything that is wrong with what a repository becomes."""
    source, to = folder / "source", folder / "to"
    for name, content in whole.files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    counted = Counted(whole.files, whole.languages)
    try:
        made = import_open_sdg(Import(source, to, AT), language("en"))
    except WrongUse as refused:
        told = [problem.code for problem in refused.problems]
        return [] if told == ["imports.nothing"] else [f"refused: {told}"]
    try:
        tree = run(Request(to, AT + timedelta(days=1), "build"), last=compose)
    except BerkalaError as stopped:
        return [said(problem) for problem in stopped.problems if problem.severity == "error"]
    wrong = [said(problem) for problem in tree.problems if problem.code not in MAY_WARN]
    return [*wrong, *Became(counted, made.account, to, Path(tree.folder)).faults()]


def said(problem: Problem) -> str:
    return f"{problem.code} ({problem.severity}) {problem.where()}: {problem.message()}"


def with_recipes(found: list[str], whole: Whole) -> str:
    """The faults, and the recipes of the indicators that they name."""
    named = {id: recipe for id, recipe in whole.recipes.items() if any(id in fault for fault in found)}
    return "\n".join([f"{len(found)} faults", *found[:200], *(f"{id}: {one}" for id, one in named.items())])


@pytest.mark.slow
@given(collections(indicators=12))
@settings(max_examples=SMALL, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_collection_of_quirks_is_built_to_the_end_without_a_loss(whole: Whole) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = faults(whole, Path(folder))
    assert not found, with_recipes(found, whole)


@pytest.mark.slow
@pytest.mark.skipif(not MANY, reason="BERKALA_WHOLE says how many large collections are built; scripts/soak sets it")
@given(collections(indicators=LARGE))
@settings(max_examples=max(MANY, 1), deadline=None, suppress_health_check=list(HealthCheck), database=None,
          phases=[Phase.generate])  # fmt: skip
def test_five_hundred_indicators_of_quirks_are_built_to_the_end_without_a_loss(whole: Whole) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = faults(whole, Path(folder))
    assert not found, with_recipes(found, whole)
