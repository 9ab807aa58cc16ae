from __future__ import annotations

import csv
import io
import os
import zipfile
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.fetch import fetch
from berkala.plan import Request, plan
from berkala.plan.specifications import Dialect
from berkala.tidy import tidy
from berkala.tidy.csv_reader import read_csv
from berkala.tidy.grids import limits
from berkala.tidy.kinds import kind_of
from berkala.tidy.listing import LIMIT, Listing
from berkala.tidy.numbers import NumberStyle
from little_tables import both, codes, column, dataset, dimension, measure, tidied

ROOT = Path(__file__).parents[1]
HEAD = "month,place,visits\n"
GOOD = HEAD + "2020-01,north,5\n2020-01,south,7\n"


def frame(one, content):
    tables = tidied(one, content)
    assert codes(tables.problems) == []
    return tables.by_dataset["visits"].frame


def problems(one, content):
    tables = tidied(one, content)
    assert not tables.by_dataset
    codes(tables.problems)
    return tables.problems


def only(one, content):
    (problem,) = problems(one, content)
    return problem


def cell(text: str, **more):
    """The one problem of a measure's cell with this text."""
    return only(dataset(measure("visits", **more)), f'month,visits\n2020-01,"{text}"\n')


def dialect(**more):
    return {"resource": {"dialect": more}}


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


# -- numbers ------------------------------------------------------------------------------------------------


STYLES = [(".", ""), (",", ""), (".", ","), (",", "."), (",", " ")]


@settings(deadline=None, max_examples=60)
@given(st.decimals(-(10**9), 10**9, places=3), st.sampled_from(STYLES))
def test_a_number_written_in_a_style_is_read_back(number, style):
    decimal, thousands = style
    text = f"{number:,.3f}".translate(str.maketrans({",": thousands, ".": decimal}))
    values, fits = NumberStyle(decimal, thousands).parse([text], whole=False)
    assert fits[0]
    assert values[0] == float(number)
    assert NumberStyle(decimal, thousands).number(text) == number


@settings(deadline=None, max_examples=60)
@given(st.integers(-(10**17), 10**17), st.sampled_from(STYLES))
def test_a_whole_number_is_read_back_exactly(number, style):
    decimal, thousands = style
    text = f"{number:,}".replace(",", thousands)
    values, fits = NumberStyle(decimal, thousands).parse([text], whole=True)
    assert fits[0]
    assert int(values[0]) == number


@settings(deadline=None, max_examples=60)
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_float_as_python_writes_it_is_kept_to_the_last_bit(number):
    values, fits = NumberStyle().parse([f"{Decimal(repr(number)):f}"], whole=False)
    assert fits[0]
    assert values[0] == number


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=12), st.sampled_from(STYLES), st.booleans())
def test_any_text_fits_or_has_a_reason(text, style, whole):
    reader = NumberStyle(*style)
    _, fits = reader.parse([text.strip()], whole=whole)
    if not fits[0]:
        code, facts = reader.why_not(text.strip(), whole=whole)
        assert code.startswith("tidy.")
        assert "declared" not in facts or facts["declared"] == style[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("many", "tidy.not-a-number"),
        ("1.5.2", "tidy.not-a-number"),
        ("12.0", "tidy.decimal-in-integer"),
        ("1,234", "tidy.thousands"),
        ("1'234", "tidy.thousands"),
        ("1 234", "tidy.thousands-blank"),
        ("12,5", "tidy.decimal-mark"),
        ("12%", "tidy.percent-sign"),
        ("12 persen", "tidy.percent-sign"),
        ("Rp 1.000", "tidy.unit-text"),
        ("€12", "tidy.unit-text"),
        ("12 orang", "tidy.unit-text"),
        ("٣٤", "tidy.other-digits"),
        ("１２", "tidy.other-digits"),
        ("inf", "tidy.not-finite"),
        ("NaN", "tidy.not-finite"),
        ("1.2E+5", "tidy.exponent"),
        ("#N/A", "tidy.error-cell"),
        ("n/a", "tidy.looks-missing"),
        ("–", "tidy.looks-missing"),
        ("...", "tidy.looks-missing"),
        ("=SUM(A1:A2)", "tidy.formula"),
        ("1234567890123456789", "tidy.too-many-digits"),
        ("", "tidy.empty"),
        ("0x10", "tidy.not-a-number"),
        ("1_000", "tidy.not-a-number"),
        ("+5", "tidy.not-a-number"),
    ],
)
def test_a_cell_that_is_no_number_is_named_with_its_cause(text, code):
    problem = cell(text)
    assert (problem.code, problem.row, problem.column) == (code, 2, "visits")
    assert problem.value == (text or None)


def test_a_number_that_cannot_be_kept_exactly_is_named():
    assert cell("0.12345678901234567890", type="number").code == "tidy.too-many-digits"


def test_minus_is_read_in_both_forms_and_minus_nought_is_nought():
    found = frame(dataset(measure("visits", type="number")), "month,visits\n2020-01,-2.5\n2020-02,−3\n2020-03,-0\n")
    assert [str(value) for value in found["visits"]] == ["-2.5", "-3.0", "0.0"]


def test_the_indonesian_style():
    one = dataset(measure("visits", type="number"), **dialect(delimiter=";", decimal=",", thousands="."))
    assert list(frame(one, "month;visits\n2020-01;1.234.567,5\n2020-02;12,25\n")["visits"]) == [1234567.5, 12.25]
    assert only(one, "month;visits\n2020-01;12.5\n").code == "tidy.decimal-mark"
    assert only(one, "month;visits\n2020-01;1,234.5\n").code == "tidy.thousands"


def test_marks_that_are_alike_are_refused():
    assert only(dataset(**dialect(decimal=",", thousands=",")), GOOD).code == "tidy.marks-alike"


def test_limits():
    assert cell("-1", minimum=0).code == "tidy.below-minimum"
    assert cell("101", maximum=100).code == "tidy.above-maximum"
    assert cell("0.05", type="number", minimum=Decimal("0.1")).facts["limit"] == "0.1"


def test_statuses_that_do_not_agree_with_their_cell():
    one = dataset(measure("visits"), column("mark", "status", of="visits"))
    found = problems(one, "month,visits,mark\n2020-01,5,c\n2020-02,,p\n2020-03,1,q\n")
    assert [problem.code for problem in found] == [
        "tidy.status",
        "tidy.empty-with-status",
        "tidy.value-with-status",
    ] or {problem.code for problem in found} == {"tidy.status", "tidy.empty-with-status", "tidy.value-with-status"}
    confidential = next(problem for problem in found if problem.code == "tidy.value-with-status")
    assert confidential.value is None
    assert "5" not in confidential.message("en")


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


# -- kinds of file ------------------------------------------------------------------------------------------


def workbook(*rows, sheet: str = "Data", change=None) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows or (("month", "place", "visits"), (date(2020, 1, 1), "north", 5), ("2020-01", "south", 7)):
        page.append(row)
    if change:
        change(book, page)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsx(*fields, **more):
    return dataset(*fields, resource={"format": "xlsx", "dialect": more})


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("declared", "content", "code"),
    [
        ("csv", workbook(), "tidy.is-xlsx"),
        ("xlsx", GOOD.encode(), "tidy.is-text"),
        ("xlsx", OLE, "tidy.is-xls"),
        ("csv", OLE, "tidy.is-xls"),
        ("xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "tidy.is-encrypted"),
        ("csv", b"\n<!DOCTYPE html><html>sign in</html>", "tidy.is-html"),
        ("csv", b"<?xml version='1.0'?><a/>", "tidy.is-xml"),
        ("csv", b"%PDF-1.7", "tidy.is-pdf"),
        ("xlsx", zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "tidy.is-zip"),
        ("xlsx", workbook()[:2000], "tidy.is-damaged"),
    ],
)
def test_the_kind_of_file_is_what_its_bytes_say(declared, content, code):
    assert only(dataset(resource={"format": declared}), content).code == code


def test_an_unknown_format_names_the_known_ones():
    problem = only(dataset(resource={"format": "xls"}), GOOD)
    assert problem.code == "tidy.format-unknown"
    assert "csv, xlsx" in problem.message("en")
    assert problem.file == "datasets/visits/dataset.yml"


# -- workbooks ----------------------------------------------------------------------------------------------


def test_a_workbook_is_read_with_its_dates_and_rows():
    found = frame(xlsx(), workbook())
    assert [period.code for period in found["month"]] == ["2020-01", "2020-01"]
    assert list(found.index) == [2, 3]
    assert list(found["visits"]) == [5, 7]


def test_numbers_of_a_workbook_do_not_depend_on_the_style_of_its_texts():
    rows = ("month", "visits"), ("2020-01", 1234.5), ("2020-02", "1.234,5"), ("2020-03", 0.1), ("2020-04", 7.0)
    found = frame(xlsx(measure("visits", type="number"), decimal=",", thousands="."), workbook(*rows))
    assert list(found["visits"]) == [1234.5, 1234.5, 0.1, 7.0]


def test_a_year_may_be_a_number_and_blank_rows_and_titles_pass():
    one = dataset(
        measure("visits"),
        frequency="year",
        coverage={"from": "2019"},
        resource={"format": "xlsx", "dialect": {"header": 3}},
    )
    rows = ("A title",), (), ("month", "visits", None), (2019, 5.0, None), (), (2020.0, 6, None)
    found = frame(one, workbook(*rows, change=lambda _, page: page.merge_cells("A1:C1")))
    assert [(period.code, int(value)) for period, value in zip(found["month"], found["visits"], strict=True)] == [
        ("2019", 5),
        ("2020", 6),
    ]
    assert list(found.index) == [4, 6]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((date(2020, 2, 2), "north", 1), "tidy.period"),
        ((datetime(2020, 2, 1, 12), "north", 1), "tidy.period"),
        (("2020-02", "north", date(2026, 2, 1)), "tidy.date-cell"),
        (("2020-02", "north", True), "tidy.not-a-number"),
        (("2020-02", "north", 1.5), "tidy.decimal-in-integer"),
        (("2020-02", "north", "#N/A"), "tidy.error-cell"),
        (("2020-02", "north", "=1+1"), "tidy.formula"),
        (("2020-02", "north", None), "tidy.empty"),
        (("2020-02", "north", 1, "stray"), "tidy.beyond"),
    ],
)
def test_a_cell_of_a_workbook_that_does_not_fit_is_named(row, code):
    head = ("month", "place", "visits"), ("2020-01", "north", 1)
    problem = only(xlsx(), workbook(*head, row))
    assert (problem.code, problem.row, problem.sheet) == (code, 3, "Data")


def test_sheets():
    two = workbook(change=lambda book, _: book.create_sheet("More"))
    hidden = workbook(change=lambda book, page: (book.create_sheet("More"), setattr(page, "sheet_state", "hidden")))
    assert only(xlsx(), two).code == "tidy.sheet-unsaid"
    assert len(frame(xlsx(sheet="Data"), two)) == 2
    assert only(xlsx(sheet="Dta"), two).facts["nearest"] == "Data"
    assert only(xlsx(sheet="Elsewhere"), two).code == "tidy.sheet-missing"
    assert only(xlsx(sheet="Data"), hidden).code == "tidy.sheet-hidden"


def test_merged_cells_are_named_once_and_not_as_empty_ones():
    rows = ("month", "place", "visits"), ("2020-01", "north", 5), (None, "south", 7)
    problem = only(xlsx(), workbook(*rows, change=lambda _, page: page.merge_cells("A2:A3")))
    assert (problem.code, problem.row, problem.facts["range"]) == ("tidy.merged", 2, "A2:A3")
    header = only(xlsx(), workbook(change=lambda _, page: page.merge_cells("A1:B1")))
    assert header.code == "tidy.merged"


def test_a_wrong_size_in_the_workbook_does_not_drop_rows():
    content = workbook()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'<dimension ref="A1:C3"', b'<dimension ref="A1"'))
    assert stream.getvalue() != content
    assert len(frame(xlsx(), stream.getvalue())) == 2


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(monkeypatch):
    monkeypatch.setattr(limits, "SMALL", 1_000_000)
    bomb = zipped(**{"xl/workbook.xml": bytes(20_000_000)})
    assert only(xlsx(), bomb).code == "tidy.swollen"


def test_a_workbook_with_broken_parts_is_named():
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert only(xlsx(), zipped(**{**parts, sheet: parts[sheet][:300]})).code == "tidy.workbook"


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**31), st.integers(1, 255))
def test_a_damaged_workbook_fails_in_words_or_is_read(place, change):
    content = bytearray(WHOLE)
    content[place % len(content)] ^= change
    codes(tidied(xlsx(), bytes(content)).problems)


WHOLE = workbook()


def test_kinds():
    assert kind_of(b"month,place") == "text"
    assert kind_of(WHOLE) == "xlsx"


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
