"""check on what a person does not read but a program does: the other forms of a table, and what Explore draws."""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from berkala.check import check
from berkala.check.data_files import check_data_files
from right_bundle import EN, bundles, right_files

FOLDER = "data/waits/2019-03"
HEADER = ["period", "unit", "seen", "share", "share_status"]
TYPES = ["string", "string", "integer", "number", "string"]
ROWS: list[list[Any]] = [
    ["2018-03", "=type-1", 2049785, 84.62121539600022, ""],
    ["2019-03", "type-2", 9007199254740993, None, "c"],
]
CSV = (
    b"period,unit,seen,share,share_status\n"
    b"2018-03,'=type-1,2049785,84.62121539600022,\n2019-03,type-2,9007199254740993,,c\n"
)
FIGURES = b'{"figures": []}'


def as_json(rows: list[list[Any]], header: list[str]) -> bytes:
    named = [{"name": n, "type": t, "role": "measure", "title": {"en": n}} for n, t in zip(header, TYPES, strict=False)]
    head = {"schema": "berkala/table/1", "dataset": "waits", "version": "2019-03"}
    return json.dumps({**head, "fields": named, "rows": rows}).encode()


def as_xlsx(rows: list[list[Any]], header: list[str]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["a cover"])  # type: ignore[union-attr]
    sheet = book.create_sheet("data")
    for row in (header, *rows):
        sheet.append(row)
        sheet.cell(sheet.max_row, 2).data_type = "s"  # a text that begins with = is no formula
    book.save(out)
    return out.getvalue()


def as_parquet(rows: list[list[Any]], header: list[str], folder: Path) -> bytes:
    place = str(folder / "table.parquet")
    kinds = [{"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE"}[kind] for kind in TYPES]
    with duckdb.connect(":memory:", config={"threads": 1}) as database:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in zip(header, kinds, strict=False))
        database.execute(f"CREATE TABLE t ({columns})")
        database.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(header))})", rows)
        database.execute(f"COPY t TO '{place}' (FORMAT parquet)")
    return Path(place).read_bytes()


def as_zip(files: dict[str, bytes], sums: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    listed = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in (sums or files).items())
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {**files, "SHA256SUMS": listed.encode()}.items():
            archive.writestr(name, data)
    return out.getvalue()


def package(tmp: Path, rows: list[list[Any]] = ROWS, header: list[str] = HEADER) -> dict[str, bytes]:
    """The files of a version whose CSV is right, and whose other forms hold these rows."""
    fields = [{"name": name, "type": kind} for name, kind in zip(HEADER, TYPES, strict=True)]
    resource = {"name": "waits", "path": "waits.csv", "schema": {"fields": fields}}
    about = {"name": "waits", "title": "Waits", "version": "1", "licenses": [{"name": "CC0"}], "sources": []}
    inside = {
        "waits.csv": CSV,
        "datapackage.json": json.dumps({**about, "sources": [{"title": "A book"}], "resources": [resource]}).encode(),
        "waits.json": as_json(rows, header),
        "waits.xlsx": as_xlsx(rows, header),
        "waits.parquet": as_parquet(rows, header, tmp),
    }
    files = {f"{FOLDER}/{name}": data for name, data in inside.items()}
    files["data/standard/2004/standard.csv"] = b"from_year,standard\n2004,98\n"
    beside = {"standard.csv": files["data/standard/2004/standard.csv"], "figures.json": FIGURES, "README.txt": b"Hi"}
    return {**files, f"{FOLDER}/waits.zip": as_zip({**inside, **beside})}


def test_a_fork_does_not_wait_for_the_database_of_its_parent(tmp_path: Path) -> None:
    files = package(tmp_path)

    def read(row: int) -> None:
        # Another header, so that nothing of what was found before is remembered.
        assert list(check_data_files({**files, f"{FOLDER}/waits.csv": CSV + b"\n" * row}, FIGURES)) != []

    read(1)
    child = multiprocessing.get_context("fork").Process(target=read, args=(2,))
    child.start()
    child.join(60)
    child.kill()
    assert child.exitcode == 0


def test_forms_that_say_the_same_have_no_problem(tmp_path: Path) -> None:
    assert list(check_data_files(package(tmp_path), FIGURES)) == []


#: What another form says instead, in which row and column, and which forms can tell.
DIFFERENT = {
    "a digit": ([[*ROWS[0][:2], 2049786, *ROWS[0][3:]], ROWS[1]], 2, "seen", 1),
    "a decimal": ([[*ROWS[0][:3], 84.6212153960003, ""], ROWS[1]], 2, "share", 1),
    "a word": ([ROWS[0], ["2019-03", "type-3", *ROWS[1][2:]]], 3, "unit", 1),
    "a status that is gone": ([ROWS[0], [*ROWS[1][:4], ""]], 3, "share_status", 1),
    "a value that was withheld": ([ROWS[0], [*ROWS[1][:3], 13.0, "c"]], 3, "share", 1),
    "a row that is gone": (ROWS[:1], 3, "period", 1),
    "a row too many": ([*ROWS, ROWS[0]], 4, "period", 1),
    "the other order": (ROWS[::-1], 2, "period", 10),
}


@pytest.mark.parametrize(("rows", "row", "column", "count"), DIFFERENT.values(), ids=DIFFERENT)
def test_a_form_that_says_something_else_is_named(
    rows: list[list[Any]], row: int, column: str, count: int, tmp_path: Path
) -> None:
    problems = list(check_data_files(package(tmp_path, rows), FIGURES))
    assert {(p.code, p.row, p.column, p.facts["count"]) for p in problems} == {
        ("check.data-differs", row, column, count)
    }
    assert [p.file for p in problems] == [f"{FOLDER}/waits.{form}" for form in ("json", "parquet", "xlsx")]


def test_the_columns_are_those_of_the_csv(tmp_path: Path) -> None:
    problems = list(check_data_files(package(tmp_path, header=["period", "unit", "saw", *HEADER[3:]]), FIGURES))
    assert [(p.code, p.row, p.column) for p in problems[:2]] == [("check.data-differs", 1, "seen")] * 2
    assert len(problems) == 3  # in a workbook, no sheet is the table's any more


def test_a_number_is_no_text(tmp_path: Path) -> None:
    files = package(tmp_path)
    files |= {f"{FOLDER}/waits.json": as_json([[*ROWS[0][:2], "2049785", *ROWS[0][3:]], ROWS[1]], HEADER)}
    first, *_ = check_data_files(files, FIGURES)
    assert (first.code, first.file, first.column) == ("check.data-differs", f"{FOLDER}/waits.json", "seen")


def test_nought_has_no_sign(tmp_path: Path) -> None:
    rows = [[*ROWS[0][:3], 0.0, ""], ROWS[1]]
    files = package(tmp_path, rows) | {f"{FOLDER}/waits.csv": CSV.replace(b"84.62121539600022", b"-0")}
    assert {p.code for p in check_data_files(files, FIGURES)} == {"check.archive-differs"}


def test_a_row_of_a_json_may_end_early_only_where_it_is_empty(tmp_path: Path) -> None:
    files = package(tmp_path)
    told = []
    for last in ("", "p"):
        ragged = [[*ROWS[0][:4]], [*ROWS[1][:4], "c"]]
        csv = CSV.replace(b"022,\n", f"022,{last}\n".encode())
        changed = files | {f"{FOLDER}/waits.json": as_json(ragged, HEADER), f"{FOLDER}/waits.csv": csv}
        told.append([(p.row, p.column) for p in check_data_files(changed, FIGURES) if (p.file or "").endswith(".json")])
    assert told == [[], [(2, "share_status")]]


def test_a_value_that_is_no_category_is_named(tmp_path: Path) -> None:
    files = package(tmp_path)
    document = json.loads(files[f"{FOLDER}/waits.json"])
    document["fields"][1]["categories"] = [{"value": "=type-1", "label": {"en": "Large"}}]
    files |= {f"{FOLDER}/waits.json": json.dumps(document).encode()}
    first, *_ = check_data_files(files, FIGURES)
    assert (first.code, first.column, first.facts) == ("check.field-differs", "unit", {"key": "categories"})


def test_a_row_of_a_json_with_more_cells_than_columns_is_told(tmp_path: Path) -> None:
    files = package(tmp_path)
    files |= {f"{FOLDER}/waits.json": as_json([ROWS[0], [*ROWS[1], 7]], HEADER)}
    (found,) = [p for p in check_data_files(files, FIGURES) if (p.file or "").endswith(".json")]
    assert (found.code, found.row, found.column, found.facts["there"]) == ("check.data-differs", 3, "6", "7")


def test_a_json_that_breaks_its_promise_elsewhere_is_still_compared(tmp_path: Path) -> None:
    files = package(tmp_path)
    document = json.loads(files[f"{FOLDER}/waits.json"]) | {"surprise": 1}
    document["rows"][0][2] = 7
    files |= {f"{FOLDER}/waits.json": json.dumps(document).encode()}
    found = [p.code for p in check_data_files(files, FIGURES) if (p.file or "").endswith(".json")]
    assert found == ["check.schema", "check.data-differs"]


def test_a_json_of_another_shape_is_told_as_such(tmp_path: Path) -> None:
    files = package(tmp_path) | {f"{FOLDER}/waits.json": b'{"schema": "berkala/table/1", "rows": [7]}'}
    found = {p.code for p in check_data_files(files, FIGURES) if (p.file or "").endswith(".json")}
    assert found == {"check.schema"}


@pytest.mark.parametrize("form", ["json", "parquet", "xlsx", "zip"])
def test_a_broken_file_is_named(form: str, tmp_path: Path) -> None:
    files = {**package(tmp_path), f"{FOLDER}/waits.{form}": b"not a file of this kind"}
    found = [(p.code, p.file) for p in check_data_files(files, FIGURES)]
    assert ("check.file-unreadable", f"{FOLDER}/waits.{form}") in found


def test_an_archive_is_what_stands_beside_it(tmp_path: Path) -> None:
    files = package(tmp_path)
    with zipfile.ZipFile(io.BytesIO(files[f"{FOLDER}/waits.zip"])) as archive:
        inside = {name: archive.read(name) for name in archive.namelist() if name != "SHA256SUMS"}

    def wrong(changed: dict[str, bytes], sums: dict[str, bytes] | None = None) -> list[object]:
        given = {**files, f"{FOLDER}/waits.zip": as_zip(changed, sums)}
        return [(p.code, p.value) for p in check_data_files(given, FIGURES)]

    assert wrong(inside) == []
    for name in ("waits.csv", "waits.json", "standard.csv", "figures.json"):
        assert wrong({**inside, name: b"7"}) == [("check.archive-differs", name)]
    assert wrong({**inside, "stranger.csv": b"7"}) == [("check.archive-differs", "stranger.csv")]
    assert wrong({n: data for n, data in inside.items() if n != "waits.json"}) == [
        ("check.archive-differs", "waits.json")
    ]
    assert wrong(inside, {**inside, "README.txt": b"Ho"}) == [("check.archive-differs", "README.txt")]
    assert wrong(inside, {**inside, "more.txt": b""}) == [("check.archive-differs", "more.txt")]


# -- Explore -----------------------------------------------------------------------------------------------------

PERIODS = {
    "codes": ["2018-03", "2018-04", "2019-03"],
    "starts": ["2018-03-01", "2018-04-01", "2019-03-01"],
    "texts": ["March 2018", "April 2018", "March 2019"],
}
SERIES = {"category": "all", "name": "All units", "first": 0, "y": [84.6, None, 86.6], "status": {}}
LINE = {"name": "Standard: 95%", "figures": ["within.reference"], "ends": ["2018-03-01", "2019-03-31"], "y": [95]}
VIEW = {
    "label": "Waits",
    "indicator": "within",
    "columns": False,
    "decimals": 1,
    "template": "{number}%",
    "suffix": "%",
    "ticks": [[0, "Mar 2018"]],
    "series": [SERIES],
    "held": [LINE],
}
DATA = {
    "periods": PERIODS,
    "marks": {"decimal": ".", "group": ",", "minus": "\u2212"},
    "statuses": {"p": "provisional"},
    "views": [VIEW],
}


def explored(series: dict[str, Any] = SERIES, data: dict[str, Any] | None = None, **changes: Any) -> list[Any]:
    """What is wrong with a page that draws this: codes and values."""
    drawn = {**DATA, "views": [{**VIEW, "series": [series], **changes}], **(data or {})}
    files = right_files()
    files[EN] += f'<script type="application/json" id="views">{json.dumps(drawn)}</script>'.encode()
    return [(problem.code, problem.value) for problem in check(bundles(files)).problems]


def test_what_explore_draws_is_what_the_figures_say() -> None:
    assert explored() == []
    assert explored({**SERIES, "text": ["84.6%", "", "86.6%"]}, template="") == []


def test_the_last_days_of_spans_are_those_of_their_periods() -> None:
    """Months here: the last day of a period is known from its code, whatever it is."""
    right = ["2018-03-31", "2018-04-30", "2019-03-31"]
    assert explored(data={"periods": {**PERIODS, "ends": right}}) == []
    wrong = explored(data={"periods": {**PERIODS, "ends": [*right[:2], "2019-04-30"]}})
    assert [code.removeprefix("check.") for code, _ in wrong] == ["explore-wrong"]


DRAWN: dict[str, tuple[dict[str, Any], str]] = {
    "another value": ({**SERIES, "y": [84.6, None, 86.7]}, "explore-wrong"),
    "more digits than are shown": ({**SERIES, "y": [84.6, None, 86.604]}, "explore-wrong"),
    "another text": ({**SERIES, "text": ["84.6%", "", "86.7%"]}, "explore-wrong"),
    "another period": ({**SERIES, "y": [86.6, None, 84.6]}, "explore-wrong"),
    "no value": ({**SERIES, "y": [None, None, 86.6]}, "explore-wrong"),
    "a status that it has not": ({**SERIES, "status": {"2": "p"}}, "explore-wrong"),
    "an unknown figure": ({**SERIES, "category": "al"}, "figure-unknown"),
    "a value where there is none": ({**SERIES, "y": [84.6, 3, 86.6]}, "figure-unknown"),
    "a status of no point": ({**SERIES, "status": {"7": "p"}}, "explore-untraced"),
    "a status without words": ({**SERIES, "status": {"2": "e"}}, "explore-untraced"),
    "a point too many": ({**SERIES, "y": [84.6, None, 86.6, 3]}, "explore-untraced"),
    "a text too few": ({**SERIES, "text": ["84.6%"]}, "explore-untraced"),
    "a typed name": ({**SERIES, "name": "All 4 units"}, "plain-number"),
    "points without their category": ({k: v for k, v in SERIES.items() if k != "category"}, "schema"),
}


@pytest.mark.parametrize(("series", "code"), DRAWN.values(), ids=DRAWN)
def test_a_point_that_says_something_else_is_named(series: dict[str, Any], code: str) -> None:
    assert {found for found, _ in explored(series)} == {f"check.{code}"}


AROUND: dict[str, tuple[dict[str, Any], str]] = {
    "a typed label": ({"label": "Waits of 7 hours"}, "plain-number"),
    "a typed tick": ({"ticks": [[0, "Mar 2011"]]}, "plain-number"),
    "a typed unit": ({"template": "{number}% of 100"}, "plain-number"),
    "another unit": ({"template": "{number} people"}, "explore-wrong"),
    "another standard": ({"held": [{**LINE, "y": [94]}]}, "explore-wrong"),
    "an edge without its figure": ({"held": [{**LINE, "y": [95, 96]}]}, "explore-untraced"),
    "another month": ({"data": {"periods": {**PERIODS, "texts": ["March 2018", "", "May 2019"]}}}, "explore-wrong"),
    "another day": ({"data": {"periods": {**PERIODS, "starts": ["2018-03-01", "", "2019-02-01"]}}}, "explore-wrong"),
    "a period too few": ({"data": {"periods": {**PERIODS, "texts": ["March 2018"]}}}, "explore-untraced"),
    "another mark": ({"data": {"marks": {**DATA["marks"], "decimal": ","}}}, "explore-untraced"),  # type: ignore[dict-item]
    "another word": ({"data": {"statuses": {"p": "final"}}}, "explore-untraced"),
}


@pytest.mark.parametrize(("changes", "code"), AROUND.values(), ids=AROUND)
def test_what_stands_around_a_plot_is_read(changes: dict[str, Any], code: str) -> None:
    assert f"check.{code}" in {found for found, _ in explored(**changes)}
