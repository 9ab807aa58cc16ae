"""Streaks, counts of rises and falls, and the largest parts: what the declared statements speak of.

A rise is one that a reader sees: a change that rounds to nought in the digits shown is none. Where rises and falls are
counted, neither is one within its sampling error; a streak is of the values as they stand and does not ask how sure
they are. The least change that counts is a figure, so that anyone can count again.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile

from berkala.measure.declared import declare
from berkala.measure.findings import Figure
from berkala.measure.formulas import Formula, Values
from berkala.measure.rankings import parts
from berkala.measure.work import Work, unit_name
from berkala.periods import Period
from berkala.plan.specifications import Indicator, Statement

_HUNDRED = Decimal(100)
_COUNTABLE = frozenset({"total", "value", "to_date"})
_NOT_ADDED = frozenset({"percent", "index"})


def _sign(change: Decimal, least: Decimal) -> int:
    return 0 if abs(change) < least else 1 if change > 0 else -1


def _signs(values: Values) -> Iterator[int]:
    return (_sign(change, least) for change, least in zip(values[::2], values[1::2], strict=True))


def _rose(values: Values) -> Decimal:
    return Decimal(sum(sign > 0 for sign in _signs(values)))


def _fell(values: Values) -> Decimal:
    return Decimal(sum(sign < 0 for sign in _signs(values)))


def _same(values: Values) -> Decimal:
    return Decimal(sum(sign == 0 for sign in _signs(values)))


def _length(signs: list[int]) -> Decimal:
    """How many at the beginning are the first's, with its sign; nought where the first has none."""
    return Decimal(sum(takewhile(lambda sign: sign == signs[0], signs)))


def _streak(values: Values) -> Decimal:
    least, *pairs = values
    return _length([_sign(a - b, least) for a, b in zip(pairs[::2], pairs[1::2], strict=True)])


def _streak_of_growth(values: Values) -> Decimal | None:
    least, *pairs = values
    if min(pairs[1::2]) <= 0:
        return None
    return _length([_sign(_HUNDRED * (a / b - 1), least) for a, b in zip(pairs[::2], pairs[1::2], strict=True)])


_PAIRS = ("change…", "least…")
_STREAK = ("least", "value…", "earlier value…")

FORMULAS_OF_RUNS: tuple[Formula, ...] = (
    Formula("count_rose", _PAIRS, _rose),
    Formula("count_fell", _PAIRS, _fell),
    Formula("count_same", _PAIRS, _same),
    Formula("streak", _STREAK, _streak),
    Formula("streak_of_growth", _STREAK, _streak_of_growth),
)


def run(work: Work) -> None:
    """The figures that the report's statements ask for, and no others."""
    for statement in work.report.statements:
        indicator = work.report.indicators[statement.indicator]
        if statement.kind == "directions":
            _directions(work, statement, indicator)
        elif statement.kind == "streak":
            _run(work, statement.indicator)
        elif statement.kind == "largest":
            _largest(work, statement, indicator)


def _on(work: Work) -> str:
    return "year" if work.report.compare == "year_before" else "previous"


def _earlier(work: Work, period: Period) -> Period | None:
    """The period that the report compares one with, if there is one."""
    return work.earlier(period).get(_on(work))


def _change(work: Work, value: Figure) -> Figure | None:
    """The declared comparison of a value, as it is shown."""
    figures = work.sheet.figures
    found = figures.get(f"{value.id}.change-{_on(work)}") or figures.get(f"{value.id}.growth-{_on(work)}")
    return found if found is not None and found.value is not None else None


def _least(work: Work, name: str, change: Figure) -> Figure:
    """Half of the last digit that is shown of a change: what is less rounds to nought."""
    half = Decimal("0.5").scaleb(-change.decimals)
    return declare(work, f"{name}.least-{change.formula}", half, change.unit, change.unit_name)


def _directions(work: Work, statement: Statement, indicator: Indicator) -> None:
    name = statement.indicator
    changes, pairs = [], []
    for value in parts(work, name, indicator, statement.among):
        change = _change(work, value)
        if change is not None:
            changes.append(change)
            pairs += [change, _that_counts(work, value, _least(work, name, change))]
    code = work.period.code
    counted = {"rose": pairs, "fell": pairs, "same": pairs, "compared": changes}
    for word, inputs in counted.items() if changes else ():
        formula = "count" if word == "compared" else f"count_{word}"
        work.sheet.derived(f"{name}.{word}.{code}", formula, inputs, period=work.period, unit="count", decimals=0)


def _that_counts(work: Work, value: Figure, least: Figure) -> Figure:
    """The sampling error of the change where that is known and more than what shows, else what shows."""
    margin = work.sheet.figures.get(f"{value.id}.margin-{_on(work)}")
    if margin is None or margin.value is None or least.value is None:
        return least
    return max(least, margin, key=lambda figure: figure.value or Decimal(0))


def _run(work: Work, name: str) -> None:
    """How many periods in a row the whole rose, or fell, on the declared comparison, up to the edition's."""
    value = work.sheet.figures.get(f"{name}.all.{work.period.code}")
    change = _change(work, value) if value is not None else None
    if value is None or change is None:
        return
    pairs = list(_pairs(work, name))
    growing = change.formula == "growth" and all(one.value is not None and one.value > 0 for _, one in pairs)
    formula = "streak_of_growth" if growing else "streak"
    inputs = _up_to_its_end(work, formula, _least(work, name, change), pairs)
    work.sheet.derived(f"{value.id}.streak", formula, inputs, period=work.period, unit="count", decimals=0)


def _up_to_its_end(work: Work, formula: str, least: Figure, pairs: list[tuple[Figure, Figure]]) -> list[Figure]:
    """The inputs of a streak: those that belong to it, and the one that ends it."""
    inputs = [least, *(figure for pair in pairs for figure in pair)]
    length = work.sheet.formulas[formula]([figure.value for figure in inputs if figure.value is not None])
    return inputs if length is None else inputs[: 1 + 2 * (abs(int(length)) + 1)]


def _pairs(work: Work, name: str) -> Iterator[tuple[Figure, Figure]]:
    """Each value with the one it is compared with, the newest first, until one is missing."""
    period: Period | None = work.period
    while period is not None:
        both = [one for one in (period, _earlier(work, period)) if one is not None]
        pair = [work.sheet.figures.get(f"{name}.all.{one.code}") for one in both]
        there = [figure for figure in pair if figure is not None and figure.value is not None]
        if len(there) < 2:
            return
        yield there[0], there[1]
        period = work.spec.previous(period, work.rows)


def _largest(work: Work, statement: Statement, indicator: Indicator) -> None:
    """The sum of the largest parts, and their share of the whole. None where it cannot be said which they are."""
    name, number, code = statement.indicator, statement.number, work.period.code
    if indicator.formula not in _COUNTABLE or indicator.unit in _NOT_ADDED:
        return
    found = [one for one in parts(work, name, indicator, statement.among) if one.status != "z" or one.value is not None]
    known = [(figure.value, figure) for figure in found if figure.value is not None]
    known.sort(key=lambda pair: -pair[0])
    if len(known) < len(found):
        return  # one that is not known, or must not be, may be among them
    if len(known) <= number or known[number - 1][0] == known[number][0]:
        return
    chosen = [figure for _, figure in known[:number]]
    id_, unit, decimals = f"{name}.largest-{number}.{code}", indicator.unit, indicator.decimals
    top = work.sheet.derived(
        id_, "total", chosen, period=work.period, unit=unit, decimals=decimals, unit_name=unit_name(indicator)
    )
    whole = work.sheet.figures.get(f"{name}.all.{code}")
    if whole is not None:
        work.sheet.derived(f"{id_}.share", "share", [top, whole], period=work.period, unit="percent", decimals=1)
