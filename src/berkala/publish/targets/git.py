"""A site target that is a branch of a git repository, from which a host takes the site (Pages).

One commit for each release, upon the branch's last one, is made in a bare repository that lasts as long as one step, so
nobody's working copy is touched, and pushed without force: whoever changed the branch meanwhile has not done so in
vain. The branch changes at once; its host shows the site when it has taken it.

A commit of ours says in its message which tree of ours it holds, and git's own name for these files. Only where both
fit is the site whole; what somebody else committed on top is either refused, as files that are not ours, or put right.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import ClassVar

from berkala.errors import Problem, SourceProblems, TryAgain
from berkala.plan.specifications import GitBranch
from berkala.plan.standing import MANIFEST, Standing, files_of, manifest_in, standing
from berkala.publish.plugs import Switches
from berkala.publish.targets.programs import SSH_OPTIONS, run

#: Tells GitHub's Pages to show the files as they are.
PLAIN = ".nojekyll"
#: Where GitHub's Pages keep the site's own domain; it belongs to the branch and is carried over.
DOMAIN = "CNAME"

_FILE = "100644"
_TREE, _CONTENT = "Berkala-Tree", "Berkala-Content"

#: Settings of the machine that would change bytes, run programs or wait for ever.
_SETTINGS = {
    "core.autocrlf": "false",
    "core.fileMode": "false",
    "core.symlinks": "false",
    "core.hooksPath": os.devnull,
    "core.quotePath": "false",
    "gc.auto": "0",
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": "60",
    "user.useConfigOnly": "true",
}

#: What makes git look at another repository than the one that it is told (git rev-parse --local-env-vars).
_OTHERS = (
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_GRAFT_FILE"),
    *("GIT_IMPLICIT_WORK_TREE", "GIT_NAMESPACE", "GIT_NO_REPLACE_OBJECTS", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"),
    *("GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_WORK_TREE"),
)

#: What git alone complains of, and the codes whose sentences say so.
SIGNS = tuple(
    (re.compile(sign, re.IGNORECASE), code)
    for sign, code in (
        (r"\[rejected\]|non-fast-forward|fetch first|cannot lock ref|\(incorrect old value", "publish.git-overtaken"),
        (r"\[remote rejected\]|hook declined|protected branch|denied to", "publish.git-refused"),
        (
            r"could not read Username|could not read Password|Authentication failed|terminal prompts disabled"
            r"|HTTP 40[13]|error: 40[13]",
            "publish.git-credentials",
        ),
        (
            r"Repository not found|does not appear to be a git repository|does not exist|repository '.*' not found",
            "publish.git-repository-missing",
        ),
    )
)


@dataclass(frozen=True)
class _Tip:
    """The last commit of the branch: its name, git's name for its files, what it says, and its files by path."""

    commit: str = ""
    content: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    manifest: Mapping[str, object] = field(default_factory=dict)

    @property
    def standing(self) -> Standing:
        """What stands in the branch: whole where the commit is ours and as we made it."""
        tree = str(self.manifest.get("tree", ""))
        return standing(self.manifest, (self.said.get(_TREE), self.said.get(_CONTENT)) == (tree, self.content))


class GitTarget:
    """The branch `settings.branch` of `settings.repository`."""

    switches: ClassVar[Switches] = "handed over"
    stages: ClassVar[bool] = True

    def __init__(self, root: Path, settings: GitBranch) -> None:
        self.place = settings.place(root)
        beside = root / settings.repository
        self._repository = str(beside.resolve()) if beside.is_dir() else settings.repository
        self._branch = f"refs/heads/{settings.branch}"

    def look(self) -> Standing:
        """What stands in the branch: nothing where there is none, no whole tree where somebody changed our files.

        Raises SourceProblems where the branch holds what is not ours, TryAgain where git or the host refuses.
        """
        with self._bare() as git:
            return self._tip(git).standing

    def switch(self, folder: Path) -> None:
        """Let the branch hold the tree in `folder`, by one commit.

        Raises SourceProblems or TryAgain where that is refused or fails. Where the connection is lost in the push, only
        the next look can tell.
        """
        with self._bare() as git:
            tip = self._tip(git)
            content = git.tree_of(folder, {DOMAIN: tip.files[DOMAIN]} if DOMAIN in tip.files else {})
            fingerprint = str(manifest_in((folder / MANIFEST).read_bytes()).get("tree", ""))
            message = f"Release {fingerprint[:12]}\n\n{_TREE}: {fingerprint}\n{_CONTENT}: {content}\n"
            if (tip.standing.tree, tip.content) == (fingerprint, content):
                return
            commit = git.commit(content, tip.commit, message)
            git("push", "--quiet", "origin", f"{commit}:{self._branch}")

    def clean(self) -> None:
        """Nothing is left anywhere: what a step makes is in a folder of the system's for temporary files."""

    @contextmanager
    def _bare(self) -> Iterator[_Git]:
        with tempfile.TemporaryDirectory(prefix="berkala-git-") as folder:
            git = _Git(Path(folder), self.place)
            git("remote", "add", "origin", self._repository)
            yield git

    def _tip(self, git: _Git) -> _Tip:
        """Raises SourceProblems where the branch holds what is not ours."""
        if not git("ls-remote", "origin", self._branch).strip():
            return _Tip()
        # The names of the files without what is in them, where the host can do that.
        git("config", "remote.origin.promisor", "true")
        git("config", "remote.origin.partialclonefilter", "blob:none")
        git("fetch", "--quiet", "--no-tags", "--depth=1", "--filter=blob:none", "origin", self._branch)
        commit, content, *message = (
            git("log", "-1", "--format=%H%n%T%n%B", "FETCH_HEAD").decode(errors="replace").split("\n")
        )
        said = dict(line.split(": ", 1) for line in message if line.startswith((_TREE, _CONTENT)) and ": " in line)
        files = dict(_listed(line) for line in git("ls-tree", "-r", "-z", commit).split(b"\0") if line)
        manifest = manifest_in(git("cat-file", "blob", files[MANIFEST][1])) if MANIFEST in files else {}
        self._refuse(files, manifest)
        return _Tip(commit, content, said, files, manifest)

    def _refuse(self, files: Mapping[str, tuple[str, str]], manifest: Mapping[str, object]) -> None:
        known = {*files_of(manifest), *([MANIFEST, DOMAIN] if manifest else []), PLAIN}
        odd = (path for path, (mode, _) in files.items() if path not in known or mode == "120000")
        strangers = list(islice(odd, 4))
        if strangers:
            names = ", ".join(strangers[:3]) + (", …" if len(strangers) > 3 else "")
            raise SourceProblems(Problem("publish.branch-not-ours", {"place": self.place, "names": names}))


class _Git:
    """git in one bare repository, by the same settings everywhere. Raises TryAgain with what it complains of."""

    def __init__(self, folder: Path, place: str) -> None:
        self._folder, self._place = folder, place
        # What a hook or a person has set for another repository would lead git astray; a picture box asks nobody here.
        self._variables: dict[str, str | None] = {
            **dict.fromkeys((*_OTHERS, "SSH_ASKPASS")),
            "GIT_DIR": str(folder),
            "GIT_INDEX_FILE": str(folder / "index"),
            "GIT_TERMINAL_PROMPT": "0",
        }
        self("init", "--quiet", "--bare", str(folder))
        # Before any other word on it: no file is changed on its way in.
        (folder / "info" / "attributes").write_text("* -text -filter -ident -working-tree-encoding\n")
        if not os.environ.get("GIT_SSH"):
            own = os.environ.get("GIT_SSH_COMMAND") or self._configured("core.sshCommand") or "ssh"
            self._variables["GIT_SSH_COMMAND"] = " ".join([own, *SSH_OPTIONS])

    def __call__(self, *words: str, given: bytes = b"") -> bytes:
        """Run one command of git here; returns what it says."""
        settings = (part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}"))
        return run(["git", *settings, *words], self._place, given=given, variables=self._variables, signs=SIGNS)

    def tree_of(self, folder: Path, carried: Mapping[str, tuple[str, str]]) -> str:
        """What git calls the files in `folder` with what belongs to a branch of Pages."""
        self(f"--work-tree={folder}", "add", "--all", "--force", str(folder))
        extra = {PLAIN: (_FILE, self("hash-object", "-w", "--stdin").decode().strip()), **carried}
        for path, (mode, blob) in extra.items():
            self("update-index", "--add", "--cacheinfo", f"{mode},{blob},{path}")
        return self("write-tree").decode().strip()

    def commit(self, content: str, parent: str, message: str) -> str:
        """A new commit of this content upon its parent, if there is one."""
        self._variables |= self._author()
        upon = ("-p", parent) if parent else ()
        return self("commit-tree", content, *upon, given=message.encode()).decode().strip()

    def _author(self) -> dict[str, str]:
        """Who commits, where git does not know it of the user who publishes."""
        try:
            self("var", "GIT_AUTHOR_IDENT")
            self("var", "GIT_COMMITTER_IDENT")
        except TryAgain:
            named = {f"GIT_{who}_NAME": "Berkala" for who in ("AUTHOR", "COMMITTER")}
            return named | {f"GIT_{who}_EMAIL": "berkala@localhost" for who in ("AUTHOR", "COMMITTER")}
        return {}

    def _configured(self, name: str) -> str:
        return self("config", "--default", "", "--get", name).decode().strip()


def _listed(line: bytes) -> tuple[str, tuple[str, str]]:
    """The path of one entry of a tree, and its mode and git's name for what is in it."""
    about, _, path = line.partition(b"\t")
    mode, _, blob = about.decode().split(" ")
    return path.decode(errors="surrogateescape"), (mode, blob)
