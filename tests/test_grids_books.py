"""Workbooks as grids: xlsx, ods and xls, their values, merged ranges, hidden sheets, errors and formulas."""

from __future__ import annotations

import io
import random
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.errors import SourceProblems
from berkala.tidy.grids import Grid, Range, Workbook, limits, read_workbook, xls
from handmade_books import label, merged, number, ods, ods_table, truth_or_error, xlsx, zipped
from handmade_books import xls as made_xls


def read(content: bytes) -> Workbook:
    return read_workbook(content, "book")


def grid(content: bytes) -> Grid:
    (found,) = read(content).sheets
    return found


def refused(content: bytes):
    with pytest.raises(SourceProblems) as caught:
        read(content)
    (problem,) = caught.value.problems
    return problem


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# -- xlsx -----------------------------------------------------------------------------------------------------


def test_values_of_a_workbook_come_as_they_are_typed():
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Isi"
    page.append(["teks", 5, 5.0, 1.5, True, date(2020, 1, 31), datetime(2020, 1, 31, 8, 30), time(7, 15)])
    page.append(["=1+1", None, "#N/A", "007", "  kosong ", timedelta(hours=30, minutes=5), 12345.678, -3])
    page["C2"].data_type = "e"
    found = grid(saved(book))
    assert found.name == "Isi"
    assert found.rows[0] == ["teks", 5, 5, 1.5, True, date(2020, 1, 31), datetime(2020, 1, 31, 8, 30), "07:15:00"]
    assert found.rows[1] == ["", "", "#N/A", "007", "  kosong ", "PT30H5M", 12345.678, -3]
    assert type(found.rows[0][2]) is int
    assert type(found.rows[0][5]) is date
    assert found.formulas == {(2, 1): "=1+1"}


def test_a_workbook_of_another_writer_gives_the_same():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet("Data")
        other = book.add_worksheet("Lain")
        other.hide()
        page.merge_range(0, 0, 0, 2, "Judul")
        page.write_row(1, 0, ["bulan", "nilai", "catatan"])
        page.write_datetime(2, 0, datetime(2024, 3, 1), book.add_format({"num_format": "mmm yyyy"}))
        page.write_number(2, 1, 1234.5)
        page.write_rich_string(2, 2, "dua ", book.add_format({"bold": True}), "kata")
        page.write_formula(3, 1, "=SUM(B3)", None, 1234.5)
        page.set_row(2, None, None, {"hidden": True})
    data, hidden = read(stream.getvalue()).sheets
    assert data.rows == [["Judul"], ["bulan", "nilai", "catatan"], [date(2024, 3, 1), 1234.5, "dua kata"], ["", 1234.5]]
    assert data.merged == (Range(1, 1, 1, 3),)
    assert not data.formulas
    assert (hidden.name, hidden.hidden, hidden.rows) == ("Lain", True, [])


def test_days_counted_from_1904():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append([date(2020, 2, 29)])
    assert grid(saved(book)).rows == [[date(2020, 2, 29)]]


STYLES = (
    '<numFmts><numFmt numFmtId="170" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs>'
)
STRINGS = "<si><t>satu</t></si><si><r><t>du</t></r><rPh><t>xx</t></rPh><r><t>a_x000D_</t></r></si>"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1"><v>5</v></c>', 5),
        ('<c r="A1"><v>5.0</v></c>', 5),
        ('<c r="A1"><v>1E3</v></c>', 1000),
        ('<c r="A1"><v>0.10000000000000001</v></c>', 0.1),
        ('<c r="A1"><v>123456789012345678</v></c>', 123456789012345678),
        ('<c r="A1" t="s"><v>0</v></c>', "satu"),
        ('<c r="A1" t="s"><v>1</v></c>', "dua\r"),
        ('<c r="A1" t="inlineStr"><is><t>a</t><r><t>b</t></r><rPh><t>x</t></rPh></is></c>', "ab"),
        ('<c r="A1" t="str"><f>A2</f><v>=teks</v></c>', "=teks"),
        ('<c r="A1" t="b"><v>0</v></c>', False),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A1" t="d"><v>2020-01-31</v></c>', date(2020, 1, 31)),
        ('<c r="A1" t="d"><v>2020-01-31T10:00:00</v></c>', datetime(2020, 1, 31, 10)),
        ('<c r="A1" s="1"><v>43861</v></c>', date(2020, 1, 31)),
        ('<c r="A1" s="1"><v>43861.5</v></c>', datetime(2020, 1, 31, 12)),
        ('<c r="A1" s="1"><v>99999999</v></c>', 99999999),
        ('<c r="A1" s="2"><v>1.25</v></c>', "PT30H"),
        ('<c r="A1" s="9"><v>43861</v></c>', 43861),
        ("<c><v>7</v></c>", 7),
        ('<c r="$A$1"><v>7</v></c>', 7),
    ],
)
def test_each_type_of_cell(cell, value):
    content = xlsx(f"<row>{cell}</row>", strings=STRINGS, styles=STYLES)
    found = grid(content).rows
    assert found == [[value]]
    assert type(found[0][0]) is type(value)


def test_a_formula_that_gives_an_empty_text_was_saved():
    saved_empty, unsaved = '<c r="A1" t="str"><f>""</f><v></v></c>', '<c r="B1"><f>1+1</f><v></v></c>'
    found = grid(xlsx(f'<row r="1">{saved_empty}{unsaved}</row>'))
    assert (found.rows, found.formulas) == ([], {(1, 2): "=1+1"})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ('<row r="1"><c r="A1" t="s"><v>9</v></c></row>', "tidy.cell-damaged"),
        ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "tidy.cell-damaged"),
        ('<row r="1"><c r="A1"><v>many</v></c></row>', "tidy.cell-damaged"),
        ('<row r="1"><c r="A1"><v>NaN</v></c></row>', "tidy.cell-damaged"),
        ('<row r="1"><c r="A1"><v>1e999</v></c></row>', "tidy.cell-damaged"),
        ('<row r="1"><c r="A1"><v>1_000</v></c></row>', "tidy.cell-damaged"),
        ('<row r="1"><c r="A1" t="d"><v>yesterday</v></c></row>', "tidy.cell-damaged"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "tidy.cell-twice"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "tidy.cell-outside"),
        ('<row r="1"><c r="A1048577"><v>1</v></c></row>', "tidy.cell-outside"),
        ('<row r="0"><c><v>1</v></c></row>', "tidy.cell-outside"),
        ('<row r="99999999999"><c><v>1</v></c></row>', "tidy.cell-outside"),
        ('<row r="1"><c r="??"><v>1</v></c></row>', "tidy.cell-outside"),
    ],
)
def test_a_cell_that_cannot_be_is_named(data, code):
    problem = refused(xlsx(data))
    assert (problem.code, problem.sheet) == (code, "Data")


def test_rows_and_cells_out_of_order_are_placed():
    data = '<row r="3"><c r="B3"><v>3</v></c><c r="A3"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
    assert grid(xlsx(data)).rows == [[1], [], [2, 3]]


def test_a_workbook_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", -1)
    assert refused(xlsx()).code == "tidy.time-over"
    assert refused(ods("")).code == "tidy.time-over"


# -- ods ------------------------------------------------------------------------------------------------------


def cell(inside: str = "", **attributes: str) -> str:
    told = "".join(f' {name.replace("__", ":").replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-cell{told}>{inside}</table:table-cell>"


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


@pytest.mark.parametrize(
    ("made", "value"),
    [
        (cell("<text:p>5,00</text:p>", office__value_type="float", office__value="5"), 5),
        (cell("<text:p>1,5</text:p>", office__value_type="percentage", office__value="0.015"), 0.015),
        (cell("<text:p>Rp5</text:p>", office__value_type="currency", office__value="5.25"), 5.25),
        (cell("<text:p>x</text:p>", office__value_type="date", office__date_value="2020-01-31"), date(2020, 1, 31)),
        (cell("", office__value_type="date", office__date_value="2020-01-31T10:30:00"), datetime(2020, 1, 31, 10, 30)),
        (cell("", office__value_type="date", office__date_value="2020-01-31T00:00:00"), date(2020, 1, 31)),
        (cell("<text:p>27</text:p>", office__value_type="time", office__time_value="PT27H17M54S"), "PT27H17M54S"),
        (cell("<text:p>YA</text:p>", office__value_type="boolean", office__boolean_value="true"), True),
        (cell("<text:p>a</text:p><text:p>b</text:p>", office__value_type="string"), "a\nb"),
        (cell('<text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p>'), "a  b\tc\nd"),
        (cell("<text:p>a<text:span>b<text:a>c</text:a></text:span></text:p>"), "abc"),
        (cell("<office:annotation><text:p>note</text:p></office:annotation><text:p>a</text:p>"), "a"),
        (cell("<draw:frame><text:p>box</text:p></draw:frame><text:p>a</text:p>"), "a"),
        (cell("", office__value_type="string", office__string_value="x"), "x"),
        (
            cell("<text:p>#DIV/0!</text:p>", table__formula="of:=1/0", office__value_type="float", office__value="0"),
            "#DIV/0!",
        ),
        (cell("<text:p>=1+1</text:p>", office__value_type="string"), "=1+1"),
    ],
)
def test_each_type_of_cell_of_an_ods(made, value):
    found = grid(ods(ods_table(row(made)))).rows
    assert found == [[value]]
    assert type(found[0][0]) is type(value)


def test_repeats_hidden_sheets_merged_ranges_and_formulas_of_an_ods():
    one = cell("<text:p>x</text:p>", table__number_columns_repeated="2")
    far = cell(table__number_columns_repeated="16382")
    rows = row(far) + row(cell(table__number_columns_repeated="2"), one, times=2) + row(cell(), times=1048000)
    merge = row(cell("<text:p>m</text:p>", table__number_columns_spanned="3", table__number_rows_spanned="2"))
    formula = row(cell(), cell(table__formula="of:=[.A1]+1"))
    style = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    hidden = ods_table(row(cell("<text:p>h</text:p>")), "Lain", ' table:style-name="h"')
    first, second = read(ods(ods_table(merge + formula + rows) + hidden, style)).sheets
    assert first.rows == [["m"], [], [], ["", "", "x", "x"], ["", "", "x", "x"]]
    assert first.merged == (Range(1, 1, 2, 3),)
    assert first.formulas == {(2, 2): "=[.A1]+1"}
    assert (second.name, second.hidden, second.rows) == ("Lain", True, [["h"]])


# -- xls ------------------------------------------------------------------------------------------------------


def test_an_old_workbook_gives_values_errors_merged_ranges_and_hidden_sheets():
    content = made_xls(
        (
            "Satu",
            0,
            [
                label(0, 0, "bulan"),
                number(1, 0, 45000, 1),
                number(1, 1, 5),
                number(2, 0, 45000.5, 2),
                number(2, 1, 1.25, 3),
                truth_or_error(3, 0, 1, error=False),
                truth_or_error(3, 1, 7, error=True),
                truth_or_error(5, 4, 42, error=True),
                merged((4, 5, 0, 1)),
            ],
        ),
        ("Dua é", 1, [label(3, 2, "x")]),
    )
    first, second = read(content).sheets
    assert first.rows == [
        ["bulan"],
        [date(2023, 3, 15), 5],
        [datetime(2023, 3, 15, 12), "PT30H"],
        [True, "#DIV/0!"],
        [],
        ["", "", "", "", "#N/A"],
    ]
    assert first.merged == (Range(5, 1, 6, 2),)
    assert (second.name, second.hidden, second.rows) == ("Dua é", True, [[], [], [], ["", "", "x"]])


def test_an_old_workbook_that_asks_for_too_much_is_stopped(monkeypatch):
    content = made_xls(("Data", 0, [label(0, 0, "a"), label(99, 99, "z")]))
    monkeypatch.setattr(limits, "CELLS", 1_000)
    assert refused(content).code == "tidy.cells-many"
    monkeypatch.undo()
    monkeypatch.setattr(limits, "CHILD_WAIT", 0.001)
    assert refused(content).code == "tidy.reader-stopped"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded by the system on Linux only")
def test_an_old_workbook_that_takes_too_much_memory_is_stopped(monkeypatch):
    content = made_xls(("Data", 0, [label(0, 0, "a"), label(65535, 255, "z")]))
    monkeypatch.setattr(limits, "CHILD_MEMORY", 200_000_000)
    assert refused(content).code == "tidy.reader-stopped"


def test_the_child_that_reads_an_old_workbook_knows_nothing_of_us():
    source = Path(xls.xls_child.__file__).read_text(encoding="utf-8")
    assert "import berkala" not in source
    assert "from berkala" not in source


# -- damaged in any way ---------------------------------------------------------------------------------------

VALID = {
    "xlsx": xlsx(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>43861</v></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f></c><c r="B2" t="inlineStr"><is><t>x</t></is></c></row>',
        after='<mergeCells><mergeCell ref="A3:B4"/></mergeCells>',
        strings=STRINGS,
        styles=STYLES,
    ),
    "ods": ods(ods_table(row(cell("<text:p>x</text:p>"), cell(office__value_type="float", office__value="1")))),
}


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(sorted(VALID)), st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 255)), max_size=4))
def test_a_changed_workbook_is_a_grid_or_a_problem(kind, changes):
    content = bytearray(VALID[kind])
    for place, value in changes:
        content[place % len(content)] = value
    assert settled(bytes(content))


@settings(deadline=None, max_examples=150)
@given(
    st.integers(0, 2**32),
    st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "content.xml"]),
)
def test_a_changed_part_is_a_grid_or_a_problem(seed, part):
    """The XML is changed inside a sound archive, so that the change gets through to our own reader."""
    chance = random.Random(seed)
    parts = dict(PARTS["ods" if part == "content.xml" else "xlsx"])
    text = list(parts[part])
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(text))
        text[place : place + chance.randint(0, 5)] = chance.choice(
            ['"', "<", ">", "/>", "0", "-1", "9" * 9, "", "&", "é"]
        )
    parts[part] = "".join(text)
    assert settled(zipped(parts))


OLD = made_xls(
    ("Data", 0, [label(0, 0, "a"), number(1, 0, 5), truth_or_error(2, 0, 7, error=True), merged((3, 4, 0, 1))])
)


@pytest.mark.slow
@settings(deadline=None, max_examples=80)
@given(st.lists(st.tuples(st.integers(0, len(OLD) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_changed_old_workbook_is_a_grid_or_a_problem(changes):
    content = bytearray(OLD)
    for place, value in changes:
        content[place] = value
    assert settled(bytes(content))


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_changed_record_of_an_old_workbook_is_a_grid_or_a_problem(changes):
    content = bytearray(OLD)
    for place, value in changes:
        content[1024 + place] = value  # the stream begins in the second sector
    assert settled(bytes(content))


def settled(content: bytes) -> bool:
    try:
        return isinstance(read(content), Workbook)
    except SourceProblems as error:
        return all("{" not in one.message("id") for one in error.problems)


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


PARTS = {kind: parts_of(content) for kind, content in VALID.items()}
