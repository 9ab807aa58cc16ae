"""What changed since the period before, and in what was said of earlier periods, as far as the figures know it.

Nothing is claimed that they do not know: where a source marks no revisions, that is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from berkala.measure.findings import Figure, Findings
from berkala.periods import Period
from berkala.render.sentences import change_phrase, compare, label_of, listed, named, reason_of, under_title
from berkala.render.sentences.changes import said
from berkala.render.sentences.labels import dataset_of, inside, was_observed
from berkala.render.showing import shown
from berkala.words import Language, Sentence

#: Of more indicators, revised values and categories than these, the first are named.
_INDICATORS, _REVISED, _NAMED = 6, 5, 12


@dataclass(frozen=True)
class Changed:
    """What changed: of each indicator, in the series, and in how the figures are made (in the report's words)."""

    values: tuple[Sentence, ...] = ()
    notes: tuple[Sentence, ...] = ()
    method: Sentence | None = None


def changed(findings: Findings, language: Language) -> Changed:
    """Everything that is known to have changed, and whether the source says what it revises."""
    before = findings.previous
    own = findings.report.spec.editions.get(findings.edition.period.code)
    return Changed(
        values=_apart(_values(findings, language)) if before is not None else (),
        notes=(*(_series(findings, before, language) if before else ()), *_marked(findings, language)),
        method=named(own.changed[language.code]) if own is not None and own.changed is not None else None,
    )


def _values(findings: Findings, language: Language) -> Iterator[Sentence]:
    """Each indicator, behind the lead what is told beside it: by its name and, where two share one, by its category."""
    spec = findings.report.spec
    names = list(spec.indicators)[:_INDICATORS]
    told = [(name, "all") for name in names]
    if spec.also is not None:
        told.insert(names.index(spec.lead) + 1 if spec.lead in names else 0, (spec.lead, spec.also))
    taken: dict[str, str] = {}
    for name, category in told:
        label = under_title(spec, spec.indicators[name], language)
        apart = Sentence.join([label, inside(findings, name, category, language)], ", ")
        sentence = _value(findings, name, category, apart if category != "all" else label, language)
        if sentence is None:
            continue
        if category == "all" and taken.setdefault(label.text, sentence.text) != sentence.text:
            sentence = _value(findings, name, category, apart, language) or sentence
        yield sentence


def _value(findings: Findings, name: str, category: str, label: Sentence, language: Language) -> Sentence | None:
    """One of them with its change on the period before; where that has no value, on a year before."""
    figure = findings.figure(name, category)
    if figure is None:
        return None
    if figure.value is None:
        reason = reason_of(findings, figure, language)
        return language.sentence("page.changed.missing", name=label, reason=reason).capital()
    on = next((one for one in ("previous", "year") if compare(findings, name, category, one)), "previous")
    slots = {"name": label, "value": said(findings, name, figure, language)}
    slots["phrase"] = change_phrase(findings, language, name, category, on)
    return language.sentence("page.changed.value", slots).capital()


def _apart(sentences: Iterator[Sentence]) -> tuple[Sentence, ...]:
    """The sentences without those that say again what one before them says."""
    first: dict[str, Sentence] = {}
    for sentence in sentences:
        first.setdefault(sentence.text, sentence)
    return tuple(first.values())


# -- categories that came or went -------------------------------------------------------------------------------


def _series(findings: Findings, before: Period, language: Language) -> Iterator[Sentence]:
    """The categories that have a figure now and had none, and the other way; of each dimension once."""
    told: set[str] = set()
    for name, indicator in findings.report.spec.indicators.items():
        if indicator.by is None or indicator.by in told:
            continue
        told.add(indicator.by)
        new, gone = _came_and_went(findings, name, before)
        for key, names in (("new", new), ("gone", gone)):
            if 0 < len(names) <= _NAMED:
                labels = [inside(findings, name, one, language) for one in names]
                slots = {"names": listed(labels, language), "period": language.period(before)}
                yield language.sentence(f"page.changed.{key}", slots)


def _came_and_went(findings: Findings, name: str, before: Period) -> tuple[list[str], list[str]]:
    """By their values at two periods. Where one of them has none at all, the data have it not, and nobody came."""
    now, then = (_with_value(findings, name, period) for period in (findings.edition.period, before))
    if not now or not then:
        return [], []
    expected = (one for one in now - then if was_observed(findings, name, one, before) or _is_new(findings, name, one))
    gone = (one for one in then - now if was_observed(findings, name, one, findings.edition.period))
    order = findings.categories(name)
    return sorted(expected, key=order.index), sorted(gone, key=order.index)


def _with_value(findings: Findings, name: str, period: Period) -> set[str]:
    figures = {one: findings.figure(name, one, period) for one in findings.categories(name)}
    return {one for one, figure in figures.items() if figure is not None and figure.value is not None}


def _is_new(findings: Findings, name: str, category: str) -> bool:
    """Whether no earlier period of the edition has a value: one observed every second month is not new each time."""
    earlier = (findings.figure(name, category, period) for period in findings.periods[:-1])
    return all(figure is None or figure.value is None for figure in earlier)


# -- marks of the source ----------------------------------------------------------------------------------------


def _marked(findings: Findings, language: Language) -> Iterator[Sentence]:
    """Values of earlier periods that are marked as revised, and those that are provisional."""
    values = list(_told(findings))
    revised = [one for one in values if one[1].status == "r" and one[1].period < findings.edition.period]
    if revised or dataset_of(findings).with_role("status"):
        yield _revised(findings, revised, language)
    else:
        yield language.sentence("page.changed.revised-unknown")
    count = sum(figure.status == "p" for _, figure in values)
    if count:
        yield language.sentence("page.changed.provisional", n=count, count=language.role(count))


def _revised(findings: Findings, revised: list[tuple[tuple[str, str], Figure]], language: Language) -> Sentence:
    if not revised:
        return language.sentence("page.changed.revised-none")
    newest = sorted(revised, key=lambda one: one[1].period, reverse=True)
    cells = [_cell(findings, *one, language) for one in newest[:_REVISED]]
    slots = {"count": language.role(len(revised)), "names": Sentence.join(cells, language.semicolon)}
    key = "revised" if len(revised) <= _REVISED else "revised-many"
    return language.sentence(f"page.changed.{key}", slots, n=len(revised))


def _cell(findings: Findings, where: tuple[str, str], figure: Figure, language: Language) -> Sentence:
    name, category = where
    spec = findings.report.spec
    label = under_title(spec, spec.indicators[name], language)
    if category != "all":
        label = language.labelled(label, label_of(findings, name, category, language))
    slots = {"name": label, "period": language.period(figure.period), "value": shown(figure, language)}
    return language.sentence("page.changed.cell", slots)


def _told(findings: Findings) -> Iterator[tuple[tuple[str, str], Figure]]:
    """Every value of an indicator and a category, over the edition's periods: what its table and charts show."""
    for name in findings.report.spec.indicators:
        for category in ("all", *findings.categories(name)):
            for period in findings.periods:
                figure = findings.figure(name, category, period)
                if figure is not None and figure.value is not None:
                    yield (name, category), figure
