"""What `compose` hands on: the whole public site, staged in a private folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from berkala.errors import Problem
from berkala.ledger import Event
from berkala.plan import Plan
from berkala.plan.reissues import held_against
from berkala.render.bundle import Bundle

#: The kind of event in the ledger by which a post is remembered that has to be corrected.
DRAFTED = "drafted"


@dataclass(frozen=True)
class Tree:
    """A staged public tree.

    `folder` holds every public file and nothing else; `fingerprint` names it (`plan.frames.tree_fingerprint`) and
    stands in its ``manifest.json``. `bundles` maps each edition's name to the hash of its bundle; `new` are the
    bundles of this run, to be kept in the store. `problems` are warnings and notes only.
    """

    plan: Plan
    folder: Path
    fingerprint: str
    bundles: Mapping[str, str]
    new: tuple[Bundle, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def news(self) -> tuple[Event, ...]:
        """What the ledger has to remember with it: new announcements, and each edition held against its corrections."""
        request = self.plan.request
        told = {one.edition.name: one.about.get("corrections", ()) for one in self.new}
        carried = {name: frozenset(each["correction"] for each in entries) for name, entries in told.items()}
        held = [
            event
            for name, one in sorted(self.plan.reissues.items())
            if name in self.bundles
            for event in held_against(one, self.bundles[name], carried.get(name, ()), request.channel, request.as_of)
        ]
        return (*self.plan.news, *held, *self._drafts())

    def _drafts(self) -> Iterator[Event]:
        """A draft for each post that said a value which is corrected now, for whoever answers for the posts."""
        request = self.plan.request
        for bundle in self.new:
            reissue = self.plan.reissues.get(bundle.edition.name)
            new = {one.correction for _, one in reissue.corrections} if reissue else set()
            for told in bundle.about.get("corrections", ()):
                for draft in told["posts"] if told["correction"] in new else ():
                    details = {"channel": request.channel, "correction": told["correction"], **draft}
                    yield Event(DRAFTED, draft["post"], request.as_of.isoformat(), "", bundle.hash, details)
