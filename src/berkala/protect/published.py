"""A table as an edition published it, read back from the file in its kept bundle."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from berkala.periods import Period
from berkala.plan import Plan
from berkala.plan.receipted import Receipted
from berkala.plan.specifications import DatasetSpec


def published_frame(plan: Plan, item: Receipted, spec: DatasetSpec) -> pd.DataFrame | None:
    """The table as an edition published it; None where its file is not there or has other columns than now.

    A bundle that is damaged is told by whoever builds upon it.
    """
    file = published_file(plan, item, spec.name)
    return None if file is None else _read(file, spec)


def published_file(plan: Plan, item: Receipted, dataset: str) -> Path | None:
    """The CSV of a dataset in an edition's kept bundle; the folder that it stands in is called as its version."""
    folder = plan.publication.state / "bundles" / item.bundle / "public" / "data" / dataset
    return next(iter(sorted(folder.glob(f"*/{dataset}.csv"))), None)


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
