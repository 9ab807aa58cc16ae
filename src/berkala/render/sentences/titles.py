"""The title of a finding: the finding itself in a few words, for its heading. The sentence below it says the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from berkala.measure.findings import Findings
from berkala.plan.specifications import Statement
from berkala.render.sentences.changes import Comparison, declared, said, sign
from berkala.render.sentences.facts import gap_fact
from berkala.render.sentences.labels import dataset_of, inside, is_rate_of_growth, listed, under_title, within
from berkala.render.sentences.places import End, ends, in_so_many, most_moved, top, ways
from berkala.render.sentences.records import record_now
from berkala.render.showing import shown
from berkala.words import Language, Sentence
from berkala.words.language import Slot


def title(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """The finding in a few words behind the name of its indicator; of the lead alone where they say what it measures.

    None without one.
    """
    said = _MAKERS[statement.kind](findings, statement, language)
    spec = findings.report.spec
    if said is None or (statement.indicator == spec.lead and _says_measure(findings, statement)):
        return said and said.capital()
    name = under_title(spec, spec.indicators[statement.indicator], language)
    return language.sentence("page.title.of", name=name, said=said).capital()


def _says_measure(findings: Findings, statement: Statement) -> bool:
    """Rises and falls "in a year" are those of the lead; the distance to a standard is said as one."""
    growth = is_rate_of_growth(findings.report.spec.indicators[statement.indicator])
    return statement.kind == "gap" or (growth and statement.kind == "extremes")


def _extremes(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    """Both ends by name alone, for their values stand below; one end with its value."""
    found = ends(findings, statement)
    parts = [_end(findings, statement.indicator, one, language) for one in found]
    told = [one for one in parts if one is not None]
    figure = findings.figure(statement.indicator, found[0].categories[0]) if found else None
    if len(found) > 1 or figure is None:
        return _joined(told, language)
    growth = is_rate_of_growth(findings.report.spec.indicators[statement.indicator])
    return Sentence.join([*told, shown(figure, language, magnitude=growth)], ", ") if told else None


def _end(findings: Findings, name: str, end: End, language: Language) -> Sentence | None:
    figure = findings.figure(name, end.categories[0])
    assert figure is not None  # one of its ends
    slots = {"within": within(findings, name, end.categories, language)}
    sure = "sure" if end.sure else "among"
    if not is_rate_of_growth(findings.report.spec.indicators[name]):
        return language.sentence(f"page.title.extremes.{end.side}.{sure}", slots)
    if sign(figure) == "same":
        return None
    return language.sentence(f"page.title.growth.{end.side}.{sign(figure)}.{sure}", slots, direction=figure.id)


def _movers(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    name = statement.indicator
    kind = "rate" if is_rate_of_growth(findings.report.spec.indicators[name]) else "value"
    parts: list[Sentence] = []
    for category, found in most_moved(findings, statement):
        slots = {"within": within(findings, name, [category], language)}
        slots["over"] = Sentence(()) if parts else _over(findings, found, language)
        slots["change"] = shown(found.change, language, "prose", magnitude=True)
        parts.append(language.sentence(f"page.title.movers.{kind}.{found.way}", slots, direction=found.change.id))
    return _joined(parts, language)


def _over(findings: Findings, found: Comparison, language: Language) -> Sentence:
    """`` in a year``: the time between the two values; since when, where the period before has no fixed distance."""
    dataset, on = dataset_of(findings), declared(findings)
    uneven = on == "previous" and (dataset.coverage.months or dataset.rhythm is None)
    key = "since" if uneven else "year" if on == "year" else found.now.period.frequency
    before = language.period_within(found.earlier.period)
    return language.sentence(f"page.title.movers.over.{key}", earlier_period=before)


def _record(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    found, now = record_now(findings, statement.indicator), findings.figure(statement.indicator)
    if found is None or now is None:
        return None
    slots = {"since": language.period(found.since), "value": said(findings, statement.indicator, now, language)}
    return language.sentence(f"page.title.record.{found.side}{'-ever' if found.ever else ''}", slots)


def _streak(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    row = findings.figure(statement.indicator, derived="streak")
    if row is None or row.value is None:
        return None
    spec = dataset_of(findings)
    noun = "statement.survey" if spec.coverage.months else f"charts.period.{spec.frequency}"
    slots: dict[str, Slot] = {"row": shown(row, language, "bare", magnitude=True)}
    slots["periods"] = language.text(noun, n=int(abs(row.value)))
    return language.sentence(f"page.title.streak.{declared(findings)}.{sign(row)}", slots, direction=row.id)


def _directions(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    found = ways(findings, statement)
    if not found:
        return None
    way, figure = max(found, key=lambda one: one[1].value or 0)
    return in_so_many(findings, statement, way, figure, language)


def _gap(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    reference = findings.report.spec.indicators[statement.indicator].reference
    fact = gap_fact(findings, statement.indicator, language)
    if reference is None or fact is None:
        return None
    return language.labelled(language.sentence(f"statement.heading.gap.{reference.kind}").small(), fact.said)


def _largest(findings: Findings, statement: Statement, language: Language) -> Sentence | None:
    found = top(findings, statement)
    if found is None:
        return None
    names = listed([inside(findings, statement.indicator, one, language) for one in found.categories], language)
    return language.sentence("page.title.largest", names=names, share=shown(found.share, language))


def _joined(parts: list[Sentence], language: Language) -> Sentence | None:
    return Sentence.join(parts, language.semicolon) if parts else None


_MAKERS: Mapping[str, Callable[[Findings, Statement, Language], Sentence | None]] = {
    "extremes": _extremes,
    "movers": _movers,
    "record": _record,
    "streak": _streak,
    "directions": _directions,
    "gap": _gap,
    "largest": _largest,
}
