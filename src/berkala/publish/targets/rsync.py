"""A site target on another machine, by rsync over SSH, which changes as a whole.

The public path there is a symbolic link to a hidden folder beside it. A new version is sent into a folder that nobody
else may enter, with what is unchanged linked to the version before and to what a run that was stopped has sent; there
every byte is held against what was to be sent. Then the version gets its name, and one rename of the link shows it. The
version before stays, so that whoever is in the middle of copying from it can end.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import ClassVar

from berkala.errors import BerkalaError, Problem, SourceProblems, TryAgain
from berkala.plan.specifications import Server
from berkala.plan.standing import MANIFEST, Standing, files_of, standing
from berkala.publish.plugs import Switches
from berkala.publish.targets.server import Connection, Found

#: How many versions stay beside the one that stands.
_KEPT = 1

#: Make a private folder for the new version; say where, which number it gets, and what it may take files from.
#: $1 the folder above, $2 the name, $3 this run.
_PREPARE = """
mkdir -p "$1" && cd "$1" || exit 1
mkdir -m 700 ".$2.new-$3" || exit 1
last=$(ls -1d ".$2".tree[0-9][0-9][0-9][0-9][0-9][0-9]-* 2>/dev/null | sort | tail -n 1)
echo 'berkala: prepared'
pwd -P
echo "$last"
[ ! -d "$2/" ] || (cd "$2/" && pwd -P)
ls -1td ".$2".new-*/tree 2>/dev/null | head -n 3 | sed "s|^|$(pwd -P)/|"
echo 'berkala: end'
"""

#: Give the version its name and let the public path lead to it, in one rename. $1 to $3 as above, $4 the version.
_SWITCH = """
cd "$1" || exit 1
[ ! -e "$4" ] || { echo "$4 is there already" >&2; exit 1; }
mv ".$2.new-$3/tree" "$4" && rmdir ".$2.new-$3" && ln -s "$4" ".$2.link-$3" || exit 1
sync -f . 2>/dev/null || :
[ -L "$2" ] || [ ! -d "$2" ] || rmdir "$2" || exit 1
if mv --help 2>&1 | grep -q -e '-T'; then mv -f -T ".$2.link-$3" "$2"; else mv -f -h ".$2.link-$3" "$2"; fi
"""

#: Remove what runs of ours left, what others left a day ago, and old versions. $3 whose runs, $4 the first that goes.
_CLEAN = """
cd "$1" 2>/dev/null || exit 0
rm -rf ".$2.new-$3-"* ".$2.link-$3-"*
find . -maxdepth 1 \\( -name ".$2.new-*" -o -name ".$2.link-*" \\) -mtime +0 -exec rm -rf {} +
[ -L "$2" ] || exit 0
current=$(readlink "$2")
ls -1d ".$2".tree[0-9][0-9][0-9][0-9][0-9][0-9]-* 2>/dev/null | sort -r | grep -vxF "$current" | tail -n "+$4" |
while read -r old; do rm -rf "./$old"; done
"""


class RsyncTarget:
    """The public path `settings.path` on the host `settings.host`."""

    switches: ClassVar[Switches] = "whole"
    stages: ClassVar[bool] = True

    def __init__(self, root: Path, settings: Server) -> None:
        self.place = settings.place(root)
        self._connection = Connection(settings, self.place)
        path = PurePosixPath(settings.path)
        self._there = (str(path.parent), path.name)
        # What is left of a run can be told from what belongs to another machine's, which may still be alive.
        self._switched = False
        self._whose = hashlib.sha256(f"{socket.gethostname()} {root.resolve()}".encode()).hexdigest()[:8]

    def look(self) -> Standing:
        """What stands there; nothing in a free place.

        Raises SourceProblems where something else stands there, TryAgain where the server or the way to it refuses.
        """
        found = self._connection.look(*self._there)
        self._refuse(found)
        expected = files_of(found.manifest)
        whole = {path: hashed for path, hashed in found.files.items() if path != MANIFEST} == expected
        return standing(found.manifest, whole)

    def switch(self, folder: Path) -> None:
        """Make the tree in `folder` the one that stands there, at once.

        Raises SourceProblems or TryAgain where that is refused or fails; what stood there stands there still. Where
        the connection is lost at the last step, only the next look can tell.
        """
        self.look()
        run = f"{self._whose}-{secrets.token_hex(4)}"
        parent, number, unchanged = self._prepare(run)
        unfinished = f"{parent}/.{self._there[1]}.new-{run}"
        self._connection.send(str(folder), f"{unfinished}/tree", unchanged)
        self._verify(folder, unfinished)
        version = f".{self._there[1]}.tree{number:06}-{run}"
        self._connection.run(_SWITCH, *self._there, run, version)
        self._switched = True

    def clean(self) -> None:
        """Remove what runs that were stopped left there, and versions before the last one.

        What such a run of ours has sent stays for a day, or until a switch has taken from it what is unchanged. What
        cannot be removed stays until another run: a leftover harms nobody, so it fails nothing.
        """
        whose = self._whose if self._switched else "nobody"
        try:
            self._connection.run(_CLEAN, *self._there, whose, str(_KEPT + 1))
        except BerkalaError:
            return

    def _prepare(self, run: str) -> tuple[str, int, tuple[str, ...]]:
        """The folder above, the number of the next version, and folders there that may hold the same files."""
        said = self._connection.run(_PREPARE, *self._there, run)
        if "berkala: prepared" not in said or "berkala: end" not in said:
            raise TryAgain(Problem("publish.connection-lost", {"place": self.place, "reason": ""}))
        begin = said.index("berkala: prepared")
        parent, last, *unchanged = said[begin + 1 : said.index("berkala: end")]
        number = int(last.rpartition(".tree")[2][:6]) + 1 if last else 1
        return parent, number, tuple(unchanged)

    def _verify(self, folder: Path, unfinished: str) -> None:
        """Raise TryAgain where what arrived is not, byte for byte, what was to be sent."""
        sent = {
            Path(place, name).relative_to(folder).as_posix(): hashlib.sha256(Path(place, name).read_bytes()).hexdigest()
            for place, _, names in os.walk(folder)
            for name in names
        }
        arrived = self._connection.look(unfinished, "tree")
        if arrived.files != sent or arrived.others:
            differing = {path for path, _ in arrived.files.items() ^ sent.items()} | set(arrived.others)
            raise TryAgain(Problem("publish.upload-differs", {"place": self.place, "path": min(differing)}))

    def _refuse(self, found: Found) -> None:
        """Raise SourceProblems for what would be lost, or could not be changed as a whole."""
        facts: dict[str, object] = {"folder": self.place, "place": self.place}
        if found.kind == "file":
            raise SourceProblems(Problem("publish.path-is-file", facts))
        known = {*files_of(found.manifest), *([MANIFEST] if found.manifest else [])}
        strangers = list(islice((name for name in sorted([*found.files, *found.others]) if name not in known), 4))
        if strangers:
            names = ", ".join(strangers[:3]) + (", …" if len(strangers) > 3 else "")
            raise SourceProblems(Problem("publish.not-ours", facts | {"names": names}))
        if found.kind == "folder" and not found.free:
            raise SourceProblems(Problem("publish.not-a-link", facts))
