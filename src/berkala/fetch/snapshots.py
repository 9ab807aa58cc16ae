"""What `fetch` hands on: the bytes of a source, and where they came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from berkala.errors import Problem
from berkala.plan import Plan


@dataclass(frozen=True)
class Part:
    """One file of a source that is several: its path from the publication's root, its bytes, what its name states."""

    file: str
    content: bytes
    stated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Snapshot:
    """The bytes of one source at one moment. `file` is its path from the publication's root, or its address.

    A source of several files has them as `several`, in the order of their names, and no `content` of its own.
    """

    dataset: str
    file: str
    content: bytes
    several: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its files, of which there is most often one."""
        return self.several or (Part(self.file, self.content),)

    @property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal; of several files, of their names and the hashes of each."""
        if not self.several:
            return hashlib.sha256(self.content).hexdigest()
        listing = [f"{hashlib.sha256(part.content).hexdigest()}  {part.file}\n" for part in self.several]
        return hashlib.sha256("".join(listing).encode()).hexdigest()


@dataclass(frozen=True)
class Snapshots:
    """Every snapshot the plan needs, by dataset name; a dataset that failed is in `problems`, not here."""

    plan: Plan
    by_dataset: Mapping[str, Snapshot]
    problems: tuple[Problem, ...] = ()
