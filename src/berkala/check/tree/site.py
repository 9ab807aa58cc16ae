"""The staged site as its checks see it: its files, and where a link on one of its pages leads."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from berkala.plan import Plan

#: A link that has to be put to its page and nothing more, as nearly all have.
_SIMPLE = re.compile(r"(?:\.\.?/)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*)?")


@dataclass(frozen=True)
class Staged:
    """A public tree in `folder`, before it is switched in."""

    folder: Path
    plan: Plan

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file, by its path."""
        found: list[str] = []
        for folder, _, names in os.walk(self.folder):
            inside = Path(folder).relative_to(self.folder).as_posix()
            found += names if inside == "." else (f"{inside}/{name}" for name in names)
        return frozenset(found)

    @property
    def url(self) -> str:
        """The address at which the site will be served."""
        return self.plan.publication.settings.site_url

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of its languages, the first one first."""
        return self.plan.publication.settings.languages

    def without_language(self, path: str) -> tuple[str, str]:
        """A page's path below that of its language, and the language."""
        first, _, rest = path.partition("/")
        return (rest, first) if first in self.languages[1:] else (path, self.languages[0])

    def target(self, link: str, page: str) -> str | None:
        """The file that a link on a page leads to; None for one that leads out of the site.

        A link from the root of the server (``/open/assets/x``) is read as a browser reads it: under the path at
        which the site is served. One that leaves that path without naming a server begins with ``/``, where no file
        of ours is.
        """
        if _SIMPLE.fullmatch(link) and (path := _below(link, page)) is not None:
            return f"{path}index.html" if path.endswith("/") or not path else path
        if not link.startswith(self.url) and (urlsplit(link).scheme or link.startswith("//")):
            return None
        whole = urljoin(self.url + page, link).partition("#")[0].partition("?")[0]
        inside = whole.removeprefix(self.url) if whole.startswith(self.url) else urlsplit(whole).path or "/"
        path = unquote(inside)
        return f"{path}index.html" if path.endswith("/") or not path else path


def _below(link: str, page: str) -> str | None:
    """The path of a simple link from a page; None where it leads above the root, or nowhere else than to the page."""
    folders, rest = page.split("/")[:-1], link
    while rest.startswith("."):
        first, _, rest = rest.partition("/")
        if first == ".." and not folders:
            return None
        folders = folders[:-1] if first == ".." else folders
    return "".join(f"{folder}/" for folder in folders) + rest if link else None
