"""What a command has to say, before it is said."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from berkala.errors import Problem
from berkala.words import Language

SCHEMA = "berkala/result/1"


@dataclass
class Outcome:
    """What a command has to say: for people as lines, for programs as JSON.

    `ending` is the message that closes a list of errors: nothing was published, or (where the machine or the
    program failed, perhaps after the switch) it is not known from here. A `screen` says the problems itself: where
    there is one, nothing else is told. A `document` of its own is what a program gets.
    """

    command: str
    as_of: datetime
    language: Language
    lines: list[str] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    due: list[str] = field(default_factory=list)
    problems: Sequence[Problem] = ()
    ending: Literal["errors", "unsure"] = "errors"
    screen: list[str] = field(default_factory=list)
    document: Mapping[str, object] | None = None

    def say(self, key: str, n: int | None = None, **slots: object) -> None:
        """Add one line of the catalogue ``cli``."""
        words = {name: str(value) for name, value in slots.items()} | ({} if n is None else {"count": str(n)})
        self.lines.append(self.language.sentence(f"cli.{key}", n=n, **words).text)

    def as_json(self) -> str:
        """The form that ``--json`` promises."""
        if self.document is not None:
            return json.dumps(self.document, ensure_ascii=False, indent=1)
        return json.dumps(
            {
                "schema": SCHEMA,
                "command": self.command,
                "as_of": self.as_of.isoformat(),
                "editions": self.editions,
                "published": self.published,
                "due": self.due,
                "problems": [problem.as_json(self.language.code) for problem in self.problems],
            },
            ensure_ascii=False,
            indent=1,
        )


def shown_path(path: Path) -> str:
    """A path as short as it can be said from here."""
    return os.path.relpath(path)
