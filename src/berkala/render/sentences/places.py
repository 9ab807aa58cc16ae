"""Statements over the categories of an indicator: places or groups beside each other, at one period.

A claim of rank is made only where every category that was to have a value has one, and where the digits that a
reader sees tell them apart. Categories that do not apply (not yet formed) are told, and are no obstacle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from berkala.measure.findings import Figure, Findings
from berkala.plan.specifications import Indicator, Statement
from berkala.render.sentences.changes import Comparison, compare, declared, digits, earlier_period, sign
from berkala.render.sentences.labels import (
    inside,
    is_rate_of_growth,
    listed,
    named,
    parts_of,
    reason_of,
    several,
    was_observed,
    within,
)
from berkala.render.showing import shown
from berkala.words import Language, Sentence
from berkala.words.language import Slot

#: More categories than these that share one value are no finding.
_TIED = 3


def _known(findings: Findings, statement: Statement) -> dict[str, Figure] | None:
    """The value of every category that applies; None where one is not known, or there are too few to compare."""
    names = parts_of(findings, statement.indicator, statement.among)
    figures = {name: findings.figure(statement.indicator, name) for name in names}
    known = {name: one for name, one in figures.items() if one is not None and one.value is not None}
    absent = [one for name, one in figures.items() if name not in known]
    if any(one is None or one.status != "z" for one in absent) or len(known) < 2:
        return None
    return known


def _of(statement: Statement, said: Sentence, language: Language) -> Sentence:
    """``Of the major groups, the highest …``: a first sentence that says among which categories it is so."""
    if statement.among is None:
        return said
    return language.sentence("statement.among", noun=statement.among.noun[language.code], said=said)


# -- the highest and the lowest -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class End:
    """The highest or the lowest: the categories that share it, and whether nothing else may be there."""

    side: Literal["high", "low"]
    categories: tuple[str, ...]
    sure: bool


def ends(findings: Findings, statement: Statement) -> tuple[End, ...]:
    """The two ends, by the digits that are shown; without one that too many share, and none where all are equal."""
    known = _known(findings, statement)
    values = [digits(figure) for figure in known.values()] if known else []
    if known is None or min(values) == max(values):
        return ()
    found = []
    sides: tuple[tuple[Literal["high", "low"], Decimal], ...] = (("high", max(values)), ("low", min(values)))
    for side, seen in sides:
        tied = tuple(category for category, figure in known.items() if digits(figure) == seen)
        if len(tied) <= _TIED:
            found.append(End(side, tied, _is_told_apart(findings, statement.indicator, side, tied)))
    return tuple(found)


def extremes(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """The highest and the lowest category with their values; "among the highest" where the survey cannot tell."""
    parts: list[Sentence] = []
    for end in ends(findings, statement):
        said = _extreme(findings, statement.indicator, end, bool(parts), language)
        if said is not None:
            parts.append((said if parts else _of(statement, said, language)).capital())
    return Sentence.join([*parts, *_without(findings, statement, language)]) if parts else None


def _extreme(findings: Findings, name: str, end: End, second: bool, language: Language) -> Sentence | None:
    """One side: "The highest percentage in March 2022 was in Papua, 26.56%." `second` follows on another sentence."""
    side, tied = end.side, end.categories
    figure = findings.figure(name, tied[0])
    assert figure is not None  # the caller has looked
    indicator = findings.report.spec.indicators[name]
    growth = is_rate_of_growth(indicator)
    slots: dict[str, Slot] = {
        "within": within(findings, name, tied, language),
        "measure": language.text(f"statement.measure.{_measure(indicator)}"),
        "period": language.period(findings.edition.period),
        "value": shown(figure, language, "prose", magnitude=growth),
    }
    if len(tied) > 1:
        slots["value"] = language.sentence("statement.each", value=slots["value"])
    sure = "sure" if end.sure else "among"
    place = "second" if second else "first"
    if not growth:
        return language.sentence(f"statement.extremes.{side}.{sure}.{place}", slots)
    if sign(figure) == "same":
        return None  # neither a rise nor a fall
    return language.sentence(f"statement.growth.{side}.{sign(figure)}.{sure}.{place}", slots, direction=figure.id)


def _is_told_apart(findings: Findings, indicator: str, side: str, tied: Sequence[str]) -> bool:
    """Whether the places of these categories are certain: nothing else can be among the first or last so many.

    Places are counted from the highest; where nothing is ranked, the digits decide.
    """
    ranked = findings.figure(indicator, "ranked")
    end = "rank-to" if side == "high" else "rank-from"
    places = [findings.figure(indicator, category, derived=end) for category in tied]
    known = [place.value for place in places if place is not None and place.value is not None]
    if ranked is None or ranked.value is None or not known:
        return True
    if side == "high":
        return max(known) <= len(tied)
    return min(known) > ranked.value - len(tied)


def _measure(indicator: Indicator) -> str:
    return "rate" if indicator.formula == "rate" else indicator.unit


def _without(findings: Findings, statement: Statement, language: Language) -> list[Sentence]:
    """The categories that have no value, by their reason: "No figure for Papua Selatan: not yet formed."."""
    reasons: dict[str, list[Sentence]] = {}
    indicator = statement.indicator
    for category in parts_of(findings, indicator, statement.among):
        figure = findings.figure(indicator, category)
        if figure is None or figure.value is None:
            label = inside(findings, indicator, category, language)
            reasons.setdefault(reason_of(findings, figure, language), []).append(label)
    return [
        language.sentence("statement.without", names=listed(names, language), reason=reason)
        for reason, names in reasons.items()
    ]


# -- changes ------------------------------------------------------------------------------------------------------


def most_moved(findings: Findings, statement: Statement) -> tuple[tuple[str, Comparison], ...]:
    """The category that rose most and the one that fell most, where each is one alone."""
    changes = _changes(findings, statement)
    if not changes:
        return ()
    seen = {category: change.digits for category, change in changes.items()}
    found = []
    for way, most in (("up", max(seen.values())), ("down", min(seen.values()))):
        tied = [category for category, change in seen.items() if change == most]
        if len(tied) == 1 and changes[tied[0]].way == way:
            found.append((tied[0], changes[tied[0]]))
    return tuple(found)


def movers(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """The largest rise and the largest fall on the declared comparison."""
    parts: list[Sentence] = []
    for category, change in most_moved(findings, statement):
        place = "second" if parts else "first"
        said = _mover(findings, statement.indicator, category, change, place, language)
        parts.append((said if parts else _of(statement, said, language)).capital())
    return Sentence.join(parts) if parts else None


def _changes(findings: Findings, statement: Statement) -> dict[str, Comparison] | None:
    """The change of every category that has two values; None where one is not known, or they are of two kinds."""
    indicator = statement.indicator
    on, known = declared(findings), _known(findings, statement)
    before = earlier_period(findings, on)
    changes: dict[str, Comparison] = {}
    for category in known or {}:
        found = compare(findings, indicator, category, on)
        if found is not None:
            changes[category] = found
            continue
        if before is None:
            return None
        earlier = findings.figure(indicator, category, before)
        new = earlier is not None and earlier.value is None and earlier.status == "z"
        if not new and was_observed(findings, indicator, category, before):
            return None
    alike = len({(one.change.unit, one.change.decimals) for one in changes.values()}) == 1
    return changes if alike and len(changes) > 1 else None


def _mover(findings: Findings, name: str, category: str, found: Comparison, place: str, language: Language) -> Sentence:
    slots: dict[str, Slot] = {
        "within": within(findings, name, [category], language),
        "change": shown(found.change, language, "prose", magnitude=True),
        "value": shown(found.now, language, "prose"),
        "earlier_period": language.period_within(found.earlier.period),
    }
    kind = "rate" if is_rate_of_growth(findings.report.spec.indicators[name]) else "value"
    return language.sentence(f"statement.movers.{kind}.{found.way}.{place}", slots, direction=found.change.id)


def ways(findings: Findings, statement: Statement) -> tuple[tuple[str, Figure], ...]:
    """In how many categories it rose, fell or hardly changed, without those of which there are none."""
    name = statement.indicator
    compared = findings.figure(name, "compared")
    if compared is None or compared.value is None or compared.value < 2:
        return ()
    if earlier_period(findings, declared(findings)) is None:
        return ()
    figures = [(way, findings.figure(name, way)) for way in ("rose", "fell", "same")]
    found = tuple((way, one) for way, one in figures if one is not None and one.value)
    return found if sum(one.value or 0 for _, one in found) == compared.value else ()


def directions(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """In how many categories it rose and fell, of how many that can be compared."""
    name, found = statement.indicator, ways(findings, statement)
    before = earlier_period(findings, declared(findings))
    if not found or before is None:
        return None
    parts = [in_so_many(findings, statement, *found[0], language)]
    parts += [_direction(findings, statement, way, figure, language) for way, figure in found[1:]]
    spec = findings.report.spec.indicators[name]
    slots: dict[str, Slot] = {"name": named(spec.said[language.code]), "parts": listed(parts, language)}
    slots["earlier_period"] = language.period_within(before)
    return language.sentence("statement.directions.said", slots)


def in_so_many(findings: Findings, statement: Statement, way: str, figure: Figure, language: Language) -> Sentence:
    """One way with the number of all: "a rise in 30 of 34 provinces", "a fall in both areas"."""
    compared = findings.figure(statement.indicator, "compared")
    assert compared is not None  # the caller has looked
    form = ".first" if figure.value != compared.value else ".both" if compared.value == 2 else ".all"
    return _direction(findings, statement, f"{way}{form}", figure, language)


def _direction(findings: Findings, statement: Statement, way: str, figure: Figure, language: Language) -> Sentence:
    name, among = statement.indicator, statement.among
    compared = findings.figure(name, "compared")
    assert compared is not None  # the caller has looked
    slots: dict[str, Slot] = {
        "count": shown(figure, language, "bare"),
        "compared": shown(compared, language, "bare"),
        "places": among.noun[language.code] if among else several(findings, name, int(compared.value or 0), language),
    }
    growth = is_rate_of_growth(findings.report.spec.indicators[name])
    return language.sentence(f"statement.directions.{'rate' if growth else 'value'}.{way}", slots, direction=figure.id)


# -- the largest together -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Top:
    """The largest categories, the largest first, what they have together, and what share of the whole that is."""

    categories: tuple[str, ...]
    total: Figure
    share: Figure


def top(findings: Findings, statement: Statement) -> Top | None:
    """The n largest categories; None where nobody can say which is the last of them."""
    name, number = statement.indicator, statement.number
    total = findings.figure(name, f"largest-{number}")
    share = findings.figure(name, f"largest-{number}", derived="share")
    known = _known(findings, statement)
    if known is None or total is None or total.value is None or share is None or share.value is None:
        return None
    order = sorted(known, key=lambda category: -digits(known[category]))
    if len(order) <= number or digits(known[order[number - 1]]) == digits(known[order[number]]):
        return None
    return Top(tuple(order[:number]), total, share)


def largest(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """The n largest categories: their names, what they have together, and what share of the whole that is."""
    name, found = statement.indicator, top(findings, statement)
    if found is None:
        return None
    labels = [inside(findings, name, category, language) for category in found.categories]
    slots: dict[str, Slot] = {
        "name": named(findings.report.spec.indicators[name].said[language.code]),
        "names": listed(labels, language),
        "period": language.period(findings.edition.period),
        "total": shown(found.total, language, "prose"),
        "share": shown(found.share, language, "prose"),
    }
    return language.sentence("statement.largest", slots, n=statement.number)
