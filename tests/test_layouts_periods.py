"""Reading by a layout: where periods stand, how they are written, and what else the names of columns state."""

from __future__ import annotations

from typing import Any

import pytest

from laid_out import csv_of, errors, figures, read, table, told, where, xlsx_of
from little_tables import dataset, dimension, measure

PLACES = ("north",)


def one_place(header: str, layout: dict[str, Any], frequency: str, first: str, *cells: str, **more: Any) -> Any:
    """The figures of a table with one row, by the code of their periods."""
    content = csv_of(f"Place,{header}", ",".join(["north", *(cells or map(str, range(1, header.count(",") + 2)))]))
    layout = {"columns": {"Place": "place", **layout.pop("columns")}, **layout}
    found = figures(
        read(
            content,
            layout,
            dimension("place", *PLACES),
            measure("visits"),
            frequency=frequency,
            coverage={"from": first},
            **more,
        )
    )
    return {key.removesuffix(" north"): value for key, value in found.items()}


@pytest.mark.parametrize(
    ("header", "form", "frequency", "codes"),
    [
        ("2020-01,2020-02", "{period}", "month", ["2020-01", "2020-02"]),
        ("Jan 2020,Feb 2020", "{period}", "month", ["2020-01", "2020-02"]),
        ("Januari 2020,Pebruari 2020", "{period}", "month", ["2020-01", "2020-02"]),
        ("2020 Agustus,2020 Nopember", "{period}", "month", ["2020-08", "2020-11"]),
        ("2020Q1,Q2 2020", "{period}", "quarter", ["2020-Q1", "2020-Q2"]),
        ("2020,2021", "{period}", "year", ["2020", "2021"]),
        ("2019/20,2020/21", "{period}", "fiscal", ["2019-2020", "2020-2021"]),
        ("Visits 2020 (people),Visits 2021 (people)", "Visits {year} (people)", "year", ["2020", "2021"]),
        ("Mei 2020 - visits,Juni 2020 - visits", "{month} {year} - visits", "month", ["2020-05", "2020-06"]),
        ("2020 Triwulan 1,2020 Triwulan 2", "{year} Triwulan {quarter}", "quarter", ["2020-Q1", "2020-Q2"]),
        ("2020 Triwulan I,2020 Triwulan IV", "{year} Triwulan {quarter}", "quarter", ["2020-Q1", "2020-Q4"]),
        ("Semester I 2020,Semester II 2020", "Semester {half} {year}", "half", ["2020-S1", "2020-S2"]),
        ("Semester 1 2020,Semester 2 2020", "Semester {half} {year}", "half", ["2020-S1", "2020-S2"]),
    ],
)
def test_the_names_of_columns_state_periods(header: str, form: str, frequency: str, codes: list[str]) -> None:
    first = min(codes)
    found = one_place(header, {"columns": {form: "visits"}}, frequency, first, sparse=dataset().spec.title.root)
    assert found == dict(zip(codes, (1, 2), strict=True))


def test_the_year_may_stand_in_the_rows_and_the_month_in_the_names() -> None:
    content = csv_of("Tahun,Januari,Februari", "2020,1,2", "2021,3,4")
    layout = {"columns": {"Tahun": "{year}", "{month}": "visits"}}
    assert figures(read(content, layout, measure("visits"), coverage={"from": "2020-01"})) == {
        "2020-01": 1,
        "2020-02": 2,
        "2021-01": 3,
        "2021-02": 4,
    }


@pytest.mark.parametrize(
    ("name", "part", "frequency", "texts", "codes"),
    [
        ("Semester", "{half}", "half", ["Semester 1 (Maret)", "Semester 2 (September)"], ["2020-S1", "2020-S2"]),
        ("Semester", "{half}", "half", ["Semester I", "Semester II"], ["2020-S1", "2020-S2"]),
        ("Triwulan", "{quarter}", "quarter", ["Triwulan I", "Triwulan II"], ["2020-Q1", "2020-Q2"]),
        ("Kuartal", "{quarter}", "quarter", ["TW 3", "q4"], ["2020-Q3", "2020-Q4"]),
        ("Bulan", "{month}", "month", ["Mei", "Agt"], ["2020-05", "2020-08"]),
        ("Month", "{month}", "month", ["9", "December"], ["2020-09", "2020-12"]),
    ],
)
def test_a_part_of_the_period_may_have_a_column(
    name: str, part: str, frequency: str, texts: list[str], codes: list[str]
) -> None:
    content = csv_of(f"Year,{name},Visits", *(f"2020,{text},{n}" for n, text in enumerate(texts)))
    layout = {"columns": {"Year": "{year}", name: part, "Visits": "visits"}}
    found = read(content, layout, measure("visits"), frequency=frequency, coverage={"from": codes[0]})
    assert figures(found) == {code: n for n, code in enumerate(codes)}


def test_a_day_may_stand_in_three_columns() -> None:
    layout = {"columns": {"Y": "{year}", "M": "{month}", "D": "{day}", "Visits": "visits"}}
    found = read(
        "Y,M,D,Visits\n2020,3,5,1\n", layout, measure("visits"), frequency="day", coverage={"from": "2020-01-01"}
    )
    assert figures(found) == {"2020-03-05": 1}


@pytest.mark.parametrize(("order", "code"), [("day first", "2020-04-03"), ("month first", "2020-03-04")])
def test_the_order_of_day_and_month_is_declared(order: str, code: str) -> None:
    layout = {"columns": {"Day": "month", "Visits": "visits"}, "dates": order}
    found = read(
        "Day,Visits\n3/4/2020,1\n", layout, measure("visits"), frequency="day", coverage={"from": "2020-01-01"}
    )
    assert figures(found) == {code: 1}


@pytest.mark.parametrize("layout", [{}, {"dates": "month first"}])
def test_a_day_in_no_declared_order_is_told(layout: dict[str, Any]) -> None:
    layout = {"columns": {"Day": "month", "Visits": "visits"}} | layout
    found = read(
        "Day,Visits\n13/4/2020,1\n", layout, measure("visits"), frequency="day", coverage={"from": "2020-01-01"}
    )
    (problem,) = errors(found)
    assert problem.code == "tidy.period"
    assert where(problem) == (None, 2, "month (A)", "13/4/2020")


@pytest.mark.parametrize(
    ("named_by", "days", "codes"),
    [
        ("first day", ["2020-01-01", "2020-02-01"], ["2020-01", "2020-02"]),
        ("last day", ["2020-01-31", "2020-02-29"], ["2020-01", "2020-02"]),
        ("any day", ["2020-01-17", "2020-02-29"], ["2020-01", "2020-02"]),
    ],
)
def test_a_period_may_be_named_by_one_of_its_days(named_by: str, days: list[str], codes: list[str]) -> None:
    layout = {"columns": {"Day": "month", "Visits": "visits"}, "named_by": named_by}
    content = csv_of("Day,Visits", *(f"{day},{n}" for n, day in enumerate(days)))
    assert figures(read(content, layout, measure("visits"))) == {code: n for n, code in enumerate(codes)}


@pytest.mark.parametrize(
    ("named_by", "day"), [("first day", "2020-01-02"), ("last day", "2020-02-28"), (None, "2020-01-01")]
)
def test_another_day_than_the_one_declared_is_no_name_of_a_period(named_by: str | None, day: str) -> None:
    layout = {"columns": {"Day": "month", "Visits": "visits"}} | ({"named_by": named_by} if named_by else {})
    problem = told(read(f"Day,Visits\n{day},1\n", layout, measure("visits")), "tidy.period")
    assert (problem.row, problem.value) == (2, day)


@pytest.mark.parametrize(
    ("frequency", "day", "code"),
    [("quarter", "2020-03-31", "2020-Q1"), ("half", "2020-12-31", "2020-S2"), ("fiscal", "2021-03-31", "2020-2021")],
)
def test_longer_periods_are_named_by_their_last_day_too(frequency: str, day: str, code: str) -> None:
    layout = {"columns": {"Day": "month", "Visits": "visits"}, "named_by": "last day"}
    tables = read(f"Day,Visits\n{day},1\n", layout, measure("visits"), frequency=frequency, coverage={"from": code})
    assert figures(tables) == {code: 1}


@pytest.mark.parametrize(
    "moment", ["2020-01-05T23:00:00Z", "2020-01-05 00:00", "2020-01-05T10:00:00.000", "2020-01-05T01:00:00+07:00"]
)
def test_of_a_moment_its_day_is_meant(moment: str) -> None:
    layout = {"columns": {"When": "month", "Visits": "visits"}}
    content = f"When,Visits\n{moment},1\n"
    found = read(content, layout, measure("visits"), frequency="day", coverage={"from": "2020-01-01"})
    assert figures(found) == {"2020-01-05": 1}


@pytest.mark.parametrize(
    ("two_years", "frequency", "code"), [(True, "fiscal", "2011-2012"), (None, "month", "2011-12")]
)
def test_two_digits_after_a_year_are_a_month_unless_two_years_are_declared(
    two_years: bool | None, frequency: str, code: str
) -> None:
    layout = {"columns": {"Period": "month", "Visits": "visits"}} | ({"two_years": True} if two_years else {})
    content = "Period,Visits\n2011-12,1\n"
    found = read(content, layout, measure("visits"), frequency=frequency, coverage={"from": code})
    assert figures(found) == {code: 1}


def test_a_mark_at_a_period_that_nobody_declared_is_told_and_one_that_is_gives_its_status() -> None:
    layout = {"columns": {"Place": "place", "{period}": "visits"}}
    fields = dimension("place", "north"), measure("visits")
    content = "Place,2020-01,2020-02 [p]\nnorth,1,2\n"
    problem = told(read(content, layout, *fields), "tidy.period")
    assert problem.value == "2020-02 [p]"
    marked = read(content, layout | {"marks": {"[p]": "p"}}, *fields)
    assert figures(marked) == {"2020-01 north": 1, "2020-02 north": (2, "p")}


def test_a_workbooks_own_dates_are_periods() -> None:
    from datetime import datetime

    rows = [["Month", "Visits"], [datetime(2020, 1, 1), 1], [datetime(2020, 2, 1), 2]]
    layout = {"columns": {"Month": "month", "Visits": "visits"}, "named_by": "first day"}
    assert figures(read(xlsx_of(rows), layout, measure("visits"))) == {"2020-01": 1, "2020-02": 2}


def test_the_name_of_a_column_may_state_categories() -> None:
    layout = {"columns": {"Month": "month", "{sex} in {place}": "visits"}}
    fields = dimension("sex", "men", "women"), dimension("place", "north", "south"), measure("visits")
    content = "Month,men in north,women in north,men in south,women in south\n2020-01,1,2,3,4\n"
    tables = read(content, layout, *fields)
    assert figures(tables) == {
        "2020-01 men north": 1,
        "2020-01 women north": 2,
        "2020-01 men south": 3,
        "2020-01 women south": 4,
    }
    assert [place.row for place in table(tables).places] == [2, 2, 2, 2]


def test_a_category_in_a_name_that_is_not_declared_is_told_in_its_column() -> None:
    layout = {"columns": {"Month": "month", "Visits, {sex}": "visits"}}
    tables = read(
        'Month,"Visits, men","Visits, children"\n2020-01,1,2\n', layout, dimension("sex", "men"), measure("visits")
    )
    problem = told(tables, "tidy.category")
    assert (problem.row, problem.value) == (2, "children")


def test_values_that_no_column_gives_are_fixed() -> None:
    layout = {
        "columns": {
            "Men": {"gives": "visits", "fixed": {"sex": "men"}},
            "Women": {"gives": "visits", "fixed": {"sex": "women"}},
        },
        "fixed": {"month": "2020-01"},
    }
    tables = read("Men,Women\n1,2\n", layout, dimension("sex", "men", "women"), measure("visits"))
    assert figures(tables) == {"2020-01 men": 1, "2020-01 women": 2}


def test_a_value_fixed_for_a_column_comes_before_one_for_the_table() -> None:
    layout = {
        "columns": {"2020": "visits", "20211": {"gives": "visits", "fixed": {"month": "2021-01"}}},
        "fixed": {"month": "2020-01"},
    }
    assert figures(read("2020,20211\n1,2\n", layout, measure("visits"))) == {"2020-01": 1, "2021-01": 2}


def test_spans_are_read_as_they_are_stated() -> None:
    layout = {"columns": {"Period": "month", "Visits": "visits"}}
    spans = {"frequency": "span", "coverage": {"from": "2010--2012", "until": "2013--2015"}}
    tables = read("Period,Visits\n2010 to 2012,1\n2013–2015,2\n", layout, measure("visits"), **spans)
    assert list(figures(tables).values()) == [1, 2]


@pytest.mark.parametrize(
    ("name", "code"), [("2O20-02", "tidy.period"), ("2019-12", "tidy.period-outside"), ("2020-13", "tidy.period")]
)
def test_a_name_of_a_column_that_is_no_period_is_told_once(name: str, code: str) -> None:
    rows = "".join(f"{place},1,2\n" for place in ("north", "south"))
    layout = {"columns": {"Place": "place", "{period}": "visits"}}
    (problem,) = errors(read(f"Place,2020-01,{name}\n{rows}", layout, coverage={"from": "2020-01"}))
    assert (problem.code, problem.row, problem.column, problem.value) == (code, 1, "C", name)


def test_a_sheet_that_is_named_by_no_period_of_the_dataset_is_told_once() -> None:
    rows = [["Place", "Visits"], ["north", 1], ["south", 2]]
    layout = {"sheet": "{month} {year}", "columns": {"Place": "place", "Visits": "visits"}}
    content = xlsx_of(rows, "Jan 2020", **{"Jan 2O19": rows, "Dec 2019": rows})
    known = layout | {"other_sheets": ["Jan 2O19"]}
    (problem,) = errors(read(content, known, coverage={"from": "2020-01"}))
    assert (problem.code, problem.sheet, problem.row, problem.value) == (
        "tidy.period-outside", "Dec 2019", None, "2019-12",
    )  # fmt: skip
