"""The door of the web: what is asked and kept, what is taken as an answer, and what is said where there is none."""

from __future__ import annotations

import gzip
import zlib
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace

import pytest

from asking import BYTES, HOME, at, failure, good
from berkala.errors import SourceProblems, TryAgain
from berkala.fetch import fetch
from berkala.fetch.web.kept import Store
from berkala.fetch.web.source import WebSource
from contracts.source import SourceContract
from little_tables import codes, plan_for, tidied
from web_servers import serving


@pytest.fixture
def server():
    with serving(good) as server:
        yield server


class TestWebSource(SourceContract):
    @pytest.fixture
    def source(self, tmp_path):
        return WebSource(HOME, Store(tmp_path / "kept"))

    @pytest.fixture
    def good(self, server):
        return at(server.url("/visits.csv"))

    @pytest.fixture
    def expected(self):
        return BYTES

    @pytest.fixture(params=["http://localhost/x.csv", "http://127.0.0.1:1/x.csv", "https://user:pw@example.org/"])
    def bad(self, request):
        return at(request.param)


def test_fetch_finds_it_by_its_scheme_and_the_settings_name_what_is_trusted(server, tmp_path):
    run = plan_for(at(server.url("/visits.csv#part")), tmp_path)
    settings = SimpleNamespace(trusted_hosts=("127.0.0.1",), state=".berkala")
    run = type(run)(run.request, type(run.publication)(tmp_path, settings, run.publication.datasets, {}), ())
    found = fetch(run)
    assert codes(found.problems) == []
    snapshot = found.by_dataset["visits"]
    assert (snapshot.file, snapshot.content) == (server.url("/visits.csv"), BYTES)
    assert codes(tidied(at("x"), snapshot.content, snapshot.file).problems) == []


def test_the_plugs_are_registered():
    found = {p.name: p.load() for p in entry_points(group="berkala.sources") if p.name in {"http", "https"}}
    assert found == {"http": WebSource, "https": WebSource}


def test_a_query_belongs_to_a_database():
    with pytest.raises(SourceProblems) as caught:
        WebSource().fetch(at("https://example.org/x.csv", query="SELECT 1"), Path())
    assert codes(caught.value.problems) == ["fetch.query-web"]


# -- what is kept -------------------------------------------------------------------------------------------------


def test_a_file_that_has_not_changed_is_not_sent_again(tmp_path):
    def reply(path, headers):
        if headers.get("If-None-Match") == '"1"':
            return 304, {}, b""
        return 200, {"ETag": '"1"'}, BYTES

    with serving(reply) as server:
        source, one = WebSource(HOME, Store(tmp_path / "kept")), at(server.url())
        first, second = source.fetch(one, tmp_path), source.fetch(one, tmp_path)
        assert first == second
        assert "if-none-match" in server.asked[1][1]
        for damage in (b"", b"{}\n" + BYTES, b"\xff\xfe", next((tmp_path / "kept").iterdir()).read_bytes() + b"9"):
            (file,) = (tmp_path / "kept").iterdir()
            file.write_bytes(damage)
            assert source.fetch(one, tmp_path) == first
            assert "if-none-match" not in server.asked[-1][1]
            assert file.read_bytes() != damage


def test_a_changed_file_is_new_and_an_unkept_304_is_no_answer(tmp_path):
    now = [BYTES]
    with serving(lambda *_: (200, {"Last-Modified": f"Mon, 30 Nov 2026 10:00:0{len(now)} GMT"}, now[-1])) as server:
        source, one = WebSource(HOME, Store(tmp_path / "kept")), at(server.url())
        assert source.fetch(one, tmp_path).content == BYTES
        now.append(BYTES + b"2020-02,north,2\r\n")
        assert source.fetch(one, tmp_path).content == now[-1]
    with serving(lambda *_: (304, {}, b"")) as server:
        assert failure(server.url())[1] == "fetch.answer-other"


def test_marks_are_not_taken_to_another_address_that_a_redirect_leads_to(tmp_path):
    place = ["/get?id=1"]

    def reply(path, headers):
        if path == "/latest":
            return 302, {"Location": place[-1]}, b""
        return (304, {}, b"") if "If-None-Match" in headers else (200, {"ETag": '"same"'}, path.encode())

    with serving(reply) as server:
        source, one = WebSource(HOME, Store(tmp_path / "kept")), at(server.url("/latest"))
        assert source.fetch(one, tmp_path).content == source.fetch(one, tmp_path).content == b"/get?id=1"
        place.append("/get?id=2")
        assert source.fetch(one, tmp_path).content == b"/get?id=2"


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with serving(lambda *_: (200, {"ETag": '"1"'}, BYTES)) as server:
        assert WebSource(HOME, Store(tmp_path / "file" / "kept")).fetch(at(server.url()), tmp_path).content == BYTES


# -- answers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "headers", "code", "kind"),
    [
        (401, {}, "fetch.not-authorised", SourceProblems),
        (403, {}, "fetch.forbidden", SourceProblems),
        (404, {}, "fetch.not-found", SourceProblems),
        (410, {}, "fetch.not-found", SourceProblems),
        (418, {}, "fetch.answer-other", SourceProblems),
        (206, {}, "fetch.answer-other", SourceProblems),
        (429, {"Retry-After": "120"}, "fetch.too-many-requests-wait", TryAgain),
        (429, {"Retry-After": "Mon, 30 Nov 2026 10:00:00 GMT"}, "fetch.too-many-requests", TryAgain),
        (429, {}, "fetch.too-many-requests", TryAgain),
        (500, {}, "fetch.server-failed", TryAgain),
        (503, {"Retry-After": "9"}, "fetch.server-failed", TryAgain),
        (300, {}, "fetch.answer-other", SourceProblems),
        (302, {}, "fetch.redirect-form", SourceProblems),
        (302, {"Location": "ftp://example.org/"}, "fetch.redirect-form", SourceProblems),
        (302, {"Location": "http://user:pw@example.org/"}, "fetch.redirect-form", SourceProblems),
        (302, {"Location": "/again"}, "fetch.redirects", SourceProblems),
        (200, {"Content-Encoding": "br"}, "fetch.encoding", SourceProblems),
        (200, {"Content-Encoding": "gzip, gzip"}, "fetch.encoding", SourceProblems),
        (200, {"Content-Encoding": "gzip"}, "fetch.encoding-broken", SourceProblems),
    ],
)
def test_each_answer_that_is_no_file_has_its_own_sentence(status, headers, code, kind):
    with serving(lambda *_: (status, headers, BYTES)) as server:
        problem, found = failure(server.url("/x.csv"), kind)
    assert found == code
    assert problem.file == server.url("/x.csv")
    assert "pw" not in problem.message()
    if "wait" in code:
        assert "120" in problem.remedy("en")


def test_an_empty_answer_is_no_table():
    with serving(lambda *_: (200, {}, b"")) as server:
        assert failure(server.url())[1] == "fetch.answer-empty"


def test_a_page_to_log_in_is_told_as_one_and_any_other_page_by_tidy(tmp_path):
    page = b"<!DOCTYPE html><title>x</title>"
    for place, code in (("/login?next=x", "fetch.login"), ("/elsewhere", None)):
        redirect = (302, {"Location": place}, b"")
        with serving(lambda path, _, redirect=redirect: redirect if path == "/" else (200, {}, page)) as s:
            if code:
                assert failure(s.url())[1] == code
            else:
                snapshot = WebSource(HOME).fetch(at(s.url()), tmp_path)
                assert codes(tidied(at("x"), snapshot.content, snapshot.file).problems) == ["tidy.is-html"]


@pytest.mark.parametrize("name", ["gzip", "deflate"])
def test_a_packed_answer_is_unpacked(name, tmp_path):
    packed = gzip.compress(BYTES[:9]) + gzip.compress(BYTES[9:]) if name == "gzip" else zlib.compress(BYTES)
    with serving(lambda *_: (200, {"Content-Encoding": name}, packed)) as server:
        assert WebSource(HOME).fetch(at(server.url()), tmp_path).content == BYTES
    with serving(lambda *_: (200, {"Content-Encoding": name}, packed[:-3])) as server:
        assert failure(server.url(), TryAgain)[1] == "fetch.cut-short"


def test_a_redirect_with_blanks_and_letters_is_followed(tmp_path):
    there = "/tabel triwulan/é.csv"
    location = there.encode().decode("latin-1")
    with serving(lambda path, _: good() if "%20" in path else (302, {"Location": location}, b"")) as server:
        assert WebSource(HOME).fetch(at(server.url()), tmp_path).content == BYTES
        assert server.asked[1][0] == "/tabel%20triwulan/%C3%A9.csv"


def test_as_many_redirects_as_are_allowed_are_followed(tmp_path):
    def reply(path, _):
        left = int(path[1:])
        return (307, {"Location": f"/{left - 1}"}, b"") if left else good()

    with serving(reply) as server:
        assert WebSource(HOME).fetch(at(server.url("/5")), tmp_path).content == BYTES
        assert failure(server.url("/6"))[1] == "fetch.redirects"
