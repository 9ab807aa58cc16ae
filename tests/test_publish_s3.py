"""publish: the site in S3-compatible storage, against a real server on loopback: the order, the headers, the faults."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from berkala.errors import SourceProblems, TryAgain
from berkala.plan.specifications import Bucket
from berkala.publish.targets.headers import cached, kind_of
from berkala.publish.targets.s3 import S3Target
from contracts.site_target import ONE, OTHER, SiteTargetContract, tree
from handmade import NEW, OLD, publication, run
from hosting import SNIPPETS
from kills import receipts_in
from publishing import code_of
from s3_server import HERE, Line, running

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HERE and os.environ.get("CI") != "true", reason="there is no boto3, moto or flask here"),
]

KEYS = {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "s3cr3t-w0rds"}


@pytest.fixture(scope="module", name="port")
def fixture_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with running(tmp_path_factory.mktemp("moto") / "log") as port:
        yield port


@pytest.fixture(autouse=True)
def _keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in {**KEYS, "AWS_EC2_METADATA_DISABLED": "true"}.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))


class Storage:
    """The storage of one test: a bucket of its own, asked by boto3 itself."""

    def __init__(self, port: int) -> None:
        import boto3

        self.port, self.bucket = port, f"site-{uuid4().hex[:12]}"
        self.client: Any = boto3.session.Session().client(
            "s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1"
        )
        self.client.create_bucket(Bucket=self.bucket)

    def settings(self, port: int | None = None, prefix: str | None = None) -> Bucket:
        return Bucket(kind="s3", bucket=self.bucket, prefix=prefix, endpoint=f"http://127.0.0.1:{port or self.port}")

    def target(self, prefix: str | None = None) -> S3Target:
        return S3Target(Path(), self.settings(prefix=prefix))

    def names(self) -> dict[str, str]:
        """The tag of every object by its name."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        return {one["Key"]: one["ETag"] for page in pages for one in page.get("Contents", ())}

    def public(self) -> dict[str, bytes]:
        return {key: self.get(key)["Body"].read() for key in self.names()}

    def get(self, key: str) -> Any:
        return self.client.get_object(Bucket=self.bucket, Key=key)

    def put(self, key: str, words: str) -> None:
        self.client.put_object(Bucket=self.bucket, Key=key, Body=words.encode())


@pytest.fixture(name="storage")
def fixture_storage(port: int) -> Storage:
    return Storage(port)


class TestS3(SiteTargetContract):
    @pytest.fixture(autouse=True)
    def _storage(self, storage: Storage) -> None:
        self.storage = storage

    def target(self, place: Path) -> S3Target:
        return self.storage.target()

    def public(self, place: Path) -> dict[str, bytes]:
        return self.storage.public()

    def put_stranger(self, place: Path) -> None:
        self.storage.put("theirs.txt", "mine")


# -- what is there, and in which order ----------------------------------------------------------------------------


def test_beside_a_prefix_others_may_have_what_they_like(storage: Storage, tmp_path: Path) -> None:
    storage.put("theirs.txt", "mine")
    storage.put("site-2/theirs.txt", "mine")
    storage.put("site/", "")  # as consoles make a folder
    here = storage.target("site")
    here.switch(tree(tmp_path / "a", ONE))
    assert here.look().tree == ONE
    assert {"theirs.txt", "site-2/theirs.txt", "site/index.html", "site/manifest.json"} <= storage.names().keys()


def acts(here: S3Target, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What a target does to the storage, in order, as it does it."""
    done: list[tuple[str, str]] = []
    put, remove = here._put, here._remove

    def putting(path: str, content: bytes, about: Any) -> None:
        put(path, content, about)
        done.append(("put", path))

    def removing(path: str) -> None:
        remove(path)
        done.append(("remove", path))

    monkeypatch.setattr(here, "_put", putting)
    monkeypatch.setattr(here, "_remove", removing)
    return done


def test_the_order(storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {"assets/berkala.css": b"old", "a/index.html": b"same", "b/index.html": b"old", "gone/index.html": b"x"}
    storage.target().switch(tree(tmp_path / "a", ONE, **before))
    here = storage.target()
    done = acts(here, monkeypatch)
    after = {"assets/berkala.css": b"new", "a/index.html": b"same", "b/index.html": b"new", "c/index.html": b"new"}
    here.switch(tree(tmp_path / "b", OTHER, **after))
    assert set(done[:3]) == {("put", "assets/berkala.css"), ("put", "c/index.html"), ("put", "only-2222/index.html")}
    assert set(done[3:5]) == {("put", "b/index.html"), ("put", "index.html")}
    assert done[5] == ("put", "manifest.json")
    assert set(done[6:]) == {("remove", "gone/index.html"), ("remove", "only-1111/index.html")}


def test_an_object_that_somebody_changed_or_took_away_is_put_right(storage: Storage, tmp_path: Path) -> None:
    here = storage.target()
    here.switch(tree(tmp_path / "a", ONE))
    whole = storage.public()
    storage.put("index.html", "other words")
    assert here.look().tree == ""
    here.switch(tree(tmp_path / "b", ONE))
    storage.client.delete_object(Bucket=storage.bucket, Key="index.html")
    assert here.look().tree == ""
    here.switch(tree(tmp_path / "c", ONE))
    assert here.look().tree == ONE
    assert storage.public() == whole


def test_a_manifest_that_somebody_else_put_there_is_not_believed(storage: Storage, tmp_path: Path) -> None:
    here = storage.target()
    here.switch(tree(tmp_path / "a", ONE))
    storage.put("manifest.json", storage.get("manifest.json")["Body"].read().decode().replace(ONE, OTHER))
    assert here.look().tree == ""


def test_a_storage_that_writes_names_with_capitals_is_understood(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = storage.target()
    here.switch(tree(tmp_path / "a", ONE))
    get = here._client.get_object

    def capital(**words: Any) -> Any:
        got = get(**words)
        return {**got, "Metadata": {name.title(): value for name, value in got["Metadata"].items()}}

    monkeypatch.setattr(here._client, "get_object", capital)
    assert here.look().tree == ONE


def test_a_long_listing_is_read_to_its_end(storage: Storage, tmp_path: Path) -> None:
    many = {f"data/{number}.csv": b"a" for number in range(1100)}
    here = storage.target()
    here.switch(tree(tmp_path / "a", ONE, **many))
    assert here.look().tree == ONE
    assert len(storage.names()) == 1100 + 3


def test_each_object_says_what_it_is_and_how_long_it_may_be_kept(storage: Storage, tmp_path: Path) -> None:
    files = {"data/d/2020/d.csv": b"a", "data/d/latest/d.csv": b"a", "feed.xml": b"<a/>", "assets/fonts/a.woff2": b"a"}
    storage.target().switch(tree(tmp_path / "a", ONE, **files))
    said = {key: (got["ContentType"], got["CacheControl"]) for key in files if (got := storage.get(key))}
    assert said == {
        "data/d/2020/d.csv": ("text/csv; charset=utf-8", "public, max-age=31536000, immutable"),
        "data/d/latest/d.csv": ("text/csv; charset=utf-8", "public, max-age=60"),
        "feed.xml": ("application/atom+xml; charset=utf-8", "public, max-age=60"),
        "assets/fonts/a.woff2": ("font/woff2", "public, max-age=604800"),
    }


PATHS = [
    *("index.html", "en/index.html", "a/2020/index.html", "404.html", "data/index.html", "data/a/index.html"),
    *(
        "data/a/2020/a.csv",
        "data/a/latest/a.csv",
        "data/a/2020/index.html",
        "assets/berkala.css",
        "assets/fonts/a.woff2",
    ),
    *("a/2020/share/card.png", "a/2020/share/card.svg", "a/2020/share/posts.json", "share/x.png", "a/2020/one.svg"),
]


@pytest.mark.parametrize("path", PATHS)
def test_what_may_be_kept_is_what_the_servers_are_told(path: str) -> None:
    block = re.search(r"map \$uri \$berkala_cache \{(.*?)\n\}", (SNIPPETS / "nginx.conf").read_text(), re.DOTALL)
    assert block
    rules = re.findall(r'^\s+(\S+)\s+"(.*?)";', block[1], re.MULTILINE)
    found = [words for place, words in rules if place.startswith('"~') and re.search(place.strip('"~'), f"/{path}")]
    wanted = found[0] if found else dict(rules)["default"]
    assert cached(path) == wanted


def test_no_kind_is_guessed_by_the_machine() -> None:
    assert kind_of("a.unknown") == "application/octet-stream"
    assert kind_of("about/feed.json") == "application/feed+json; charset=utf-8"


# -- the whole run ------------------------------------------------------------------------------------------------


def in_storage(tmp_path: Path, storage: Storage) -> Path:
    root = publication(tmp_path / "publication")
    text = (root / "mkdocs.yml").read_text()
    there = f"{{kind: s3, bucket: {storage.bucket}, endpoint: 'http://127.0.0.1:{storage.port}'}}"
    (root / "mkdocs.yml").write_text(text.replace("{kind: folder, path: site}", there))
    return root


def test_runs_send_what_is_new_and_nothing_to_do_asks_nobody(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = in_storage(tmp_path, storage)
    run(root, OLD)
    tags = storage.names()
    run(root, NEW, dry_run=True)
    assert storage.names() == tags
    run(root, NEW)
    assert len(storage.names()) == 4 * 3 + 1
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    assert run(root, NEW) == ()


# -- faults -------------------------------------------------------------------------------------------------------

#: A run in which something is killed: the storage is asked for the so-manieth time, and the run is no more.
KILLED = """
import os, signal, sys
from pathlib import Path
from berkala.publish.targets import s3
import handmade
acts = 0
def counted(method):
    def acting(self, *words):
        global acts
        acts += 1
        if acts == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        method(self, *words)
    return acting
s3._AT_ONCE = 1
s3.S3Target._put, s3.S3Target._remove = counted(s3.S3Target._put), counted(s3.S3Target._remove)
handmade.run(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("act", range(1, 8))
def test_a_run_that_is_killed_is_ended_by_the_next(storage: Storage, tmp_path: Path, act: int) -> None:
    """Killed before each of its acts: six files that are new, and the manifest."""
    root = in_storage(tmp_path, storage)
    run(root, OLD)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, root, str(act)], cwd=Path(__file__).parent, capture_output=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert len(storage.names()) == 2 * 3 + 1 + act - 1
    run(root, NEW)
    assert len(storage.names()) == 4 * 3 + 1
    assert [subject for _, subject, _ in receipts_in(root / ".berkala")].count("counts@2020-04") == 1
    assert S3Target(root, storage.settings()).look().tree
    assert run(root, NEW) == ()


def test_killed_between_the_manifest_and_what_is_removed(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = storage.target()
    here.switch(tree(tmp_path / "a", ONE))
    monkeypatch.setattr(here, "_remove", lambda path: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        here.switch(tree(tmp_path / "b", OTHER))
    assert "only-1111/index.html" in storage.names()
    later = storage.target()
    assert later.look().tree == OTHER
    later.clean()
    assert set(storage.names()) == {"index.html", "only-2222/index.html", "manifest.json"}


def test_cleaning_takes_nothing_from_a_site_that_is_half_sent(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = storage.target()
    here.switch(tree(tmp_path / "a", ONE))
    put = here._put
    monkeypatch.setattr(here, "_put", lambda path, *rest: put(path, *rest) if path != "manifest.json" else 1 / 0)
    with pytest.raises(ZeroDivisionError):
        here.switch(tree(tmp_path / "b", OTHER))
    half = storage.names()
    later = storage.target()
    assert later.look().tree == ""
    later.clean()
    assert storage.names() == half
    later.switch(tree(tmp_path / "c", OTHER))
    assert set(storage.names()) == {"index.html", "only-2222/index.html", "manifest.json"}


def test_a_connection_lost_on_the_way(storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage.target().switch(tree(tmp_path / "a", ONE))
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    line = Line(storage.port, 200_000)
    try:
        staged = tree(tmp_path / "b", OTHER, **{f"data/{number}.bin": os.urandom(50_000) for number in range(10)})
        away = S3Target(tmp_path, storage.settings(line.port))
        assert code_of(lambda: away.switch(staged), TryAgain) in ("publish.connection-lost", "publish.host-unreachable")
        away.clean()
    finally:
        line.close()
    assert storage.get("index.html")["Body"].read() == ONE.encode()
    here = storage.target()
    assert here.look().tree == ONE
    here.switch(staged)
    assert here.look().tree == OTHER


def test_a_storage_that_is_not_there(tmp_path: Path) -> None:
    away = S3Target(tmp_path, Bucket(kind="s3", bucket="site", endpoint="http://127.0.0.1:1"))
    assert code_of(away.look, TryAgain) == "publish.host-unreachable"


def test_a_bucket_that_is_not_there(storage: Storage, tmp_path: Path) -> None:
    away = S3Target(tmp_path, storage.settings().model_copy(update={"bucket": "no-such-bucket"}))
    assert code_of(away.look, TryAgain) == "publish.s3-bucket-missing"


def test_without_a_key(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        monkeypatch.delenv(name)
    assert code_of(storage.target().look, TryAgain) == "publish.s3-key-missing"


def test_a_key_that_the_storage_does_not_know_is_not_said(tmp_path: Path) -> None:
    with running(tmp_path / "log", INITIAL_NO_AUTH_ACTION_COUNT="0") as port:
        away = S3Target(tmp_path, Bucket(kind="s3", bucket="site", endpoint=f"http://127.0.0.1:{port}"))
        with pytest.raises(TryAgain) as told:
            away.look()
    [problem] = told.value.problems
    assert problem.code == "publish.s3-key-wrong"
    assert not [word for word in KEYS.values() if word in str(problem.as_json())]


@pytest.mark.parametrize(
    ("code", "told"),
    [("AccessDenied", "s3-refused"), ("ExpiredToken", "s3-key-wrong"), ("XMinioStorageFull", "server-full"),
     ("BadDigest", "upload-differs"), ("SlowDown", "server-refused")],
)  # fmt: skip
def test_what_a_storage_refuses_is_told_by_its_code_and_not_in_its_words(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, code: str, told: str
) -> None:
    from botocore.exceptions import ClientError

    def refusing() -> None:
        raise ClientError({"Error": {"Code": code, "Message": f"with {KEYS['AWS_SECRET_ACCESS_KEY']}"}}, "List")

    here = storage.target()
    monkeypatch.setattr(here, "_objects", refusing)
    assert code_of(here.look, TryAgain) == f"publish.{told}"
    with pytest.raises(TryAgain) as said:
        here.look()
    assert KEYS["AWS_SECRET_ACCESS_KEY"] not in str(said.value.problems[0].as_json())


def test_without_the_library(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore.exceptions", None)
    assert code_of(storage.target().look, TryAgain) == "publish.s3-missing"


def test_somebody_elses_bucket_is_refused_with_few_questions(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(200):
        storage.put(f"{number:03}.txt", "theirs")
    here = storage.target()
    asked: list[str] = []
    ours = here._is_ours
    monkeypatch.setattr(here, "_is_ours", lambda path: (asked.append(path), ours(path))[1])
    assert code_of(here.look, SourceProblems) == "publish.not-ours"
    assert len(asked) <= 64
