"""The door of PostgreSQL, against a real one."""

from __future__ import annotations

import csv
import io
import time
from importlib.metadata import entry_points

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from berkala.errors import TryAgain
from berkala.fetch import extracts, fetch
from berkala.fetch.failures import Failure
from berkala.fetch.postgresql import extract, rows, sessions
from berkala.fetch.postgresql.places import read
from berkala.fetch.postgresql.source import PostgresqlSource
from contracts.source import SourceContract
from little_tables import codes, plan_for, tidied
from postgresql_asked import at, failure, needs_server, text
from test_databases import EXPECTED, QUERY

pytestmark = [*needs_server, pytest.mark.usefixtures("password")]


class TestPostgresqlSource(SourceContract):
    @pytest.fixture
    def source(self):
        return PostgresqlSource()

    @pytest.fixture
    def good(self, cluster):
        return at(cluster.url())

    @pytest.fixture
    def expected(self):
        return EXPECTED

    @pytest.fixture(params=["SELECT * FROM nothing", "", "DELETE FROM visits"])
    def bad(self, cluster, request):
        return at(cluster.url(), request.param)


def test_fetch_finds_it_by_its_scheme_and_tidy_reads_it_like_any_table(cluster, tmp_path):
    found = fetch(plan_for(at(cluster.url()), tmp_path))
    assert codes(found.problems) == []
    snapshot = found.by_dataset["visits"]
    assert (snapshot.file, snapshot.content) == (f"postgresql://127.0.0.1:{cluster.port}/statistics", EXPECTED)
    assert codes(tidied(at("x"), snapshot.content, snapshot.file).problems) == []


def test_the_plugs_are_registered():
    names = {"postgres", "postgresql"}
    found = {point.name: point.load() for point in entry_points(group="berkala.sources") if point.name in names}
    assert found == dict.fromkeys(names, PostgresqlSource)


def test_the_order_of_rows_changes_no_byte(cluster):
    for order in ("", " ORDER BY people DESC", " ORDER BY people % 2, place"):
        assert text(cluster, QUERY + order).encode() == EXPECTED


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("1.50::numeric", "1.50"),
        ("123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789"),
        ("9223372036854775807::bigint", "9223372036854775807"),
        ("1e20::float8", "100000000000000000000"),
        ("0.1::float8 + 0.2::float8", "0.30000000000000004"),
        ("0.1::float4", "0.1"),
        ("true", "true"),
        ("false", "false"),
        ("NULL::numeric", '""'),
        ("''", '""'),
        ("DATE '2020-02-29'", "2020-02-29"),
        ("TIMESTAMP '2020-02-29 01:02:03.5'", "2020-02-29 01:02:03.5"),
        ("TIMESTAMPTZ '2020-02-29 01:02:03+07'", "2020-02-28 18:02:03+00"),
        ("INTERVAL '1 day 2 hours'", "P1DT2H"),
        ("'ab'::char(5)", "ab"),
        ("'happy'::mood", "happy"),
        ("'Rp1.500,00'", '"Rp1.500,00"'),
        ("E'a\\nb\"c'", '"a\nb""c"'),
        ("'50%s'", "50%s"),
        ("'é😀'", "é😀"),
        ("gen_is.g", "7"),
    ],
)
def test_a_value_becomes_text_without_loss(cluster, value, cell):
    source = " FROM generate_series(7, 7) AS gen_is(g)" if value.startswith("gen_is") else ""
    assert text(cluster, f"SELECT {value} AS a{source}") == f"a\n{cell}\n"


values = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30, places=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(values | st.none(), numbers | st.none(), st.booleans()), min_size=1, max_size=8))
def test_every_value_comes_back_from_the_csv(cluster, rows):
    with psycopg.connect(host=str(cluster.folder), port=cluster.port, user="postgres", dbname="statistics") as there:
        there.execute("DROP TABLE IF EXISTS anything")
        there.execute("CREATE TABLE anything (a text, b numeric, c boolean)")
        for row in rows:
            there.execute("INSERT INTO anything VALUES (%s, %s, %s)", row)
        there.execute("GRANT SELECT ON anything TO reader")
    header, *read_back = csv.reader(io.StringIO(text(cluster, "SELECT * FROM anything"), newline=""), strict=True)
    assert header == ["a", "b", "c"]
    written = [["" if a is None else a, "" if b is None else format(b, "f"), str(c).lower()] for a, b, c in rows]
    assert read_back == sorted(written)


@pytest.mark.parametrize(
    "value", ["'x'::bytea", "'1'::money", "ARRAY[1]", "ROW(1, 2)", "'{}'::json", "'1.1.1.1'::inet", "point(1, 2)"]
)
def test_a_value_without_one_form_is_refused_with_its_kind(cluster, value):
    problem, code = failure(cluster.url(), f"SELECT {value} AS odd")
    assert code == "fetch.query-type"
    assert "odd" in problem.remedy("en")


@pytest.mark.parametrize("value", ["'NaN'::numeric", "'Infinity'::float8", "repeat('x', 1000001)"])
def test_a_value_that_is_no_number_or_too_long_is_refused(cluster, value):
    assert failure(cluster.url(), f"SELECT {value} AS a")[1] == "fetch.query-value"


def test_bytes_that_a_database_calls_text_are_refused(cluster):
    cluster.run(
        "CREATE DATABASE old ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0", database="postgres"
    )
    cluster.run(
        "CREATE TABLE t (a text)", "INSERT INTO t VALUES (E'caf\\xe9')", "GRANT SELECT ON t TO reader", database="old"
    )
    assert failure(cluster.url(database="old"), "SELECT a FROM t")[1] == "fetch.query-wrong"


@pytest.mark.parametrize("character", ["\0", "\ud800"])
def test_a_character_that_no_text_has_is_refused(cluster, character):
    problem, code = failure(cluster.url(), f"SELECT 1 AS a{character}, 2 AS b")
    assert code == "fetch.query-wrong"
    assert f"U+{ord(character):04X}" in problem.message("en")


# -- nothing but reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM visits",
        "WITH gone AS (DELETE FROM visits RETURNING place) SELECT * FROM gone",
        "INSERT INTO visits VALUES ('2020-03', 'north', 1) RETURNING *",
        "CREATE TABLE more (a integer)",
        "DROP TABLE visits",
        "COPY visits TO PROGRAM 'true'",
        "EXPLAIN SELECT 1",
        "SET transaction_read_only = off",
        "BEGIN",
        "COMMIT",
        "DO $$ BEGIN DELETE FROM visits; END $$",
        "SELECT 1 AS a INTO more",
        "SELECT a FROM written",
        "SELECT",
        "-- only a comment",
    ],
)
def test_what_does_not_read_is_refused(cluster, query):
    assert failure(cluster.url(), query)[1] in {"fetch.query-no-select", "fetch.query-wrong"}
    assert text(cluster, QUERY).encode() == EXPECTED


@pytest.mark.parametrize("behind", ["DELETE FROM visits", "COMMIT; DELETE FROM visits", "SELECT 1"])
def test_two_statements_are_refused(cluster, behind):
    assert failure(cluster.url(), f"{QUERY}; {behind}")[1] == "fetch.query-wrong"
    assert text(cluster, f"{QUERY};").encode() == EXPECTED


def test_the_server_itself_refuses_to_write(cluster):
    """Not only our reading of the query: the same session is asked for it directly."""
    place = read(cluster.url())
    for statement in (
        "DELETE FROM visits",
        "SELECT set_config('transaction_read_only', 'off', true)",
        "SELECT doing(1)",
    ):
        with pytest.raises(Failure) as caught, sessions.reading(place, time.monotonic() + 30, 30) as connection:
            connection.execute(statement)
        assert caught.value.code == "fetch.query-no-select"
    assert text(cluster, QUERY).encode() == EXPECTED


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("random()", "random"),
        ("now()", "now"),
        ("CURRENT_DATE", "current_date"),
        ("clock_timestamp()", "clock_timestamp"),
        ('"clock_timestamp"()', "clock_timestamp"),
        ("pg_sleep (10)", "pg_sleep"),
        ("pg_read_file('/etc/passwd')", "pg_read_file"),
        ("nextval('x')", "nextval"),
        ("set_config('statement_timeout', '0', false)", "set_config"),
        ("pg_terminate_backend(1)", "pg_terminate_backend"),
        ("string_agg(place, ',')", "string_agg"),
        ("row_number() OVER ()", "row_number"),
        ("doing(1)", "doing"),
        ("lo_import('/etc/passwd')", "lo_import"),
        ("gen_random_uuid()", "gen_random_uuid"),
    ],
)
def test_a_function_whose_result_may_differ_or_that_does_something_is_refused_by_name(cluster, call, name):
    problem, code = failure(cluster.url(), f"SELECT {call} AS a FROM visits")
    assert code == "fetch.query-function"
    assert problem.facts["name"] == name


@pytest.mark.parametrize("value", ["'now()'", "$tag$random()$tag$", "E'\\'now()'", "1 /* now() */", "1 -- now()\n"])
def test_the_same_words_as_text_are_no_functions(cluster, value):
    assert text(cluster, f"SELECT {value} AS a").startswith("a\n")


def test_a_steady_function_is_called(cluster):
    assert text(cluster, "SELECT steady(3) AS a, round(2.567, 1) AS b, upper('x') AS c") == "a,b,c\n3,2.6,X\n"


@pytest.mark.parametrize("end", ["LIMIT 1", "OFFSET 1", "FETCH FIRST 1 ROW ONLY", "TABLESAMPLE SYSTEM (50)"])
def test_some_of_the_rows_without_an_order_are_refused(cluster, end):
    assert failure(cluster.url(), f"SELECT place FROM visits {end}")[1] in {"fetch.query-limit", "fetch.query-function"}
    assert failure(cluster.url(), "SELECT DISTINCT ON (place) * FROM visits")[1] == "fetch.query-limit"
    assert text(cluster, "SELECT people FROM visits ORDER BY people LIMIT 1") == "people\n1\n"


# -- mistakes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "code", "near"),
    [
        ("SELECT * FROM visit", "fetch.query-table", "visits"),
        ("SELECT * FROM zzzzzz", "fetch.query-table", ""),
        ("SELECT peopel FROM visits", "fetch.query-column", "people"),
        ("SELECT v.peopel FROM visits AS v", "fetch.query-column", "people"),
        ("SELECT zzzzzz FROM visits", "fetch.query-column", ""),
        ("SELECT uper(place) FROM visits", "fetch.query-function", "upper"),
        ("SELECT * FROM secrets", "fetch.database-permission", None),
        ("SELECT * FORM visits", "fetch.query-wrong", None),
        ("SELECT 1 / (people - people) AS a FROM visits", "fetch.query-wrong", None),
        ("SELECT * FROM visits WHERE place = $1", "fetch.query-wrong", None),
        ("SELECT * FROM visits WHERE people > 99", "fetch.query-empty", None),
        ("SELECT * FROM visits WHERE place ~ '('", "fetch.query-wrong", None),
    ],
)
def test_a_mistake_in_the_query_names_the_descriptor_and_the_nearest(cluster, query, code, near):
    problem, found = failure(cluster.url(), query)
    assert (found, problem.file) == (code, "datasets/visits/dataset.yml")
    assert near is None or problem.facts["nearest"] == near


@pytest.mark.parametrize("more", [{"format": "xlsx"}, {"dialect": {"delimiter": ";"}}])
def test_a_query_gives_csv_and_nothing_else(cluster, more):
    assert failure(cluster.url(), **more)[1] == "fetch.query-format"
    assert failure(cluster.url(), " ")[1] == "fetch.query-missing"


def test_a_query_that_does_not_end_is_stopped_by_the_server(cluster, monkeypatch):
    monkeypatch.setattr(extract, "SECONDS", 0.3)
    monkeypatch.setattr(extract, "_ALL", 100)
    endless = "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b"
    begun = time.monotonic()
    assert failure(cluster.url(), endless)[1] == "fetch.query-slow"
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(("limit", "size"), [("ROWS", 3), ("BYTES", 20)])
def test_a_result_that_is_too_large_is_refused(cluster, monkeypatch, limit, size):
    monkeypatch.setattr(extracts, limit, size)
    monkeypatch.setattr(rows, "BATCH", 2)
    assert failure(cluster.url())[1] == "fetch.query-too-large"


def test_many_rows_are_taken_a_few_at_a_time(cluster):
    content = text(cluster, "SELECT n, 'x' AS x FROM generate_series(1, 50000) AS s(n)")
    assert content.count("\n") == 50_001


def test_a_lock_is_not_waited_for_long(cluster, monkeypatch):
    monkeypatch.setattr(sessions, "PATIENCE", 0.2)
    with psycopg.connect(host=str(cluster.folder), port=cluster.port, user="postgres", dbname="statistics") as other:
        other.execute("LOCK TABLE visits IN ACCESS EXCLUSIVE MODE")
        assert failure(cluster.url(), kind=TryAgain)[1] == "fetch.database-busy"
