"""Mistakes of the source, told on the page of every edition whose data hold them: neither passed on nor repaired."""

from __future__ import annotations

from collections.abc import Iterator

from berkala.measure.findings import AreaFindings, Findings
from berkala.plan.specifications import DatasetSpec, KnownError
from berkala.render.packages.model import known_errors_of
from berkala.render.row import row_in_words
from berkala.render.sentences import named
from berkala.words import Language, Sentence, Span


def mistakes(findings: Findings, language: Language) -> tuple[Sentence, ...]:
    """One sentence for each declared error of the edition's datasets, newest first; none of a later period."""
    return tuple(_mistake(spec, error, language) for spec, error in _declared(findings))


def mistakes_of_area(findings: Findings, area: AreaFindings, language: Language) -> tuple[Sentence, ...]:
    """The same for the page of one place: those of its own rows, and of the whole's that stand beside them."""
    periods = {period.code for period in area.periods}
    return tuple(
        _mistake(spec, error, language)
        for spec, error in _declared(findings)
        if _concerns(spec, error, area.area) and error.key.get(spec.period_field.name) in periods
    )


def _declared(findings: Findings) -> Iterator[tuple[DatasetSpec, KnownError]]:
    """The report's own dataset first."""
    own = findings.report.spec.dataset
    for name in sorted(findings.data, key=lambda name: (name != own, name)):
        table = findings.data[name]
        period = table.spec.period_field.name
        errors = sorted(known_errors_of(table), key=lambda error: error.key.get(period, ""))
        yield from ((table.spec, error) for error in reversed(errors))


def _concerns(spec: DatasetSpec, error: KnownError, area: str) -> bool:
    places = (one for one in spec.with_role("dimension") if one.concept == "area")
    return any(error.key.get(one.name) in (area, one.whole) for one in places)


def _mistake(spec: DatasetSpec, error: KnownError, language: Language) -> Sentence:
    return language.sentence(
        f"mistakes.{error.effect}",
        title=named(spec.field(error.column).title[language.code]),
        where=row_in_words(spec, error.key, language),
        value=Span(error.value, role="name"),
        reason=named(error.reason[language.code]),
        who=named(error.who),
    )
