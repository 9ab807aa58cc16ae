"""What belongs to single editions: their periods, the accounts given in them, and the roll-up of a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from berkala.errors import Problem
from berkala.plan.agreement.held import Held
from berkala.plan.calendar import Edition
from berkala.plan.documents import read_front_matter
from berkala.plan.forms import Way
from berkala.plan.publication import Publication
from berkala.plan.specifications import EditionSpec, Indicator


def editions_agree(held: Held) -> Iterator[Problem]:
    """The first period, the editions with something of their own, and the roll-up."""
    spec, known = held.spec, list(held.spec.indicators)
    if spec.schedule.first_period is not None:
        yield from _first_period(held, spec.schedule.first_period)
    for code in spec.schedule.changes:
        yield from held.unreadable(code, held.dataset, ("schedule", "changes", code))
    for code, edition in spec.editions.items():
        way: Way = ("editions", code)
        yield from held.unreadable(code, held.dataset, way)
        for name in edition.accounts:
            if name not in known:
                yield held.unknown("plan.name-unknown", name, known, (*way, "accounts", name))
    for name in spec.rollup.weights if spec.rollup else ():
        way = ("rollup", "weights", name)
        if name not in known:
            yield held.unknown("plan.name-unknown", name, known, way)
        elif spec.indicators[name].achievement is None:
            yield held.told("plan.rollup-achievement", {"indicator": name}, way, name)


def _first_period(held: Held, text: str) -> Iterator[Problem]:
    way, dataset = ("schedule", "first_period"), held.dataset
    unreadable = list(held.unreadable(text, dataset, way))
    yield from unreadable
    if unreadable:
        return
    period, coverage = dataset.period(text), dataset.coverage
    if not dataset.has_place_for(period) or (coverage.months and period.start.month not in coverage.months):
        facts = {"text": text, "dataset": dataset.name, "first": coverage.from_, "last": coverage.until or "…"}
        yield held.told("plan.first-period-outside", facts, way, text)


def unaccounted(publication: Publication, due: Iterable[Edition]) -> Iterator[Problem]:
    """What a performance report still owes for the editions that are due.

    For each indicator with a target: why it came out so, and what is done next; and for each edition: who
    reviewed it. The law asks for them, so nothing is released without.
    """
    for edition in due:
        report = publication.reports[edition.report]
        if report.spec.kind != "performance":
            continue
        found = report.spec.editions.get(edition.period.code, EditionSpec())
        facts = {"edition": edition.period.code}
        owed: list[tuple[str, dict[str, str]]] = [
            ("plan.account-missing", {**facts, "indicator": name})
            for name, indicator in report.spec.indicators.items()
            if _has_target(publication, indicator, edition) and name not in found.accounts
        ]
        if found.reviewed is None:
            owed.append(("plan.review-missing", facts))
        # The lines are looked up again only here: a plan keeps specifications, not the files they came from.
        document = read_front_matter(publication.root / report.file, publication.root) if owed else None
        for code, said in owed:
            line = document.line(("editions", edition.period.code, "accounts")) if document else None
            yield Problem(code, said, file=report.file, line=line, value=said.get("indicator"))


def _has_target(publication: Publication, indicator: Indicator, edition: Edition) -> bool:
    """Whether a target is for this edition's own period, and its value is held against it.

    Beside a milestone a target for each period may stand: then the targets' coverage holds the edition's.
    """
    reference = indicator.reference
    if reference is None or reference.kind != "target" or not indicator.is_held:
        return False
    if reference.milestone is None or reference.milestone.period == edition.period.code:
        return True
    targets = publication.datasets.get(reference.dataset)
    return targets is not None and targets.spec.covers(edition.period)
