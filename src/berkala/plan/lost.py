"""Lost state: what the public sees, and this machine has no record of.

A machine that lacks the ledger of what stands at a channel (it is new, its private folder was lost, or came back from
an old backup) would publish everything anew over it, and say again, perhaps otherwise, what was said. So nothing is
sent until the records are back. Where the ledger knows more than the public sees, because its host put back an older
site, nothing is lost: the next run publishes it again.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping

from berkala.errors import Problem
from berkala.ledger import SITE, Ledger, Receipt
from berkala.plan.publication import Publication
from berkala.plan.standing import Standing
from berkala.plan.targets import Folder, ZipFile

#: The problems with which nothing may be sent, so that nothing needs to be made either.
STATELESS = frozenset({"state.missing", "state.behind", "state.of-channel", "state.bundles-missing"})

#: So many names are told; more are counted.
_TOLD = 3


def lost_state(publication: Publication, channel: str, ledger: Ledger, seen: Standing) -> Iterator[Problem]:
    """A problem where editions stand at a channel that this ledger never sent there, nor meant to.

    What it meant to send counts: a run that was stopped after the switch is ended by the next one.
    """
    if seen.nothing:
        return
    known = ledger.sent()
    own = known.get(channel, set())
    unknown = sorted(name for name, bundle in seen.editions.items() if (name, bundle) not in own)
    if own and not unknown:
        return
    target = publication.settings.channels[channel]
    place = target.path if isinstance(target, Folder | ZipFile) else target.place(publication.root)
    facts = {"channel": channel, "place": place, "count": len(seen.editions), "unknown": len(unknown)}
    facts |= {"names": some(unknown)}
    file = target.path if isinstance(target, Folder | ZipFile) else None
    code = "state.behind" if own else "state.missing"
    for other, sent in known.items():
        if unknown and all((name, seen.editions[name]) in sent for name in unknown):
            code, facts = "state.of-channel", facts | {"other": other}
    yield Problem(code, facts, file=file)


def lost_bundles(publication: Publication, receipts: Mapping[str, Receipt]) -> Iterator[Problem]:
    """A problem where the ledger names bundles of public editions that are not kept here. Only names are looked at."""
    folder = publication.state / "bundles"
    kept = set(os.listdir(folder)) if folder.is_dir() else set()
    editions = {name: one.content for name, one in receipts.items() if name != SITE and one.content}
    missing = sorted(name for name, content in editions.items() if content not in kept)
    if missing:
        place = f"{publication.settings.state}/bundles"
        facts = {"folder": place, "count": len(editions), "missing": len(missing), "names": some(missing)}
        yield Problem("state.bundles-missing", facts, file=place)


def some(names: Collection[str]) -> str:
    """The first of these names, as they stand in a sentence."""
    told = list(names)[:_TOLD]
    return ", ".join([*told, *(["…"] if len(names) > len(told) else [])])
