"""Reading by a layout: where the names stand, and what is said when they moved, changed or are gone."""

from __future__ import annotations

from typing import Any

import pytest

from berkala.plan.specifications import DatasetSpec
from laid_out import csv_of, errors, figures, read, table, told, where, xlsx_of
from little_tables import codes, dataset, dimension, measure

LONG = {"columns": {"Month": "month", "Place": "place", "Visits": "visits"}}
WIDE = {"columns": {"Place": "place", "{period}": "visits"}}
BOTH = {"2020-01 north": 1, "2020-01 south": 2}


def test_a_layout_gives_fields_by_the_names_of_columns() -> None:
    assert figures(read("Visits,Month,Place\n1,2020-01,north\n2,2020-01,south\n", LONG)) == BOTH


def test_the_names_may_stand_below_titles() -> None:
    content = csv_of("Visits by place", "", "Month,Place,Visits", "2020-01,north,1", "2020-01,south,2")
    tables = read(content, LONG | {"header": 3})
    assert figures(tables) == BOTH
    assert tables.problems == ()


@pytest.mark.parametrize("header", [1, 2, 4])
def test_a_table_that_moved_is_read_and_told(header: int) -> None:
    content = csv_of("Visits", "", "Month,Place,Visits", "2020-01,north,1", "2020-01,south,2")
    tables = read(content, LONG | {"header": header})
    assert figures(tables) == BOTH
    moved = told(tables, "tidy.layout-moved")
    assert (moved.severity, moved.row) == ("note", 3)
    assert moved.message("en") == (
        f"The names of the columns stand in row 3 now, not in row {header}; the table was read from there."
    )
    assert "`header`" in moved.remedy("id")


def test_a_header_of_several_rows_that_moved_is_told_with_all_of_them() -> None:
    rows = [["A title"], ["Place", "2020", ""], ["", "Jan", "Feb"], ["north", 1, 3], ["south", 2, 4]]
    layout = {"header": [1, 2], "columns": {"Place": "place", "{year} {month}": "visits"}}
    tables = read(xlsx_of(rows), layout)
    assert figures(tables) == BOTH | {"2020-02 north": 3, "2020-02 south": 4}
    assert "stand in row 2–3 now, not in row 1–2" in told(tables, "tidy.layout-moved").message("en")


def test_an_upper_name_carries_over_empty_cells_to_its_right_only_above_names() -> None:
    rows = [["Place", "Visits", "", "", "Note"], ["", "2020-01", "2020-02", "", ""], ["north", 1, 3], ["south", 2, 4]]
    layout = {"header": [1, 2], "columns": {"Place": "place", "Visits {period}": "visits", "Note": None}}
    assert figures(read(xlsx_of(rows), layout)) == BOTH | {"2020-02 north": 3, "2020-02 south": 4}


def test_three_rows_of_names_are_joined_and_a_name_that_is_repeated_in_them_stands_once() -> None:
    rows = [["Place", "Visits", ""], ["Place", "2020", ""], ["Place", "Jan", "Feb"], ["north", 1, 3], ["south", 2, 4]]
    layout = {"header": [1, 2, 3], "columns": {"Place": "place", "Visits {year} {month}": "visits"}}
    assert figures(read(xlsx_of(rows), layout))["2020-02 south"] == 4


def test_a_column_that_was_renamed_is_told_with_the_nearest_name() -> None:
    tables = read("Month,Place,Visit\n2020-01,north,1\n2020-01,south,2\n", LONG)
    (problem,) = errors(tables)
    assert problem.code == "tidy.layout-name-missing"
    assert (problem.file, problem.row) == ("datasets/visits/visits.csv", 1)
    assert problem.message("en").startswith(
        "The column “Visits” of the layout is not among the names in row 1; the nearest is “Visit”."
    )
    assert "renamed to “Visit”" in problem.remedy("en")
    assert tables.by_dataset == {}


def test_a_column_that_is_gone_is_told_with_those_that_are_there() -> None:
    tables = read("Month,Place,Beds\n2020-01,north,1\n", LONG)
    problem = told(tables, "tidy.layout-name-missing")
    assert "There are: Month, Place, Beds." in problem.message("en")
    assert "may_lack" in problem.remedy("en")


def test_a_column_that_may_lack_is_a_value_that_is_not_available() -> None:
    layout = {"columns": {**LONG["columns"], "Stays": "stays"}, "may_lack": ["Stays"]}
    fields = [dimension("place", "north", "south"), measure("visits"), measure("stays")]
    content = "Month,Place,Visits,Stays\n2020-01,north,1,5\n2020-01,south,2,6\n"
    assert figures(read(content, layout, *fields), "stays") == {"2020-01 north": 5, "2020-01 south": 6}
    two = [
        {**layout, "until": "Month", "header": 1},
        {**layout, "header": 4},
    ]
    content += "Month,Place,Visits\n2020-02,north,1\n2020-02,south,2\n"
    tables = read(content, two, *fields)
    assert figures(tables, "stays") == {
        "2020-01 north": 5,
        "2020-01 south": 6,
        "2020-02 north": "x",
        "2020-02 south": "x",
    }


def test_a_new_column_is_told_with_its_letter() -> None:
    tables = read("Month,Place,Visits,Visits abroad\n2020-01,north,1,9\n2020-01,south,2,9\n", LONG)
    (problem,) = errors(tables)
    assert (problem.code, problem.row) == ("tidy.layout-name-new", 1)
    assert problem.message("en").startswith("The column “Visits abroad” (D) is not in the layout")


@pytest.mark.parametrize("row", ["2020-01,north,1,,7", "2020-01,north,1,7"])
def test_cells_beside_the_table_without_a_name_are_told(row: str) -> None:
    tables = read(f"Month,Place,Visits\n{row}\n2020-01,south,2\n", LONG)
    assert [problem.code for problem in errors(tables)] == ["tidy.layout-name-new"]


def test_an_empty_column_without_a_name_is_nothing() -> None:
    content = "Place,2020-01,,2020-02\nnorth,1,,3\nsouth,2,,4\n"
    assert figures(read(content, WIDE)) == BOTH | {"2020-02 north": 3, "2020-02 south": 4}


def test_an_empty_column_without_a_name_is_no_category_either() -> None:
    layout = {"columns": {"Month": "month", "{place}": "visits"}}
    assert figures(read("Month,north,,south\n2020-01,1,,2\n", layout)) == BOTH


def test_a_column_without_a_name_is_called_by_its_letter() -> None:
    layout = {"columns": {"(A)": "place", "{period}": "visits"}}
    assert figures(read(",2020-01\nnorth,1\nsouth,2\n", layout)) == BOTH


def test_names_that_are_alike_are_told_apart_by_a_number() -> None:
    layout = {"columns": {**LONG["columns"], "Visits #2": None}}
    assert figures(read("Month,Place,Visits,Visits\n2020-01,north,1,9\n2020-01,south,2,9\n", layout)) == BOTH


def test_names_that_come_again_on_a_later_page_are_no_row() -> None:
    content = csv_of("Month,Place,Visits", "2020-01,north,1", "Month,Place,Visits", "2020-01,south,2")
    tables = read(content, LONG)
    assert figures(tables) == BOTH
    assert [row for row, _ in sorted((place.row, place.file) for place in table(tables).places)] == [2, 4]


def test_names_of_two_rows_that_come_again_are_no_rows_either() -> None:
    names = [["Place", "2020", ""], ["", "Jan", "Feb"]]
    rows = [*names, ["north", 1, 3], *names, ["south", 2, 4]]
    layout = {"header": [1, 2], "columns": {"Place": "place", "{year} {month}": "visits"}}
    assert figures(read(xlsx_of(rows), layout)) == BOTH | {"2020-02 north": 3, "2020-02 south": 4}


def test_a_table_without_any_column_of_its_form_is_not_found() -> None:
    tables = read("Place,Beds\nnorth,1\n", {"columns": {"Place": "place", "Beds": None, "Visits {period}": "visits"}})
    assert codes(tables.problems) == ["tidy.layout-name-missing"]


def test_the_gap_of_a_period_is_no_name_that_the_layout_has_beside_it() -> None:
    tables = read("Place,Beds\nnorth,1\n", {"columns": {"Place": "place", "Beds": None, "{period}": "visits"}})
    assert codes(tables.problems) == ["tidy.layout-name-missing"]


def test_a_sheet_is_taken_by_its_name_and_named_in_each_problem() -> None:
    rows = [["Month", "Place", "Visits"], ["2020-01", "north", 1], ["2020-01", "south", "many"]]
    tables = read(xlsx_of(rows, Notes=[["Read me"]]), LONG | {"sheet": "Data"})
    (problem,) = errors(tables)
    assert where(problem) == ("Data", 3, "visits (C)", "many")


@pytest.mark.parametrize(
    ("sheet", "code"),
    [("Date", "tidy.sheet-near"), ("Figures", "tidy.sheet-missing"), (None, "tidy.sheet-unsaid")],
)
def test_a_sheet_that_is_not_there_is_told(sheet: str | None, code: str) -> None:
    rows = [["Month", "Place", "Visits"], ["2020-01", "north", 1]]
    tables = read(xlsx_of(rows, Notes=[["Read me"]]), LONG | ({"sheet": sheet} if sheet else {}))
    assert codes(tables.problems) == [code]


def test_a_hidden_sheet_is_not_read() -> None:
    rows = [["Month", "Place", "Visits"], ["2020-01", "north", 1], ["2020-01", "south", 2]]
    content = xlsx_of(rows, Old=(["Month"], ["2019-01"]))
    assert figures(read(content, LONG)) == BOTH, "the only visible one"
    assert codes(read(content, LONG | {"sheet": "Old"}).problems) == ["tidy.sheet-hidden"]


@pytest.mark.parametrize("header", [0, [], [2, 4], [3, 2], [0, 1]])
def test_the_rows_of_the_names_follow_one_another(header: Any) -> None:
    with pytest.raises(ValueError, match="header"):
        dataset(resource={"layout": LONG | {"header": header}})


def test_what_may_lack_is_a_column_of_the_layout() -> None:
    with pytest.raises(ValueError, match="Beds"):
        dataset(resource={"layout": LONG | {"may_lack": ["Beds"]}})


def test_a_layout_reads_next_months_file_and_says_exactly_what_moved() -> None:
    """Five things at once: a title above, a new column, a heading, a new mark, a new place, and a note below."""
    layout = {
        "header": 3,
        "columns": {"No.": None, "Place": "place", "Unit": {"always": "people"}, "{period}": "visits"},
        "marks": {"-": "x"},
    }
    then = [["Visits"], [], ["No.", "Place", "Unit", "2020-01"], [1, "north", "people", 1], [2, "south", "people", "-"]]
    assert figures(read(xlsx_of(then), layout)) == {"2020-01 north": 1, "2020-01 south": "x"}
    now = [
        ["Visits"],
        ["second edition"],
        [],
        ["No.", "Place", "Unit", "2020-01", "Remark"],
        ["", "In the country"],
        [1, "north", "people", 1],
        [2, "south", "thousand people", "*"],
        [3, "West", "people", 5],
        ["Source: the register"],
    ]
    tables = read(xlsx_of(now), layout)
    said = [(problem.severity, problem.row, problem.message("en")) for problem in tables.problems]
    assert said == [
        ("note", 4, "The names of the columns stand in row 4 now, not in row 3; the table was read from there."),
        ("error", 4, "The column “Remark” (E) is not in the layout, so nobody has said what it gives."),
        ("error", 5, "The row “In the country” has no figures, and rows with figures follow."),
        ("error", 7, "The column has “people” in every row by its layout, but “thousand people” here."),
        (
            "note",
            9,
            "Below the table begin rows without figures, which were not read (1 in all); "
            "the first says “Source: the register”.",
        ),
    ]
    codes(tables.problems)


def test_a_layout_may_be_written_with_a_year_as_a_number() -> None:
    one = dataset(resource={"layout": {"columns": {"Place": "place", "Visits": "visits"}, "fixed": {"month": 2020}}})
    assert isinstance(one.spec, DatasetSpec)
    assert one.spec.resource.layouts[0].fixed == {"month": "2020"}
