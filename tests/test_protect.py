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
    assert held(one, months((9, 20, 29), (11, 20, 31))) == ["protect.held", "protect.held-margin"]
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


# -- totals and subtotals that nobody declared ---------------------------------------------------------------

FIVE = ("a", "b", "ab", "c", "total")
STATED = {"margins": {"none_because": both("The places do not overlap.")}}


def of(places, *values, more=None, **changes):
    """The reasons to hold a table of one value for each place and month."""
    one = small(places=places, protect=rule() | (more or {}), **changes)
    result = protected(one, months(*values, places=places))
    assert bool(result.by_dataset) is not bool(result.problems)
    return [
        (problem.code.removeprefix("protect."), *_told(problem)) for problem in result.problems if codes((problem,))
    ]


def _told(problem):
    return tuple(str(problem.facts[name]) for name in ("category", "parts") if name in problem.facts)


def test_a_subtotal_beside_a_total_is_found():
    values = (100, 4, 104, 50, 154), (110, 6, 116, 61, 177)
    assert of(FIVE, *values) == [("held-subtotal", "ab", "a + b"), ("held-subtotal", "total", "a + b + c")]


def test_a_subtotal_without_a_total_is_found():
    assert of(FIVE[:4], (100, 4, 104, 50), (110, 6, 116, 61)) == [("held-subtotal", "ab", "a + b")]


def test_three_levels_are_found():
    places = ("a", "b", "ab", "c", "d", "cd", "whole")
    values = (100, 40, 140, 5, 31, 36, 176), (110, 6, 116, 61, 35, 96, 212)
    found = [
        ("held-subtotal", "ab", "a + b"),
        ("held-subtotal", "cd", "c + d"),
        ("held-subtotal", "whole", "a + b + cd"),
    ]
    assert sorted(of(places, *values)) == found


def test_rounding_does_not_hide_a_subtotal():
    rounded = rule(round_to=5)
    values = (101, 4, 105, 52), (111, 6, 117, 63)
    assert of(FIVE[:4], *values, more=rounded) == [("held-subtotal", "ab", "a + b")]


def test_a_subtotal_of_which_nothing_is_suppressed_tells_nothing():
    assert of(FIVE[:4], (100, 40, 140, 5), (110, 60, 170, 9)) == []


def test_equal_categories_tell_nothing_because_both_are_suppressed():
    assert of(("a", "b", "c"), (5, 5, 0), (30, 30, 77)) == []


def test_two_breakdowns_of_one_total_are_found():
    values = (40, 61, 92, 9), (51, 64, 81, 34)
    assert of(("men", "women", "young", "old"), *values) == [("held-equal-sums", "men + women", "old + young")]


def test_gains_and_losses_that_cancel_are_found():
    values = (5, -5, 31), (12, -12, 44)
    assert of(PLACES, *values) == [("held-equal-sums", "0", "north + south")]


def test_a_slip_in_one_month_of_many_does_not_hide_a_total():
    rows = [(100 + 7 * n * n % 31, 40 + n, 140 + n + 7 * n * n % 31, 50 + n) for n in range(9)]
    slip, small_one = (100, 20, 121, 33), (90, 4, 94, 41)
    assert of(FIVE[:4], *rows, slip, small_one) == [("held-subtotal", "ab", "a + b")]
    assert of(FIVE[:4], rows[0], slip, small_one) == []


def test_a_declared_known_error_does_not_speak_against_a_total():
    error = {"key": {"month": "2020-01", "place": "ab"}, "column": "visits", "value": "121", "effect": "shown"}
    known = [error | {"reason": both("A slip."), "who": "The office."}]
    values = (100, 20, 121, 33), (90, 4, 94, 41), (60, 31, 91, 52)
    assert of(FIVE[:4], *values, known_errors=known) == [("held-subtotal", "ab", "a + b")]


def by_sex(places, women, men=None):
    """A table of places and sexes; a None has no row. Tidy wants each place in each month for some sex."""
    fields = dimension("place", *places), dimension("sex", "women", "men"), measure("visits")
    men = men or [[1000 + 37 * (9 * month + at) ** 2 % 911 for at in range(len(places))] for month in range(len(women))]
    rows = [
        (f"2020-{number:02d}", place, sex, value)
        for sex, values in (("women", women), ("men", men))
        for number, month in enumerate(values, 1)
        for place, value in zip(places, month, strict=True)
        if value is not None
    ]
    return dataset(*fields, protect=rule()), table(*rows, columns=("month", "place", "sex", "visits"))


def test_a_total_that_stands_in_some_months_only_is_found():
    values = (100, 4, 104, 50), (110, 6, 116, 61), (80, 3, None, 51)
    assert held(*by_sex(FIVE[:4], values)) == ["protect.held-subtotal"]


def test_a_category_that_begins_later_does_not_hide_a_total():
    values = (80, 4, 84, 31, None), (70, 30, 115, 29, 15)
    assert held(*by_sex((*FIVE[:4], "new"), values)) == ["protect.held-subtotal"]


def test_a_gap_that_no_count_could_fill_speaks_against_a_total():
    values = (80, 4, 84, 31), (70, None, 25, 29)
    assert safe(*by_sex(FIVE[:4], values)).suppressed == 1


def test_a_subtotal_in_one_combination_only_is_found():
    women, men = ((100, 4, 104, 50), (110, 6, 116, 61)), ((100, 74, 103, 50), (17, 19, 16, 61))
    assert held(*by_sex(FIVE[:4], women, men)) == ["protect.held-subtotal"]


def test_one_grand_total_over_two_dimensions_is_found():
    fields = dimension("place", "north", "south", "whole"), dimension("sex", "women", "men", "both"), measure("visits")
    rows = []
    for month, values in (("2020-01", (5, 40, 61, 72)), ("2020-02", (31, 47, 66, 93))):
        keys = ("north", "women"), ("north", "men"), ("south", "women"), ("south", "men"), ("whole", "both")
        rows += [(month, *key, value) for key, value in zip(keys, (*values, sum(values)), strict=True)]
    result = protected(dataset(*fields, protect=rule()), table(*rows, columns=("month", "place", "sex", "visits")))
    assert codes(result.problems) == ["protect.held-margin"]
    assert result.problems[0].facts["category"] == "whole, both"


def test_decimals_add_up_exactly_and_what_a_spreadsheet_computed_too():
    fields = dimension("place", *FIVE[:4]), measure("visits", type="number")
    one = dataset(*fields, protect=rule())
    assert held(one, months((100.1, 4.2, 104.3, 50), (110, 6, 116, 61.7), places=FIVE[:4])) == ["protect.held-subtotal"]
    thirds = months((100 / 3, 4 / 3, 104 / 3, 50), (110 / 3, 61 / 3, 57, 61.7), places=FIVE[:4])
    assert held(one, thirds) == ["protect.held-subtotal"]
    slack = months((100.1, 4.2, 100.1 + 4.2 + 1e-14, 50), (110, 6, 116, 61.7), places=FIVE[:4])
    assert held(one, slack) == ["protect.held-subtotal"]
    assert safe(one, months((100.1, 4.2, 104.4, 50), (110, 6, 116, 61.7), places=FIVE[:4])).suppressed == 2


def test_in_one_period_alone_a_sum_may_be_chance_and_a_statement_says_so():
    values = (100, 4, 104, 50)
    assert of(FIVE[:4], values) == [("held-once", "ab", "a + b")]
    assert of(FIVE[:4], values, more=STATED) == []
    assert of(FIVE[:4], values, (110, 6, 116, 61), more=STATED) == [("held-subtotal", "ab", "a + b")]
    assert of(PLACES, (9, 20, 29), more=STATED) == [("held-margin", "west", "north + south")]


def test_too_many_categories_are_held_unless_a_statement_says_that_nothing_adds_up():
    places = tuple(f"p{number:02d}" for number in range(13))
    values = [[1000 + 37 * number * number % 911 + 50 * month for number in range(13)] for month in range(3)]
    values[1][4] = 4
    assert of(places, *values) == [("held-too-many",)]
    assert of(places, *values, more=STATED) == []
    for row in values:
        row[-1] = sum(row[:-1])
    margin = ("held-margin", "p12", " + ".join(places[:-1]))
    assert of(places, *values, more=STATED) == [margin]
    assert of(places, *values) == [margin, ("held-too-many",)]


def test_many_categories_that_are_always_nought_are_not_too_many():
    places = tuple(f"p{number:02d}" for number in range(13))
    assert of(places, (4, 40, 77, *[0] * 10), (31, 42, 95, *[0] * 10)) == []


@st.composite
def _planted(draw):
    """A table with one category that is the sum of some others, one of which is small; the places in any order."""
    count, length = draw(st.integers(3, 8)), draw(st.integers(1, 4))
    rows = [[draw(st.integers(10, 900)) for _ in range(count - 1)] for _ in range(length)]
    chosen = draw(st.lists(st.integers(0, count - 2), min_size=2, unique=True))
    draw(st.sampled_from(rows))[chosen[0]] = draw(st.integers(1, 9))
    order = draw(st.permutations(range(count)))
    full = [[*row, sum(row[at] for at in chosen)] for row in rows]
    return [tuple(row[at] for at in order) for row in full]


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(_planted(), st.sampled_from([1, 5]))
def test_a_planted_total_with_a_small_part_is_always_held(values, base):
    places = tuple("abcdefgh"[: len(values[0])])
    assert of(places, *values, more={"round_to": base})


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32), st.integers(3, 8), st.integers(1, 4))
def test_large_numbers_that_have_nothing_to_do_with_each_other_are_not_held(seed, count, length):
    values = np.random.default_rng(seed).integers(10**11, 10**12, (length, count))
    values[0, 0] = 1 + seed % 9
    assert of(tuple("abcdefgh"[:count]), *values.tolist()) == []


COUNTS = st.lists(st.tuples(*[st.integers(0, 30)] * 3), min_size=1, max_size=6)


def _computable(values, threshold):
    """Whether one place is always the sum of one or two others and a hidden value stands with a shown one."""
    for way in ((1, 1, -1), (1, -1, 1), (-1, 1, 1), (1, -1, 0), (1, 0, -1), (0, 1, -1)):
        if any(sum(sign * value for sign, value in zip(way, month, strict=True)) for month in values):
            continue
        for month in values:
            parts = [value for sign, value in zip(way, month, strict=True) if sign]
            if any(0 < value < threshold for value in parts) and any(value >= max(threshold, 1) for value in parts):
                return True
    return False


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
    assert (not result.by_dataset) == _computable(values, threshold)
    for one in result.by_dataset.values():
        known = one.frame["visits"].dropna()
        assert not ((known > 0) & (known < threshold)).any()
        assert one.suppressed == sum(0 < value < threshold for month in values for value in month)
        assert (one.frame["visits"].isna() == (one.frame["visits_status"] == "c")).all()
