"""Reading every sheet whose name has a form: each is a period, and a sheet of another name is not passed over."""

from __future__ import annotations

from typing import Any

import pytest

from laid_out import errors, figures, read, told, where, xlsx_of
from little_tables import codes, dimension, measure

TABLE = [["Place", "Visits"], ["north", 1], ["south", 2]]
LATER = [["Place", "Visits"], ["north", 3], ["south", 4]]
WAITING = [["Place", "Visits"], ["north", ""], ["south", ""]]
LAYOUT = {"sheet": "{month} {year}", "columns": {"Place": "place", "Visits": "visits"}}
BOTH = {"2020-01 north": 1, "2020-01 south": 2, "2020-02 north": 3, "2020-02 south": 4}


def book(**others: Any) -> bytes:
    return xlsx_of(TABLE, "Jan 2020", **{"Februari 2020": LATER}, **others)


def test_every_sheet_of_the_form_is_read_as_its_period() -> None:
    tables = read(book(), LAYOUT)
    assert figures(tables) == BOTH
    assert tables.problems == ()


def test_next_month_needs_a_sheet_and_nothing_else() -> None:
    march = {"2020-03 north": 5, "2020-03 south": 6}
    assert figures(read(book(**{"Mar 2020": [TABLE[0], ["north", 5], ["south", 6]]}), LAYOUT)) == BOTH | march


def test_a_sheet_of_another_name_is_named_until_it_is_known() -> None:
    content = book(**{"2020 March": LATER})
    problem = told(read(content, LAYOUT), "tidy.sheet-new")
    assert (problem.severity, "“2020 March”" in problem.message()) == ("error", True)
    assert "“{month} {year}”" in problem.message("id")
    assert "`other_sheets`" in problem.remedy()
    assert figures(read(content, LAYOUT | {"other_sheets": ["2020 March"]})) == BOTH


def test_an_empty_sheet_and_a_hidden_one_of_another_name_are_nothing() -> None:
    tables = read(book(Notes=[], Lists=(["a"], ["b"])), LAYOUT)
    assert (figures(tables), tables.problems) == (BOTH, ())


def test_a_hidden_sheet_of_the_form_is_refused() -> None:
    assert codes(errors(read(book(**{"Mar 2020": tuple(LATER)}), LAYOUT))) == ["tidy.sheet-hidden"]


def test_no_sheet_of_the_form() -> None:
    problem = told(read(xlsx_of(TABLE, "Data"), LAYOUT), "tidy.sheets-none")
    assert problem.message() == (
        "The workbook has no sheet whose name has the form “{month} {year}”; its sheets are: Data."
    )


@pytest.mark.parametrize("waiting", [WAITING, WAITING[:1]])
def test_a_sheet_that_waits_for_its_figures_is_noted(waiting: Any) -> None:
    tables = read(book(**{"Mar 2020": waiting}), LAYOUT)
    assert figures(tables) == BOTH
    (note,) = tables.problems
    assert (note.code, note.severity, note.sheet, note.row) == ("tidy.sheet-empty", "note", "Mar 2020", 1)


def test_a_sheet_with_a_mark_in_place_of_each_figure_is_read() -> None:
    march = [TABLE[0], ["north", "..."], ["south", "..."]]
    tables = read(book(**{"Mar 2020": march}), LAYOUT | {"marks": {"...": "x"}})
    assert figures(tables) == BOTH | {"2020-03 north": "x", "2020-03 south": "x"}


def test_what_is_wrong_is_told_in_its_own_sheet() -> None:
    tables = read(book(**{"Mar 2020": [TABLE[0], ["north", "many"], ["south", 5]]}), LAYOUT)
    (problem,) = errors(tables)
    assert where(problem) == ("Mar 2020", 2, "visits (B)", "many")


def test_each_sheet_that_cannot_be_read_is_told() -> None:
    other = [["Places", "Number"], ["north", 5]]
    found = errors(read(book(**{"Mar 2020": other, "Apr 2020": other}), LAYOUT))
    assert {(one.code, one.sheet) for one in found} == {
        ("tidy.layout-name-missing", "Mar 2020"),
        ("tidy.layout-name-missing", "Apr 2020"),
    }


def test_a_month_in_two_sheets_is_told() -> None:
    problem = told(read(book(**{"January 2020": TABLE}), LAYOUT), "tidy.sheets-alike")
    assert "“Jan 2020” and “January 2020”" in problem.message()


@pytest.mark.parametrize(
    "rows",
    [
        [["Place", "Visits"], ["north", "", 5], ["south", "", 6]],  # a column too far to the right
        [["Place", "Visitors"], ["north", 5], ["south", 6]],
        [["Place", "Visits", "Note"], ["north", "", "7"], ["south", "", ""]],
    ],
)
def test_a_sheet_with_figures_where_nobody_looks_is_no_sheet_that_waits(rows: Any) -> None:
    found = errors(read(book(**{"Mar 2020": rows}), LAYOUT | {"may_lack": ["Visits"]}))
    assert ("tidy.layout-name-new", "Mar 2020") in [(one.code, one.sheet) for one in found]


@pytest.mark.parametrize(
    "rows",
    [
        [["Place", "Visits"], ["north", ""], ["south", ""], ["Total", 0]],
        [["Place", "Visits"], ["north", 0], ["south", 0]],
        [["Visits by place"]],
        [["Visits by place, March 2020"], [], ["To be filled in"]],
    ],
)
def test_a_sheet_with_a_total_of_nothing_or_a_title_alone_waits(rows: Any) -> None:
    tables = read(book(**{"Mar 2020": rows}), LAYOUT)
    assert figures(tables) == BOTH
    assert [(one.code, one.severity) for one in tables.problems] == [("tidy.sheet-empty", "note")]


def test_a_sheet_of_which_no_column_of_figures_is_known_does_not_wait() -> None:
    rows = [["Place", "Visits in all"], ["north", 5], ["south", 6]]
    layout = LAYOUT | {"columns": LAYOUT["columns"] | {"Visits in all": None}, "may_lack": ["Visits", "Visits in all"]}
    assert [(one.code, one.sheet) for one in errors(read(book(**{"Mar 2020": rows}), layout))] == [
        ("tidy.no-rows", "Mar 2020")
    ]


@pytest.mark.parametrize("name", ["Mar 2020 ", "Mar  2020", " Mar 2020"])
def test_blanks_that_nobody_sees_do_not_count(name: str) -> None:
    march = [TABLE[0], ["north", 5], ["south", 6]]
    assert figures(read(book(**{name: march}), LAYOUT)) == BOTH | {"2020-03 north": 5, "2020-03 south": 6}


def test_a_year_in_two_digits_is_of_this_century() -> None:
    content = xlsx_of(TABLE, "Jan-20", **{"Feb-20": LATER})
    assert figures(read(content, LAYOUT | {"sheet": "{month}-{yy}"})) == BOTH


def test_a_name_that_has_not_the_form_is_told_beside_one_that_has() -> None:
    problem = told(read(book(**{"Mai 2020": LATER}), LAYOUT), "tidy.sheet-new")
    assert "“Mai 2020” has not the form “{month} {year}” (such as “Februari 2020”)" in problem.message()


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Visits, March 2020", []),
        ("Visits, Februari 2020", [("Mar", "Februari")]),
        ("Visits, March 2019", [("2020", "2019")]),
        ("Visits, January to March 2020", []),
        ("Visits", []),
    ],
)
def test_a_title_that_states_another_period_than_the_name_is_told(title: str, said: list[tuple[str, str]]) -> None:
    march = [[title], TABLE[0], ["north", 5], ["south", 6]]
    tables = read(book(**{"Mar 2020": march}), LAYOUT)
    found = [one for one in tables.problems if one.code == "tidy.sheet-title"]
    assert [(one.facts["stated"], one.facts["title"]) for one in found] == said
    assert all((one.severity, one.sheet) == ("warning", "Mar 2020") for one in found)
    assert figures(tables)["2020-03 north"] == 5


def test_a_measure_that_the_newest_sheet_has_not_is_told() -> None:
    columns = {"Place": "place", "Visits": "visits", "Beds": "beds"}
    layout = LAYOUT | {"columns": columns, "may_lack": ["Beds"]}
    fields = (dimension("place", "north"), measure("visits"), measure("beds"))
    both, one = [["Place", "Visits", "Beds"], ["north", 1, 2]], [["Place", "Visits"], ["north", 3]]
    later = read(xlsx_of(both, "Jan 2020", **{"Feb 2020": one}), layout, *fields)
    (gone,) = [problem for problem in later.problems if problem.code == "tidy.column-gone"]
    assert (gone.severity, gone.sheet, gone.facts["name"]) == ("warning", "Feb 2020", "beds")
    earlier = read(xlsx_of(one, "Jan 2020", **{"Feb 2020": both}), layout, *fields)
    assert [problem.code for problem in earlier.problems] == []


def test_more_places_than_are_listed_one_by_one_wait_too() -> None:
    names = [f"p{number}" for number in range(38)]
    fields = (dimension("place", *names, "total"), measure("visits"))
    filled = [TABLE[0], *[[name, 1] for name in names], ["total", 38]]
    waiting = [TABLE[0], *[[name, ""] for name in names], ["total", 0]]
    tables = read(xlsx_of(filled, "Jan 2020", **{"Feb 2020": waiting}), LAYOUT, *fields)
    assert [(one.code, one.severity) for one in tables.problems] == [("tidy.sheet-empty", "note")]
