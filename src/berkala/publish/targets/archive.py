"""A site target that is a ZIP file, for a person to upload what is in it.

The same tree gives the same bytes. A new file is written beside the old one, brought to the disk and renamed over it.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import ClassVar

from berkala.errors import Problem, SourceProblems
from berkala.plan.specifications import ZipFile
from berkala.plan.standing import BAD_ARCHIVE, MANIFEST, Standing, files_of, manifest_in, standing_archive
from berkala.publish.leftovers import remove_leftovers
from berkala.publish.plugs import Switches
from berkala.render.packages.zipped import write_zip
from berkala.render.store import flush_names


class ZipTarget:
    """The file at `settings.path`, seen from the publication's root."""

    switches: ClassVar[Switches] = "by hand"
    stages: ClassVar[bool] = True

    def __init__(self, root: Path, settings: ZipFile) -> None:
        self.file = Path(os.path.abspath(root / settings.path))
        self.name = settings.path

    def look(self) -> Standing:
        """What stands in the file; nothing where there is none.

        Raises SourceProblems where something that is not ours stands there.
        """
        if os.path.lexists(self.file):
            strangers = list(islice(self._strangers(), 4))
            if strangers:
                names = ", ".join(strangers[:3]) + (", …" if len(strangers) > 3 else "")
                raise SourceProblems(Problem("publish.zip-not-ours", {"names": names}, file=self.name))
        return standing_archive(self.file)

    def switch(self, folder: Path) -> None:
        """Write the tree in `folder` into the file, at once.

        Raises SourceProblems where something else stands there, OSError where the machine does not let us; what stood
        there stands there still.
        """
        self.look()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_name(f".{self.file.name}.new-{os.getpid()}")
        with open(beside, "wb") as out:
            write_zip(out, _parts(folder))
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, self.file)
        flush_names(self.file.parent)

    def clean(self) -> None:
        """Remove what runs that were stopped left beside the file."""
        remove_leftovers(self.file.parent, re.compile(rf"\.{re.escape(self.file.name)}\.new-\d+"), spare=self.file)

    def _strangers(self) -> Iterator[str]:
        """What is in the file and not named by its manifest; the file itself where it is no ZIP file."""
        if self.file.is_symlink() or not self.file.is_file():
            yield self.file.name
            return
        try:
            with zipfile.ZipFile(self.file) as archive:
                names = archive.namelist()
                manifest = manifest_in(archive.read(MANIFEST)) if MANIFEST in names else {}
        except BAD_ARCHIVE:
            yield self.file.name
            return
        known = {*files_of(manifest), *([MANIFEST] if manifest else [])}
        yield from (name for name in names if name not in known)


def _parts(folder: Path) -> Iterator[tuple[str, bytes]]:
    files = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    for path, file in sorted((file.relative_to(folder).as_posix(), file) for file in files):
        yield path, file.read_bytes()
