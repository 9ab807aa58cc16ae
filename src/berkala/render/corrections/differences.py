"""Two bundles of one edition, figure by figure: which values are others now, and which cells they follow from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from berkala.plan.corrections import WrongCell, has_value
from berkala.render.bundle import SUPERSEDED, Bundle
from berkala.render.corrections.cells import Mended
from berkala.render.showing import plain

#: A figure as its file has it.
Told = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One figure that is another now; None where it is there no more, or was not there."""

    id: str
    was: Told | None
    now: Told | None

    @property
    def told(self) -> Told:
        """The figure, as far as it does not matter which of the two."""
        return self.now or self.was or {}

    def is_of(self, cell: WrongCell) -> bool:
        """Whether it is the figure of a cell."""
        return _is_cell(self.told, (cell,))

    def says_again(self, cell: Difference) -> bool:
        """Whether it says the figure of one cell once more, under another name: made of it alone, and equal to it."""
        return self.told.get("inputs") == [cell.id] and self.told["value"] == cell.told["value"]

    def shows_otherwise(self) -> bool:
        """Whether a reader sees another number, not a file alone."""
        return (self.was or {}).get("text") != (self.now or {}).get("text")

    def is_made_otherwise(self) -> bool:
        """Whether it is made of others now, or counts what is there.

        What merely came or went, as the year before does where there is nothing to compare with it, was not wrong.
        """
        if self.was is None or self.now is None:
            return False
        inputs = self.now.get("inputs") or []
        return (self.was.get("inputs") or []) != inputs or (self.now.get("where") is None and not inputs)


@dataclass(frozen=True)
class Figures:
    """The figures of two bundles of one edition, by id."""

    before: Mapping[str, Told]
    after: Mapping[str, Told]
    own: frozenset[str] = frozenset()

    @staticmethod
    def of(before: Bundle, after: Bundle) -> Figures:
        """Those of all their files of figures, the places' too; `own` are those of the editions themselves."""
        own = {one["id"] for bundle in (before, after) for one in _in(bundle.files[_file(bundle)])}
        return Figures(_figures(before), _figures(after), frozenset(own))

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Every figure that is another now, by id."""
        names = sorted({*self.before, *self.after})
        found = (Difference(name, self.before.get(name), self.after.get(name)) for name in names)
        return tuple(one for one in found if _said(one.was) != _said(one.now))

    def following(self, corrected: Sequence[Mended]) -> frozenset[str]:
        """The figures that follow from any of these cells, before or now: each figure knows what it was made of.

        Where one of the cells came or went, what is made of others now follows too.
        """
        cells = tuple(one.cell for one in corrected)
        reshaped = any(has_value(one.was) != has_value(one.now) for one in corrected)
        moved = [one.id for one in self.differences if one.is_made_otherwise()] if reshaped else []
        found: set[str] = set()
        for figures in (self.before, self.after):
            known = dict.fromkeys(moved, True)
            found |= {name for name in figures if _follows(name, figures, cells, known)}
        return frozenset(found)


def value_of(told: Told | None) -> str:
    """The exact value of a figure, empty where it has none."""
    value = told["value"] if told is not None else None
    return "" if value is None else plain(Decimal(value))


def _figures(bundle: Bundle) -> dict[str, Told]:
    files = (path for path in bundle.files if path.endswith("/figures.json") and SUPERSEDED not in path)
    return {one["id"]: one for path in files for one in _in(bundle.files[path])}


def _in(content: bytes) -> list[Told]:
    told: list[Told] = json.loads(content, parse_float=Decimal)["figures"]
    return told


def _file(bundle: Bundle) -> str:
    return f"public/{bundle.edition.address}figures.json"


def _said(told: Told | None) -> tuple[object, ...] | None:
    return None if told is None else (told["value"], told["status"], tuple(sorted(told["text"].items())))


def _follows(name: str, figures: Mapping[str, Told], cells: tuple[WrongCell, ...], known: dict[str, bool]) -> bool:
    if name not in known:
        known[name] = False  # a figure is never made of itself; this ends a ring if one ever were
        told = figures.get(name)
        if told is not None:
            known[name] = _is_cell(told, cells) or any(_follows(one, figures, cells, known) for one in _inputs(told))
    return known[name]


def _inputs(told: Told) -> Iterator[str]:
    yield from told.get("inputs") or ()


def _is_cell(told: Told, cells: tuple[WrongCell, ...]) -> bool:
    where = told.get("where")
    return where is not None and any(where["column"] == one.column and where["key"] == one.key for one in cells)
