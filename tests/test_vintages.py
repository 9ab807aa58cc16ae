"""What an edition published, with its corrected values: of a small table, row by row."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.plan import read_publication
from berkala.plan.corrections import Correction
from berkala.plan.specifications import DatasetSpec
from berkala.protect.differing import differing
from berkala.protect.keyed import same
from berkala.protect.tables import SafeTable
from berkala.protect.vintages import _corrected
from handmade import publication

MONTHS = ("2020-01", "2020-02", "2020-03", "2020-04")
Said = dict[str, "int | str"]


@pytest.fixture(name="spec", scope="module")
def fixture_spec(tmp_path_factory: pytest.TempPathFactory) -> DatasetSpec:
    found, _ = read_publication(publication(tmp_path_factory.mktemp("vintages") / "root"))
    assert found is not None
    return found.datasets["counts"].spec


def table(spec: DatasetSpec, said: Said) -> SafeTable:
    """A table of counts by month; a text is the status of one that is not there."""
    frame = pd.DataFrame(
        {
            "period": [spec.period(code) for code in said],
            "n": pd.array([pd.NA if isinstance(value, str) else value for value in said.values()], dtype="Int64"),
            "n_status": [value if isinstance(value, str) else "" for value in said.values()],
        },
        index=range(2, len(said) + 2),
    )
    return SafeTable(spec, frame, "hash")


def said_by(made: SafeTable) -> Said:
    """The same read back."""
    rows = made.frame.itertuples(index=False)
    return {row.period.code: str(row.n_status) if pd.isna(row.n) else int(row.n) for row in rows}


def correction(cells: dict[str, str]) -> Correction:
    told = [{"key": {"period": code}, "column": "n", "was": was} for code, was in cells.items()]
    return Correction.model_validate(
        {"correction": "c", "decided": "2020-06-01T09:00", "who": "A", "what": {"en": "Wrong."}, "cells": told}
    )


def mended(spec: DatasetSpec, before: Said, now: Said, cells: dict[str, str]) -> tuple[Said, list[str]]:
    """The table with the cells of a correction, and the codes of what is wrong with them."""
    made, problems, _ = _corrected(table(spec, before), table(spec, now), [correction(cells)])
    return said_by(made), [problem.code for problem in problems]


def test_the_declared_cell_alone_is_taken(spec: DatasetSpec) -> None:
    before, now = {"2020-01": 1, "2020-02": 2, "2020-03": 3}, {"2020-01": 9, "2020-02": 8, "2020-03": 3, "2020-04": 4}
    assert mended(spec, before, now, {"2020-02": "2"}) == ({"2020-01": 1, "2020-02": 8, "2020-03": 3}, [])


def test_a_row_that_was_not_there_comes_in_its_place(spec: DatasetSpec) -> None:
    before, now = {"2020-01": 1, "2020-03": 3}, {"2020-01": 1, "2020-02": 2, "2020-03": 5}
    made, problems = mended(spec, before, now, {"2020-02": ""})
    assert (list(made.items()), problems) == ([("2020-01", 1), ("2020-02", 2), ("2020-03", 3)], [])


def test_a_row_that_should_not_have_been_goes(spec: DatasetSpec) -> None:
    assert mended(spec, {"2020-01": 1, "2020-02": 2}, {"2020-01": 1}, {"2020-02": "2"}) == ({"2020-01": 1}, [])


def test_a_value_becomes_a_status_and_a_status_a_value(spec: DatasetSpec) -> None:
    before, now = {"2020-01": 1, "2020-02": "x"}, {"2020-01": "x", "2020-02": 2}
    assert mended(spec, before, now, {"2020-01": "1", "2020-02": "[x]"}) == ({"2020-01": "x", "2020-02": 2}, [])


def test_another_vintage_that_said_something_else_is_left_alone(spec: DatasetSpec) -> None:
    assert mended(spec, {"2020-01": 7}, {"2020-01": 9}, {"2020-01": "8"}) == ({"2020-01": 7}, [])


@pytest.mark.parametrize(
    ("before", "now", "was", "code"),
    [
        ({"2020-01": 1}, {"2020-01": 1}, "1", "protect.correction-not-made"),
        ({"2020-01": 1}, {"2020-01": "c"}, "1", "protect.correction-hidden"),
        ({"2020-01": "c"}, {"2020-01": 1}, "[c]", "protect.correction-hidden"),
    ],
)
def test_what_cannot_be_corrected(spec: DatasetSpec, before: Said, now: Said, was: str, code: str) -> None:
    made, problems = mended(spec, before, now, {"2020-01": was})
    assert problems == [code]
    assert made == before


def test_a_problem_never_says_a_value_that_is_hidden(spec: DatasetSpec) -> None:
    now = table(spec, {"2020-01": 4711})
    _, (problem,), _ = _corrected(table(spec, {"2020-01": "c"}), now, [correction({"2020-01": "[c]"})])
    assert "4711" not in problem.message() + problem.remedy() + repr(problem.facts)


def tables() -> st.SearchStrategy[Said]:
    return st.dictionaries(st.sampled_from(MONTHS), st.integers(0, 9) | st.just("x"), min_size=1).map(
        lambda said: dict(sorted(said.items()))
    )


@given(before=tables(), now=tables())
def test_every_difference_made_good_gives_the_table_of_today(spec: DatasetSpec, before: Said, now: Said) -> None:
    """Of the published periods: what differs, corrected, is what the data say; and nothing else differs."""
    found = {cell.key["period"]: cell.was for cell, _ in differing(table(spec, before).frame, table(spec, now))}
    for code in before:
        there = code in now
        assert (code in found) == (not there or not same(str(before[code]), str(now[code])))
    made, problems = mended(spec, before, now, found) if found else (before, [])
    assert not problems
    assert made == {code: value for code, value in now.items() if code in before}
