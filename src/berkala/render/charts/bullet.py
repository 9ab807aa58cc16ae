"""A bullet chart: each indicator against its own target, every row on its own scale from zero.

On a page it is a table whose rows have a track; for a card and a download it is drawn (`bullet_draw`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from berkala.measure.findings import Figure, Findings
from berkala.plan.specifications import ChartSpec, Indicator, Mark
from berkala.render.charts.held import held_of, with_unit
from berkala.render.charts.model import Chart, Held, Matter, Point, Series, Table
from berkala.render.charts.observed import reason_words
from berkala.render.charts.parts import Making, declared, finished
from berkala.render.charts.sentences import said
from berkala.render.sentences import measured_by, named, verdict
from berkala.render.showing import shown
from berkala.render.statuses import withheld
from berkala.words import Language, Sentence

Form = Literal["bars", "lines", "marks"]

#: The longest of a row's values takes this part of its track.
_FILLED = Decimal("0.92")
#: Up to so many indicators are counted in words, and described one by one.
COUNTED = 10


@dataclass(frozen=True)
class Row:
    """One indicator: its value, what it is held against, how much of that was reached, and the verdict.

    `outcome` is the figure that says whether the target was met; `verdict` are the words of the band, or say that.
    `missing` says why there is no value, `measured` how the achievement was worked out where it is no plain division.
    """

    name: Sentence
    indicator: Indicator
    figure: Figure | None
    held: Held | None
    achievement: Figure | None
    outcome: Figure | None
    mark: Mark | None
    verdict: str
    missing: str
    measured: str = ""

    @property
    def value(self) -> Decimal | None:
        """The exact value, if there is one."""
        return self.figure.value if self.figure else None

    @property
    def targets(self) -> tuple[Decimal, ...]:
        """The target, or both ends of its range."""
        ends = (self.held.figure, self.held.high) if self.held else ()
        return tuple(end.value for end in ends if end is not None and end.value is not None)

    def share(self, value: Decimal) -> Decimal:
        """How far along the track a value lies, from 0 to 1."""
        known = [*self.targets, *([self.value] if self.value is not None else [])]
        low, high = min([*known, Decimal(0)]), max([*known, Decimal(0)])
        length = (high - low) / _FILLED or Decimal(1)
        return (value - low) / length


@dataclass(frozen=True)
class BulletMatter(Matter):
    """The rows, in the report's order, and the form that they are drawn in (`bullet_forms`)."""

    rows: tuple[Row, ...]
    form: Form = "bars"

    @property
    def achieved(self) -> bool:
        """Whether any row says how much of its target was reached."""
        return any(row.achievement is not None for row in self.rows)

    @property
    def judged(self) -> bool:
        """Whether any row has a verdict."""
        return any(row.verdict for row in self.rows)


def build(making: Making) -> Chart:
    """The edition's value of each indicator beside its target. Indicators: those declared, or the chart's own."""
    names = making.spec.indicators or (making.spec.indicator,)
    rows = tuple(_row(making, name) for name in names)
    series = tuple(
        Series(name, row.name, (Point(making.period, row.figure),)) for name, row in zip(names, rows, strict=True)
    )
    matter = BulletMatter(rows)
    measure = making.language.sentence(
        "charts.bullet.measure", place=named(making.findings.report.spec.place[making.language.code])
    )
    return finished(
        making,
        message=message(rows, making.findings, making.language),
        description=describe(rows, making.language),
        table=_table(matter, making.language),
        series=series,
        measure=measure,
        more=[figure for row in rows for figure in _figures(row)],
        matter=matter,
    )


def _figures(row: Row) -> tuple[Figure | None, ...]:
    held = row.held
    return (row.achievement, *((held.figure, held.high, held.gap) if held else ()))


def _row(making: Making, name: str) -> Row:
    findings, language = making.findings, making.language
    of = declared(making, name, ChartSpec(kind="bullet", indicator=name, show=("all",)))
    indicator: Indicator = findings.report.spec.indicators[name]
    figure, judged = findings.figure(name), verdict(findings, name, language)
    held = held_of(of)
    missing = ""
    if figure is None or figure.value is None:
        point = Point(making.period, figure, wrong=withheld(findings, figure))
        missing = reason_words(making.dataset, point, language)
    return Row(
        named(indicator.name[language.code]),
        indicator,
        figure,
        held if held is not None and not held.beside else None,
        findings.figure(name, derived="achievement"),
        findings.figure(name, derived="met"),
        judged.mark if judged else None,
        judged.said.text if judged else "",
        missing,
        measured.text if (measured := measured_by(findings, name, language)) else "",
    )


def met(row: Row) -> bool | None:
    """Whether the target was met: what the figure of it says; None where that is not known."""
    return None if row.outcome is None or row.outcome.value is None else bool(row.outcome.value)


# -- words ----------------------------------------------------------------------------------------------------


def message(rows: tuple[Row, ...], findings: Findings, language: Language) -> Sentence:
    """How many of the targets were met, counted in words; of more than so many, by the figures that count them."""
    verdicts = [verdict for row in rows if (verdict := met(row)) is not None]
    if not verdicts:
        return language.sentence("charts.bullet.message.unknown")
    hits, count = sum(verdicts), len(verdicts)
    shown_ = "" if count == len(rows) else "-known"
    if count == 1:
        row = next(row for row in rows if met(row) is not None)
        return language.sentence(f"charts.bullet.message.one.{'met' if hits else 'missed'}", name=row.name).capital()
    if hits in (0, count):
        return language.sentence(f"charts.bullet.message.{'all' if hits else 'none'}{shown_}")
    if count > COUNTED:
        return _counted(hits, count, findings, language)
    words = {name: language.text(f"charts.bullet.number.{n}") for name, n in (("met", hits), ("of", count))}
    return language.sentence(f"charts.bullet.message.some{shown_}", words, n=hits).capital()


def _counted(hits: int, count: int, findings: Findings, language: Language) -> Sentence:
    """The edition's own counts, where they count these rows and no others."""
    code = findings.edition.period.code
    met, held = (findings.figures.get(f"scorecard.{word}.{code}") for word in ("met", "held"))
    if met is None or held is None or met.value != hits or held.value != count:
        return language.sentence("charts.bullet.message.not-all")
    slots = {"met": shown(met, language), "of": shown(held, language)}
    return language.sentence("charts.bullet.message.some", slots, n=hits)


def describe(rows: tuple[Row, ...], language: Language) -> Sentence:
    """Each row in words; of many the first, and that there are others."""
    told = [described(row, language) for row in rows[:COUNTED]]
    others = [language.sentence("charts.bullet.others")] if len(rows) > len(told) else []
    return Sentence.join([*told, *others], ". ") + Sentence.plain(".")


def described(row: Row, language: Language) -> Sentence:
    """``Name 86.6% (target: at least 95.0%; achievement 91.2%; not met)``"""
    value = actual(row, language) if row.value is not None else None
    inside = [row.held.name] if row.held else []
    if row.achievement is not None and row.achievement.value is not None:
        inside.append(language.sentence("charts.bullet.achieved", value=shown(row.achievement, language)))
    if row.verdict:
        inside.append(named(row.verdict))
    slots: dict[str, Sentence | str] = {"name": row.name, "value": value or Sentence.plain(row.missing)}
    if not inside:
        return language.sentence("charts.bullet.alone", slots).capital()
    return language.sentence("charts.bullet.pair", slots, more=Sentence.join(inside, language.semicolon)).capital()


def _table(matter: BulletMatter, language: Language) -> Table:
    heads = ["indicator", "actual", "target", *(["achievement"] if matter.achieved else [])]
    heads += ["verdict"] if matter.judged else []
    rows = []
    for row in matter.rows:
        cells = [row.name, actual(row, language), target_words(row, language)]
        cells += [reached(row, language)] if matter.achieved else []
        cells += [named(row.verdict) if row.verdict else Sentence.plain("")] if matter.judged else []
        rows.append(tuple(cells))
    return Table(tuple(Sentence.plain(language.text(f"charts.bullet.head.{head}")) for head in heads), tuple(rows))


def actual(row: Row, language: Language) -> Sentence:
    """The value with its own unit: the rows have different ones."""
    if row.figure is None:
        return Sentence.plain("[x]")
    value = said(row.figure, language)
    return value if row.value is None else with_unit(value, row.figure, row.indicator, language)


def reached(row: Row, language: Language) -> Sentence:
    """How much of the target was reached; empty where that is not known."""
    return Sentence(()) if row.achievement is None else shown(row.achievement, language)


def target_words(row: Row, language: Language) -> Sentence:
    """``Target: at least 95.0%``."""
    return row.held.name if row.held else Sentence.plain(language.text("charts.bullet.no-target"))
