"""berkala new: a workbook with a sheet for each month, quarter or year is one dataset."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from berkala.describe.command import Made
from laid_out import xlsx_of
from newly import UNIT, columns, descriptor, doubts, figures, layout, new, ods_of

MONTHS = ((0, "Januari"), (10, "Februari"))
Rows = Sequence[Sequence[Any]]


def book(sheets: dict[str, Rows], make: Any = xlsx_of) -> bytes:
    (name, first), *others = sheets.items()
    return bytes(make(first, name, **dict(others)))


def harvest(times: int, *above: Sequence[Any]) -> Rows:
    """A table of two places; each figure of the first is `times` 10."""
    return [*above, ["Provinsi", "Ton"], ["Aceh", 10 * times], ["Bali", 7 * times + 1]]


def aceh(made: Made, answers: dict[str, Any] | None = None, measure: str = "ton") -> dict[str, Any]:
    """The figures of the first place by period."""
    found = figures(made, {**UNIT, **(answers or {})}, measure)
    return {key.removesuffix(" aceh"): value for key, value in found.items() if key.endswith("aceh")}


@pytest.mark.parametrize(
    ("names", "form", "frequency", "periods"),
    [
        (["Jan 2025", "Feb 2025", "Mar 2025"], "{month} {year}", "month", ["2025-01", "2025-02", "2025-03"]),
        (["Desember 2024", "Januari 2025"], "{month} {year}", "month", ["2024-12", "2025-01"]),
        (["Data Mei 2025", "Data Juni 2025"], "Data {month} {year}", "month", ["2025-05", "2025-06"]),
        (["2024-11", "2024-12"], "{year}-{month}", "month", ["2024-11", "2024-12"]),
        (["11.2024", "12.2024"], "{month}.{year}", "month", ["2024-11", "2024-12"]),
        (["2023", "2024"], "{year}", "year", ["2023", "2024"]),
        (["Tahun 2023", "Tahun 2024"], "Tahun {year}", "year", ["2023", "2024"]),
        (["TW I 2024", "TW IV 2024"], "TW {quarter} {year}", "quarter", ["2024-Q1", "2024-Q4"]),
        (["Q3 2024", "Q4 2024"], "Q{quarter} {year}", "quarter", ["2024-Q3", "2024-Q4"]),
        (["Nov 24", "Des 24", "Jan 25"], "{month} {yy}", "month", ["2024-11", "2024-12", "2025-01"]),
        (["Okt-24", "Nov-24", "Des-24"], "{month}-{yy}", "month", ["2024-10", "2024-11", "2024-12"]),
    ],
)
@pytest.mark.parametrize("make", [xlsx_of, ods_of])
def test_the_names_of_sheets_state_the_periods(
    names: list[str], form: str, frequency: str, periods: list[str], make: Any, tmp_path: Path
) -> None:
    made = new(tmp_path, book({name: harvest(at) for at, name in enumerate(names, start=1)}, make), "padi.xlsx")
    assert layout(made)["sheet"] == form
    assert descriptor(made)["frequency"] == frequency
    assert doubts(made) == ["In what unit is “Ton”? In English."]
    assert aceh(made) == {period: 10 * at for at, period in enumerate(periods, start=1)}


def test_other_sheets_are_named_and_left_out(tmp_path: Path) -> None:
    totals = [["Ringkasan", "Jumlah"], ["Semua", 30]]
    sheets = {"Jan 2025": harvest(1), "Feb 2025": harvest(2), "Catatan": [["Sumber: dinas"]], "Rekap": totals}
    made = new(tmp_path, book(sheets), "padi.xlsx")
    assert layout(made)["other_sheets"] == ["Catatan", "Rekap"]
    assert aceh(made) == {"2025-01": 10, "2025-02": 20}


@pytest.mark.parametrize(
    ("names", "doubtful"),
    [
        (["Jan 2025", "Februari 2025", "Apr-2025"], ["Apr-2025"]),
        (["Jan 2025", "Feb 2025", "Mei2025", "Catatan"], ["Mei2025", "Catatan"]),
        (["Data Feb 25", "Data Mar 25", "Data Jan 25 (rev)"], ["Data Jan 25 (rev)"]),
        (["Tahun 2022", "Tahun 2023", "Tahun 2024 (sementara)"], ["Tahun 2024 (sementara)"]),
    ],
)
def test_a_sheet_that_may_be_one_of_them_is_asked_about(names: list[str], doubtful: list[str], tmp_path: Path) -> None:
    made = new(tmp_path, book({name: harvest(at) for at, name in enumerate(names, start=1)}), "padi.xlsx")
    asked = str(layout(made)["other_sheets"])
    assert asked.startswith("? The sheets " + ", ".join(f"“{name}”" for name in doubtful))
    assert f"write here [{', '.join(doubtful)}]" in asked


@pytest.mark.parametrize("total", [[["Jumlah", 0]], [["Aceh", 0], ["Bali", 0]]])
def test_a_sheet_whose_total_is_of_nothing_waits(total: Rows, tmp_path: Path) -> None:
    waiting = [["Provinsi", "Ton"], ["Aceh", ""], ["Bali", ""], *total]
    filled = [*harvest(2), ["Jumlah", 35]]
    made = new(
        tmp_path,
        book({"Jan 2025": [*harvest(1), ["Jumlah", 18]], "Feb 2025": filled, "Mar 2025": waiting}),
        "padi.xlsx",
    )
    assert "headings" not in layout(made)
    assert aceh(made) == {"2025-01": 10, "2025-02": 20}


def test_a_sheet_that_waits_for_its_month_is_no_part_of_it_yet(tmp_path: Path) -> None:
    waiting = [["Provinsi", "Ton"], ["Aceh", ""], ["Bali", ""]]
    made = new(tmp_path, book({"Jan 2025": harvest(1), "Feb 2025": harvest(2), "Mar 2025": waiting}), "padi.xlsx")
    assert "other_sheets" not in layout(made)
    assert aceh(made) == {"2025-01": 10, "2025-02": 20}


def test_the_newest_sheet_may_stand_first(tmp_path: Path) -> None:
    sheets = {"Mar 2025": [["Provinsi", "Ton", "Luas"], ["Aceh", 30, 3]], "Feb 2025": harvest(2)}
    made = new(tmp_path, book(sheets), "padi.xlsx")
    assert layout(made)["may_lack"] == ["Luas"]
    assert aceh(made) == {"2025-02": 20, "2025-03": 30}


def test_months_without_a_year_ask_for_it(tmp_path: Path) -> None:
    title = ["Produksi padi 2025"]
    made = new(tmp_path, book({"Januari": harvest(1, title), "Februari": harvest(2, title)}), "padi.xlsx")
    assert layout(made)["sheet"] == "{month}"
    first, year, unit = doubts(made)
    assert (first[:25], unit[:12]) == ("What is the first period ", "In what unit")
    assert "The names of columns or sheets state months" in year
    assert aceh(made, {first: "2025-01", year: "2025"}) == {"2025-01": 10, "2025-02": 20}


def test_a_workbook_for_each_year_with_a_sheet_for_each_month(tmp_path: Path) -> None:
    books = {
        f"padi {year}.xlsx": book({"Jan": harvest(times), "Feb": harvest(times + 1)})
        for year, times in ((2024, 1), (2025, 5))
    }
    made = new(tmp_path, books)
    assert (descriptor(made)["resource"]["path"], layout(made)["sheet"]) == ("padi {year}.xlsx", "{month}")
    assert doubts(made) == ["In what unit is “Ton”? In English."]
    assert aceh(made) == {"2024-01": 10, "2024-02": 20, "2025-01": 50, "2025-02": 60}


def test_a_sheet_for_each_year_with_months_in_columns(tmp_path: Path) -> None:
    rows = [["Provinsi", "Januari", "Februari"], ["Aceh", 10, 20]]
    made = new(tmp_path, book({"2024": rows, "2025": [rows[0], ["Aceh", 30, 40]]}), "padi.xlsx")
    assert columns(made) == {"Provinsi": "provinsi", "{month}": "value"}
    assert aceh(made, measure="value") == {"2024-01": 10, "2024-02": 20, "2025-01": 30, "2025-02": 40}


def test_a_sheet_for_each_year_with_months_in_rows(tmp_path: Path) -> None:
    def of(first: int) -> Rows:
        months = [[month, place, first + at + by] for by, place in enumerate(("Aceh", "Bali")) for at, month in MONTHS]
        return [["Bulan", "Provinsi", "Ton"], *months]

    made = new(tmp_path, book({"2024": of(10), "2025": of(30)}), "padi.xlsx")
    assert descriptor(made)["frequency"] == "month"
    assert aceh(made) == {"2024-01": 10, "2024-02": 20, "2025-01": 30, "2025-02": 40}


def test_a_sheet_for_each_month_with_years_in_columns(tmp_path: Path) -> None:
    rows = [["Provinsi", "2024", "2025"], ["Aceh", 10, 20]]
    made = new(tmp_path, book({"Januari": rows, "Februari": [rows[0], ["Aceh", 30, 40]]}), "padi.xlsx")
    assert columns(made) == {"Provinsi": "provinsi", "{year}": "value"}
    assert aceh(made, measure="value") == {"2024-01": 10, "2025-01": 20, "2024-02": 30, "2025-02": 40}


def test_the_title_is_of_all_sheets(tmp_path: Path) -> None:
    sheets = {f"{month} 2025": harvest(1, [f"Produksi padi, {month} 2025"]) for month in ("Jan", "Feb")}
    made = new(tmp_path, book(sheets), "padi.xlsx")
    assert descriptor(made)["title"] == {"en": "Produksi padi"}


@pytest.mark.parametrize(
    "sheets",
    [
        {"Sheet1": harvest(1), "Sheet2": harvest(2)},  # which is which nobody knows
        {"2024": harvest(1), "Rekap": harvest(2)},  # one alone is a name
        {"2023": harvest(1), "2024": [["Kota", "Jiwa", "Rumah", "Luas"], ["Medan", 1, 2, 3]]},  # of other things
    ],
)
def test_sheets_that_are_not_so_many_periods_are_asked_about(sheets: dict[str, Rows], tmp_path: Path) -> None:
    made = new(tmp_path, book(sheets), "padi.xlsx")
    assert str(layout(made)["sheet"]).startswith("? ")


def test_a_sheet_that_is_named_is_read_alone(tmp_path: Path) -> None:
    made = new(tmp_path, book({"Jan 2025": harvest(1), "Feb 2025": harvest(2)}), "padi.xlsx", sheet="Feb 2025")
    assert layout(made)["sheet"] == "Feb 2025"
