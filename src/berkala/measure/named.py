"""Every named formula, of all parts of the room, by name."""

from __future__ import annotations

from collections.abc import Mapping

from berkala.measure.formulas import FORMULAS_OF_FIGURES, Formula
from berkala.measure.judging import FORMULAS_OF_JUDGING

#: Every formula by name.
FORMULAS: Mapping[str, Formula] = {formula.name: formula for formula in (*FORMULAS_OF_FIGURES, *FORMULAS_OF_JUDGING)}
