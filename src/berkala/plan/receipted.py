"""What is public already, by its receipts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from berkala.ledger import Receipt
from berkala.plan.calendar import Edition
from berkala.plan.publication import Publication


@dataclass(frozen=True)
class Receipted:
    """An edition that is public already, the bundle that says what it said, and its sources' hashes by dataset."""

    edition: Edition
    bundle: str
    sources: Mapping[str, str] = field(default_factory=dict)


def public_editions(
    publication: Publication, receipts: Mapping[str, Receipt], known: Iterable[Edition], as_of: datetime
) -> Iterator[Receipted]:
    """What is public, by its receipts, each with the moment at which it came out: no rule takes that back."""
    by_rule = {edition.name: edition.release for edition in known}
    for report in publication.reports.values():
        dataset = publication.datasets.get(report.spec.dataset)
        if dataset is None:
            continue
        own = {name: one for name, one in receipts.items() if one.content and name.partition("@")[0] == report.name}
        found = []
        for name, receipt in own.items():
            with suppress(ValueError):  # a period that the data do not have any more: nothing can be said of it
                period = dataset.spec.period(name.partition("@")[2])
                release = _came_out(receipt, by_rule.get(name))
                if release is not None and release <= as_of:
                    moment = release.astimezone(publication.settings.zone)
                    found.append(_receipted(Edition(report.name, report.slug, period, moment), receipt))
        yield from sorted(found, key=lambda one: one.edition.period)


def _came_out(receipt: Receipt, by_rule: datetime | None) -> datetime | None:
    """The moment at which an edition came out; a receipt that does not say it leaves it to the rule."""
    said = receipt.details.get("release")
    return datetime.fromisoformat(str(said)) if said else by_rule


def _receipted(edition: Edition, receipt: Receipt) -> Receipted:
    details = receipt.details
    sources = details.get("sources")
    known = {str(name): str(hash_) for name, hash_ in sources.items()} if isinstance(sources, dict) else {}
    return Receipted(replace(edition, full=bool(details.get("full"))), receipt.content, known)
