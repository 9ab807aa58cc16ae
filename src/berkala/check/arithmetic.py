"""Every figure worked out once more, from what stands in the published files.

The formulas are those that the publication documents. They are written here apart from `measure`, in exact
fractions, so that a fault in the one does not hide in the other.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from statistics import median
from typing import Any

from berkala.check.judging import DECLARED, JUDGING, SHOWN
from berkala.check.numerals import rounded
from berkala.check.published import Published
from berkala.errors import Problem, nearest
from berkala.periods import FREQUENCIES, Period, parse
from berkala.plan.specifications import DatasetSpec

#: A recomputed value may differ by no more than this; the file holds 28 significant digits.
TOLERANCE = Fraction(1, 10**9)

#: A change beyond so many times the usual one is worth a second look, if there are enough to say what is usual.
UNUSUAL, ENOUGH = 5, 6

Values = Sequence[Fraction]


def _growth(values: Values) -> Fraction:
    value, earlier = values
    return 100 * (value / earlier - 1)


def _share(values: Values) -> Fraction:
    part, whole = values
    return 100 * part / whole


def _gap_to_range(values: Values) -> Fraction:
    value, low, high = values
    nearer = low if value < low else high if value > high else value
    return value - nearer


def _difference(values: Values) -> Fraction:
    value, other = values
    return value - other


#: Formula by its published name, over its inputs in their published order.
FORMULAS: Mapping[str, Callable[[Values], Fraction | None]] = {
    "total": lambda values: sum(values, Fraction(0)),
    "share": _share,
    "share_without": lambda values: 100 - _share(values),
    "gap": _difference,
    "change": _difference,
    "growth": _growth,
    "value": lambda values: values[0],
    "growth_over_year": _growth,
    "rate": lambda values: values[0] / values[1],
    "to_date": lambda values: sum(values, Fraction(0)),
    "mean": lambda values: sum(values, Fraction(0)) / len(values),
    "gap_to_range": _gap_to_range,
    "count": lambda values: Fraction(len(values)),
    "count_at_least": lambda values: Fraction(sum(value >= values[0] for value in values[1:])),
    "count_at_most": lambda values: Fraction(sum(value <= values[0] for value in values[1:])),
    "count_within": lambda values: Fraction(sum(values[0] <= value <= values[1] for value in values[2:])),
    **JUDGING,
}
_INPUTS = {
    **dict.fromkeys(("share", "share_without", "rate", "gap", "change", "growth", "growth_over_year"), 2),
    "value": 1,
    "gap_to_range": 3,
}


def recompute(
    figures: Mapping[str, Published], files: Mapping[str, bytes], file: str, tables: Tables | None = None
) -> Iterator[Problem]:
    """Every figure whose value is not that of its formula or of its cell. `files` are public files by path.

    `tables` keeps what was read of them, for the next files of the same edition.
    """
    tables = {} if tables is None else tables
    for figure in figures.values():
        if figure.where is not None:
            yield from _cell(figure, files, tables, file)
        else:
            yield from _formula(figure, figures, file)


# -- formulas ----------------------------------------------------------------------------------------------------


def _formula(figure: Published, figures: Mapping[str, Published], file: str) -> Iterator[Problem]:
    if figure.formula != DECLARED and figure.formula not in FORMULAS:
        facts = {"formula": figure.formula or "", "nearest": nearest(figure.formula or "", FORMULAS)}
        yield Problem("check.formula-unknown", facts, file=file, value=figure.id)
        return
    absent = [name for name in figure.inputs if name not in figures]
    for name in absent:
        facts = {"input": name, "nearest": nearest(name, figures)}
        yield Problem("check.input-missing", facts, file=file, value=figure.id)
    if absent:
        return
    inputs = [figures[name] for name in figure.inputs]
    again = _again(figure, [one.displayed if figure.formula in SHOWN else one.value for one in inputs])
    if not _same(figure.value, again):
        facts = {"formula": str(figure.formula), "stated": _text(figure.value), "again": _text(again)}
        yield Problem("check.recomputed", facts, file=file, value=figure.id)


def _again(figure: Published, inputs: list[Decimal | None]) -> Fraction | None:
    """The value by its formula; None where an input has none, where there are too few, or a division by nought."""
    formula = str(figure.formula)
    known = [Fraction(value) for value in inputs if value is not None]
    if formula == DECLARED:  # given by the report, not worked out
        return None if inputs or figure.value is None else Fraction(figure.value)
    if formula.startswith(("count_at_", "count_within")) and inputs and inputs[0] is not None:
        return FORMULAS[formula](known)
    if len(known) != len(inputs) or len(inputs) != _INPUTS.get(formula, len(inputs)) or not inputs:
        return None
    try:
        return FORMULAS[formula](known)
    except (ArithmeticError, ValueError):  # nought below the line; inputs that are too few or too many
        return None


def _same(value: Decimal | None, again: Fraction | None) -> bool:
    # A value that is withheld is no fault of arithmetic; one that stands without its inputs is.
    if value is None:
        return True
    return again is not None and abs(Fraction(value) - again) <= TOLERANCE


def _text(value: Decimal | Fraction | None) -> str:
    if value is None:
        return "—"
    number = format(Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value, "f")
    return number.rstrip("0").rstrip(".") if "." in number else number


# -- cells -------------------------------------------------------------------------------------------------------


def _cell(figure: Published, files: Mapping[str, bytes], tables: Tables, file: str) -> Iterator[Problem]:
    where: Mapping[str, Any] = figure.where or {}
    path, column, key = _path(figure, files), str(where.get("column", "")), where.get("key") or {}
    if path not in tables:
        tables[path] = _Csv.of(files[path]) if path in files else None
    table, place = tables[path], ", ".join(f"{name} {value}" for name, value in key.items())
    found = table.rows(key) if table is not None else ()
    facts = {"table": path, "cell": f"{column}, {place}", "stated": _text(figure.value)}
    if table is None or len(found) != 1 or column not in table.places:
        yield Problem("check.cell-missing", facts, file=file, value=figure.id)
    elif not _cell_holds(there := found[0][table.places[column]], figure.value):
        yield Problem("check.cell-differs", {**facts, "there": there}, file=file, value=figure.id)


def _path(figure: Published, files: Mapping[str, bytes]) -> str:
    name = str((figure.where or {}).get("file", ""))
    inside = f"data/{figure.dataset}/{figure.version}/{name.rpartition('/')[2]}"
    return name if name in files else inside


@dataclass(frozen=True)
class _Csv:
    """The lines of one published CSV by the places of its columns, found by the values of some of them."""

    places: Mapping[str, int]
    lines: list[list[str]]
    _by_key: dict[tuple[str, ...], dict[tuple[str, ...], list[list[str]]]] = field(default_factory=dict)

    @staticmethod
    def of(data: bytes) -> _Csv:
        """The table of a CSV file with one line of names. A line of another length has no cell that can be named."""
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        head = next(lines, [])
        return _Csv({name: place for place, name in enumerate(head)}, [one for one in lines if len(one) == len(head)])

    def rows(self, key: Mapping[str, str]) -> Sequence[Sequence[str]]:
        """The lines with these values by column; none where a column is not there."""
        names = tuple(key)
        if not set(names) <= set(self.places):
            return ()
        if names not in self._by_key:
            columns, index = [self.places[name] for name in names], dict[tuple[str, ...], list[list[str]]]()
            for line in self.lines:
                index.setdefault(tuple([line[place] for place in columns]), []).append(line)
            self._by_key[names] = index
        return self._by_key[names].get(tuple(key.values()), ())


#: The CSV files that were read, by path; None for one that is not there.
Tables = dict[str, _Csv | None]


def _cell_holds(text: str, value: Decimal | None) -> bool:
    if value is None:
        return not text or not any(letter.isdigit() for letter in text)
    try:
        return Decimal(text) == value
    except ArithmeticError:
        return False


# -- odd changes -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """What a report compares with first, ``year_before`` or ``previous``; its dataset knows which periods these are."""

    name: str
    dataset: DatasetSpec

    def earlier(self, period: Period, observed: Iterable[Period]) -> Period | None:
        """The period that one is compared with; of spans, one of those observed, or none."""
        return period.year_before() if self.name == "year_before" else self.dataset.previous(period, observed)

    def period(self, code: str) -> Period | None:
        """A period of the dataset by its code; None for one of another frequency."""
        try:
            return self.dataset.period(code)
        except ValueError:
            return None


def unusual_change(
    figures: Mapping[str, Published], lead: str, period: Period, comparison: Comparison, file: str
) -> Iterator[Problem]:
    """A warning where the lead figure changed more than five times as far as it usually does.

    The change is the one that the report leads with, `comparison`: on the year before for a seasonal series, where
    a winter is no news, else on the period before, which of a survey is the month it was last taken in. Usual is
    the median size of the same change at every earlier period; with fewer than six of them nothing is said.
    """
    values = _series(figures, lead, comparison)
    earlier = {when: before for when in sorted(values) if (before := comparison.earlier(when, values)) in values}
    sizes = {when: abs(values[when] - values[before]) for when, before in earlier.items()}
    last = sizes.pop(period, None)
    past = [size for when, size in sizes.items() if when < period]
    usual = median(past) if len(past) >= ENOUGH else 0
    if last is not None and usual and last > UNUSUAL * usual:
        name = f"{lead}.all.{period.code}"
        decimals = figures[name].decimals + 1
        seen = {"change": _short(rounded(last, decimals)), "usual": _short(rounded(Decimal(usual), decimals))}
        facts = {**seen, "times": UNUSUAL, "before": earlier[period].code, "now": period.code, "count": len(past)}
        yield Problem(_UNUSUAL[comparison.name], facts, file=file, value=name, severity="warning")


def _short(value: Decimal) -> Decimal:
    """A number for a sentence, without noughts at its end."""
    return Decimal(_text(value))


#: What an unusual change is called, by the comparison.
_UNUSUAL = {"year_before": "check.unusual-change-year", "previous": "check.unusual-change"}


def _series(figures: Mapping[str, Published], lead: str, comparison: Comparison) -> dict[Period, Decimal]:
    """The lead indicator's values by period, as far as the edition has them."""
    values: dict[Period, Decimal] = {}
    for figure in figures.values():
        if figure.value is not None and figure.id == f"{lead}.all.{figure.period}":
            found = comparison.period(figure.period)
            if found is not None:
                values[found] = figure.value
    return values


@lru_cache(maxsize=8192)
def period_of(code: str) -> Period | None:
    """A period by its code alone: every frequency has a form of its own, and a span of one year, month or day its."""
    for frequency in FREQUENCIES:
        try:
            return parse(code, frequency)
        except ValueError:
            continue
    return None
