"""The authored pages: Markdown that MkDocs itself renders, through the same frame.

MkDocs is loaded only where there is such a page. It builds into a private folder; its own way of emptying a
live folder never meets the public one. What it warns of becomes a problem.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import html

from berkala.compose.frame import Frame, Head, Links, Prose
from berkala.compose.search_entry import Found
from berkala.errors import Problem
from berkala.plan import Publication
from berkala.plan.documents import read_front_matter
from berkala.words import Language

#: Who speaks while a page is made: MkDocs, or the fork that answers to its name.
_SPEAKERS = ("mkdocs", "properdocs")
#: They say here that a page links to something that is not there.
_LINKS = tuple(f"{name}.structure" for name in _SPEAKERS)
_TRACED = ("data", "time")
#: What a file beside a page may be called: its name is an address. Another Markdown file would be another page.
_COMPANION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*(?<!\.md)")
#: What MkDocs sets a page in, if the page does not name another template.
_TEMPLATE = "main.html"


def sources(publication: Publication, name: str) -> dict[str, str]:
    """The file of an authored page in each language: ``about.md``, ``about.id.md``."""
    first, *others = publication.settings.languages
    return {first: f"{name}.md", **{code: f"{name}.{code}.md" for code in others}}


def read_prose(publication: Publication) -> tuple[tuple[Prose, ...], tuple[Problem, ...]]:
    """The authored pages' titles and descriptions, from their front matter, and what is missing."""
    pages: list[Prose] = []
    problems: list[Problem] = []
    for file in publication.pages:
        name = file.removesuffix(".md")
        words: dict[str, dict[str, str]] = {"title": {}, "description": {}}
        hidden: set[str] = set()
        for code, source in sources(publication, name).items():
            problems += _read(publication, source, file, code, words, hidden)
        pages.append(Prose(name, words["title"], words["description"], in_footer=not hidden))
    problems += [
        Problem("compose.page-file-name", file=f"reports/{name}")
        for name in publication.companions
        if not _COMPANION.fullmatch(name)
    ]
    return tuple(pages), tuple(problems)


def _read(
    publication: Publication, source: str, first: str, code: str, words: dict[str, dict[str, str]], hidden: set[str]
) -> Iterator[Problem]:
    """Fills `words` by key and language, and `hidden` with each language that keeps the page out of the footer."""
    path = publication.root / "reports" / source
    if not path.is_file():
        facts = {"page": first, "language": code, "expected": f"reports/{source}"}
        yield Problem("compose.page-language-missing", facts, file=f"reports/{first}")
        return
    document = read_front_matter(path, publication.root)
    yield from document.problems
    for key, into in words.items():
        text = document.data.get(key)
        if isinstance(text, str) and text.strip():
            into[code] = text.strip()
        else:
            yield Problem("compose.page-words-missing", {"key": key}, file=document.file, line=1)
    footer = document.data.get("footer", True)
    if not isinstance(footer, bool):
        yield Problem("compose.page-footer", file=document.file, line=1, value=str(footer))
    elif not footer:
        hidden.add(code)


def prose_files(frame: Frame, private: Path) -> tuple[list[tuple[str, bytes]], tuple[Problem, ...]]:
    """Every authored page, rendered by MkDocs in the `private` folder (made, and removed again)."""
    if not frame.prose:
        return [], ()
    heard = _Listener()
    try:
        with _quietly(heard):
            _build(frame, private)
        paths = [(f"{prefix}{page.address}index.html", name) for page, prefix, name in _pages(frame)]
        # A page that MkDocs refused is named in what it said.
        files = [(path, (private / path).read_bytes()) for path, _ in paths if (private / path).is_file()]
        beside = frame.shelf.publication.companions
        files += [(name, (private / name).read_bytes()) for name in beside if (private / name).is_file()]
    finally:
        shutil.rmtree(private, ignore_errors=True)
    names = dict(paths)
    digits = [problem for path, content in files if path in names for problem in _digits(content, names[path])]
    return files, (*heard.problems, *digits)


def _pages(frame: Frame) -> Iterator[tuple[Prose, str, str]]:
    """Each page in each language: the page, the language's prefix, its source file."""
    for page in frame.prose:
        named = sources(frame.shelf.publication, page.name)
        for language in frame.languages:
            yield page, frame.prefix(language), named[language.code]


def _build(frame: Frame, private: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort

    root = frame.shelf.publication.root
    names = [*(name for _, _, name in _pages(frame)), *frame.shelf.publication.companions]
    wanted = "".join(f"!/{name}\n" for name in names)
    try:
        config = load_config(
            config_file=str(root / "mkdocs.yml"),
            site_dir=str(private),
            plugins=[],
            exclude_docs=f"*\n{wanted}",
            nav=None,
        )
        config.nav = None
        config.strict = False
        config.use_directory_urls = True
        config.theme.static_templates = set()
        config.plugins["berkala-frame"] = _plugin(frame)
        build(config)
    except Abort:
        return  # MkDocs has said why, and the listener heard it.


def _plugin(frame: Frame) -> Any:
    """A plugin of MkDocs that gives pages our addresses, our templates and our frame."""
    from mkdocs.plugins import BasePlugin

    addresses = {name: (prefix + page.address, page) for page, prefix, name in _pages(frame)}
    beside = frame.shelf.publication.companions
    speaking = {
        source: language
        for page in frame.prose
        for language in frame.languages
        for source in [sources(frame.shelf.publication, page.name)[language.code]]
    }

    class Framed(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
        def on_files(self, files: Any, **_: Any) -> Any:
            for file in list(files):
                if file.src_uri in addresses:
                    file.dest_uri = addresses[file.src_uri][0] + "index.html"
                elif file.src_uri not in beside and not file.is_documentation_page():
                    files.remove(file)  # the theme's own files are in the tree already
            return files

        def on_env(self, env: Any, **_: Any) -> Any:
            return frame.environment

        def on_page_context(self, context: Any, page: Any, **_: Any) -> Any:
            address, prose = addresses[page.file.src_uri]
            language = speaking[page.file.src_uri]
            return {**_context(frame, prose, language, address), "page": page}

        def on_post_page(self, output: str, page: Any, **_: Any) -> str:
            language, prose = speaking[page.file.src_uri], addresses[page.file.src_uri][1]
            found = Found("page", prose.title[language.code])
            frame.note(page.file.dest_uri, page.meta.get("template", _TEMPLATE), found=found)
            return output

    return Framed()


def _context(frame: Frame, prose: Prose, language: Language, address: str) -> dict[str, Any]:
    agency, code = frame.settings.agency.name[language.code], language.code
    title = language.text("site.title", page=prose.title[code], agency=agency)
    head = Head(title, prose.description[code])
    links = Links("../" * address.count("/"), frame.prefix(language))
    return {**frame.context(language, prose.address, head, links), "title": prose.title[code]}


def _digits(content: bytes, name: str) -> Iterator[Problem]:
    """A problem for each number in an authored page that is neither traced nor declared."""
    main = html.document_fromstring(content.decode()).find(".//main")
    for element in main.iter() if main is not None else ():
        for text, owner in ((element.text, element), (element.tail, element.getparent())):
            if text and re.search(r"\d", text) and not _declared(owner):
                word = next(part for part in text.split() if re.search(r"\d", part))
                yield Problem("compose.page-digit", file=f"reports/{name}", value=word)


def _declared(element: Any) -> bool:
    while element is not None:
        if element.tag in _TRACED or element.get("data-role"):
            return True
        element = element.getparent()
    return False


class _Listener(logging.Handler):
    """Hears what MkDocs warns of. A broken link is an error; another warning travels on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        stops = record.levelno >= logging.ERROR or record.name.startswith(_LINKS)
        said = " ".join(record.getMessage().split())
        self.problems.append(Problem("compose.mkdocs", {"said": said}, severity="error" if stops else "warning"))


@contextmanager
def _quietly(listener: logging.Handler) -> Iterator[None]:
    """MkDocs' words, or its fork's, go to the listener and nowhere else."""
    loggers = [logging.getLogger(name) for name in _SPEAKERS]
    before = [(logger.handlers[:], logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [listener], False
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, (handlers, propagate, level) in zip(loggers, before, strict=True):
            logger.handlers, logger.propagate = handlers, propagate
            logger.setLevel(level)
