"""Bytes → text, in the encoding that is declared or that the bytes prove to be. Never in one that merely fits.

Windows-1252 gives a letter to nearly every byte, so that it decodes means little: Big5, Cyrillic and Czech files
decode in it too, into nonsense. It is taken where the letters beyond ASCII are those of one language that is written
in it, or rare, and stand where letters and signs may stand. Everything else is an encoding that we cannot tell.
"""

from __future__ import annotations

import codecs
import re
from string import ascii_letters

from berkala.tidy.grids.refusals import refuse

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

#: Letters beyond ASCII of languages written in Windows-1252. Icelandic is left out: its þ, ð and ý are what Turkish
#: and Czech turn into.
_ALPHABETS = tuple(
    frozenset(letters)
    for letters in (
        "àâæçéèêëîïôœùûüÿ",  # French
        "áéíñóúüç",  # Spanish, and Catalan with the next
        "àçéèíïóòúü",
        "áâãàçéêíóôõúü",  # Portuguese
        "äöüßéèáàô",  # German
        "àèéìíîòóùú",  # Italian
        "áéëïóöüèêç",  # Dutch
        "æøåéäöèüô",  # Danish, Norwegian
        "åäöéüšžáàõ",  # Swedish, Finnish, Estonian
    )
)

#: Of all letters, how many may be of no such alphabet together: names of places in an English or Indonesian list.
_RARE = 0.03

_ODD_LETTERS = frozenset("þðýƒ")
_ORDINALS = "ªº"
_UPPER_INSIDE = re.compile(r"[a-zß-öø-ÿœšž][À-ÖØ-ÞŒŠŽŸ]")
_SIGN_INSIDE = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ][¡-©«-®°-¶¸¹»-¿×÷‚„†‡ˆ‰‹›˜€][A-Za-zÀ-ÖØ-öø-ÿ]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def declared_text(content: bytes, encoding: str, file: str) -> str:
    """The text in an encoding that somebody declared. Raises SourceProblems where the bytes are not in it."""
    if content.startswith(_UTF16) != (encoding == "utf-16"):
        raise refuse("utf16" if content.startswith(_UTF16) else "not-utf16", file, declared=encoding)
    if encoding == "cp1252" and _is_utf8_beyond_ascii(content):
        raise refuse("is-utf8", file, declared=encoding)
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        row = _line(content[: error.start].decode("latin-1"))
        byte = f"{content[error.start]:02X}"
        raise refuse("encoding", file, row=row, declared=encoding, byte=byte, place=error.start + 1) from error
    except LookupError as error:
        raise refuse("encoding-unknown", file, declared=encoding) from error
    return _without_nul(text, file)


def found_text(content: bytes, file: str) -> tuple[str, str]:
    """The text, and the encoding that it proves to be in. Raises SourceProblems where that cannot be told."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise refuse("encoding-untold", file)
    encoding = _by_mark_or_noughts(content)
    if encoding:
        try:
            return _without_nul(content.decode(encoding), file).removeprefix("\ufeff"), encoding
        except UnicodeDecodeError as error:
            raise refuse("encoding-untold", file) from error
    if b"\0" in content:
        raise refuse("nul", file, row=_line(content[: content.index(b"\0")].decode("latin-1")))
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return _western(content, file), "cp1252"


def _by_mark_or_noughts(content: bytes) -> str | None:
    """UTF-16 by its first two bytes, or by every second byte of its first letters being nought."""
    if content.startswith(_UTF16):
        return "utf-16"
    start = content[:4096]
    half = len(start) // 2
    if half == 0 or len(content) % 2:
        return None
    first, second = start[0::2].count(0), start[1::2].count(0)
    if second > half / 2 and first < half / 20:
        return "utf-16-le"
    return "utf-16-be" if first > half / 2 and second < half / 20 else None


def _western(content: bytes, file: str) -> str:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise refuse("encoding-untold", file) from error
    if not looks_western(text):
        raise refuse("encoding-untold", file)
    return text


def looks_western(text: str) -> bool:
    """Whether a text that decodes in Windows-1252 reads as if it were written in it."""
    if _CONTROL.search(text) or _UPPER_INSIDE.search(text) or _SIGN_INSIDE.search(text):
        return False
    beyond = {one: text.count(one) for one in set(text) if not one.isascii() and one.isalpha() and one not in _ORDINALS}
    found = {one.lower() for one in beyond}
    if found & _ODD_LETTERS:
        return False
    count = sum(beyond.values())
    is_rare = count <= _RARE * (count + sum(map(text.count, ascii_letters)))
    return is_rare or any(found <= alphabet for alphabet in _ALPHABETS)


def _is_utf8_beyond_ascii(content: bytes) -> bool:
    """Whether bytes said to be cp1252 are UTF-8: ``é`` would become ``Ã©``, and nothing would fail."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not content.isascii()


def _without_nul(text: str, file: str) -> str:
    if "\0" in text:
        raise refuse("nul", file, row=_line(text[: text.index("\0")]))
    return text


def _line(before: str) -> int:
    """The line that follows a text, whichever of the three ways its lines end."""
    return max(before.count("\n"), before.count("\r")) + 1
