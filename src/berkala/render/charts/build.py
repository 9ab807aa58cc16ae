"""From findings to a chart: which figures, in which words."""

from __future__ import annotations

from pathlib import Path

from berkala.measure.findings import Findings
from berkala.render.charts.kinds import KINDS
from berkala.render.charts.model import Chart
from berkala.render.charts.parts import Making
from berkala.words import Language


def build_chart(findings: Findings, name: str, language: Language, maps: Path | None = None) -> Chart:
    """The chart `name` of a report, for one edition in one language. `maps` is the folder of tile maps.

    Raises KeyError for an unknown name, and SourceProblems where a tile map is not there or does not fit.
    """
    making = Making(findings, name, language, maps)
    return KINDS[making.spec.kind].build(making)
