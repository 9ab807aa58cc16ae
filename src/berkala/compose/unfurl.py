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
_BLANKS = re.compile(r"[ \n\t]+")
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
    # A number without what follows it ("up 8 …") is another number.
    while len(words) > 1 and any(sign.isdigit() for sign in words[-1]):
        words.pop()
    return " ".join(words).rstrip(_LOOSE) + "…"
