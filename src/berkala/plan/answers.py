"""What ``datasets/<name>/answers.yml`` may say: what a person answered when a run asked about an unusual value."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from berkala.plan.forms import Day, Specification, Text, as_written

#: The name of the file, beside ``dataset.yml``.
ANSWERS_FILE = "answers.yml"

#: A text that may be written as a whole number: a year, a count.
_Written = Annotated[str, BeforeValidator(as_written)]
_Said = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Answer(Specification):
    """One answer: to which finding, in which row (or of which period), to which value, why it is right, who says so.

    `value` is what stands there now, as the question says it. When another value stands there, it is asked again.
    """

    finding: _Said
    key: dict[str, _Written]
    column: _Said
    value: _Written
    reason: Text
    who: _Said
    date: Day


class AnswersSpec(Specification):
    """All answers about one dataset. They are printed in the notes of every edition that has what they are about."""

    answers: tuple[Answer, ...]
