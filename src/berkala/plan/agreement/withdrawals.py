"""Withdrawals, held against the reports that they are of."""

from __future__ import annotations

from collections.abc import Iterator

from berkala.errors import Problem, nearest
from berkala.plan.publication import Publication
from berkala.plan.withdrawals import WITHDRAWALS_FILE

_FILE = f"reports/{WITHDRAWALS_FILE}"


def withdrawals_agree(publication: Publication) -> Iterator[Problem]:
    """Every withdrawal of an edition that there is not, and a second one of the same."""
    seen: set[str] = set()
    for one in publication.withdrawals:
        report, mark, _ = one.edition.partition("@")
        if not mark or report not in publication.reports:
            facts = {"name": one.edition, "nearest": nearest(report, publication.reports)}
            yield Problem("plan.withdrawal-unknown", facts, file=_FILE)
        elif one.edition in seen:
            yield Problem("plan.withdrawal-twice", {"name": one.edition}, file=_FILE)
        seen.add(one.edition)
