"""How wide a text is: advance widths of the bundled fonts, so that a label knows its place before it is drawn.

Widths are in thousandths of the type size. Kerning is left out: it nearly always draws letters together, so a
measured text is at least as wide as the drawn one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from berkala.words import Sentence, Span

#: The weights that are drawn, and the font file of each.
FILES = {500: "PlusJakartaSans-500.ttf", 700: "PlusJakartaSans-700.ttf"}
#: The width of every digit where figures are tabular (CSS ``tabular-nums``).
TABULAR = 600
#: Parts of the type size above and below the baseline that letters and digits reach.
ASCENT, DESCENT = 0.76, 0.22

#: The parts of an address, each up to its slash.
_AFTER_SLASHES = re.compile("[^/]*/+|[^/]+")
_UNKNOWN = 1000
#: So many measured texts are remembered at most.
_KEPT = 50_000


@dataclass(frozen=True)
class Type:
    """How a text is set: size in pixels, weight, letter and word spacing in parts of the size."""

    size: float
    weight: int = 500
    tracking: float = 0.0
    spacing: float = 0.06
    tabular: bool = True

    def bold(self) -> Type:
        """The same, bold."""
        return replace(self, weight=700)


@dataclass(frozen=True)
class Metrics:
    """Advance widths by weight and character. What was measured is remembered: a chart asks again and again."""

    widths: Mapping[int, Mapping[str, int]]
    _known: dict[tuple[object, ...], float] = field(default_factory=dict, init=False, repr=False, compare=False)

    def width(self, text: str, style: Type) -> float:
        """The width of one line of text in pixels."""
        key = (text, style.size, style.weight, style.tracking, style.spacing, style.tabular)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[key] = self._measured(text, style)
        return found

    def _measured(self, text: str, style: Type) -> float:
        table = self.widths[style.weight]
        units = 0.0
        for letter in text:
            units += TABULAR if style.tabular and letter.isdigit() else table.get(letter, _UNKNOWN)
        units += 1000 * (style.tracking * len(text) + style.spacing * text.count(" "))
        return units * style.size / 1000

    def knows(self, letter: str) -> bool:
        """Whether every weight can draw this character."""
        return all(letter in table for table in self.widths.values())


@lru_cache
def bundled() -> Metrics:
    """The widths of the bundled fonts, kept beside this file (a test holds them against the fonts)."""
    tables = json.loads((Path(__file__).parent / "widths.json").read_text(encoding="utf-8"))
    return Metrics({int(weight): table for weight, table in tables.items()})


def from_fonts(folder: Path) -> Metrics:
    """The widths of the fonts in a folder, read from the font files. Raises OSError where one is missing."""
    return _of_fonts(tuple((folder / file).read_bytes() for file in FILES.values()))


@lru_cache
def _of_fonts(files: tuple[bytes, ...]) -> Metrics:
    """By their content: an agency may change its fonts while `berkala serve` runs."""
    from fontTools.ttLib import TTFont

    tables: dict[int, dict[str, int]] = {}
    for weight, content in zip(FILES, files, strict=True):
        with TTFont(BytesIO(content)) as font:
            names, advances, scale = font.getBestCmap(), font["hmtx"], 1000 / font["head"].unitsPerEm
            tables[weight] = {chr(code): round(advances[name][0] * scale) for code, name in sorted(names.items())}
    return Metrics(tables)


# -- lines ----------------------------------------------------------------------------------------------------


def wrap(sentence: Sentence, width: float, style: Type, metrics: Metrics) -> tuple[Sentence, ...]:
    """The sentence in lines no wider than `width`, as far as its words allow.

    A figure, a period and a claim are never divided: half a number is not the number, nor "changed" "changed little".
    """
    return tuple(_tidy(line) for line in _broken(sentence, width, style, metrics))


def _broken(sentence: Sentence, width: float, style: Type, metrics: Metrics) -> list[list[Span]]:
    """The stretches of each line."""
    lines: list[list[Span]] = [[]]
    reached = ""
    for word in _words(sentence):
        own = "".join(span.text for span in word)
        if lines[-1] and metrics.width((reached + own).rstrip(" "), style) > width:
            lines.append([])
            reached = ""
        lines[-1].extend(word)
        reached += own
    return lines


def wrapped_hard(name: Sentence, width: float, style: Type, metrics: Metrics) -> tuple[Sentence, ...]:
    """As `wrap`, for a name in a narrow column: a single word that is too wide goes on in the next line."""
    return _divided(name, width, style, metrics, list)


def wrapped_address(words: Sentence, width: float, style: Type, metrics: Metrics) -> tuple[Sentence, ...]:
    """As `wrap`, for words with an address: one that is too wide goes on in the next line, after one of its slashes."""
    return _divided(words, width, style, metrics, _AFTER_SLASHES.findall)


def _divided(
    words: Sentence, width: float, style: Type, metrics: Metrics, parts: Callable[[str], list[str]]
) -> tuple[Sentence, ...]:
    """As `wrap`; a line that is still too wide is divided between its parts."""
    lines: list[Sentence] = []
    for line in wrap(words, width, style, metrics):
        if metrics.width(line.text, style) <= width:
            lines.append(line)
            continue
        pieces: list[list[Span]] = [[]]
        for part in (replace(span, text=one) for span in line.spans for one in parts(span.text)):
            tried = "".join(span.text for span in (*pieces[-1], part))
            if pieces[-1] and metrics.width(tried, style) > width:
                pieces.append([])
            pieces[-1].append(part)
        lines += [_tidy(piece) for piece in pieces]
    return tuple(lines)


def balanced(sentence: Sentence, width: float, style: Type, metrics: Metrics) -> tuple[Sentence, ...]:
    """As `wrap`, in as many lines, with the measure narrowed until the lines are about even."""
    best = _broken(sentence, width, style, metrics)
    low, high = width / 2, width
    while high - low > 4 and len(best) > 1:
        middle = (low + high) / 2
        tried = _broken(sentence, middle, style, metrics)
        if len(tried) == len(best) and all(metrics.width(_said(line), style) <= middle for line in tried):
            best, high = tried, middle
        else:
            low = middle
    return tuple(_tidy(line) for line in best)


def _said(line: Iterable[Span]) -> str:
    return "".join(span.text for span in line).rstrip(" ")


def widest(lines: tuple[Sentence, ...], style: Type, metrics: Metrics) -> float:
    """The width of the longest line."""
    return max((metrics.width(line.text, style) for line in lines), default=0.0)


@lru_cache(maxsize=512)
def _words(sentence: Sentence) -> tuple[tuple[Span, ...], ...]:
    """Stretches that stay together: each ends where a space may become a line's end.

    Remembered: a text is tried in many widths and types.
    """
    words: list[list[Span]] = [[]]
    for span in sentence.spans:
        whole = span.figure is not None or span.time is not None or span.direction is not None
        if whole:
            words[-1].append(span)
            continue
        for place, piece in enumerate(span.text.split(" ")):
            if place:
                words[-1].append(_like(span, " "))
                words.append([])
            if piece:
                words[-1].append(_like(span, piece))
    return tuple(tuple(word) for word in words if word)


def _like(span: Span, text: str) -> Span:
    """A part of a stretch that is no figure, no time and no claim: it has its role at most."""
    return Span(text, role=span.role, period=span.period)


def _same_origin(one: Span, other: Span) -> bool:
    """Whether two stretches come from the same: from no figure, which is never divided."""
    if one.figure is not None or other.figure is not None:
        return False
    return (one.time, one.direction, one.role, one.period) == (other.time, other.direction, other.role, other.period)


def _tidy(line: list[Span]) -> Sentence:
    """Neighbours of one origin joined again, the space at the line's end gone."""
    joined: list[tuple[Span, str]] = []
    for span in line:
        if joined and _same_origin(joined[-1][0], span):
            joined[-1] = (joined[-1][0], joined[-1][1] + span.text)
        else:
            joined.append((span, span.text))
    while joined and not joined[-1][1].rstrip(" "):
        joined.pop()
    if joined:
        joined[-1] = (joined[-1][0], joined[-1][1].rstrip(" "))
    return Sentence(tuple(span if span.text == text else replace(span, text=text) for span, text in joined))
