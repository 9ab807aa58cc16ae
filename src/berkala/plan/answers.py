"""What ``datasets/<name>/answers.yml`` may say: what a person answered when a run asked about an unusual value."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from berkala.plan.forms import Day, Specification, Text, as_written

#: The name of the file, beside ``dataset.yml``.
ANSWERS_FILE = "answers.yml"

#: A text that may be written as a whole number: a year, a count.
Written = Annotated[str, BeforeValidator(as_written)]
Said = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
#: What the line to write has where a person's words belong.
_BLANK = re.compile(r"[\s.…]*")


def not_blank(value: object) -> object:
    """Refuse the dots of a line that was proposed: they are nobody's words."""
    texts = value.values() if isinstance(value, dict) else [value]
    if any(isinstance(text, str) and text and _BLANK.fullmatch(text) for text in texts):
        raise PydanticCustomError("answer-blank", "blank")
    return value


class Answer(Specification):
    """One answer: to which finding, in which row (or of which period), to which value, why it is right, who says so.

    `value` is what stands there now, as the question says it. When another value stands there, it is asked again.
    """

    finding: Said
    key: dict[str, Written]
    column: Said
    value: Written
    reason: Annotated[Text, BeforeValidator(not_blank)]
    who: Annotated[Said, BeforeValidator(not_blank)]
    date: Day


class AnswersSpec(Specification):
    """All answers about one dataset. They are printed in the notes of every edition that has what they are about."""

    answers: tuple[Answer, ...]
