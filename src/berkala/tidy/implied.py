"""A count divided by its share is a whole, and a whole does not jump: what one wrong cell breaks.

A share that repeats the one of another month looks like any other share. Beside its count it does not: the two
imply a population, and that of the next survey is millions away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10

from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec, FieldSpec, ImpliedWhole
from berkala.tidy.listing import Listing
from berkala.tidy.measures import Measured
from berkala.tidy.rows import Cell


@dataclass(frozen=True)
class _Observation:
    """One row with both values: its place among the rows, and the whole that they imply."""

    place: int
    period: Period
    whole: float


def refuse_jumps(
    spec: DatasetSpec,
    cells: Mapping[str, Sequence[Cell]],
    of_period: Sequence[Period | None],
    named: Mapping[str, Sequence[str]],
    measures: Mapping[str, Measured],
    numbers: Sequence[int],
    listing: Listing,
) -> None:
    """List each row whose implied whole lies too far from that of the nearest observation it can be held against.

    `named` are the period codes and categories of each row. Rows in which one of the two cells is a declared
    known error are passed over: they are told already.
    """
    told: set[int] = set()
    for rule in spec.implied_wholes:
        if not {rule.count, rule.share} <= set(measures):
            continue
        for series in _series(spec, rule, of_period, named, measures):
            for wrong, other in jumps(series, float(rule.at_most)):
                if wrong.place not in told:  # by a rule for more rows
                    told.add(wrong.place)
                    key = ", ".join(values[wrong.place] for values in named.values())
                    _tell(rule, wrong, other, {"key": key}, cells, numbers, listing)


def _tell(
    rule: ImpliedWhole,
    wrong: _Observation,
    other: _Observation,
    facts: dict[str, object],
    cells: Mapping[str, Sequence[Cell]],
    numbers: Sequence[int],
    listing: Listing,
) -> None:
    share = str(cells[rule.share][wrong.place])
    facts |= {"count_column": rule.count, "share_column": rule.share, "at_most": f"{rule.at_most.normalize():f}"}
    facts |= {"count": str(cells[rule.count][wrong.place]), "share": share, "other": other.period.code}
    facts |= {"now": _shown(wrong.whole), "before": _shown(other.whole)}
    facts["change"] = f"{abs(wrong.whole / other.whole - 1) * 100:.1f}"
    listing.add("tidy.implied-whole-jumps", facts, row=numbers[wrong.place], column=rule.share, value=share)


def jumps(series: Sequence[_Observation], at_most: float) -> Iterator[tuple[_Observation, _Observation]]:
    """Each observation that is out of line, with the one it was held against; `series` is in time order.

    Each is held against the nearest earlier one that was in line. Where the one after agrees with the one before
    a jump, only the middle one is wrong, and the jump back is none. Where it agrees with the one after the jump,
    the level has changed; unless the one before is the first of all, which is then the one that nothing supports.
    """
    held: _Observation | None = None
    for place, now in enumerate(series):
        if held is None or _agree(held, now, at_most):
            held = now
            continue
        after = series[place + 1] if place + 1 < len(series) else None
        goes_on = after is not None and _agree(now, after, at_most)
        returns = after is not None and _agree(held, after, at_most)
        first_is_wrong = goes_on and not returns and place == 1
        yield (held, now) if first_is_wrong else (now, held)
        held = now if goes_on and not returns else held


def _agree(one: _Observation, other: _Observation, at_most: float) -> bool:
    return abs(other.whole / one.whole - 1) * 100 <= at_most


def _series(
    spec: DatasetSpec,
    rule: ImpliedWhole,
    of_period: Sequence[Period | None],
    named: Mapping[str, Sequence[str]],
    measures: Mapping[str, Measured],
) -> Iterator[list[_Observation]]:
    """The observations of each combination of categories, in time order."""
    usable = [_usable(spec, name, named, measures[name]) for name in (rule.count, rule.share)]
    usable.append([_is_at(rule.where, named, place) for place in range(len(of_period))])
    count, share = measures[rule.count].values, measures[rule.share].values
    dimensions = [named[one.name] for one in spec.with_role("dimension") if one.name in named]
    chosen = [_is_at(rule.where, named, place) for place in range(len(of_period))]
    found: dict[tuple[str, ...], list[_Observation]] = defaultdict(list)
    for place, period in enumerate(of_period):
        if period is not None and chosen[place] and all(fits[place] for fits in usable):
            whole = float(count[place]) / float(share[place]) * 100
            found[tuple(values[place] for values in dimensions)].append(_Observation(place, period, whole))
    for series in found.values():
        yield sorted(series, key=lambda one: one.period)


def _usable(spec: DatasetSpec, name: str, named: Mapping[str, Sequence[str]], measured: Measured) -> list[bool]:
    """For each row, whether the cell has a value above nought, within its bounds and not declared as an error."""
    keys = [error.key for error in spec.known_errors if error.column == name]
    field, absent = spec.field(name), measured.values.isna()
    return [
        not missing and _in_bounds(float(value), field) and not any(_is_at(key, named, place) for key in keys)
        for place, (value, missing) in enumerate(zip(measured.values, absent, strict=True))
    ]


def _in_bounds(value: float, field: FieldSpec) -> bool:
    low, high = field.minimum, field.maximum
    return value > 0 and (low is None or value >= low) and (high is None or value <= high)


def _is_at(key: Mapping[str, str], named: Mapping[str, Sequence[str]], place: int) -> bool:
    return all(name in named and named[name][place] == value for name, value in key.items())


def _shown(whole: float) -> str:
    """A whole with four digits that mean something, or more where it is large."""
    return f"{whole:.{max(0, 3 - floor(log10(whole)))}f}"
