"""What a link says of itself where it is shared: short enough for WhatsApp, never cut inside a word or a number.

A messenger shows about two lines of title and of description and cuts the rest wherever it stands. What is said here
fits; the page and its structured data say all of it.
"""

from __future__ import annotations

import re

#: So many characters are shown of a title, and of a description.
TITLE, DESCRIPTION = 65, 155

# A sentence ends behind a word, not behind an abbreviation ("U.S."), and the next begins with no small letter.
_END = re.compile(r"(?<=[^\s.]{3}[.!?])[ \n\t]+(?![a-z])")
_CLAUSE = re.compile(r"[,;:] | [–—] ")
_BLANKS = re.compile(r"[ \n\t]+")
#: So many words may belong to a number.
_NEAR = 4
_LOOSE = " ,;:–—-(["


def short_title(title: str) -> str:
    """A title in as many words as fit."""
    return _cut(_BLANKS.sub(" ", title), TITLE)


def short_description(text: str) -> str:
    """A description in as many whole sentences as fit; where the first one is too long, in as many words."""
    text = _BLANKS.sub(" ", text).strip()
    if len(text) <= DESCRIPTION:
        return text
    ends = [found.start() for found in _END.finditer(text) if found.start() <= DESCRIPTION]
    return text[: ends[-1]] if ends else _cut(text, DESCRIPTION)


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    words = text[:most].split(" ")[:-1] or [text[: most - 1]]
    while cut := _number_near_end(words):
        words = words[:cut]
    said = " ".join(words)
    clauses = [found.start() for found in _CLAUSE.finditer(said) if found.start() >= most // 2]
    return (said[: clauses[-1]] if clauses else said).rstrip(_LOOSE) + "…"


def _number_near_end(words: list[str]) -> int:
    """Where a number stands so near the end that what follows it may be cut: "up 8 …", "from 26 May to …"."""
    near = range(max(1, len(words) - _NEAR), len(words))
    return next((at for at in near if any(sign.isdigit() for sign in words[at])), 0)
