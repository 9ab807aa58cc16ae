"""The table under the main chart: one row for each period, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from berkala.measure.findings import Findings
from berkala.periods import Period
from berkala.render.main_points import column_head
from berkala.render.showing import Style, shown
from berkala.words import Language, Sentence


@dataclass(frozen=True)
class Row:
    """One period and its cells, in the order of the head."""

    period: Sentence
    cells: tuple[Sentence, ...]


@dataclass(frozen=True)
class NumbersTable:
    """Head and rows. `first` rows are shown at once, the others on demand."""

    head: tuple[Sentence, ...]
    rows: tuple[Row, ...]
    first: int = 6


def numbers_table(findings: Findings, language: Language) -> NumbersTable:
    """Every indicator as a whole, the category shown beside it, and the gap, for every period."""
    columns = _columns(findings, language)
    rows = tuple(
        Row(language.period(period, short=True), _cells(findings, language, period, [c for c, _ in columns]))
        for period in reversed(findings.periods)
    )
    return NumbersTable(tuple(head for _, head in columns), rows)


Column = tuple[str, str, str]  # indicator, category, derived


def _columns(findings: Findings, language: Language) -> list[tuple[Column, Sentence]]:
    spec = findings.report.spec
    counts = [name for name, indicator in spec.indicators.items() if indicator.unit != "percent" and name != spec.lead]
    shares = [name for name in spec.indicators if name not in counts]
    columns = [((name, "all", ""), column_head(findings, name, "all", language)) for name in (*counts, *shares)]
    if spec.also is not None:
        columns.append(((spec.lead, spec.also, ""), column_head(findings, spec.lead, spec.also, language)))
    reference = findings.reference(spec.lead)
    if reference is not None:
        head = language.sentence("table.gap", reference=shown(reference, language))
        columns.append(((spec.lead, "all", "gap"), head))
    return columns


def _cells(findings: Findings, language: Language, period: Period, columns: list[Column]) -> tuple[Sentence, ...]:
    found = [findings.figure(indicator, category, period, derived) for indicator, category, derived in columns]
    return tuple(
        shown(figure, language, _cell_style(figure.unit)) if figure else Sentence.plain("") for figure in found
    )


def _cell_style(unit: str) -> Style:
    return "short" if unit == "percent" else "bare"
