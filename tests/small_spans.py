"""A small publication whose periods are spans, as the golden case has it, and little reports on spans of any form."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from berkala.measure import Findings
from berkala.plan.specifications import ReportSpec
from berkala.protect.tables import SafeTable
from measuring import both, dataset, dimension, indicator, number, one, report, table

CASE = Path(__file__).parent / "cases/spans/in"

#: Rates of all and of two places over rolling three years.
ROLLING = {
    f"{2004 + place}--{2006 + place}": (10.0 + (4 + place) % 5, 8.0 + place / 10, 12.5 - place / 5)
    for place in range(9)
}


def spans_publication(to: Path) -> Path:
    """A copy of the golden case, without templates: enough to plan."""
    shutil.copytree(CASE, to)
    return to


def spans_table(rows: Mapping[str, tuple[Any, ...]], **more: Any) -> SafeTable:
    """A table of rates: of all, of east and of west, at each span."""
    places = dimension("place", "all-places", "east", "west", whole="all-places", concept="area")
    codes = list(rows)
    spec = dataset(
        "spans", places, number("rate"), frequency="span", coverage={"from": codes[0], "until": codes[-1]}, **more
    )
    cells = [
        (code, place, value)
        for code, values in rows.items()
        for place, value in zip(("all-places", "east", "west"), values, strict=True)
    ]
    return table(spec, cells)


def spans_report(**more: Any) -> ReportSpec:
    """A report on them."""
    rate = indicator(inputs={"of": "rate"}, by="place", all_label=both("All places"), **more.pop("rate", {}))
    return report("spans", frequency="span", compare="previous", rate=rate, **more)


def spans_findings(rows: Mapping[str, tuple[Any, ...]] = ROLLING, period: str = "", **more: Any) -> Findings:
    """The findings of one edition, of the last span unless another is named."""
    return one(spans_report(**more), [spans_table(rows)], period or list(rows)[-1])
