"""What `fetch` hands on: the bytes of a source, and where they came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from berkala.errors import Problem
from berkala.plan import Plan


@dataclass(frozen=True)
class Snapshot:
    """The bytes of one source at one moment. `file` is its path from the publication's root, or its address."""

    dataset: str
    file: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Snapshots:
    """Every snapshot the plan needs, by dataset name; a dataset that failed is in `problems`, not here."""

    plan: Plan
    by_dataset: Mapping[str, Snapshot]
    problems: tuple[Problem, ...] = ()
