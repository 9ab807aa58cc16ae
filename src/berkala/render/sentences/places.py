"""Statements over the categories of an indicator: places or groups beside each other, at one period.

A claim of rank is made only where every category that was to have a value has one, and where the digits that a
reader sees tell them apart. Categories that do not apply (not yet formed) are told, and are no obstacle.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def extremes(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """The highest and the lowest category with their values; "among the highest" where the survey cannot tell."""
    name = statement.indicator
    known = _known(findings, statement)
    if known is None:
        return None
    values = [digits(figure) for figure in known.values()]
    if min(values) == max(values):
        return None
    parts: list[Sentence] = []
    for side, seen in (("high", max(values)), ("low", min(values))):
        tied = [category for category, figure in known.items() if digits(figure) == seen]
        said = _extreme(findings, name, side, tied, bool(parts), language) if len(tied) <= _TIED else None
        if said is not None:
            parts.append((said if parts else _of(statement, said, language)).capital())
    return Sentence.join([*parts, *_without(findings, statement, language)]) if parts else None


def _extreme(
    findings: Findings, name: str, side: str, tied: Sequence[str], second: bool, language: Language
) -> Sentence | None:
    """One side: "The highest percentage in March 2022 was in Papua, 26.56%." `second` follows on another sentence."""
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
    sure = "sure" if _is_told_apart(findings, name, side, tied) else "among"
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


def movers(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """The largest rise and the largest fall on the declared comparison."""
    changes = _changes(findings, statement)
    if not changes:
        return None
    seen = {category: change.digits for category, change in changes.items()}
    sides = (("up", max(seen.values())), ("down", min(seen.values())))
    parts: list[Sentence] = []
    for way, most in sides:
        tied = [category for category, change in seen.items() if change == most]
        if len(tied) == 1 and changes[tied[0]].way == way:
            place = "second" if parts else "first"
            said = _mover(findings, statement.indicator, tied[0], changes[tied[0]], place, language)
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


def directions(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """In how many categories it rose and fell, of how many that can be compared."""
    name = statement.indicator
    found = {way: findings.figure(name, way) for way in ("compared", "rose", "fell", "same")}
    counts = {
        way: int(figure.value) for way, figure in found.items() if figure is not None and figure.value is not None
    }
    if "compared" not in counts or counts["compared"] < 2:
        return None
    before = earlier_period(findings, declared(findings))
    if before is None or counts["compared"] != sum(counts.get(way, 0) for way in ("rose", "fell", "same")):
        return None
    parts: list[Sentence] = []
    for way in ("rose", "fell", "same"):
        figure = found[way]
        if figure is not None and counts.get(way):
            alone = ".both" if counts["compared"] == 2 else ".all"
            first = "" if parts else alone if counts[way] == counts["compared"] else ".first"
            parts.append(_direction(findings, statement, f"{way}{first}", figure, language))
    spec = findings.report.spec.indicators[name]
    slots: dict[str, Slot] = {"name": named(spec.said[language.code]), "parts": listed(parts, language)}
    slots["earlier_period"] = language.period_within(before)
    return language.sentence("statement.directions.said", slots)


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


def largest(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """The n largest categories: their names, what they have together, and what share of the whole that is."""
    name, number = statement.indicator, statement.number
    total, share = (
        findings.figure(name, f"largest-{number}"),
        findings.figure(name, f"largest-{number}", derived="share"),
    )
    known = _known(findings, statement)
    if known is None or total is None or total.value is None or share is None or share.value is None:
        return None
    order = sorted(known, key=lambda category: -digits(known[category]))
    if len(order) <= number or digits(known[order[number - 1]]) == digits(known[order[number]]):
        return None  # nobody can say which is the last of them
    labels = [inside(findings, name, category, language) for category in order[:number]]
    slots: dict[str, Slot] = {
        "name": named(findings.report.spec.indicators[name].said[language.code]),
        "names": listed(labels, language),
        "period": language.period(findings.edition.period),
        "total": shown(total, language, "prose"),
        "share": shown(share, language, "prose"),
    }
    return language.sentence("statement.largest", slots, n=number)
