"""What `protect` hands on. Only this type goes further: nothing to the right can see a raw value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from berkala.errors import Problem
from berkala.plan import Plan
from berkala.plan.specifications import DatasetSpec
from berkala.tidy.layouts.places import Places


@dataclass(frozen=True)
class SafeTable:
    """A table as in `tidy.tables.Table`, safe to publish: suppressed cells are empty with status ``c``.

    `suppressed` counts them; one mark only, so that nobody learns which rule hid a cell. `places` are the table's.
    """

    spec: DatasetSpec
    frame: pd.DataFrame
    sha256: str
    suppressed: int = 0
    places: Places = ()


@dataclass(frozen=True)
class Vintage:
    """The tables of an edition that is made again, by dataset name: what it published, with what is corrected.

    `versions` is what each of them is called in its address, `changed` the corrections that changed something. Without
    tables the edition stays as it is: it published none of the wrong values.
    """

    tables: Mapping[str, SafeTable]
    versions: Mapping[str, str]
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SafeTables:
    """The safe tables by dataset name. A table that cannot be made safe is held: a problem, and not here.

    `vintages` are those of the editions that are made again, by the edition's name.
    """

    plan: Plan
    by_dataset: Mapping[str, SafeTable]
    problems: tuple[Problem, ...] = ()
    vintages: Mapping[str, Vintage] = field(default_factory=dict)
