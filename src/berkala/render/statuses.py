"""The words of a status letter: the dataset's own, or those that every publication uses."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import get_args

from berkala.measure.findings import Figure, Findings
from berkala.plan.specifications import DatasetSpec, StatusLetter
from berkala.words import Language, Sentence

#: What stands where a value is kept back because its source is declared to be wrong there. No letter says that.
WITHHELD = "[\u2013]"

_LETTERS = frozenset(get_args(StatusLetter))


def status_words(spec: DatasetSpec, letter: str, language: Language) -> str:
    """What a status letter says of a value of this dataset: "not in this file", where the dataset has own words.

    No letter, or one that is none, is taken for ``x``: the caller asks because there is no value.
    """
    letter = letter if letter in _LETTERS else "x"
    own = next((text for known, text in spec.statuses.items() if known == letter), None)
    return language.text(f"status.{letter}") if own is None else own[language.code]


def withheld(findings: Findings, figure: Figure | None) -> bool:
    """Whether a figure has no value because a cell that it needs is declared to be wrong in its source.

    Such a cell has the letter ``x`` like one that is not there, but "not in this file" would not be true of it.
    """
    if figure is None or figure.value is not None:
        return False
    if figure.where is None:
        return any(withheld(findings, findings.figures.get(name)) for name in figure.inputs)
    errors = findings.data[figure.dataset].spec.known_errors if figure.dataset in findings.data else ()
    cell = (figure.where.column, dict(figure.where.key))
    return any(error.effect == "withheld" and cell == (error.column, error.key) for error in errors)


@dataclass(frozen=True)
class _Mark(Sentence):
    """A sign that is read aloud as a word."""

    word: str = ""

    def html(self) -> str:
        """The sign with its word."""
        return f'<span role="img" aria-label="{escape(self.word)}">{escape(self.text)}</span>'


def withheld_mark(language: Language) -> Sentence:
    """What stands in a table where a value is withheld: ``[–]``, read aloud as "withheld"."""
    return _Mark(Sentence.plain(WITHHELD).spans, language.text("status-withheld"))
