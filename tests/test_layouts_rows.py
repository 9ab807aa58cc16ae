"""Reading by a layout: which rows are observations, what they are called, and what stands between and below them."""

from __future__ import annotations

from typing import Any

from berkala.fetch import Snapshot, Snapshots
from berkala.protect import SafeTables, protect
from berkala.tidy import tidy
from laid_out import csv_of, errors, figures, read, read_files, table, told, where, xlsx_of
from little_tables import both, codes, dataset, dimension, measure, plan_for

WIDE = {"columns": {"Place": "place", "{period}": "visits"}}
BOTH = {"2020-01 north": 1, "2020-01 south": 2}


def places(*values: str) -> tuple[dict[str, Any], dict[str, Any]]:
    names = [{"value": f"p{n}", "label": {"en": one, "id": one}, "aliases": [one]} for n, one in enumerate(values, 1)]
    return dimension("place") | {"categories": names}, measure("visits")


def test_notes_below_the_table_are_counted_and_the_first_is_quoted() -> None:
    tables = read(csv_of("Place,2020-01", "north,1", "south,2", "", "Source: a register", "* provisional"), WIDE)
    assert figures(tables) == BOTH
    problem = told(tables, "tidy.layout-notes")
    assert (problem.severity, problem.row) == ("note", 5)
    assert "(2 in all)" in problem.message("en")
    assert "“Source: a register”" in problem.message("en")


def test_the_table_ends_before_the_row_that_begins_with_a_text() -> None:
    content = csv_of("Place,2020-01", "north,1", "south,2", "Total of both,3", "east,4")
    tables = read(content, WIDE | {"until": "Total"})
    assert figures(tables) == BOTH
    assert tables.problems == ()


def test_a_text_that_begins_so_in_another_column_ends_nothing() -> None:
    layout = {"columns": {"Place": "place", "Remark": None, "{period}": "visits"}, "until": "Total"}
    content = csv_of("Place,Remark,2020-01", "north,Total of two,1", "south,,2", "Total,,3")
    assert figures(read(content, layout)) == BOTH


def test_rows_without_figures_between_others_are_told_unless_they_are_headings() -> None:
    content = csv_of("Place,2020-01", "In the east", "north,1", "south,2")
    (problem,) = errors(read(content, WIDE))
    assert (problem.code, problem.row) == ("tidy.layout-no-figures", 2)
    assert "“In the east”" in problem.message("id")
    assert "`headings: true`" in problem.remedy("en")


def test_headings_stand_before_the_names_below_them() -> None:
    content = csv_of("Place,2020-01", "East,", "north,1", "south,2", "West,", "north,3")
    found = read(
        content,
        WIDE | {"headings": True},
        *places("East / north", "East / south", "West / north"),
        sparse={"en": "a", "id": "a"},
    )
    assert figures(found) == {"2020-01 p1": 1, "2020-01 p2": 2, "2020-01 p3": 3}


def test_names_that_come_again_belong_to_the_row_above_that_is_none_of_them() -> None:
    content = csv_of("Place,2020-01", "North,3", "men,1", "women,2", "South,7", "men,3", "women,4")
    layout = WIDE | {"repeated": ["men", "women"]}
    names = ("North", "North / men", "North / women", "South", "South / men", "South / women")
    assert list(figures(read(content, layout, *places(*names))).values()) == [3, 1, 2, 7, 3, 4]


def test_headings_and_repeated_names_are_put_together() -> None:
    content = csv_of("Place,2020-01", "Region,", "North,3", "of which:,", "men,1", "South,7", "of which:,", "men,4")
    layout = WIDE | {"repeated": ["men", "of which:"], "headings": True}
    names = ("Region / North", "Region / North / men", "Region / South", "Region / South / men")
    assert list(figures(read(content, layout, *places(*names))).values()) == [3, 1, 7, 4]


def test_a_new_heading_ends_what_the_repeated_names_belong_to() -> None:
    content = csv_of("Place,2020-01", "North,3", "men,1", "Whole country,", "men,9")
    layout = WIDE | {"repeated": ["men"], "headings": True}
    names = ("North", "North / men", "Whole country / men")
    assert list(figures(read(content, layout, *places(*names))).values()) == [3, 1, 9]


LONG = {"columns": {"Month": "month", "Place": "place", "Visits": "visits"}}


def test_an_empty_cell_means_the_one_above_where_the_layout_says_so() -> None:
    layout = {"columns": {**LONG["columns"], "Month": {"gives": "month", "down": True}}}
    content = csv_of("Month,Place,Visits", "2020-01,north,1", ",south,2", "2020-02,north,3", ",south,4")
    assert figures(read(content, layout)) == BOTH | {"2020-02 north": 3, "2020-02 south": 4}
    (problem, second) = errors(read(content, LONG))
    assert (problem.code, problem.row, second.row) == ("tidy.period-empty", 3, 5)


def test_a_cell_that_is_merged_downwards_stands_in_each_of_its_rows_and_no_further() -> None:
    rows = [["Month", "Place", "Visits"], ["2020-01", "north", 1], ["", "south", 2], ["", "north", 3]]
    tables = read(xlsx_of(rows, merged=["A2:A3"]), LONG)
    (problem,) = errors(tables)
    assert where(problem) == ("Data", 4, "month (A)", "")


def test_a_column_that_says_always_the_same_stops_where_it_does_not() -> None:
    layout = {"columns": {**LONG["columns"], "Unit": {"always": "people"}}}
    content = csv_of(
        "Month,Place,Visits,Unit", "2020-01,north,1,people", "2020-01,south,2,thousand", "2020-02,north,1,"
    )
    first, second = errors(read(content, layout))
    assert (first.code, *where(first)) == ("tidy.layout-not-always", None, 3, "D", "thousand")
    assert (second.code, second.row, second.column) == ("tidy.layout-always-empty", 4, "D")
    codes((first, second))


def test_the_same_figure_given_twice_is_told_with_both_columns() -> None:
    layout = {"columns": {"Place": "place", "2020-01": "visits", "January": "visits"}, "fixed": {"month": "2020-01"}}
    tables = read(csv_of("Place,2020-01,January", "north,1,1", "south,2,2"), layout)
    first, _ = errors(tables)
    assert (first.code, first.row) == ("tidy.layout-twice", 2)
    assert "“visits” for the same observation: B and C" in first.message("en")


def test_the_same_row_twice_is_told_as_it_stands_in_the_file() -> None:
    content = csv_of("A title", "Place,2020-01", "north,1", "south,2", "north,1")
    (problem,) = errors(read(content, WIDE | {"header": 2}))
    assert (problem.code, problem.row) == ("tidy.duplicate", 5)
    assert "repeats row 3" in problem.message("en")


TWO = csv_of("Place,2020-01", "north,1", "south,2", "", "Place,2020-02", "north,3", "south,4")


def test_two_tables_of_a_sheet_are_read_one_after_the_other() -> None:
    one = {
        "header": 1,
        "columns": {"Place": "place", "2020-01": "visits"},
        "until": "Place",
        "fixed": {"month": "2020-01"},
    }
    two = {"header": 5, "columns": {"Place": "place", "2020-02": "visits"}, "fixed": {"month": "2020-02"}}
    tables = read(TWO, [one, two])
    assert figures(tables) == BOTH | {"2020-02 north": 3, "2020-02 south": 4}
    assert [place.row for place in table(tables).places] == [2, 3, 6, 7]


def test_each_table_that_is_not_found_is_told() -> None:
    one = {"columns": {"Place": "place", "2020-03": "visits"}, "fixed": {"month": "2020-03"}}
    tables = read(TWO, [one, {**one, "columns": {"Area": "place"}}])
    assert codes(tables.problems) == ["tidy.layout-name-missing"] * 2


def files(**second: str) -> dict[str, Any]:
    return {
        "visits 2020.csv": (csv_of("Month,Place,Visits", "Januari,north,1", "Januari,south,2"), {"{year}": "2020"}),
        "visits 2021.csv": (
            csv_of(*second.get("rows", "Month,Place,Visits|Januari,north,3|Januari,south,4").split("|")),
            {"{year}": "2021"},
        ),
    }


BY_YEAR = {"columns": {"Month": "{month}", "Place": "place", "Visits": "visits"}}


def test_the_name_of_each_file_states_a_part_of_the_period() -> None:
    tables = read_files(files(), BY_YEAR)
    assert figures(tables) == BOTH | {"2021-01 north": 3, "2021-01 south": 4}
    assert {place.file for place in table(tables).places} == {f"datasets/visits/visits {y}.csv" for y in (2020, 2021)}


def test_a_mistake_is_told_in_the_file_and_the_row_where_it_stands() -> None:
    tables = read_files(files(rows="A title||Month,Place,Visits|Januari,north,3|Januari,south,many"), BY_YEAR)
    (problem,) = errors(tables)
    assert (problem.file, *where(problem)) == ("datasets/visits/visits 2021.csv", None, 5, "visits (C)", "many")
    assert told(tables, "tidy.layout-moved").file == "datasets/visits/visits 2021.csv"


def test_a_file_that_lacks_a_column_is_named() -> None:
    tables = read_files(files(rows="Month,Place,Beds|Januari,north,3"), BY_YEAR)
    (problem,) = errors(tables)
    assert (problem.code, problem.file) == ("tidy.layout-name-missing", "datasets/visits/visits 2021.csv")


def test_a_file_may_lack_a_column_of_figures() -> None:
    layout = {"columns": {**BY_YEAR["columns"], "Beds": "beds"}, "may_lack": ["Beds"]}
    both = files(rows="Month,Place,Visits,Beds|Januari,north,3,7|Januari,south,4,8")
    found = read_files(both, layout, dimension("place", "north", "south"), measure("visits"), measure("beds"))
    assert figures(found, "beds") == {
        "2020-01 north": "x",
        "2020-01 south": "x",
        "2021-01 north": 7,
        "2021-01 south": 8,
    }


def test_a_name_that_is_wrong_in_every_file_is_told_for_every_file() -> None:
    tables = read_files(files(), {"columns": {**BY_YEAR["columns"], "Beds": None}})
    assert [problem.file for problem in errors(tables)] == [f"datasets/visits/visits {y}.csv" for y in (2020, 2021)]


def guarded(*lines: str, **protection: Any) -> SafeTables:
    """The table below a title, protected from the fourth row on."""
    one = dataset(
        dimension("place", "total", "north", "south", "east"),
        measure("visits"),
        resource={"layout": {"header": 3, "columns": {"Place": "place", "{period}": "visits"}}},
        protect={"measures": ["visits"], "threshold": 5, **protection},
    )
    content = csv_of("A title", "", "Place,2020-01,2020-02", *lines)
    tables = tidy(Snapshots(plan_for(one), {"visits": Snapshot("visits", "datasets/visits/visits.csv", content)}))
    assert not errors(tables)
    return protect(tables)


def test_protection_hides_the_cells_that_are_small_wherever_their_column_stands() -> None:
    safe = guarded("north,100,3", "south,4,146", "east,7,8", margins={"none_because": both("No sums.")})
    assert codes(safe.problems) == []
    frame = safe.by_dataset["visits"].frame
    shown = {
        f"{row['month'].code} {row['place']}": row["visits"] for _, row in frame.iterrows() if not row["visits_status"]
    }
    hidden = {f"{row['month'].code} {row['place']}" for _, row in frame.iterrows() if row["visits_status"] == "c"}
    assert shown == {"2020-01 north": 100, "2020-01 east": 7, "2020-02 south": 146, "2020-02 east": 8}
    assert hidden == {"2020-01 south", "2020-02 north"}


def test_a_table_that_is_held_names_the_rows_of_its_file() -> None:
    safe = guarded("total,120,150", "north,100,146", "south,17,3", "east,3,1")
    assert safe.by_dataset == {}
    codes(safe.problems)
    problem = safe.problems[0]
    assert (problem.file, problem.row) == ("datasets/visits/visits.csv", 6)
    assert problem.facts["rows"] == "6, 7"


def test_a_row_that_another_file_has_too_is_told_with_the_name_of_that_file() -> None:
    twice = files(rows="Month,Place,Visits|Januari,north,3")
    name = "visits 2020 (copy).csv"
    tables = read_files(
        {"visits 2020.csv": twice["visits 2020.csv"], name: (twice["visits 2021.csv"][0], {"{year}": "2020"})}, BY_YEAR
    )
    (problem,) = errors(tables)
    assert (problem.file, problem.row) == (f"datasets/visits/{name}", 2)
    assert "repeats row 2 (datasets/visits/visits 2020.csv)" in problem.message("en")
