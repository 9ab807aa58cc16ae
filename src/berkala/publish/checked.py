"""That an edition was checked before it became public: by whom it was sent, and with which warnings.

Nothing is published with an error or an open question, so the event itself says that there was none.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from berkala.errors import Problem
from berkala.ledger import Event, Receipt

if TYPE_CHECKING:
    from berkala.compose.tree import Tree

CHECKED = "checked"

#: So many warnings of an edition are remembered; the rest is counted.
LIMIT = 20

#: Where a CI machine says who pressed its button: there the account is the machine's.
_ACTORS = ("GITHUB_ACTOR", "GITLAB_USER_LOGIN")

_PLACE = ("file", "line", "sheet", "row", "column", "value")


def checks(tree: Tree, news: Iterable[Receipt]) -> tuple[Event, ...]:
    """An event for each edition that is new in this tree, for its bytes."""
    new, who = {bundle.hash for bundle in tree.new}, account()
    addresses = {bundle.edition.name: bundle.edition.address for bundle in tree.new}
    return tuple(
        Event(CHECKED, one.subject, one.at, who, one.content, _found(_about(tree, one.subject, addresses)))
        for one in news
        if one.content in new and one.subject in addresses
    )


def account() -> str:
    """Who runs this, as the machine knows them; empty where it knows nobody."""
    for name in _ACTORS:
        if actor := os.environ.get(name):
            return actor
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a machine without accounts
        return ""


def warnings_of(event: Event) -> tuple[Problem, ...]:
    """The warnings that such an event remembers."""
    told: Any = event.details.get("warnings", ())
    return tuple(
        Problem(one["code"], one["facts"], severity="warning", **{name: one.get(name) for name in _PLACE})
        for one in told
    )


def _about(tree: Tree, edition: str, addresses: Mapping[str, str]) -> list[Problem]:
    """The warnings of an edition: all that are not about another one."""
    others = tuple(address for name, address in addresses.items() if name != edition)
    warnings = (one for one in tree.problems if one.severity == "warning")
    return [one for one in warnings if not (others and (one.file or "").startswith(others))]


def _found(warnings: list[Problem]) -> dict[str, object]:
    return {"warnings": [dict(_told(one)) for one in warnings[:LIMIT]], "more": max(0, len(warnings) - LIMIT)}


def _told(problem: Problem) -> Iterator[tuple[str, object]]:
    yield "code", problem.code
    yield "facts", {name: str(fact) for name, fact in problem.facts.items()}
    yield from ((name, said) for name in _PLACE if (said := getattr(problem, name)) is not None)
