"""Dataset packages: every format holds the same table, the descriptors are true, the bytes never differ."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import jsonschema
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.plan.specifications import Category
from berkala.render.exact_json import exact_json
from berkala.render.figures_file import figures_json
from berkala.render.packages import Package, dataset_fragment, package
from berkala.render.packages.datapackage import DataPackageWriter
from berkala.render.packages.model import Column, model_of
from berkala.render.packages.page import column_row, size
from berkala.render.packages.statements import allowed
from berkala.render.packages.tables import csv_file, quoted, written
from berkala.render.packages.writers import catalogue_writers
from berkala.words import language
from contracts.catalogue_writer import keeps_the_contract
from small_edition import ROWS, a_publication, findings_of

FOLDER = "public/data/beds/2020-02/"
HEADER = ["period", "ward", "beds", "beds_status", "change", "change_status", "remark"]
SCHEMAS = Path(__file__).parents[1] / "src" / "berkala" / "check" / "schemas"


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return a_publication(tmp_path_factory.mktemp("publication"))


@pytest.fixture(scope="module")
def findings(publication: Publication) -> Findings:
    return findings_of(publication)


@pytest.fixture(scope="module")
def full(findings: Findings, publication: Publication) -> Package:
    return package(findings, "beds", publication, figures_json(findings, ("en", "id")))


def valid(name: str, content: bytes) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(content), schema, jsonschema.Draft202012Validator)


def unpacked(made: Package, folder: Path) -> Path:
    for path, content in made.files.items():
        (folder / path.rpartition("/")[2]).write_bytes(content)
    return folder


# -- the same table in every format ----------------------------------------------------------------------------


def test_csv_is_written_as_promised(full: Package) -> None:
    assert full.files[f"{FOLDER}beds.csv"].decode() == (
        "period,ward,beds,beds_status,change,change_status,remark\n"
        "2020-01,a1,12,,-3.5,p,'=SUM(A1)\n"
        '2020-01,b,2000,,12.25,,"plain, with “marks”"\n'
        "2020-02,a1,0,,-0.1,,''quoted\n"
        "2020-02,b,,c,,c,\n"
    )


def test_xlsx_holds_the_same_rows(full: Package) -> None:
    book = openpyxl.load_workbook(io.BytesIO(full.files[f"{FOLDER}beds.xlsx"]))
    rows = list(book["Data"].iter_rows(values_only=True))
    assert list(rows[0]) == HEADER
    assert [tuple("" if cell is None else cell for cell in row) for row in rows[1:]] == [
        tuple("" if cell is None else cell for cell in row) for row in ROWS
    ]
    assert book["Data"]["C2"].data_type == "n"
    assert book["Data"]["G2"].data_type == "s", "a text stays a text, never a formula"


def test_xlsx_keeps_the_analysis_functions_rules(full: Package) -> None:
    book = openpyxl.load_workbook(io.BytesIO(full.files[f"{FOLDER}beds.xlsx"]))
    assert book.sheetnames == ["Cover", "Notes", "Columns", "Status letters", "Data"]
    for name in book.sheetnames[1:]:
        sheet = book[name]
        (table,) = sheet.tables.values()
        assert table.ref.startswith("A1:"), name
        assert sheet.freeze_panes == "A2"
        assert not sheet.merged_cells.ranges
    cover = "\n".join(str(row[0]) for row in book["Cover"].iter_rows(values_only=True) if row[0])
    for words in ("Beds & waits, 2 wards", "Hospital", "CC BY 4.0", "desk@office.example", "Next release: ", "2020"):
        assert words in cover
    assert book.properties.created.isoformat() == "2020-04-14T02:30:00"
    meanings = {row[0]: row[1] for row in book["Status letters"].iter_rows(values_only=True)}
    assert meanings["p"] == "provisional"


def test_parquet_holds_the_same_rows_and_types(full: Package, tmp_path: Path) -> None:
    file = unpacked(full, tmp_path) / "beds.parquet"
    with duckdb.connect() as database:
        found = database.execute("select * from read_parquet($file)", {"file": str(file)})
        assert [name for name, *_ in found.description] == HEADER
        assert [str(kind) for _, kind, *_ in found.description][1:5] == ["VARCHAR", "BIGINT", "VARCHAR", "DOUBLE"]
        assert found.fetchall() == ROWS


def test_json_holds_the_same_rows(full: Package) -> None:
    content = full.files[f"{FOLDER}beds.json"]
    valid("table", content)
    made = json.loads(content)
    assert made["schema"] == "berkala/table/1"
    assert [field["name"] for field in made["fields"]] == HEADER
    assert [tuple(row) for row in made["rows"]] == ROWS


def test_pandas_reads_the_csv_with_its_types(full: Package) -> None:
    frame = pd.read_csv(io.BytesIO(full.files[f"{FOLDER}beds.csv"]), keep_default_na=False, na_values={"beds": [""]})
    assert frame["beds"].tolist()[:3] == [12, 2000, 0]
    assert pd.isna(frame["beds"][3])
    assert frame["beds_status"].tolist() == ["", "", "", "c"]


# -- descriptors ------------------------------------------------------------------------------------------------


def test_frictionless_finds_the_package_valid(full: Package, tmp_path: Path) -> None:
    unpacked(full, tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["message"])
    assert report.tasks[0].stats["rows"] == len(ROWS)


def test_frictionless_finds_a_planted_fault(full: Package, tmp_path: Path) -> None:
    unpacked(full, tmp_path)
    file = tmp_path / "beds.csv"
    file.write_bytes(file.read_bytes().replace(b",12,", b",13,"))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["type"]) == [["hash-count"]]


def test_descriptor_says_what_it_must(full: Package) -> None:
    made = json.loads(full.files[f"{FOLDER}datapackage.json"])
    assert made["version"] == "2020-02"
    assert made["created"] == "2020-04-14T09:30:00+07:00"
    assert made["berkala:title"] == {"en": "Beds & waits, 2 wards", "id": "Tempat tidur & tunggu, 2 bangsal"}
    assert made["berkala:coverage"] == {"frequency": "month", "from": "2020-01", "until": "2020-02", "except": []}
    assert made["berkala:protect"]["suppressed"] == 2
    assert "5" in made["berkala:protect"]["statement"]["id"]
    schema = made["resources"][0]["schema"]
    assert schema["primaryKey"] == ["period", "ward"]
    assert schema["missingValues"] == [""]
    beds, status = schema["fields"][2:4]
    assert beds["constraints"] == {"minimum": 0}
    assert "c" in status["constraints"]["enum"]
    assert status["berkala:of"] == "beds"
    for file in made["berkala:files"]:
        content = full.files[FOLDER + file["path"]]
        assert file["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert file["bytes"] == len(content)
    assert {file["format"] for file in made["berkala:files"]} == {"xlsx", "parquet", "json"}


def test_known_errors_tell_neither_the_future_nor_a_hidden_value(full: Package) -> None:
    errors = json.loads(full.files[f"{FOLDER}datapackage.json"])["berkala:known_errors"]
    assert [(error["key"]["period"], error["value"]) for error in errors] == [("2020-01", "12"), ("2020-02", "[c]")]
    archive = zipfile.ZipFile(io.BytesIO(full.files[f"{FOLDER}beds.zip"]))
    said = [archive.read(name) for name in archive.namelist() if name.endswith((".txt", ".json"))]
    assert not any(re.search(rb"(?<![0-9a-f])777(?![0-9a-f])", text) for text in said)  # a checksum may hold it


def test_contract(findings: Findings, publication: Publication) -> None:
    model = model_of(findings, "beds", publication)
    keeps_the_contract(DataPackageWriter(), model.having(csv_file(model)))


def test_contract_finds_a_forgetful_writer(findings: Findings, publication: Publication) -> None:
    class Forgetful(DataPackageWriter):
        def write(self, model: Any) -> bytes:
            return super().write(model).replace(b"beds_status", b"status")

    model = model_of(findings, "beds", publication)
    with pytest.raises(AssertionError, match="beds_status"):
        keeps_the_contract(Forgetful(), model.having(csv_file(model)))


def test_writers_are_found_by_their_entry_point() -> None:
    assert "datapackage" in [writer.name for writer in catalogue_writers()]


# -- the archive and the entry ------------------------------------------------------------------------------------


def test_zip_holds_everything_with_true_checksums(full: Package, findings: Findings) -> None:
    archive = zipfile.ZipFile(io.BytesIO(full.files[f"{FOLDER}beds.zip"]))
    inside = {name: archive.read(name) for name in archive.namelist()}
    data = {f"beds.{kind}" for kind in ("csv", "xlsx", "parquet", "json")}
    assert set(inside) == data | {"datapackage.json", "README.txt", "SHA256SUMS", "figures.json"}
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    sums = dict(line.split("  ")[::-1] for line in inside.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in inside.items()}
    assert inside["figures.json"] == figures_json(findings, ("en", "id"))


def test_readme_speaks_both_languages(full: Package) -> None:
    archive = zipfile.ZipFile(io.BytesIO(full.files[f"{FOLDER}beds.zip"]))
    text = archive.read("README.txt").decode()
    for words in ("What the columns mean", "Arti setiap kolom", "A sum.", "Sebuah jumlah.", "Counted twice.", "[c]"):
        assert words in text
    assert "Test office (2020). Beds & waits, 2 wards. Version 2020-02." in text


def test_archive_editions_get_the_csv_and_its_description(findings: Findings, publication: Publication) -> None:
    made = package(findings, "beds", publication)
    assert sorted(made.files) == [f"{FOLDER}beds.csv", f"{FOLDER}datapackage.json"]


def test_entry_is_json_and_true(full: Package) -> None:
    entry: Any = full.entry
    assert json.loads(json.dumps(entry)) == entry
    assert (entry["rows"], entry["from"], entry["until"], entry["retrieved"]) == (4, "2020-01", "2020-02", "2020-06-01")
    assert {f"public/{file['path']}" for file in entry["files"]} == set(full.files)
    for file in entry["files"]:
        content = full.files[f"public/{file['path']}"]
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


# -- same input, same bytes ---------------------------------------------------------------------------------------

_AGAIN = """
import hashlib, pathlib, sys
sys.path.insert(0, sys.argv[1])
from small_edition import a_publication, findings_of
from berkala.render.figures_file import figures_json
from berkala.render.packages import package
publication = a_publication(pathlib.Path(sys.argv[2]))
findings = findings_of(publication)
made = package(findings, "beds", publication, figures_json(findings, ("en", "id")))
for path, content in sorted(made.files.items()):
    print(path, hashlib.sha256(content).hexdigest())
"""


@pytest.mark.slow
def test_bytes_do_not_depend_on_place_zone_or_seed(full: Package, tmp_path: Path) -> None:
    here = str(Path(__file__).parent)
    environment = os.environ | {"TZ": "America/St_Johns", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    command = [sys.executable, "-c", _AGAIN, here, str(tmp_path / "elsewhere")]
    out = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert dict(line.split() for line in out.splitlines()) == {
        path: hashlib.sha256(content).hexdigest() for path, content in full.files.items()
    }


# -- numbers and texts --------------------------------------------------------------------------------------------


def test_figures_json(findings: Findings) -> None:
    content = figures_json(findings, ("en", "id"))
    valid("figures", content)
    made = json.loads(content, parse_float=Decimal, parse_int=Decimal)
    figures = {figure["id"]: figure for figure in made["figures"]}
    assert list(figures) == sorted(figures)
    assert figures["share"]["value"] == findings.figures["share"].value
    assert figures["share"]["text"] == {"en": "86.6%", "id": "86,6%"}
    assert figures["cell"]["value"] is None
    assert figures["cell"]["text"]["en"] == "[c]"
    assert figures["cell"]["where"] == {
        "file": "beds.csv",
        "column": "beds",
        "key": {"period": "2020-02", "ward": "a1"},
    }
    assert "formula" not in figures["cell"]
    assert figures["beds.all.2020-02"]["inputs"] == ["cell"]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_a_decimal_comes_back_identical(value: Decimal) -> None:
    assert json.loads(exact_json({"v": [value]}), parse_float=Decimal, parse_int=Decimal) == {"v": [value]}


def test_a_float_has_no_exact_form() -> None:
    with pytest.raises(TypeError, match="float"):
        exact_json({"v": 0.1})


@given(st.text())
def test_no_text_runs_as_a_formula_and_every_text_comes_back(text: str) -> None:
    cell = written(text)
    assert not cell.startswith(tuple("=+-@\t\r\n\0＝＋－＠"))
    assert (cell[1:] if cell.startswith("'") else cell) == text


def test_negative_numbers_stay_numbers() -> None:
    assert [written(cell) for cell in (-3, Decimal("-0.50"), None, Decimal("1E-7"))] == ["-3", "-0.5", "", "0.0000001"]


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))))
def test_csv_quotes_what_it_must(text: str) -> None:
    line = f"{quoted(text)},x\n"
    assert list(csv.reader(io.StringIO(line, newline=""))) == [[text, "x"]]


# -- the page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["en", "id"])
def test_every_digit_on_the_page_is_traced(
    full: Package, findings: Findings, publication: Publication, code: str
) -> None:
    page = html.fragment_fromstring(dataset_fragment(full.entry, findings, publication, language(code)), "div")
    allowed = {"count", "name", "constant"}
    for element in page.iter():
        for text, owner in ((element.text, element), (element.tail, element.getparent())):
            if text and any(character.isdigit() for character in text):
                assert owner is not None
                assert owner.tag == "time" or owner.get("data-role") in allowed, text


def test_the_page_says_what_a_reader_needs(full: Package, findings: Findings, publication: Publication) -> None:
    text = dataset_fragment(full.entry, findings, publication, language("en"))
    page = html.fragment_fromstring(text, "div")
    assert [element.tag for element in page.iter("h1", "h2", "h3")][:2] == ["h1", "h2"]
    assert "@/data/beds/2020-02/beds.xlsx" in page.xpath("//a/@href")
    said = " ".join(page.text_content().split())
    for words in ("4 rows, January 2020 to February 2020", "0 or more", "−100 to 100", "Counted twice.", "not shown"):
        assert words in said
    assert "777" not in said
    assert "&amp; waits" in text


@pytest.mark.parametrize(
    ("count", "shown"), [(1, "0.1 KB"), (9_950, "10 KB"), (47_001, "48 KB"), (2_100_000, "2.1 MB")]
)
def test_size(count: int, shown: str) -> None:
    assert size(count, language("en")).text == shown


@pytest.mark.parametrize(("count", "listed"), [(100, 100), (101, 12), (1139, 12)])
def test_a_dictionary_names_categories_as_long_as_anyone_reads_them(count: int, listed: int) -> None:
    categories = tuple(
        Category.model_validate({"value": f"c-{place}", "label": {"en": f"Ward {place}"}}) for place in range(count)
    )
    column = Column("ward", "dimension", "string", {"en": "Ward"}, categories=categories)
    said = allowed(column, "en").text
    assert said.count(" = Ward") == listed
    more = f"; and {count - listed:,} more, all in datapackage.json"
    assert said.endswith(more) == (listed < count)


@pytest.mark.parametrize(("count", "folded"), [(0, False), (6, False), (7, True), (101, True)])
def test_many_categories_stand_in_a_table_and_few_in_the_line(count: int, folded: bool) -> None:
    categories = tuple(
        Category.model_validate({"value": f"c-{place}", "label": {"en": f"Ward {place}"}}) for place in range(count)
    )
    row = column_row(Column("ward", "dimension", "string", {"en": "Ward"}, categories=categories), language("en"))
    assert bool(row.codes) == folded
    assert bool(row.allowed.text) == (count > 0 and not folded)
    if row.codes is not None:
        assert row.codes.count.text == f"{count} categories"
        assert [code.text for code, _ in row.codes.pairs] == [f"c-{place}" for place in range(count)][
            : len(row.codes.pairs)
        ]
        assert bool(row.codes.left) == (len(row.codes.pairs) < count)


def test_reports_that_share_a_dataset_publish_the_same_files_made_once(
    findings: Findings, publication: Publication, full: Package
) -> None:
    again = package(findings, "beds", publication, figures_json(findings, ("en", "id")))
    kept = [name for name in full.files if not name.endswith(".zip")]
    assert len(kept) > 4
    assert all(again.files[name] is full.files[name] for name in kept)
