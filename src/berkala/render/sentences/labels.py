"""What things are called inside sentences: indicators, categories and places, as they are written in the report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from berkala.measure.areas import is_observed
from berkala.measure.findings import Figure, Findings
from berkala.periods import Period
from berkala.plan.specifications import Among, Category, DatasetSpec, Indicator, ReportSpec
from berkala.render.statuses import status_words, withheld
from berkala.words import Language, Sentence, Span
from berkala.words import language as language_of

_MARK = re.compile("\ue000(\\d+)\ue001")

#: A longer title takes several lines on a phone.
_LONG_TITLE = 60


@lru_cache(maxsize=4096)
def named(text: str) -> Sentence:
    """A text in which digits belong to a name: `plan` has seen to it that no other digit is typed there.

    Remembered, as `as_name`: a report says the names of its categories in every chart, table and sentence.
    """
    parts = re.split(r"(\S*\d\S*)", text)
    return Sentence(tuple(Span(p, role="name" if any(c.isdigit() for c in p) else None) for p in parts if p))


def as_name(text: str, language: Language) -> Sentence:
    """A name that somebody else gave, whatever it says: "Improved latrine" claims no direction, "None" is a group."""
    return _as_name(text, language.code)


@lru_cache(maxsize=4096)
def _as_name(text: str, code: str) -> Sentence:
    if _claims(code).search(text):
        return Sentence((Span(text, role="name"),))
    return named(text)


@lru_cache
def _claims(code: str) -> re.Pattern[str]:
    """The words that would be taken for a claim of ours, or for a word of the program."""
    lists = [words for key, words in language_of(code).messages.items() if key.startswith("direction.claims.")]
    either = "|".join(re.escape(word) for words in lists for word in words)
    return re.compile(rf"(?<![\w-])(?:{either}|none|nan|undefined)(?![\w-])|[{{}}]", re.IGNORECASE)


def dataset_of(findings: Findings) -> DatasetSpec:
    """The specification of the report's own dataset."""
    return findings.data[findings.report.spec.dataset].spec


def label_of(findings: Findings, indicator: str, category: str, language: Language) -> Sentence:
    """The name of a category on screen; its digits, as in "Type 1", are a name."""
    spec = findings.report.spec.indicators[indicator]
    label = ""
    if category == "all":
        label = (spec.all_label or spec.name)[language.code]
    elif spec.by is not None:
        label = _category(findings, spec.by, category).label[language.code]
    return as_name(label, language)


def inside(findings: Findings, indicator: str, category: str, language: Language) -> Sentence:
    """A category's name as it stands inside a sentence: with a small letter where it is declared a common noun."""
    label = label_of(findings, indicator, category, language)
    by = findings.report.spec.indicators[indicator].by
    if by is None or category == "all":
        return label
    common = dataset_of(findings).field(by).common_nouns or _category(findings, by, category).common_noun
    return label.small() if common else label


def under_title(spec: ReportSpec, indicator: Indicator, language: Language) -> Sentence:
    """What an indicator is called under the title of its report: where a long one says its name already, in short.

    What its name adds to the title ("…, Male") is never left out.
    """
    name, title = indicator.name[language.code], spec.title[language.code]
    if indicator.called is None or len(title) <= _LONG_TITLE or not name.startswith(title):
        return named(name)
    called, added = indicator.called[language.code], name.removeprefix(title)
    return named(called if called.endswith(added) else called + added)


def column_head(findings: Findings, indicator: str, category: str, language: Language) -> Sentence:
    """The short name of an indicator, or of one of its categories, for the head of a column."""
    spec = findings.report.spec.indicators[indicator]
    if category == "all" or spec.by is None:
        return named((spec.short or spec.name)[language.code])
    found = _category(findings, spec.by, category)
    return as_name((found.short or found.label)[language.code], language)


def _category(findings: Findings, dimension: str, value: str) -> Category:
    field = dataset_of(findings).field(dimension)
    return next(category for category in field.categories if category.value == value)


def parts_of(findings: Findings, indicator: str, among: Among | None = None) -> tuple[str, ...]:
    """The categories that an indicator is broken down by and that the edition's period was ever to have.

    One that stands for the whole, or is the total of others, is none of its parts. Of those `among` alone, where given.
    """
    by, spec = findings.report.spec.indicators[indicator].by, dataset_of(findings)
    totals = {total.total for total in spec.totals if total.dimension == by}
    period = findings.edition.period
    every = (name for name in findings.categories(indicator) if name not in totals)
    names = among.categories if among is not None else every
    return tuple(name for name in names if was_observed(findings, indicator, name, period))


def was_observed(findings: Findings, indicator: str, category: str, period: Period) -> bool:
    """Whether one category of an indicator was to be observed at a period."""
    by, spec = findings.report.spec.indicators[indicator].by, dataset_of(findings)
    return by is None or is_observed(spec, _category(findings, by, category), period)


def are_places(findings: Findings, indicator: str) -> bool:
    """Whether the categories of an indicator are places."""
    by = findings.report.spec.indicators[indicator].by
    return by is not None and dataset_of(findings).field(by).concept == "area"


def several(findings: Findings, indicator: str, count: int, language: Language) -> str:
    """What the categories of an indicator are called after a number: "provinces", by default "areas" or "groups"."""
    by = findings.report.spec.indicators[indicator].by
    plural = dataset_of(findings).field(by).plural if by is not None else None
    if plural is not None:
        return plural[language.code]
    return language.text(f"statement.places.{'area' if are_places(findings, indicator) else 'group'}", n=count)


def within(findings: Findings, indicator: str, categories: Sequence[str], language: Language) -> Sentence:
    """Categories, each with its preposition: "in Papua and in Bali", "for housing and for food and beverages".

    A label keeps its capital unless its dataset says that it is a common noun.
    """
    key = f"statement.within.{'area' if are_places(findings, indicator) else 'group'}"
    labels = [inside(findings, indicator, category, language) for category in categories]
    return listed([language.sentence(key, names=label) for label in labels], language)


def listed(parts: Sequence[Sentence], language: Language) -> Sentence:
    """``a, b and c``, as the language joins them, of sentences."""
    joined = language.list([f"\ue000{place}\ue001" for place in range(len(parts))])
    spans: list[Span] = []
    for place, text in enumerate(_MARK.split(joined)):
        spans += parts[int(text)].spans if place % 2 else [Span(text)] * bool(text)
    return Sentence(tuple(spans))


def reason_of(findings: Findings, figure: Figure | None, language: Language) -> str:
    """Why there is no value, in the dataset's own words where it has some."""
    if withheld(findings, figure):
        return language.text("mistakes.status")
    return status_words(dataset_of(findings), figure.status if figure else "x", language)


def is_rate_of_growth(indicator: Indicator) -> bool:
    """Whether an indicator's value is itself a change over a year: its sentences say "higher" and "lower"."""
    return indicator.formula == "growth_over_year"
