"""What `check` hands on: the bundles as they were given, and everything that is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from berkala.errors import Problem

if TYPE_CHECKING:  # the types alone: a verdict is read without the libraries that render needs
    from berkala.plan import Plan
    from berkala.render.bundle import Bundle


@dataclass(frozen=True)
class Verdict:
    """The bundles and every problem so far. One with severity ``error`` keeps them all from being composed."""

    plan: Plan
    bundles: tuple[Bundle, ...]
    problems: tuple[Problem, ...] = ()
