"""A machine that is reached by SSH, and what stands at a path there.

What is done there is a few lines of POSIX shell, run by one connection each; the machine needs nothing but its own
small programs, a program for SHA-256 and rsync.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from berkala.errors import TryAgain
from berkala.plan.specifications import Server
from berkala.plan.standing import MANIFEST, manifest_in
from berkala.publish.targets.programs import SSH_OPTIONS, complaint, run

# A login may say something of its own first; ours begins behind this line.
_BEGIN, _MANIFEST, _END = "berkala: begin", "berkala: manifest", "berkala: end"

#: What stands at a path, as $1/$2: of what kind it is, the hash of every file, what is no file, and the manifest.
_LOOK = f"""
echo '{_BEGIN}'
[ -e "$1" ] || {{ echo absent; echo '{_END}'; exit 0; }}
cd "$1" || exit 1
if [ -L "$2" ]; then echo "link $(readlink "$2")"; elif [ -d "$2" ]; then echo folder
elif [ -e "$2" ]; then echo file; else echo absent; fi
if [ -d "$2/" ]; then
  cd "$2/" || exit 1
  if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi
  find . ! -type d ! -type f -print | sed 's/^/other /' || exit 1
  find . -type f -exec $sum {{}} + || exit 1
  if [ -f {MANIFEST} ]; then echo '{_MANIFEST}'; cat {MANIFEST} || exit 1; echo; fi
fi
echo '{_END}'
"""

_HASHED = re.compile(r"([0-9a-f]{64}) [ *]\./(.*)", re.DOTALL)


#: What may stand at a path.
Kind = Literal["absent", "file", "folder", "link"]
KINDS: Mapping[str, Kind] = {kind: kind for kind in get_args(Kind)}


@dataclass(frozen=True)
class Found:
    """What stands at a path on a server: the hash of each file, names that are no files, and our manifest if any."""

    kind: Kind
    leads: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    manifest: Mapping[str, object] = field(default_factory=dict)

    @property
    def free(self) -> bool:
        """Whether nothing stands there that could be lost."""
        return self.kind != "file" and not self.files and not self.others


class Connection:
    """One server with one login. Every method raises TryAgain with what the server or the way to it refuses."""

    def __init__(self, settings: Server, place: str) -> None:
        self.place = place
        self._login = settings.login
        self._port = () if settings.port is None else (f"-p{settings.port}",)

    @property
    def shell(self) -> tuple[str, ...]:
        """The program that connects, for rsync."""
        return ("ssh", "-T", *SSH_OPTIONS, *self._port)

    def run(self, script: str, *words: str) -> list[str]:
        """Run a script of the POSIX shell there with these words; returns the lines that it says."""
        called = shlex.join(["sh", "-c", script, "berkala", *words])
        said = run([*self.shell, self._login, called], self.place)
        return said.decode(errors="surrogateescape").split("\n")

    def look(self, parent: str, name: str) -> Found:
        """What stands at ``parent/name``, every file read."""
        lines = self.run(_LOOK, parent, name)
        try:
            lines = lines[lines.index(_BEGIN) + 1 : len(lines) - 1 - lines[::-1].index(_END)]
        except ValueError:
            raise TryAgain(complaint("connection unexpectedly closed", self.place, "ssh")) from None
        cut = lines.index(_MANIFEST) if _MANIFEST in lines else len(lines)
        kind, _, leads = lines[0].partition(" ")
        manifest = manifest_in("\n".join(lines[cut + 1 :]).encode(errors="surrogateescape"))
        if kind not in KINDS:
            raise TryAgain(complaint(kind, self.place, "ssh"))
        return _found(KINDS[kind], leads, lines[1:cut], manifest)

    def send(self, folder: str, path: str, unchanged: tuple[str, ...]) -> None:
        """Copy what is in `folder` to the absolute `path` there; what is the same in `unchanged` is linked, not sent.

        By content, as a new build has the same files with later times. Everybody may read what is sent.
        """
        user, at, host = self._login.rpartition("@")
        login = f"{user}{at}[{host}]" if ":" in host else self._login
        command = ["rsync", "--recursive", "--checksum", "--perms", "--chmod=D755,F644", "--timeout=60"]
        command += [f"--link-dest={other}" for other in unchanged]
        run([*command, "-e", shlex.join(self.shell), "--", f"{folder}/", f"{login}:{path}/"], self.place)


def _found(kind: Kind, leads: str, lines: list[str], manifest: Mapping[str, object]) -> Found:
    hashed = [_HASHED.fullmatch(line) for line in lines]
    files = {found[2]: found[1] for found in hashed if found}
    # A name with a line break or a backslash is told in another form; it is none of ours in any case.
    others = tuple(line.removeprefix("other ./") for line, found in zip(lines, hashed, strict=True) if not found)
    return Found(kind, leads, files, others, manifest)
