"""publish: the site in a branch of a real git repository, by file and by ssh, and all that can go wrong on the way."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from berkala.errors import SourceProblems, TryAgain
from berkala.plan.specifications import GitBranch
from berkala.publish.targets.git import SIGNS, GitTarget
from berkala.publish.targets.programs import complaint
from contracts.site_target import ONE, OTHER, SiteTargetContract, tree
from handmade import NEW, OLD, publication, run
from kills import receipts_in
from publishing import code_of
from ssh_server import SSHD, SshServer, running

GIT = shutil.which("git")
pytestmark = pytest.mark.skipif(GIT is None and os.environ.get("CI") != "true", reason="there is no git here")
needs_sshd = pytest.mark.skipif(SSHD is None and os.environ.get("CI") != "true", reason="there is no sshd here")

PAGES = "gh-pages"


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


@pytest.fixture(scope="module", name="server")
def fixture_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with running(tmp_path_factory.mktemp("sshd")) as server:
        yield server


def git(*words: object, text: str = "") -> str:
    who = ("-c", "user.name=Somebody", "-c", "user.email=else@example.org")
    done = subprocess.run(
        ["git", *who, *map(str, words)], input=text.encode(), capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode()


def repository(place: Path) -> Path:
    """The bare repository of a test, made once."""
    bare = place / "pages.git"
    if not bare.exists():
        git("init", "--quiet", "--bare", bare)
    return bare


def target(place: Path, address: str = "") -> GitTarget:
    return GitTarget(place, GitBranch(kind="git", repository=address or f"file://{repository(place)}", branch=PAGES))


def commits(place: Path, branch: str = PAGES) -> int:
    return int(git("--git-dir", repository(place), "rev-list", "--count", branch))


def in_branch(place: Path) -> dict[str, bytes]:
    """Every file in the branch."""
    bare = repository(place)
    if not git("--git-dir", bare, "branch", "--list", PAGES):
        return {}
    names = git("--git-dir", bare, "ls-tree", "-r", "-z", "--name-only", PAGES).split("\0")
    return {name: git("--git-dir", bare, "cat-file", "blob", f"{PAGES}:{name}").encode() for name in names if name}


def public(place: Path) -> dict[str, bytes]:
    """What of it readers see."""
    return {name: content for name, content in in_branch(place).items() if name != ".nojekyll"}


def commit_by_hand(place: Path, **files: str) -> None:
    """Somebody else commits on top of the branch: files by name, an empty text takes one away."""
    work = place / f"work-{len(list(place.iterdir()))}"
    git("init", "--quiet", f"--initial-branch={PAGES}", work)
    git("-C", work, "remote", "add", "origin", repository(place))
    if in_branch(place):
        git("-C", work, "pull", "--quiet", "origin", PAGES)
    for name, text in files.items():
        path = work / name.replace("_dot_", ".")
        path.write_text(text) if text else path.unlink()
    git("-C", work, "add", "--all", "--force")
    git("-C", work, "commit", "--quiet", "--allow-empty", "-m", "By hand")
    git("-C", work, "push", "--quiet", "origin", PAGES)


class GitContract(SiteTargetContract):
    def target(self, place: Path) -> GitTarget:
        return target(place)

    def public(self, place: Path) -> dict[str, bytes]:
        return public(place)

    def put_stranger(self, place: Path) -> None:
        commit_by_hand(place, theirs_dot_txt="mine")


class TestGit(GitContract):
    """By file, whole: git says that this host sends no file names alone."""


@pytest.mark.slow
class TestGitThatFilters(GitContract):
    """A host that sends the names of files without what is in them, as those on the web do."""

    def target(self, place: Path) -> GitTarget:
        git("--git-dir", repository(place), "config", "uploadpack.allowFilter", "true")
        git("--git-dir", repository(place), "config", "uploadpack.allowAnySHA1InWant", "true")
        return target(place)


@pytest.mark.slow
@needs_sshd
class TestGitBySsh(GitContract):
    @pytest.fixture(autouse=True)
    def _server(self, server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.server = server
        monkeypatch.setenv("PATH", f"{server.programs(tmp_path / 'programs')}:{os.environ['PATH']}")

    def target(self, place: Path) -> GitTarget:
        return target(place, f"ssh://127.0.0.1:{self.server.port}{repository(place)}")

    def test_an_unknown_server_and_a_missing_repository(self, tmp_path: Path) -> None:
        away = target(tmp_path, f"ssh://127.0.0.1:{self.server.port}/nowhere.git")
        assert code_of(away.look, TryAgain) == "publish.git-repository-missing"
        self.server.trust(tmp_path / "programs", "")
        assert code_of(self.target(tmp_path).look, TryAgain) == "publish.host-key-unknown"

    def test_a_connection_lost_in_the_push(self, tmp_path: Path) -> None:
        here = self.target(tmp_path)
        here.switch(tree(tmp_path / "a", ONE))
        self.server.programs(tmp_path / "programs", 'case "$*" in *receive-pack*) sleep 1 | head -c 1; exit 255;; esac')
        with pytest.raises(TryAgain) as told:
            here.switch(tree(tmp_path / "b", OTHER))
        assert told.value.problems[0].code in ("publish.connection-lost", "publish.server-refused")
        assert public(tmp_path)["index.html"] == ONE.encode()
        self.server.programs(tmp_path / "programs")
        here.switch(tree(tmp_path / "b", OTHER))
        assert here.look().tree == OTHER


# -- what a branch holds ------------------------------------------------------------------------------------------


def test_each_release_is_one_commit_upon_the_one_before(tmp_path: Path) -> None:
    for turn, fingerprint in enumerate((ONE, OTHER, ONE, ONE)):
        target(tmp_path).switch(tree(tmp_path / str(turn), fingerprint))
    assert commits(tmp_path) == 3
    assert in_branch(tmp_path)[".nojekyll"] == b""
    assert git("--git-dir", repository(tmp_path), "log", "-1", "--format=%an %ae %s", PAGES) == (
        f"Berkala berkala@localhost Release {ONE[:12]}\n"
    )


def test_the_one_who_publishes_is_the_author_where_git_knows_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").write_text("[user]\n  name = Sari\n  email = sari@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    target(tmp_path).switch(tree(tmp_path / "a", ONE))
    assert git("--git-dir", repository(tmp_path), "log", "-1", "--format=%an %ce", PAGES) == "Sari sari@example.org\n"


def test_the_bytes_are_those_of_the_tree_whatever_git_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config").write_text(
        "[core]\n  autocrlf = true\n  excludesFile = /dev/null\n[commit]\n  gpgSign = true\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    odd = {".gitattributes": b"* text eol=crlf\n", ".gitignore": b"*\n", "a.csv": b"a\r\nb\n", "b.bin": b"\r\n\x00\n"}
    target(tmp_path).switch(tree(tmp_path / "a", ONE, **odd))
    assert {name: in_branch(tmp_path)[name] for name in odd} == odd


def test_a_variable_for_another_repository_leads_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a hook of git publishes."""
    other = tmp_path / "other"
    git("init", "--quiet", other)
    repository(tmp_path)
    for name, value in {"GIT_DIR": other / ".git", "GIT_INDEX_FILE": other / ".git/i", "GIT_WORK_TREE": other}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other / ".git/objects"))
    here = GitTarget(tmp_path, GitBranch(kind="git", repository="pages.git", branch=PAGES))
    here.switch(tree(tmp_path / "a", ONE))
    assert here.look().tree == ONE
    assert not [path for path in (other / ".git/objects").rglob("*") if path.is_file()]
    assert not (other / ".git/i").exists()


def test_the_domain_of_the_pages_is_carried_over(tmp_path: Path) -> None:
    target(tmp_path).switch(tree(tmp_path / "a", ONE))
    commit_by_hand(tmp_path, CNAME="statistics.example\n")
    target(tmp_path).switch(tree(tmp_path / "b", OTHER))
    assert in_branch(tmp_path)["CNAME"] == b"statistics.example\n"
    assert target(tmp_path).look().tree == OTHER


def test_a_page_that_somebody_changed_or_took_away_is_put_right(tmp_path: Path) -> None:
    target(tmp_path).switch(tree(tmp_path / "a", ONE))
    for turn, words in enumerate(("other words", "")):
        commit_by_hand(tmp_path, index_dot_html=words)
        assert target(tmp_path).look().tree == ""
        target(tmp_path).switch(tree(tmp_path / f"b{turn}", ONE))
        assert target(tmp_path).look().tree == ONE
        assert public(tmp_path)["index.html"] == ONE.encode()
    assert commits(tmp_path) == 5  # theirs are still there to be read


def test_a_commit_of_ours_that_somebody_rewrote_is_not_believed(tmp_path: Path) -> None:
    """Its message still says which tree of ours it holds; what it holds is another."""
    target(tmp_path).switch(tree(tmp_path / "a", ONE))
    work = tmp_path / "work"
    git("clone", "--quiet", "--branch", PAGES, repository(tmp_path), work)
    (work / "index.html").write_text("other words")
    git("-C", work, "commit", "--quiet", "--all", "--amend", "--no-edit")
    git("-C", work, "push", "--quiet", "--force")
    assert ONE in git("--git-dir", repository(tmp_path), "log", "-1", "--format=%B", PAGES)
    assert target(tmp_path).look().tree == ""


def test_a_branch_with_a_link_is_refused(tmp_path: Path) -> None:
    target(tmp_path).switch(tree(tmp_path / "a", ONE))
    work = tmp_path / "work"
    git("clone", "--quiet", "--branch", PAGES, repository(tmp_path), work)
    (work / "index.html").unlink()
    (work / "index.html").symlink_to("manifest.json")
    git("-C", work, "commit", "--quiet", "--all", "-m", "A link")
    git("-C", work, "push", "--quiet")
    assert code_of(target(tmp_path).look, SourceProblems) == "publish.branch-not-ours"


def test_other_branches_are_left_alone(tmp_path: Path) -> None:
    work = tmp_path / "work"
    git("clone", "--quiet", repository(tmp_path), work)
    (work / "README").write_text("theirs")
    git("-C", work, "checkout", "--quiet", "-b", "main")
    git("-C", work, "add", "--all")
    git("-C", work, "commit", "--quiet", "-m", "Theirs")
    git("-C", work, "push", "--quiet", "origin", "main")
    before = git("--git-dir", repository(tmp_path), "rev-parse", "main")
    target(tmp_path).switch(tree(tmp_path / "a", ONE))
    assert git("--git-dir", repository(tmp_path), "rev-parse", "main") == before
    main = GitTarget(tmp_path, GitBranch(kind="git", repository=str(repository(tmp_path)), branch="main"))
    assert code_of(main.look, SourceProblems) == "publish.branch-not-ours"


# -- the whole run ------------------------------------------------------------------------------------------------


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Path:
    root = publication(tmp_path / "publication")
    text = (root / "mkdocs.yml").read_text()
    there = f"{{kind: git, repository: '{repository(tmp_path)}'}}"
    (root / "mkdocs.yml").write_text(text.replace("{kind: folder, path: site}", there))
    return root


def test_runs_push_what_is_new_and_nothing_to_do_asks_nobody(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(root, OLD)
    assert run(root, NEW, dry_run=True) == ()
    assert commits(tmp_path) == 1
    run(root, NEW)
    assert len(public(tmp_path)) == 4 * 3 + 1
    monkeypatch.setenv("PATH", "/nowhere")
    assert run(root, NEW) == ()


# -- faults -------------------------------------------------------------------------------------------------------

#: A git that kills its caller as one command begins, or as it has ended and nobody heard of it.
KILLING = """#!/bin/sh
for word; do [ "$word" = {command} ] && hit=1; done
[ -z "${{hit:-}}" ] || {{ {does}; kill -9 $BERKALA_KILLED; exit 1; }}
exec {git} "$@"
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "done"), [("fetch", False), ("commit-tree", False), ("push", False), ("push", True)]
)
def test_a_run_that_is_killed_is_ended_by_the_next(root: Path, tmp_path: Path, command: str, done: bool) -> None:
    run(root, OLD)
    old = public(tmp_path)
    programs = tmp_path / "killing"
    programs.mkdir()
    does = f'{GIT} "$@"' if done else ":"
    (programs / "git").write_text(KILLING.format(command=command, does=does, git=GIT))
    (programs / "git").chmod(0o755)
    code = "import os,sys; os.environ['BERKALA_KILLED']=str(os.getpid()); import handmade; from pathlib import Path;"
    code += "handmade.run(Path(sys.argv[1]))"
    variables = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    ended = subprocess.run(
        [sys.executable, "-c", code, root], cwd=Path(__file__).parent, env=variables, capture_output=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert (public(tmp_path) != old) == done
    run(root, NEW)
    assert len(public(tmp_path)) == 4 * 3 + 1
    assert commits(tmp_path) == 2
    assert [subject for _, subject, _ in receipts_in(root / ".berkala")].count("counts@2020-04") == 1
    assert run(root, NEW) == ()


@pytest.mark.parametrize("first", [ONE, ""])
def test_two_pushes_that_race(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    """The other one pushes between our look and our push, upon a branch or into none."""
    if first:
        target(tmp_path).switch(tree(tmp_path / "a", first))
    here, tip = target(tmp_path), GitTarget._tip

    def looked_before_the_other(self: GitTarget, git: object) -> object:
        seen = tip(self, git)  # type: ignore[arg-type]
        monkeypatch.setattr(GitTarget, "_tip", tip)
        target(tmp_path).switch(tree(tmp_path / "b", OTHER))
        return seen

    monkeypatch.setattr(GitTarget, "_tip", looked_before_the_other)
    staged = tree(tmp_path / "c", "3" * 64)
    assert code_of(lambda: here.switch(staged), TryAgain) == "publish.git-overtaken"
    assert here.look().tree == OTHER
    here.switch(staged)
    assert here.look().tree == "3" * 64


def test_a_host_that_refuses_the_push(tmp_path: Path) -> None:
    here = target(tmp_path)
    here.switch(tree(tmp_path / "a", ONE))
    hook = repository(tmp_path) / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'This branch is protected.' >&2\nexit 1\n")
    hook.chmod(0o755)
    assert code_of(lambda: here.switch(tree(tmp_path / "b", OTHER)), TryAgain) == "publish.git-refused"
    assert here.look().tree == ONE


def test_a_repository_that_is_not_there(tmp_path: Path) -> None:
    away = target(tmp_path, f"file://{tmp_path}/nowhere.git")
    assert code_of(away.look, TryAgain) == "publish.git-repository-missing"
    away.clean()


def test_a_host_that_is_not_there(tmp_path: Path) -> None:
    assert code_of(target(tmp_path, "http://127.0.0.1:1/x.git").look, TryAgain) == "publish.host-unreachable"


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = target(tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    assert code_of(here.look, TryAgain) == "publish.program-missing"


def test_a_host_that_wants_to_know_who_asks() -> None:
    said = "fatal: could not read Username for 'https://git.example': terminal prompts disabled"
    assert complaint(said, "x", "git", SIGNS).code == "publish.git-credentials"
