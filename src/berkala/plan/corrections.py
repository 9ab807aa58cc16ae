"""What ``datasets/<name>/corrections.yml`` may say: which published values were wrong, and what the public is told.

A correction mends an error; better data that were planned are a revision, and need no entry. The new value is never
written here: it comes by way of the data.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from berkala.plan.answers import Said, Written, not_blank
from berkala.plan.forms import Identifier, Moment, Specification, Text

#: The name of the file, beside ``dataset.yml``.
CORRECTIONS_FILE = "corrections.yml"


def has_value(said: str) -> bool:
    """Whether a cell, as a correction writes it, is a value: not a status in its place, nor a row that is not there."""
    return bool(said) and not said.startswith("[")


class WrongCell(Specification):
    """One value that was wrong: the row by its key, the column, and what stood there as the published CSV has it.

    A value that had a status in its place is written as a page shows it, ``[x]``; nothing means that the row was not
    there at all.
    """

    key: dict[str, Written] = Field(min_length=1)
    column: Said
    was: Written


class Correction(Specification):
    """One correction: its name, which is its address on the site for good, and when it was decided, by whom.

    `what` tells the public what was wrong and why.
    """

    correction: Identifier
    decided: Moment
    who: Annotated[Said, BeforeValidator(not_blank)]
    what: Annotated[Text, BeforeValidator(not_blank)]
    cells: tuple[WrongCell, ...] = Field(min_length=1)


class CorrectionsSpec(Specification):
    """All corrections of one dataset, the first first."""

    corrections: tuple[Correction, ...]
