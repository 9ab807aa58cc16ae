"""What was odd about the editions that are due or newest: unusual values with their answers, warnings of their run."""

from __future__ import annotations

from collections.abc import Iterator

from berkala.ledger import Ledger
from berkala.overview.changes import day_of
from berkala.overview.model import Odd, Phrase
from berkala.plan import Edition, Plan
from berkala.publish.checked import CHECKED, warnings_of


def oddities(planned: Plan, ledger: Ledger) -> tuple[Odd, ...]:
    """Answers about the periods of these editions, and then the warnings that they became public with."""
    return (*_answered(planned), *_warned(planned, ledger))


def _editions(planned: Plan) -> Iterator[Edition]:
    """Of each report the newest that is public, and what is due."""
    for name in planned.publication.reports:
        due = [edition for edition in planned.due if edition.report == name]
        told = [item.edition for item in planned.before if item.edition.report == name]
        yield from (*sorted(told, key=lambda edition: edition.period)[-1:], *due)


def _answered(planned: Plan) -> Iterator[Odd]:
    publication = planned.publication
    about = {(publication.reports[one.report].spec.dataset, one.period.code): one.report for one in _editions(planned)}
    for name, code in about:
        dataset = publication.datasets.get(name)
        for answer in dataset.answers if dataset else ():
            if dataset and answer.key.get(dataset.spec.period_field.name) == code:
                key = ", ".join(answer.key.values())
                slots = {"dataset": name, "column": answer.column, "key": key, "value": answer.value}
                yield Odd(Phrase("odd-value", slots), answer.reason, answer.who, answer.date)


def _warned(planned: Plan, ledger: Ledger) -> Iterator[Odd]:
    newest = {event.subject: event for event in ledger.events(CHECKED)}
    for edition in _editions(planned):
        if event := newest.get(edition.name):
            yield from (Odd(problem, on=day_of(planned, event.at)) for problem in warnings_of(event))
