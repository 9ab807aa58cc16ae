"""The named formulas: the only arithmetic between a source cell and a published figure.

Each is printed in ``words/<language>/formulas.yml`` (``formula.<name>`` and ``formula.<name>.note``), and anyone
can do it again from figures.json: inputs and result stand there with all their digits. Arithmetic is decimal and
never binary: a division has 28 significant digits, and a result is rounded once, halves away from zero, to
`PLACES` decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

#: Decimals that a result is kept and published with.
PLACES = 10

_CONTEXT = Context(prec=28, rounding=ROUND_HALF_UP)
_STEP = Decimal(1).scaleb(-PLACES)
_HUNDRED = Decimal(100)

Values = Sequence[Decimal]


@dataclass(frozen=True)
class Formula:
    """One named formula. `inputs` are its parts in order; a last part that ends in ``…`` may come many times.

    `denominator` is the position of the input that may not be zero.
    """

    name: str
    inputs: tuple[str, ...]
    compute: Callable[[Values], Decimal]
    denominator: int | None = None

    def fits(self, number: int) -> bool:
        """Whether so many inputs are right."""
        many = self.inputs[-1].endswith("…")
        return number >= len(self.inputs) if many else number == len(self.inputs)

    def __call__(self, values: Values) -> Decimal | None:
        """The result, exact to `PLACES` decimals; None where it would divide by zero.

        Raises ValueError for a wrong number of inputs: a fault of ours.
        """
        if not self.fits(len(values)):
            raise ValueError(f"{self.name} of {len(values)} inputs")
        if self.denominator is not None and values[self.denominator] == 0:
            return None
        with localcontext(_CONTEXT):
            result = self.compute(values)
            return plain(result.quantize(_STEP) if result.adjusted() < 28 - PLACES - 1 else result)


def plain(value: Decimal) -> Decimal:
    """The same value without trailing decimal noughts, and with all its digits before the point.

    Minus nought is nought.
    """
    with localcontext(_CONTEXT):
        value = value.normalize() + 0
        return value.quantize(Decimal(1)) if int(value.as_tuple().exponent) > 0 else value


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


def _count_at_least(values: Values) -> Decimal:
    return Decimal(sum(value >= values[0] for value in values[1:]))


def _count_at_most(values: Values) -> Decimal:
    return Decimal(sum(value <= values[0] for value in values[1:]))


def _count(values: Values) -> Decimal:
    return Decimal(len(values))


_ALL = (
    Formula("total", ("value…",), _total),
    Formula("share", ("part", "whole"), _share, denominator=1),
    Formula("share_without", ("part", "whole"), _share_without, denominator=1),
    Formula("gap", ("value", "reference"), _difference),
    Formula("change", ("value", "earlier"), _difference),
    Formula("growth", ("value", "earlier"), _growth, denominator=1),
    Formula("count_at_least", ("reference", "value…"), _count_at_least),
    Formula("count_at_most", ("reference", "value…"), _count_at_most),
    Formula("count", ("value…",), _count),
)

#: Every formula by name.
FORMULAS: Mapping[str, Formula] = {formula.name: formula for formula in _ALL}

#: Those that an indicator may name (`plan.specifications.FormulaName`).
OF_INDICATORS = ("total", "share", "share_without")
