"""What `render` hands on: everything one edition says, immutable, named by the hash of its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from berkala.errors import Problem
from berkala.plan import Edition, Plan

if TYPE_CHECKING:  # the type alone: bundles are read without the libraries that tables need
    from berkala.protect.tables import SafeTable

#: A fragment or public file links to the site's root with this prefix; `compose` makes it relative.
ROOT = "@/"

#: In the path of every file that another one has taken the place of, when its edition was corrected.
SUPERSEDED = "/superseded/"


@dataclass(frozen=True)
class Bundle:
    """One edition, ready to be set in the site's frame.

    `files` maps a path to bytes. ``fragments/<page>.<language>.html`` are page bodies without a frame (pages:
    ``edition``, ``share``, ``explore``; ``dataset-<name>`` for a dataset page). ``public/<path>`` stands on
    the site at ``<path>`` as it is. `about` is small and JSON-able: what home, feeds, catalogue and calendar
    need to know of the edition (see `render.about`).
    """

    edition: Edition
    about: Mapping[str, Any]
    files: Mapping[str, bytes]
    ingredients: str

    @cached_property
    def manifest(self) -> bytes:
        """``bundle.json``: the edition, what to know of it, and the hash of every file."""
        listing = {path: hashlib.sha256(self.files[path]).hexdigest() for path in sorted(self.files)}
        text = {
            "schema": "berkala/bundle/1",
            "edition": self.edition.name,
            "report": self.edition.report,
            "slug": self.edition.slug,
            "period": {
                "code": self.edition.period.code,
                "frequency": self.edition.period.frequency,
                "start": self.edition.period.start.isoformat(),
            },
            "release": self.edition.release.isoformat(),
            "full": self.edition.full,
            "ingredients": self.ingredients,
            "about": self.about,
            "files": listing,
        }
        return (json.dumps(text, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    @cached_property
    def hash(self) -> str:
        """The bundle's name: the hash of its manifest, and so of every byte in it."""
        return hashlib.sha256(self.manifest).hexdigest()


@dataclass(frozen=True)
class Bundles:
    """The bundles of every edition in this run, and the safe tables that they were made from, for `check`."""

    plan: Plan
    bundles: tuple[Bundle, ...]
    problems: tuple[Problem, ...] = ()
    tables: Mapping[str, SafeTable] = field(default_factory=dict)
