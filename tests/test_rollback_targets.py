"""A rollback at every kind of target, each against a real server or repository: the files of before, and no others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from berkala.errors import NeedsPerson, TryAgain
from berkala.publish.targets.s3 import S3Target
from handmade import NEW, OLD, run
from publishing import code_of
from s3_server import HERE as STORAGE_HERE
from ssh_server import SshServer
from test_publish_git import GIT, PAGES, git, repository
from test_publish_git import fixture_root as git_root  # noqa: F401
from test_publish_rsync import HERE as RSYNC_HERE
from test_publish_rsync import fixture_server, remote_publication, with_ssh  # noqa: F401
from test_publish_rsync import public as on_server
from test_publish_s3 import Storage, _keys, fixture_port, fixture_storage, in_storage  # noqa: F401
from test_rollback import GONE, back, ledger, trees

IN_CI = os.environ.get("CI") == "true"
pytestmark = pytest.mark.slow


def released(root: Path) -> None:
    """What is true after the rollback of any target: the receipts, what is kept, and that the channel waits."""
    assert [one.subject for one in ledger(root).events("taken-back")] == list(GONE)
    assert len(trees(root)) == 1
    assert ledger(root).open_intentions() == ()
    assert code_of(lambda: run(root), NeedsPerson) == "publish.rolled-back"
    assert len(run(root, again=True)) == 3


@pytest.mark.skipif(GIT is None and not IN_CI, reason="there is no git here")
def test_a_branch_gets_the_files_of_before_by_a_commit_on_top(root: Path, tmp_path: Path) -> None:
    def files() -> str:
        return git("-C", repository(tmp_path), "ls-tree", "-r", PAGES)

    run(root, OLD)
    before = files()
    run(root, NEW)
    assert files() != before
    back(root)
    assert files() == before
    assert git("-C", repository(tmp_path), "rev-list", "--count", PAGES).strip() == "3"
    released(root)


@pytest.mark.skipif(not RSYNC_HERE and not IN_CI, reason="there is no sshd or no rsync here")
def test_a_server_gets_the_files_of_before(server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_ssh(server, tmp_path, monkeypatch)
    root = remote_publication(server, tmp_path)
    run(root, OLD)
    before = on_server(tmp_path)
    run(root, NEW)
    back(root)
    assert on_server(tmp_path) == before
    released(root)


@pytest.mark.skipif(not RSYNC_HERE and not IN_CI, reason="there is no sshd or no rsync here")
def test_a_server_that_cannot_be_reached_leaves_the_wish(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_ssh(server, tmp_path, monkeypatch)
    root = remote_publication(server, tmp_path)
    run(root, OLD)
    before = on_server(tmp_path)
    run(root, NEW)
    with monkeypatch.context() as lost:
        with_ssh(server, tmp_path, lost, 'case "$*" in *.link-*) exit 255;; esac')
        code_of(lambda: back(root), TryAgain)
    assert on_server(tmp_path) != before
    assert code_of(lambda: run(root), NeedsPerson) == "publish.rollback-begun"
    with_ssh(server, tmp_path, monkeypatch)
    back(root)
    assert on_server(tmp_path) == before
    released(root)


@pytest.mark.skipif(not STORAGE_HERE and not IN_CI, reason="there is no boto3, moto or flask here")
def test_storage_that_was_left_half_is_ended_by_the_same_command(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = in_storage(tmp_path, storage)
    run(root, OLD)
    before = storage.public()
    run(root, NEW)

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as now:
        now.setattr(S3Target, "_remove", end)
        with pytest.raises(KeyboardInterrupt):
            back(root)
    assert storage.public() != before
    assert code_of(lambda: run(root), NeedsPerson) == "publish.rollback-begun"
    assert back(root).gone == GONE
    assert storage.public() == before
    released(root)
