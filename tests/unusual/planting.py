"""Plants one fault of a frozen class in an edition, if the clean data make it eligible; None where they do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import exp, log, sqrt
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import yaml

from unusual.clean import Edition, Series
from unusual.corpora import Corpus

CLASSES: Mapping[str, Any] = {
    one["name"]: one for one in yaml.safe_load((Path(__file__).parent / "classes.yml").read_text("utf-8"))["classes"]
}
FACTORS = CLASSES["slip-cell"]["factors"]


@dataclass(frozen=True)
class Fault:
    """A planted fault: the tables, and what a finding must name."""

    kind: str
    corpus: str
    now: pd.DataFrame
    before: pd.DataFrame
    told: str
    rows: frozenset[int] = frozenset()
    columns: frozenset[str] = frozenset()
    periods: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    like: Corpus | None = field(default=None, repr=False)


def _fault(kind: str, edition: Edition, frame: pd.DataFrame, told: str, **where: Any) -> Fault:
    named = {name: frozenset(values) for name, values in where.items() if name != "before"}
    before = where.get("before", edition.before.frame)
    return Fault(kind, edition.now.name, frame, before, told, like=edition.now, **named)


def _times(value: float, factor: float, whole: bool) -> float:
    return float(round(value * factor)) if whole else float(value * factor)


def _is_slip_eligible(series: Series, factor: float) -> bool:
    return series.is_steady(log(factor)) and series.is_large(_times(series.value, factor, series.whole))


def slip_cell(edition: Edition, random: Random) -> Fault | None:
    """One cell times a power of ten."""
    measure, factor = random.choice(edition.now.measures), random.choice(FACTORS)
    fit = [row for row, series in edition.series(measure).items() if _is_slip_eligible(series, factor)]
    if not fit:
        return None
    row = random.choice(fit)
    frame = edition.now.frame.copy()
    frame.loc[row, measure] = _times(float(frame.loc[row, measure]), factor, edition.series(measure)[row].whole)
    return _fault("slip-cell", edition, frame, f"{measure} row {row} x{factor}", rows=[row], columns=[measure])


def slip_row(edition: Edition, random: Random) -> Fault | None:
    """Every measure of one row times a power of ten."""
    measures = edition.now.measures
    if len(measures) < 2:
        return None
    factor = random.choice(FACTORS)
    every = {measure: edition.series(measure) for measure in measures}

    def share(row: int) -> float:
        there = [every[m][row] for m in measures if row in every[m]]
        return sum(_is_slip_eligible(one, factor) for one in there) / len(measures)

    fit = [int(row) for row in edition.rows.index if share(int(row)) >= 0.5]
    if not fit:
        return None
    row = random.choice(fit)
    frame = edition.now.frame.copy()
    for measure in measures:
        if row in every[measure]:
            frame.loc[row, measure] = _times(float(frame.loc[row, measure]), factor, every[measure][row].whole)
    return _fault("slip-row", edition, frame, f"row {row} x{factor}", rows=[row], columns=measures)


def slip_column(edition: Edition, random: Random) -> Fault | None:
    """Every value of one measure times a power of ten."""
    measure, factor = random.choice(edition.now.measures), random.choice(FACTORS)
    series = edition.series(measure)
    fit = sum(_is_slip_eligible(one, factor) for one in series.values())
    if fit < 5 or fit < len(series) / 2:
        return None
    frame = edition.now.frame.copy()
    for row, one in series.items():
        frame.loc[row, measure] = _times(float(frame.loc[row, measure]), factor, one.whole)
    return _fault(
        "slip-column",
        edition,
        frame,
        f"{measure} x{factor}",
        rows=series,
        columns=[measure],
        periods=[edition.period.code],
    )


def swapped_columns(edition: Edition, random: Random) -> Fault | None:
    """Two measures exchanged in the newest period."""
    if len(edition.now.measures) < 2:
        return None
    one, other = random.sample(edition.now.measures, 2)
    first, second = edition.series(one), edition.series(other)
    both = [row for row in first if row in second]
    good = 0
    for row in both:
        if first[row].value > 0 and second[row].value > 0:
            effect = abs(log(first[row].value / second[row].value))
            good += effect >= log(1.5) and first[row].is_steady(effect) and second[row].is_steady(effect)
    if len(both) < 5 or good < 0.8 * len(both):
        return None
    frame = edition.now.frame.copy()
    rows = list(edition.rows.index)
    frame.loc[rows, one] = edition.now.frame.loc[rows, other]
    frame.loc[rows, other] = edition.now.frame.loc[rows, one]
    where = {"rows": both, "columns": [one, other], "periods": [edition.period.code]}
    return _fault("swapped-columns", edition, frame, f"{one} and {other}", **where)


def swapped_rows(edition: Edition, random: Random) -> Fault | None:
    """Two places exchanged in the newest period."""
    places, rows = edition.places(), edition.rows
    others = [name for name in edition.now.dimensions if name not in places]
    names = sorted(set(rows[places].itertuples(index=False, name=None)))
    for _ in range(60):
        if len(names) < 2:
            return None
        pair = random.sample(names, 2)
        sides = [rows[[tuple(r) == name for r in rows[places].itertuples(index=False)]] for name in pair]
        joined = _matched(sides, others)
        measures = [m for m in edition.now.measures if _is_exchange(edition, joined, m)]
        if not measures:
            continue
        frame = edition.now.frame.copy()
        for one, other in joined:
            for measure in edition.now.measures:
                frame.loc[one, measure] = edition.now.frame.loc[other, measure]
                frame.loc[other, measure] = edition.now.frame.loc[one, measure]
        changed = [row for pair_ in joined for row in pair_]
        return _fault(
            "swapped-rows", edition, frame, f"rows {joined} in {measures}", rows=changed, columns=edition.now.measures
        )
    return None


def _matched(sides: list[pd.DataFrame], others: list[str]) -> list[tuple[int, int]]:
    if not others:
        return [(int(sides[0].index[0]), int(sides[1].index[0]))]
    second = {tuple(record): row for row, record in zip(sides[1].index, sides[1][others].to_numpy(), strict=True)}
    pairs = zip(sides[0].index, sides[0][others].to_numpy(), strict=True)
    return [(int(row), int(second[tuple(record)])) for row, record in pairs if tuple(record) in second]


def _is_exchange(edition: Edition, joined: list[tuple[int, int]], measure: str) -> bool:
    series = edition.series(measure)
    for one, other in joined:
        if one in series and other in series:
            first, second = series[one], series[other]
            if first.value > 0 and second.value > 0:
                effect = abs(log(first.value / second.value))
                large = first.is_large(second.value) and second.is_large(first.value)
                steady = first.is_steady(effect) and second.is_steady(effect)
                both_large = not first.whole or min(first.value, second.value) >= 100
                if effect >= log(2) and large and both_large and steady:
                    return True
    return False


def repeated_period(edition: Edition, random: Random) -> Fault | None:
    """The newest period says again what an earlier one said."""
    measures = list(edition.now.measures)
    if len(measures) > 1 and random.random() < 0.5:
        measures = [random.choice(measures)]
    earlier = edition.past[-12:]
    year = edition.period.year_before()
    if year in edition.past and random.random() < 0.3:
        earlier = [year]
    if not earlier:
        return None
    source = random.choice(earlier)
    old = edition.now.frame[[one == source for one in edition.now.frame["period"]]]
    keys = list(edition.now.dimensions)
    there = {tuple(k): row for row, k in zip(old.index, old[keys].to_numpy(), strict=True)}
    frame, alike, total = edition.now.frame.copy(), 0, 0
    for row, key in zip(edition.rows.index, edition.rows[keys].to_numpy(), strict=True):
        if tuple(key) not in there:
            continue
        for measure in measures:
            new, was = frame.loc[row, measure], old.loc[there[tuple(key)], measure]
            if pd.isna(new) or pd.isna(was):
                continue
            total, alike = total + 1, alike + bool(new == was)
            frame.loc[row, measure] = was
    if total - alike < 5 or alike > 0.2 * total:
        return None
    return _fault(
        "repeated-period",
        edition,
        frame,
        f"{source.code} in {measures}",
        columns=[*measures, "period"],
        periods=[edition.period.code],
    )


def skipped_period(edition: Edition, random: Random) -> Fault | None:
    """The newest period left out: the table goes on with the one after it."""
    if not edition.follows() or edition.after is None:
        return None
    frame = edition.after.frame
    kept = frame[[one != edition.period for one in frame["period"]]]
    periods = [edition.period.code, edition.after.periods[-1].code]
    return _fault("skipped-period", edition, kept, edition.period.code, periods=periods)


def wrong_year(edition: Edition, random: Random) -> Fault | None:
    """The newest period's rows bear another year."""
    if not edition.follows():
        return None
    period = edition.period
    there = {
        one.year_before(): one for one in (period.shift(by) for by in range(1, 400)) if one.year_before() == period
    }
    target = period.year_before() if random.random() < 0.5 else there.get(period)
    if target is None:
        return None
    frame = edition.now.frame.copy()
    frame["period"] = [target if one == period else one for one in frame["period"]]
    return _fault("wrong-year", edition, frame, f"{period.code} as {target.code}", periods=[period.code, target.code])


def restated_history(edition: Edition, random: Random) -> Fault | None:
    """One series' values in a few published periods changed."""
    measure = random.choice(edition.now.measures)
    old = edition.past[:-3]
    if not old:
        return None
    keys = list(edition.now.dimensions)
    before = edition.before.frame
    names = sorted(set(before[keys].itertuples(index=False, name=None)))
    name = random.choice(names)
    mine = edition.now.frame
    for column, value in zip(keys, name, strict=True):
        mine = mine[mine[column] == value]
    mine = mine[mine["period"].isin(old) & mine[measure].notna()]
    wanted = random.randint(1, 6)
    if len(mine) < wanted:
        return None
    rows = random.sample([int(row) for row in mine.index], wanted)
    factor = exp(random.uniform(log(1.1), log(3)) * random.choice((1, -1)))
    frame = edition.now.frame.copy()
    whole = bool((edition.now.frame[measure].dropna() % 1 == 0).all())
    for row in rows:
        frame.loc[row, measure] = _times(float(frame.loc[row, measure]), factor, whole)
    new, was = frame.loc[rows, measure].astype(float), edition.now.frame.loc[rows, measure].astype(float)
    larger, smaller = pd.concat([new, was], axis=1).max(axis=1), pd.concat([new, was], axis=1).min(axis=1)
    far = (larger - smaller >= (30 if whole else 0)) & (larger >= 1.1 * smaller)
    if not (far & (new > 0) & (was > 0)).any():
        return None
    return _fault(
        "restated-history", edition, frame, f"{measure} of {name} x{factor:.2f}", rows=rows, columns=[measure]
    )


def missing_area(edition: Edition, random: Random) -> Fault | None:
    """A place that was always there is not."""
    places = edition.places()
    frame = edition.now.frame
    now = set(edition.rows[places].itertuples(index=False, name=None))
    if len(edition.past) < 6:
        return None
    for period in edition.past[-6:]:
        there = frame[[one == period for one in frame["period"]]]
        now &= set(there[places].itertuples(index=False, name=None))
    if len(now) < 2:
        return None
    name = random.choice(sorted(now))
    gone = (frame["period"] == edition.period) & _is_of(frame, places, name)
    return _fault("missing-area", edition, frame[~gone], f"{name}", places=[", ".join(name)])


def new_area(edition: Edition, random: Random) -> Fault | None:
    """A place that never was there is."""
    places = edition.places()
    name = random.choice(sorted(set(edition.rows[places].itertuples(index=False, name=None))))
    frame = edition.now.frame
    copy = edition.rows[_is_of(edition.rows, places, name)].copy()
    copy[places[0]] = "Atlantis"
    copy.index = pd.RangeIndex(int(frame.index.max()) + 1, int(frame.index.max()) + 1 + len(copy))
    wanted = ", ".join(("Atlantis", *name[1:]))
    return _fault("new-area", edition, pd.concat([frame, copy]), wanted, places=[wanted])


def _is_of(frame: pd.DataFrame, places: Any, name: tuple[str, ...]) -> pd.Series:
    found = pd.Series(True, index=frame.index)
    for column, value in zip(places, name, strict=True):
        found &= frame[column] == value
    return found


def outlier_cell(edition: Edition, random: Random) -> Fault | None:
    """One cell far away by a factor that is no power of ten."""
    measure = random.choice(edition.now.measures)
    series = edition.series(measure)
    row = random.choice(sorted(series)) if series else None
    if row is None:
        return None
    one = series[row]
    least = max(log(3), 8 * one.usual)
    if not one.positive or least > log(100):
        return None
    size = random.uniform(least, min(log(100), 3 * least))
    sign = random.choice((1, -1))
    if abs(size / log(10) - round(size / log(10))) < 0.1:
        return None
    after = _times(one.value, exp(sign * size), one.whole)
    if not (one.is_steady(size) and one.is_large(after)):
        return None
    if one.whole and abs(after - one.value) < 5 * sqrt(max(after, one.value)):
        return None
    frame = edition.now.frame.copy()
    frame.loc[row, measure] = after
    return _fault(
        "outlier-cell", edition, frame, f"{measure} {one.value} to {after:.6g}", rows=[row], columns=[measure]
    )


def text_for_number(edition: Edition, random: Random) -> Fault | None:
    """A text where a number was: the table is then read by `tidy`."""
    measure = random.choice(edition.now.measures)
    rows = [int(row) for row in edition.rows.index[edition.rows[measure].notna()]]
    if not rows:
        return None
    row = random.choice(rows)
    text = random.choice(CLASSES["text-for-number"]["texts"])
    return _fault("text-for-number", edition, edition.now.frame, text, rows=[row], columns=[measure])


PLANTERS: Mapping[str, Callable[[Edition, Random], Fault | None]] = {
    "slip-cell": slip_cell,
    "slip-row": slip_row,
    "slip-column": slip_column,
    "swapped-columns": swapped_columns,
    "swapped-rows": swapped_rows,
    "repeated-period": repeated_period,
    "skipped-period": skipped_period,
    "wrong-year": wrong_year,
    "restated-history": restated_history,
    "missing-area": missing_area,
    "new-area": new_area,
    "text-for-number": text_for_number,
    "outlier-cell": outlier_cell,
}
