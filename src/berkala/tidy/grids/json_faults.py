"""Where and why a text is no JSON, told so that a person finds it: line, place in the line, and what stands there."""

from __future__ import annotations

import json
import re
from json import JSONDecodeError

from berkala.errors import SourceProblems
from berkala.tidy.grids.refusals import refuse

#: What the parser says, by its first words, and what we say. Its own sentences are English, and change.
_CODES = (
    ("Expecting ',' delimiter", "json-comma"),
    ("Expecting ':' delimiter", "json-colon"),
    ("Expecting property name", "json-key"),
    ("Illegal trailing comma", "json-last-comma"),
    ("Unterminated string", "json-string"),
    ("Invalid control character", "json-control"),
    ("Invalid \\", "json-escape"),
    ("Extra data", "json-extra"),
)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]')
_NOUGHTS = re.compile(r"-?0[0-9.]*$")
_LAST_COMMA = re.compile(r",\s*$")

#: Characters of the faulty line that are shown.
_SHOWN = 60


def fault(error: JSONDecodeError, file: str) -> SourceProblems:
    """The problem behind a parser's error."""
    text, place = error.doc, error.pos
    noughts = _NOUGHTS.search(text, max(place - 20, 0), place)
    if noughts and text[place : place + 1].isdigit():
        return _at(text, noughts.start(), "json-noughts", file)
    if not text[place:].strip():
        return _at(text, len(text.rstrip()), "json-end", file)
    code = next((code for words, code in _CODES if error.msg.startswith(words)), "json-value")
    if code in ("json-value", "json-key") and text[place] in "]}":
        comma = _LAST_COMMA.search(text, max(place - 10_000, 0), place)
        if comma:
            return _at(text, comma.start(), "json-last-comma", file)
    return _at(text, place, code, file)


def find_second(text: str, key: str, file: str) -> SourceProblems:
    """The problem of an object that has a key twice: the second one's place."""
    seen: list[set[str] | None] = []
    expects_key = False
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "{" | "[":
                seen.append(set() if token[0] == "{" else None)
            case "}" | "]":
                seen.pop()
            case string if string[0] == '"' and expects_key:
                name = json.loads(string, strict=False)
                keys = seen[-1] if seen else None
                if keys is not None and name in keys and name == key:
                    return _at(text, token.start(), "json-twice", file)
                if keys is not None:
                    keys.add(name)
        expects_key = token[0] in "{," and bool(seen) and seen[-1] is not None
    return refuse("json-twice", file, value=key)


def _at(text: str, place: int, code: str, file: str) -> SourceProblems:
    row = text.count("\n", 0, place) + 1
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : len(text) if end < 0 else end].strip()
    near = place - start if len(line) > _SHOWN else 0
    shown = line[max(near - _SHOWN // 2, 0) :][:_SHOWN] if near else line[:_SHOWN]
    character = place - start + 1
    return refuse(code, file, row=row, column=str(character), value=shown, line=row, place=character)
