"""measure: safe tables → figures, each with the cell or the named formula it came from. Pure arithmetic."""

from __future__ import annotations

from berkala.measure.editions import measure
from berkala.measure.findings import Figure, Findings, FindingsSet, Unit, Where
from berkala.measure.formulas import Formula
from berkala.measure.named import FORMULAS
from berkala.measure.weighing import weigh

__all__ = [
    "FORMULAS",
    "Figure",
    "Findings",
    "FindingsSet",
    "Formula",
    "ProgressFindings",
    "Unit",
    "Where",
    "measure",
    "weigh",
]
