"""How long a text is, as each network counts it.

A *grapheme* is what a reader sees as one character. The clusters follow Unicode's UAX #29 (extended grapheme
clusters) as far as the standard library's data reach: combining and spacing marks, joiners, variation
selectors, skin tones, flags, keycaps, tags and Hangul. Left out: prepended marks and the conjuncts of some Indic
scripts (rules GB9b and GB9c), where this counts more than a network may, never less.
"""

from __future__ import annotations

import re
import unicodedata

from berkala.render.posts.networks import Network

_LINK = re.compile(r"https?://[^\s<>\"“”]+")
#: Marks that end a sentence, not an address.
_TRAILING = ".,;:!?)]'"
_ZWJ, _KEYCAP, _EMOJI_STYLE = "\u200d", "\u20e3", "\ufe0f"

#: X's weights (twitter-text configuration v3): these ranges count 1, everything else 2.
_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
_EMOJI_WEIGHT = 2


def length(text: str, network: Network) -> int:
    """The length of `text` as `network` counts it."""
    bare, links = _without_links(text) if network.link is not None else (text, 0)
    counted = {"graphemes": graphemes, "weighted": weighted, "characters": len}[network.counted](bare)
    return counted + links * (network.link or 0)


def fits(text: str, network: Network) -> bool:
    """Whether the network takes the text, by every limit it has."""
    size = len(text.encode())
    return length(text, network) <= network.limit and (network.bytes is None or size <= network.bytes)


def graphemes(text: str) -> int:
    """The number of grapheme clusters."""
    return len(clusters(text))


def weighted(text: str) -> int:
    """X's weighted length: NFC, 1 or 2 for each code point by range, and 2 for any emoji, however it is joined."""
    return sum(_weight(cluster) for cluster in clusters(unicodedata.normalize("NFC", text)))


def clusters(text: str) -> list[str]:
    """The text cut into grapheme clusters; joined again they are the text."""
    found: list[str] = []
    for character in text:
        if found and not _breaks(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _breaks(before: str, character: str) -> bool:
    """Whether a new cluster starts at `character`. The rules' numbers are those of UAX #29."""
    last = before[-1]
    if last == "\r" and character == "\n":  # GB3
        return False
    if _control(last) or _control(character):  # GB4, GB5
        return True
    if _hangul_joins(_hangul(last), _hangul(character)):  # GB6 to GB8
        return False
    if _extends(character):  # GB9, GB9a
        return False
    if last == _ZWJ and _pictograph(character):  # GB11
        return not _pictograph(before[0])
    if _regional(last) and _regional(character):  # GB12, GB13: flags are pairs
        return len(before) % 2 == 0
    return True


def _control(character: str) -> bool:
    if character in (_ZWJ, "\u200c") or 0xE0020 <= ord(character) <= 0xE007F:
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")


def _extends(character: str) -> bool:
    code = ord(character)
    if character in (_ZWJ, "\u200c") or 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F:
        return True
    return unicodedata.category(character) in ("Mn", "Me", "Mc") or code in (0xFF9E, 0xFF9F)


def _regional(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF


def _pictograph(character: str) -> bool:
    """Near enough Extended_Pictographic: symbols and the emoji blocks. The exact list is no part of Python."""
    code = ord(character)
    if 0x1F000 <= code <= 0x1FAFF:
        return not (_regional(character) or 0x1F3FB <= code <= 0x1F3FF)
    return code in (0xA9, 0xAE, 0x203C, 0x2049) or (
        0x2122 <= code <= 0x3299 and unicodedata.category(character) == "So"
    )


def _hangul(character: str) -> str:
    """The Hangul syllable type: L, V, T, LV, LVT, or nothing."""
    code = ord(character)
    if 0xAC00 <= code <= 0xD7A3:
        return "LV" if (code - 0xAC00) % 28 == 0 else "LVT"
    for kind, blocks in _JAMO.items():
        if any(first <= code <= last for first, last in blocks):
            return kind
    return ""


_JAMO = {
    "L": ((0x1100, 0x115F), (0xA960, 0xA97C)),
    "V": ((0x1160, 0x11A7), (0xD7B0, 0xD7C6)),
    "T": ((0x11A8, 0x11FF), (0xD7CB, 0xD7FB)),
}
_HANGUL_NEXT = {
    "L": ("L", "V", "LV", "LVT"),
    "LV": ("V", "T"),
    "V": ("V", "T"),
    "LVT": ("T",),
    "T": ("T",),
}


def _hangul_joins(before: str, after: str) -> bool:
    return after in _HANGUL_NEXT.get(before, ())


def _weight(cluster: str) -> int:
    if _emoji(cluster):
        return _EMOJI_WEIGHT
    return sum(1 if any(a <= ord(c) <= b for a, b in _LIGHT) else 2 for c in cluster)


def _emoji(cluster: str) -> bool:
    first = cluster[0]
    if _regional(first):
        return len(cluster) == 2
    # A lone symbol of the first plane weighs 2 by its range already, so only what is joined to it matters.
    return _KEYCAP in cluster or (_pictograph(first) and (ord(first) > 0xFFFF or _EMOJI_STYLE in cluster))


def _without_links(text: str) -> tuple[str, int]:
    """The text without its links, and how many there were. Punctuation after an address is no part of it."""
    return _LINK.subn(lambda found: found[0][len(found[0].rstrip(_TRAILING)) :], text)
