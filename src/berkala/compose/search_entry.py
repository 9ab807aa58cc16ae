"""What a search says of a page, which the page's maker knows best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from berkala.plan.specifications import Category

#: What a page is to somebody who searches; its name on screen is ``search.kinds.<kind>``.
Kind = Literal["report", "indicator", "section", "area", "places", "dataset", "page"]


@dataclass(frozen=True)
class Found:
    """How a page is found, and what a result says of it.

    `title` names it among results, `detail` says the rest: the period, or what a place is told of. `names` are other
    names, which it does not show, of what it speaks of; each by the name that it says, and left out where it does not
    say that: what is only planned is in no index. `text` stands for all that the page says where that is not read from
    it: older editions, which are found by their main point alone. Who asks for a number of its `headline` means this
    page. `last` says that it comes after all others: its series is not carried on, or it has no value. `listed` says
    whether the list from A to Z names it.
    """

    kind: Kind
    title: str
    detail: str = ""
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    text: str | None = None
    older: bool = False
    headline: str = ""
    last: bool = False
    listed: bool = True


def other_names(categories: Iterable[Category], code: str) -> dict[str, tuple[str, ...]]:
    """What else categories are called (short names, other names, codes), by their names in one language."""
    told = {one.label[code]: (one.short[code] if one.short else "", one.code or "", *one.aliases) for one in categories}
    return {label: tuple(name for name in names if name and name != label) for label, names in told.items()}
