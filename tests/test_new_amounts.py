"""berkala new: figures of money and measure as people write them, read where they are one unit, else never dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from berkala.errors import WrongUse
from laid_out import xlsx_of
from newly import UNIT, columns, descriptor, doubts, fields, figures, new, words_in_both

PLACES = ("Melati", "Kenanga", "Flamboyan", "Cempaka", "Anggrek", "Mawar")


def table(cells: list[Any], *, staff: bool = True, name: str = "Anggaran", title: str = "Tabel uji") -> bytes:
    """A workbook with a column of these cells, beside one of plain figures or alone: from row 4 on."""
    rows = [
        [place, 2024, cell, *([10 + at] if staff else [])]
        for at, (place, cell) in enumerate(zip(PLACES, cells, strict=False))
    ]
    return xlsx_of([[title], [], ["Kecamatan", "Tahun", name, *(["Pegawai"] if staff else [])], *rows])


@pytest.mark.parametrize(
    ("cells", "row", "text"),
    [
        ([500, 1200, "(300)", "-", "(75)", 420], 6, "(300)"),
        (["500", "(1.200)", "(300)", "(10)", "(75)", "(420)"], 5, "(1.200)"),
        (["(500)", "1.200", "(1.500)", "300"], 4, "(500)"),
        (["Rp 1.000.000", "Rp 0", "(500.000)", "-"], 6, "(500.000)"),
        (["12 km", "1.500 m", "13 km", "9,5 km"], 5, "1.500 m"),
        (["Rp-500.000", "-Rp 200.000", "Rp (300.000)", "Rp 750.000"], 5, "-Rp 200.000"),
        (["Rp 1,2 juta", "Rp 1.234.000", "Rp 2 miliar", "Rp 750 ribu"], 4, "Rp 1,2 juta"),
        (["1.000-", "2.500", "3.000", "4.500"], 4, "1.000-"),
        (["- 500", "2.500", "3.000", "4.500"], 4, "- 500"),
        (["12 dokumen", "85 persen", "3 unit", "5 ekor"], 5, "85 persen"),
        (["500.000,-", "1.000.000,-", "750.000,-", "2.000.000,-"], 4, "500.000,-"),
        (["Rp 1.234.000", "USD 5", "Rp 2.000.000", "Rp 750.000"], 5, "USD 5"),
    ],
)
def test_amounts_that_are_no_numbers_are_asked_about_with_their_rows(
    cells: list[Any], row: int, text: str, tmp_path: Path
) -> None:
    made = new(tmp_path, table(cells), "a.xlsx")
    asked = next(one for one in doubts(made) if one.startswith("“Anggaran”"))
    assert f"row {row}: {text}" in asked
    assert "delete this folder, and run berkala new again. Write ~ here" in asked
    assert set(fields(made)) == {"period", "kecamatan", "pegawai"}


@pytest.mark.parametrize(
    "cells", [["Rp 1.234.000", "USD 5", "Rp 2.000.000"], ["(500)", "1.200", "300"], ["12 km", "9 m"]]
)
def test_a_column_of_amounts_alone_is_refused_with_its_name_and_row(cells: list[str], tmp_path: Path) -> None:
    with pytest.raises(WrongUse) as refused:
        new(tmp_path, table(cells, staff=False), "a.xlsx")
    (problem,) = refused.value.problems
    assert (problem.code, problem.facts["name"], problem.column) == ("describe.amounts", "Anggaran", "C")
    assert (problem.row, problem.value) in ((5, "USD 5"), (4, "(500)"), (4, "12 km"))
    words_in_both("describe.amounts")


def test_texts_without_any_amount_are_refused_as_before(tmp_path: Path) -> None:
    with pytest.raises(WrongUse) as refused:
        new(tmp_path, table(["baik", "buruk", "baik"], staff=False), "a.xlsx")
    assert [one.code for one in refused.value.problems] == ["describe.no-table"]


@pytest.mark.parametrize(
    ("cells", "unit", "values"),
    [
        (["Rp 1.234.000", "Rp. 500,-", "Rp 2.000.000,00", "rp750.000"], "Rp", [500, 750000, 1234000, 2000000]),
        (["Rp 1.234.000,-", "Rp 500.000,--", "Rp. 2.000.000,-", 7], "Rp", [7, 500000, 1234000, 2000000]),
        (["1.234.500 Ha", "500 ha", "2.000 Ha", "750 Ha"], "Ha", [500, 750, 2000, 1234500]),
    ],
)
def test_one_unit_in_several_styles_is_read(cells: list[Any], unit: str, values: list[int], tmp_path: Path) -> None:
    made = new(tmp_path, table(cells, staff=False), "a.xlsx")
    assert columns(made)["Anggaran"] == {"gives": "anggaran", "unit": unit}
    assert sorted(figures(made, measure="anggaran").values()) == values


def test_a_dash_beside_money_is_a_mark(tmp_path: Path) -> None:
    made = new(tmp_path, table(["Rp 1.234.000", "Rp -", "Rp 2.000.000", "Rp 750.000"], staff=False), "a.xlsx")
    (asked,) = doubts(made)
    assert asked.startswith("“-” stands in 1 cell")
    assert figures(made, {"“-” stands": "x"}, measure="anggaran")["2024 kenanga"] == "x"


@pytest.mark.parametrize(
    "names",
    [
        ["Kelas 1", "Kelas 2"],
        ["10-14 tahun", "15-19 tahun"],
        ["1.02.03 Jalan", "1.02.04 Air"],
        ["1 Bedroom", "2 Bedroom"],
    ],
)
def test_names_that_begin_with_numbers_stay_names(names: list[str], tmp_path: Path) -> None:
    rows = [[year, name, 5 + year % 7] for year in (2020, 2021) for name in names]
    made = new(tmp_path, xlsx_of([["Tahun", "Kelompok", "Jiwa"], *rows]), "a.xlsx")
    assert columns(made)["Kelompok"] == "kelompok"


@pytest.mark.parametrize(
    ("name", "title", "told"),
    [
        ("Anggaran (dalam jutaan rupiah)", "APBD", "Anggaran (dalam jutaan rupiah)"),
        ("Anggaran (Rp juta)", "APBD", "Anggaran (Rp juta)"),
        ("Anggaran", "APBD (dalam jutaan rupiah)", "APBD (dalam jutaan rupiah)"),
        ("Anggaran", "APBD dalam miliar", "APBD dalam miliar"),
        ("Anggaran (Rp)", "APBD (ribu)", "APBD (ribu)"),
    ],
)
@pytest.mark.parametrize("money", ["Rp ", ""])
def test_thousands_or_millions_beside_money_are_asked_about(
    money: str, name: str, title: str, told: str, tmp_path: Path
) -> None:
    cells = [f"{money}{number}" for number in ("1.234.500", "500", "2.000", "750")]
    made = new(tmp_path, table(cells, staff=False, name=name, title=title), "a.xlsx")
    (asked,) = doubts(made)
    assert asked.startswith("In what unit is “Anggaran”?")
    assert f"“{told}” may mean thousands or millions" in asked


@pytest.mark.parametrize("units", [["Juta rupiah", "Juta rupiah"], ["Juta rupiah", "Ribu rupiah"]])
def test_a_column_of_units_says_more_than_the_cells(units: list[str], tmp_path: Path) -> None:
    rows = [
        [place, unit, 2024, f"Rp {at}.234.000"] for at, (place, unit) in enumerate(zip(PLACES, units, strict=False), 1)
    ]
    made = new(tmp_path, xlsx_of([["Uraian", "Satuan", "Tahun", "Nilai"], *rows]), "a.xlsx")
    assert fields(made)["nilai"]["unit"] == {"en": "juta rupiah" if units[0] == units[1] else "value"}


def test_millions_in_the_row_below_the_names_are_asked_about(tmp_path: Path) -> None:
    rows = [["Kecamatan", "Tahun", "Anggaran"], ["", "", "(juta Rp)"]]
    made = new(
        tmp_path, xlsx_of([*rows, *([place, 2024, f"Rp {at}.234.000"] for at, place in enumerate(PLACES))]), "a.xlsx"
    )
    assert any("“(juta Rp)” may mean thousands or millions" in asked for asked in doubts(made))


def test_money_that_comes_again_beside_a_word_is_no_code(tmp_path: Path) -> None:
    rows = [[place, year, "nihil" if place == "Mawar" else "Rp 1.500.000"] for year in (2023, 2024) for place in PLACES]
    made = new(tmp_path, xlsx_of([["Kecamatan", "Tahun", "Honor"], *rows]), "a.xlsx")
    assert columns(made)["Honor"] == {"gives": "honor", "unit": "Rp"}
    assert [one[:7] for one in doubts(made)] == ["“nihil”"]


def test_distances_that_come_again_stay_names(tmp_path: Path) -> None:
    rows = [[name, year, 5 + year % 7] for year in (2020, 2021) for name in ("1 km", "5 km", "10 km")]
    made = new(tmp_path, xlsx_of([["Jarak", "Tahun", "Jiwa"], *rows]), "a.xlsx")
    assert columns(made)["Jarak"] == "jarak"


def test_money_below_texts_without_thousands_is_asked_nothing(tmp_path: Path) -> None:
    made = new(tmp_path, table(["Rp 1.234.500", "Rp 500"], staff=False, title="APBD (rupiah)"), "a.xlsx")
    assert doubts(made) == []
    assert fields(made)["anggaran"]["unit"] == {"en": "rupiah"}


def test_a_column_of_units_is_a_dimension_and_a_single_unit_is_the_unit(tmp_path: Path) -> None:
    several = [
        ["Year", "Product", "Unit", "Amount"],
        [2020, "Rice", "ton", 5],
        [2020, "Eggs", "box", 7],
        [2021, "Rice", "ton", 6],
        [2021, "Eggs", "box", 8],
    ]
    made = new(tmp_path, xlsx_of(several), "a.xlsx")
    assert fields(made)["unit"]["concept"] == "unit"
    assert sorted(figures(made, UNIT, "amount").values()) == [5, 6, 7, 8]
    single = [[*row[:2], "ton", row[3]] if row[2] != "Unit" else row for row in several]
    made = new(tmp_path, xlsx_of(single), "b.xlsx")
    assert columns(made)["Unit"] == {"always": "ton"}
    assert fields(made)["amount"]["unit"] == {"en": "ton"}
    assert doubts(made) == []


@pytest.mark.parametrize("title", ["Penduduk (000 jiwa)", "Penduduk (juta jiwa)", "Anggaran dalam ribuan rupiah"])
def test_a_unit_of_thousands_or_millions_is_never_taken_for_ones(title: str, tmp_path: Path) -> None:
    rows = [[title], ["Place", 2020, 2021], ["North", 1.5, 2.5], ["South", 3.5, 4.5]]
    unit = fields(new(tmp_path, xlsx_of(rows), "b.xlsx"))["value"]["unit"]["en"]
    assert unit not in ("people", "rupiah")


def test_a_word_among_figures_is_asked_about_and_drops_no_column(tmp_path: Path) -> None:
    rows = [["Place", "Month", "Beds (people)"], ["North", "2020-01", 1], ["South", "2020-01", "belum lapor"]]
    rows += [["North", "2020-02", 3], ["South", "2020-02", 4]]
    made = new(tmp_path, xlsx_of(rows), "b.xlsx")
    assert any(question.startswith("“belum lapor” stands in 1 cell") for question in made.questions)
    assert descriptor(made)["resource"]["layout"]["columns"]["Beds (people)"] == "beds"


def test_money_and_units_beside_the_numbers_are_the_unit(tmp_path: Path) -> None:
    rows = [["Tahun", "Provinsi", "Anggaran", "Beras"], [2020, "Aceh", "Rp 1.234.000", "12 ton"]]
    rows += [[2020, "Bali", "Rp2.500.000", "7 ton"], [2021, "Aceh", "Rp 500.000", "9 ton"]]
    made = new(tmp_path, xlsx_of([*rows, [2021, "Bali", "Rp 750.500", "8 ton"]]))
    assert doubts(made) == []
    assert columns(made)["Anggaran"] == {"gives": "anggaran", "unit": "Rp"}
    assert columns(made)["Beras"] == {"gives": "beras", "unit": "ton"}
    assert [fields(made)[name]["unit"] for name in ("anggaran", "beras")] == [{"en": "rupiah"}, {"en": "ton"}]
    assert figures(made, measure="anggaran")["2021 bali"] == 750500
    assert figures(made, measure="beras")["2020 aceh"] == 12


@pytest.mark.parametrize(
    "cells", [["Rp 1,2 juta", "Rp 2 juta", "Rp 500 ribu", "Rp 3 juta"], ["12 ton", "13 kg", "15 ton", "16 ton"]]
)
def test_amounts_in_words_or_in_several_units_are_asked_about_and_name_nothing(
    cells: list[str], tmp_path: Path
) -> None:
    names = [(2020, "Aceh", 5), (2020, "Bali", 6), (2021, "Aceh", 7), (2021, "Bali", 8)]
    rows = [[*name, cell] for name, cell in zip(names, cells, strict=True)]
    made = new(tmp_path, xlsx_of([["Tahun", "Provinsi", "Jiwa", "Jumlah"], *rows]))
    (asked,) = doubts(made)
    assert asked.startswith(
        f"“Jumlah” holds amounts with words, brackets or several units around them (row 2: {cells[0]}"
    )
    assert set(fields(made)) == {"period", "provinsi", "jiwa"}


@pytest.mark.parametrize(
    "names", [["Kelas 1", "Kelas 2"], ["10-14 tahun", "15-19 tahun"], ["1.02.03 Jalan", "1.02.04 Air"]]
)
def test_names_with_numbers_in_them_stay_names(names: list[str], tmp_path: Path) -> None:
    rows = [[year, name, 5 + year % 7] for year in (2020, 2021) for name in names]
    made = new(tmp_path, xlsx_of([["Tahun", "Kelompok", "Jiwa"], *rows]))
    assert columns(made)["Kelompok"] == "kelompok"
