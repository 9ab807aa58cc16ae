"""The main points of an edition: deterministic sentences that claim no more than the figures allow.

Which comparison leads is declared by the report (`compare`). "Rose" and "fell" follow the rounding that the
reader sees; a change that rounds to nought is "little changed". The grammar stands in the language files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from berkala.measure import weigh
from berkala.measure.findings import Figure, Findings
from berkala.plan.specifications import Category
from berkala.render.showing import shown
from berkala.words import Language, Sentence, Span, rounded_to


@dataclass(frozen=True)
class Fact:
    """One line beside the main number: a label and what is said."""

    label: Sentence
    said: Sentence


def headline(findings: Findings, language: Language) -> Sentence:
    """The headline statement: the lead figure, its period, and where it stands against its reference."""
    report = findings.report.spec
    indicator = report.indicators[report.lead]
    lead, period = findings.figure(report.lead), language.period(findings.edition.period)
    if lead is None or lead.value is None:
        status = lead.status if lead else "x"
        reason = language.text(f"status.{status or 'x'}")
        return language.sentence(
            "headline.missing", name=named(indicator.name[language.code]), period=period, reason=reason
        )
    slots: dict[str, Sentence | str] = {
        "value": shown(lead, language, "prose"),
        "phrase": named(indicator.phrase[language.code]),
        "period": period,
    }
    reference, gap = findings.reference(report.lead), findings.figure(report.lead, derived="gap")
    if indicator.reference is None or reference is None or gap is None or gap.value is None:
        return language.sentence("headline.alone", slots).capital()
    slots |= {
        "gap": shown(gap, language, "prose", magnitude=True),
        "reference": shown(reference, language, "prose"),
        "kind": language.text(f"kind.{indicator.reference.kind}"),
    }
    side = {"up": "above", "down": "below", "same": "equal"}[_direction(gap)]
    return language.sentence(f"headline.{side}", slots, direction=gap.id).capital()


def main_points(findings: Findings, language: Language) -> tuple[Sentence, ...]:
    """The statements under the headline: the declared comparison, the category shown beside the whole, any doubt."""
    report = findings.report.spec
    first = "year" if report.compare == "year_before" else "previous"
    points = [compared(findings, language, first)]
    if report.also is not None:
        points.append(_also(findings, language, report.also))
    lead = findings.figure(report.lead)
    if lead is not None and lead.value is not None and language.has(f"main.unsure.{lead.status}"):
        points.append(language.sentence(f"main.unsure.{lead.status}"))
    return tuple(point for point in points if point is not None)


def compared(findings: Findings, language: Language, on: str) -> Sentence | None:
    """The lead figure against a year before (``year``) or the period before (``previous``), as a sentence."""
    report = findings.report.spec
    change, earlier = _change(findings, report.lead, "all", on), _earlier(findings, report.lead, "all", on)
    lead = findings.figure(report.lead)
    if lead is None or lead.value is None:
        return None
    if change is None or change.value is None or earlier is None:
        return _nothing_earlier(findings, language, on)
    return language.sentence(
        f"main.{on}.{_direction(change)}",
        direction=change.id,
        change=shown(change, language, "prose", magnitude=True),
        earlier=shown(earlier, language, "prose"),
        earlier_period=language.period(earlier.period),
    )


def _nothing_earlier(findings: Findings, language: Language, on: str) -> Sentence:
    """Why there is no comparison: the series has just begun, or the earlier value is not there."""
    period = findings.edition.period
    if period == findings.periods[0]:
        return language.sentence("main.first")
    if on == "year":
        return language.sentence("main.year.none")
    return language.sentence("main.previous.none", earlier_period=language.period(findings.previous))


def change_phrase(findings: Findings, language: Language, indicator: str, category: str, on: str) -> Sentence:
    """A change inside a sentence of the story: "up 5.7% on March 2018"."""
    change, earlier = _change(findings, indicator, category, on), _earlier(findings, indicator, category, on)
    if change is None or change.value is None or earlier is None:
        return language.sentence("phrase.none")
    return language.sentence(
        f"phrase.{_direction(change)}",
        direction=change.id,
        change=shown(change, language, "prose", magnitude=True),
        earlier_period=language.period(earlier.period),
    )


def facts(findings: Findings, language: Language) -> tuple[Fact, ...]:
    """The lines beside the main number: reference, gap, the two changes, the category beside the whole."""
    report = findings.report.spec
    order: tuple[str, ...] = ("year", "previous")
    period = findings.edition.period
    if report.compare == "previous":
        order = ("previous", "year")
    lines = [*_reference_facts(findings, language)]
    if period.year_before() == findings.previous:
        order = order[:1]  # of a yearly series they are the same comparison
    lines += [fact for on in order if (fact := _change_fact(findings, language, on))]
    also = findings.figure(report.lead, report.also) if report.also else None
    if also is not None and report.also is not None:
        lines.append(Fact(label_of(findings, report.lead, report.also, language), shown(also, language)))
    lead = findings.figure(report.lead)
    if lead is not None and lead.status:
        said = Sentence.plain(language.text(f"status.{lead.status}"))
        lines.append(Fact(language.sentence("fact.label.status"), said))
    return tuple(lines)


def label_of(findings: Findings, indicator: str, category: str, language: Language) -> Sentence:
    """The name of a category on screen; its digits, as in "Type 1", are a name."""
    spec = findings.report.spec.indicators[indicator]
    label = ""
    if category == "all":
        label = (spec.all_label or spec.name)[language.code]
    elif spec.by is not None:
        label = _category(findings, spec.by, category).label[language.code]
    return named(label)


def column_head(findings: Findings, indicator: str, category: str, language: Language) -> Sentence:
    """The short name of an indicator, or of one of its categories, for the head of a column."""
    spec = findings.report.spec.indicators[indicator]
    if category == "all" or spec.by is None:
        return named((spec.short or spec.name)[language.code])
    found = _category(findings, spec.by, category)
    return named((found.short or found.label)[language.code])


def _category(findings: Findings, dimension: str, value: str) -> Category:
    field = findings.data[findings.report.spec.dataset].spec.field(dimension)
    return next(category for category in field.categories if category.value == value)


def named(text: str) -> Sentence:
    """A text in which digits belong to a name: `plan` has seen to it that no other digit is typed there."""
    parts = re.split(r"(\S*\d\S*)", text)
    return Sentence(tuple(Span(p, role="name" if any(c.isdigit() for c in p) else None) for p in parts if p))


def _reference_facts(findings: Findings, language: Language) -> list[Fact]:
    spec = findings.report.spec.indicators[findings.report.spec.lead].reference
    reference = findings.reference(findings.report.spec.lead)
    gap = findings.figure(findings.report.spec.lead, derived="gap")
    if spec is None or reference is None:
        return []
    said = language.sentence(f"fact.reference.{spec.relation}", value=shown(reference, language))
    lines = [Fact(language.sentence(f"fact.label.{spec.kind}"), said)]
    if gap is not None and gap.value is not None:
        side = {"up": "above", "down": "below", "same": "equal"}[_direction(gap)]
        said = language.sentence(f"fact.gap.{side}", direction=gap.id, gap=shown(gap, language, magnitude=True))
        lines.append(Fact(language.sentence("fact.label.gap"), said))
    return lines


def _change_fact(findings: Findings, language: Language, on: str) -> Fact | None:
    lead = findings.report.spec.lead
    change, earlier = _change(findings, lead, "all", on), _earlier(findings, lead, "all", on)
    if change is None or change.value is None or earlier is None:
        return None
    direction = _direction(change)
    move = language.sentence(
        f"fact.move.{direction}", direction=change.id, change=shown(change, language, magnitude=True)
    )
    now = findings.figure(lead)
    verdict = weigh(earlier, now, findings.report.spec.indicators[lead].polarity) if now else "same"
    said = language.sentence(f"fact.verdict.{verdict}", direction=change.id, move=move)
    return Fact(language.sentence("fact.label.change", period=language.period(earlier.period, short=True)), said)


def _also(findings: Findings, language: Language, category: str) -> Sentence | None:
    lead = findings.report.spec.lead
    on = "year" if findings.report.spec.compare == "year_before" else "previous"
    value, change = findings.figure(lead, category), _change(findings, lead, category, on)
    if value is None:
        return None
    if value.value is None:
        reason = language.text(f"status.{value.status or 'x'}")
        label = label_of(findings, lead, category, language)
        return language.sentence("main.also.missing", category=label, reason=reason)
    slots = {"category": label_of(findings, lead, category, language), "value": shown(value, language, "prose")}
    if change is None or change.value is None:
        return language.sentence("main.also.none", slots)
    if on == "previous":
        slots["move"] = change_phrase(findings, language, lead, category, on)
        return language.sentence("main.also.moved", slots)
    slots["change"] = shown(change, language, "prose", magnitude=True)
    return language.sentence(f"main.also.{_direction(change)}", slots, direction=change.id)


def _change(findings: Findings, indicator: str, category: str, on: str) -> Figure | None:
    return findings.figure(indicator, category, derived=f"change-{on}") or findings.figure(
        indicator, category, derived=f"growth-{on}"
    )


def _earlier(findings: Findings, indicator: str, category: str, on: str) -> Figure | None:
    period = findings.edition.period
    return findings.figure(indicator, category, period.year_before() if on == "year" else findings.previous)


def _direction(change: Figure) -> str:
    """``up``, ``down`` or ``same``, by the digits that are shown."""
    seen = rounded_to(change.value or 0, change.decimals)
    return "up" if seen > 0 else "down" if seen < 0 else "same"
