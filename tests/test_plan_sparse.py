"""A table that is declared sparse: rows may be missing from it, and nothing in it is added up."""

from __future__ import annotations

from pathlib import Path

from little_tables import both, dataset, tidied
from plan_cases import CARE, REPORT, copy_care, edit, problems

SPARSE = "sparse: {en: Not every combination was observed., id: Tidak semua gabungan diamati.}\n"


def test_a_row_that_is_not_there_is_missing_unless_the_table_is_sparse() -> None:
    rows = "month,place,visits\n2020-01,north,1\n2020-01,south,2\n2020-02,north,3\n"
    assert [problem.code for problem in tidied(dataset(), rows).problems] == ["tidy.row-missing"]
    assert tidied(dataset(sparse=both("Not all were asked.")), rows).problems == ()


def test_a_formula_that_adds_up_is_refused_of_a_sparse_table(tmp_path: Path) -> None:
    root = copy_care(tmp_path)
    edit(root, CARE, "frequency: month\n", f"frequency: month\n{SPARSE}")
    told = {(problem.code, problem.file) for problem in problems(root)}
    assert told == {("plan.sparse-sum", REPORT)}
    formulas = {problem.facts["formula"] for problem in problems(root)}
    assert "total" in formulas
