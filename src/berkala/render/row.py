"""A row of a table in words, by what names it."""

from __future__ import annotations

from collections.abc import Mapping

from berkala.plan.specifications import DatasetSpec
from berkala.render.sentences import named
from berkala.words import Language, Sentence


def row_in_words(spec: DatasetSpec, key: Mapping[str, str], language: Language) -> Sentence:
    """The categories of a row by their labels, and its period, as far as its key has them."""
    parts = [
        named(category.label[language.code])
        for dimension in spec.with_role("dimension")
        for category in dimension.categories
        if key.get(dimension.name) == category.value
    ]
    period = key.get(spec.period_field.name)
    if period is not None:
        parts.append(language.period(spec.period(period)))
    return Sentence.join(parts, ", ")
