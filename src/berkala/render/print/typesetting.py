"""Plain data and a template in, a tagged PDF out. No text of the edition is ever part of the template's source."""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from berkala.errors import Problem, SourceProblems
from berkala.render.print import typst_child
from berkala.render.print.typst_child import Set, set_here

TEMPLATE = Path("print") / "edition.typ"

#: What Typst says of letters that are in no font.
_LOST = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
#: The process that first set a document.
_FIRST: list[int] = []


def typeset(
    document: Mapping[str, Any], templates: Path, moment: datetime, before: bytes = b""
) -> tuple[bytes, tuple[Problem, ...]]:
    """The PDF of a document, dated at the moment of its release, and a warning for each letter that is in no font.

    Such a letter's code stands in its place. `before` is a source of ours that stands before the
    template. Raises SourceProblems where the template is missing or does not set it.
    """
    source, text = before + _template(templates), json.dumps(document, ensure_ascii=False)
    made, lost = _set(source, text, templates, moment), dict[str, str]()
    if made.wrong and (lost := dict(_lost(made.wrong))):
        made = _set(source, _replaced(text, lost), templates, moment)
    if made.wrong:
        raise SourceProblems(_broken(made.wrong))
    facts = ({"character": letter, "code": code} for letter, code in lost.items())
    return made.pdf, tuple(Problem("render.print-character", fact, severity="warning") for fact in facts)


def _set(source: bytes, text: str, templates: Path, moment: datetime) -> Set:
    return set_anywhere(
        {"main.typ": source, "edition.json": text.encode()}, templates / "fonts", moment.astimezone(UTC)
    )


def set_anywhere(files: Mapping[str, bytes], fonts: Path, moment: datetime) -> Set:
    """Set a document here, or in a process of its own where this one was forked from one that has set another.

    Typst works with threads. A fork has the memory of them and not the threads, and would wait for them for ever.
    """
    if not _FIRST:
        _FIRST.append(os.getpid())
    return set_here(files, fonts, moment) if os.getpid() in _FIRST else _set_apart(files, fonts, moment)


def _set_apart(files: Mapping[str, bytes], fonts: Path, moment: datetime) -> Set:
    command = [sys.executable, "-P", typst_child.__file__]
    done = subprocess.run(command, input=pickle.dumps((dict(files), fonts, moment)), capture_output=True, check=True)
    return Set(*pickle.loads(done.stdout))


def _lost(wrong: str) -> Iterator[tuple[str, str]]:
    """The letters that are in no font, each with its code."""
    for found in _LOST.finditer(wrong):
        text = _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), found[1])
        yield from (
            (letter, f"U+{ord(letter):04X}") for letter in text if not (letter.isascii() and letter.isprintable())
        )


def _replaced(text: str, lost: Mapping[str, str]) -> str:
    """The document with the codes of letters in their places. In JSON, some letters stand escaped."""
    for letter, code in lost.items():
        text = text.replace(letter, f"[{code}]").replace(json.dumps(letter)[1:-1], f"[{code}]")
    return text


def _template(templates: Path) -> bytes:
    try:
        return (templates / TEMPLATE).read_bytes()
    except FileNotFoundError as error:
        raise SourceProblems(Problem("render.template-missing", {"name": TEMPLATE.as_posix()})) from error


def _broken(reason: str) -> Problem:
    name = TEMPLATE.as_posix()
    return Problem("render.template-broken", {"name": name, "reason": reason}, file=f"templates/{name}")
