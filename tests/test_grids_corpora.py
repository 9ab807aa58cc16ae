"""Every file of the corpora as a grid: what it is, how large, and cells that were read with one's own eyes."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from berkala.errors import SourceProblems
from berkala.tidy.grids import Range, Workbook, read_workbook

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif("BERKALA_SHARED" not in os.environ, reason="BERKALA_SHARED names no folder"),
]

DATA = Path(os.environ.get("BERKALA_SHARED", ".")) / "data"


def book(path: str) -> Workbook:
    return read_workbook((DATA / path).read_bytes(), Path(path).name)


def problem(path: str):
    with pytest.raises(SourceProblems) as caught:
        book(path)
    (only,) = caught.value.problems
    return only


def size(rows) -> tuple[int, int]:
    return len(rows), max(map(len, rows), default=0)


# -- messy-workbooks ------------------------------------------------------------------------------------------

#: Path → kind, encoding, delimiter, and of the first sheet: rows, columns, and cells by row and column from 1.
MESSY = {
    "begrotingsanalyse-2011.csv": ("text", "utf-8", ",", 43, 20, {(1, 3): "Kengetallen clusters provincies", (1, 7): "2011", (6, 4): "Friesland"}),
    "example.tsv": ("text", "utf-8", "\t", 141, 17, {(1, 1): "hour", (2, 1): "2012-06-22 00:00:00", (2, 2): "15955"}),
    "excel_pasting.csv": ("text", "utf-8", ",", 21, 9, {(2, 1): "thousand tonnes carbon equivalent"}),
    "long.csv": ("text", "utf-8", None, 4000, 1, {(1, 1): "foo", (4000, 1): "foo"}),
    "mixedGLB.csv": ("text", "utf-8", ",", 137, 19, {(4, 1): "Year", (5, 1): "1880", (5, 2): "-43", (5, 19): "-24"}),
    "null.csv": ("text", "utf-8", ",", 10, 4, {(1, 2): "null", (10, 1): "10"}),
    "simple.csv": ("text", "utf-8", ",", 7, 3, {(2, 1): "2011-01-01", (3, 2): "-1", (7, 3): "Berkeley"}),
    "simple.psv": ("text", "utf-8", "|", 29, 6, {(1, 2): "New dwellings", (2, 1): "1986", (29, 6): "292000"}),
    "simple.ssv": ("text", "utf-8", ";", 7, 3, {(2, 1): "2011-01-01", (7, 3): "Berkeley"}),
    "skip_initials.csv": ("text", "utf-8", ",", 3, 2, {(2, 2): "    goodbye", (3, 2): "goodbye2"}),
    "small.csv": ("text", "utf-8", None, 1, 1, {(1, 1): "a"}),
    "spanish_chars.csv": ("text", "cp1252", ",", 117, 8, {(1, 8): "Descripción", (2, 7): "229,932.50", (3, 5): "Legislación"}),
    "sparse_with_column_errors.csv": ("text", "cp1252", ",", 2238, 4, {(1, 2): "Bezeichnung", (3, 2): "Grundfinanzierung MPG"}),
    "utf-16le_encoded.csv": ("text", "utf-16", ",", 328, 19, {(1, 1): "Organisation_code", (2, 2): "Enfield PCT"}),
    "utf8bom.csv": ("text", "utf-8", ",", 1, 2, {(1, 1): "kitten", (1, 2): "win"}),
    "weird_head_padding.csv": ("text", "utf-8", ";", 94, 10, {(7, 2): "Deutschland", (12, 2): "1985", (14, 3): "379"}),
    "blank_line.ods": ("ods", None, None, 5, 3, {(2, 1): "Bob", (2, 2): 20, (2, 3): date(2010, 10, 10), (5, 1): "Ian"}),
    "loffice-4.4.1.2.ods": ("ods", None, None, 4, 3, {(3, 3): date(2012, 1, 1), (4, 2): 34}),
    "multilineods.ods": ("ods", None, None, 1, 1, {(1, 1): "1\n2\n3\n4"}),
    "ods_formats.ods": ("ods", None, None, 6, 10, {(2, 2): "PT11H12M12S", (2, 3): True, (2, 4): 11.11, (2, 6): 2, (3, 5): -10000, (5, 2): "PT27H17M54S", (2, 9): 1.25}),
    "simple.ods": ("ods", None, None, 4, 3, {(2, 1): "Bob", (4, 3): date(2015, 11, 11)}),
    "excel_properties.xls": ("xls", None, None, 19, 1, {(1, 1): "bold", (2, 1): "italic"}),
    "simple.xls": ("xls", None, None, 7, 3, {(2, 1): date(2011, 1, 1), (3, 2): -1, (7, 3): "Berkeley"}),
    "span_rich.xls": ("xls", None, None, 6, 4, {(2, 2): "MERGE", (2, 4): "e"}),
    "unicode_sheet_name.xls": ("xls", None, None, 1, 1, {}),
    "large.xlsx": ("xlsx", None, None, 37, 11, {(1, 1): "PAPER SAVINGS BOND ISSUES, REDEMPTIONS, AND MATURITIES (BY SERIES)"}),
    "libreoffice.xlsx": ("xlsx", None, None, 0, 0, {}),
    "simple.xlsx": ("xlsx", None, None, 7, 3, {(2, 1): date(2011, 1, 1), (3, 2): -1, (7, 3): "Berkeley"}),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(MESSY))
def test_a_messy_workbook_is_read(name):
    kind, encoding, delimiter, rows, columns, cells = MESSY[name]
    found = book(f"messy-workbooks/horror/{name}")
    assert (found.kind, found.encoding, found.delimiter) == (kind, encoding, delimiter)
    first = found.sheets[0]
    assert size(first.rows) == (rows, columns)
    assert {place: first.rows[place[0] - 1][place[1] - 1] for place in cells} == cells


@pytest.mark.parametrize(
    ("name", "code", "row"),
    [
        ("characters.csv", "tidy.encoding-untold", None),
        ("complex.csv", "tidy.quote-after-blank", 4),
        ("encrypted_no_password.xls", "tidy.is-encrypted", None),
    ],
)
def test_a_messy_workbook_is_refused(name, code, row):
    found = problem(f"messy-workbooks/horror/{name}")
    assert (found.code, found.row, found.file) == (code, row, name)


def test_no_messy_workbook_is_left_out():
    refused = {"characters.csv", "complex.csv", "encrypted_no_password.xls"}
    assert {path.name for path in (DATA / "messy-workbooks/horror").iterdir()} == {*MESSY, *refused}


def test_what_else_messy_workbooks_hold():
    assert book("messy-workbooks/horror/span_rich.xls").sheets[0].merged == (Range(2, 2, 3, 3),)
    assert book("messy-workbooks/horror/unicode_sheet_name.xls").sheets[0].name == "mês"
    sheets = book("messy-workbooks/horror/large.xlsx").sheets
    assert [(one.name, one.hidden) for one in sheets] == [("Report", False), ("data", True), ("criteria", True)]
    assert size(sheets[1].rows) == (8547, 11)
    sheets = book("messy-workbooks/gptables/expected_workbook.xlsx").sheets
    assert [one.name for one in sheets] == ["Cover", "Table of contents", "Notes table", "Label"]
    assert sheets[0].rows[:4] == [["Cover title"], ["Introductory information"], ["Introduction"], ["About these data"]]
    assert sheets[3].rows[0] == ["Title[note 1]"]
    assert ["Some instructions"] in sheets[3].rows


# -- kyrgyz-workbooks -----------------------------------------------------------------------------------------

KYRGYZ = {
    "1.1.1": [("Лист1", 15, 20)],
    "1.2.1.1": [("Лист", 46, 12)],
    "1.2.2": [("Лист1", 26, 11)],
    "1.5.2": [("Лист1", 45, 20)],
    "15.a.1.1": [("Лист1", 16, 17)],
    "16.2.2": [("Лист1", 31, 17)],
    "16.5.1.1": [("об уровне коррупции", 14, 12)],
    "17.11.1.a": [("Лист1", 22, 5), ("Лист2", 16, 8)],
    "2.1.1": [("2.1.1. Распр. недоедания", 16, 27)],
    "3.8.2": [("ЦУР 3.8.2 >10%", 49, 9), ("ЦУР 3.8.2 >25%", 49, 7)],
    "3.c.1": [("новый пересчитанный", 8, 18), ("Лист2", 131, 17)],
    "5.2.1.3": [("Лист1", 25, 18)],
    "6.4.1.1": [("Лист1", 25, 17)],
    "7.1.2": [("Лист1", 35, 9)],
    "7.b.1.1": [("7.b.1.1a", 5, 20)],
    "8.5.2": [("Лист1", 43, 20)],
    "9.1.2": [("Лист1", 17, 20)],
    "9.2.2": [("Лист1", 18, 17)],
    "9.3.1": [("Лист1", 14, 17)],
    "9.4.1.": [("Лист1", 7, 6)],
}


@pytest.mark.parametrize("name", sorted(KYRGYZ))
def test_a_kyrgyz_workbook_is_read(name):
    found = book(f"kyrgyz-workbooks/{name}.xlsx")
    assert [(one.name, *size(one.rows)) for one in found.sheets] == KYRGYZ[name]


def test_what_stands_in_kyrgyz_workbooks():
    assert {path.stem for path in (DATA / "kyrgyz-workbooks").iterdir()} == set(KYRGYZ)
    assert book("kyrgyz-workbooks/9.3.1.xlsx").sheets[0].merged == (Range(1, 10, 1, 11),)
    assert "20221" in book("kyrgyz-workbooks/1.1.1.xlsx").sheets[0].rows[3]
    assert "20181" in book("kyrgyz-workbooks/7.1.2.xlsx").sheets[0].rows[3]
    texts = {one for row in book("kyrgyz-workbooks/6.4.1.1.xlsx").sheets[0].rows for one in row if isinstance(one, str)}
    assert any(one.startswith("1\u00a0873,3") for one in texts)


# -- authored: the same publication in three formats ----------------------------------------------------------


@pytest.mark.parametrize("name", ["area-outcomes-by-year", "monthly-service-performance"])
def test_three_formats_of_one_publication_agree(name):
    xlsx, ods = book(f"authored/{name}.xlsx"), book(f"authored/{name}.ods")
    assert [one.name for one in xlsx.sheets] == ["Cover_sheet", "Contents", "Notes", "Table_1", "Table_2"]
    assert [(one.name, one.rows) for one in xlsx.sheets] == [(one.name, one.rows) for one in ods.sheets]
    table = xlsx.sheets[3].rows[4:]
    text = book(f"authored/{name}.csv").sheets[0].rows
    same = [[float(cell) if isinstance(cell, int | float) else cell for cell in row] for row in table]
    read = [
        [float(cell) if isinstance(typed, float) else cell for cell, typed in zip(row, types, strict=True)]
        for row, types in zip(text, same, strict=True)
    ]
    assert read == same


def test_an_account_of_several_tables_is_asked_about():
    assert problem("authored/area-outcomes-by-year.expected.json").code == "tidy.json-two-lists"


# -- bps ------------------------------------------------------------------------------------------------------

POVERTY = "bps-poverty/Jumlah dan Persentase Penduduk Miskin Menurut Provinsi, {}.csv"


@pytest.mark.parametrize("year", range(2015, 2023))
def test_poverty_of_a_year_is_read(year):
    found = book(POVERTY.format(year))
    (grid,) = found.sheets
    assert (found.kind, found.encoding, found.delimiter) == ("text", "utf-8", ",")
    assert size(grid.rows) == (43 if year == 2022 else 36, 5 if year < 2017 else 7)
    assert grid.rows[0][0] == "Provinsi"
    assert grid.rows[1][0] == "Aceh"


def test_what_stands_in_poverty_of_2022():
    rows = book(POVERTY.format(2022)).sheets[0].rows
    assert rows[1] == ["Aceh", "579227", "...", "806.82", "...", "14.64", "..."]
    assert rows[-1] == ["-"]
    assert rows[-2] == ["Keterangan"]
    assert rows[-3] == []


def test_other_workbooks_of_the_statistics_office():
    found = book("bps-workbooks/kemiskinan.xlsx")
    assert [(one.name, *size(one.rows)) for one in found.sheets] == [
        ("Sheet1", 1225, 12),
        ("Sheet2", 0, 0),
        ("Sheet3", 0, 0),
    ]
    rows = found.sheets[0].rows
    assert rows[1][:5] == ["ACEH", 2020, "Semester 1 (Maret)", date(2020, 3, 31), "Perkotaan"]
    assert found.sheets[0].formulas == {}
    rows = (
        book("bps-workbooks/Pengangguran Terbuka Menurut Pendidikan Tertinggi yang Ditamatkan 1986 - 2024.csv")
        .sheets[0]
        .rows
    )
    assert size(rows) == (33, 61)
    assert rows[1] == []
    assert rows[2][:3] == ["No.", "Pendidikan Tertinggi Yang Ditamatkan", "1986"]


# -- texts ----------------------------------------------------------------------------------------------------


def test_a_workbook_that_is_a_csv_is_read_as_one():
    xls, text = (book(f"indonesia-covid/covid_19_indonesia_time_series_all.{end}") for end in ("xls", "csv"))
    assert xls == text
    assert (text.kind, text.encoding, *size(text.sheets[0].rows)) == ("text", "utf-8", 6084, 37)


@pytest.mark.parametrize(("name", "count"), [("train", 10_718), ("valid", 1_257)])
def test_quotation_marks_in_reviews_are_part_of_them(name, count):
    path = f"sentiment-smsa/{name}_preprocess.tsv"
    lines = (DATA / path).read_text(encoding="utf-8").splitlines()
    found = book(path)
    assert found.delimiter == "\t"
    assert found.sheets[0].rows == [line.split("\t") for line in lines]
    assert len(lines) == count


@pytest.mark.parametrize("folder", ["opendata-jabar", "nhs-emergency-care", "uk-housing", "italy-covid-regions", "opensdg-uk/data", "opensdg-kazakhstan/data", "opensdg-usa/data"])  # fmt: skip
def test_every_csv_of_a_corpus_is_read_as_csv_is(folder):
    paths = sorted((DATA / folder).rglob("*.csv"))
    assert paths
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            expected = [list(row) for row in csv.reader(stream)]
        (grid,) = book(str(path.relative_to(DATA))).sheets
        for row in expected:
            while row and not row[-1]:
                row.pop()
        while expected and not expected[-1]:
            expected.pop()
        assert grid.rows == expected, path.name


# -- banten ---------------------------------------------------------------------------------------------------

X, SERIES, PIE = "xAxis.data", "series.data", ["series.data.value", "series.data.name"]

#: Path → rows below the header, columns, the last two names, the last two cells of the first and of the last row.
BANTEN = {
    "budget-absorption/budget-absorption-020": (2, 6, [X, SERIES], ["Anggaran", 1472743026394], ["Realisasi", 1336405639551]),
    "budget-absorption/budget-absorption-030": (88, 6, [X, SERIES], ["Dindik", 1472743026394], None),
    "budget-absorption/budget-absorption-pie-010": (20, 7, PIE, [5.18, "Angkatan Kerja"], None),
    "budget-absorption/budget-absorption-pie-020": (44, 7, PIE, [1472743026394, "Dindik"], None),
    "budget-absorption/budget-absorption-pie-030": (10, 6, PIE, [90.06, "2012"], [94.39, "2016"]),
    "garis-kemiskinan/garis-kemiskinan-010": (48, 8, [X, SERIES], ["Kab. Pandeglang", 237111], ["Kota Tangerang Selatan", 98.31]),
    "garis-kemiskinan/garis-kemiskinan-020": (48, 5, [X, SERIES], ["September 2014", 237111], ["Maret 2015", 98.31]),
    "garis-kemiskinan/garis-kemiskinan-030": (48, 5, [X, SERIES], ["September 2014", 237111], ["Maret 2015", 98.31]),
    "garis-kemiskinan/garis-kemiskinan-pie-010": (48, 5, PIE, [237111, "September 2014"], [98.31, "Maret 2015"]),
    "garis-kemiskinan/garis-kemiskinan-pie-020": (16, 6, PIE, [237111, "Kab. Pandeglang"], [433967, "Tangerang Selatan"]),
    "garis-kemiskinan/garis-kemiskinan-pie-030": (6, 5, PIE, [315819, "September 2014"], [94.1, "Maret 2015"]),
    "indikator-kemiskinan-kabupaten-kota/ik-kabupaten-kota-010": (80, 7, [X, SERIES], ["Kabupaten Pandeglang", 237111], ["Kota Tangerang Selatan", 0.054]),
    "indikator-kemiskinan-kabupaten-kota/ik-kabupaten-kota-020": (80, 7, [X, SERIES], ["September 2014", 237111], ["September 2015", 0.054]),
    "indikator-kemiskinan-kabupaten-kota/ik-kabupaten-kota-030": (40, 7, [X, SERIES], ["Kab. Pandeglang", 9.5], ["Kota Tangerang Selatan", 0.054]),
    "indikator-kemiskinan-kabupaten-kota/ik-kabupaten-kota-pie-010": (32, 7, PIE, [237111, "Kabupaten Pandeglang"], [25.9, "Kota Tangerang Selatan"]),
    "indikator-kemiskinan-kabupaten-kota/ik-kabupaten-kota-pie-020": (80, 7, PIE, [237111, "Kabupaten Pandeglang"], [0.054, "Kota Tangerang Selatan"]),
    "indikator-kemiskinan-kabupaten-kota/ik-kabupaten-kota-pie-030": (48, 7, PIE, [9.5, "Kab. Pandeglang"], [0.054, "Kota Tangerang Selatan"]),
    "laju-inflasi-menurut-kelompok-pengeluaran/li-pengeluaran-010": (8, 11, ["tahun.2015", "tahun.2016"], [3.82, 6.93], [4.29, 2.94]),
    "laju-inflasi-menurut-kelompok-pengeluaran/li-pengeluaran-020": (49, 5, ["tingkat", "data"], ["Provinsi", 14.1], ["banten", -1.92]),
    "laju-inflasi-menurut-kelompok-pengeluaran/li-pengeluaran-030": (7, 10, ["tahun.2015", "tahun.2016"], [3.82, 6.93], [-2.2, -1.92]),
    "laju-inflasi-menurut-kota/laju-inflasi-kota-010": (21, 6, [X, SERIES], ["Kota Serang", 6.18], ["Kota Cilegon", 4.22]),
    "laju-inflasi-menurut-kota/laju-inflasi-kota-020": (21, 7, [X, SERIES], ["2010", 6.18], ["2016", 4.22]),
    "laju-inflasi-menurut-kota/laju-inflasi-kota-030": (14, 7, [X, SERIES], ["2010", 6.1], ["2016", 3.02]),
    "laju-inflasi-menurut-kota/laju-inflasi-kota-pie-010": (21, 7, PIE, [6.18, "2010"], [4.22, "2016"]),
    "laju-inflasi-menurut-kota/laju-inflasi-kota-pie-020": (21, 7, PIE, [6.18, "Kota Serang"], [4.22, "Kota Cilegon"]),
    "laju-inflasi-menurut-kota/laju-inflasi-kota-pie-030": (14, 7, PIE, [6.1, "2010"], [3.02, "2016"]),
    "lpse-rekapitulasi-pengadaan/rekapitulasi-pengadaan-010": (6, 6, [X, SERIES], ["SD/MI/Paket A", 120], ["SMA/SMK/Paket C", 350]),
    "lpse-rekapitulasi-pengadaan/rekapitulasi-pengadaan-020": (18, 5, [X, SERIES], ["2014", 120], None),
    "lpse-rekapitulasi-pengadaan/rekapitulasi-pengadaan-030": (18, 5, [X, SERIES], ["2014", 120], None),
    "lpse-rekapitulasi-pengadaan/rekapitulasi-pengadaan-pie-010": (6, 6, PIE, [120, "SD/MI/Paket A"], [350, "SMA/SMK/Paket C"]),
    "lpse-rekapitulasi-pengadaan/rekapitulasi-pengadaan-pie-020": (6, 6, PIE, [120, "2011"], [550, "2013"]),
    "lpse-rekapitulasi-pengadaan/rekapitulasi-pengadaan-pie-030": (6, 6, PIE, [120, "2011"], [550, "2013"]),
    "pdrb-per-kapita/pdrb-per-kapita01": (8, 10, ["tahun.2014", "tahun.2015"], [15.3, 17], None),
    "pdrb-per-kapita/pdrb-per-kapita02": (48, 5, ["tingkat", "data"], ["dua", 10.6], None),
    "pdrb-per-kapita/pdrb-per-kapita03": (2, 9, ["tahun.2014", "tahun.2015"], [36.6, 40], [41.9, 45.2]),
    "pdrb-per-kapita/pdrb-per-kapita04": (60, 8, ["T2010", "T2011"], None, None),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BANTEN))
def test_a_chart_of_banten_becomes_its_rows(name):
    rows, columns, names, first, last = BANTEN[name]
    found = book(f"banten/{name}.json")
    (grid,) = found.sheets
    assert found.kind == "json"
    assert size(grid.rows) == (rows + 1, columns)
    assert grid.rows[0][-2:] == names
    assert first is None or grid.rows[1][-2:] == first
    assert last is None or grid.rows[-1][-2:] == last
    assert len(grid.lines) == rows + 1


def test_the_invalid_file_of_banten_is_named_with_line_and_place():
    found = problem("banten/budget-absorption/budget-absorption-010.json")
    assert (found.code, found.row, found.column) == ("tidy.json-noughts", 174, "11")
    assert found.value == "0008585437,"
    assert "line 174" in found.message("en")
    assert "baris 174" in found.message("id")


def test_no_file_of_banten_is_left_out():
    found = {path.relative_to(DATA / "banten").with_suffix("").as_posix() for path in (DATA / "banten").rglob("*.json")}
    assert found == {*BANTEN, "budget-absorption/budget-absorption-010"}


def test_rows_under_periods_keep_the_period_and_odd_names():
    rows = book("banten/pdrb-per-kapita/pdrb-per-kapita04.json").sheets[0].rows
    assert rows[0] == ["(key)", "Tahun", "wilayah", "name", "tingkat", "data", "T2010", "T2011"]
    assert rows[1] == ["2010", "2010", "Kabupaten", "Pandeglang", "dua", "10,6"]
    assert [(row[0], row[6]) for row in rows[1:] if len(row) == 7] == [("2010", "25,4"), ("2010", "28,8")]
    assert book("banten/pdrb-per-kapita/pdrb-per-kapita02.json").sheets[0].lines[:3] == (4, 4, 10)
