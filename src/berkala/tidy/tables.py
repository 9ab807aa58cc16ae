"""What `tidy` hands on: typed, tidy tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from berkala.errors import Problem
from berkala.plan import Plan
from berkala.plan.specifications import DatasetSpec
from berkala.tidy.layouts.places import Places


@dataclass(frozen=True)
class Table:
    """One dataset, one row for each observation, as published by the source: NOT safe to show.

    `frame` has the declared columns in order; its index is the row in the source (lines of a CSV, rows of a
    sheet, from 1). The period column holds `berkala.periods.Period`; dimensions hold ``str``; an ``integer``
    measure is ``Int64`` and a ``number`` measure ``Float64`` (both nullable). For each measure ``m`` a column
    ``m_status`` holds a status letter, or ``""``; a missing value always has one. `sha256` is the snapshot's.
    Of a laid-out source the index numbers the observations from 1, and `places` says where each stands.
    """

    spec: DatasetSpec
    frame: pd.DataFrame
    sha256: str
    places: Places = ()


@dataclass(frozen=True)
class Tables:
    """The tables by dataset name. A table with a problem cell is not handed on."""

    plan: Plan
    by_dataset: Mapping[str, Table]
    problems: tuple[Problem, ...] = ()
