"""How wide a text is: advance widths of the bundled fonts, so that a label knows its place before it is drawn.

Widths are in thousandths of the type size. Kerning is left out: it nearly always draws letters together, so a
measured text is at least as wide as the drawn one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from io import BytesIO
from itertools import pairwise
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

    def width(self, advances: int, letters: int, spaces: int) -> float:
        """The width in pixels of so many letters, spaces among them, with these advances at the size of a thousand."""
        return (advances + 1000 * (self.tracking * letters + self.spacing * spaces)) * self.size / 1000


class _Advances(dict[str, int]):
    """Advance widths by character; one that is not in the fonts is as wide as the type is large."""

    def __missing__(self, letter: str) -> int:
        return _UNKNOWN


class _TabularAdvances(_Advances):
    """The same where figures are tabular: every digit has one width, in the fonts or not."""

    def __missing__(self, letter: str) -> int:
        return TABULAR if letter.isdigit() else _UNKNOWN


@dataclass(frozen=True, eq=False)
class Metrics:
    """Advance widths by weight and character."""

    widths: Mapping[int, Mapping[str, int]]

    def width(self, text: str, style: Type) -> float:
        """The width of one line of text in pixels."""
        return style.width(self.advances(text, style), len(text), text.count(" "))

    def advances(self, text: str, style: Type) -> int:
        """The advances of a text's characters in a type, whatever its size and spacing."""
        return sum(map(self._advances[style.weight, style.tabular].__getitem__, text))

    @cached_property
    def _advances(self) -> Mapping[tuple[int, bool], _Advances]:
        """By weight, and whether figures are tabular."""
        plain = {(weight, False): _Advances(table) for weight, table in self.widths.items()}
        tabular = {
            (weight, True): _TabularAdvances(
                {letter: TABULAR if letter.isdigit() else width for letter, width in table.items()}
            )
            for weight, table in self.widths.items()
        }
        return {**plain, **tabular}

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
    row = _measured(sentence, style.weight, style.tabular, metrics)
    return row.lines(row.broken(width, style))


#: A place in a text: the advances of the letters before it, their number, and that of the spaces among them.
_Place = tuple[int, int, int]


@dataclass(frozen=True)
class _Row:
    """A sentence's words side by side: where each begins, and where each ends without its space.

    So a text is measured once, and a line of it is as wide as one place is from another, in any size and any width
    that is tried.
    """

    words: tuple[tuple[Span, ...], ...]
    begins: tuple[_Place, ...]
    ends: tuple[_Place, ...]

    def width(self, first: int, last: int, style: Type) -> float:
        """How wide the line from one word to another is; one of spaces alone has no width."""
        advances, letters, spaces = self.begins[first]
        until, end, all_spaces = self.ends[last]
        return style.width(until - advances, end - letters, all_spaces - spaces) if end > letters else 0.0

    def broken(self, width: float, style: Type) -> list[int]:
        """The words that lines no wider than `width` begin with, and behind them the number of words."""
        starts = [0]
        for place in range(1, len(self.words)):
            if self.width(starts[-1], place, style) > width:
                starts.append(place)
        return [*starts, len(self.words)]

    def lines(self, starts: list[int]) -> tuple[Sentence, ...]:
        """The lines that begin with these words."""
        return tuple(
            _tidy([span for word in self.words[start:end] for span in word]) for start, end in pairwise(starts)
        )

    def is_within(self, starts: list[int], width: float, style: Type) -> bool:
        """Whether none of these lines is wider."""
        return all(self.width(start, end - 1, style) <= width for start, end in pairwise(starts))


@lru_cache(maxsize=512)
def _measured(sentence: Sentence, weight: int, tabular: bool, metrics: Metrics) -> _Row:
    """The words of a sentence, measured. Remembered: a text is tried in many widths and sizes."""
    words, style = _words(sentence), Type(1000, weight, tabular=tabular)
    here = end = (0, 0, 0)
    begins, ends = [], []
    for word in words:
        text = "".join(span.text for span in word)
        if said := text.rstrip(" "):
            end = _behind(here, said, style, metrics)
        begins.append(here)
        ends.append(end)
        here = _behind(here, text, style, metrics)
    return _Row(words, tuple(begins), tuple(ends))


def _behind(place: _Place, text: str, style: Type, metrics: Metrics) -> _Place:
    advances, letters, spaces = place
    return advances + metrics.advances(text, style), letters + len(text), spaces + text.count(" ")


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
    row = _measured(sentence, style.weight, style.tabular, metrics)
    best = row.broken(width, style)
    low, high = width / 2, width
    while high - low > 4 and len(best) > 2:
        middle = (low + high) / 2
        tried = row.broken(middle, style)
        if len(tried) == len(best) and row.is_within(tried, middle, style):
            best, high = tried, middle
        else:
            low = middle
    return row.lines(best)


def widest(lines: tuple[Sentence, ...], style: Type, metrics: Metrics) -> float:
    """The width of the longest line."""
    return max((metrics.width(line.text, style) for line in lines), default=0.0)


def _words(sentence: Sentence) -> tuple[tuple[Span, ...], ...]:
    """Stretches that stay together: each ends where a space may become a line's end."""
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
