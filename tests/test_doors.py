"""A publication one of whose sources is on the web: from its settings to its table, and when nothing is due."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from berkala import cli
from berkala.fetch import fetch
from berkala.overview import gathering
from berkala.plan import Request, plan
from berkala.tidy import tidy
from little_tables import codes
from publications import REPOSITORY, copy_facts
from web_servers import serving

SECRET = "s3cr3t-t0k3n"
CONTENT = (REPOSITORY / "datasets/emergency-care/emergency-care.csv").read_bytes()


def reply(_path, headers):
    if headers.get("Authorization") != f"Bearer {SECRET}":
        return 401, {}, b""
    if headers.get("If-None-Match") == '"1"':
        return 304, {}, b""
    return 200, {"ETag": '"1"'}, CONTENT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_facts(tmp_path)


def move(root: Path, url: str, trusted: str = "[127.0.0.1]") -> None:
    """Take the dataset from the web, as its descriptor and the settings would say it."""
    descriptor = root / "datasets/emergency-care/dataset.yml"
    descriptor.write_text(descriptor.read_text("utf-8").replace("path: emergency-care.csv", f"path: {url}"), "utf-8")
    (root / "datasets/emergency-care/emergency-care.csv").unlink()
    settings = root / "mkdocs.yml"
    changed = settings.read_text("utf-8").replace("time_zone:", f"trusted_hosts: {trusted}\n      time_zone:")
    settings.write_text(changed, "utf-8")


def fetched(root: Path):
    return fetch(plan(Request(root, datetime(2026, 12, 1, tzinfo=UTC), "check")))


def test_a_source_on_the_web_is_read_as_the_file_was(root, monkeypatch):
    before = tidy(fetched(root)).by_dataset["emergency-care"]
    monkeypatch.setenv("BERKALA_127_0_0_1_TOKEN", SECRET)
    with serving(reply) as server:
        url = server.url("/emergency-care.csv")
        move(root, url)
        for _ in range(2):
            snapshots = fetched(root)
            assert codes(snapshots.problems) == []
            assert snapshots.by_dataset["emergency-care"].file == url
            after = tidy(snapshots).by_dataset["emergency-care"]
            assert after.frame.equals(before.frame)
            assert after.sha256 == before.sha256
        assert [headers.get("if-none-match") for _, headers in server.asked] == [None, '"1"']
    kept = [path for path in (root / ".berkala").rglob("*") if path.is_file()]
    assert kept
    assert all(SECRET.encode() not in path.read_bytes() for path in kept)


def test_a_source_that_is_down_is_told_by_a_check_and_leaves_the_rest_alone(root):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    move(root, f"http://127.0.0.1:{port}/emergency-care.csv")
    assert codes(fetched(root).problems) == ["fetch.connection-refused"]
    assert "four-hour-standard" in fetched(root).by_dataset


def test_a_source_inside_the_network_is_refused_until_the_settings_name_it(root):
    with serving(reply) as server:
        move(root, server.url("/emergency-care.csv"), trusted="[]")
        assert codes(fetched(root).problems) == ["fetch.address-inside"]
    assert server.asked == []


@pytest.mark.parametrize(("language", "said"), [("en", "1 source on the network"), ("id", "1 sumber di jaringan")])
def test_status_asks_no_network_and_says_so(root, language, said, monkeypatch, capsys):
    def refuse(*_, **__):
        raise AssertionError("something was asked")

    move(root, "https://data.example.org/emergency-care.csv")
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(gathering, "unasked", lambda planned: ("emergency-care",))
    assert cli.main(["status", "-C", str(root), "--language", language]) == 0
    shown = capsys.readouterr().out
    assert said in shown
    assert "emergency-care" in shown


def test_a_check_in_json_tells_the_code(root, capsys):
    move(root, "http://0x7f000001/emergency-care.csv")
    assert cli.main(["check", "-C", str(root), "--json", "--jobs", "1"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert "fetch.url-number" in {one["code"] for one in problems}
