"""tidy: declared totals add up, or the row says by how much they do not."""

from __future__ import annotations

import pytest

from little_tables import codes, dataset, dimension, measure, tidied

HEAD = "month,place,visits\n"
SUM = {"dimension": "place", "total": "whole", "of": ("north", "south")}
PLACES = ("whole", "north", "south")


def found(total: dict[str, object], rows: str, *measures: dict[str, object], **changes: object):
    one = dataset(dimension("place", *PLACES), *(measures or (measure("visits"),)), totals=[SUM | total], **changes)
    return tidied(one, HEAD + rows)


def test_a_total_that_adds_up_is_no_problem() -> None:
    tables = found({}, "2020-01,whole,12\n2020-01,north,5\n2020-01,south,7\n")
    assert codes(tables.problems) == []
    assert list(tables.by_dataset) == ["visits"]


def test_one_that_does_not_names_row_value_sum_and_difference() -> None:
    right = "2020-02,whole,3\n2020-02,north,1\n2020-02,south,2\n"
    tables = found({}, f"2020-01,whole,13\n2020-01,north,5\n2020-01,south,7\n{right}")
    (problem,) = tables.problems
    assert codes(tables.problems) == ["tidy.total"]
    assert (problem.row, problem.column, problem.value) == (2, "visits", "13")
    assert problem.facts == {"total": "whole", "sum": "12", "apart": "1", "key": "2020-01"}
    assert tables.by_dataset == {}


@pytest.mark.parametrize(("within", "wrong"), [("0", 1), ("1", 0), ("0.5", 1)])
def test_the_source_may_round(within: str, wrong: int) -> None:
    tables = found({"within": within}, "2020-01,whole,13\n2020-01,north,5\n2020-01,south,7\n")
    assert codes(tables.problems) == ["tidy.total"] * wrong


@pytest.mark.parametrize(("total", "wrong"), [("1.3", 0), ("1.35", 0), ("1.46", 1), ("1.5", 1)])
def test_numbers_may_lie_as_far_apart_as_rounding_brings_them(total: str, wrong: int) -> None:
    number = measure("visits", type="number", decimals=1)
    tables = found({"measures": ("visits",)}, f"2020-01,whole,{total}\n2020-01,north,0.5\n2020-01,south,0.8\n", number)
    assert codes(tables.problems) == ["tidy.total"] * wrong


def test_without_measures_numbers_with_decimals_are_no_counts() -> None:
    number = measure("visits", type="number", decimals=1)
    tables = found({}, "2020-01,whole,9.5\n2020-01,north,0.5\n2020-01,south,0.8\n", number)
    assert codes(tables.problems) == []


@pytest.mark.parametrize(("whole", "south"), [("-", "7"), ("13", "-")])
def test_what_has_no_value_is_no_sum(whole: str, south: str) -> None:
    rows = f"2020-01,whole,{whole}\n2020-01,north,5\n2020-01,south,{south}\n"
    tables = found({}, rows, measure("visits", missing=("-",)))
    assert codes(tables.problems) == []


def test_a_declared_mistake_is_passed_over() -> None:
    known = {
        "key": {"month": "2020-01", "place": "whole"},
        "column": "visits",
        "value": "13",
        "reason": {"en": "It was misprinted.", "id": "Salah cetak."},
        "who": "An office",
        "effect": "shown",
    }
    tables = found({}, "2020-01,whole,13\n2020-01,north,5\n2020-01,south,7\n", known_errors=[known])
    assert "tidy.total" not in codes(tables.problems)


def test_a_total_that_names_no_measure_is_told() -> None:
    with pytest.raises(ValueError, match="column"):
        found({"measures": ("visit",)}, "2020-01,whole,13\n")


def test_values_of_a_measure_with_confidential_counts_are_not_told() -> None:
    tables = found(
        {}, "2020-01,whole,13\n2020-01,north,5\n2020-01,south,7\n", protect={"measures": ("visits",), "threshold": 6}
    )
    (problem,) = tables.problems
    assert codes(tables.problems) == ["tidy.total-held"]
    assert (problem.row, problem.value) == (2, None)
    assert not {"5", "7", "12", "13"} & {str(fact) for fact in problem.facts.values()}
