"""Declared totals, held against the rows that they are the sums of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from berkala.plan.specifications import DatasetSpec, FieldSpec, Suppression, Total
from berkala.tidy.listing import Listing


def refuse_wrong_sums(spec: DatasetSpec, frame: pd.DataFrame, listing: Listing) -> None:
    """List each row of a declared total that its parts do not add up to.

    `frame` is as `tables.Table` describes. A total is passed over where it or one of its parts has no value, or no row:
    that is told elsewhere. So is one that a declared known error stands in, or in one of whose parts it stands.
    """
    for total in spec.totals:
        for measure in _measures(spec, total):
            for row, values in _wrong(spec, frame, total, measure).iterrows():
                key = ", ".join(str(values[name]) for name in _others(spec, total))
                facts: dict[str, object] = {"total": total.total, "key": key}
                if not _is_told(spec, measure):
                    listing.add("tidy.total-held", facts, row=int(str(row)), column=measure.name)
                    continue
                facts |= {name: _plain(values[name], measure) for name in ("sum", "apart")}
                value = _plain(values["own"], measure)
                listing.add("tidy.total", facts, row=int(str(row)), column=measure.name, value=value)


def mostly_adds_up(spec: DatasetSpec, frame: pd.DataFrame, total: Total) -> bool:
    """Whether a total is the sum of its parts in at least four of five of the sums that can be made, and in one."""
    made = [_sums(spec, frame, total, measure) for measure in _measures(spec, total)]
    count = sum(map(len, made))
    right = sum(int((one["apart"] == 0).sum()) for one in made)
    return count > 0 and right * 5 >= count * 4


def _is_told(spec: DatasetSpec, measure: FieldSpec) -> bool:
    """Whether values of a measure may stand in a list of problems, which may be public; small counts may not."""
    return not isinstance(spec.protect, Suppression) or measure.name not in spec.protect.measures


def _measures(spec: DatasetSpec, total: Total) -> Sequence[FieldSpec]:
    if total.measures:
        return [spec.field(name) for name in total.measures]
    return [one for one in spec.with_role("measure") if one.type == "integer" and one.uncertainty is None]


def _others(spec: DatasetSpec, total: Total) -> list[str]:
    """The columns that name a sum: all of the key but the dimension that is summed over."""
    return [name for name in spec.resource.table.primary_key if name != total.dimension]


def _wrong(spec: DatasetSpec, frame: pd.DataFrame, total: Total, measure: FieldSpec) -> pd.DataFrame:
    """The rows of the total that are too far from the sum of their parts, with both, by the row in the source."""
    found = _sums(spec, frame, total, measure)
    return found[found["apart"] > _within(total, measure)]


def _sums(spec: DatasetSpec, frame: pd.DataFrame, total: Total, measure: FieldSpec) -> pd.DataFrame:
    """The rows of the total all of whose parts have values, with their sum and how far apart the two are."""
    keys = _others(spec, total)
    valued = frame.assign(_value=frame[measure.name].astype("Float64")).dropna(subset=["_value"])
    usable = valued[~_declared(spec, valued, measure)]
    sums = usable[usable[total.dimension].isin(total.of)].groupby(keys, sort=False)["_value"].agg(["sum", "count"])
    whole = usable[usable[total.dimension] == total.total]
    found = whole[[*keys, "_value"]].rename(columns={"_value": "own"}).join(sums, on=keys)
    found = found[found["count"] == len(total.of)]
    return found.assign(apart=(found["own"] - found["sum"]).abs())


def _within(total: Total, measure: FieldSpec) -> float:
    if total.within is not None:
        return float(total.within)
    if measure.type == "integer":
        return 0.0
    last = float(Decimal(1).scaleb(-measure.decimals))
    return last / 2 * (len(total.of) + 1) * (1 + 1e-9)


def _declared(spec: DatasetSpec, frame: pd.DataFrame, measure: FieldSpec) -> pd.Series:
    """Whether a known error of the measure is declared for each row: it is told, and shown or withheld."""
    found = pd.Series(False, index=frame.index)
    for error in spec.known_errors:
        if error.column == measure.name:
            same = pd.Series(True, index=frame.index)
            for name, value in error.key.items():
                same &= frame[name].astype(str) == value
            found |= same
    return found


def _plain(value: float, measure: FieldSpec) -> str:
    """A number as it is written in the data, without an exponent and without what a binary fraction adds."""
    rounded = round(Decimal(repr(float(value))), measure.decimals + 3)
    return f"{rounded.normalize():f}"
