"""The table that was published last of a dataset, as its file in the kept bundle says it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from berkala.periods import Period
from berkala.plan import Plan
from berkala.plan.receipted import Receipted
from berkala.plan.specifications import DatasetSpec


def last_published(plan: Plan, dataset: str) -> Receipted | None:
    """The published edition of the newest period that was made from a dataset, if there is one."""
    made = [item for item in plan.before if dataset in item.sources]
    return max(made, key=lambda item: (item.edition.period.start, item.edition.release), default=None)


def published_frame(plan: Plan, item: Receipted, spec: DatasetSpec) -> pd.DataFrame | None:
    """The table as an edition published it; None where its file is not there or has other columns than now.

    A bundle that is damaged is told by whoever builds upon it.
    """
    folder = plan.publication.state / "bundles" / item.bundle / "public" / "data" / spec.name
    file = next(iter(sorted(folder.glob(f"*/{spec.name}.csv"))), None)
    return None if file is None else _read(file, spec)


def _read(file: Path, spec: DatasetSpec) -> pd.DataFrame | None:
    try:
        frame = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
    except (OSError, ValueError):
        return None
    period = spec.period_field.name
    wanted = [period, *(one.name for one in spec.with_role("dimension"))]
    if not set(wanted) <= set(frame.columns) or frame[wanted].isna().any(axis=None):
        return None
    known: dict[str, Period] = {}
    try:
        for code in frame[period].unique():
            known[code] = spec.period(code)
    except ValueError:  # another frequency
        return None
    frame[period] = frame[period].map(known).astype(object)
    for one in spec.with_role("measure"):
        if one.name in frame.columns:
            frame[one.name] = pd.to_numeric(frame[one.name], errors="coerce").astype("Float64")
    return frame
