"""publish: the site on another machine by rsync, against a real sshd on loopback, and all that can go wrong there."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from berkala.errors import SourceProblems, TryAgain
from berkala.plan.specifications import Server
from berkala.publish.targets.programs import complaint
from berkala.publish.targets.rsync import RsyncTarget
from contracts.site_target import ONE, OTHER, SiteTargetContract, tree
from handmade import NEW, OLD, publication, run
from kills import receipts_in
from publishing import code_of
from ssh_server import RSYNC, SSH, SSHD, SshServer, make_key, running

HERE = None not in (SSHD, SSH, RSYNC)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HERE and os.environ.get("CI") != "true", reason="there is no sshd or no rsync here"),
]

#: More than what is on its way at any time, and nothing that can be made smaller.
BIG = b"".join(hashlib.sha256(bytes([number % 256, number // 256])).digest() for number in range(50_000))

#: Of what rsync sends, so many bytes pass, and then nothing: the line is dead.
LOST = """
case "$*" in *--server*)
{python} -c '
import os
left = 700_000
while left > 0 and (part := os.read(0, min(left, 65536))):
    left -= os.write(1, part)
' | {ssh} -F {programs}/config "$@"; exit;; esac
"""


@pytest.fixture(scope="module", name="server")
def fixture_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with running(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture(autouse=True)
def _known(server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_ssh(server, tmp_path, monkeypatch)


def with_ssh(server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str = "") -> Path:
    """Let the ``ssh`` on the path know the server, and do `before` first on each call; the folder that it is in."""
    place = server.programs(tmp_path / "programs", before)
    monkeypatch.setenv("PATH", f"{place}:{os.environ['PATH']}")
    return place


def settings(server: SshServer, path: Path | str) -> Server:
    return Server(kind="rsync", host="127.0.0.1", port=server.port, path=str(path))


def target(server: SshServer, place: Path) -> RsyncTarget:
    return RsyncTarget(place, settings(server, place / "www" / "site"))


def public(place: Path) -> dict[str, bytes]:
    site = place / "www" / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def hidden(place: Path) -> list[str]:
    return sorted(path.name for path in (place / "www").iterdir() if path.name.startswith("."))


class TestRsync(SiteTargetContract):
    @pytest.fixture(autouse=True)
    def _server(self, server: SshServer) -> None:
        self.server = server

    def target(self, place: Path) -> RsyncTarget:
        return target(self.server, place)

    def public(self, place: Path) -> dict[str, bytes]:
        return public(place)

    def put_stranger(self, place: Path) -> None:
        (place / "www" / "site").mkdir(parents=True, exist_ok=True)
        (place / "www" / "site" / "theirs.txt").write_text("mine")


# -- what it costs, and what is left ------------------------------------------------------------------------------


def test_what_is_unchanged_is_neither_sent_nor_stored_again(server: SshServer, tmp_path: Path) -> None:
    here = target(server, tmp_path)
    here.switch(tree(tmp_path / "a", ONE, **{"data/big.bin": BIG}))
    first = (tmp_path / "www/site/data/big.bin").stat()
    here.switch(tree(tmp_path / "b", OTHER, **{"data/big.bin": BIG}))
    second = (tmp_path / "www/site/data/big.bin").stat()
    assert (second.st_ino, second.st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
    assert second.st_nlink == 2


def test_the_version_before_stays_and_no_older_one(server: SshServer, tmp_path: Path) -> None:
    for turn, fingerprint in enumerate((ONE, OTHER, ONE, OTHER)):
        here = target(server, tmp_path)
        here.switch(tree(tmp_path / str(turn), fingerprint))
        here.clean()
    assert [name[:16] for name in hidden(tmp_path)] == [".site.tree000003", ".site.tree000004"]
    assert os.readlink(tmp_path / "www/site") == hidden(tmp_path)[1]


def test_everybody_may_read_the_site_and_nobody_what_is_on_its_way(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = tree(tmp_path / "a", ONE)
    staged.chmod(0o700)
    (staged / "index.html").chmod(0o600)
    cut = f'case "$*" in *--server*) echo "$(stat -c %a {tmp_path}/www/.site.new-*)" >{tmp_path}/seen;; esac'
    with_ssh(server, tmp_path, monkeypatch, cut)
    target(server, tmp_path).switch(staged)
    assert (tmp_path / "seen").read_text() == "700\n"
    assert (tmp_path / "www/site/").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "www/site/index.html").stat().st_mode & 0o777 == 0o644


def test_a_path_may_begin_in_the_users_own_folder(server: SshServer, tmp_path: Path) -> None:
    home = Path(pwd.getpwuid(os.getuid()).pw_dir)
    name = f"berkala-test-{uuid4().hex}"
    here = RsyncTarget(tmp_path, settings(server, f"{name}/site"))
    try:
        for turn, fingerprint in enumerate((ONE, OTHER)):
            here.switch(tree(tmp_path / str(turn), fingerprint))
            assert here.look().tree == fingerprint
            assert (home / name / "site/index.html").read_text() == fingerprint
    finally:
        shutil.rmtree(home / name, ignore_errors=True)


def test_a_free_folder_becomes_a_link(server: SshServer, tmp_path: Path) -> None:
    (tmp_path / "www/site").mkdir(parents=True)
    target(server, tmp_path).switch(tree(tmp_path / "a", ONE))
    assert (tmp_path / "www/site").is_symlink()


def test_a_site_that_was_put_there_by_hand_is_left_alone(server: SshServer, tmp_path: Path) -> None:
    tree(tmp_path / "www/site", ONE)
    before = public(tmp_path)
    here = target(server, tmp_path)
    assert code_of(here.look, SourceProblems) == "publish.not-a-link"
    assert code_of(lambda: here.switch(tree(tmp_path / "b", OTHER)), SourceProblems) == "publish.not-a-link"
    assert public(tmp_path) == before


def test_a_damaged_site_is_not_taken_for_a_whole_one(server: SshServer, tmp_path: Path) -> None:
    here = target(server, tmp_path)
    here.switch(tree(tmp_path / "a", ONE))
    (tmp_path / "www/site/index.html").write_text("other words")
    assert here.look().tree == ""
    here.switch(tree(tmp_path / "b", ONE))
    assert here.look().tree == ONE
    assert public(tmp_path)["index.html"] == ONE.encode()


def test_what_is_no_file_is_a_stranger(server: SshServer, tmp_path: Path) -> None:
    here = target(server, tmp_path)
    here.switch(tree(tmp_path / "a", ONE))
    (tmp_path / "www/site/elsewhere").symlink_to(tmp_path)
    assert code_of(here.look, SourceProblems) == "publish.not-ours"


def test_a_file_where_the_site_should_be(server: SshServer, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www/site").write_text("a file")
    assert code_of(target(server, tmp_path).look, SourceProblems) == "publish.path-is-file"


def test_a_login_that_greets_is_understood(server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_ssh(server, tmp_path, monkeypatch, 'case "$*" in *--server*) ;; *) echo Welcome to the ministry;; esac')
    here = target(server, tmp_path)
    here.switch(tree(tmp_path / "a", ONE))
    assert here.look().tree == ONE


# -- the whole run ------------------------------------------------------------------------------------------------


def remote_publication(server: SshServer, tmp_path: Path) -> Path:
    root = publication(tmp_path / "publication")
    text = (root / "mkdocs.yml").read_text()
    there = f"{{kind: rsync, host: 127.0.0.1, port: {server.port}, path: {tmp_path}/www/site}}"
    (root / "mkdocs.yml").write_text(text.replace("{kind: folder, path: site}", there))
    return root


def test_a_run_has_its_receipts_and_the_next_has_nothing_to_do_without_a_network(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = remote_publication(server, tmp_path)
    run(root, OLD)
    run(root, NEW)
    assert len(public(tmp_path)) == 4 * 3 + 1
    assert len(hidden(tmp_path)) == 2
    monkeypatch.setenv("PATH", "/nowhere")  # neither ssh nor rsync
    assert run(root, NEW) == ()


def test_a_dry_run_leaves_the_server_alone(server: SshServer, tmp_path: Path) -> None:
    root = remote_publication(server, tmp_path)
    assert run(root, dry_run=True) == ()
    assert not (tmp_path / "www").exists()


# -- faults -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "before_switch"),
    [("mkdir -m 700", True), ("--server", True), ("sync -f", True), ("mv --help", False)],
)
def test_a_run_that_is_killed_is_ended_by_the_next(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, before_switch: bool
) -> None:
    """Killed as a step at the server begins, or (the last one) as it has been done and nobody heard of it."""
    root = remote_publication(server, tmp_path)
    run(root, OLD)
    old = public(tmp_path)
    kill = f'for word; do case "$word" in *"{call}"*) hit=1;; esac; done; if [ -n "${{hit:-}}" ]; then '
    does = "" if before_switch else f'{SSH} -F {tmp_path}/programs/config "$@"; '
    with_ssh(server, tmp_path, monkeypatch, f"{kill}{does}kill -9 $BERKALA_KILLED; exit 1; fi")
    here = Path(__file__).parent
    code = "import os,sys; os.environ['BERKALA_KILLED']=str(os.getpid()); import handmade; from pathlib import Path;"
    code += "handmade.run(Path(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", code, root], cwd=here, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert (public(tmp_path) == old) == before_switch
    with_ssh(server, tmp_path, monkeypatch)
    run(root, NEW)
    assert len(public(tmp_path)) == 4 * 3 + 1
    assert [subject for _, subject, _ in receipts_in(root / ".berkala")].count("counts@2020-04") == 1
    assert run(root, NEW) == ()
    assert [name for name in hidden(tmp_path) if "new-" in name or "link-" in name] == []


def test_a_connection_lost_on_the_way_is_gone_on_with(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = target(server, tmp_path)
    here.switch(tree(tmp_path / "a", ONE))
    sent = {f"data/{number}.bin": BIG[number * 100_000 :][:100_000] for number in range(10)}
    with_ssh(server, tmp_path, monkeypatch, LOST.format(python=sys.executable, ssh=SSH, programs=tmp_path / "programs"))
    staged = tree(tmp_path / "b", OTHER, **sent)
    assert code_of(lambda: here.switch(staged), TryAgain) == "publish.connection-lost"
    assert public(tmp_path)["index.html"] == ONE.encode()
    [left] = (tmp_path / "www").glob(".site.new-*")
    arrived = {path.name: path.stat().st_ino for path in left.rglob("*.bin") if path.stat().st_size == 100_000}
    assert 3 <= len(arrived) < 10
    with_ssh(server, tmp_path, monkeypatch)
    here = target(server, tmp_path)
    here.clean()
    here.switch(staged)
    here.clean()
    assert here.look().tree == OTHER
    stored = {path.name: path.stat().st_ino for path in (tmp_path / "www/site/data").iterdir()}
    assert stored.items() >= {name: number for name, number in arrived.items() if name[0] != "."}.items()
    assert [name for name in hidden(tmp_path) if "new-" in name] == []


def test_what_was_spoilt_on_the_way_is_never_shown(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = target(server, tmp_path)
    here.switch(tree(tmp_path / "a", ONE))
    spoil = (
        f'case "$*" in */tree*) ;; *".site.new-"*) echo x >>"$(ls {tmp_path}/www/.site.new-*/tree/index.html)";; esac'
    )
    with_ssh(server, tmp_path, monkeypatch, spoil)
    assert code_of(lambda: here.switch(tree(tmp_path / "b", OTHER)), TryAgain) == "publish.upload-differs"
    assert public(tmp_path)["index.html"] == ONE.encode()


def test_an_unknown_and_a_changed_server_are_told_apart(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = with_ssh(server, tmp_path, monkeypatch)
    server.trust(programs, "")
    assert code_of(target(server, tmp_path).look, TryAgain) == "publish.host-key-unknown"
    server.trust(programs, (server.folder / "stranger.pub").read_text())
    assert code_of(target(server, tmp_path).look, TryAgain) == "publish.host-key-changed"
    config = programs / "config"
    config.write_text(f"{config.read_text()}  StrictHostKeyChecking no\n")  # which we do not follow
    assert code_of(target(server, tmp_path).look, TryAgain) == "publish.host-key-changed"


def test_a_key_that_the_server_does_not_know(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = with_ssh(server, tmp_path, monkeypatch)
    make_key(programs / "another")
    config = programs / "config"
    config.write_text(config.read_text().replace(f"{server.folder}/user", f"{programs}/another"))
    assert code_of(target(server, tmp_path).look, TryAgain) == "publish.key-refused"


def test_a_server_that_is_not_there(server: SshServer, tmp_path: Path) -> None:
    away = RsyncTarget(tmp_path, Server(kind="rsync", host="127.0.0.1", port=1, path="site"))
    assert code_of(away.look, TryAgain) == "publish.host-unreachable"
    away.clean()
    nameless = RsyncTarget(tmp_path, Server(kind="rsync", host="no-such-host.invalid", path="site"))
    assert code_of(nameless.look, TryAgain) == "publish.host-not-found"


def test_without_the_programs(server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert code_of(target(server, tmp_path).look, TryAgain) == "publish.program-missing"


def test_a_place_that_cannot_be_written(server: SshServer, tmp_path: Path) -> None:
    away = RsyncTarget(tmp_path, settings(server, "/sys/berkala/site"))
    staged = tree(tmp_path / "a", ONE)
    with pytest.raises(TryAgain) as told:
        away.switch(staged)
    codes = {"publish.server-read-only", "publish.server-no-permission"}
    assert told.value.problems[0].code in codes  # by what kind of machine this is


def test_a_server_whose_disk_is_full(server: SshServer, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk], capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip("this machine may not mount a small disk")
    try:
        here = RsyncTarget(tmp_path, settings(server, disk / "site"))
        here.switch(tree(tmp_path / "a", ONE))
        staged = tree(tmp_path / "b", OTHER, **{"data/big.bin": BIG})
        told = code_of(lambda: here.switch(staged), TryAgain)
        assert told in ("publish.server-full", "publish.server-cannot-write")  # by whether rsync could still say it
        assert here.look().tree == ONE
        here.clean()
        here.switch(tree(tmp_path / "c", OTHER))
        assert here.look().tree == OTHER
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)  # what was writing there may not have ended yet


def test_two_runs_at_once_leave_one_whole_site(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one run is sending, another one of another machine does all of its work."""
    one, other = target(server, tmp_path), RsyncTarget(tmp_path / "else", target_settings(server, tmp_path))
    send = one._connection.send

    def sent_while_another_works(folder: str, path: str, unchanged: tuple[str, ...]) -> None:
        send(folder, path, unchanged)
        other.switch(tree(tmp_path / "b", OTHER))
        other.clean()
        assert other.look().tree == OTHER

    monkeypatch.setattr(one._connection, "send", sent_while_another_works)
    one.switch(tree(tmp_path / "a", ONE))
    one.clean()
    assert one.look().tree == ONE
    assert os.readlink(tmp_path / "www/site") in hidden(tmp_path)


def target_settings(server: SshServer, tmp_path: Path) -> Server:
    return settings(server, tmp_path / "www" / "site")


# -- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('rsync: write failed on "/a": No space left on device (28)\nrsync error: error in file IO (code 11)', "full"),
        ("rsync: exit 11", "cannot-write"),
        ("mkdir: cannot create directory 'x': Read-only file system", "read-only"),
        ("mkdir: cannot create directory 'x': Permission denied", "no-permission"),
        ("sh: 1: rsync: command not found\nrsync: connection unexpectedly closed (0 bytes)", "lacks"),
        ("sh: 3: shasum: not found", "lacks"),
        ("something that nobody knows\nrsync error: unexplained error (code 255)", "refused"),
    ],
)
def test_what_a_server_says_becomes_a_problem(said: str, code: str) -> None:
    told = complaint(said, "www@host:site", "rsync")
    assert told.code == f"publish.server-{code}"
    assert "rsync error" not in told.message()


def test_a_program_that_ends_without_a_word_was_cut_off() -> None:
    assert complaint("rsync: exit 12", "www@host:site", "rsync").code == "publish.connection-lost"
    assert complaint("ssh: exit 255", "www@host:site", "ssh").code == "publish.connection-lost"
    assert complaint("ssh: exit 1", "www@host:site", "ssh").code == "publish.server-refused"


def test_a_secret_in_a_complaint_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERKALA_SITE_TOKEN", "hush-hush")
    told = complaint("fatal: unable to access 'https://me:hush-hush@host/x'", "x", "git")
    assert "hush" not in told.message() + str(told.facts)
