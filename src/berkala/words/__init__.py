"""words: languages, their messages, sentences, numbers, dates and lists. On the ground floor, for all rooms."""

from berkala.words.language import (
    Language,
    available,
    language,
    mapping_in,
    rounded_to,
    staff_language,
    staff_languages,
)
from berkala.words.sentences import Role, Sentence, Span

__all__ = [
    "Language",
    "Role",
    "Sentence",
    "Span",
    "available",
    "language",
    "mapping_in",
    "rounded_to",
    "staff_language",
    "staff_languages",
]
