"""A random table in a random layout comes back from `berkala new` exactly, or with a question that is true."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from berkala.describe.command import Made
from berkala.errors import WrongUse
from laid_out import xlsx_of
from newly import ALWAYS, UNIT, descriptor, fields, new, open_in, read

YEARS = [str(year) for year in range(2015, 2021)]
BULAN = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober"]
PERIODS = {
    "year": YEARS,
    "month": [f"{year}-{month:02d}" for year in (2019, 2020) for month in (1, 2, 3)],
    "named month": [f"{name} 2020" for name in BULAN[:6]],
    "quarter": [f"{year}-Q{n}" for year in (2019, 2020) for n in (1, 2, 3)],
    "half": [f"{year} S{n}" for year in (2018, 2019, 2020) for n in (1, 2)],
}
DIMENSIONS = {
    "Provinsi": ["Aceh", "Bali", "Papua Barat", "DI Yogyakarta"],
    "Jenis kelamin": ["Laki-laki", "Perempuan"],
    "Age": ["0-14", "15–64", "65+"],
}
MEASURES = ["Penduduk (orang)", "Share (percent)", "Kemiskinan (ribu orang)"]
STYLES = {"plain": (".", ""), "english": (".", ","), "indonesian": (",", "."), "blank": (",", "\u00a0")}
MARKS = {"...": "x", "-": "z", "[c]": "c"}
Key = tuple[str, ...]


@dataclass(frozen=True)
class Drawn:
    """A table: for each measure the cells by period and categories; a cell is a number or a mark."""

    frequency: str
    dimensions: tuple[str, ...]
    measures: tuple[str, ...]
    cells: Mapping[str, Mapping[Key, float | str]]
    form: str
    kind: str
    style: str
    titles: tuple[str, ...]
    notes: tuple[str, ...]
    blanks: int
    numbered: bool
    once: bool
    merged: bool


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    frequency = draw(st.sampled_from(sorted(PERIODS)))
    dimensions = tuple(draw(st.permutations(sorted(DIMENSIONS)))[: draw(st.integers(1, 3))])
    form = draw(st.sampled_from(["long", "wide", "months below years", "by category"]))
    if form in ("wide", "months below years"):
        dimensions = dimensions[:1]
    if form == "months below years":
        frequency = "month"
    measures = tuple(MEASURES[: draw(st.integers(1, 3)) if form == "long" else 1])
    periods = PERIODS[frequency][: draw(st.integers(2, 6))]
    keys: list[Key] = [(period,) for period in periods]
    for name in dimensions:
        values = DIMENSIONS[name][: draw(st.integers(2, len(DIMENSIONS[name])))]
        keys = [(*key, value) for key in keys for value in values]
    number = st.one_of(st.integers(0, 10**7).map(float), st.integers(-(10**6), 10**8).map(lambda n: n / 100))
    cell = st.one_of(number, number, number, st.sampled_from(["...", "-", "[c]"])) if draw(st.booleans()) else number
    kind = draw(st.sampled_from(["csv", "xlsx", "semicolons"]))
    most = 2 if kind == "xlsx" or form == "long" else 1  # more lines than the table has would hide what separates cells
    titles = st.lists(st.sampled_from(["Statistik daerah", "Second line of the title"]), max_size=most, unique=True)
    notes = st.lists(st.sampled_from(["Sumber: register", "* sementara"]), max_size=most, unique=True)
    return Drawn(
        frequency,
        dimensions,
        measures,
        {one: {key: draw(cell) for key in keys} for one in measures},
        form,
        kind,
        draw(st.sampled_from(sorted(STYLES))),
        tuple(draw(titles)),
        tuple(draw(notes)),
        draw(st.integers(0, 2)),
        draw(st.booleans()),
        draw(st.booleans()) and form == "long",
        kind == "xlsx" and draw(st.booleans()),
    )


def code_of(text: str) -> str:
    name, _, year = text.partition(" ")
    if name in BULAN:
        return f"{year}-{BULAN.index(name) + 1:02d}"
    return text.replace(" S", "-S")


def rows_of(one: Drawn) -> list[list[Any]]:
    """The table in its layout, with what stands around it."""
    first = one.cells[one.measures[0]]
    periods = list(dict.fromkeys(key[0] for key in first))
    upper: list[Any] = []
    if one.form == "long":
        header: list[Any] = ["Periode", *one.dimensions, *one.measures]
        body = [[*key, *(one.cells[name][key] for name in one.measures)] for key in first]
    elif one.form == "wide":
        header = [*one.dimensions, *periods]
        rest = dict.fromkeys(key[1:] for key in first)
        body = [[*names, *(first[period, *names] for period in periods)] for names in rest]
    elif one.form == "months below years":
        names_of = [code_of(period).split("-") for period in periods]
        years = [
            year if place == 0 or names_of[place - 1][0] != year else "" for place, (year, _) in enumerate(names_of)
        ]
        upper = ["Provinsi", *years]
        header = ["", *(BULAN[int(month) - 1] for _, month in names_of)]
        rest = dict.fromkeys(key[1:] for key in first)
        body = [[*names, *(first[period, *names] for period in periods)] for names in rest]
    else:  # the categories of the last dimension are names of columns, each a measure to whoever has not been told
        header = ["Periode", *one.dimensions[:-1], *dict.fromkeys(key[-1] for key in first)]
        rest = dict.fromkeys(key[:-1] for key in first)
        body = [[*names, *(first[(*names, last)] for last in header[len(one.dimensions) :])] for names in rest]
    if one.once:
        body = [[*_once(body, number), *row[1:]] for number, row in enumerate(body)]
    if one.numbered:
        header, upper = ["No.", *header], ["", *upper] if upper else []
        body = [[float(number), *row] for number, row in enumerate(body, 1)]
    above = [[title] for title in one.titles] + [[]] * (one.blanks if one.titles else 0)
    return [
        *above,
        *([upper] if upper else []),
        header,
        *body,
        *([[], *([note] for note in one.notes)] if one.notes else []),
    ]


def _once(body: list[list[Any]], number: int) -> list[Any]:
    """The first cell of a row, where it is not the same as that of the row above."""
    return [body[number][0] if number == 0 or body[number - 1][0] != body[number][0] else ""]


def merged_in(rows: list[list[Any]], one: Drawn) -> list[str]:
    """The areas of the workbook in which a period that stands once is merged over the rows that it is for."""
    letter = "B" if one.numbered else "A"
    place = 1 if one.numbered else 0
    found: list[str] = []
    first = 0
    for number, row in enumerate(rows, 1):
        if len(row) < 3:
            if first:
                break
        elif row[place] != "":
            first = number
        elif number == len(rows) or len(rows[number]) < 3 or rows[number][place] != "":
            found.append(f"{letter}{first}:{letter}{number}")
    return found


def styled(value: Any, style: str) -> str:
    """A number as text in a style, two decimals where it has any."""
    if not isinstance(value, float):
        return str(value)
    decimal, thousands = STYLES[style]
    text = f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}"
    return text.replace(",", "\0").replace(".", decimal).replace("\0", thousands)


def file_of(one: Drawn) -> bytes:
    rows = rows_of(one)
    if one.kind == "xlsx":
        return xlsx_of(rows, merged=merged_in(rows, one) if one.once and one.merged else ())
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";" if one.kind == "semicolons" else ",", lineterminator="\n")
    writer.writerows([[styled(cell, one.style) for cell in row] for row in rows])
    return stream.getvalue().encode()


ANSWERS = {**UNIT, "“-” stands": MARKS["-"], "Some cells of “Periode”": True}
#: Questions that may stand there although the file is in order, because a person alone can know the answer.
TRUE = ("In what unit", "“-” stands", "Some cells of “Periode”", *ALWAYS)


def found(made: Made) -> dict[tuple[frozenset[str], str], float | str]:
    """What is read: each figure under its period and the names of its categories as the file has them."""
    table = read(made, ANSWERS)
    spec = table.spec
    dimensions = spec.with_role("dimension")
    labels = {(one.name, category.value): category.label["en"] for one in dimensions for category in one.categories}
    result: dict[tuple[frozenset[str], str], float | str] = {}
    for _, row in table.frame.iterrows():
        key = frozenset((row["period"].code, *(labels[one.name, row[one.name]] for one in dimensions)))
        for measure in spec.with_role("measure"):
            assert (key, measure.name) not in result
            status = row[f"{measure.name}_status"]
            result[key, measure.name] = status or round(float(row[measure.name]), 2)
    return result


def wanted(one: Drawn, measures: list[str]) -> dict[tuple[frozenset[str], str], float | str]:
    """What was drawn, by the measures that the descriptor has in the order of their columns."""
    result: dict[tuple[frozenset[str], str], float | str] = {}
    for number, cells in enumerate(one.cells.values()):
        columns = list(dict.fromkeys(key[-1] for key in cells))
        for key, value in cells.items():
            period, *names = key
            measure = measures[number]
            if one.form == "by category":
                measure = measures[columns.index(names.pop())]
            result[frozenset((code_of(period), *names)), measure] = MARKS.get(str(value), value)
    return result


@pytest.mark.slow
@settings(max_examples=120)
@given(drawn())
def test_a_table_comes_back_exactly_or_with_a_true_question(one: Drawn) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            made = new(Path(folder), file_of(one), f"told.{'xlsx' if one.kind == 'xlsx' else 'csv'}")
        except WrongUse:
            assert not numbers(one), "a table without a single figure is none"
            return
        asked = [text for text in open_in(descriptor(made)) if not text.startswith(TRUE)]
        event("asked" if asked else "read")
        if asked:
            assert all(is_true(text, one) for text in asked), asked
            return
        measures = [spec["name"] for spec in fields(made).values() if spec["role"] == "measure"]
        assert found(made) == wanted(one, measures)


def numbers(one: Drawn) -> list[float]:
    return [value for cells in one.cells.values() for value in cells.values() if isinstance(value, float)]


def is_true(text: str, one: Drawn) -> bool:
    """Whether a question is about something that this file does not say: a mark between digits with three after it."""
    decimals = any(not value.is_integer() for value in numbers(one))
    return "may be in the thousands" in text and one.kind != "xlsx" and not decimals
