"""Every problem that stands between what is due and its release, as far as it is known without the network.

Only what is due needs the data to be read, and the libraries for it; else this is light.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from berkala.errors import Problem
from berkala.fetch import needs_network, restated
from berkala.ledger import Ledger
from berkala.plan import Plan
from berkala.plan.seeing import newest_look, problem_of

if TYPE_CHECKING:
    from berkala.protect.tables import SafeTables

_ASKED = ("error", "question")


def problems_of(planned: Plan) -> tuple[Problem, ...]:
    """The problems of a plan, its channel and its data, what a person will be asked, and which data have not come."""
    known = (*planned.problems, *_of_channel(planned), *restated(planned))
    if not planned.due or planned.stateless or needs_network(planned):
        return known
    from berkala import pipeline
    from berkala.check.unusual.asking import questions

    tables: SafeTables = pipeline.run(planned.request, last=pipeline.protect)
    asked = (problem for problem in questions(tables.plan, tables.by_dataset) if problem.severity in _ASKED)
    return tuple(_once((*known, *tables.problems, *asked, *_late(tables))))


def _of_channel(planned: Plan) -> Iterator[Problem]:
    """That the channel was rolled back and waits for a person, and what the public saw last in place of the site."""
    if planned.held is not None:
        yield planned.held.problem
    ledger, channel = Ledger(planned.publication.state / "ledger.sqlite3"), planned.request.channel
    look = newest_look(ledger, channel, planned.site) if planned.site else None
    problem = problem_of(look) if look is not None else None
    if problem is not None:
        yield problem


def _late(tables: SafeTables) -> Iterator[Problem]:
    """Editions that are due and have no row, as `measure` would tell them."""
    for edition in tables.plan.due:
        name = tables.plan.publication.reports[edition.report].spec.dataset
        table = tables.by_dataset.get(name)
        if table is None or edition.period in set(table.frame[table.spec.period_field.name]):
            continue
        facts = {"report": edition.report, "dataset": name, "period": edition.period.code}
        yield Problem("measure.late", facts, file=f"datasets/{name}", severity="warning")


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The same problems, each once: rooms hand on what they were given."""
    seen: list[Problem] = []
    for problem in problems:
        if problem not in seen:
            seen.append(problem)
            yield problem
