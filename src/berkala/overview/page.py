"""The overview as a page for a person who does not type commands: one file in each language, complete in itself.

It stands in the private folder, is opened from there by a browser, and asks nothing of anybody: styles and letters are
inside, there is no script.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from berkala.compose.identity import agency_css
from berkala.overview.model import Overview, Phrase
from berkala.overview.saying import owners, public, remedy, said, state, when
from berkala.plan import Publication
from berkala.render.templates import filled
from berkala.words import Language, Sentence, staff_languages
from berkala.words import language as language_of

#: The folder, in the private state, and the page in the language of whoever asked.
FOLDER, INDEX = "status", "index.html"

#: How many releases and changes the page shows; the calendar and the ledger have all of them.
RELEASES, CHANGES = 8, 20

_TEMPLATE = "status.html"
_CODE = re.compile(r"`([^`]+)`")
_FACE = re.compile(r"@font-face\{[^}]*\}\n?")
_LATIN = "plus-jakarta-sans-latin.woff2"


def languages_of(publication: Publication, own: Language) -> list[str]:
    """The languages of the page: those of the publication that have words for staff, and that of whoever asks."""
    return [code for code in staff_languages() if code in publication.settings.languages or code == own.code]


def write_pages(overviews: Mapping[str, Overview], publication: Publication, own: Language) -> Path:
    """Write the page in each language, from the overview in it; returns that in the language of whoever asked.

    Raises SourceProblems where a template of the publication does not do.
    """
    folder = publication.state / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    style = _style(publication)
    for code, overview in overviews.items():
        content = page(overview, publication.templates, language_of(code), list(overviews), style)
        _write(folder / f"index.{code}.html", content)
        if code == own.code:
            _write(folder / INDEX, content)
    return (folder / INDEX).absolute()


def page(overview: Overview, templates: Path, language: Language, codes: list[str], style: str) -> bytes:
    """The page in one language, with links to those in the others."""
    environment = Environment(
        loader=FileSystemLoader(templates / "staff"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return filled(environment, _TEMPLATE, _context(overview, language, codes, style))


def _context(overview: Overview, language: Language, codes: list[str], style: str) -> dict[str, Any]:
    urgent = sum(task.urgent for task in overview.tasks)
    return {
        "code": language.code,
        "style": Markup(style),
        "others": [(language_of(code).messages["name"], code) for code in codes],
        "say": lambda key, n=None, **slots: said(Phrase(key, slots, n), language),
        "told": lambda what: said(what, language),
        "text": language.text,
        "overview": overview,
        "urgent": urgent,
        "public": said(public(overview), language),
        "tasks": [
            {
                "task": task,
                "what": _coded(said(task.what, language)),
                "how": _coded(remedy(task.what, task.how, language)),
                "owners": owners(task.owners, language),
            }
            for task in overview.tasks
        ],
        "coming": [
            {"one": one, "when": when(one, language), "state": state(one, language)}
            for one in overview.coming[:RELEASES]
        ],
        "shown": {"coming": RELEASES, "changes": CHANGES},
    }


def _coded(sentence: Sentence) -> Markup:
    """A sentence whose words between backticks are to be typed as they are."""
    return Markup(_CODE.sub(r"<code>\1</code>", sentence.html()))


def _style(publication: Publication) -> str:
    """The site's own sheet with the agency's colour. The letters that English and Indonesian need are inside."""
    assets = publication.templates / "theme" / "assets"
    sheet = (assets / "berkala.css").read_text(encoding="utf-8")
    letters = base64.b64encode((assets / "fonts" / _LATIN).read_bytes()).decode()
    own = f"url(data:font/woff2;base64,{letters})"
    sheet = _FACE.sub(lambda face: _kept(face[0], own), sheet)
    # What ends a style element may not stand in one; in a sheet of style it has no place anyway.
    return (sheet + agency_css(publication.settings.agency.accent).decode()).replace("</", "<\\/")


def _kept(face: str, own: str) -> str:
    """A font face as this page has it: with the letters inside, from this machine, or not at all."""
    if _LATIN in face:
        return face.replace(f"url(fonts/{_LATIN})", own).replace("optional", "block")
    return "" if "url(" in face else face


def _write(file: Path, content: bytes) -> None:
    """In one step, so that a browser never shows half of it."""
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    beside.write_bytes(content)
    os.replace(beside, file)
