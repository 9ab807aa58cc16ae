"""berkala new: one small table in each kind of file, and what is known of it without asking."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from berkala.errors import SourceProblems
from laid_out import xlsx_of
from newly import UNIT, columns, descriptor, doubts, fields, figures, layout, new, ods_of

ROWS = [["Year", "Place", "Beds"], [2020, "North", 12], [2020, "South", 7], [2021, "North", 15], [2021, "South", 1150]]
FOUR = {"2020 north": 12, "2020 south": 7, "2021 north": 15, "2021 south": 1150}


def text(delimiter: str) -> str:
    return "".join(delimiter.join(map(str, row)) + "\n" for row in ROWS)


def in_kinds() -> dict[str, bytes]:
    records = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
    return {
        "csv": text(",").encode(),
        "csv with semicolons": text(";").encode(),
        "tsv": text("\t").encode(),
        "utf-16": text("\t").encode("utf-16"),
        "xlsx": xlsx_of(ROWS),
        "ods": ods_of(ROWS),
        "json": json.dumps(records).encode(),
        "json in an envelope": json.dumps({"data": {"records": records}}).encode(),
    }


@pytest.mark.parametrize("kind", in_kinds())
def test_a_plain_table_is_understood_in_each_kind_of_file(kind: str, tmp_path: Path) -> None:
    made = new(tmp_path, in_kinds()[kind], "Hospital beds.bin")
    assert doubts(made) == ["In what unit is “Beds”? In English."]
    assert columns(made) == {"Year": "period", "Place": "place", "Beds": "beds"}
    assert figures(made, UNIT, "beds") == FOUR
    assert (made.rows, made.figures) == (4, 4)


@pytest.mark.parametrize("kind", in_kinds())
@pytest.mark.parametrize("name", ["beds.xlsx", "beds.csv", "beds.json", "beds"])
def test_the_kind_is_what_the_bytes_say(kind: str, name: str, tmp_path: Path) -> None:
    made = new(tmp_path, in_kinds()[kind], name)
    said = kind.split()[0]
    assert descriptor(made)["resource"]["format"] == {"tsv": "csv", "utf-16": "csv"}.get(said, said)
    assert made.folder.name == "beds"


def test_the_descriptor_says_how_a_text_is_written(tmp_path: Path) -> None:
    made = new(tmp_path, text("\t").encode("utf-16"), "beds.txt")
    assert descriptor(made)["resource"]["dialect"] == {"delimiter": "\t", "encoding": "utf-16"}


def test_what_is_sure_is_written_without_a_question(tmp_path: Path) -> None:
    said = descriptor(new(tmp_path, in_kinds()["xlsx"], "beds.xlsx", languages=("en", "id")))
    assert said["name"] == "beds"
    assert said["title"]["en"] == "beds"
    assert said["frequency"] == "year"
    assert said["coverage"] == {"from": "2020"}
    assert said["retrieved"] == "2026-11-30"
    assert said["licence"]["name"] == "unstated"
    names = [one["name"] for one in said["resource"]["schema"]["fields"]]
    assert said["resource"]["schema"]["primaryKey"] == ["period", "place"]
    assert names == ["period", "place", "beds"]


@pytest.mark.parametrize("kind", [xlsx_of, ods_of])
def test_titles_above_and_notes_below_are_no_rows(kind: Any, tmp_path: Path) -> None:
    rows = [
        ["Beds in hospitals by place"],
        ["As of 31 December"],
        [],
        *ROWS,
        [],
        ["Source: a register"],
        ["* is a note"],
    ]
    made = new(tmp_path, kind(rows), "b.xlsx")
    assert descriptor(made)["title"] == {"en": "Beds in hospitals by place"}
    assert layout(made)["header"] == 4
    assert figures(made, UNIT, "beds") == FOUR


def test_names_of_columns_that_are_periods_become_rows(tmp_path: Path) -> None:
    rows = [
        ["Poverty by province (percent)"],
        [],
        ["Province", 2019, 2020, 2021],
        ["Aceh", 15.01, 15.43, 15.53],
        ["Bali", 3.61, 4.45, 4.72],
    ]
    made = new(tmp_path, xlsx_of(rows), "poverty.xlsx")
    assert columns(made) == {"Province": "province", "{period}": "value"}
    assert doubts(made) == [], "the title says the unit"
    assert fields(made)["value"]["unit"] == {"en": "per cent"}
    assert figures(made)["2021 bali"] == 4.72
    assert len(figures(made)) == 6


@pytest.mark.parametrize(
    ("names", "frequency", "first"),
    [
        (["Januari 2020", "Februari 2020", "Agustus 2020"], "month", "2020-01"),
        (["Jan 2020", "Feb 2020", "Aug 2020"], "month", "2020-01"),
        (["2020-01", "2020-02", "2020-03"], "month", "2020-01"),
        (["2020Q1", "2020Q2", "2020Q3"], "quarter", "2020-Q1"),
        (["2019/20", "2020/21", "2021/22"], "fiscal", "2019-2020"),
        (["Triwulan I 2020", "Triwulan II 2020", "Triwulan III 2020"], "quarter", "2020-Q1"),
        (["Semester I 2020", "Semester II 2020", "Semester I 2021"], "half", "2020-S1"),
        (["Semester 1 2020", "Semester 2 2020", "Semester 1 2021"], "half", "2020-S1"),
    ],
)
def test_periods_are_read_in_two_languages(names: list[str], frequency: str, first: str, tmp_path: Path) -> None:
    rows = [["Jumlah orang"], ["Provinsi", *names], ["Aceh", 1, 2, 3], ["Bali", 4, 5, 6]]
    made = new(tmp_path, xlsx_of(rows), "p.xlsx")
    assert doubts(made) == []
    said = descriptor(made)
    assert (said["frequency"], said["coverage"]["from"]) == (frequency, first)
    found = figures(made)
    assert sorted(found.values()) == [1, 2, 3, 4, 5, 6]
    assert found[f"{first} aceh"] == 1


def test_two_rows_of_names_are_joined(tmp_path: Path) -> None:
    rows = [
        ["Beds (people)"],
        ["Place", 2020, "", 2021, ""],
        ["", "Men", "Women", "Men", "Women"],
        ["North", 1, 2, 3, 4],
        ["South", 5, 6, 7, 8],
    ]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert layout(made)["header"] == [2, 3]
    assert columns(made) == {"Place": "place", "{year} Men": "men", "{year} Women": "women"}
    assert figures(made, UNIT, "women")["2021 south"] == 8
    assert figures(made, UNIT, "men")["2020 north"] == 1


def test_months_under_years_are_joined(tmp_path: Path) -> None:
    rows = [
        ["Visits (people)"],
        ["Place", 2020, "", 2021, ""],
        ["", "Jan", "Feb", "Jan", "Feb"],
        ["North", 1, 2, 3, 4],
        ["South", 5, 6, 7, 8],
    ]
    made = new(tmp_path, xlsx_of(rows), "v.xlsx")
    assert doubts(made) == []
    assert figures(made)["2021-02 south"] == 8


def test_merged_cells_stand_in_each_of_their_rows(tmp_path: Path) -> None:
    rows = [["Year", "Place", "Beds"], [2020, "North", 12], ["", "South", 7], [2021, "North", 15], ["", "South", 1150]]
    made = new(tmp_path, xlsx_of(rows, merged=["A2:A3", "A4:A5"]), "b.xlsx")
    assert doubts(made) == ["In what unit is “Beds”? In English."]
    assert figures(made, UNIT, "beds") == FOUR


def test_a_name_that_stands_once_for_the_rows_below_it_is_asked_about(tmp_path: Path) -> None:
    rows = [["Place", "Year", "Beds"], ["North", 2020, 12], ["", 2021, 15], ["South", 2020, 7], ["", 2021, 1150]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert any(question.startswith("Some cells of “Place” are empty") for question in doubts(made))
    assert figures(made, {**UNIT, "Some cells of “Place” are empty": True}, "beds") == FOUR


def test_a_period_that_stands_once_for_the_rows_below_it_is_asked_about(tmp_path: Path) -> None:
    rows = [["Year", "Place", "Beds"], [2020, "North", 12], ["", "South", 7], [2021, "North", 15], ["", "South", 1150]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert any(question.startswith("Some cells of “Year” are empty") for question in doubts(made))
    assert figures(made, {**UNIT, "Some cells of “Year” are empty": True}, "beds") == FOUR


def test_blocks_under_one_another_are_one_dataset(tmp_path: Path) -> None:
    rows = [
        ["Beds (people)"],
        ["Place", 2019, 2020],
        ["North", 1, 2],
        ["South", 3, 4],
        [],
        ["Place", 2021, 2022],
        ["North", 5, 6],
        ["South", 7, 8],
    ]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert doubts(made) == []
    assert sorted(figures(made).items())[-1] == ("2022 south", 8)
    assert len(figures(made)) == 8


def test_headings_and_repeated_names_become_names_in_full(tmp_path: Path) -> None:
    rows = [
        ["Beds (people)"],
        ["Place", 2020, 2021],
        ["East"],
        ["North", 3, 6],
        ["men", 1, 2],
        ["women", 2, 4],
        ["South", 7, 9],
        ["men", 3, 4],
        ["women", 4, 5],
    ]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert layout(made)["repeated"] == ["men", "women"]
    assert layout(made)["headings"] is True
    assert figures(made)["2021 east-south-women"] == 5
    assert fields(made)["place"]["categories"][1] == {
        "value": "east-north-men",
        "label": {"en": "East / North / men"},
        "aliases": ["East / North / men"],
    }


def test_a_total_among_the_rows_is_the_whole(tmp_path: Path) -> None:
    for total in ("Total", "Jumlah", "INDONESIA", "Semua"):
        rows = [["Beds (people)"], ["Place", 2020, 2021], ["North", 1, 2], ["South", 3, 4], [total, 5, 7]]
        made = new(tmp_path, xlsx_of(rows), f"{total.lower()}.xlsx")
        assert fields(made)["place"]["whole"] == total.lower()
        assert "totals" not in descriptor(made)
        assert figures(made)[f"2021 {total.lower()}"] == 7


def test_a_total_that_the_rows_add_up_to_is_a_rule_for_next_month(tmp_path: Path) -> None:
    rows = [["Beds (people)"], ["Place", 2020, 2021], ["North", 1, 2], ["South", 3, 4], ["Jumlah", 4, 6]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert descriptor(made)["totals"] == [{"dimension": "place", "total": "jumlah", "of": ["north", "south"]}]
    assert "whole" not in fields(made)["place"]


def test_a_total_whose_name_is_merged_over_the_numbers_of_rows_is_a_row_of_its_own(tmp_path: Path) -> None:
    rows = [
        ["Beds (people)"],
        ["No", "Place", 2020, 2021],
        [1, "North", 1, 2],
        [2, "South", 3, 4],
        ["JUMLAH", "", 4, 6],
    ]
    made = new(tmp_path, xlsx_of(rows, merged=("A5:B5",)), "b.xlsx")
    assert figures(made)["2021 jumlah"] == 6


def test_formulas_that_were_never_calculated_are_told_and_not_taken_for_empty(tmp_path: Path) -> None:
    rows = [["Place", 2020, 2021], ["North", 1, "=B2+1"], ["South", 3, "=B3+1"]]
    with pytest.raises(SourceProblems) as refused:
        new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert [problem.code for problem in refused.value.problems] == ["tidy.formula"]


def test_quarters_without_a_year_ask_for_it_and_take_the_answer(tmp_path: Path) -> None:
    rows = [["Beds (people) 2025"], ["Place", "Triwulan I", "Triwulan II"], ["North", 1, 2], ["South", 3, 4]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    answers = {**UNIT, "nothing states the year": "2025", "What is the first period": "2025-Q1"}
    assert figures(made, answers)["2025-Q2 north"] == 2


def test_numbers_of_rows_codes_and_positions_are_left_out_with_their_reason(tmp_path: Path) -> None:
    rows = [
        ["No", "Kode", "Provinsi", "Latitude", "Longitude", 2020, 2021],
        [1, 11, "Aceh", 4.36, 97.1, 1.5, 2.5],
        [2, 12, "Sumatera Utara", 2.1, 99.5, 3.5, 4.5],
        [3, 51, "Bali", -8.4, 115.1, 5.5, 6.5],
    ]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    said = columns(made)
    assert [key for key, gives in said.items() if gives is None] == ["No", "Kode", "Latitude", "Longitude"]
    assert sorted(figures(made, UNIT).values()) == [1.5, 2.5, 3.5, 4.5, 5.5, 6.5]
    written = (made.folder / "dataset.yml").read_text(encoding="utf-8")
    assert "# A code of the same as “Provinsi”." in written
    assert "# A position on the earth, not read." in written


def test_of_three_names_in_three_languages_one_is_read(tmp_path: Path) -> None:
    rows = [
        ["", "", "", 2020, 2021],
        ["Ош", "Ошская", "Osh", 1, 2],
        ["Талас", "Таласская", "Talas", 3, 4],
        ["Чүй", "Чуйская", "Chui", 5, 6],
    ]
    made = new(tmp_path, xlsx_of([["Балдар", "Дети", "Children"], *rows]), "b.xlsx")
    assert figures(made, UNIT)["2021 talas"] == 4
    assert len(figures(made, UNIT)) == 6


def test_several_files_are_one_dataset_by_what_their_names_state(tmp_path: Path) -> None:
    file = "Place,Beds\nNorth,{}\nSouth,{}\n"
    made = new(tmp_path, {f"beds {year}.csv": file.format(year - 2019, year) for year in (2020, 2021, 2022)})
    assert descriptor(made)["resource"]["path"] == "beds {year}.csv"
    assert figures(made, UNIT, "beds") == {
        f"{year} {place}": value
        for year in (2020, 2021, 2022)
        for place, value in (("north", year - 2019), ("south", year))
    }
    assert made.folder.name == "beds-2022"


def test_a_column_that_older_files_have_not_may_lack(tmp_path: Path) -> None:
    files = {
        "beds 2020.csv": "Place,Beds\nNorth,1\nSouth,2\n",
        "beds 2021.csv": "Place,Beds,Rooms\nNorth,3,5\nSouth,4,6\n",
    }
    made = new(tmp_path, files)
    assert layout(made)["may_lack"] == ["Rooms"]
    assert figures(made, UNIT, "rooms") == {"2020 north": "x", "2020 south": "x", "2021 north": 5, "2021 south": 6}


def test_fields_whose_columns_have_like_names_are_told_apart(tmp_path: Path) -> None:
    rows = [
        ["Year", "Status", "Visits (people)", "status (new)", "Visits status"],
        [2020, "a", 1, "x1", 10],
        [2020, "b", 2, "x2", 20],
        [2021, "a", 3, "x1", 30],
        [2021, "b", 4, "x1", 40],
    ]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    names = [name for name in columns(made).values() if name]
    assert len(set(names)) == len(names)
    assert sorted(figures(made, UNIT, "visits").values()) == [1, 2, 3, 4]


def test_a_column_of_figures_that_is_called_period_is_no_period(tmp_path: Path) -> None:
    rows = [["Year", "Place", "Periode"], [2020, "North", 12.5], [2021, "North", 7.25]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert sorted(figures(made, UNIT, columns(made)["Periode"]).values()) == [7.25, 12.5]


@pytest.mark.parametrize(
    ("names", "path", "codes"),
    [
        (["beds 2020-01.csv", "beds 2020-02.csv"], "beds {period}.csv", ["2020-01", "2020-02"]),
        (["beds-20200105.csv", "beds-20200106.csv"], "beds-{period}.csv", ["2020-01-05", "2020-01-06"]),
        (["beds_2020-01-05.csv", "beds_2020-01-06.csv"], "beds_{period}.csv", ["2020-01-05", "2020-01-06"]),
    ],
)
def test_the_names_of_files_may_state_whole_periods(
    names: list[str], path: str, codes: list[str], tmp_path: Path
) -> None:
    made = new(tmp_path, {name: f"Place,Beds\nNorth,{n}\nSouth,5\n" for n, name in enumerate(names)})
    assert descriptor(made)["resource"]["path"] == path
    found = figures(made, UNIT, "beds")
    assert [found[f"{code} north"] for code in codes] == [0, 1]


def test_the_date_of_a_file_is_no_period_where_its_rows_state_one(tmp_path: Path) -> None:
    files = {f"beds {year}-12-31.csv": f"Year,Place,Beds\n{year},North,1\n{year},South,2\n" for year in (2020, 2021)}
    made = new(tmp_path, files)
    assert descriptor(made)["resource"]["path"] == "beds {date}.csv"
    assert set(figures(made, UNIT, "beds")) == {"2020 north", "2020 south", "2021 north", "2021 south"}


def test_a_hidden_sheet_is_not_looked_at(tmp_path: Path) -> None:
    rows = [["Beds (people)"], ["Place", 2020, 2021], ["North", 1, 2]]
    made = new(tmp_path, xlsx_of(tuple(rows), "Old", New=[[*row] for row in rows]), "b.xlsx")
    assert doubts(made) == []
    assert layout(made)["sheet"] == "New"
    assert len(figures(made)) == 2


def test_numbers_that_begin_with_noughts_are_names(tmp_path: Path) -> None:
    content = "Wilayah,Year,Beds (people)\n001,2020,5\n002,2020,6\n001,2021,7\n002,2021,8\n"
    made = new(tmp_path, content)
    assert doubts(made) == []
    assert figures(made, measure="beds") == {"2020 001": 5, "2020 002": 6, "2021 001": 7, "2021 002": 8}


def test_a_name_that_stands_once_leaves_the_measures_beside_it_what_they_are(tmp_path: Path) -> None:
    rows = [["Place", "Year", "Beds (people)", "Rooms (people)"]]
    rows += [["North", 2020, 12, 2], ["", 2021, 15, 3], ["South", 2020, 7, 4], ["", 2021, 11, 5]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert figures(made, {"Some cells of “Place” are empty": True}, "rooms") == {
        "2020 north": 2,
        "2021 north": 3,
        "2020 south": 4,
        "2021 south": 5,
    }


def test_months_in_the_rows_below_years(tmp_path: Path) -> None:
    rows = [["Visits (people)"], ["Bulan", 2020, 2021], ["Januari", 1, 2], ["Februari", 3, 4]]
    made = new(tmp_path, xlsx_of(rows), "v.xlsx")
    assert columns(made) == {"Bulan": "{month}", "{year}": "value"}
    assert doubts(made) == []
    assert figures(made) == {"2020-01": 1, "2020-02": 3, "2021-01": 2, "2021-02": 4}


def test_quarters_in_the_rows_below_years(tmp_path: Path) -> None:
    rows = [["Visits (people)"], ["Triwulan", 2020, 2021], ["I", 1, 2], ["II", 3, 4]]
    made = new(tmp_path, xlsx_of(rows), "v.xlsx")
    assert figures(made) == {"2020-Q1": 1, "2020-Q2": 3, "2021-Q1": 2, "2021-Q2": 4}


def test_spans_of_years(tmp_path: Path) -> None:
    made = new(tmp_path, "Period,Cases (people)\n2010–2012,1\n2013–2015,2\n")
    said = descriptor(made)
    assert (said["frequency"], said["coverage"]) == ("span", {"from": "2010--2012", "until": "2013--2015"})
    assert list(figures(made, measure="cases").values()) == [1, 2]


def test_names_that_differ_in_capitals_alone_are_two(tmp_path: Path) -> None:
    made = new(
        tmp_path, xlsx_of([["Beds (people)"], ["Place", 2020, 2021], ["North", 1, 2], ["north", 3, 4]]), "b.xlsx"
    )
    assert sorted(figures(made).values()) == [1, 2, 3, 4]


def test_remarks_here_and_there_are_left_out_and_asked_nothing(tmp_path: Path) -> None:
    rows = [["Place", "Year", "Beds (people)", "Keterangan"]]
    rows += [[place, year, 1 + year % 7, ""] for year in (2020, 2021, 2022) for place in ("North", "South")]
    rows[4][3] = "alat rusak"
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert layout(made)["columns"]["Keterangan"] is None
    assert not any("Keterangan" in question for question in made.questions)
