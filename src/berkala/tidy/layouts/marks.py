"""Marks: the texts that stand in place of a figure, or after one, as a layout declares them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from berkala.plan.layouts import EMPTY

#: A mark made of these alone stands for a figure and never after one: ``5-`` is a slip, and no 5 that does not apply.
_ALONE = re.compile(r"[-–—.…:]+|(?:(?![¹²³⁰⁴-⁹])\w)+")


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


def _plain(mark: str) -> str:
    return " ".join(mark.split())
