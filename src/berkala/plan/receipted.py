"""What is public already, by its receipts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
        own = [one for name, one in receipts.items() if one.content and name.partition("@")[0] == report.name]
        editions = [(edition_of(publication, receipt, by_rule), receipt) for receipt in own]
        found = [_receipted(one, receipt) for one, receipt in editions if one is not None and one.release <= as_of]
        yield from sorted(found, key=lambda one: one.edition.period)


def edition_of(publication: Publication, receipt: Receipt, by_rule: Mapping[str, datetime]) -> Edition | None:
    """The edition that a receipt is of, with the moment at which it came out; None where that cannot be said any more.

    `by_rule` are the moments by the calendar, by edition name, for receipts that do not say theirs.
    """
    name, _, code = receipt.subject.partition("@")
    report = publication.reports.get(name)
    dataset = publication.datasets.get(report.spec.dataset) if report is not None else None
    release = _came_out(receipt, by_rule.get(receipt.subject))
    if report is None or dataset is None or release is None:
        return None
    try:
        period = dataset.spec.period(code)
    except ValueError:  # a period that the data do not have any more
        return None
    return Edition(report.name, report.slug, period, release.astimezone(publication.settings.zone))


def _came_out(receipt: Receipt, by_rule: datetime | None) -> datetime | None:
    """The moment at which an edition came out; a receipt that does not say it leaves it to the rule."""
    said = receipt.details.get("release")
    return datetime.fromisoformat(str(said)) if said else by_rule


def _receipted(edition: Edition, receipt: Receipt) -> Receipted:
    details = receipt.details
    sources = details.get("sources")
    known = {str(name): str(hash_) for name, hash_ in sources.items()} if isinstance(sources, dict) else {}
    return Receipted(replace(edition, full=bool(details.get("full"))), receipt.content, known)
