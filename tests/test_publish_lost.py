"""publish: the network goes away in the middle of a push to a git server; rsync and S3 have the like beside their own.

Held back in plain words, the old site stands, and the next run ends it.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from berkala.errors import TryAgain
from berkala.plan.specifications import GitBranch
from berkala.publish.targets.git import GitTarget
from contracts.site_target import ONE, OTHER, tree
from handmade import NEW, OLD, publication, run
from hosting import free_port
from kills import receipts_in
from plan_cases import edit
from publishing import code_of
from s3_server import Line

GIT = shutil.which("git")
pytestmark = pytest.mark.skipif(GIT is None and os.environ.get("CI") != "true", reason="there is no git here")


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


@pytest.fixture(name="port")
def fixture_port(tmp_path: Path) -> Iterator[int]:
    """A real git server over a bare repository."""
    port = free_port()
    subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / "served/pages.git"], check=True)
    command = ["git", "daemon", "--reuseaddr", "--export-all", "--enable=receive-pack", "--listen=127.0.0.1"]
    server = subprocess.Popen(
        [*command, f"--port={port}", f"--base-path={tmp_path / 'served'}"],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in range(100):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield port
    os.killpg(server.pid, 15)
    server.wait(20)


def address(port: int) -> str:
    return f"git://127.0.0.1:{port}/pages.git"


def target(root: Path, port: int) -> GitTarget:
    return GitTarget(root, GitBranch(kind="git", repository=address(port)))


def test_a_push_that_is_cut_off_is_told_and_ended_later(port: int, tmp_path: Path) -> None:
    target(tmp_path, port).switch(tree(tmp_path / "a", ONE))
    staged = tree(tmp_path / "b", OTHER, **{f"data/{number}.bin": os.urandom(100_000) for number in range(10)})
    line = Line(port, 300_000)
    try:
        away = target(tmp_path, line.port)
        assert code_of(lambda: away.switch(staged), TryAgain) in ("publish.connection-lost", "publish.host-unreachable")
        assert line.left <= 0
    finally:
        line.close()
    here = target(tmp_path, port)
    assert here.look().tree == ONE
    here.switch(staged)
    assert here.look().tree == OTHER


def test_a_run_whose_network_went_is_held_back_and_the_next_has_one_receipt_each(port: int, tmp_path: Path) -> None:
    root = publication(tmp_path / "p")
    edit(root, "mkdocs.yml", "site: {kind: folder, path: site}", f"site: {{kind: git, repository: '{address(port)}'}}")
    run(root, OLD)
    before = target(tmp_path, port).look()
    line = Line(port, 600)  # enough to ask what is there, not to send anything
    edit(root, "mkdocs.yml", address(port), address(line.port))
    try:
        with pytest.raises(TryAgain) as held:
            run(root, NEW)
        [problem] = held.value.problems
        assert problem.code in ("publish.connection-lost", "publish.host-unreachable"), problem
        assert line.left <= 0
    finally:
        line.close()
    assert target(tmp_path, port).look() == before
    edit(root, "mkdocs.yml", address(line.port), address(port))
    run(root, NEW)
    subjects = [subject for _, subject, _ in receipts_in(root / ".berkala") if subject != "site"]
    assert sorted(subjects) == [f"counts@2020-0{month}" for month in (1, 2, 3, 4)]
    assert run(root, NEW) == ()
