"""Terms that are explained where they stand."""

from __future__ import annotations

from collections.abc import Mapping

from berkala.plan.forms import Specification, Text


class Term(Specification):
    """One term as the story says it, and what it means, in a sentence or two."""

    term: Text
    explanation: Text


def in_force(own: Mapping[str, Term], common: Mapping[str, Term]) -> dict[str, Term]:
    """The terms of a report: its own, and the publication's under other names."""
    return {**common, **own}
