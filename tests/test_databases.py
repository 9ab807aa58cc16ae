from __future__ import annotations

import csv
import io
import sqlite3
import sys
from decimal import Decimal
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.errors import SourceProblems, TryAgain
from berkala.fetch import databases, extracts, fetch, queries
from berkala.fetch.databases import DatabaseSource
from berkala.fetch.queries import rows_as_csv
from contracts.source import SourceContract
from little_tables import codes, dataset, plan_for, tidied

QUERY = "SELECT month, place, people AS visits FROM visits"
ROWS = [("2020-02", "south", 4), ("2020-01", "south", 2), ("2020-01", "north", 1), ("2020-02", "north", 3)]
EXPECTED = b"month,place,visits\n2020-01,north,1\n2020-01,south,2\n2020-02,north,3\n2020-02,south,4\n"


def make(path: Path, *statements: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE visits (month TEXT, place TEXT, people INTEGER)")
    connection.executemany("INSERT INTO visits VALUES (?, ?, ?)", ROWS)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


def at(path: str = "sqlite:visits.db", query: str | None = QUERY, **more: object):
    return dataset(resource={"path": path, "query": query, **more})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make(tmp_path / "datasets" / "visits" / "visits.db")
    return tmp_path


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installed package that carries a database, and that must not be run."""
    make(tmp_path / "site" / "pricebook" / "data" / "all.db")
    (tmp_path / "site" / "pricebook" / "__init__.py").write_text("raise SystemExit('the package was run')\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return "sqlite+package:pricebook/data/all.db"


def failure(one, root: Path, kind: type = SourceProblems):
    with pytest.raises(kind) as caught:
        DatabaseSource().fetch(one, root)
    (problem,) = caught.value.problems
    assert str(root) not in f"{problem.message('en')}{problem.remedy('id')}{problem.file}"
    return problem, codes((problem,))[0]


class TestDatabaseSource(SourceContract):
    @pytest.fixture
    def source(self):
        return DatabaseSource()

    @pytest.fixture
    def good(self, root):
        return at()

    @pytest.fixture
    def expected(self):
        return EXPECTED

    @pytest.fixture(params=["sqlite:missing.db", "sqlite:../../../x.db", "sqlite:/etc/hostname", "sqlite:empty.db"])
    def bad(self, root, request):
        (root / "datasets/visits/empty.db").write_bytes(b"")
        return at(request.param)


class TestADatabaseInAPackage(TestDatabaseSource):
    @pytest.fixture
    def good(self, package):
        return at(package)

    @pytest.fixture(params=["no_such_package/x.db", "pricebook/x.db", "pricebook/../x.db", "pricebook", "os.path/x"])
    def bad(self, package, request):
        return at(f"sqlite+package:{request.param}")


def test_fetch_finds_it_by_its_scheme_and_tidy_reads_it_like_any_table(root):
    found = fetch(plan_for(at(), root))
    assert codes(found.problems) == []
    snapshot = found.by_dataset["visits"]
    assert (snapshot.file, snapshot.content) == ("datasets/visits/visits.db", EXPECTED)
    tables = tidied(at(), snapshot.content, snapshot.file)
    assert codes(tables.problems) == []
    assert tables.by_dataset["visits"].frame["visits"].tolist() == [1, 2, 3, 4]


def test_neither_the_order_in_the_database_nor_that_of_the_query_changes_a_byte(root):
    connection = sqlite3.connect(root / "datasets/visits/visits.db")
    connection.execute("CREATE INDEX other ON visits (people DESC, place)")
    connection.execute("VACUUM")
    connection.close()
    for order in ("", " ORDER BY people DESC", " ORDER BY place"):
        assert DatabaseSource().fetch(at(query=QUERY + order), root).content == EXPECTED


def test_a_read_leaves_no_trace(root):
    path = root / "datasets/visits/visits.db"
    before = path.read_bytes()
    DatabaseSource().fetch(at(), root)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["visits.db"]


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM visits",
        "INSERT INTO visits VALUES ('2020-03', 'north', 1) RETURNING *",
        "CREATE TABLE more (a)",
        "DROP TABLE visits",
        "ATTACH 'other.db' AS other",
        "PRAGMA table_info(visits)",
        "SELECT * FROM pragma_table_info('visits')",
        "PRAGMA query_only = OFF",
        "BEGIN",
        "VACUUM INTO 'copy.db'",
        "-- only a comment",
    ],
)
def test_what_does_not_read_is_refused(root, query):
    before = (root / "datasets/visits/visits.db").read_bytes()
    assert failure(at(query=query), root)[1] == "fetch.query-no-select"
    assert (root / "datasets/visits/visits.db").read_bytes() == before
    assert not list(root.rglob("*other.db")) + list(root.rglob("copy.db"))


@pytest.mark.parametrize("before", ["EXPLAIN", " explain query plan", "-- how\n/* so\n */ EXPLAIN"])
def test_how_sqlite_would_do_it_is_no_data(root, before):
    assert failure(at(query=f"{before} {QUERY}"), root)[1] == "fetch.query-no-select"


@pytest.mark.parametrize(
    "query",
    [
        f"{QUERY} LIMIT 1",
        "SELECT month FROM (SELECT * FROM visits LIMIT 2) ORDER BY month",
        "WITH few AS (SELECT * FROM visits /* ORDER BY month */ limit 2) SELECT * FROM few ORDER BY month LIMIT 1",
        "SELECT place, rank() OVER (ORDER BY month) AS 'ORDER BY' FROM visits LIMIT 1",
    ],
)
def test_a_limit_without_an_order_takes_any_rows_and_is_refused(root, query):
    assert failure(at(query=query), root)[1] == "fetch.query-limit"


@pytest.mark.parametrize(
    "query",
    [
        f"{QUERY} ORDER BY people LIMIT 4",
        "SELECT * FROM (SELECT month, place, people AS visits FROM visits ORDER BY people DESC LIMIT 4)",
        """SELECT month, place, people AS "visits" FROM visits WHERE place <> 'LIMIT' AND "month" > '' -- LIMIT""",
    ],
)
def test_a_limit_with_its_order_is_read(root, query):
    assert DatabaseSource().fetch(at(query=query), root).content == EXPECTED


def test_a_database_in_wal_mode_is_refused_because_reading_it_writes(root):
    path = root / "datasets/visits/visits.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    problem, code = failure(at(), root)
    assert (code, problem.file) == ("fetch.database-wal", "datasets/visits/visits.db")
    assert [one.name for one in path.parent.iterdir()] == ["visits.db"]


def test_two_statements_are_refused(root):
    assert failure(at(query=f"{QUERY}; DELETE FROM visits"), root)[1] in {"fetch.query-wrong", "fetch.query-no-select"}
    assert DatabaseSource().fetch(at(), root).content == EXPECTED


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("random()", "random"),
        ("date('now')", "date"),
        ("CURRENT_TIMESTAMP", "current_timestamp"),
        ("load_extension('x')", "load_extension"),
        ("group_concat(place)", "group_concat"),
        ("row_number() OVER ()", "row_number"),
    ],
)
def test_a_function_whose_result_may_differ_is_refused_by_name(root, call, name):
    problem, code = failure(at(query=f"SELECT {call} FROM visits"), root)
    assert code == "fetch.query-function"
    assert problem.facts["name"] == name


def test_a_function_hidden_in_a_view_is_refused_too(tmp_path):
    make(tmp_path / "datasets/visits/visits.db", "CREATE VIEW lot AS SELECT random() AS a FROM visits")
    assert failure(at(query="SELECT a FROM lot"), tmp_path)[1] == "fetch.query-function"


@pytest.mark.parametrize(
    ("query", "code", "near"),
    [
        ("SELECT * FROM visit", "fetch.query-table", "visits"),
        ("SELECT * FROM zzz", "fetch.query-table", ""),
        ("SELECT v.peopel FROM visits AS v", "fetch.query-column", "people"),
        ("SELECT zzz FROM visits", "fetch.query-column", ""),
        ("SELEC * FROM visits", "fetch.query-wrong", None),
        ("SELECT * FROM visits WHERE place = ?", "fetch.query-wrong", None),
        ("SELECT * FROM visits WHERE people > 99", "fetch.query-empty", None),
    ],
)
def test_a_mistake_in_the_query_names_the_descriptor_and_the_nearest(root, query, code, near):
    problem, found = failure(at(query=query), root)
    assert (found, problem.file) == (code, "datasets/visits/dataset.yml")
    assert near is None or problem.facts["nearest"] == near


def test_a_view_that_has_lost_its_table_does_not_stop_another_query(tmp_path):
    make(tmp_path / "datasets/visits/visits.db", "CREATE VIEW lost AS SELECT * FROM gone")
    assert DatabaseSource().fetch(at(), tmp_path).content == EXPECTED
    assert failure(at(query="SELECT * FROM lost"), tmp_path)[1] == "fetch.query-table"


@pytest.mark.parametrize("query", [None, "", "  \n"])
def test_a_database_without_a_query_is_refused(root, query):
    assert failure(at(query=query), root)[1] == "fetch.query-missing"


@pytest.mark.parametrize("more", [{"format": "xlsx"}, {"dialect": {"delimiter": ";"}}])
def test_a_query_gives_csv_and_nothing_else(root, more):
    assert failure(at(**more), root)[1] == "fetch.query-format"


def test_a_query_on_a_file_is_not_passed_over(root):
    found = fetch(plan_for(at("visits.csv"), root))
    assert codes(found.problems) == ["fetch.query-unused"]


def test_what_is_no_database_and_what_is_a_damaged_one_are_told_apart(root):
    path = root / "datasets/visits/visits.db"
    whole = path.read_bytes()
    (path.parent / "table.db").write_bytes(b"month,place,visits\n" * 100)
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert failure(at("sqlite:table.db"), root)[1] == "fetch.no-database"
    problem, code = failure(at(), root)
    assert (code, problem.file) == ("fetch.database-damaged", "datasets/visits/visits.db")


def test_a_database_that_another_program_writes_to_is_tried_again(root, monkeypatch):
    monkeypatch.setattr(queries, "PATIENCE", 0.0)
    other = sqlite3.connect(root / "datasets/visits/visits.db")
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert failure(at(), root, TryAgain)[1] == "fetch.database-locked"
    finally:
        other.close()


def test_the_path_of_a_database_keeps_to_the_rules_for_files(root):
    folder = root / "datasets/visits"
    (folder / "link.db").symlink_to(folder / "visits.db")
    (folder / "inside").mkdir()
    assert failure(at("sqlite:link.db"), root)[1] == "fetch.link"
    assert failure(at("sqlite:inside"), root)[1] == "fetch.folder"
    assert failure(at("sqlite:Visits.db"), root)[1] == "fetch.missing-near"
    assert failure(at("sqlite:C:\\visits.db"), root)[1] == "fetch.outside"


def test_a_name_with_marks_of_an_address_is_the_name_of_a_file(tmp_path):
    make(tmp_path / "datasets/visits/a?mode=rwc#%41.db")
    assert DatabaseSource().fetch(at("sqlite:a?mode=rwc#%41.db"), tmp_path).content == EXPECTED


def test_a_query_that_does_not_end_is_stopped(root, monkeypatch):
    monkeypatch.setattr(queries, "SECONDS", 0.05)
    endless = "WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n) SELECT count(*) FROM n"
    assert failure(at(query=endless), root)[1] == "fetch.query-slow"


@pytest.mark.parametrize(("limit", "size"), [("ROWS", 3), ("BYTES", 20)])
def test_a_result_that_is_too_large_is_refused(root, monkeypatch, limit, size):
    monkeypatch.setattr(extracts, limit, size)
    assert failure(at(), root)[1] == "fetch.query-too-large"


@pytest.mark.parametrize("value", ["x'ff00'", "9e999", "'a' || char(0)"])
def test_a_value_that_is_neither_number_nor_text_is_refused(root, value):
    assert failure(at(query=f"SELECT {value} AS a FROM visits"), root)[1] == "fetch.query-value"


def test_a_package_that_is_not_there_is_told_with_the_command_that_brings_it(root, monkeypatch):
    problem, code = failure(at("sqlite+package:no_such_package/x.db"), root)
    assert code == "fetch.package-missing"
    assert 'python -m pip install "no_such_package"' in problem.remedy("en")
    monkeypatch.setattr(databases, "requires", lambda _: ['no-such.package[all]<3,>=2.1; extra == "prices"'])
    problem, _ = failure(at("sqlite+package:no_such_package/x.db"), root)
    assert 'python -m pip install "no-such.package[all]<3,>=2.1"' in problem.remedy("id")


def test_a_package_s_database_is_found_without_running_the_package(package, root):
    assert DatabaseSource().fetch(at(package), root).file == "pricebook/data/all.db"
    assert "pricebook" not in sys.modules
    assert failure(at("sqlite+package:pricebook/none.db"), root)[1] == "fetch.package-file"
    assert failure(at("sqlite+package:pricebook/../visits.db"), root)[1] == "fetch.package-form"


def test_the_path_in_a_package_does_not_leave_it(package, root):
    book = root / "site" / "pricebook"
    (book / "out.db").symlink_to(make(root / "site" / "other" / "all.db"))
    (book / "in.db").symlink_to(book / "data" / "all.db")
    assert failure(at("sqlite+package:pricebook/out.db"), root)[1] == "fetch.package-file"
    assert failure(at("sqlite+package:pricebook/C:/x.db"), root)[1] == "fetch.package-form"
    assert DatabaseSource().fetch(at("sqlite+package:pricebook/in.db"), root).content == EXPECTED


def test_the_plugs_are_registered():
    names = {"sqlite", "sqlite+package"}
    found = {point.name: point.load() for point in entry_points(group="berkala.sources") if point.name in names}
    assert found == dict.fromkeys(names, DatabaseSource)


numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(texts | st.none(), numbers | st.none(), texts), min_size=1, max_size=8))
def test_every_value_comes_back_from_the_csv(rows, tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / "any.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a, b, c)")
    connection.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
    connection.commit()
    connection.close()
    content = rows_as_csv(path, "SELECT a, b, c FROM t")
    header, *read = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    assert header == ["a", "b", "c"]
    assert sorted(map(_plain, rows)) == sorted(map(_as_read, read))


def _plain(row):
    text, number, other = row
    return (text or "", "" if number is None else str(Decimal(repr(number)).normalize()), other)


def _as_read(row):
    text, number, other = row
    return (text, str(Decimal(number).normalize()) if number else "", other)


def test_a_row_of_one_empty_cell_is_still_a_row(root):
    content = DatabaseSource().fetch(at(query="SELECT NULL AS a FROM visits WHERE people = 1"), root).content
    assert content == b'a\n""\n'


@pytest.mark.parametrize(("value", "text"), [("1e300", "1" + "0" * 300), ("1.5e-7", "0.00000015"), ("0.1 + 0.2", "")])
def test_a_number_stands_in_full(root, value, text):
    content = DatabaseSource().fetch(at(query=f"SELECT {value} AS a FROM visits WHERE people = 1"), root).content
    assert content.decode() == f"a\n{text or '0.30000000000000004'}\n"


def test_an_error_that_is_not_known_is_told_in_sqlite_s_own_words(root, monkeypatch):
    monkeypatch.setattr(queries, "_VALUE", 10)
    problem, code = failure(at(), root)
    assert code == "fetch.query-wrong"
    assert "too" in problem.message("en")
