from __future__ import annotations

import csv
import io
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.fetch import fetch
from berkala.plan import Request, plan
from berkala.plan.specifications import Dialect
from berkala.tidy import tidy
from berkala.tidy.csv_reader import read_csv
from berkala.tidy.grids import limits
from berkala.tidy.listing import LIMIT, Listing
from berkala.tidy.numbers import NumberStyle
from little_tables import GOOD, HEAD, both, column, dataset, dialect, dimension, frame, measure, only, problems, tidied

ROOT = Path(__file__).parents[1]


# -- the frame ----------------------------------------------------------------------------------------------


def test_the_publication_of_this_repository_is_tidy():
    tables = tidy(fetch(plan(Request(ROOT, datetime(2026, 12, 1, tzinfo=UTC), "check"))))
    assert tables.problems == ()
    table = tables.by_dataset["emergency-care"].frame
    march = table[[period.code == "2019-03" for period in table["period"]]]
    assert (march["attendances"].sum(), march["over_four_hours"].sum()) == (2167550, 290359)


def test_the_frame_is_as_the_contract_says():
    found = frame(dataset(), HEAD + "2020-01,south,7\n2020-01,north,5\n")
    assert list(found.columns) == ["month", "place", "visits", "visits_status"]
    assert list(found.index) == [3, 2]  # in declared order, named by their rows in the file
    assert found["month"].iloc[0].code == "2020-01"
    assert str(found["visits"].dtype) == "Int64"
    assert list(found["visits_status"]) == ["", ""]


@settings(deadline=None, max_examples=60)
@given(st.permutations([*GOOD.splitlines()[1:], "2020-02,north,1", "2020-02,south,2"]))
def test_the_order_of_rows_in_the_source_changes_nothing(rows):
    found = frame(dataset(), HEAD + "\n".join(rows))
    assert [
        (period.code, place, int(visits))
        for period, place, visits in zip(*(found[c] for c in found.columns[:3]), strict=True)
    ] == [
        ("2020-01", "north", 5),
        ("2020-01", "south", 7),
        ("2020-02", "north", 1),
        ("2020-02", "south", 2),
    ]


def test_text_stays_text():
    one = dataset(dimension("place", "007", "na"), measure("visits"), column("note", "note"))
    found = frame(one, "month,place,visits,note\n2020-01,007,1,NA\n2020-01,na,2,\n")
    assert list(found["place"]) == ["007", "na"]
    assert list(found["note"]) == ["NA", ""]


def test_a_declared_status_column_stays_and_agrees():
    one = dataset(measure("visits"), column("mark", "status", of="visits"))
    found = frame(one, "month,visits,mark\n2020-01,,c\n2020-02,3,[p]\n2020-03,4,\n2020-04,,z\n")
    assert list(found.columns) == ["month", "visits", "visits_status", "mark"]
    assert list(found["mark"]) == list(found["visits_status"]) == ["c", "p", "", "z"]
    assert found["visits"].isna().tolist() == [True, False, False, True]


def test_declared_tokens_are_missing_values_even_if_they_look_like_numbers():
    found = frame(
        dataset(measure("visits", missing=["..", "-1", "[c]"])), "month,visits\n2020-01,..\n2020-02,-1\n2020-03,[c]\n"
    )
    assert found["visits"].isna().all()
    assert list(found["visits_status"]) == ["x", "x", "c"]


def test_blanks_around_values_are_told_once():
    tables = tidied(dataset(), HEAD + "2020-01, north,5\n2020-01,south , 7\n")
    assert [(one.code, one.severity, one.facts["count"]) for one in tables.problems] == [("tidy.blanks", "note", 3)]
    assert list(tables.by_dataset["visits"].frame["visits"]) == [5, 7]


def test_a_text_that_no_table_has_is_refused_by_name(monkeypatch):
    csv.field_size_limit(1 << 30)  # as other libraries leave it, for the whole process
    assert only(dataset(), HEAD + '2020-01,"north,5\n' + "2020-01,south,7\n" * 20_000).code == "tidy.cell-long"
    monkeypatch.setattr(limits, "LINE", 1_000)
    assert only(dataset(), HEAD + "x" * 2_000).code == "tidy.line-long"
    monkeypatch.setattr(limits, "TEXT", 1_000)
    assert only(dataset(), HEAD + "x" * 2_000).code == "tidy.too-large"


# -- keys ---------------------------------------------------------------------------------------------------


def test_categories():
    assert only(dataset(), GOOD + "2020-02,nort,1\n2020-02,south,1\n").facts["nearest"] == "north"
    assert only(dataset(), GOOD + "2020-02,mars,1\n").code == "tidy.category"
    assert only(dataset(), GOOD + "2020-02,,1\n").code == "tidy.category-empty"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2020-3", "tidy.period"),
        ("March 2020", "tidy.period"),
        ("2020-13", "tidy.period"),
        ("2020", "tidy.period"),
        ("", "tidy.period-empty"),
        ("2019-12", "tidy.period-outside"),
        ("2021-01", "tidy.period-outside"),
        ("2020-02", "tidy.period-excepted"),
    ],
)
def test_periods(text, code):
    one = dataset(measure("visits"), coverage={"from": "2020-01", "until": "2020-12", "except": ["2020-02"]})
    assert only(one, f"month,visits\n{text},1\n").code == code


def test_a_duplicate_names_both_rows():
    problem = only(dataset(), GOOD + "2020-01,north,6\n")
    assert (problem.code, problem.row, problem.facts["first_row"]) == ("tidy.duplicate", 4, 2)


def test_a_category_that_has_no_row_in_one_period_is_named():
    problem = only(dataset(), GOOD + "2020-02,north,6\n")
    assert (problem.code, problem.facts["period"], problem.facts["category"]) == (
        "tidy.row-missing",
        "2020-02",
        "south",
    )


# -- known errors -------------------------------------------------------------------------------------------


def known(value: str, effect: str = "withheld", place: str = "north", column: str = "visits"):
    error = {"key": {"month": "2020-01", "place": place}, "column": column, "value": value, "effect": effect}
    said = {"reason": both("A slip."), "who": "The office."}
    fields = dimension("place", "north", "south"), measure("visits", maximum=100)
    return dataset(*fields, known_errors=[{**error, **said}])


def test_a_known_error_is_withheld_or_shown():
    text = GOOD.replace(",5", ",5000")
    hidden = frame(known("5000"), text)
    assert hidden["visits"].isna().tolist() == [True, False]
    assert list(hidden["visits_status"]) == ["x", ""]
    assert 5000 not in hidden["visits"].array._data
    assert list(frame(known("5000", "shown"), text)["visits"]) == [5000, 7]


def test_a_known_error_may_be_no_number_at_all_if_it_is_withheld():
    text = GOOD.replace(",5", ",SOO")
    assert frame(known("SOO"), text)["visits"].isna().tolist() == [True, False]
    assert only(known("SOO", "shown"), text).code == "tidy.not-a-number"


def test_a_known_error_that_was_mended_or_never_was_is_named():
    mended = only(known("6"), GOOD)
    assert (mended.code, mended.row, mended.value) == ("tidy.known-error-mended", 2, "5")
    assert only(known("5", place="east"), GOOD).code == "tidy.known-error-no-row"
    assert only(known("5", column="month"), GOOD).code == "tidy.known-error-column"


# -- text files ---------------------------------------------------------------------------------------------


def test_windows_files_are_read():
    assert len(frame(dataset(), b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())) == 2
    assert len(frame(dataset(**dialect(encoding="utf-16")), GOOD.encode("utf-16"))) == 2
    one = dataset(measure("visits"), column("note", "note"), **dialect(encoding="cp1252"))
    assert frame(one, "month,visits,note\n2020-01,1,café\n".encode("cp1252"))["note"].iloc[0] == "café"


@pytest.mark.parametrize(
    ("declared", "content", "code"),
    [
        ("utf-8", HEAD.encode() + b"2020-01,caf\xe9,1\n", "tidy.encoding"),
        ("utf-8", GOOD.encode("utf-16"), "tidy.utf16"),
        ("utf-16", GOOD.encode(), "tidy.not-utf16"),
        ("cp1252", (HEAD + "2020-01,café,1\n").encode(), "tidy.is-utf8"),
        ("utf-8", GOOD.encode() + b"2020-02,\0,1\n", "tidy.nul"),
    ],
)
def test_a_wrong_encoding_is_named(declared, content, code):
    problem = only(dataset(**dialect(encoding=declared)), content)
    assert problem.code == code
    assert problem.row == {"tidy.encoding": 2, "tidy.nul": 4}.get(code)


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (GOOD + '2020-02,"north,1\n', "tidy.quotes", 4),
        (GOOD + '2020-02,"no"rth,1\n', "tidy.quotes", 4),
        (GOOD + "2020-02,north\n", "tidy.ragged", 4),
        (GOOD + "2020-02,north,1,2\n", "tidy.ragged", 4),
        (GOOD.replace(",", ";"), "tidy.delimiter-semicolon", 1),
        (GOOD.replace(",", "\t"), "tidy.delimiter-tab", 1),
        (HEAD, "tidy.no-rows", 1),
        ("\n" + GOOD, "tidy.no-header", 1),
        (" ", "tidy.no-header", 1),
        (GOOD.replace("visits", "visit"), "tidy.column-missing-near", 1),
        ("place,visits\nnorth,1\n", "tidy.column-missing", 1),
        ("month,place,visits,colour\n2020-01,north,1,red\n", "tidy.column-undeclared", 1),
        ("month,place,visits,visits\n2020-01,north,1,1\n", "tidy.header-twice", 1),
        ("month,,place,visits\n2020-01,,north,1\n", "tidy.header-empty", 1),
    ],
)
def test_a_file_of_the_wrong_shape_is_named(content, code, row):
    problem = only(dataset(), content)
    assert (problem.code, problem.row) == (code, row)


def test_blank_lines_and_empty_columns_at_the_end_say_nothing():
    assert len(frame(dataset(), GOOD.replace("\n", ",,\n") + "\n,,,,\n  \n")) == 2


def test_rows_are_lines_of_the_file_also_after_a_cell_of_two_lines():
    one = dataset(measure("visits"), column("note", "note"), **dialect(header=3))
    text = 'A title\n\nmonth,visits,note\n2020-01,1,"two\nlines"\n2020-02,oops,\n'
    assert only(one, text).row == 6


def test_all_problems_come_at_once_and_are_counted_beyond_the_limit():
    rows = "".join(f"2020-{month:02d},north,x{month}\n2020-{month:02d},south,y\n" for month in range(1, 13))
    found = problems(dataset(), HEAD + rows + "2021-01,mars,1\n2021-01\n")
    counted = Counter(problem.code for problem in found)
    assert counted["tidy.not-a-number"] + counted["tidy.unit-text"] == LIMIT
    assert counted["tidy.category"] == counted["tidy.ragged"] == counted["tidy.more"] == 1
    more = next(problem for problem in found if problem.code == "tidy.more")
    assert (more.facts["count"], more.column) == (24 - LIMIT, "visits")


def test_a_large_file_takes_seconds():
    places = [f"p{number}" for number in range(1000)]
    months = [f"{year}-{month:02d}" for year in range(2020, 2037) for month in range(1, 13)][:200]
    one = dataset(dimension("place", *places), measure("visits"), measure("rate", type="number"))
    body = "".join(f"{m},{p},{n},{n}.5\n" for m in months for n, p in enumerate(places))
    content = f"month,place,visits,rate\n{body}"
    start = perf_counter()
    assert len(frame(one, content)) == 200_000
    assert perf_counter() - start < 20


# -- the real thing -----------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.skipif("BERKALA_SHARED" not in os.environ, reason="BERKALA_SHARED names no folder")
def test_the_source_of_the_report_adds_up_to_what_we_publish():
    content = (Path(os.environ["BERKALA_SHARED"]) / "data/nhs-emergency-care/ae_attendances.csv").read_bytes()
    rows = read_csv(content, Dialect(), Listing("ae_attendances.csv"))
    assert rows.header == tuple(next(csv.reader(io.StringIO(content.decode().splitlines()[0]))))
    march = [row for row in rows.cells if row[0] == "2019-03-01"]
    sums = [NumberStyle().parse([row[place] for row in march], whole=False)[0].sum() for place in (3, 4)]
    assert sums == [2167550, 290359]
