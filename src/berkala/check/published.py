"""The figures of an edition, as anyone can read them in its ``figures.json``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from berkala.check.numerals import UNIT_POWERS, compact_decimals, compact_power, rounded, scale_of

#: Formulas that make a change in time: figures that a word of movement ("rose") may speak of in a plain text.
CHANGES = frozenset({"change", "growth", "growth_over_year", "streak", "streak_of_growth"})


@dataclass(frozen=True)
class Published:
    """One figure as it stands in the file. `where` has file, column and key; or `formula` has `inputs`."""

    id: str
    value: Decimal | None
    status: str = ""
    unit: str = ""
    decimals: int = 0
    period: str = ""
    dataset: str = ""
    version: str = ""
    text: Mapping[str, str] = field(default_factory=dict)
    unit_name: Mapping[str, str] = field(default_factory=dict)
    formula: str | None = None
    inputs: tuple[str, ...] = ()
    where: Mapping[str, Any] | None = None

    def __hash__(self) -> int:
        # Equal figures have one id; what else a figure holds cannot be hashed.
        return hash(self.id)

    @cached_property
    def displayed(self) -> Decimal | None:
        """The value as a reader sees it; its sign is the one that a word may claim."""
        return None if self.value is None else rounded(self.value, self.decimals)

    @cached_property
    def displays(self) -> tuple[tuple[Decimal, int, int], ...]:
        """Every number that the figure may be shown as: its size, its decimals, the power of its scale word."""
        return () if self.value is None else tuple(_displays(abs(self.value), self))

    @property
    def stated(self) -> str:
        """What is shown where there is no value: the status in square brackets."""
        return f"[{self.status or 'x'}]"


def exact_json(data: bytes) -> Any:
    """JSON with every digit of its numbers kept. Raises ValueError."""
    return json.loads(data, parse_float=Decimal, parse_constant=_refuse)


def _refuse(word: str) -> None:
    raise ValueError(word)


def figures_of(document: Any) -> dict[str, Published]:
    """The figures by id. An item without the promised form is left out: the schema has named it already."""
    items = document.get("figures", []) if isinstance(document, dict) else []
    known = (_figure(item) for item in items if isinstance(item, dict) and isinstance(item.get("id"), str))
    return {figure.id: figure for figure in known}


def _figure(item: Mapping[str, Any]) -> Published:
    value, decimals = item.get("value"), item.get("decimals")
    where, texts, names = item.get("where"), item.get("text"), item.get("unit_name")
    return Published(
        id=item["id"],
        value=Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None,
        status=str(item.get("status") or ""),
        unit=str(item.get("unit", "")),
        decimals=decimals if isinstance(decimals, int) else 0,
        period=str(item.get("period", "")),
        dataset=str(item.get("dataset", "")),
        version=str(item.get("version", "")),
        text=texts if isinstance(texts, dict) else {},
        unit_name=names if isinstance(names, dict) else {},
        formula=item.get("formula"),
        inputs=tuple(item.get("inputs") or ()),
        where=where if isinstance(where, dict) else None,
    )


Displays = Mapping[tuple[Decimal, int, int], frozenset[bool]]


@dataclass(frozen=True)
class Shelf:
    """All figures that a page may show, by id. Pages outside an edition may meet one id with several values."""

    by_id: Mapping[str, tuple[Published, ...]]

    @staticmethod
    def of(figures: Iterable[Published]) -> Shelf:
        """A shelf of these figures."""
        found: dict[str, dict[tuple[object, ...], Published]] = {}
        for figure in figures:
            shown = (figure.value, figure.status, figure.unit, *figure.unit_name.items(), figure.decimals)
            found.setdefault(figure.id, {}).setdefault(shown, figure)
        return Shelf({name: tuple(same.values()) for name, same in found.items()})

    def __iter__(self) -> Iterator[Published]:
        return (figure for same in self.by_id.values() for figure in same)

    def only(self, names: Iterable[str]) -> Shelf:
        """The shelf with these figures alone."""
        return Shelf({name: self.by_id[name] for name in names if name in self.by_id})

    @cached_property
    def displays(self) -> Displays:
        """Every number that a figure may be shown as: (size, decimals, power), to whether it is below nought."""
        found: dict[tuple[Decimal, int, int], set[bool]] = {}
        for figure in self:
            for key in figure.displays:
                found.setdefault(key, set()).add((figure.displayed or 0) < 0)
        return {key: frozenset(signs) for key, signs in found.items()}


def _displays(size: Decimal, figure: Published) -> Iterator[tuple[Decimal, int, int]]:
    yield rounded(size, figure.decimals), figure.decimals, 0
    for code, unit in figure.unit_name.items():  # "1,734.3 million cubic metres" is read as millions
        if power := scale_of(unit, code):
            yield rounded(size, figure.decimals), figure.decimals, power
    if extra := UNIT_POWERS.get(figure.unit):  # thousands, which are said in millions from a thousand on
        for power in (6, 9):
            yield rounded(size.scaleb(extra - power), 2), 2, power
    elif power := compact_power(size):
        decimals = compact_decimals(size, power)
        yield rounded(size.scaleb(-power), decimals), decimals, power
