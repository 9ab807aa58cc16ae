"""What may not be public yet, and the search for it: values in any format and rounding, names, and hashes.

A search finds what is distinctive: a number of two digits stands everywhere. So tests plant values of many digits and
look for each way of writing them that keeps three, and for fewer only beside a word for the scale, or a per cent sign.
"""

from __future__ import annotations

import html
import json
import re
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import cached_property
from urllib.parse import unquote

from public_bytes import opened

_ROUNDINGS = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN)
_SPACES = " \u00a0\u202f\u2009'’_"
_MARKS = (("", "."), ("", ","), (",", "."), (".", ","), *((space, mark) for space in _SPACES for mark in ".,"))
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
_SCALES = {
    3: "thousand|ribu|rb|k",
    6: "million|juta|jt|mn|mio|m",
    9: "billion|miliar|milyar|bn",
    -2: "%|per cent|percent|persen",
}
_SCALED = re.compile(
    rf"(?<![\d.,])(\d[\d.,]*)[{_SPACES}-]*(?:"
    + "|".join(f"(?P<s{number if number > 0 else 'p'}>{words})" for number, words in _SCALES.items())
    + r")(?![a-z0-9])",
    re.IGNORECASE,
)

#: So much of a hash is enough to know it by; the names of folders and assets hold no more.
_SHORT = 12


@dataclass(frozen=True)
class Embargo:
    """What no public byte may say. `shares` are per cent.

    `periods` may be named, but only in files whose path `calendar` (a pattern) fits.
    """

    values: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    calendar: str = "(?!)"

    def as_json(self) -> str:
        """For another process."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, told: str) -> Embargo:
        """What `as_json` told."""
        return cls(
            **{key: tuple(value) if isinstance(value, list) else value for key, value in json.loads(told).items()}
        )

    def leaks(self, path: str, content: bytes) -> list[str]:
        """What a public file says that it may not: the way to it, and the words."""
        found = [f"{path}: its name" for name in (*self.names, *self.periods) if name.lower() in path.lower()]
        rightly = re.fullmatch(self.calendar, path) is not None
        for where, part in opened(path, content):
            found += [f"{where}: {what}" for what in self._said(part, names_periods=rightly)]
        return found

    def _said(self, content: bytes, names_periods: bool) -> Iterator[str]:
        words = (*self.names, *(() if names_periods else self.periods))
        yield from (f"a number in {len(raw)} bytes" for raw in self._packed if raw in content)
        for text in dict.fromkeys(views(content)):
            lowered = text.lower()
            yield from (word for word in words if word.lower() in lowered)
            yield from (short for short in self._short if short in lowered)
            yield from self._numbers(text)

    def _numbers(self, text: str) -> Iterator[str]:
        for value in self._written:
            for found in value.finditer(text):
                if text[max(found.start() - 1, 0) : found.start()] not in _HEXADECIMAL:
                    yield found.group()
        for found in _SCALED.finditer(text):
            scale = "p" if found.lastgroup == "sp" else str(found.lastgroup)[1:]
            if any((reading, scale) in self._scaled for reading in _readings(found.group(1))):
                yield found.group()

    @cached_property
    def _short(self) -> tuple[str, ...]:
        return tuple(one[:_SHORT].lower() for one in self.hashes)

    @cached_property
    def _written(self) -> tuple[re.Pattern[str], ...]:
        ways = (map(re.escape, every_writing(Decimal(value))) for value in self.values)
        # What comes before is looked at later: a pattern that begins with what it looks for is fast.
        return tuple(re.compile(f"(?:{'|'.join(way)})(?![0-9a-fA-F])") for way in ways)

    @cached_property
    def _scaled(self) -> frozenset[tuple[str, str]]:
        large = {pair for value in self.values for pair in scaled(Decimal(value))}
        shares = {form for share in self.shares for form in _rounded(abs(Decimal(share)), 0, 6) if len(form) >= 4}
        return frozenset(large | {(form, "p") for form in shares})

    @cached_property
    def _packed(self) -> frozenset[bytes]:
        return frozenset(raw for value in self.values for raw in packed(Decimal(value)))


def views(content: bytes) -> Iterator[str]:
    """A file as text: as it stands, in two bytes a letter, and without what a page or an address writes otherwise."""
    text = content.decode("utf-8", "replace")
    yield text
    if b"\0" in content:
        yield content.replace(b"\0", b"").decode("utf-8", "replace")
    if "%" in text:
        yield unquote(text)
    if "&" in text:
        yield html.unescape(text)
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found.group(1), 16)), text)
    if "<" in text:
        yield re.sub(r"<[^<>]*>", "", text)
    if "\n " in text:
        yield re.sub(r"\r?\n ", "", text)


def every_writing(value: Decimal) -> list[str]:
    """A number as people and programs write it, in each rounding that keeps three digits; the longest first."""
    value = abs(value)
    places, whole = max(0, -int(value.as_tuple().exponent)), len(str(int(value)))
    forms = {form for form in _rounded(value, 3 - whole if whole > 4 else 0, places) if _distinctive(form)}
    return sorted({_grouped(form, *marks) for form in forms for marks in _MARKS}, key=lambda one: (-len(one), one))


def _distinctive(form: str) -> bool:
    digits = form.replace(".", "")
    return len(digits.strip("0")) >= 3 and len(digits.lstrip("0")) >= 5


def _grouped(form: str, group: str, mark: str) -> str:
    whole, _, part = form.partition(".")
    whole = f"{int(whole):,}".replace(",", group)
    return f"{whole}{mark}{part}" if part else whole


def scaled(value: Decimal) -> Iterator[tuple[str, str]]:
    """A number in thousands, millions and billions: what is written, and which of them."""
    for power in (3, 6, 9):
        part = abs(value).scaleb(-power)
        if part >= 1:
            yield from ((form, str(power)) for form in _rounded(part, 0, 4))


def packed(value: Decimal) -> Iterator[bytes]:
    """A number as programs keep it."""
    for order in "<>":
        yield struct.pack(f"{order}d", float(value))
        if value == int(value):
            yield struct.pack(f"{order}q", int(value))


def _rounded(value: Decimal, fewest: int, most: int) -> Iterator[str]:
    for places in range(fewest, most + 1):
        for rounding in _ROUNDINGS:
            shown = value.quantize(Decimal(1).scaleb(-places), rounding=rounding)
            yield f"{shown:f}"


def _readings(text: str) -> set[str]:
    """A number with a point where its decimal mark is: the last mark may be that, or part thousands like the others."""
    text = text.rstrip(".,")
    head, mark, tail = max(text.rpartition("."), text.rpartition(","), key=lambda parts: len(parts[0]))
    plain = re.sub(r"[.,]", "", text)
    return {plain, f"{re.sub('[.,]', '', head)}.{tail}"} if mark and head else {plain}
