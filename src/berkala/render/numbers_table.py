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
    """Head and rows. `first` rows are shown at once, the others on demand. `letters` explains the status letters."""

    head: tuple[Sentence, ...]
    rows: tuple[Row, ...]
    letters: Sentence
    first: int = 6


def numbers_table(findings: Findings, language: Language) -> NumbersTable:
    """Every indicator as a whole, the category shown beside it, and the gap, for every period.

    A value that may still change has its status letter behind it; a letter stands alone where there is no value.
    """
    columns = _columns(findings, language)
    rows = []
    letters: dict[str, None] = {}
    for period in reversed(findings.periods):
        cells = [_cell(findings, language, period, column) for column, _ in columns]
        letters |= dict.fromkeys(letter for _, letter in cells if letter)
        rows.append(Row(language.period(period, short=True).capital(), tuple(said for said, _ in cells)))
    said = "; ".join(f"[{letter}]: {language.text(f'status.{letter}')}" for letter in letters)
    return NumbersTable(tuple(head for _, head in columns), tuple(rows), Sentence.plain(said))


Column = tuple[str, str, str]  # indicator, category, derived


def _columns(findings: Findings, language: Language) -> list[tuple[Column, Sentence]]:
    spec = findings.report.spec
    counts = [name for name, indicator in spec.indicators.items() if indicator.unit != "percent" and name != spec.lead]
    shares = [name for name in spec.indicators if name not in counts]
    columns = [((name, "all", ""), column_head(findings, name, "all", language)) for name in (*counts, *shares)]
    if spec.also is not None:
        columns.append(((spec.lead, spec.also, ""), column_head(findings, spec.lead, spec.also, language)))
    if findings.reference(spec.lead) is not None:
        columns.append(((spec.lead, "all", "gap"), _gap_head(findings, language)))
    return columns


def _gap_head(findings: Findings, language: Language) -> Sentence:
    """The head of the gaps. Where the reference changed, each gap is to the one of its time, and no value is named."""
    lead = findings.report.spec.lead
    reference, spec = findings.reference(lead), findings.report.spec.indicators[lead].reference
    gaps = [findings.figure(lead, "all", period, "gap") for period in findings.periods]
    if spec is not None and reference is not None and {gap.inputs[1] for gap in gaps if gap} <= {reference.id}:
        return language.sentence("table.gap", reference=shown(reference, language))
    return language.sentence("table.gap-then", kind=language.text(f"kind.{spec.kind}" if spec else "kind.standard"))


def _cell(findings: Findings, language: Language, period: Period, column: Column) -> tuple[Sentence, str]:
    """What a cell shows, and the letter in it. Without a figure: not available, or no reference to be held against."""
    indicator, category, derived = column
    figure = findings.figure(indicator, category, period, derived)
    if figure is None:
        letter = "z" if derived and findings.figure(indicator, category, period) else "x"
        return Sentence.plain(f"[{letter}]"), letter
    said = shown(figure, language, _cell_style(figure.unit))
    if figure.value is None:
        return said, figure.status or "x"
    letter = "" if derived else figure.status
    return (said + Sentence.plain(f"\u00a0[{letter}]"), letter) if letter else (said, "")


def _cell_style(unit: str) -> Style:
    return "short" if unit == "percent" else "bare"
