"""Answers to questions about unusual values, printed in the notes of every edition whose data they are about.

An answer that is not about what stands in the table (any more) is not printed: a reason beside another value would be
wrong. One about a later period is not there yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from berkala.measure.findings import AreaFindings, Findings
from berkala.measure.formulas import plain
from berkala.plan import Publication
from berkala.plan.specifications import Answer, DatasetSpec
from berkala.protect.tables import SafeTable
from berkala.render.row import row_in_words
from berkala.render.sentences import named
from berkala.words import Language, Sentence, Span
from berkala.words import language as language_of

_BETWEEN = "; "


def answers_of(table: SafeTable, publication: Publication) -> tuple[Answer, ...]:
    """The answers about a table that are about what stands in it."""
    return tuple(one for one in publication.datasets[table.spec.name].answers if stands(table, one))


def stands(table: SafeTable, answer: Answer) -> bool:
    """Whether a table has what an answer is about: the value in its cell, or all of several; of others, a row."""
    return bool(cells(table, answer) if _is_of_values(table.spec, answer) else rows_of(table, answer.key))


@dataclass(frozen=True)
class Cell:
    """One value that an answer is about: the place of its row in the frame, its key, and what stands there."""

    place: int
    key: Mapping[str, str]
    value: str


def cells(table: SafeTable, answer: Answer) -> tuple[Cell, ...]:
    """The values of a measure that an answer is about, where all of them stand in their rows; else none."""
    if not _is_of_values(table.spec, answer):
        return ()
    every = _cells(table, answer)
    return tuple(one for one in every if one.value == answer.value) or _several(table.spec, every, answer.value)


def answered_places(table: SafeTable, answers: Iterable[Answer]) -> dict[str, frozenset[int]]:
    """For each measure the places in the frame of the values that an answer is about.

    An answer that gives one value for a whole period is about all values of its column there.
    """
    found: dict[str, frozenset[int]] = {}
    for answer in (one for one in answers if _is_of_values(table.spec, one)):
        about = cells(table, answer)
        is_whole = any(one.value == answer.value and one.key.keys() > answer.key.keys() for one in about)
        places = rows_of(table, answer.key) if is_whole else [one.place for one in about]
        found[answer.column] = found.get(answer.column, frozenset()).union(places)
    return found


def _is_of_values(spec: DatasetSpec, answer: Answer) -> bool:
    return answer.column in {one.name for one in spec.with_role("measure")}


def rows_of(table: SafeTable, key: Mapping[str, str]) -> list[int]:
    """The places of the rows that a key names; none where it names a column that is not there."""
    frame, period = table.frame, table.spec.period_field.name
    if not set(key) <= set(frame.columns):
        return []
    here = np.ones(len(frame), dtype=bool)
    for name, value in key.items():
        texts = frame[name].map(lambda one: one.code) if name == period else frame[name].map(str)
        here &= (texts == value).to_numpy(dtype=bool)
    return [int(place) for place in np.flatnonzero(here)]


def _cells(table: SafeTable, answer: Answer) -> list[Cell]:
    """Every cell of an answer's column in the rows that its key names."""
    places, period = rows_of(table, answer.key), table.spec.period_field.name
    rows = table.frame.iloc[places]
    names = [period, *(one.name for one in table.spec.with_role("dimension"))]
    keys = zip(*([one.code if name == period else str(one) for one in rows[name]] for name in names), strict=True)
    return [
        Cell(place, dict(zip(names, key, strict=True)), _said(value))
        for place, key, value in zip(places, keys, rows[answer.column], strict=True)
    ]


def cell_by_names(names: Iterable[str], value: str) -> str:
    """A value with the categories of its row, as an answer to a question about several values has each."""
    return f"{', '.join(names)}: {value}"


def joined(cells: Iterable[str]) -> str:
    """Several such cells, in one order whatever that of their rows: the value to which an answer binds."""
    return _BETWEEN.join(sorted(cells))


def _several(spec: DatasetSpec, every: Sequence[Cell], told: str) -> tuple[Cell, ...]:
    """Of the cells those that are told together (`joined`), where each of them still stands in its own row."""
    names = [one.name for one in spec.with_role("dimension")]
    texts = [(cell_by_names((one.key[name] for name in names), one.value) + _BETWEEN, one) for one in every]
    rest, found = told + _BETWEEN, []
    for text, cell in sorted(texts, key=lambda pair: pair[0]):
        if rest.startswith(text):
            rest = rest.removeprefix(text)
            found.append(cell)
    return tuple(found) if rest == "" else ()


def _said(value: object) -> str:
    return "" if value is pd.NA or value is None or value != value else f"{plain(Decimal(str(value))):f}"


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
    return Sentence.join(
        [language.labelled(row_in_words(spec, row, language), value) for row, value in pairs], _BETWEEN
    )


def _number(value: str, language: Language) -> str:
    """A value of the data with its own decimals; an empty cell stays empty."""
    return language.number(Decimal(value), len(value.partition(".")[2])) if value else value
