"""What the service does with the pipeline: make ready, publish, and say what came of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from berkala import pipeline
from berkala.compose.tree import Tree
from berkala.errors import BerkalaError, NeedsPerson, Problem, TryAgain
from berkala.ledger import Receipt
from berkala.plan import Plan, Publication, Request, plan
from berkala.publish import keep_store, refuse_lost, stand_by
from berkala.service.inputs import inputs_of
from berkala.service.said import TROUBLE, Kind, Said

#: So long a look at what a release is made from holds.
_FRESH = timedelta(seconds=30)

#: What could not be published is tried again when what it is made from changes, and else after so long.
_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Ready:
    """A tree that waits for its moment, and what it was made from."""

    moment: datetime
    tree: Tree
    inputs: str
    checked: datetime | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The editions that it makes public."""
        return tuple(bundle.edition.name for bundle in self.tree.new)


@dataclass
class Desk:
    """One publication and one channel. `make` runs the rooms up to a staged tree, `release` is the last of them.

    `look` sees, beside the service, whether the public sees what was switched in, with these editions.
    """

    root: Path
    channel: str = "site"
    jobs: int = 1
    hear: Callable[[Said], None] = lambda said: None
    make: Callable[[Request], Tree] = lambda request: pipeline.run(request, last=pipeline.compose)
    release: Callable[[Tree], tuple[Receipt, ...]] = pipeline.publish
    look: Callable[[Publication, str, tuple[str, ...]], None] = lambda publication, channel, editions: None
    ready: Ready | None = None
    _kept: bool = False
    _tried: tuple[datetime, str] | None = None
    _left: tuple[str, datetime] | None = None
    _heard: set[tuple[Kind, tuple[str, ...], str]] = field(default_factory=set)

    def planned(self, as_of: datetime, withheld: frozenset[str] = frozenset()) -> Plan:
        """What is due at a moment, and what is announced."""
        return plan(self._request(as_of, withheld=withheld))

    def prepare(self, moment: datetime, now: datetime) -> None:
        """Make ready what is due at a moment to come, unless it is, or what it is made from has not changed since.

        Raises nothing that a person can mend: it is said once, and tried again when what it is made from changes.
        """
        coming = self.planned(moment)
        inputs = inputs_of(coming)
        if self._held_back(coming, now) or self._tried == (moment, inputs):
            return
        self._tried = (moment, inputs)
        self.discard()
        names = tuple(edition.name for edition in coming.due)
        try:
            refuse_lost(coming)
            tree = self.make(coming.request)
            self.ready = Ready(moment, tree, inputs)
            stand_by(tree)
            self._kept = False
        except BerkalaError as error:
            self.discard()
            self._tried = None if isinstance(error, TryAgain) else self._tried
            self.trouble(error, now, names)
            return
        self._say("ready", now, names, tree.problems)

    def publish(self, now: datetime) -> None:
        """Publish what is due: what was made ready if nothing has changed since, else what the files say now."""
        ready, self.ready = self.ready, None
        if ready is not None and ready.moment <= now and self._stands(ready, now):
            if self._released(lambda: ready.tree, ready.names, now):
                return
        elif ready is not None:
            # What is ready for a later moment is made again: what is published now changes the site around it.
            self._tried = None
            shutil.rmtree(ready.tree.folder, ignore_errors=True)
        planned = self.planned(now)
        if self._held_back(planned, now):
            return
        self._publish_all(planned, now)
        after = self.planned(now)
        self._left = (inputs_of(after), now) if after.due else None

    def waits(self, planned: Plan, now: datetime) -> bool:
        """Whether what is due was tried already and nothing of it has changed since: then it is not tried again yet."""
        if self._left is None or now - self._left[1] > _AGAIN:
            return False
        return self._left[0] == inputs_of(planned)

    def confirm(self, now: datetime) -> None:
        """Shortly before its moment: make sure that what is ready is still what the files say, else make it again."""
        if self.ready is None:
            return
        if self.ready.inputs != inputs_of(self.planned(self.ready.moment)):
            self.prepare(self.ready.moment, now)
        if self.ready is not None:
            self.ready = replace(self.ready, checked=now)

    def _stands(self, ready: Ready, now: datetime) -> bool:
        """Whether what is ready is what the files say; a look of seconds ago is enough, so that none is lost now."""
        if ready.checked is not None and abs(now - ready.checked) <= _FRESH:
            return True
        return ready.inputs == inputs_of(self.planned(ready.moment))

    def keep(self, publication: Publication, now: datetime) -> None:
        """Bring the private store up to date, unless it is. Where that fails it is said, and tried again."""
        if not self._kept:
            problems = keep_store(publication)
            self._kept = not problems
            if problems:
                self._say("unkept", now, (), problems)

    def discard(self) -> None:
        """Throw away what was made ready."""
        if self.ready is not None:
            shutil.rmtree(self.ready.tree.folder, ignore_errors=True)
            self.ready = None

    def trouble(self, error: BerkalaError, now: datetime, names: tuple[str, ...] = ()) -> None:
        """Say what went wrong, the same trouble once: whether a person has to see to it, or it is tried again."""
        self._say("unsure" if isinstance(error, TryAgain) else "held", now, names, error.problems)

    def _held_back(self, planned: Plan, now: datetime) -> bool:
        """Whether the channel was rolled back, which is said: nothing is made for it or goes there by itself."""
        if planned.held is None:
            return False
        self.discard()
        names = tuple(edition.name for edition in planned.due)
        self.trouble(NeedsPerson(planned.held.problem), now, names)
        return True

    def _publish_all(self, due: Plan, now: datetime) -> None:
        """All that is due at once; where something is wrong, each report by itself, and then the calendar."""
        names = tuple(edition.name for edition in due.due)
        try:
            refuse_lost(due)
        except BerkalaError as error:
            self.trouble(error, now, names)
            return
        if self._released(partial(self.make, due.request), names, now) or not names:
            return
        withheld = frozenset(names)
        reports = list(dict.fromkeys(edition.report for edition in due.due))
        for report in reports if len(reports) > 1 else ():
            own = frozenset(edition.name for edition in due.due if edition.report == report)
            request = self._request(now, withheld=withheld - own)
            if self._released(partial(self.make, request), tuple(sorted(own)), now):
                withheld -= own
        rest = self._request(now, withheld=withheld)
        if not plan(rest).nothing_to_do:
            self._released(partial(self.make, rest), (), now)

    def _released(self, make: Callable[[], Tree], names: Sequence[str], now: datetime) -> bool:
        try:
            tree = make()
            receipts = self.release(tree)
        except BerkalaError as error:
            self.trouble(error, now, tuple(names))
            return False
        public = tuple(receipt.subject for receipt in receipts if "@" in receipt.subject)
        if public:
            self._say("published", now, public, tuple(one for one in tree.problems if one.severity == "warning"))
        if receipts:
            self.look(tree.plan.publication, self.channel, public)
        self._kept = False
        self.keep(tree.plan.publication, now)
        if left := tuple(name for name in names if name not in tree.bundles):
            self._say("held", now, left, tuple(one for one in tree.problems if one.severity == "warning"))
        return True

    def _say(self, kind: Kind, at: datetime, editions: tuple[str, ...], problems: tuple[Problem, ...]) -> None:
        """Let it be heard, but the same trouble only once."""
        if kind in TROUBLE:
            told = (kind, editions, repr(problems))
            if told in self._heard:
                return
            self._heard.add(told)
        else:
            self._heard = {one for one in self._heard if one[1] and not set(one[1]) & set(editions)}
        self.hear(Said(kind, at, editions, problems))

    def _request(self, as_of: datetime, withheld: frozenset[str]) -> Request:
        return Request(self.root, as_of, channel=self.channel, jobs=self.jobs, withheld=withheld)
