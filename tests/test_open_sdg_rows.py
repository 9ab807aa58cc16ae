"""The rows of data files: each quirk is read right, or refused by name, and every row is accounted for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from open_sdg import CONFIGURATION, DATA, Repository, codes, line, lines, repository


@pytest.fixture
def small(tmp_path: Path) -> Repository:
    return repository(tmp_path).config()


def values(small: Repository) -> list[str]:
    return [one.text for one in small.only().observations]


# -- files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_ends_of_lines_and_a_byte_order_mark(small: Repository, end: str, mark: bytes) -> None:
    small.write(DATA, mark + end.join(["Year,Value", "2019,1", "2020,2", ""]).encode())
    assert values(small) == ["1", "2"]
    assert small.read().account.lines == ()


def test_a_mark_that_was_saved_as_text_is_read_over(small: Repository) -> None:
    small.write(DATA, "\ufeff".encode() + "ï»¿Year,Value\n2019,1\n".encode())
    assert values(small) == ["1"]
    assert line(small.read(), "mark-broken").file == DATA


@pytest.mark.parametrize(
    ("content", "code", "rows"),
    [
        ("Year,Value\n2019,é\n2020,2\n".encode("latin-1"), "not-utf8", 2),
        ("Year,Value\n2019,1\n".encode("utf-16"), "utf16", None),
        (b"Year,Value\n2019,\x00\n", "table-nul", 1),
        (b'Year,Value\n2019,"1\n2020,2\n', "table-quotes", 2),
        (b'Year,Note,Value\n2019,"a"b,1\n', "table-quotes", 1),
        (b"Year;Value\n2019;1\n", "table-semicolon", 1),
        (b"Year\tValue\n2019\t1\n", "table-tab", 1),
        (b"", "table-empty", 0),
        (b"\n , \n", "table-empty", 0),
    ],
)
def test_a_file_that_cannot_be_read_is_left_out_with_its_rows(
    small: Repository, content: bytes, code: str, rows: int | None
) -> None:
    collection = small.write(DATA, content).read()
    found = line(collection, code)
    assert (found.severity, found.file, found.loss.files) == ("left out", DATA, 1)
    assert rows is None or found.loss.rows == rows == collection.account.rows.found
    assert collection.indicators[0].observations == ()


def test_blank_lines_before_the_header(small: Repository) -> None:
    small.data("", ",", "Year,Value", "2019,1")
    assert values(small) == ["1"]
    assert line(small.read(), "header-late").problem.row == 3
    assert small.only().observations[0].row == 4


def test_a_header_alone_is_no_data_and_no_loss(small: Repository) -> None:
    collection = small.data("Year,Sex,Value").read()
    assert line(collection, "header-only").severity == "noted"
    assert line(collection, "data-missing").indicator == "1-1-1"
    assert collection.account.rows.found == 0


def test_a_cell_with_a_line_break_is_one_row_and_rows_keep_their_lines(small: Repository) -> None:
    small.data("Year,Note,Value", '2019,"two', 'lines",1', "2020,,2")
    assert [one.row for one in small.only().observations] == [2, 4]
    assert small.read().account.rows.found == 2


# -- columns --------------------------------------------------------------------------------------------------


def test_value_need_not_be_last_nor_year_first(small: Repository) -> None:
    small.data("Sex,Value,Year,COMMENT_OBS", "F,1.5,2019,Use with care", "M,2,2019")
    first, second = small.only().observations
    assert (first.cells, first.value, first.notes) == (("F",), Decimal("1.5"), ("Use with care",))
    assert (second.cells, second.notes) == (("M",), ("",))
    assert [column.name for column in small.only().notes] == ["COMMENT_OBS"]


def test_a_column_in_other_letters_is_taken_and_said(small: Repository) -> None:
    collection = small.data(" year ,VALUE", "2019,1").read()
    assert [one.problem.column for one in lines(collection, "header-case")] == ["VALUE", "year"]
    assert collection.indicators[0].observations[0].value == 1


def test_a_missing_column_leaves_out_all_rows_once(small: Repository) -> None:
    collection = small.data("Yaer,Vlaue", "2019,1", "2020,2").read()
    found = lines(collection, "column-missing")
    assert collection.account.gaps == ()
    assert sum(one.loss.rows for one in found) == 2
    assert [one.problem.facts["nearest"] for one in found] == ["Yaer", "Vlaue"]


def test_headers_without_a_name(small: Repository) -> None:
    collection = small.data("Year,Value,,", "2019,1,,", "2020,2,note,").read()
    found = line(collection, "column-unnamed")
    assert (found.severity, found.problem.value, found.rows) == ("degraded", "note", ((3, 3),))
    assert line(collection, "column-unnamed-empty").problem.facts["places"] == "4"
    assert [one.text for one in collection.indicators[0].observations] == ["1", "2"]


def test_headers_that_stand_twice(small: Repository) -> None:
    collection = small.data("Year,Sex,Sex,Value", "2019,F,F,1", "2020,F,M,2").read()
    assert line(collection, "column-twice").rows == ((3, 3),)
    assert [one.cells for one in collection.indicators[0].observations] == [("F",), ("F",)]
    collection = small.data("Year,Sex,Sex,Value,Value", "2019,F,F,1,1").read()
    assert len(lines(collection, "column-twice-same")) == 2
    assert collection.account.gaps == ()


def test_one_column_spelt_in_several_ways_over_the_files(small: Repository) -> None:
    small.data("Year,Sex,Value", "2019,F,1")
    small.data("Year,sex,Value", "2019,F,1", name="data/indicator_1-2-1.csv")
    small.data("Year,Sex,Value", "2019,F,1", name="data/indicator_1-3-1.csv")
    small.data("Year,Sex,sex,Value", "2019,F,a,1", name="data/indicator_1-4-1.csv")
    collection = small.read()
    assert line(collection, "header-spellings").problem.value == "Sex"
    columns = {one.id: [(each.name, each.written) for each in one.dimensions] for one in collection.indicators}
    assert columns["1-2-1"] == [("Sex", "sex")]
    assert columns["1-4-1"] == [("Sex", "Sex"), ("sex", "sex")], "two columns of one file stay two"


def test_units_series_and_columns_that_are_no_disaggregation(small: Repository) -> None:
    small.data(
        "Year,Units,Series,Unit measure,Unit multiplier,Observation status,GeoCode,Sex,Value",
        "2019,t,A,Mass,Thousands,Normal value,,,1",
        "2019,t,A,Other mass,Thousands,Estimated value,K1,F,2",
    )
    indicator = small.only()
    first, second = indicator.observations
    assert (first.unit, first.series, first.area, first.cells) == ("t", "A", "", ("",))
    assert [(column.name, column.role) for column in indicator.notes] == [
        ("Unit measure", "qualifier"),
        ("Unit multiplier", "multiplier"),
        ("Observation status", "status"),
    ]
    assert (first.headline, second.headline) == (True, False)
    assert (first.statuses, second.statuses) == ((), ("e",))
    assert (list(indicator.units), list(indicator.series)) == (["t"], ["A"])


def test_the_words_of_sdmx_are_units_and_series_too(small: Repository) -> None:
    small.data("Year,UNIT_MEASURE,SERIES,SEX,Value", "2019,PT,S1,F,1")
    (one,) = small.only().observations
    assert (one.unit, one.series, one.cells) == ("PT", "S1", ("F",))


def test_the_configuration_says_what_columns_are(tmp_path: Path) -> None:
    options = "indicator_options: {unit_column: Measure, observation_attributes: [Remark], "
    options += "non_disaggregation_columns: [Year, Value, Kind]}\n"
    small = repository(tmp_path, CONFIGURATION + options).config()
    small.data("Year,Measure,Remark,Kind,Units,Value", "2019,kg,x,y,z,1")
    (one,) = small.only().observations
    assert (one.unit, one.notes, one.cells) == ("kg", ("x", "y"), ("z",))


def test_tables_rename_columns_and_cells(tmp_path: Path) -> None:
    maps = "path_pattern: data/*-*.csv, column_map: columns.csv, code_map: codes.csv"
    configuration = CONFIGURATION.replace("    path_pattern: data/*-*.csv", f"    {maps}".replace(", ", "\n    "))
    small = repository(tmp_path, configuration).config()
    small.write("columns.csv", "Text,Value\nsex,SEX\n").write("codes.csv", "Text,Dimension,Value\nFemale,SEX,F\n")
    small.data("Year,sex,Value", "2019,Female,1")
    assert small.only().observations[0].cells == ("F",)
    assert [(one.name, one.written) for one in small.only().dimensions] == [("SEX", "sex")]


# -- rows -----------------------------------------------------------------------------------------------------


def test_blank_rows_and_blanks_in_cells(small: Repository) -> None:
    collection = small.data("Year,Sex,Value", "", "2019, F , 1.5 ", ",,", "2020,F,2").read()
    assert line(collection, "row-blank").rows == ((2, 2), (4, 4))
    assert line(collection, "cell-blanks").rows == ((3, 3),)
    assert [one.cells for one in collection.indicators[0].observations] == [("F",), ("F",)]


def test_ragged_rows(small: Repository) -> None:
    collection = small.data("Year,Sex,Value", "2019,F,1", "2019,2", "2020,F,3,", "2021,F,4,extra", "2022").read()
    assert line(collection, "row-short-refused").rows == ((3, 3), (6, 6))
    assert line(collection, "row-long").rows == ((5, 5),)
    assert [one.text for one in collection.indicators[0].observations] == ["1", "3"]


@pytest.mark.parametrize("text", ["<2.5", "1,234", "1 234", "Inf", "12%", "..", "[x]", "2,5", "=1+1", "1e9999"])
def test_a_value_that_is_no_number_is_refused_by_name(small: Repository, text: str) -> None:
    collection = small.data("Year,Value", f'2019,"{text}"', "2020,2").read()
    found = line(collection, "value-not-a-number")
    assert (found.problem.value, found.problem.column, found.rows) == (text, "Value", ((2, 2),))
    assert text in found.why()


@pytest.mark.parametrize(
    ("text", "value"), [("8.1e-05", "0.000081"), ("-.5", "-0.5"), ("\u22123", "-3"), ("+2", "2"), ("0.10", "0.10")]
)
def test_numbers_are_exact(small: Repository, text: str, value: str) -> None:
    (one,) = small.data("Year,Value", f"2019,{text}").only().observations
    assert (one.value, one.text) == (Decimal(value), text)


def test_many_values_that_are_no_numbers_are_one_line(small: Repository) -> None:
    collection = small.data("Year,Value", *(f"{year},v{year}" for year in range(1990, 2020))).read()
    assert line(collection, "value-not-a-number").loss.rows == 30


@pytest.mark.parametrize("text", ["", "NA", "nan", "#N/A"])
def test_a_value_that_is_missing_without_a_reason(small: Repository, text: str) -> None:
    collection = small.data("Year,Value", f"2019,{text}", "2020,2").read()
    assert line(collection, "value-missing").rows == ((2, 2),)


@pytest.mark.parametrize(
    ("status", "statuses"),
    [
        ("Missing value", ("x",)),
        ("Missing value; suppressed", ("c",)),
        ("Missing data; low reliability", ("x", "u")),
        ("L", ("x",)),
        ("Q", ("c",)),
    ],
)
def test_a_value_that_is_missing_with_a_reason_is_an_observation(
    small: Repository, status: str, statuses: tuple[str, ...]
) -> None:
    small.data("Year,Observation status,Value", f"2019,{status},", "2020,Normal value,2")
    first = small.only().observations[0]
    assert (first.value, first.statuses, first.notes) == (None, statuses, (status,))


def test_a_status_that_contradicts_its_value(small: Repository) -> None:
    collection = small.data(
        "Year,Observation status,Value", "2019,Missing value,1", "2020,Missing value; suppressed,2", "2021,Odd,3"
    ).read()
    assert line(collection, "status-contradicts").severity == "degraded"
    assert line(collection, "value-suppressed").rows == ((3, 3),), "a value that should be hidden is not passed on"
    assert line(collection, "status-unknown").problem.value == "Odd"
    assert [(one.text, one.statuses) for one in collection.indicators[0].observations] == [("1", ()), ("3", ())]


def test_placeholders_in_the_column_of_years(small: Repository) -> None:
    collection = small.data("Year,Value", "There is no data for this indicator yet,").read()
    found = line(collection, "placeholder")
    assert (found.severity, found.loss.rows) == ("noted", 1)


def test_periods_that_are_refused(small: Repository) -> None:
    collection = small.data("Year,Value", "soon after the war,1", "2011-12,2", ",3", "2019 13,4", "2019-2018,5").read()
    refused = {"period-unknown", "period-ambiguous", "period-empty", "period-no-day", "period-backwards"}
    assert codes(collection) == {*refused, "data-missing"}
    assert collection.account.gaps == ()


def test_the_other_rows_decide_what_a_hyphen_means(small: Repository) -> None:
    collection = small.data("Year,Value", "2011-12,1", "2012-13,2").read()
    assert line(collection, "hyphen-years").problem.value == "2011-12"
    assert [one.period.frequency for one in collection.indicators[0].observations] == ["fiscal", "fiscal"]
    collection = small.data("Year,Value", "2011-12,1", "2011-01,2").read()
    assert line(collection, "hyphen-month").file == DATA


def test_a_fiscal_year_is_said_to_begin_somewhere_once(small: Repository) -> None:
    small.data("Year,Value", "2019/20,1", "2020/21,2").data("Year,Value", "2019/20,1", name="data/indicator_1-2-1.csv")
    collection = small.read(fiscal_start=7)
    found = line(collection, "fiscal-start")
    assert found.problem.facts == {"count": 3, "files": 2, "month": 7}
    assert collection.indicators[0].observations[0].period.first == date(2019, 7, 1)
    assert codes(small.data("Year,Value", "2019,1").read()) >= {"fiscal-start"}, "the other file has them still"


def test_periods_of_several_kinds_are_told(small: Repository) -> None:
    collection = small.data("Year,Value", "2019,1", "2019 Q1,2", "2010 to 2012,3").read()
    assert line(collection, "periods-mixed").problem.facts["kinds"] == "quarter (1), year (1)"
    assert line(collection, "periods-span").problem.facts["count"] == 1


def test_rows_that_say_the_same_again(small: Repository) -> None:
    collection = small.data(
        "Year,Sex,COMMENT_OBS,Value", "2019,F,,1.0", "2019,F,,1", "2019.0,F,,1.00", "2019,F,other,1", "2019,M,,1"
    ).read()
    assert sum(one.loss.rows for one in lines(collection, "row-twice-notes")) == 3
    assert [one.row for one in collection.indicators[0].observations] == [2, 6]
    collection = small.data("Year,Value", "2019,1", "2019,1").read()
    assert line(collection, "row-twice").rows == ((3, 3),)


def test_rows_that_conflict_are_all_left_out(small: Repository) -> None:
    collection = small.data("Year,Sex,Value", "2019,F,1", "2019,F,2", "2019,M,5", "2019,F,1").read()
    found = line(collection, "rows-conflict")
    assert (found.rows, found.loss.rows) == (((2, 3), (5, 5)), 3)
    assert found.problem.facts["values"] == "1 (2); 2 (3); 1 (5)"
    assert [one.text for one in collection.indicators[0].observations] == ["5"]


def test_marks_of_a_period_and_codes_of_places_tell_rows_apart(small: Repository) -> None:
    small.data("Year,GeoCode,Value", "1974a,,1", "1974b,,2", "1974,K1,3", "1974,K2,4")
    assert values(small) == ["1", "2", "3", "4"]


def test_the_headline_is_the_whole_of_each_unit_and_series(small: Repository) -> None:
    small.data("Year,Units,Series,Sex,Value", "2019,t,A,,1", "2019,kg,A,,2", "2019,t,B,,3", "2019,t,A,F,4")
    assert [one.headline for one in small.only().observations] == [True, True, True, False]


def test_a_code_of_the_only_place_is_no_part_of_the_whole(small: Repository) -> None:
    small.data("Year,GeoCode,Sex,Value", "2019,K0,,1", "2020,K0,,2", "2019,K1,F,3")
    assert [one.headline for one in small.only().observations] == [True, True, False]
    small.data("Year,GeoCode,Value", "2019,,1", "2019,K1,2")
    assert [one.headline for one in small.only().observations] == [True, False]
    small.data("Year,GeoCode,Value", "2019,K1,1", "2019,K2,2")
    assert [one.headline for one in small.only().observations] == [False, False], "no row is of the whole"


def test_the_code_of_sdmx_for_the_total_is_the_whole_where_no_row_is_blank(small: Repository) -> None:
    collection = small.data("Year,SEX,Value", "2019,_T,1", "2019,F,2").read()
    assert [one.headline for one in collection.indicators[0].observations] == [True, False]
    assert line(collection, "headline-total").rows == ((2, 2),)
    small.data("Year,SEX,Value", "2019,_T,1", "2019,,2")
    assert [one.headline for one in small.only().observations] == [False, True]
    small.data("Year,SEX,AGE,Value", "2019,_T,,1", "2019,,_T,2")
    assert [one.headline for one in small.only().observations] == [False, False], "which of them is not said"


def test_the_column_that_progress_is_judged_by(small: Repository) -> None:
    collection = small.data("Year,Progress,Value", "2019,79354.3,-5.3", "2020,,1", "2021,much,2").read()
    assert [one.progress for one in collection.indicators[0].observations] == [Decimal("79354.3"), None, None]
    assert line(collection, "progress-not-a-number").problem.value == "much"
