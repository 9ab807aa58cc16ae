"""Answers to questions about unusual values, printed in the notes of every edition whose data they are about.

An answer that is not about what stands in the table (any more) is not printed: a reason beside another value would be
wrong. One about a later period is not there yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from berkala.measure.findings import AreaFindings, Findings
from berkala.plan import Publication
from berkala.plan.specifications import Answer, DatasetSpec
from berkala.protect.tables import SafeTable
from berkala.render.answered_values import BETWEEN, Cell, answers_of, cells
from berkala.render.row import row_in_words
from berkala.render.sentences import named
from berkala.words import Language, Sentence, Span
from berkala.words import language as language_of


def answered(findings: Findings, publication: Publication, language: Language) -> tuple[Sentence, ...]:
    """One sentence for each answer about an edition's data, newest first, the report's own dataset before others."""
    return tuple(
        _answer(table.spec, answer, about, language) for table, answer, about in _answers(findings, publication)
    )


def answered_of_area(
    findings: Findings, area: AreaFindings, publication: Publication, language: Language
) -> tuple[Sentence, ...]:
    """The same for the page of one place: those of its own rows, and those about whole periods of its data.

    Of an answer about several values its page has its own.
    """
    periods = {period.code for period in area.periods}
    return tuple(
        _answer(table.spec, answer, own, language)
        for table, answer, about in _answers(findings, publication)
        if _concerns(table.spec, answer, area.area) and answer.key.get(table.spec.period_field.name) in periods
        for own in _of_area(table.spec, answer, about, area.area)
    )


def answer_line(spec: DatasetSpec, answer: Answer, code: str) -> Sentence:
    """One answer as a dataset's page and README say it, by the titles of columns, its values as the data have them."""
    tongue = language_of(code)
    titles = _titles(spec, code)
    key = ", ".join(f"{titles.get(column, column)} {value}" for column, value in sorted(answer.key.items()))
    return tongue.sentence(
        "packages.answer",
        column=named(titles.get(answer.column, answer.column)),
        key=named(key),
        value=named(answer.value),
        reason=named(_ended(answer.reason[code])),
        who=named(answer.who),
        day=tongue.day(answer.date),
    )


def _ended(reason: str) -> str:
    """A reason as a sentence: another one follows it."""
    return reason if reason.rstrip("\"'”’)").endswith((".", "!", "?", "…")) else f"{reason}."


def _answers(findings: Findings, publication: Publication) -> Iterator[tuple[SafeTable, Answer, tuple[Cell, ...]]]:
    own = findings.report.spec.dataset
    for name in sorted(findings.data, key=lambda name: (name != own, name)):
        table = findings.data[name]
        period = table.spec.period_field.name
        kept = sorted(answers_of(table, publication), key=lambda one: one.key.get(period, ""))
        yield from ((table, answer, cells(table, answer)) for answer in reversed(kept))


def _concerns(spec: DatasetSpec, answer: Answer, area: str) -> bool:
    places = [one for one in spec.with_role("dimension") if one.concept == "area"]
    return any(answer.key.get(one.name) in (None, area, one.whole) for one in places)


def _of_area(spec: DatasetSpec, answer: Answer, about: tuple[Cell, ...], area: str) -> Iterator[tuple[Cell, ...]]:
    """The values that an answer is about, as one place has them: of several only its own, and nothing without one."""
    if not _is_together(answer, about):
        yield about
        return
    names = [one.name for one in spec.with_role("dimension") if one.concept == "area"]
    if own := tuple(one for one in about if area in [one.key[name] for name in names]):
        yield own


def _is_together(answer: Answer, about: Sequence[Cell]) -> bool:
    """Whether an answer names the rows of its values beside them, its key only their period."""
    return any(one.value != answer.value for one in about)


def _titles(spec: DatasetSpec, code: str) -> dict[str, str]:
    return {one.name: one.title[code] for one in spec.fields}


def _answer(spec: DatasetSpec, answer: Answer, about: Sequence[Cell], language: Language) -> Sentence:
    return language.sentence(
        "answers.line",
        title=named(_titles(spec, language.code).get(answer.column, answer.column)),
        where=row_in_words(spec, answer.key, language),
        value=_values_in_words(spec, answer, about, language),
        reason=named(_ended(answer.reason[language.code])),
        who=named(answer.who),
        day=language.day(answer.date),
    )


def _values_in_words(spec: DatasetSpec, answer: Answer, about: Sequence[Cell], language: Language) -> Sentence:
    """What stands there: a number as the language writes it, several with the labels of their rows."""
    if not _is_together(answer, about):
        return Sentence((Span(_number(answer.value, language) if about else answer.value, role="name"),))
    rows = ({name: value for name, value in one.key.items() if name not in answer.key} for one in about)
    said = (Span(_number(one.value, language), role="name") for one in about)
    pairs = zip(rows, said, strict=True)
    return Sentence.join([language.labelled(row_in_words(spec, row, language), value) for row, value in pairs], BETWEEN)


def _number(value: str, language: Language) -> str:
    """A value of the data with its own decimals; an empty cell stays empty."""
    return language.number(Decimal(value), len(value.partition(".")[2])) if value else value
