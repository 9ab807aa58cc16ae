from __future__ import annotations

import pickle
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.fetch import fetch
from berkala.plan import Request, plan
from berkala.protect import protect
from berkala.tidy import tidy
from little_tables import both, codes, column, dataset, dimension, measure, protected, tidied

ROOT = Path(__file__).parents[1]
PLACES = ("north", "south", "west")


def rule(measures=("visits",), threshold: int = 10, round_to: int = 1):
    return {"measures": measures, "threshold": threshold, "round_to": round_to}


def small(*more, places=PLACES, **changes):
    """A dataset of three places with a measure and what else is given, protected with a threshold of 10."""
    fields = dimension("place", *places), measure("visits"), *more
    return dataset(*fields, **({"protect": rule()} | changes))


def table(*rows, columns=("month", "place", "visits")) -> str:
    return "\n".join(",".join(str(cell) for cell in row) for row in (columns, *rows)) + "\n"


def months(*values, places=PLACES) -> str:
    """A table from one tuple of values for each month, one value for each place."""
    return table(
        *(
            (f"2020-{number:02d}", place, value)
            for number, month in enumerate(values, 1)
            for place, value in zip(places, month, strict=True)
        )
    )


def safe(one, content):
    result = protected(one, content)
    assert codes(result.problems) == []
    return result.by_dataset["visits"]


def held(one, content) -> list[str]:
    result = protected(one, content)
    assert not result.by_dataset
    assert all(problem.value is None for problem in result.problems)
    return codes(result.problems)


def test_the_publication_of_this_repository_passes_as_it_is():
    tables = tidy(fetch(plan(Request(ROOT, datetime(2026, 12, 1, tzinfo=UTC), "check"))))
    result = protect(tables)
    assert result.problems == ()
    for name, one in tables.by_dataset.items():
        assert result.by_dataset[name].frame.equals(one.frame)
        assert result.by_dataset[name].frame is not one.frame
        assert result.by_dataset[name].suppressed == 0


def test_a_small_count_goes_with_its_whole_row_and_one_mark():
    one = small(measure("rate", type="number"))
    result = safe(
        one,
        table(
            ("2020-01", "north", 9, 1.5),
            ("2020-01", "south", 10, 2.5),
            ("2020-01", "west", 0, 3.5),
            columns=("month", "place", "visits", "rate"),
        ),
    )
    assert result.suppressed == 2
    assert result.frame["visits"].tolist()[1:] == [10, 0]
    assert result.frame.loc[2, ["visits", "rate"]].isna().all()
    assert result.frame.loc[2, ["visits_status", "rate_status"]].tolist() == ["c", "c"]
    assert result.frame["rate_status"].tolist() == ["c", "", ""]


def test_a_declared_status_column_carries_the_same_mark():
    one = dataset(measure("visits"), column("mark", "status", of="visits"), protect=rule())
    result = safe(one, "month,visits,mark\n2020-01,3,p\n2020-02,30,p\n2020-03,,x\n")
    assert result.frame["mark"].tolist() == result.frame["visits_status"].tolist() == ["c", "p", "x"]


def test_only_declared_measures_decide_and_are_rounded():
    one = small(measure("staff"), protect=rule(round_to=5))
    columns = ("month", "place", "visits", "staff")
    rows = ("2020-01", "north", 12, 3), ("2020-01", "south", 13, 4), ("2020-01", "west", 0, 9)
    result = safe(one, table(*rows, columns=columns))
    assert result.frame["visits"].tolist() == [10, 15, 0]
    assert result.frame["staff"].tolist() == [3, 4, 9]


def test_halves_are_rounded_up_away_from_nought():
    one = dataset(measure("visits"), measure("net", type="number"), protect=rule(("visits", "net"), 0, 10))
    result = safe(one, "month,visits,net\n2020-01,15,-25\n2020-02,25,25\n2020-03,24,24.9\n")
    assert result.frame["visits"].tolist() == [20, 30, 20]
    assert result.frame["net"].tolist() == [-30, 30, 20]


def test_the_raw_value_is_nowhere_in_what_is_handed_on():
    one = small(measure("rate", type="number"))
    columns = ("month", "place", "visits", "rate")
    rows = ("2020-01", "north", 7, 0.123456789), ("2020-01", "south", 4711, 1), ("2020-01", "west", 50, 2)
    tables = tidied(one, table(*rows, columns=columns))
    result = protect(tables).by_dataset["visits"]
    raw = tables.by_dataset["visits"].frame
    assert 7 not in result.frame["visits"].array._data
    assert not np.isclose(result.frame["rate"].array._data, 0.123456789).any()
    assert np.float64(0.123456789).tobytes() not in pickle.dumps(result.frame)
    assert raw["visits"].tolist() == [7, 4711, 50]


def test_a_declared_total_holds_the_table_only_when_something_is_suppressed():
    total = {"dimension": "place", "total": "west", "of": ["north", "south"]}
    one = small(totals=[total])
    assert held(one, months((9, 20, 30), (11, 20, 31))) == ["protect.held"]
    assert safe(one, months((19, 20, 39), (11, 20, 31))).suppressed == 0


def test_the_message_counts_rows_and_tells_no_value():
    result = protected(small(), months((7, 20, 27), (30, 8, 38)))
    (problem,) = result.problems
    said = problem.message("en")
    assert "2 cells in 2 rows (rows 2, 6)" in said
    assert "west" in said
    assert not {"7", "8"} & set(said.replace(",", " ").split())
    assert (problem.file, problem.row) == ("datasets/visits/visits.csv", 2)


@pytest.mark.parametrize(
    ("values", "reasons"),
    [
        (((9, 20, 29), (30, 40, 70)), ["protect.held-margin"]),
        (((9, 20, 29), (30, 40, 71)), []),
        (((9, 20, 29),), ["protect.held-margin"]),
        (((90, 20, 110), (30, 40, 70)), []),
    ],
)
def test_an_undeclared_total_is_found(values, reasons):
    result = protected(small(), months(*values))
    assert codes(result.problems) == reasons
    assert bool(result.by_dataset) is not bool(reasons)


def test_a_total_is_found_where_rows_or_values_are_missing():
    one = dataset(
        dimension("place", *PLACES, "east"),
        measure("visits", missing=[".."]),
        protect=rule(),
        coverage={"from": "2020-01"},
    )
    places = (*PLACES, "east")
    text = months((9, 20, 29, 0), (30, 40, 70, 0), (30, "..", 99, 0), places=places)
    assert held(one, text) == ["protect.held-margin"]


def test_a_total_is_found_in_each_of_two_dimensions():
    fields = dimension("place", *PLACES), dimension("sex", "women", "men", "both"), measure("visits")
    one = dataset(*fields, protect=rule())
    rows = []
    for month in ("2020-01", "2020-02"):
        for place, (women, men) in {"north": (5, 40), "south": (60, 70), "west": (33, 44)}.items():
            rows += [(month, place, "women", women), (month, place, "men", men), (month, place, "both", women + men)]
    result = protected(one, table(*rows, columns=("month", "place", "sex", "visits")))
    (problem,) = result.problems
    assert (problem.code, problem.facts["category"]) == ("protect.held-margin", "both")


def test_a_column_that_is_the_sum_or_difference_of_two_others_is_found():
    one = small(measure("women"), measure("men"))
    columns = ("month", "place", "visits", "women", "men")
    rows = ("2020-01", "north", 9, 4, 5), ("2020-01", "south", 30, 10, 20), ("2020-01", "west", 50, 1, 49)
    assert held(one, table(*rows, columns=columns)) == ["protect.held-columns"]
    rows = (*rows[:2], ("2020-01", "west", 50, 1, 48))
    assert safe(one, table(*rows, columns=columns)).suppressed == 3


def test_a_known_error_must_not_tell_the_value():
    def known(value, effect):
        error = {"key": {"month": "2020-01", "place": "north"}, "column": "visits", "value": value, "effect": effect}
        return small(known_errors=[error | {"reason": both("A slip."), "who": "The office."}])

    text = months((9, 20, 31), (30, 40, 50))
    assert held(known("9", "shown"), text) == ["protect.held-known-error"]
    assert held(known("9", "withheld"), text) == ["protect.held-known-error"]
    assert safe(known("90", "withheld"), text.replace(",9\n", ",90\n")).suppressed == 0


def test_a_rule_that_is_misspelt_or_contradicts_itself_holds_the_table():
    text = months((19, 20, 31))
    assert held(small(protect=rule(("visit",))), text) == ["protect.measure-near"]
    assert held(small(protect=rule(("people",))), text) == ["protect.measure-unknown"]
    assert held(small(protect=rule(round_to=7)), text) == ["protect.rounding-crosses"]
    assert held(small(protect=rule(round_to=50)), text) == ["protect.rounding-crosses"]


COUNTS = st.lists(st.tuples(*[st.integers(0, 30)] * 3), min_size=1, max_size=6)


@settings(deadline=None, max_examples=60)
@given(COUNTS, st.integers(0, 12), st.sampled_from([1, 3, 5]), st.booleans())
def test_no_small_count_passes_and_a_table_is_held_exactly_when_it_adds_up(values, threshold, base, additive):
    if additive:
        values = [(one, other, one + other) for one, other, _ in values]
    result = protected(small(protect=rule(threshold=threshold, round_to=base)), months(*values))
    half_up = (2 * threshold + base) // (2 * base) * base
    if threshold > 1 and half_up < threshold:
        assert codes(result.problems) == ["protect.rounding-crosses"]
        return
    hidden = any(0 < value < threshold for month in values for value in month)
    sums = any(
        all(2 * month[place] == sum(month) for month in values) and any(month[place] for month in values)
        for place in range(3)
    )
    assert (not result.by_dataset) == (hidden and sums)
    for one in result.by_dataset.values():
        known = one.frame["visits"].dropna()
        assert not ((known > 0) & (known < threshold)).any()
        assert one.suppressed == sum(0 < value < threshold for month in values for value in month)
        assert (one.frame["visits"].isna() == (one.frame["visits_status"] == "c")).all()
