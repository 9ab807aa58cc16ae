"""The whole staged site, read once more before it is switched in: what only shows when everything is together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from berkala.check.access import headings
from berkala.check.contents import check_page
from berkala.check.document import Document, parsed
from berkala.check.pages import Made, Page
from berkala.check.tree.files import TEXTS, check_manifest, check_text
from berkala.check.tree.links import PageLinks
from berkala.check.tree.scopes import Scopes
from berkala.check.tree.site import Staged
from berkala.errors import Problem
from berkala.words import language

if TYPE_CHECKING:
    from berkala.plan import Plan


def check_tree(folder: Path, plan: Plan, made: Mapping[str, Made]) -> tuple[Problem, ...]:
    """Every problem of a staged public tree in `folder`.

    `made` says of each page, by its path, which roles its own templates declare and which parts stand in it with
    theirs; a page that is not named there may use none.

    Links, assets and places resolve; pages come in every language and name each other; no root link is left; every
    digit around the parts of editions is traced as well; the manifest has the hashes of what stands there. A part of
    an edition was checked with its bundle. It is read again only where it does not stand as it was made.
    """
    site = Staged(folder, plan)
    links, scopes = PageLinks(site), Scopes(site)
    problems: list[Problem] = []
    for path in sorted(site.files):
        if path.endswith(".html"):
            problems += _page(path, made.get(path, Made(frozenset())), links, scopes)
        elif path.endswith(TEXTS):
            problems += check_text(path, site)
    return (*problems, *links.problems(), *check_manifest(site))


def _page(path: str, made: Made, links: PageLinks, scopes: Scopes) -> Iterator[Problem]:
    bare, code = links.site.without_language(path)
    content = (links.site.folder / path).read_bytes()
    root = parsed(content)
    page = Page(bare.removesuffix("index.html"), language(code), made.scope or scopes.of(bare), made.roles)
    if (said := root.get("lang", "")) != code:
        yield page.problem("tree-language", said, expected=code)
    # A page without parts is all frame: there is nothing to read apart from what was read already.
    frame = Document.of_html(made.frame(content.decode()).encode()) if made.parts else Document.of(root)
    yield from check_page(frame, page)
    yield from _parts(made, page)
    yield from headings(root, page)
    yield from links.read(root, path, page)


def _parts(made: Made, page: Page) -> Iterator[Problem]:
    """What the parts of a page say that are of no edition, each with its own roles."""
    for part in made.parts:
        if not part.edition:
            own = Page(page.address, page.language, page.scope, part.roles)
            yield from check_page(Document.of_html(f"<body>{part.html}</body>".encode()), own)
