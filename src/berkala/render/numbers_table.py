"""The table under the main chart: one row for each period, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from berkala.measure.findings import Figure, Findings
from berkala.periods import Period
from berkala.plan.specifications import Indicator
from berkala.render.sentences import column_head
from berkala.render.showing import Style, shown
from berkala.render.statuses import WITHHELD, status_words, withheld, withheld_mark
from berkala.words import Language, Sentence

#: A table has so many columns of values at most: more cannot be read.
WIDTH = 6
#: Over a column, a longer text would push the others out of sight on a phone.
_HEAD = 60


@dataclass(frozen=True)
class Row:
    """One period and its cells, in the order of the head."""

    period: Sentence
    cells: tuple[Sentence, ...]


@dataclass(frozen=True)
class NumbersTable:
    """Head and rows. `first` rows are shown at once, the others on demand. `letters` explains the status letters.

    `left_out` is how many indicators have no column.
    """

    head: tuple[Sentence, ...]
    rows: tuple[Row, ...]
    letters: Sentence
    first: int = 6
    left_out: int = 0


@dataclass(frozen=True)
class Column:
    """One column: whose figures, and what stands over them."""

    indicator: str
    category: str
    head: Sentence
    derived: str = ""


def numbers_table(findings: Findings, language: Language) -> NumbersTable:
    """Indicators as a whole, the category shown beside the lead, and its gap, for every period.

    Of two indicators that have the same whole (one broken down by area, one by group) one is shown. Where there are
    more than there is room for, the lead, what belongs to it, and the first of the others are; and never one that
    stands under an objective in the scorecard already.
    """
    shown_now, left_out = _columns(findings, language)
    return table_of(findings, language, shown_now, findings.periods, left_out)


def table_of(
    findings: Findings, language: Language, columns: Sequence[Column], periods: Iterable[Period], left_out: int = 0
) -> NumbersTable:
    """A table of these columns, the last of the periods first.

    A value that may still change has its status letter behind it; a letter stands alone where there is no value.
    """
    rows, letters, held_back = [], dict[str, None](), False
    for period in sorted(periods, reverse=True):
        cells = []
        for column in columns:
            figure = findings.figure(column.indicator, column.category, period, column.derived)
            said, letter = _cell(findings, language, column, period, figure)
            wrong = withheld(findings, figure)
            said = withheld_mark(language) if wrong else said
            held_back = held_back or wrong
            letters |= {} if wrong or not letter else {letter: None}
            cells.append(said)
        rows.append(Row(language.period(period, short=True).capital(), tuple(cells)))
    meanings = _meanings(findings, letters, held_back, language)
    return NumbersTable(tuple(one.head for one in columns), tuple(rows), meanings, left_out=left_out)


def _meanings(findings: Findings, letters: Iterable[str], held_back: bool, language: Language) -> Sentence:
    spec = findings.data[findings.report.spec.dataset].spec
    said = [language.labelled(f"[{letter}]", status_words(spec, letter, language)) for letter in letters]
    said += [language.labelled(WITHHELD, language.text("mistakes.status"))] * held_back
    return Sentence.join(said, language.semicolon)


# -- which columns --------------------------------------------------------------------------------------------


def _columns(findings: Findings, language: Language) -> tuple[list[Column], int]:
    """The columns, and how many indicators have none."""
    spec = findings.report.spec
    beside = [column for column in (_also(findings, language), _gap(findings, language)) if column is not None]
    different = _different(findings)
    others = [name for name in different if name != spec.lead and _fits(spec.indicators[name])]
    kept = others[: WIDTH - 1 - len(beside)]
    # What the lead is made of stands before it, and it before all else: on a phone the first columns are what is seen.
    own = set(spec.indicators[spec.lead].inputs.values())
    amounts = [name for name in kept if spec.indicators[name].unit != "percent"]
    before = [name for name in amounts if own & set(spec.indicators[name].inputs.values())]
    shares = [name for name in kept if name not in amounts]
    ordered = dict.fromkeys((*before, spec.lead, *amounts, *shares))
    columns = [Column(name, "all", column_head(findings, name, "all", language)) for name in ordered]
    return [*columns, *beside], len(different) - len(kept) - 1


def _fits(indicator: Indicator) -> bool:
    """Whether what stands over its column leaves room for others, in every language: each shows the same figures."""
    return all(len(text) <= _HEAD for text in (indicator.short or indicator.name).root.values())


def _also(findings: Findings, language: Language) -> Column | None:
    spec = findings.report.spec
    if spec.also is None:
        return None
    return Column(spec.lead, spec.also, column_head(findings, spec.lead, spec.also, language))


def _gap(findings: Findings, language: Language) -> Column | None:
    lead = findings.report.spec.lead
    if findings.figure(lead, derived="gap") is None or findings.reference(lead) is None:
        return None
    return Column(lead, "all", _gap_head(findings, language), "gap")


def _different(findings: Findings) -> list[str]:
    """The indicators, each whole once, without those under an objective. The lead stays, whatever it is the same as."""
    spec, seen = findings.report.spec, dict[object, str]()
    for name in (spec.lead, *spec.indicators):
        seen.setdefault(_whole(findings, name), name)
    kept = set(seen.values())
    return [name for name, one in spec.indicators.items() if name in kept and (name == spec.lead or not one.objective)]


def _whole(findings: Findings, name: str) -> object:
    """What an indicator's whole is worked out from: formula, columns, and the category of each dimension."""
    indicator = findings.report.spec.indicators[name]
    dataset = findings.data[findings.report.spec.dataset].spec
    rows = [indicator.where.get(one.name) or one.whole or "" for one in dataset.with_role("dimension")]
    return indicator.formula, tuple(sorted(indicator.inputs.items())), tuple(rows), indicator.unit, indicator.decimals


def _gap_head(findings: Findings, language: Language) -> Sentence:
    """The head of the gaps. Where the reference changed, each gap is to the one of its time, and no value is named."""
    lead = findings.report.spec.lead
    reference, spec = findings.reference(lead), findings.report.spec.indicators[lead].reference
    gaps = [findings.figure(lead, "all", period, "gap") for period in findings.periods]
    if spec is not None and reference is not None and {gap.inputs[1] for gap in gaps if gap} <= {reference.id}:
        return language.sentence("table.gap", reference=shown(reference, language))
    return language.sentence("table.gap-then", kind=language.text(f"kind.{spec.kind}" if spec else "kind.standard"))


# -- cells ----------------------------------------------------------------------------------------------------


def _cell(
    findings: Findings, language: Language, column: Column, period: Period, figure: Figure | None
) -> tuple[Sentence, str]:
    """What a cell shows, and the letter in it. Without a figure: not available, or no reference to be held against."""
    if figure is None:
        letter = "z" if column.derived and findings.figure(column.indicator, column.category, period) else "x"
        return Sentence.plain(f"[{letter}]"), letter
    said = shown(figure, language, _cell_style(figure.unit))
    if figure.value is None:
        return said, figure.status or "x"
    letter = "" if column.derived else figure.status
    return (said + Sentence.plain(f"\u00a0[{letter}]"), letter) if letter else (said, "")


def _cell_style(unit: str) -> Style:
    return "short" if unit == "percent" else "bare"
