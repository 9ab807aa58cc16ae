"""The index of a search: what each page is found by, put together by Pagefind into files that a browser reads.

Pagefind is given a page of its own for each page of the site, with the words that are to be found and nothing else,
so that pages stay as light as they are. It works on a private folder, by its command: the same pages give the same
bytes in any folder and in any order. Of what it writes beside the index only its script is published, not its
interfaces.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from berkala.compose.frame import Frame
from berkala.compose.search_entry import Found
from berkala.compose.search_text import REPEATED, Block, PageText, read_page
from berkala.compose.search_words import base_words, number_words
from berkala.errors import Problem
from berkala.words import Language

#: Where the index stands on the site.
FOLDER = "search/pagefind/"
#: What is published of what Pagefind writes: its script, what its script loads, and the index.
_SCRIPT, _CONTENTS = "pagefind.js", "pagefind-entry.json"
_INDEX = (".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")
#: The place in an indexed page behind which words are found and not shown.
HIDDEN = "hidden-words"


@dataclass(frozen=True)
class _Entry:
    """One page as it is indexed."""

    path: str
    found: Found
    language: Language
    text: PageText


def index_files(frame: Frame, staged: Path, private: Path) -> tuple[list[tuple[str, bytes]], tuple[Problem, ...]]:
    """The files of the index over the pages in `staged`, made in the `private` folder (made, and removed again)."""
    program = _program()
    if program is None:
        return [], (Problem("compose.search-missing"),)
    pages, index = private / "pages", private / "index"
    try:
        for entry in _entries(frame, staged):
            file = pages / entry.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_indexed(entry), encoding="utf-8")
        said = _run(program, pages, index)
        if said:
            return [], (Problem("compose.search-failed", {"said": said}),)
        return list(_published(index)), ()
    finally:
        shutil.rmtree(private, ignore_errors=True)


def _program() -> Path | None:
    """Pagefind's program in its package; None where there is none for this machine."""
    try:
        from pagefind_bin import get_executable

        return Path(get_executable())
    except (ModuleNotFoundError, FileNotFoundError):
        return None


def _run(program: Path, pages: Path, index: Path) -> str:
    """Let Pagefind index the folder `pages`; what it complains of, empty where it does not."""
    # Settings of its own, in variables or beside the folder it is started in, must not reach it.
    own = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    command = [str(program), "--site", str(pages), "--output-path", str(index), "--silent"]
    pages.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(command, cwd=pages.parent, env=own, capture_output=True, text=True, check=False)
    if done.returncode == 0 and (index / _CONTENTS).is_file():
        return ""
    return " ".join((done.stderr or done.stdout).split()) or f"exit {done.returncode}"


def _published(index: Path) -> Iterator[tuple[str, bytes]]:
    contents = json.loads((index / _CONTENTS).read_bytes())
    # What reads the index of a language; one that Pagefind does not know has the plain one.
    readers = {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in contents["languages"].values()}
    for path in sorted(index.rglob("*")):
        name = path.relative_to(index).as_posix()
        if name in (_SCRIPT, *readers) or name.endswith(_INDEX):
            yield FOLDER + name, path.read_bytes()
    # Pagefind writes the languages in another order each time.
    yield FOLDER + _CONTENTS, json.dumps(contents, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _entries(frame: Frame, staged: Path) -> Iterator[_Entry]:
    languages = {frame.prefix(language): language for language in reversed(frame.languages)}
    for path, found in sorted(frame.found.items()):
        first = f"{path.partition('/')[0]}/"
        language = languages.get(first, frame.languages[0])
        yield _Entry(path, found, language, _text(found, staged / path))


def _text(found: Found, file: Path) -> PageText:
    if found.text is None:
        return read_page(file.read_bytes(), REPEATED if found.kind == "area" else frozenset())
    return PageText((Block("h1", found.title), Block("p", found.text)), ())


def _indexed(entry: _Entry) -> str:
    """The page that Pagefind is given. Its kind is told by the name under which its title stands."""
    found, code = entry.found, entry.language.code
    told = {
        found.kind: found.title,
        "detail": found.detail,
        "last": "yes" if found.last else "",
        "headline": " ".join(number_words([found.headline], entry.language)),
        "names": " ".join(found.names.get(found.title, ())),
        "bases": " ".join(base_words([found.title], code)),
    }
    metas = Markup("").join(
        Markup('<meta data-pagefind-meta="{name}[content]" content="{text}">').format(name=name, text=text)
        for name, text in told.items()
        if text
    )
    # One name with one value: Pagefind writes several in another order each time.
    age = Markup('<meta data-pagefind-filter="older[content]" content="yes">') if found.older else Markup("")
    shown = Markup("\n").join(_block(block) for block in entry.text.blocks)
    hidden = Markup('<p id="{place}">{words}</p>').format(place=HIDDEN, words=" ".join(_hidden(entry)))
    return (
        f'<!doctype html><html lang="{escape(code)}"><head>{metas}{age}</head>\n'
        f"<body data-pagefind-body>\n{shown}\n{hidden}\n</body></html>\n"
    )


def _block(block: Block) -> Markup:
    # Pagefind takes the first heading of the first level for a title, which has a name of its own here.
    tag = "h2" if block.tag == "h1" else block.tag
    place = Markup(' id="{}"').format(block.place) if block.place else ""
    return Markup("<{tag}{place}>{text}</{tag}>").format(tag=Markup(tag), place=place, text=block.text)


def _hidden(entry: _Entry) -> Iterator[str]:
    """What the page is found by and does not show."""
    said = [block.text for block in entry.text.blocks]
    yield from number_words([*said, *entry.text.figures], entry.language)
    yield from base_words(said, entry.language.code)
    whole = f"{entry.found.title}\n" + "\n".join(said)
    for name, others in entry.found.names.items():
        if name in whole:
            yield from others
