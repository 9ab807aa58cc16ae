"""Marks: the texts that stand in place of a figure, or after one, as a layout declares them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from berkala.plan.layouts import EMPTY

#: A mark made of these alone stands for a figure and never after one: ``5-`` is a slip, and no 5 that does not apply.
_ALONE = re.compile(r"[-–—.…:]+|(?:(?![¹²³⁰⁴-⁹])\w)+")

#: Signs and names of money, and what stands in place of the decimals of an amount that has none: ``Rp 500,-``.
MONEY, NO_DECIMALS = r"Rp\.?|IDR|USD|US\$|[$€£¥]", r" ?,[-–—]{1,2}"
_MONEY = re.compile(rf"{MONEY}|rupiah", re.IGNORECASE)
_NO_DECIMALS = re.compile(rf"(?<=\d){NO_DECIMALS}(?!\w)")

#: A number with whatever stands between its digits.
_NUMBER = r"[-−+(]?\d[\d.,'’ \u00a0\u202f\u2009]*\)?"

_PLAIN = re.compile(r"[-−+]?\d[\d.,'’ \u00a0\u202f\u2009]*|\D*")


class TwoMarks(ValueError):
    """Two marks with a meaning of their own stand in one cell."""


@dataclass(frozen=True)
class Marks:
    """The declared marks. A status is ``""`` for a mark that says nothing of the value."""

    declared: Mapping[str, str | int | None]

    @cached_property
    def _noughts(self) -> frozenset[str]:
        return frozenset(_plain(mark) for mark, meaning in self.declared.items() if meaning == 0)

    @cached_property
    def _alone(self) -> Mapping[str, str]:
        return {_plain(mark): str(meaning or "") for mark, meaning in self.declared.items()}

    @cached_property
    def _after(self) -> tuple[tuple[str, str], ...]:
        """Those that may stand after a figure, the longest first."""
        found = {mark: letter for mark, letter in self._alone.items() if not _ALONE.fullmatch(mark)}
        return tuple(sorted(found.items(), key=lambda item: -len(item[0])))

    def split(self, text: str) -> tuple[str, str]:
        """A text without its marks, and the status that they give. Raises TwoMarks."""
        if not self.declared:
            return text, ""
        key = text or EMPTY
        if key in self._alone:
            return ("0" if key in self._noughts else ""), self._alone[key]
        said: list[str] = []
        whole = text
        while found := next((item for item in self._after if text.endswith(item[0])), None):
            text = text.removesuffix(found[0]).rstrip()
            said += [found[1]] if found[1] else []
        if text in self._alone and text != whole:
            said += [self._alone[text]] if self._alone[text] else []
            text = ""
        if len(set(said)) > 1:
            raise TwoMarks(text)
        return text, said[0] if said else ""


def without_unit(text: str, unit: str) -> str:
    """A figure without the unit that stands before or after it, with a full stop or without, in any letters.

    Money may say that it has no decimals: ``Rp 500,-`` is 500.
    """
    if _MONEY.fullmatch(unit):
        text = _NO_DECIMALS.sub("", text, count=1)
    found = _beside(unit).fullmatch(text)
    return (found["after"] or f"{found['before'].rstrip()}{found['marks']}") if found else text


def is_plain(text: str) -> bool:
    """Whether a text has no digit, or nothing else but the marks between them; not whether it is read."""
    return _PLAIN.fullmatch(text) is not None


@lru_cache(maxsize=256)
def _beside(unit: str) -> re.Pattern[str]:
    bare = rf"(?:{re.escape(unit.rstrip('.'))})\.?"
    before, after = rf"{bare} ?(?P<after>{_NUMBER}.*|[-–—]+)", rf"(?P<before>{_NUMBER}?) ?{bare}(?P<marks>\W.*|)"
    return re.compile(f"{before}|{after}", re.IGNORECASE)


def _plain(mark: str) -> str:
    return " ".join(mark.split())
