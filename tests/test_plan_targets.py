"""plan: the channels of the settings, each kind with its own keys, every mistake told, and no network asked."""

from __future__ import annotations

import json
import socket
import subprocess
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from berkala.ledger import SITE, Ledger, Receipt
from berkala.plan import Request, plan
from berkala.plan.reading import read_publication
from berkala.plan.specifications import Bucket, Folder, GitBranch, Server, Target, ZipFile
from handmade import NEW, frozen_frame, publication, run
from plan_cases import SETTINGS, Case, assert_told, case_name, copy_care, edit, only, problems

SITE_SETTING = "site: {kind: folder, path: site}"
RSYNC = "site: {kind: rsync, host: www.dinas.local, path: /srv/www/site}"
GIT = "site: {kind: git, repository: 'git@git.dinas.local:statistics/site.git'}"
ZIP = "site: {kind: zip, path: upload/site.zip}"
S3 = "site: {kind: s3, bucket: statistics, prefix: public/site, endpoint: 'https://s3.dinas.local'}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_care(tmp_path / "publication")


def channel(root: Path, setting: str) -> object:
    edit(root, SETTINGS, SITE_SETTING, setting)
    found, told = read_publication(root)
    assert told == ()
    assert found is not None
    return found.settings.channels["site"]


@pytest.mark.parametrize(
    ("setting", "kind", "place"),
    [
        (RSYNC, Server, "www.dinas.local:/srv/www/site"),
        (RSYNC.replace("host:", "user: www, port: 2222, host:"), Server, "www@www.dinas.local:/srv/www/site"),
        (GIT, GitBranch, "git@git.dinas.local:statistics/site.git (gh-pages)"),
        (GIT.replace("}", ", branch: pages}"), GitBranch, "git@git.dinas.local:statistics/site.git (pages)"),
        (ZIP, ZipFile, "/publication/upload/site.zip"),
        (S3, Bucket, "s3://statistics/public/site"),
        (SITE_SETTING, Folder, "/publication/site/index.html"),
    ],
)
def test_each_kind_says_where_its_site_is(root: Path, setting: str, kind: type, place: str) -> None:
    found = channel(root, setting)
    assert isinstance(found, kind)
    assert found.place(Path("/publication")) == place  # type: ignore[attr-defined]


def of(code: str, new: str, nearest: str | None = None) -> Case:
    return Case(code, SETTINGS, SITE_SETTING, new, nearest)


CASES = [
    of("plan.choice", SITE_SETTING.replace("folder", "rsink"), "rsync"),
    of("plan.choice", SITE_SETTING.replace("folder", "qqqq"), ""),
    of("plan.key-missing", "site: {path: site}"),
    of("plan.not-group", "site: site"),
    of("plan.key-unknown", RSYNC.replace("host:", "hots: x, host:"), "host"),
    of("plan.key-unknown", RSYNC.replace("host:", "rsync: x, host:"), ""),
    of("plan.key-unknown", GIT.replace("repository:", "brunch: x, repository:"), "branch"),
    of("plan.key-unknown", SITE_SETTING.replace("path:", "host: x, path:"), ""),
    of("plan.key-missing", RSYNC.replace("host: www.dinas.local, ", "")),
    of("plan.host-form", RSYNC.replace("www.dinas.local", "-oProxyCommand=x")),
    of("plan.host-form", RSYNC.replace("www.dinas.local", "https://www.dinas.local")),
    of("plan.user-form", RSYNC.replace("host:", "user: '-l root', host:")),
    of("plan.too-large", RSYNC.replace("host:", "port: 65536, host:")),
    of("plan.not-whole-number", RSYNC.replace("host:", "port: '22', host:")),
    *(of("plan.server-path-form", RSYNC.replace("/srv/www/site", path)) for path in ("/", "../x", "a b", "'$HOME/x'")),
    of("plan.repository-form", GIT.replace("git@git.dinas.local", "--upload-pack=x")),
    of("plan.branch-form", GIT.replace("}", ", branch: ../main}")),
    of("plan.branch-form", GIT.replace("}", ", branch: -f}")),
    of("plan.bucket-form", S3.replace("bucket: statistics", "bucket: s3://statistics")),
    of("plan.prefix-form", S3.replace("public/site", "/public/")),
    *(
        of("plan.endpoint-form", S3.replace("https://s3.dinas.local", f"https://{address}"))
        for address in ("me:secret@s3.dinas.local", "s3.dinas.local/x")
    ),
    of("plan.name-form", S3.replace("prefix:", "region: Jakarta 1, prefix:")),
    of("plan.key-unknown", S3.replace("prefix:", "secret_access_key: x, prefix:"), ""),
    of("plan.zip-path-form", ZIP.replace("site.zip", "site.tar")),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_mistake_is_told_with_place_and_nearest_name(root: Path, case: Case) -> None:
    assert_told(root, case)


def test_a_wrong_key_is_told_with_the_keys_of_its_kind(root: Path) -> None:
    edit(root, SETTINGS, SITE_SETTING, RSYNC.replace("host:", "hots: x, host:"))
    problem = only(problems(root))
    assert problem.facts["key"] == "channels.site.hots"
    assert problem.facts["known"] == "address, kind, host, user, port, path"


@pytest.mark.parametrize(
    "address",
    ["https://sari:s3cr3t@git.example/x.git", "https://s3cr3t@git.example/x.git", "ssh://git:s3cr3t@git.example/x.git"],
)
def test_a_password_in_an_address_is_refused_and_not_said(root: Path, address: str) -> None:
    edit(root, SETTINGS, SITE_SETTING, f"site: {{kind: git, repository: '{address}'}}")
    problem = only(problems(root))
    assert problem.code == "plan.repository-password"
    assert "s3cr3t" not in json.dumps([problem.as_json(language) for language in ("en", "id")])


def test_a_key_in_the_address_of_a_storage_is_not_said(root: Path) -> None:
    edit(root, SETTINGS, SITE_SETTING, S3.replace("s3.dinas.local", "AKIA:s3cr3t@s3.dinas.local"))
    problem = only(problems(root))
    assert problem.code == "plan.endpoint-form"
    assert "s3cr3t" not in json.dumps([problem.as_json(language) for language in ("en", "id")])


def test_a_user_of_ssh_is_no_secret(root: Path) -> None:
    found = channel(root, "site: {kind: git, repository: 'ssh://git@git.example/x.git'}")
    assert isinstance(found, GitBranch)


def test_settings_are_frozen() -> None:
    found = TypeAdapter[object](Target).validate_python({"kind": "zip", "path": "a.zip"})
    with pytest.raises(ValidationError):
        found.path = "b.zip"  # type: ignore[attr-defined]


# -- what stands, as far as plan can tell -----------------------------------------------------------------------


@pytest.mark.parametrize("setting", [RSYNC, GIT, S3])
def test_what_stands_elsewhere_is_known_from_receipts_and_nobody_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    def asked(*_: object, **__: object) -> None:
        raise AssertionError("a network or a program was asked")

    root = publication(tmp_path / "publication")
    run(root)
    text = (root / SETTINGS).read_text()
    with frozen_frame():
        receipts = Ledger(root / ".berkala/ledger.sqlite3").latest("site")
    (root / SETTINGS).write_text(text.replace(SITE_SETTING, setting))
    monkeypatch.setattr(socket, "socket", asked)
    monkeypatch.setattr(subprocess, "Popen", asked)
    with frozen_frame():
        planned = plan(Request(root, NEW))
    assert planned.problems == ()
    assert planned.site == receipts[SITE].content


def test_a_private_folder_is_held_against_public_folders_alone(tmp_path: Path) -> None:
    root = publication(tmp_path / "publication", state="upload/state")
    text = (root / SETTINGS).read_text()
    (root / SETTINGS).write_text(text.replace(SITE_SETTING, ZIP))
    assert problems(root) == ()
    (root / SETTINGS).write_text(text.replace("path: site}", "path: upload}"))
    assert [problem.code for problem in problems(root)] == ["plan.state-public"]


def test_receipts_of_one_channel_say_nothing_of_another(tmp_path: Path) -> None:
    root = publication(tmp_path / "publication")
    text = (root / SETTINGS).read_text()
    (root / SETTINGS).write_text(
        text.replace("other: {kind: folder, path: other}", RSYNC.replace("site:", "other:", 1))
    )
    run(root)
    with frozen_frame():
        assert plan(Request(root, NEW, channel="other")).site == ""


def test_a_receipt_is_held_against_the_zip_file(tmp_path: Path) -> None:
    root = publication(tmp_path / "publication")
    text = (root / SETTINGS).read_text()
    (root / SETTINGS).write_text(text.replace(SITE_SETTING, ZIP))
    run(root)
    with frozen_frame():
        assert plan(Request(root, NEW)).nothing_to_do
        Ledger(root / ".berkala/ledger.sqlite3").finish(
            Ledger(root / ".berkala/ledger.sqlite3").intend(Receipt("site", SITE, "x", NEW.isoformat())),
            (Receipt("site", SITE, "x", NEW.isoformat()),),
        )
        assert plan(Request(root, NEW)).site == ""
