"""The scorecard: targets and results of a report with several, one row for each indicator, and what is said of them.

For a performance report the words are those of the law (Permen PANRB 53/2014): IKU, target, realisasi, capaian,
kategori; earlier years beside this one, the plan's end, the budget beside the performance, causes and next steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from berkala.measure.findings import Figure, Findings
from berkala.periods import Period
from berkala.plan.specifications import Account, EditionSpec
from berkala.render.charts.parts import unit_words
from berkala.render.sentences import Bound, column_head, in_force, milestone, named, reason_of
from berkala.render.showing import shown
from berkala.words import Language, Sentence

#: With fewer targets there is nothing to sum up.
_LEAST = 2
#: So many earlier periods stand beside the edition's own.
EARLIER = 3
#: A longer scorecard has no earlier periods: nobody reads them there, and the page would be too heavy for a phone.
_LONG = 60


@dataclass(frozen=True)
class Cell:
    """What one cell shows, and a second line under it (an achievement, a reason)."""

    said: Sentence
    under: Sentence | None = None


@dataclass(frozen=True)
class Line:
    """One indicator. A cell that is None has nothing to show: that column does not concern it."""

    name: Sentence
    unit: Sentence
    target: Sentence | None
    actual: Cell
    achievement: Sentence | None
    mark: str
    verdict: Sentence | None
    earlier: tuple[Cell, ...]
    ahead: Cell | None
    budget: Sentence | None


@dataclass(frozen=True)
class Told:
    """The account of one indicator: why, and what will be done."""

    name: Sentence
    causes: Sentence
    next_steps: Sentence


@dataclass(frozen=True)
class Scorecard:
    """Everything the section shows. `earlier` and `ahead` head columns; the booleans say which others there are."""

    first: str
    summary: tuple[Sentence, ...]
    lines: tuple[Line, ...]
    earlier: tuple[Sentence, ...]
    ahead: Sentence | None
    achieved: bool
    judged: bool
    budget: bool
    accounts: tuple[Told, ...]
    reviewed: Sentence | None


def scorecard(findings: Findings, language: Language) -> Scorecard | None:
    """The scorecard of an edition; None for a report with fewer than two indicators that have a target."""
    names = _with_target(findings)
    if len(names) < _LEAST:
        return None
    earlier = _earlier(findings) if len(names) <= _LONG else ()
    end = _plan_end(findings, names)
    lines = tuple(_line(findings, name, earlier, end, language) for name in names)
    own = findings.report.spec.editions.get(findings.edition.period.code, EditionSpec())
    return Scorecard(
        first="iku" if findings.report.spec.kind == "performance" else "indicator",
        summary=tuple(_summary(findings, language)),
        lines=lines,
        earlier=tuple(language.period(period, short=True) for period in earlier),
        ahead=None if end is None else language.period(end, short=True),
        achieved=any(line.achievement for line in lines),
        judged=any(line.verdict for line in lines),
        budget=any(line.budget for line in lines),
        accounts=tuple(_told(findings, name, own.accounts[name], language) for name in names if name in own.accounts),
        reviewed=_reviewed(own, language),
    )


def _with_target(findings: Findings) -> list[str]:
    """The indicators with something to be held against, in the report's order."""
    indicators = findings.report.spec.indicators
    return [
        name
        for name, one in indicators.items()
        if one.is_held and (in_force(findings, name) or milestone(findings, name))
    ]


def _earlier(findings: Findings) -> tuple[Period, ...]:
    before = [period for period in findings.periods if period < findings.edition.period]
    return tuple(reversed(before[-EARLIER:]))


def _line(findings: Findings, name: str, earlier: tuple[Period, ...], end: Period | None, language: Language) -> Line:
    indicator = findings.report.spec.indicators[name]
    mark, verdict = _verdict(findings, name, language)
    achievement = findings.figure(name, derived="achievement")
    return Line(
        name=named(indicator.name[language.code]),
        unit=named(unit_words(indicator, language)),
        target=_bound(in_force(findings, name), language),
        actual=_value(findings, findings.figure(name), None, language),
        achievement=None if achievement is None else shown(achievement, language),
        mark=mark,
        verdict=verdict,
        earlier=tuple(_then(findings, name, period, language) for period in earlier),
        ahead=_ahead(findings, name, end, language),
        budget=_budget(findings, indicator.budget, language),
    )


def _bound(bound: Bound | None, language: Language) -> Sentence | None:
    """A target without its unit, which stands under the indicator's name: "at least 90", "8.5 to 9.0"."""
    if bound is None:
        return None
    return language.sentence(f"fact.reference.{bound.spec.relation}", value=bound.said(language, "bare"))


def _value(findings: Findings, figure: Figure | None, under: Sentence | None, language: Language) -> Cell:
    """A value without its unit; where there is none, the reason under its letter."""
    if figure is None or figure.value is None:
        said = Sentence.plain("[x]") if figure is None else shown(figure, language)
        return Cell(said, Sentence.plain(reason_of(findings, figure, language)))
    said = shown(figure, language, "bare")
    return Cell(said + Sentence.plain(f"\u00a0[{figure.status}]") if figure.status else said, under)


def _then(findings: Findings, name: str, period: Period, language: Language) -> Cell:
    """The value of an earlier period, and the achievement of that time."""
    achievement = findings.figure(name, "all", period, "achievement")
    under = None if achievement is None or achievement.value is None else shown(achievement, language)
    said = None if under is None else language.sentence("scorecard.achieved", value=under)
    return _value(findings, findings.figure(name, "all", period), said, language)


def _verdict(findings: Findings, name: str, language: Language) -> tuple[str, Sentence | None]:
    """The band; without bands, whether the target was met."""
    band = findings.bands.get(name)
    if band is not None:
        return band.mark, named(band.label[language.code])
    met = findings.figure(name, derived="met")
    if met is None or met.value is None:
        return "", None
    word = "met" if met.value else "missed"
    return ("met" if met.value else "miss"), language.sentence(f"scorecard.{word}").capital()


def _budget(findings: Findings, name: str | None, language: Language) -> Sentence | None:
    figure = findings.figure(name) if name is not None else None
    return None if figure is None else shown(figure, language)


def _plan_end(findings: Findings, names: list[str]) -> Period | None:
    """The period of the plan's end: the last that a target is set for."""
    ends = [bound.low.period for name in names if (bound := milestone(findings, name)) is not None]
    return max(ends, default=None)


def _ahead(findings: Findings, name: str, end: Period | None, language: Language) -> Cell | None:
    """The target at the plan's end, with its period where that is another than the column's."""
    bound = milestone(findings, name)
    said = _bound(bound, language)
    if bound is None or said is None:
        return None
    return Cell(said, None if bound.low.period == end else language.period(bound.low.period, short=True))


# -- what stands around the table -----------------------------------------------------------------------------


def _summary(findings: Findings, language: Language) -> list[Sentence]:
    """How many targets were met, and the roll-up where one is declared."""
    said = [*_counted(findings, language)]
    roll_up = findings.report.spec.rollup
    figure = findings.figures.get(f"rollup.all.{findings.edition.period.code}")
    if roll_up is not None and figure is not None:
        label = named(roll_up.name[language.code])
        if figure.value is None:
            said.append(language.sentence("scorecard.unknown", name=label))
        else:
            said.append(language.sentence("scorecard.rollup", name=label, value=shown(figure, language)))
    return said


def _counted(findings: Findings, language: Language) -> Iterator[Sentence]:
    """How many of the targets were met. Those without a result are counted too, and said."""
    code = findings.edition.period.code
    held, met, missing = (findings.figures.get(f"scorecard.{word}.{code}") for word in ("held", "met", "missing"))
    if held is None:
        return
    slots = {word: shown(one, language) for word, one in (("of", held), ("met", met), ("missing", missing)) if one}
    key = "none" if met is None else "all" if missing is None else "some"
    number = int(missing.value) if missing is not None and missing.value is not None else 0
    yield language.sentence(f"scorecard.summary.{key}", slots, n=number)


def _told(findings: Findings, name: str, account: Account, language: Language) -> Told:
    code = language.code
    head = column_head(findings, name, "all", language)
    return Told(head, named(account.causes[code]), named(account.next_steps[code]))


def _reviewed(own: EditionSpec, language: Language) -> Sentence | None:
    review = own.reviewed
    if review is None:
        return None
    return language.sentence(
        "scorecard.reviewed",
        name=named(review.name),
        role=named(review.role[language.code]),
        day=language.day(review.on),
    )
