"""What is said of a dataset in more than one place: protection, status letters, known errors, how to cite it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from berkala.plan.specifications import DatasetSpec, KnownError, NoSuppression
from berkala.render.citations import data_source
from berkala.render.packages.model import Column, DatasetModel
from berkala.render.sentences import named
from berkala.render.sentences.labels import as_name
from berkala.render.showing import plain
from berkala.words import Sentence, Span, language

#: So many categories are listed; of more, so many.
_LISTED, _FIRST = 100, 12


def protection(spec: DatasetSpec, code: str) -> Sentence:
    """How the table protects people, as declared: the rule in numbers, or why there is none."""
    if isinstance(spec.protect, NoSuppression):
        return named(spec.protect.none_because[code])
    tongue, rule = language(code), spec.protect
    said = tongue.sentence("packages.protect.threshold", threshold=tongue.role(rule.threshold, "constant"))
    if rule.round_to == 1:
        return said
    rounding = tongue.sentence("packages.protect.rounded", base=tongue.role(rule.round_to, "constant"))
    return Sentence.join([said, rounding])


def status_meaning(of: Column | str, code: str) -> str:
    """A status letter in words; for a status column, what the column is."""
    tongue = language(code)
    if isinstance(of, str):
        return tongue.text(f"status.{of}")
    return tongue.text("packages.status-of", column=of.title[code])


def allowed(column: Column, code: str) -> Sentence:
    """The values a column may hold: names of categories, status letters, or bounds.

    Of more categories than anyone reads in a line these are the first, and where all of them stand.
    """
    tongue = language(code)
    if column.categories:
        pairs, left = categories_of(column, code)
        parts = [Sentence.join([value, Sentence.plain("= ") + label]) for value, label in pairs]
        return Sentence.join([*parts, *([left] if left else [])], tongue.semicolon)
    if column.role == "status":
        return tongue.sentence("packages.allowed.status")
    ends = [name for name, bound in (("from", column.minimum), ("to", column.maximum)) if bound is not None]
    if not ends:
        return Sentence.plain("")
    lowest, highest = _bound(column.minimum, code), _bound(column.maximum, code)
    return tongue.sentence(".".join(["packages.allowed", *ends]), lowest=lowest, highest=highest)


def categories_of(column: Column, code: str) -> tuple[list[tuple[Sentence, Sentence]], Sentence | None]:
    """A column's categories, each as in the files and by its name; and where those left out stand."""
    tongue, every = language(code), column.categories
    told = every if len(every) <= _LISTED else every[:_FIRST]
    left = len(every) - len(told)
    pairs = [(named(category.value), as_name(category.label[code], tongue)) for category in told]
    return pairs, tongue.sentence("packages.allowed.more", count=tongue.role(left)) if left else None


def known_error(error: KnownError, code: str) -> Sentence:
    """One declared error of the source: the cell, what stands there, why it is wrong, who says so, the effect."""
    tongue = language(code)
    key = ", ".join(f"{column} {value}" for column, value in sorted(error.key.items()))
    return tongue.sentence(
        f"packages.known-error.{error.effect}",
        column=named(error.column),
        key=named(key),
        value=named(error.value),
        reason=named(error.reason[code]),
        who=named(error.who),
    )


def citation(spec: DatasetSpec, version: str, agency: str, release: datetime, page: str, code: str) -> Sentence:
    """How to cite one version: who, when, what, whose data, where."""
    tongue = language(code)
    year = f"{release.year:04d}"
    return tongue.sentence(
        "packages.citation",
        agency=named(agency),
        year=Span(year, time=year),
        title=named(spec.title[code]),
        version=Span(version, role="name"),
        day=tongue.day(release.date()),
        source=data_source(spec, tongue),
        address=named(page),
    )


def format_of(name: str, code: str) -> str:
    """A format or a description in words; a writer that was plugged in and brought no words keeps its name."""
    tongue, key = language(code), f"packages.format.{name}"
    return tongue.text(key) if tongue.has(key) else name


def cited(model: DatasetModel, code: str) -> Sentence:
    """`citation` of a model."""
    return citation(model.spec, model.version, model.agency[code], model.release, model.page, code)


def _bound(value: Decimal | None, code: str) -> Span:
    digits = "" if value is None else plain(value)
    shown = "" if value is None else language(code).number(value, len(digits.partition(".")[2]))
    return Span(shown, role="constant")
