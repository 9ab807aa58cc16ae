"""The writer of workbooks: what is written comes back, and the parts say what another writer's say."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from python_calamine import load_workbook

from berkala.render.packages import spreadsheet
from berkala.render.packages.spreadsheet import Cell, Sheet, Style, column_letters, fits, workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MOMENT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)

#: Texts that a writer of XML, or a spreadsheet, could change.
HARD = [
    *("=1+1", "'quoted", " kept ", "two\nlines", "\ttab", "\r", "a\r\nb", "_x000D_", "_x005F_x0041_", "__x0041_"),
    *("_x0041\x01", "_x0041_\x01", "a_x0041_b"),
    *("\0", "\x0b", "<&>\"'", "\u00a0", "  ", "_x00zz_", "𝄞", "12", "TRUE", "#N/A", "x" * 32_767),
]
TEXTS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"), max_size=12
) | st.sampled_from(HARD)
NUMBERS = st.integers(-(10**15), 10**15) | st.decimals(-(10**9), 10**9, places=6)


def made(sheets: list[Sheet]) -> bytes:
    return workbook(sheets, "Beds & <waits>", "Office", MOMENT)


def plain(rows: list[list[Cell]], **more: Any) -> Sheet:
    return Sheet("Data", list(zip(*rows, strict=True)), [Style.PLAIN] * len(rows), 18, **more)


def parts(content: bytes) -> dict[str, Any]:
    """Every part by its name, as XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def as_read(cell: Cell) -> object:
    return "" if cell is None else cell if isinstance(cell, str) else float(cell)


@given(st.lists(st.lists(TEXTS | NUMBERS | st.none(), min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_cell_comes_back(rows: list[list[Cell]]) -> None:
    rows = [["first", "second", "third"], *rows, ["last", "last", "last"]]
    sheet = load_workbook(io.BytesIO(made([plain(rows)]))).get_sheet_by_name("Data")
    assert sheet.to_python(skip_empty_area=False) == [[as_read(cell) for cell in row] for row in rows]


def test_nothing_is_a_formula_and_numbers_are_numbers() -> None:
    content = made([plain([["=1+1", "12", 12, Decimal("-0.5"), Decimal("-0.0"), Decimal(0), True]])])
    (row,) = openpyxl.load_workbook(io.BytesIO(content))["Data"].iter_rows()
    assert [(cell.data_type, cell.value) for cell in row] == [
        *(("s", "=1+1"), ("s", "12"), ("n", 12), ("n", -0.5), ("n", 0), ("n", 0), ("n", 1)),
    ]
    assert not list(parts(content)["xl/worksheets/sheet1.xml"].iter(f"{MAIN}f"))


def test_nought_below_nought_is_nought() -> None:
    """They are equal: written otherwise, the first of a column would decide."""
    content = made([plain([[Decimal("-0.0")], [Decimal(0)], [Decimal("-0.0")]])])
    assert [cell.text for cell in parts(content)["xl/worksheets/sheet1.xml"].iter(f"{MAIN}v")] == ["0", "0", "0"]


def test_what_is_no_character_is_written_as_excel_does() -> None:
    """Excel reads it; the reader that the test above uses leaves it as it stands."""
    (item,) = parts(made([plain([["\ufffe_x0041_\uffff"]])]))["xl/sharedStrings.xml"]
    assert item[0].text == "_xFFFE__x005F_x0041__xFFFF_"


def test_a_number_has_sixteen_digits() -> None:
    content = made([plain([[Decimal("0.1234567890123456"), 9007199254740993, Decimal("1E-7")]])])
    values = [cell.text for cell in parts(content)["xl/worksheets/sheet1.xml"].iter(f"{MAIN}v")]
    assert values == ["0.1234567890123456", "9007199254740992", "1E-07"]


def test_what_a_sheet_cannot_hold_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "ROWS", 2)
    content = made([plain([["a"], ["x" * 32_768], ["b"]])])
    assert [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content))["Data"].rows] == [
        ["a"],
        [None],
    ]


@pytest.mark.parametrize("name", ["", "x" * 32, "a/b", "a[1]", "'quoted", "what?", "C:\\", "a*b", "tab\t", "History"])
def test_a_name_that_excel_refuses(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name of a sheet"):
        Sheet(name, [["a"]], [Style.PLAIN], 10)


@given(st.integers(0, 16_383))
def test_the_letters_of_a_column(place: int) -> None:
    assert column_letters(place) == openpyxl.utils.get_column_letter(place + 1)


def test_same_input_same_bytes() -> None:
    assert made([plain([["a", 1], ["b", None]])]) == made([plain([["a", 1], ["b", None]])])


# -- beside another writer ---------------------------------------------------------------------------------------

COVER = [("Beds & <waits>", Style.HEADLINE), ("One line", Style.WRAPPED), ("", Style.PLAIN), ("Lain", Style.BOLD)]
DATA: list[list[Cell]] = [
    ["period", "ward", "beds", "beds_status"],
    ["2020-01", " a1", 12, ""],
    ["2020-02", "b & c", None, "c"],
    ["2020-02", "_x0041_", Decimal("-3.25"), "p"],
]


def ours() -> dict[str, Any]:
    texts, styles = zip(*COVER, strict=True)
    empty = Sheet("Empty", [["head"]], [Style.PLAIN], 60, "table_empty")
    return parts(made([Sheet("Cover", [texts], styles, 100), plain(DATA, table="table_data"), empty]))


def theirs() -> dict[str, Any]:
    """The same by XlsxWriter, whose files are held against Excel's own."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        looks = {
            Style.PLAIN: None,
            Style.WRAPPED: book.add_format({"text_wrap": True, "valign": "top"}),
            Style.BOLD: book.add_format({"bold": True}),
            Style.HEADLINE: book.add_format({"bold": True, "font_size": 15}),
        }
        cover = book.add_worksheet("Cover")
        cover.set_column(0, 0, 100)
        for row, (text, style) in enumerate(COVER):
            if text:
                cover.write_string(row, 0, text, looks[style])
        for name, width, rows in (("Data", 18, DATA), ("Empty", 60, [["head"]])):
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(rows[0]) - 1, width)
            options = {"name": f"table_{name.lower()}", "columns": [{"header": text} for text in rows[0]]}
            options["style"] = "Table Style Light 1"
            sheet.add_table(0, 0, max(len(rows) - 1, 1), len(rows[0]) - 1, options)
            sheet.freeze_panes(1, 0)
            for place, row in enumerate(rows[1:], start=1):
                for column, cell in enumerate(row):
                    if isinstance(cell, str) and cell:
                        sheet.write_string(place, column, cell)
                    elif cell is not None and cell != "":
                        sheet.write_number(place, column, float(cell))
    return parts(out.getvalue())


def looks(book: dict[str, Any]) -> list[tuple[object, ...]]:
    """Each cell format: is it bold, how large, how it stands in its cell."""
    styles = book["xl/styles.xml"]
    fonts = [(font.find(f"{MAIN}b") is not None, font.find(f"{MAIN}sz").get("val")) for font in styles[0]]
    found = styles.find(f"{MAIN}cellXfs")
    return [(*fonts[int(xf.get("fontId"))], *(sorted(part.items()) for part in xf)) for xf in found]


def cells(book: dict[str, Any], place: int) -> dict[str, object]:
    """Each cell that holds something: its kind, its content with the attributes of its text, its format."""
    texts = [(item[0].text, dict(item[0].attrib)) for item in book["xl/sharedStrings.xml"]]
    found, formats = {}, looks(book)
    for cell in book[f"xl/worksheets/sheet{place}.xml"].iter(f"{MAIN}c"):
        if len(cell):
            value = texts[int(cell[0].text)] if cell.get("t") == "s" else cell[0].text
            found[cell.get("r")] = (cell.get("t"), value, formats[int(cell.get("s", "0"))])
    return found


@pytest.mark.parametrize("place", [1, 2, 3])
def test_the_cells_are_those_of_another_writer(place: int) -> None:
    assert cells(ours(), place) == cells(theirs(), place)


@pytest.mark.parametrize("place", [1, 2, 3])
def test_the_sheets_are_laid_out_as_by_another_writer(place: int) -> None:
    laid_out = []
    for book in (ours(), theirs()):
        sheet = book[f"xl/worksheets/sheet{place}.xml"]
        for view in sheet.iter(f"{MAIN}sheetView"):
            view.attrib.pop("tabSelected", None)  # of the first sheet, which is the open one without it
        assert sheet.find(f"{MAIN}dimension").get("ref") in ("A1:A4", "A1:D4", "A1:A2", "A1")
        for part in ("dimension", "sheetData", "pageMargins"):
            for found in sheet.findall(f"{MAIN}{part}"):
                sheet.remove(found)
        laid_out.append(etree.tostring(sheet, method="c14n2"))
    assert laid_out[0] == laid_out[1]


def test_the_tables_are_those_of_another_writer() -> None:
    """Ours have the numbers of their sheets, theirs are counted."""
    book = ours()
    for place in (1, 2):
        table, same = book[f"xl/tables/table{place + 1}.xml"], theirs()[f"xl/tables/table{place}.xml"]
        same.set("id", str(place + 1))
        assert etree.tostring(table, method="c14n2") == etree.tostring(same, method="c14n2")
        (relation,) = book[f"xl/worksheets/_rels/sheet{place + 1}.xml.rels"]
        assert relation.get("Target") == f"../tables/table{place + 1}.xml"


def test_every_part_is_declared_as_by_another_writer() -> None:
    def declared(book: dict[str, Any]) -> dict[str, str]:
        return {
            part.get("PartName"): part.get("ContentType")
            for part in book["[Content_Types].xml"]
            if part.get("PartName")
        }

    def related(book: dict[str, Any], name: str) -> dict[str, str]:
        return {part.get("Target"): part.get("Type") for part in book[name]}

    book, other = ours(), theirs()
    known = declared(other) | {"/xl/tables/table3.xml": declared(other)["/xl/tables/table1.xml"]}
    assert declared(book).items() <= known.items()
    assert declared(book).keys() == {f"/{name}" for name in book if not name.endswith(".rels")} - {
        "/[Content_Types].xml"
    }
    for name in ("_rels/.rels", "xl/_rels/workbook.xml.rels"):
        assert related(book, name).items() <= related(other, name).items()
    assert related(book, "xl/_rels/workbook.xml.rels").keys() == {
        *(f"worksheets/sheet{place}.xml" for place in (1, 2, 3)),
        "styles.xml",
        "sharedStrings.xml",
    }


def test_the_properties_are_kept() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made([plain([["a"]])])))
    about = book.properties
    assert (about.title, about.creator, about.created) == ("Beds & <waits>", "Office", MOMENT.replace(tzinfo=None))


def test_the_parts_are_xml_whatever_the_texts() -> None:
    content = workbook([plain([["a_x0041_b\x01", "c"], [1, 2]], table="t")], "Beds\x01 & <b>", "Of\0fice", MOMENT)
    found = parts(content)
    assert found["docProps/core.xml"].findtext("{http://purl.org/dc/elements/1.1/}title") == "Beds & <b>"
    (column, _) = found["xl/tables/table1.xml"].iter(f"{MAIN}tableColumn")
    assert column.get("name") == "a_x005F_x0041_b_x0001_"  # as the cell that heads it


@pytest.mark.parametrize(
    "sheets",
    [
        [plain([["a"], [1]]), plain([["b"], [1]])],
        [Sheet("One", [["a", 1]], [Style.PLAIN] * 2, 18, "t"), Sheet("Two", [["a", 1]], [Style.PLAIN] * 2, 18, "T")],
    ],
)
def test_two_of_one_name_are_refused(sheets: list[Sheet]) -> None:
    with pytest.raises(ValueError, match="called alike"):
        made(sheets)


@pytest.mark.parametrize(
    ("text", "does"), [("x" * 32_767, True), ("x" * 32_768, False), ("\U0001f600" * 16_384, False)]
)
def test_a_cell_holds_so_many_units_of_utf_16(text: str, does: bool) -> None:
    assert fits(text) is does
