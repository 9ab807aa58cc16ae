"""berkala new guesses no cell: what it asks of doubtful files, and that the answers lead to the right figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from laid_out import xlsx_of
from newly import UNIT, answered, columns, descriptor, doubts, fields, figures, layout, new, read

WIDE = ["Place", 2020, 2021]


def wide(*rows: list[Any], title: str = "Beds (people)") -> bytes:
    return xlsx_of([[title], WIDE, *rows])


def asked(made: Any, start: str) -> str:
    (found,) = [one for one in doubts(made) if one.startswith(start)]
    return found


@pytest.mark.parametrize(
    ("numbers", "dialect"),
    [
        (["1.234,5", "2.000,25"], {"decimal": ",", "thousands": "."}),
        (["1,234.5", "2,000.25"], {"thousands": ","}),
        (["1 280,6", "900,5"], {"decimal": ",", "thousands": " "}),
        (["1\u00a0280,6", "900,5"], {"decimal": ",", "thousands": " "}),
        (["1.234.567", "12"], {"decimal": ",", "thousands": "."}),
        (["12,5", "3,25"], {"decimal": ","}),
        (["1,234", "12.5"], {"thousands": ","}),
        (["0,123", "0,5"], {"decimal": ","}),
        (["12.5", "3"], {}),
        (["12", "3"], {}),
    ],
)
def test_a_style_of_numbers_that_the_file_shows_is_not_asked_for(
    numbers: list[str], dialect: dict[str, str], tmp_path: Path
) -> None:
    content = "Place;Year;Rate (percent)\n" + "".join(f"p{n};2020;{number}\n" for n, number in enumerate(numbers))
    made = new(tmp_path, content)
    found = descriptor(made)["resource"]["dialect"]
    assert {key: found[key] for key in ("decimal", "thousands") if key in found} == dialect
    assert doubts(made) == []
    assert len(figures(made, measure="rate")) == 2


@pytest.mark.parametrize(
    ("number", "answer", "decimal", "value"),
    [
        ("1,234", ",", ".", 1234),
        ("1.234", ".", ",", 1234),
        ("1,234", "", ",", 1.234),
        ("1.234", "", ".", 1.234),
    ],
)
def test_a_number_that_can_be_read_in_two_ways_is_asked_about(
    number: str, answer: str, decimal: str, value: float, tmp_path: Path
) -> None:
    made = new(tmp_path, f"Place;Year;Rate (percent)\na;2020;{number}\nb;2020;12\n")
    question = asked(made, f"“{number}” may be in the thousands, or have three decimals.")
    assert "in the thousands" in question
    said = descriptor(made)
    dialect = said["resource"]["dialect"]
    assert dialect == {"delimiter": ";", "decimal": "." if number[1] == "," else ",", "thousands": f"? {question}"}
    resource = answered(said["resource"], {"in the thousands": answer})
    found = figures(
        made,
        {"in the thousands": answer},
        "rate",
        resource=resource | {"dialect": resource["dialect"] | {"decimal": decimal}},
    )
    assert found["2020 a"] == value


def test_numbers_in_two_styles_are_asked_about(tmp_path: Path) -> None:
    made = new(tmp_path, "Place;Year;Rate (percent)\na;2020;1,5\nb;2020;1.5\n")
    assert doubts(made) == ["“1,5” and “1.5” are written in two styles. Which mark stands before decimals?"]


@pytest.mark.parametrize(
    ("mark", "meaning"),
    [("...", "x"), ("..", "x"), ("…", "x"), ("n/a", "x"), ("N/A", "x"), ("[c]", "c"), ("[x]", "x"), ("[z]", "z")],
)
def test_a_mark_that_means_one_thing_everywhere_is_not_asked_about(mark: str, meaning: str, tmp_path: Path) -> None:
    made = new(tmp_path, wide(["North", 1, mark], ["South", 2, 3]), "b.xlsx")
    assert layout(made)["marks"] == {mark: meaning}
    assert doubts(made) == []
    assert figures(made)["2021 north"] == meaning


@pytest.mark.parametrize("mark", ["-", "–", "*", "***", ":", "x", "[q]"])
@pytest.mark.parametrize("meaning", ["x", "z", 0])
def test_a_mark_that_may_mean_many_things_is_asked_about(mark: str, meaning: Any, tmp_path: Path) -> None:
    made = new(tmp_path, wide(["North", 1, mark], ["South", 2, 3], ["West", mark, 4], ["East", 5, 6]), "b.xlsx")
    assert asked(made, f"“{mark}” stands in 2 cells")
    assert figures(made, {f"“{mark}” stands": meaning})["2021 north"] == meaning


@pytest.mark.parametrize("text", ["na*", "belum tersedia", "no data"])
def test_a_text_among_the_figures_of_a_period_is_asked_about(text: str, tmp_path: Path) -> None:
    made = new(tmp_path, wide(["North", 1, text], ["South", 2, 3], ["West", text, 4], ["East", 5, 6]), "b.xlsx")
    assert asked(made, f"“{text}” stands in 2 cells")
    assert figures(made, {f"“{text}” stands": "x"})["2021 north"] == "x"


@pytest.mark.parametrize("answer", ["x", "z", 0])
def test_an_empty_cell_among_figures_is_asked_about(answer: Any, tmp_path: Path) -> None:
    made = new(tmp_path, wide(["North", 1, ""], ["South", 2, 3]), "b.xlsx")
    assert asked(made, "1 cell among the figures is empty.")
    assert figures(made, {"among the figures is empty": answer})["2021 north"] == answer


def test_marks_after_figures_keep_their_figures(tmp_path: Path) -> None:
    made = new(tmp_path, wide(["North", "1,5 [p]", "2,5*"], ["South", "3,5 [r]", "4,5"]), "b.xlsx")
    assert asked(made, "“*” stands after 1 figure.")
    assert figures(made, {"“*” stands": "e"}) == {
        "2020 north": (1.5, "p"),
        "2020 south": (3.5, "r"),
        "2021 north": (2.5, "e"),
        "2021 south": 4.5,
    }


def test_two_statuses_at_one_figure_are_asked_about(tmp_path: Path) -> None:
    made = new(tmp_path, wide(["North", "1 [p][e]", 2], ["South", 3, 4]), "b.xlsx")
    question = asked(made, "“[p][e]” in 1 cell has two meanings.")
    assert "p or e" in question
    assert figures(made, {"has two meanings": "e"})["2020 north"] == (1, "e")


@pytest.mark.parametrize("name", [20211, "2021*", "2021 (p)", "2021¹", "2021 **"])
def test_a_year_with_the_mark_of_a_footnote_is_asked_about(name: Any, tmp_path: Path) -> None:
    made = new(tmp_path, xlsx_of([["Beds (people)"], ["Place", 2019, 2020, name], ["North", 1, 2, 3]]), "b.xlsx")
    assert doubts(made) == [f"Is “{name}” the year 2021 with the mark of a footnote? Then write 2021."]
    assert figures(made, {"with the mark of a footnote": "2021"}) == {"2019 north": 1, "2020 north": 2, "2021 north": 3}


@pytest.mark.parametrize(
    ("days", "order"), [(["13/4/2020", "1/5/2020"], "day first"), (["4/13/2020", "5/1/2020"], "month first")]
)
def test_the_order_of_day_and_month_is_seen_where_one_cannot_be_a_month(
    days: list[str], order: str, tmp_path: Path
) -> None:
    made = new(tmp_path, "Date,Visits (people)\n" + "".join(f"{day},{n}\n" for n, day in enumerate(days)))
    assert layout(made)["dates"] == order
    assert doubts(made) == []
    assert set(figures(made, measure="visits")) == {"2020-04-13", "2020-05-01"}


@pytest.mark.parametrize(("order", "first"), [("day first", "2020-04-03"), ("month first", "2020-03-04")])
def test_the_order_of_day_and_month_is_asked_for_where_both_can_be_one(order: str, first: str, tmp_path: Path) -> None:
    made = new(tmp_path, "Date,Visits (people)\n3/4/2020,1\n5/4/2020,2\n")
    assert asked(made, "Is a day such as 3/4/2020 in April")
    assert asked(made, "What is the first period"), "the days that are not there cannot be known either"
    found = figures(made, {"Is a day such": order, "What is the first period": first}, "visits")
    assert found[first] == 1


@pytest.mark.parametrize(
    ("periods", "frequency"),
    [
        (["2011-12", "2012-13", "2013-14"], "fiscal"),
        (["2010-11", "2010-12"], None),
        (["2011-01", "2011-12"], "month"),
    ],
)
def test_a_year_and_two_digits_may_be_a_month_or_two_years(
    periods: list[str], frequency: str | None, tmp_path: Path
) -> None:
    made = new(tmp_path, "Period,Visits (people)\n" + "".join(f"{one},{n}\n" for n, one in enumerate(periods, 1)))
    if frequency is None:
        assert asked(made, "Is a period such as 2011-12 a month")
    else:
        assert descriptor(made)["frequency"] == frequency
        assert sorted(figures(made, measure="visits").values()) == [*range(1, len(periods) + 1)]


def test_periods_of_several_lengths_are_asked_about(tmp_path: Path) -> None:
    made = new(tmp_path, "Period,Visits (people)\n2011,1\n2012-01,2\n2012-Q1,3\n")
    assert asked(made, "The periods are of several lengths or cannot be read (month, quarter, year).")


def test_hours_are_not_published(tmp_path: Path) -> None:
    made = new(tmp_path, "Time,Visits (people)\n2020-01-01 10:00,1\n2020-01-01 11:00,2\n")
    assert asked(made, "The file states hours.")


def test_a_table_without_any_period_is_asked_for_one(tmp_path: Path) -> None:
    made = new(tmp_path, xlsx_of([["Beds (people)"], ["Place", "Beds"], ["North", 1], ["South", 2]]), "b.xlsx")
    assert asked(made, "No column or name states a period.")
    assert asked(made, "Is it a year, fiscal, half,")
    found = figures(
        made,
        {**UNIT, "No column or name": "2020", "Is it a year": "year", "What is the first period": "2020"},
        "beds",
        coverage={"from": "2020"},
    )
    assert found == {"2020 north": 1, "2020 south": 2}


def test_a_column_of_another_meaning_beside_columns_of_periods_is_asked_about(tmp_path: Path) -> None:
    rows = [["Beds (people)"], ["Place", 2020, 2021, "Change"], ["North", 1, 2, 1.5], ["South", 3, 4, 2.5]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert asked(made, "The names of other columns state periods, “Change” does not.")
    assert len(figures(made, {"“Change” does not": None})) == 4


def test_a_column_of_a_years_total_beside_months_is_asked_about(tmp_path: Path) -> None:
    rows = [["Visits (people)"], ["Tahun", "Januari", "Februari", "Jumlah"], [2020, 1, 2, 3], [2021, 3, 4, 7]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert asked(made, "“Jumlah” states years, or something of a whole year")
    assert len(figures(made, {"“Jumlah” states": None})) == 4


def test_a_column_of_marks_alone_is_asked_about(tmp_path: Path) -> None:
    rows = [["Year", "Place", "Beds (people)", "Status"], [2020, "North", 1, "x"], [2021, "North", 2, "c"]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert asked(made, "“Status” holds marks only.")


def test_figures_and_many_texts_in_one_column_are_asked_about(tmp_path: Path) -> None:
    rows = [["Year", "Place", "Beds (people)", "Depth"]]
    rows += [[2020, f"p{n}", n, n if n % 4 else f"about {n} metres"] for n in range(1, 41)]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert asked(made, "“Depth” holds figures and texts (about 4 metres")


def test_a_year_that_contradicts_the_text_beside_it_is_asked_about(tmp_path: Path) -> None:
    rows = [["Year", "Series", "Beds (people)"], [2020, "Survey of March 2021", 1], [2021, "Survey of March 2022", 2]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert asked(made, "“Year” states 2020, but “Series” has “Survey of March 2021”.")


def test_of_several_sheets_one_is_proposed_and_asked_about(tmp_path: Path) -> None:
    rows = [["Beds (people)"], WIDE, ["North", 1, 2]]
    content = xlsx_of(rows, Other=[["Rooms (people)"], WIDE, ["North", 3, 4]], Notes=[["Read me"]])
    made = new(tmp_path, content, "b.xlsx")
    assert "“Data”, “Other”" in asked(made, "Several sheets hold tables")
    assert figures(made, {"Several sheets": "Data"})["2021 north"] == 2
    other = new(tmp_path, content, "b.xlsx", name="other", sheet="Other")
    assert layout(other)["sheet"] == "Other"
    assert doubts(other) == []
    assert figures(other)["2021 north"] == 4


def test_a_unit_is_taken_from_the_name_of_a_column_before_the_title(tmp_path: Path) -> None:
    rows = [["Poverty (percent)"], ["Year", "Place", "Poor (thousand people)", "Line (Rp)", "Share (%)", "Depth"]]
    rows += [[2020, "North", 1.5, 500, 12.5, 3], [2021, "North", 2.5, 600, 13.5, 4]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    units = {name: one["unit"]["en"] for name, one in fields(made).items() if one["role"] == "measure"}
    assert units["poor"] == "thousand people"
    assert units["line"] == "rupiah"
    assert units["share"] == "per cent"
    assert units["depth"].startswith("? In what unit is “Depth”?")


def test_each_language_of_the_publication_is_asked_for_its_texts(tmp_path: Path) -> None:
    made = new(tmp_path, wide(["North", 1, 2]), "b.xlsx", languages=("en", "id"))
    said = descriptor(made)
    assert said["title"] == {"en": "Beds (people)", "id": "? What is the title in Indonesian?"}
    assert set(said["description"]) == {"en", "id"}
    assert fields(made)["value"]["unit"] == {"en": "people", "id": "orang"}
    read(made)


@pytest.mark.parametrize("place", [0, 1, 3])
@pytest.mark.parametrize("slip", ["1.5e3", "12 beds", "O5", "#DIV/0!", "1,2,3"])
def test_a_slip_in_place_of_a_figure_is_told_wherever_it_stands(slip: str, place: int, tmp_path: Path) -> None:
    """Also in the first and the last row, which are then no names and no note."""
    rows = [[f"{2018 + n},a,{n}", f"{2018 + n},b,{n}"] for n in range(8)]
    lines = [line for pair in rows for line in pair]
    lines[{0: 0, 1: 7, 3: -1}[place]] = lines[{0: 0, 1: 7, 3: -1}[place]].rpartition(",")[0] + f',"{slip}"'
    made = new(tmp_path, "\n".join(["Year,Place,Beds (people)", *lines]) + "\n")
    if "beds" in columns(made).values():
        (problem,) = [one for one in made.reading.problems if one.value == slip] or [None]
        assert problem is not None or any(slip in one for one in doubts(made)), made.reading.problems
        assert layout(made)["header"] == 1
        assert "until" not in layout(made)
    else:
        assert any(slip in one for one in doubts(made))


def test_a_first_row_without_any_figure_is_a_row_and_no_name_of_columns(tmp_path: Path) -> None:
    made = new(tmp_path, wide(["North", "belum", "belum"], ["South", 1, 2], ["West", 3, 4], ["East", 5, 6]), "b.xlsx")
    assert asked(made, "“belum” stands in 2 cells")
    assert figures(made, {"“belum” stands": "x"})["2020 north"] == "x"


def test_a_row_of_units_below_the_periods_is_part_of_the_names(tmp_path: Path) -> None:
    made = new(tmp_path, wide(["", "orang", "orang"], ["South", 1, 2], ["West", 3, 4], title="Beds"), "b.xlsx")
    assert layout(made)["header"] == [2, 3]
    assert doubts(made) == []
    assert sorted(
        figures(made, measure=next(name for name, one in fields(made).items() if one["role"] == "measure")).values()
    ) == [1, 2, 3, 4]


def test_two_tables_beside_each_other_are_asked_about_where_their_rows_differ(tmp_path: Path) -> None:
    rows = [
        ["Beds (people)"],
        ["Place", 2020, 2021, "", "Place", 2022, 2023],
        ["N", 1, 2, "", "S", 5, 6],
        ["S", 3, 4, "", "N", 7, 8],
    ]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert asked(made, "“Place #2” has the same names as a column before it, but in other rows (S, N)")


def test_the_mark_of_a_footnote_after_a_figure_is_a_note(tmp_path: Path) -> None:
    made = new(tmp_path, wide(["North", "1¹", 2], ["South", 3, "4²"]), "b.xlsx")
    assert len(doubts(made)) == 2
    assert sorted(figures(made, {"“¹” stands after": None, "“²” stands after": None}).values()) == [1, 2, 3, 4]


def test_a_column_beyond_the_names_is_asked_about(tmp_path: Path) -> None:
    rows = [["Beds (people)"], WIDE, ["North", 1, 2, "estimated"], ["South", 3, 4]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert asked(made, "Some cells of “(D)” are empty.")
    assert made.reading.problems == ()


def test_columns_that_are_counted_below_their_names_have_both(tmp_path: Path) -> None:
    rows = [["Place", "Year", "Beds (people)"], ["(1)", "(2)", "(3)"], ["North", 2020, 1], ["North", 2021, 2]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert layout(made)["header"] == [1, 2]
    assert figures(made, UNIT, "beds") == {"2020": 1, "2021": 2}


def test_values_from_nought_to_one_ask_whether_they_are_per_cent(tmp_path: Path) -> None:
    rows = [["Place", "Year", "Capaian (%)"], ["North", 2020, 0.925], ["North", 2021, 0.95]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert any("multiplied by 100" in question for question in made.questions)
    rows = [["Place", "Year", "Capaian (%)"], ["North", 2020, 92.5], ["North", 2021, 95]]
    assert not any("multiplied by 100" in question for question in new(tmp_path, xlsx_of(rows), "c.xlsx").questions)


def test_a_heading_that_is_merged_over_the_whole_table_is_a_heading(tmp_path: Path) -> None:
    rows = [["No", "Place", 2020, 2021], ["By sex"], [1, "Men", 1, 2], [2, "Women", 3, 4]]
    made = new(tmp_path, xlsx_of([["Beds (people)"], *rows], merged=("A3:D3",)), "b.xlsx")
    assert not any("By sex" in question for question in made.questions)
    assert figures(made)["2021 by-sex-women"] == 4
