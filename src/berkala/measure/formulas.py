"""The named formulas: the only arithmetic between a source cell and a published figure.

Each is printed in ``words/<language>/formulas.yml`` (``formula.<name>`` and ``formula.<name>.note``), and anyone
can do it again from figures.json: inputs and result stand there with all their digits. Arithmetic is decimal and
never binary: a division has 28 significant digits, and a result is rounded once, halves away from zero, to
`PLACES` decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

#: Decimals that a result is kept and published with.
PLACES = 10

_CONTEXT = Context(prec=28, rounding=ROUND_HALF_UP)
_STEP = Decimal(1).scaleb(-PLACES)
_ONE, _HUNDRED = Decimal(1), Decimal(100)

Values = Sequence[Decimal]


@dataclass(frozen=True)
class Formula:
    """One named formula. `inputs` are its parts in order; last parts that end in ``…`` come many times, each as
    often as the others.

    `denominator` is the position of the input that may not be zero. Where a formula has more to ask of its inputs,
    `compute` gives None for those that it is not defined for. A declared number has no inputs. One that
    is `shown` is of its inputs in the digits that a reader sees of them.
    """

    name: str
    inputs: tuple[str, ...]
    compute: Callable[[Values], Decimal | None]
    denominator: int | None = None
    shown: bool = False

    def fits(self, number: int) -> bool:
        """Whether so many inputs are right."""
        many = sum(part.endswith("…") for part in self.inputs)
        more = number - len(self.inputs)
        return more == 0 or (many > 0 and more > 0 and more % many == 0)

    def __call__(self, values: Values) -> Decimal | None:
        """The result, exact to `PLACES` decimals; None where it would divide by zero or is not defined.

        Raises ValueError for a wrong number of inputs: a fault of ours.
        """
        if not self.fits(len(values)):
            raise ValueError(f"{self.name} of {len(values)} inputs")
        if self.denominator is not None and values[self.denominator] == 0:
            return None
        with localcontext(_CONTEXT):
            result = self.compute(values)
            if result is None:
                return None
            return plain(result.quantize(_STEP) if result.adjusted() < 28 - PLACES - 1 else result)


def plain(value: Decimal) -> Decimal:
    """The same value without trailing decimal noughts, and with all its digits before the point.

    Minus nought is nought.
    """
    value = _CONTEXT.plus(_CONTEXT.normalize(value))
    return _CONTEXT.quantize(value, _ONE) if int(value.as_tuple().exponent) > 0 else value


def _total(values: Values) -> Decimal:
    return sum(values, Decimal(0))


def _share(values: Values) -> Decimal:
    return _HUNDRED * values[0] / values[1]


def _share_without(values: Values) -> Decimal:
    return _HUNDRED * (1 - values[0] / values[1])


def _difference(values: Values) -> Decimal:
    return values[0] - values[1]


def _growth(values: Values) -> Decimal:
    return _HUNDRED * (values[0] / values[1] - 1)


def _rate(values: Values) -> Decimal:
    return values[0] / values[1]


def _value(values: Values) -> Decimal:
    return values[0]


def _mean(values: Values) -> Decimal:
    return sum(values, Decimal(0)) / len(values)


def _gap_to_range(values: Values) -> Decimal:
    value, low, high = values
    return min(value - low, Decimal(0)) + max(value - high, Decimal(0))


def _count_at_least(values: Values) -> Decimal:
    return Decimal(sum(value >= values[0] for value in values[1:]))


def _count_at_most(values: Values) -> Decimal:
    return Decimal(sum(value <= values[0] for value in values[1:]))


def _count_within(values: Values) -> Decimal:
    low, high, *others = values
    return Decimal(sum(low <= value <= high for value in others))


def _count(values: Values) -> Decimal:
    return Decimal(len(values))


#: The formulas of values, gaps, changes and counts; `named.py` joins those of the other parts to them.
FORMULAS_OF_FIGURES: tuple[Formula, ...] = (
    Formula("total", ("value…",), _total),
    Formula("share", ("part", "whole"), _share, denominator=1),
    Formula("share_without", ("part", "whole"), _share_without, denominator=1),
    Formula("value", ("value",), _value),
    Formula("growth_over_year", ("value", "year_before"), _growth, denominator=1),
    Formula("rate", ("part", "whole"), _rate, denominator=1),
    Formula("to_date", ("value…",), _total),
    Formula("mean", ("value…",), _mean),
    Formula("gap", ("value", "reference"), _difference),
    Formula("gap_to_range", ("value", "low", "high"), _gap_to_range),
    Formula("change", ("value", "earlier"), _difference),
    Formula("growth", ("value", "earlier"), _growth, denominator=1),
    Formula("count_at_least", ("reference", "value…"), _count_at_least),
    Formula("count_at_most", ("reference", "value…"), _count_at_most),
    Formula("count_within", ("low", "high", "value…"), _count_within),
    Formula("count", ("value…",), _count),
)

#: Those that an indicator may name (`plan.specifications.FormulaName`).
OF_INDICATORS = ("total", "share", "share_without", "value", "growth_over_year", "rate", "to_date")
