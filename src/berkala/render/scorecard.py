"""The scorecard: targets and results of a report with several, one row for each indicator, and what is said of them.

Under the objectives of the report, where it has some, stand all indicators that measure them. A long scorecard is read
on a phone as well: it says less of each indicator, and its objectives are opened one by one.

For a performance report the words are those of the law (Permen PANRB 53/2014): IKU, target, realisasi, capaian,
kategori; earlier years beside this one, the plan's end, the budget beside the performance, causes and next steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from berkala.measure.findings import Figure, Findings
from berkala.periods import Period
from berkala.plan.specifications import Account, EditionSpec, Indicator
from berkala.render.charts.parts import unit_words
from berkala.render.outcomes import compared_with, more, of_objective, summary
from berkala.render.sentences import (
    Bound,
    Verdict,
    column_head,
    in_force,
    measured_by,
    milestone,
    named,
    reason_of,
    verdict,
)
from berkala.render.showing import Style, shown
from berkala.words import Language, Sentence

#: With fewer targets there is nothing to sum up.
_LEAST = 2
#: So many earlier periods stand beside the edition's own.
EARLIER = 3
#: From more rows than these on objectives are folded; a still longer scorecard is compact, with one earlier period.
_OPEN, _ROOMY = 12, 24
#: A scorecard that cannot be compact and has more rows has no earlier periods: the page would be too heavy for a phone.
_LONG = 60


@dataclass(frozen=True)
class Cell:
    """What one cell shows, and a second line under it (an achievement, a reason)."""

    said: Sentence
    under: Sentence | None = None


@dataclass(frozen=True)
class Line:
    """One indicator. A cell that is None has nothing to show: that column does not concern it.

    `unit` stands under the name where values are written without it. `measured` says how the achievement was worked
    out where the value is not simply divided by the target.
    """

    name: Sentence
    unit: Sentence
    target: Sentence | None
    actual: Cell
    achievement: Sentence | None
    measured: Sentence | None
    judged: Verdict | None
    earlier: tuple[Cell, ...]
    ahead: Cell | None
    budget: Sentence | None


@dataclass(frozen=True)
class Group:
    """The indicators of one objective, what it is called, and what it comes to in a line.

    Without a name it is the whole of a report without objectives.
    """

    name: Sentence | None
    said: Sentence | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class _Form:
    """What a row has beside its indicator: earlier periods, the plan's end, and how its values are written."""

    earlier: tuple[Period, ...]
    end: Period | None
    style: Style


@dataclass(frozen=True)
class Told:
    """The account of one indicator: why, and what will be done."""

    name: Sentence
    causes: Sentence
    next_steps: Sentence


@dataclass(frozen=True)
class Scorecard:
    """Everything the section shows. `earlier` and `ahead` head columns; the booleans say which others there are.

    `summary` is what it comes to, `more` what is to be known beside. `compact`: it has few columns; `folded`: its
    objectives are closed until a reader opens one.
    """

    note: Sentence
    first: str
    summary: tuple[Sentence, ...]
    more: tuple[Sentence, ...]
    groups: tuple[Group, ...]
    compact: bool
    folded: bool
    earlier: tuple[Sentence, ...]
    ahead: Sentence | None
    targeted: bool
    achieved: bool
    judged: bool
    budget: bool
    accounts: tuple[Told, ...]
    reviewed: Sentence | None

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every row, in order."""
        return tuple(line for group in self.groups for line in group.lines)


def scorecard(findings: Findings, language: Language) -> Scorecard | None:
    """The scorecard of an edition; None for a report with fewer than two indicators that have a place in it."""
    names = standing(findings)
    if len(names) < _LEAST:
        return None
    end = _plan_end(findings, names)
    compact = len(names) > _ROOMY and end is None and not any(_indicator(findings, name).budget for name in names)
    form = _Form(_earlier(findings, names, compact), end, "short" if compact else "bare")
    groups = tuple(_groups(findings, names, form, language))
    lines = [line for group in groups for line in group.lines]
    own = findings.report.spec.editions.get(findings.edition.period.code, EditionSpec())
    return Scorecard(
        note=_note(findings, language),
        first="iku" if findings.report.spec.kind == "performance" else "indicator",
        summary=summary(findings, language),
        more=more(findings, language),
        groups=groups,
        compact=compact,
        folded=len(names) > _OPEN,
        earlier=tuple(language.period(period, short=True) for period in form.earlier),
        ahead=None if end is None else language.period(end, short=True),
        targeted=any(line.target or line.ahead for line in lines),
        achieved=any(line.achievement for line in lines),
        judged=any(line.judged for line in lines),
        budget=any(line.budget for line in lines),
        accounts=tuple(_told(findings, name, own.accounts[name], language) for name in names if name in own.accounts),
        reviewed=_reviewed(own, language),
    )


def standing(findings: Findings) -> list[str]:
    """The indicators that measure an objective or have something to be held against, in the report's order."""
    return [
        name
        for name, one in findings.report.spec.indicators.items()
        if one.objective or (one.is_held and (in_force(findings, name) or milestone(findings, name)))
    ]


def _indicator(findings: Findings, name: str) -> Indicator:
    return findings.report.spec.indicators[name]


def _earlier(findings: Findings, names: Sequence[str], compact: bool) -> tuple[Period, ...]:
    """The earlier periods that stand beside the edition's: in a compact scorecard the one that it is compared with."""
    before = [period for period in findings.periods if period < findings.edition.period]
    if compact:
        return tuple(period for period in before if period == compared_with(findings))
    return tuple(reversed(before[-EARLIER:])) if len(names) <= _LONG else ()


def _groups(findings: Findings, names: Sequence[str], form: _Form, language: Language) -> Iterator[Group]:
    """The objectives in the report's order; what belongs to none of them stands last."""
    objectives = findings.report.spec.objectives
    for objective in (*objectives, None):
        own = [name for name in names if _indicator(findings, name).objective == objective]
        lines = tuple(_line(findings, name, form, language) for name in own)
        if objective is not None:
            yield Group(named(objectives[objective][language.code]), of_objective(findings, objective, language), lines)
        elif lines:
            yield Group(language.sentence("scorecard.others") if objectives else None, None, lines)


def _line(findings: Findings, name: str, form: _Form, language: Language) -> Line:
    indicator = findings.report.spec.indicators[name]
    judged = verdict(findings, name, language)
    achievement = findings.figure(name, derived="achievement")
    return Line(
        name=named(indicator.name[language.code]),
        unit=named(unit_words(indicator, language)),
        target=_bound(in_force(findings, name), form.style, language),
        actual=_value(findings, findings.figure(name), _way(findings, name, language), form.style, language),
        achievement=None if achievement is None else shown(achievement, language),
        measured=measured_by(findings, name, language),
        judged=judged,
        earlier=tuple(_then(findings, name, period, form.style, language) for period in form.earlier),
        ahead=_ahead(findings, name, form, language),
        budget=_budget(findings, indicator.budget, language),
    )


def _bound(bound: Bound | None, style: Style, language: Language) -> Sentence | None:
    """A target, bare where its unit stands under the indicator's name: "at least 90", "8.5 to 9.0"."""
    if bound is None:
        return None
    return language.sentence(f"fact.reference.{bound.spec.relation}", value=bound.said(language, style))


def _value(findings: Findings, figure: Figure | None, under: Sentence | None, style: Style, language: Language) -> Cell:
    """A value; where there is none, the reason under its letter."""
    if figure is None or figure.value is None:
        said = Sentence.plain("[x]") if figure is None else shown(figure, language)
        return Cell(said, Sentence.plain(reason_of(findings, figure, language)))
    said = shown(figure, language, style)
    return Cell(said + Sentence.plain(f"\u00a0[{figure.status}]") if figure.status else said, under)


def _way(findings: Findings, name: str, language: Language) -> Sentence | None:
    """Whether it is better or worse than the period that the report compares with, where that is known."""
    on = "year" if findings.report.spec.compare == "year_before" else "previous"
    flag = findings.figure(name, derived=f"improved-{on}")
    if flag is None or flag.value is None:
        return None
    word = {1: "better", -1: "worse", 0: "unchanged"}[int(flag.value)]
    return language.sentence(f"scorecard.way.{word}", direction=flag.id)


def _then(findings: Findings, name: str, period: Period, style: Style, language: Language) -> Cell:
    """The value of an earlier period, and the achievement of that time."""
    achievement = findings.figure(name, "all", period, "achievement")
    under = None if achievement is None or achievement.value is None else shown(achievement, language)
    said = None if under is None else language.sentence("scorecard.achieved", value=under)
    return _value(findings, findings.figure(name, "all", period), said, style, language)


def _budget(findings: Findings, name: str | None, language: Language) -> Sentence | None:
    figure = findings.figure(name) if name is not None else None
    return None if figure is None else shown(figure, language)


def _plan_end(findings: Findings, names: Sequence[str]) -> Period | None:
    """The period of the plan's end: the last that a target is set for."""
    ends = [bound.low.period for name in names if (bound := milestone(findings, name)) is not None]
    return max(ends, default=None)


def _ahead(findings: Findings, name: str, form: _Form, language: Language) -> Cell | None:
    """The target at the plan's end, with its period where that is another than the column's."""
    bound = milestone(findings, name)
    said = _bound(bound, form.style, language)
    if bound is None or said is None:
        return None
    return Cell(said, None if bound.low.period == form.end else language.period(bound.low.period, short=True))


# -- what stands around the table -----------------------------------------------------------------------------


def _note(findings: Findings, language: Language) -> Sentence:
    """What has a row; under objectives, against what an indicator is better or worse."""
    earlier = compared_with(findings)
    if not findings.report.spec.objectives or earlier is None:
        return language.sentence("scorecard.note")
    return language.sentence("scorecard.note-objectives", earlier_period=language.period(earlier))


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
