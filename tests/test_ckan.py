"""The door of another CKAN: against a stand-in that answers as CKAN does, and against a real one where there is one."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import entry_points
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from ckanapi import NotFound, RemoteCKAN

from berkala.errors import BerkalaError, SourceProblems, TryAgain
from berkala.fetch.ckan import catalogue
from berkala.fetch.ckan.places import find
from berkala.fetch.ckan.source import CkanSource
from berkala.fetch.web.kept import Store
from contracts.source import SourceContract
from little_tables import codes, dataset
from web_servers import serving

BYTES = b"month,place,visits\n2020-01,north,1\n"
HOME = frozenset({"127.0.0.1"})
SECRET = "s3cr3t-t0k3n"
TOKEN = "BERKALA_127_0_0_1_TOKEN"

needs_shared = pytest.mark.skipif("BERKALA_SHARED" not in os.environ, reason="BERKALA_SHARED names no folder")


def at(path: str, **more: object):
    return dataset(resource={"path": path, **more})


def failing(status: int, kind: str) -> tuple[int, dict[str, str], bytes]:
    body = {"success": False, "error": {"__type": kind, "message": "no"}}
    return status, {"Content-Type": "application/json"}, json.dumps(body).encode()


@contextmanager
def ckan(resources=None, reply=None):
    """A stand-in with a dataset `kemiskinan`; a resource without an address of its own stands on the same server."""
    base = [""]

    def answer(path: str, headers: Mapping[str, str]):
        parts = urlsplit(path)
        if parts.path.endswith("/api/action/package_show"):
            if reply:
                return reply
            if parse_qs(parts.query)["id"] != ["kemiskinan"]:
                return failing(404, "Not Found Error")
            if headers.get("Authorization") not in (None, SECRET):
                return failing(403, "Authorization Error")
            found = [
                {**one, "url": one.get("url", "{url}/file.csv").replace("{url}", base[0])} for one in resources or ()
            ]
            return 200, {}, json.dumps({"success": True, "result": {"resources": found}}).encode()
        return 200, {"ETag": '"1"'}, BYTES

    with serving(answer) as server:
        base[0] = server.url("")
        yield server


ONE = [{"id": "0a-1", "name": "Tabel 1.csv"}, {"id": "0a-2", "name": "lain.csv"}]


def failure(path: str, kind: type[BerkalaError] = SourceProblems, trusted=HOME):
    with pytest.raises(BerkalaError) as caught:
        CkanSource(trusted).fetch(at(path), Path())
    assert type(caught.value) is kind, caught.value.problems
    (problem,) = caught.value.problems
    return problem, codes((problem,))[0]


class TestCkanSource(SourceContract):
    @pytest.fixture
    def server(self):
        with ckan(ONE) as server:
            yield server

    @pytest.fixture
    def source(self, tmp_path):
        return CkanSource(HOME, Store(tmp_path / "kept"))

    @pytest.fixture
    def good(self, server):
        return at(f"ckan+{server.url('/kemiskinan/lain.csv')}")

    @pytest.fixture
    def expected(self):
        return BYTES

    @pytest.fixture(params=["/kemiskinan/none.csv", "/none/lain.csv", "/kemiskinan", "/"])
    def bad(self, server, request):
        return at(f"ckan+{server.url(request.param)}")


def test_the_plugs_are_registered():
    names = {"ckan+http", "ckan+https"}
    found = {point.name: point.load() for point in entry_points(group="berkala.sources") if point.name in names}
    assert found == dict.fromkeys(names, CkanSource)


@pytest.mark.parametrize(
    "path",
    [
        "/kemiskinan/Tabel%201.csv",
        "/kemiskinan/0a-1",
        "/katalog/kemiskinan/0a-1",
        "/dataset/kemiskinan/resource/0a-1",
        "/katalog/dataset/kemiskinan/resource/0a-1",
    ],
)
def test_a_file_is_found_by_its_name_its_identifier_and_its_page(path, tmp_path):
    with ckan(ONE) as server:
        assert CkanSource(HOME).fetch(at(f"ckan+{server.url(path)}"), tmp_path).content == BYTES
        root = "/katalog" if path.startswith("/katalog") else ""
        assert server.asked[0][0] == f"{root}/api/action/package_show?id=kemiskinan"
        assert server.asked[1][0] == "/file.csv"


def test_where_it_came_from_is_the_place_in_ckan():
    assert find("ckan+https://a.example/x/y%20z").shown == "ckan+https://a.example/x/y%20z"
    assert find("CKAN+HTTPS://a.example/x/y").shown == "ckan+https://a.example/x/y"
    assert find("ckan+https://a.example/r/dataset/x/resource/y").shown == "ckan+https://a.example/r/x/y"


def test_a_file_that_has_not_changed_is_kept(tmp_path):
    with ckan(ONE) as server:
        source, one = CkanSource(HOME, Store(tmp_path / "kept")), at(f"ckan+{server.url('/kemiskinan/0a-1')}")
        source.fetch(one, tmp_path)
        source.fetch(one, tmp_path)
        assert server.asked[3][1]["if-none-match"] == '"1"'


def test_what_is_not_there_is_told_with_the_nearest():
    with ckan(ONE) as server:
        problem, code = failure(f"ckan+{server.url('/kemiskinan/lian.csv')}")
        assert (code, problem.facts["nearest"]) == ("fetch.ckan-resource", "lain.csv")
        assert failure(f"ckan+{server.url('/kemiskinan/zzzzzz')}")[1] == "fetch.ckan-resource"
        assert failure(f"ckan+{server.url('/kemiskinn/lain.csv')}")[1] == "fetch.ckan-dataset"


def test_two_files_of_one_name_are_told_apart_by_their_identifiers(tmp_path):
    with ckan([{"id": "1", "name": "x"}, {"id": "2", "name": "x"}]) as server:
        problem, code = failure(f"ckan+{server.url('/kemiskinan/x')}")
        assert code == "fetch.ckan-resources"
        assert "1, 2" in problem.remedy("id")
        assert CkanSource(HOME).fetch(at(f"ckan+{server.url('/kemiskinan/2')}"), tmp_path).content == BYTES


@pytest.mark.parametrize(
    ("reply", "code", "kind"),
    [
        (failing(403, "Authorization Error"), "fetch.ckan-private", SourceProblems),
        (failing(404, "Not Found Error"), "fetch.ckan-dataset", SourceProblems),
        ((404, {}, b"<html>not here</html>"), "fetch.not-ckan", SourceProblems),
        ((200, {}, b"<html>home</html>"), "fetch.not-ckan", SourceProblems),
        ((200, {}, b'{"success": true, "result": []}'), "fetch.not-ckan", SourceProblems),
        ((200, {}, b'{"success": true, "result": {"resources": [1, null]}}'), "fetch.ckan-resource", SourceProblems),
        ((200, {}, b"[]"), "fetch.not-ckan", SourceProblems),
        ((200, {}, b'{"error": "socrata"}'), "fetch.not-ckan", SourceProblems),
        ((503, {}, b"busy"), "fetch.server-failed", TryAgain),
        ((429, {"Retry-After": "5"}, b"busy"), "fetch.too-many-requests-wait", TryAgain),
        ((401, {}, b""), "fetch.not-authorised", SourceProblems),
        ((302, {"Location": "http://10.0.0.1/api"}, b""), "fetch.redirect-inside", SourceProblems),
    ],
)
def test_what_ckan_says_instead(reply, code, kind):
    with ckan(reply=reply) as server:
        assert failure(f"ckan+{server.url('/kemiskinan/x')}", kind)[1] == code


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://10.0.0.1/x.csv", "fetch.redirect-inside"),
        ("http://169.254.169.254/latest/", "fetch.redirect-inside"),
        ("http://localhost/x.csv", "fetch.redirect-inside"),
        ("file:///etc/passwd", "fetch.ckan-no-file"),
        ("http://user:word@example.org/x.csv", "fetch.ckan-no-file"),
        ("http://2130706433/", "fetch.ckan-no-file"),
        ("", "fetch.ckan-no-file"),
        ("x.csv", "fetch.ckan-no-file"),
    ],
)
def test_a_file_that_ckan_says_is_inside_or_nowhere_is_refused(url, code):
    with ckan([{"id": "1", "name": "x", "url": url}]) as server:
        problem, found = failure(f"ckan+{server.url('/kemiskinan/x')}")
    assert found == code
    assert "word" not in f"{problem.message()}{problem.remedy()}"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("ckan+http://127.0.0.1/a/b", "fetch.address-inside"),
        ("ckan+https://localhost/a/b", "fetch.address-inside"),
        ("ckan+https://user:word@example.org/a/b", "fetch.url-password"),
        ("ckan+https://0x7f000001/a/b", "fetch.url-number"),
        ("ckan+https://example.org/a", "fetch.ckan-form"),
        ("ckan+https://example.org/a//b", "fetch.ckan-form"),
        ("ckan+https://example.org/a/b?token=x", "fetch.ckan-form"),
    ],
)
def test_an_address_that_may_not_be_asked_is_refused(path, code, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("it was looked up")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    problem, found = failure(path, trusted=frozenset())
    assert (found, problem.file) == (code, "datasets/visits/dataset.yml")


def test_a_token_goes_to_ckan_and_to_no_other_host(monkeypatch, tmp_path):
    monkeypatch.setenv(TOKEN, SECRET)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with serving(lambda *_: (200, {}, BYTES)) as other:
        with ckan([{"id": "1", "name": "x", "url": other.url("/x.csv", host="files.example")}]) as server:
            found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", other.port))]
            real = socket.getaddrinfo
            monkeypatch.setattr(
                socket,
                "getaddrinfo",
                lambda host, *rest, **more: found if host == "files.example" else real(host, *rest, **more),
            )
            source = CkanSource(HOME | {"files.example"})
            assert source.fetch(at(f"ckan+{server.url('/kemiskinan/x')}"), tmp_path).content == BYTES
        assert server.asked[0][1]["authorization"] == SECRET
        assert "authorization" not in other.asked[0][1]


def test_a_description_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(catalogue, "SIZE", 100)
    with ckan(reply=(200, {}, b" " * 200)) as server:
        assert failure(f"ckan+{server.url('/kemiskinan/x')}")[1] == "fetch.answer-too-large"


@contextmanager
def real_ckan():
    """A real CKAN in a folder of its own, or in the one of BERKALA_CKAN, which then goes on running."""
    servers = Path(os.environ["BERKALA_SHARED"]) / "servers"
    kept = os.environ.get("BERKALA_CKAN")
    with tempfile.TemporaryDirectory(prefix="berkala-ckan-", ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o755)  # PostgreSQL runs as another user
        folder = kept or name
        ports = [f"--{what}port={free_port()}" for what in ("", "pg-", "redis-", "solr-")] if not kept else []
        ports = [part for port in ports for part in port.split("=")]
        try:
            done = subprocess.run([servers / "ckan-up", folder, *ports], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            yield dict(line.split("=", 1) for line in done.stdout.splitlines())
        finally:
            if not kept:
                subprocess.run([servers / "ckan-down", folder], capture_output=True, check=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.mark.slow
@pytest.mark.shared
@needs_shared
def test_a_real_ckan(monkeypatch, tmp_path):
    with real_ckan() as there:
        (tmp_path / "tabel.csv").write_bytes(BYTES)
        with RemoteCKAN(there["CKAN_URL"], apikey=there["CKAN_TOKEN"]) as admin:
            names = [one["name"] for one in admin.action.organization_list(all_fields=True)]
            if "dinas" not in names:
                admin.action.organization_create(name="dinas")
            for name, private in (("terbuka", False), ("tertutup", True)):
                with suppress(NotFound):
                    admin.action.dataset_purge(id=name)
                package = admin.action.package_create(name=name, owner_org="dinas", private=private)
                with (tmp_path / "tabel.csv").open("rb") as stream:
                    made = admin.action.resource_create(package_id=package["id"], name="Tabel 1", upload=stream)
        url = f"ckan+{there['CKAN_URL']}"
        source = CkanSource(HOME, Store(tmp_path / "kept"))
        for path in ("terbuka/Tabel%201", "dataset/terbuka/resource/Tabel%201"):
            assert source.fetch(at(f"{url}/{path}"), tmp_path).content == BYTES
        assert failure(f"{url}/terbuka/Tabel%202")[1] == "fetch.ckan-resource"
        assert failure(f"{url}/terbukas/x")[1] == "fetch.ckan-dataset"
        assert failure(f"{url}/tertutup/x")[1] in {"fetch.ckan-private", "fetch.ckan-dataset"}
        monkeypatch.setenv(TOKEN, "not-a-token")
        assert failure(f"{url}/tertutup/x")[1] in {"fetch.ckan-private", "fetch.ckan-dataset"}
        monkeypatch.setenv(TOKEN, there["CKAN_TOKEN"])
        assert source.fetch(at(f"{url}/tertutup/{made['id']}"), tmp_path).content == BYTES
