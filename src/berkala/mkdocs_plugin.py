"""`mkdocs build` and `mkdocs serve` on a publication: what anyone expects, into a stage, then the switch.

Plain MkDocs empties the live folder first and finds faults last. With this plugin MkDocs works in a private
folder on nothing at all; then the rooms build the whole publication (authored pages through MkDocs, in
`compose`) and switch it into ``site_dir`` at once. Works under MkDocs 1.x and its fork ProperDocs.
"""

from __future__ import annotations

import logging
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin

from berkala.errors import BerkalaError, Problem
from berkala.words import staff_language

_LOG = logging.getLogger("mkdocs.plugins.berkala")


class BerkalaPlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """The plugin ``berkala`` of mkdocs.yml. Its options are the publication's settings, which `plan` reads."""

    def __init__(self) -> None:
        self._target = Path()
        self._idle: tempfile.TemporaryDirectory[str] | None = None

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> tuple[list[Any], list[Any]]:
        """Take the options as they are: `plan` checks them, with line numbers."""
        self.config = options
        return [], []

    def on_config(self, config: Any) -> Any:
        """Send MkDocs' own output to a private folder; remember where the site belongs."""
        self._target = Path(config.site_dir)
        self._idle = tempfile.TemporaryDirectory(prefix="berkala-mkdocs-")
        config.site_dir = self._idle.name
        config.theme.static_templates.clear()
        root = Path(config.config_file_path).resolve().parent
        config.watch = [*config.watch, *(str(root / name) for name in ("datasets", "templates"))]
        return config

    def on_files(self, files: Any, config: Any) -> Any:
        """Leave MkDocs no page: reports are specifications, and authored pages are set by `compose`."""
        for file in list(files):
            files.remove(file)
        return files

    def on_post_build(self, config: Any) -> None:
        """Switch the publication into the site folder: published where that is a channel's, else only built."""
        root = Path(config.config_file_path).resolve().parent
        try:
            _build(root, self._target)
        except BerkalaError as error:
            code = staff_language()
            raise PluginError("\n".join(_line(problem, code) for problem in error.problems)) from error
        finally:
            config.site_dir = str(self._target)
            if self._idle is not None:
                self._idle.cleanup()


def _build(root: Path, target: Path) -> None:
    # Imported here: MkDocs loads this module at every start, also to print its help.
    from berkala import pipeline
    from berkala.plan import Request, plan, read_publication
    from berkala.plan.specifications import Folder
    from berkala.publish import keep_store

    now = datetime.now().astimezone()
    publication, _ = read_publication(root)
    channels = publication.settings.channels if publication else {}
    for name, channel in channels.items():
        # What the public sees is changed in one way only: with kept bundles, a lock and receipts.
        if isinstance(channel, Folder) and (root / channel.path).resolve() == target.resolve():
            request = Request(root=root, as_of=now, channel=name)
            if not plan(request).nothing_to_do:
                pipeline.run(request)
                for problem in keep_store(publication) if publication else ():
                    _LOG.warning(_line(problem, staff_language()))
            return
    pipeline.run(Request(root=root, as_of=now, action="build", out=target))


def _line(problem: Problem, code: str) -> str:
    said = f"{problem.message(code)} {problem.remedy(code)}"
    where = problem.where(code)
    return f"{where}: {said}" if where else said
