"""Which public editions are made again because values that they published were wrong.

A correction concerns every public edition of every report that uses its dataset, until the ledger has noted that the
edition was held against it, whether it had to be changed or not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from berkala.errors import Problem
from berkala.ledger import Event
from berkala.plan.corrections import CORRECTIONS_FILE, Correction
from berkala.plan.publication import Dataset, Publication
from berkala.plan.receipted import Receipted

#: The kind of event in the ledger by which it is remembered that an edition was held against a correction.
CORRECTED = "corrected"


@dataclass(frozen=True)
class Reissue:
    """A public edition that is made again: what it is now, and the new corrections, each with its dataset's name.

    `carried` are those that it carries already. Without new ones it is made again for another reason: its values stay
    corrected.
    """

    public: Receipted
    corrections: tuple[tuple[str, Correction], ...] = ()
    carried: tuple[Correction, ...] = ()

    def decided(self, changed: Collection[str]) -> datetime:
        """When the last of its corrections was decided: of those that it carries, and the new ones that change it."""
        new = (one.decided for _, one in self.corrections if one.correction in changed)
        return max([*new, *(one.decided for one in self.carried)])


def reissues(
    publication: Publication, published: Iterable[Receipted], events: Iterable[Event], channel: str, as_of: datetime
) -> Mapping[str, Reissue]:
    """The public editions that corrections concern, by name: those to come, and those that were corrected before."""
    found: dict[str, Reissue] = {}
    own: dict[str, list[Event]] = {}
    for event in events:
        if event.details.get("channel") == channel:
            own.setdefault(event.subject, []).append(event)
    for item in published:
        known, every = _held(item, own.get(item.edition.name, [])), tuple(_of(publication, item, as_of))
        new = tuple(one for one in every if one[1].correction not in known)
        carried = tuple(one for _, one in every if known.get(one.correction))
        if new or carried:
            found[item.edition.name] = Reissue(item, new, carried)
    return found


def lost_corrections(publication: Publication, events: Iterable[Event], channel: str) -> Iterator[Problem]:
    """A problem for each correction that is public and stands in no file any more: what is on the register stays."""
    declared = {one.correction for dataset in publication.datasets.values() for one in dataset.corrections}
    for name, dataset in public_corrections(events, channel).items():
        if name not in declared:
            yield Problem("plan.correction-gone", {"name": name}, file=f"datasets/{dataset}/{CORRECTIONS_FILE}")


def public_corrections(events: Iterable[Event], channel: str) -> Mapping[str, str]:
    """The corrections that public editions of a channel carry, each with its dataset's name."""
    return {
        str(event.details["correction"]): str(event.details["dataset"])
        for event in events
        if event.details.get("channel") == channel and event.details.get("changed")
    }


def held_against(
    reissue: Reissue, bundle: str, carried: Collection[str], channel: str, as_of: datetime
) -> Iterator[Event]:
    """What the ledger notes of a re-issued edition: `bundle` is what it is now, `carried` the corrections in it.

    It is what it was where none concerned it.
    """
    for dataset, one in reissue.corrections:
        details = {
            "channel": channel,
            "correction": one.correction,
            "dataset": dataset,
            "changed": one.correction in carried,
            "before": reissue.public.bundle,
        }
        yield Event(CORRECTED, reissue.public.edition.name, as_of.isoformat(), one.who, bundle, details)


def _of(publication: Publication, item: Receipted, as_of: datetime) -> Iterator[tuple[str, Correction]]:
    """The corrections that may concern an edition: of its datasets, and decided after it came out."""
    report, zone = publication.reports[item.edition.report], publication.settings.zone
    names = [spec.name for spec in publication.datasets_of(report)]
    for name in names:
        dataset: Dataset = publication.datasets[name]
        for one in dataset.corrections:
            if item.edition.release <= one.decided.replace(tzinfo=zone) <= as_of:
                yield name, one


def _held(item: Receipted, own: Sequence[Event]) -> Mapping[str, bool]:
    """What an edition was held against, by its own events: by correction, whether it was changed.

    Where it says again what it said before one of them, as after a rollback, that one and all behind it are to come.
    """
    back = (at for at, one in enumerate(own) if one.details.get("before") == item.bundle != one.content)
    found = own[: next(back, len(own))] if item.bundle not in {one.content for one in own} else own
    return {str(one.details["correction"]): bool(one.details["changed"]) for one in found}
