"""What kind of file the bytes are, and the workbooks among them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.tidy.grids import limits
from berkala.tidy.kinds import kind_of
from handmade_books import ods, zipped
from little_tables import GOOD, codes, dataset, frame, measure, only, tidied


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
        ("xlsx", zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "tidy.is-zip"),
        ("xlsx", workbook()[:2000], "tidy.is-damaged"),
        ("xlsx", ods(""), "tidy.is-ods"),
        ("csv", b'[{"month": "2020-01", "visits": 1}]', "tidy.is-json"),
    ],
)
def test_the_kind_of_file_is_what_its_bytes_say(declared, content, code):
    assert only(dataset(resource={"format": declared}), content).code == code


def test_an_unknown_format_names_the_known_ones():
    problem = only(dataset(resource={"format": "xls"}), GOOD)
    assert problem.code == "tidy.format-unknown"
    assert "csv, xlsx" in problem.message("en")
    assert problem.file == "datasets/visits/dataset.yml"


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
    bomb = zipped({"xl/workbook.xml": bytes(20_000_000)})
    assert only(xlsx(), bomb).code == "tidy.swollen"


def test_a_workbook_with_broken_parts_is_named():
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert only(xlsx(), zipped({**parts, sheet: parts[sheet][:300]})).code == "tidy.workbook"


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
