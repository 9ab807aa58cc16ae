"""The account adds up, whatever a repository holds: never a traceback, never a silent loss."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given

from berkala.errors import Problem, catalogue
from berkala.imports.open_sdg import Collection, read_open_sdg
from berkala.imports.open_sdg.account import Account, Book, FieldUse, Line, Loss, Tally, said, spans_of
from open_sdg import Repository, line, repository
from open_sdg_quirks import repositories

# -- the account itself ---------------------------------------------------------------------------------------


def test_rows_are_told_as_runs() -> None:
    assert spans_of([5, 3, 4, 9, 4]) == ((3, 5), (9, 9))
    assert said(spans_of([3, 4, 5, 9])) == "3–5, 9"
    assert said(spans_of(range(1, 100, 2)), most=2) == "1, 3, …"


def test_an_account_that_does_not_add_up_says_where() -> None:
    book = Book()
    book.count("files", 2)
    book.count("files read")
    book.count("indicators")
    book.count("rows", 5)
    assert book.closed(1, 4).gaps == ("files", "rows")
    book.add("left out", "row-blank", rows=[3], loss=Loss(files=1, rows=1))
    assert book.closed(1, 4).gaps == ()
    assert book.closed(0, 4).gaps == ("indicators",)
    book.field("odd", "unused")
    assert book.closed(1, 4).gaps == ("odd",)
    book.add("noted", "field-unused", value="odd")
    assert book.closed(1, 4).gaps == ()
    assert not FieldUse("x", found=2, used=1).adds_up


def test_lines_have_words_places_and_an_order() -> None:
    book = Book()
    book.add("noted", "cell-blanks", {"count": 2}, file="b.csv", rows=[7, 8], indicator="1-1-1")
    book.add("left out", "value-missing", {"count": 1}, file="b.csv", rows=[7], loss=Loss(rows=1))
    book.add("degraded", "map-form", file="a.geojson", loss=Loss(files=1))
    account = book.closed(0, 0)
    assert [one.code for one in account.lines] == ["imports.map-form", "imports.value-missing", "imports.cell-blanks"]
    assert [one.code for one in account.of("noted")] == ["imports.cell-blanks"]
    assert account.about("1-1-1")[0].why("id") == "Spasi di sekitar isi sel dilewati: dalam 2 baris (7–8)."
    assert account.lines[2].as_json("en") == {
        **account.lines[2].problem.as_json("en"),
        "severity": "noted",
        "indicator": "1-1-1",
        "rows": [[7, 8]],
        "left_out": {"files": 0, "indicators": 0, "rows": 0},
    }
    assert account.left_out == Loss(files=1, rows=1)
    assert json.dumps(account.lines[0].as_json("id"))


def test_what_an_account_is_made_of() -> None:
    assert Account((), Tally(), Tally(), Tally(), {}).gaps == ()
    assert Line("noted", Problem("imports.row-blank", {"count": 1})).file == ""


# -- any repository -------------------------------------------------------------------------------------------


def check(collection: Collection, files: dict[str, bytes]) -> None:
    account = collection.account
    assert account.gaps == ()
    assert account.files.found == len(files)
    ids = [one.id for one in collection.indicators]
    assert len(ids) == len(set(ids)) == account.indicators.kept
    kept = Counter(one.data_file for one in collection.indicators for _ in one.observations)
    lost: Counter[str] = Counter()
    for one in account.lines:
        lost[one.file] += one.loss.rows
        for language in ("en", "id"):
            assert one.code in catalogue(language)
            assert "{" not in one.why(language) + one.remedy(language) or "{" in json.dumps(one.as_json())
    for name, content in files.items():
        if (kept[name] or lost[name]) and (rows := rows_of(content)) is not None:
            assert kept[name] + lost[name] == rows, name
    for one in collection.indicators:
        keys = [(each.period, each.unit, each.series, each.area, each.cells, each.notes) for each in one.observations]
        assert len(keys) == len(set(keys))
        assert all(len(each.cells) == len(one.dimensions) for each in one.observations)
        assert all(each.value is not None or each.statuses for each in one.observations)


def rows_of(content: bytes) -> int | None:
    """The rows of a file that can be read, counted by other means."""
    try:
        text = content.decode("utf-8-sig")
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return None
    first = next((place for place, record in enumerate(records) if any(map(str.strip, record))), None)
    return None if "\0" in text or first is None else len(records) - first - 1


@given(repositories())
def test_any_repository_is_read_and_accounted_for(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = Repository(Path(folder))
        for name, content in files.items():
            made.write(name, content)
        collection = made.read()
        assert made.read() == collection, "the same folder gives the same collection"
    check(collection, files)


def test_the_check_finds_what_is_missing(tmp_path: Path) -> None:
    """A test of the test: a row that is lost without a line is found."""
    content = b"Year,Value\n2019,1\n2020,2\n"
    collection = repository(tmp_path).config().write("data/1-1-1.csv", content).read()
    files = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    check(collection, files)
    with pytest.raises(AssertionError):
        check(collection, {**files, "data/1-1-1.csv": content + b"2021,3\n"})


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    small = repository(tmp_path).config().data("Year,Value", "soon,1", "2019,<2", "2020,", "2021,1", "2021,2")
    small.write("meta/1-2-1.yml", "a: 'x").write("data/odd.xlsx", b"PK")
    told = {one.code for one in small.read().account.lines}
    assert {"imports.period-unknown", "imports.value-not-a-number", "imports.value-missing"} <= told
    assert {"imports.rows-conflict", "plan.yaml-quote", "imports.file-stray", "imports.indicator-empty"} <= told
    assert line(small.read(), "rows-conflict").loss.rows == 2
    assert read_open_sdg(tmp_path).account.rows.found == 5
