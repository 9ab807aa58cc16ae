"""Whether the service is up, for whoever watches over it: a small file that it writes at every look."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from berkala.errors import Problem
from berkala.service.said import Said
from berkala.words import staff_languages

#: The file, in the private state.
FILE = "watch.json"

#: Without a look for so long, the service counts as down.
SILENT = timedelta(minutes=5)


@dataclass
class Health:
    """The file of one publication. What is held stays in it until something is published again."""

    path: Path
    held: dict[str, tuple[Problem, ...]] = field(default_factory=dict)

    def hear(self, said: Said) -> None:
        """Note what the service says: of each edition what is wrong, until it is ready or public."""
        if said.kind in ("seen", "unseen"):
            return  # what the service itself can do is done
        if said.kind in ("held", "unsure"):
            self.held |= dict.fromkeys(said.editions or ("",), said.problems)
        elif said.kind in ("ready", "published"):
            self.held = {name: wrong for name, wrong in self.held.items() if name and name not in said.editions}

    def beat(self, now: datetime, coming: datetime | None) -> None:
        """Write that the service has looked, in one step, so that nobody reads half of it."""
        told = {
            "schema": "berkala/service/1",
            "process": os.getpid(),
            "looked": now.isoformat(),
            "next": coming.isoformat() if coming else None,
            "held": [
                {code: problem.message(code) for code in staff_languages()}
                for wrong in self.held.values()
                for problem in wrong
            ],
            "editions": sorted(name for name in self.held if name),
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        beside.write_text(json.dumps(told, indent=1), encoding="utf-8")
        os.replace(beside, self.path)


def health_of(path: Path, now: datetime, code: str = "en") -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """What the file says, and what is wrong: the service was never there, is down, or cannot publish something.

    `code` is the language of the staff in which it is told.
    """
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        looked = datetime.fromisoformat(told["looked"])
    except (OSError, ValueError, KeyError):
        return {}, (Problem("service.never"),)
    if now - looked > SILENT:
        return told, (Problem("service.down", {"at": f"{looked.astimezone():%Y-%m-%d %H:%M}"}),)
    if told["held"] or told["editions"]:
        said = told["held"][0][code] if told["held"] else "–"
        facts = {"names": ", ".join(told["editions"]) or "–", "said": said}
        return told, (Problem("service.held", facts),)
    return told, ()
