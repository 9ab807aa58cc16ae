"""Reading what a site published: its figures, its tables, its pages and drawings, and numbers as they are written.

Standard library alone; knows how each language writes numbers and that halves are rounded away from zero. Part of
recompute.py.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

MINUS = "\u2212"

#: For each language: the sign between thousands, the decimal sign, the words for large numbers.
LANGUAGES = {
    "en": (",", ".", {"million": 6, "billion": 9, "trillion": 12}),
    "id": (".", ",", {"juta": 6, "miliar": 9, "triliun": 12}),
    "fr": ("\u00a0", ",", {"million": 6, "millions": 6, "milliard": 9, "milliards": 9, "billion": 12, "billions": 12}),
    "ru": ("\u00a0", ",", {"млн": 6, "млрд": 9, "трлн": 12}),
    "kk": ("\u00a0", ",", {"млн": 6, "млрд": 9, "трлн": 12}),
}

#: Periods as a plain text says them: quarter 3 of 2023, 26 May to 25 June 2020, 5 March 2019 at 09:30, 2018–19, or a
#: year (2,019 is none).
PERIOD = re.compile(
    r"\b\d{1,2}(?: [A-Z][a-z]+)? (?:to|sampai|\u2013) (?=\d{1,2} [A-Z][a-z]+ (?:19|20)\d\d\b)|"
    r"\b(?:quarter|half|week|triwulan|semester|minggu) \d{1,2} (?:of|tahun) \d{4}\b|\b(?:19|20)\d\d\u2013\d\d\b"
    r"|(?<![\d.,])\d{1,2} (?=(?!(?:in|pada|en|to|and|dan|et)\b)[^\W\d_]+ (?:19|20)\d\d\b)"
    r"|\b\d\d[:.]\d\d(?= [A-Z]{3,4}\b)|\b\d{1,2}:\d\d(?=[ap]m\b)"
    r"|(?<=жылғы )\d{1,2}\b|\b\d{1,2}(?::|\u00a0h\u00a0)\d\d(?= \()"
    r"|(?<![\d.,])(?:19|20)\d\d(?![.,]?\d)"
)

Figure = dict[str, Any]
Figures = dict[str, Figure]


# -- numbers as they are written ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A number read from a text: its size as the digits say, its decimals, its sign, the power of its word."""

    size: Fraction
    decimals: int
    negative: bool
    power: int


@lru_cache
def _pattern(language: str) -> re.Pattern[str]:
    group, point, words = LANGUAGES[language]
    whole = rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?!\d)|\d+"
    return re.compile(rf"({MINUS}|(?<!\w)-)?({whole})(?:{re.escape(point)}(\d+))?(?:[\s\u00a0]({'|'.join(words)})\b)?")


def spaced(text: str) -> str:
    """A text in one line. A space that does not break a line stays: it may stand between thousands."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def numbers(text: str, language: str) -> list[tuple[str, Shown]]:
    """Every number of a text, as it is written and as it is read."""
    group, _, words = LANGUAGES[language]
    found = []
    for match in _pattern(language).finditer(text):
        sign, integer, fraction, word = match.groups()
        digits = integer.replace(group, "") + (fraction or "")
        size = Fraction(int(digits), 10 ** len(fraction or ""))
        found.append((match.group(), Shown(size, len(fraction or ""), bool(sign), words.get(word or "", 0))))
    return found


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Half away from zero."""
    scaled = abs(value) * 10**decimals
    whole = scaled.numerator // scaled.denominator
    whole += 2 * (scaled - whole) >= 1
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def says(text: str, figure: Figure, language: str, magnitude: bool) -> bool:
    """Whether a text shows a figure: rightly rounded, with no fewer decimals than everywhere, with its sign."""
    if figure["value"] is None:
        return text.strip() == f"[{figure['status'] or 'x'}]"
    found = numbers(text, language)
    if len(found) != 1 or re.search(r"\d", text.replace(found[0][0], "", 1)):
        return False
    shown, value = found[0][1], figure["value"]
    # What is counted in thousands is said in millions without another thousand.
    power = shown.power - 3 if shown.power and figure["unit"] == "thousand_people" else shown.power
    if rounded(abs(value) / 10**power, shown.decimals) != shown.size:
        return False
    if shown.power == 0 and shown.decimals < figure["decimals"]:
        return False
    negative = shown.negative or text.strip().startswith(f"{MINUS}Rp")
    return bool(negative == (value < 0 and shown.size != 0 and not magnitude))


# -- figures and tables ------------------------------------------------------------------------------------------


def exact(text: str) -> Fraction:
    """A number of a JSON or CSV file, with every digit."""
    return Fraction(text)


def read_figures(path: Path) -> Figures:
    """The figures of one figures.json by id; ValueError where an id stands twice."""
    document = json.loads(path.read_text(encoding="utf-8"), parse_float=exact, parse_int=exact)
    figures = {figure["id"]: figure for figure in document["figures"]}
    if len(figures) != len(document["figures"]):
        raise ValueError(f"{path}: an id stands twice")
    return figures


@dataclass
class Table:
    """The rows of one published CSV; each set of key columns that is asked for is indexed once."""

    rows: list[dict[str, str]]
    by_key: dict[tuple[str, ...], dict[tuple[str, ...], list[dict[str, str]]]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Table:
        """The CSV as it stands."""
        with path.open(encoding="utf-8-sig", newline="") as file:
            return cls(list(csv.DictReader(file)))

    def find(self, key: Mapping[str, str]) -> list[dict[str, str]]:
        """The rows with these values in these columns."""
        columns = tuple(key)
        if columns not in self.by_key:
            index: dict[tuple[str, ...], list[dict[str, str]]] = {}
            for row in self.rows:
                index.setdefault(tuple(row.get(column, "") for column in columns), []).append(row)
            self.by_key[columns] = index
        return self.by_key[columns].get(tuple(key.values()), [])


# -- pages and drawings ------------------------------------------------------------------------------------------


@dataclass
class Origin:
    """An open element that says where its text comes from; `figure` is None for a time or a role."""

    tag: str
    figure: str | None
    value: str | None
    magnitude: bool
    tick: bool = False
    depth: int = 0
    text: str = ""


#: Elements whose text no reader sees as running text.
UNSEEN = ("script", "style", "title", "desc")

#: Attributes, and names of `meta`, that are read out or shown elsewhere.
ATTRIBUTES = ("alt", "title", "aria-label", "aria-description")
METAS = ("description", "og:title", "og:description", "og:image:alt", "twitter:title", "twitter:description")


@dataclass
class Reader(HTMLParser):
    """A page or drawing: its language; each element that shows a figure; its plain texts; digits from nowhere."""

    language: str = ""
    shown: list[Origin] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    ticks: list[str] = field(default_factory=list)
    open: list[Origin] = field(default_factory=list)
    unseen: str = ""
    json: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an origin, or go deeper in the one that is open."""
        has = dict(attrs)
        self._attributes(tag, has)
        if tag in UNSEEN and not self.unseen:
            self.unseen, self.json = tag, has.get("id") or "" if "json" in (has.get("type") or "") else ""
        if self.open and tag == self.open[-1].tag and not {"data-figure", "data-role", "datetime"} & set(has):
            self.open[-1].depth += 1
        elif "data-figure" in has or tag == "data" or {"data-role", "data-time", "datetime"} & set(has):
            figure = has.get("data-figure") or "" if "data-figure" in has or tag == "data" else None
            value = has.get("value") or "" if tag == "data" else None
            self.open.append(Origin(tag, figure, value, "data-magnitude" in has, has.get("data-role") == "tick"))

    def _attributes(self, tag: str, has: Mapping[str, str | None]) -> None:
        if tag == "html" or (tag == "svg" and not self.language):
            self.language = has.get("lang") or has.get("xml:lang") or ""
        self.plain += [has[name] or "" for name in ATTRIBUTES if has.get(name)]
        if tag == "meta" and (has.get("name") or has.get("property")) in METAS:
            self.plain.append(has.get("content") or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A closed element has no text, but attributes."""
        self._attributes(tag, dict(attrs))

    def handle_data(self, data: str) -> None:
        """Text: of an origin, of a title or description, of a script, or running text."""
        if self.unseen in ("title", "desc"):
            self.plain.append(data)
        elif self.unseen == "script" and self.json == "views":
            self.views.append(data)
        elif self.open:
            self.open[-1].text += data
        elif not self.unseen and re.search(r"\d", data):
            self.loose.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close the origin, if it is this one."""
        if tag == self.unseen:
            self.unseen = ""
        if not self.open or tag != self.open[-1].tag:
            return
        if self.open[-1].depth:
            self.open[-1].depth -= 1
            return
        closed = self.open.pop()
        if closed.figure is not None:
            self.shown.append(closed)
        elif closed.tick:
            self.ticks.append(spaced(closed.text))


def read_page(path: Path) -> Reader:
    """A page or drawing, read."""
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader


def named(documents: list[Any]) -> list[str]:
    """Texts of descriptors in which digits belong to a name, longest first."""
    found = {text for document in documents for text in _strings(document)}
    named = (text for text in found if re.search(r"\d", text) and re.search(r"[^\W\d_]", text))
    return sorted(named, key=lambda text: (-len(text), text))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(part)
