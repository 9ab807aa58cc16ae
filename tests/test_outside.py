"""publish: after a switch the public address is asked as a reader asks, over real HTTP on loopback."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from berkala import cli, pipeline
from berkala.errors import DONE, Problem, catalogue
from berkala.ledger import SITE, Event, Ledger
from berkala.plan import Publication, Request, plan
from berkala.plan.reading import read_publication
from berkala.publish import publish, roll_back
from berkala.publish.outside import ONCE, Patience, look_from_outside, problems_of
from berkala.publish.rollback import Wish
from berkala.secrets import variable
from berkala.service.desk import Desk
from berkala.service.said import Said
from berkala.service.witness import Witness
from browsing import served
from handmade import NEW, frozen_frame, publish_old, run, staged
from hosting import free_port, static_host
from plan_cases import edit
from publishing import fixture_root  # noqa: F401
from test_publish_promises import SETTINGS
from web_servers import Reply, Server, serving

#: Patient for as long as a test may be.
SHORT = Patience(seconds=3.0, pauses=(0.05, 0.1), each=2.0)
EDITIONS = ("counts/2020-03/", "counts/2020-04/")


def at_address(root: Path, address: str, trusted: str = "[127.0.0.1, localhost]") -> Publication:
    """The publication, whose channel says where the public reads it."""
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("path: site}", f"path: site, address: '{address}'}}")
    (root / "mkdocs.yml").write_text(f"{text}      trusted_hosts: {trusted}\n", encoding="utf-8")
    found, problems = read_publication(root)
    assert problems == ()
    assert found is not None
    return found


def file_of(folder: Path, path: str) -> Reply:
    file = folder / path.partition("?")[0].lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    return (200, {}, file.read_bytes()) if file.is_file() else (404, {}, b"no such page")


@contextmanager
def host(root: Path, reply: Callable[[str], Reply]) -> Iterator[tuple[Publication, Server]]:
    """A publication whose first site is out, and the server at its address; then its second site is out too."""

    def answer(path: str, _: Mapping[str, str]) -> Reply:
        return reply(path)

    with serving(answer) as server:
        found = at_address(root, server.url())
        publish_old(root)
        shutil.copytree(root / "site", root / "before")
        run(root)
        yield found, server


def only(event: Event | None) -> Problem:
    (problem,) = problems_of(event)
    assert problem.severity == "warning"
    for code in ("en", "id"):
        assert problem.code in catalogue(code)
        assert "{" not in problem.message(code) + problem.remedy(code)
    return problem


def events(root: Path) -> list[str]:
    return [one.kind for one in Ledger(root / ".berkala/ledger.sqlite3").events("seen", "unseen")]


def test_a_host_that_shows_it_is_seen_at_once(root: Path) -> None:
    with host(root, lambda path: file_of(root / "site", path)) as (found, server):
        event = look_from_outside(found, "site", SHORT)
        assert event is not None
        assert problems_of(event) == ()
        asked = [path for path, _ in server.asked]
    assert asked[0] == "/manifest.json"
    assert asked[1:] == [*(f"/{one}" for one in EDITIONS), *(f"/{one}figures.json" for one in EDITIONS)]
    assert (event.kind, event.details["asked"], event.details["address"]) == ("seen", 5, server.url())
    assert float(str(event.details["seconds"])) < 2
    assert event.content == Ledger(root / ".berkala/ledger.sqlite3").latest("site")[SITE].content


def test_it_asks_as_anybody_would(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable("127.0.0.1"), "a-secret-of-ours")
    with host(root, lambda path: file_of(root / "site", path)) as (found, server):
        look_from_outside(found, "site", SHORT)
    for _, headers in server.asked:
        assert headers["cache-control"] == "no-cache"
        assert not headers.keys() & {"authorization", "cookie", "if-none-match", "if-modified-since"}
        assert "a-secret-of-ours" not in str(headers)
    assert not [path for path, _ in server.asked if "?" in path]


def test_a_host_that_shows_it_after_a_second_is_waited_for(root: Path) -> None:
    until = [0.0]
    with host(root, lambda path: file_of(root / ("before" if time.monotonic() < until[0] else "site"), path)) as (
        found,
        _,
    ):
        until[0] = time.monotonic() + 1
        event = look_from_outside(found, "site", SHORT)
    assert event is not None
    assert event.kind == "seen"
    assert 0.8 < float(str(event.details["seconds"])) < 2.5
    assert events(root) == ["seen"]


def test_a_host_that_keeps_the_old_site_is_told_and_the_switch_stays(root: Path) -> None:
    with host(root, lambda path: file_of(root / "before", path)) as (found, server):
        patience = Patience(seconds=0.5, pauses=(0.1,))
        event = look_from_outside(found, "site", patience)
        assert only(event).code == "publish.unseen-old"
        assert len(server.asked) >= 3
        assert {path for path, _ in server.asked} == {"/manifest.json"}
        look_from_outside(found, "site", ONCE)
    assert events(root) == ["unseen"], "the same finding was written down twice"
    assert (root / "site" / EDITIONS[0] / "index.html").is_file()
    assert run(root) == ()


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        ("missing", "publish.unseen-status", "status 404"),
        ("old", "publish.unseen-other", "counts/2020-04/ get is not, byte for byte"),
        ("data", "publish.unseen-other", "counts/2020-04/figures.json"),
    ],
)
def test_a_host_that_serves_half_of_it_is_told_with_the_page(root: Path, wrong: str, code: str, said: str) -> None:
    def half(path: str) -> Reply:
        page = "figures.json" if wrong == "data" else ""
        if path == f"/{EDITIONS[1]}{page}":
            return (404, {}, b"") if wrong == "missing" else (200, {}, b"<p>as it was</p>")
        return file_of(root / "site", path)

    with host(root, half) as (found, _):
        problem = only(look_from_outside(found, "site", ONCE))
    assert problem.code == code
    assert said in problem.message()


def test_what_was_right_is_not_asked_again(root: Path) -> None:
    turns: list[str] = []

    def once_wrong(path: str) -> Reply:
        turns.append(path)
        return (503, {}, b"") if turns.count(path) == 1 else file_of(root / "site", path)

    with host(root, once_wrong) as (found, _):
        event = look_from_outside(found, "site", SHORT)
    assert event is not None
    assert event.kind == "seen"
    assert {path: turns.count(path) for path in turns} == dict.fromkeys(turns, 2)


def test_a_host_that_is_down_is_told(root: Path) -> None:
    found = at_address(root, f"http://127.0.0.1:{free_port()}/")
    run(root)
    assert only(look_from_outside(found, "site", ONCE)).code == "publish.unseen-connection"


@pytest.mark.parametrize(
    ("address", "trusted", "code"),
    [
        ("http://127.0.0.1:{port}/", "[]", "publish.unseen-inside"),
        ("https://127.0.0.1:{port}/", "[127.0.0.1]", "publish.unseen-certificate"),
        ("http://127.0.0.1:{port}/elsewhere/", "[127.0.0.1, localhost]", "publish.unseen-redirect"),
        ("http://127.0.0.1:{port}/round/", "[127.0.0.1]", "publish.unseen-redirect"),
    ],
)
def test_what_else_may_come_has_its_own_words(root: Path, address: str, trusted: str, code: str) -> None:
    def reply(path: str, _: Mapping[str, str]) -> Reply:
        if path == "/":
            return 200, {}, b"somebody else's page"
        there = f"http://localhost:{server.port}/" if "elsewhere" in path else path
        return 302, {"Location": there}, b""

    with serving(reply) as server:
        found = at_address(root, address.format(port=server.port), trusted)
        run(root)
        began = time.monotonic()
        assert only(look_from_outside(found, "site", Patience(seconds=30.0, pauses=(20.0,), each=5.0))).code == code
        assert time.monotonic() - began < 10, "what a person has to mend was waited for"
        assert not [headers for _, headers in server.asked if "localhost" in headers["host"]]


def test_a_name_that_nobody_knows_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    found = at_address(root, "https://statistics.dinas.example/")
    run(root)
    with monkeypatch.context() as now:
        now.setattr(socket, "getaddrinfo", unknown)
        assert only(look_from_outside(found, "site", SHORT)).code == "publish.unseen-host"


def test_redirects_on_the_same_host_are_followed(root: Path) -> None:
    def moved(path: str) -> Reply:
        if not path.startswith("/new"):
            return 301, {"Location": f"/new{path}"}, b""
        return file_of(root / "site", path.removeprefix("/new"))

    with host(root, moved) as (found, _):
        event = look_from_outside(found, "site", SHORT)
    assert event is not None
    assert event.kind == "seen"


def test_a_host_that_compresses_and_a_site_under_a_path_are_seen(root: Path) -> None:
    (root / "site").mkdir(exist_ok=True)
    with static_host(root / "site", under="/statistics/") as address:
        found = at_address(root, address)
        run(root)
        event = look_from_outside(found, "site", SHORT)
    assert event is not None
    assert event.kind == "seen"


def test_without_an_address_or_without_a_site_nothing_is_asked(root: Path) -> None:
    found, _ = read_publication(root)
    assert found is not None
    run(root)
    assert look_from_outside(found, "site", ONCE) is None
    assert look_from_outside(at_address(root, "http://127.0.0.1:1/"), "other", ONCE) is None
    assert events(root) == []


def test_a_look_that_is_overtaken_says_nothing(root: Path) -> None:
    turns = []

    def old(path: str) -> Reply:
        turns.append(path)
        if len(turns) == 2:
            roll_back(found, Wish("site", "It was wrong.", NEW.isoformat()))
        return 404, {}, b""

    with host(root, old) as (found, _):
        assert look_from_outside(found, "site", SHORT) is None
    assert events(root) == []


def test_after_a_rollback_the_public_sees_the_site_of_before(root: Path) -> None:
    with host(root, lambda path: file_of(root / "site", path)) as (found, _):
        done = roll_back(found, Wish("site", "It was wrong.", NEW.isoformat()))
        event = look_from_outside(found, "site", SHORT)
    assert event is not None
    assert (event.kind, event.content) == ("seen", done.tree)


def test_the_service_says_it_and_is_not_held_up(root: Path) -> None:
    heard: list[Said] = []
    slow = lambda path: (time.sleep(0.5), file_of(root / "site", path))[1]  # noqa: E731
    with serving(lambda path, _: slow(path)) as server:
        at_address(root, server.url())
        witness = Witness(heard.append, SHORT)
        desk = Desk(
            root,
            hear=heard.append,
            make=lambda request: staged(plan(request)),
            release=publish,
            look=witness.look,
        )
        with frozen_frame():
            began = time.monotonic()
            desk.publish(NEW)
            assert time.monotonic() - began < 1.5
        assert [one.kind for one in heard] == ["published"]
        time.sleep(0.1)
        witness.close()
    assert [one.kind for one in heard] == ["published", "seen"]
    assert heard[1].editions == heard[0].editions


def test_a_host_that_shows_it_in_the_end_is_told_twice(root: Path) -> None:
    heard: list[Said] = []
    shown: list[str] = []

    def reply(path: str, _: Mapping[str, str]) -> Reply:
        return file_of(root / "site", path) if shown else (404, {}, b"")

    with serving(reply) as server:
        found = at_address(root, server.url())
        run(root)
        quick = Patience(seconds=5.0, pauses=(0.05,))
        witness = Witness(heard.append, Patience(seconds=0.2, pauses=(0.05,)), later=quick)
        witness.look(found, "site", ("counts@2020-04",))
        for _ in range(100):
            if heard:
                break
            time.sleep(0.05)
        shown.append("now")
        witness.close()
    assert [one.kind for one in heard] == ["unseen", "seen"]
    assert events(root) == ["unseen", "seen"]


def test_a_service_that_is_stopped_does_not_wait(root: Path) -> None:
    heard: list[Said] = []
    found = at_address(root, f"http://127.0.0.1:{free_port()}/")
    run(root)
    witness = Witness(heard.append, Patience(seconds=60.0, pauses=(30.0,)))
    witness.look(found, "site", ())
    time.sleep(0.3)
    witness.patience.ended.set()
    began = time.monotonic()
    witness.close()
    assert time.monotonic() - began < 5
    assert [(one.kind, one.problems[0].code) for one in heard] == [("unseen", "publish.unseen-connection")]


@pytest.fixture(name="told")
def fixture_told(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """A command on the publication, and what it says."""
    monkeypatch.setattr(pipeline, "run", lambda request, *_, **__: staged(plan(request)))

    def say(*words: str, at: datetime = NEW) -> str:
        with frozen_frame():
            code = cli.main([words[0], "-C", str(root), "--as-of", at.isoformat(), "--language", "en", *words[1:]])
        assert code == DONE
        said = capsys.readouterr()
        return said.out + said.err

    return say


def test_the_commands_say_what_the_public_sees(root: Path, told: Callable[..., str]) -> None:
    with served(root / "site") as address:
        at_address(root, address)
        assert f"The public sees the new site at {address}, 0 seconds after the switch." in told("publish")
        assert f"The public sees the site at {address}. Looked at on " in told("status")
        assert "The public" not in told("publish"), "what was seen is not asked again"


def test_a_zip_file_is_looked_for_once_it_may_have_been_uploaded(root: Path, told: Callable[..., str]) -> None:
    with served(root / "uploaded") as address:
        edit(
            root, "mkdocs.yml", "{kind: folder, path: site}", SETTINGS["zip"].replace("}", f", address: '{address}'}}")
        )
        edit(root, "mkdocs.yml", "      channels:", "      trusted_hosts: [127.0.0.1]\n      channels:")
        assert f"Whether the public sees the site at {address} has not been looked at yet" in told("publish")
        assert "answers with status 404" in told("publish")
        shutil.unpack_archive(root / "upload/site.zip", root / "uploaded")
        assert f"The public sees the site at {address}." in told("publish")


@pytest.mark.slow
def test_a_real_site_is_asked_for_home_in_each_language(tmp_path: Path) -> None:
    from small import AFTER, small_publication

    root = small_publication(tmp_path / "small", first="2019-02")
    with frozen_frame(), serving(lambda path, _: file_of(root / "site", path)) as server:
        edit(root, "mkdocs.yml", "path: site", f"path: site, address: '{server.url()}'")
        edit(root, "mkdocs.yml", "      networks:", "      trusted_hosts: [127.0.0.1]\n      networks:")
        planned = plan(Request(root, AFTER))
        assert planned.problems == ()
        pipeline.run(planned.request)
        found, _ = read_publication(root)
        assert found is not None
        event = look_from_outside(found, "site", SHORT)
    assert event is not None
    assert event.kind == "seen", event
    assert {"/", "/id/", "/manifest.json"} < {path for path, _ in server.asked}
