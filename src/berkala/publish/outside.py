"""After a switch: does the public see it? The site is asked at its public address, as a reader would ask.

The hash of the manifest is known from the site's receipt; by the manifest that comes, every other answer is judged. A
host that shows a new site later is asked again for a while. What was found becomes an event of the ledger. It is no
judgement on the switch, which has been done.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from berkala.errors import Problem
from berkala.fetch.failures import Failure
from berkala.fetch.web.readers import Reader
from berkala.ledger import SITE, Event, Ledger, Receipt
from berkala.plan import Publication
from berkala.plan.seeing import SEEN, UNSEEN, newest_look, problem_of
from berkala.plan.standing import MANIFEST, files_of, manifest_in

#: What stands for a failure to get any answer, in words about a public site.
_UNANSWERED = {
    "fetch.certificate": "publish.unseen-certificate",
    "fetch.tls": "publish.unseen-certificate",
    "fetch.host-unknown": "publish.unseen-host",
    "fetch.address-inside": "publish.unseen-inside",
    "fetch.address-special": "publish.unseen-inside",
    "fetch.redirects": "publish.unseen-redirect",
    "fetch.redirect-elsewhere": "publish.unseen-redirect",
    "fetch.redirect-plain": "publish.unseen-redirect",
}


#: What does not become another thing by being waited for.
_LASTING = frozenset(
    {"publish.unseen-certificate", "publish.unseen-host", "publish.unseen-inside", "publish.unseen-redirect"}
)


@dataclass(frozen=True)
class Patience:
    """For how many seconds a site is asked again, after which pauses (the last one again and again).

    `each` is how long one answer may take in seconds; `ended` lets whoever waits be told to stop.
    """

    seconds: float = 120.0
    pauses: tuple[float, ...] = (1.0, 2.0, 3.0, 5.0, 10.0)
    each: float = 20.0
    ended: threading.Event = field(default_factory=threading.Event)

    def waits(self) -> Iterator[float]:
        """The pause before each further question, without end."""
        yield from self.pauses
        while True:
            yield self.pauses[-1]


#: Once, and not again.
ONCE = Patience(seconds=0.0)


@dataclass(frozen=True)
class _Found:
    """What came in place of what was published: the code of a problem and the facts that it is told with."""

    code: str
    facts: Mapping[str, object]


def look_from_outside(
    publication: Publication, channel: str, patience: Patience, switched: float | None = None
) -> Event | None:
    """Ask the public address of a channel for what was published there last, and write down what was found.

    None where there is nothing to look at (no address, no receipt), or where something newer is published meanwhile.
    The same finding is not written down twice. Seconds are counted from `switched`, the moment of the switch on the
    monotonic clock, or from now.
    """
    address = publication.settings.channels[channel].address
    ledger = Ledger(publication.state / "ledger.sqlite3")
    site = ledger.latest(channel).get(SITE)
    if address is None or site is None or "manifest" not in site.details:
        return None
    look = _Look(publication, ledger, channel, site, address, patience)
    began, found = monotonic(), look.once()
    for pause in patience.waits():
        left = began + patience.seconds - monotonic()
        if found is None or found.code in _LASTING or left <= 0 or patience.ended.wait(min(pause, left)):
            break
        if look.overtaken():
            return None
        found = look.once()
    event = look.event(found, monotonic() - (began if switched is None else switched))
    before = newest_look(ledger, channel, site.content)
    if before is None or _said(before) != _said(event):
        ledger.record([event])
    return event


@dataclass
class _Look:
    """One look at a site: what was right once is not asked again."""

    publication: Publication
    ledger: Ledger
    channel: str
    site: Receipt
    address: str
    patience: Patience
    files: dict[str, str] = field(default_factory=dict)
    right: set[str] = field(default_factory=set)

    def once(self) -> _Found | None:
        """Ask for everything that was not right yet; what is wrong first, or None."""
        try:
            reader = Reader.of(
                self.address, frozenset(self.publication.settings.trusted_hosts), seconds=self.patience.each
            )
            if not self.files and (found := self._manifest(reader)) is not None:
                return found
            return next(filter(None, (self._file(reader, path) for path in self._paths())), None)
        except Failure as failure:
            code = _UNANSWERED.get(failure.code, "publish.unseen-connection")
            return _Found(code, {"host": str(failure.facts.get("host", "")), "why": failure.code})

    def overtaken(self) -> bool:
        """Whether something else was published at the channel meanwhile."""
        return self.ledger.latest(self.channel)[SITE].content != self.site.content

    def event(self, found: _Found | None, seconds: float) -> Event:
        """What was found, as the ledger remembers it."""
        about: dict[str, object] = {"channel": self.channel, "address": self.address, "seconds": round(seconds, 1)}
        about |= {"asked": len(self.right)} if found is None else {"found": found.code, **found.facts}
        at = datetime.now().astimezone().isoformat()
        return Event(SEEN if found is None else UNSEEN, SITE, at, "", self.site.content, about)

    def _manifest(self, reader: Reader) -> _Found | None:
        answer = reader.get(MANIFEST)
        if answer.status != 200:
            return _Found("publish.unseen-status", {"path": MANIFEST, "status": answer.status})
        if hashlib.sha256(answer.content).hexdigest() != self.site.details["manifest"]:
            tree = str(manifest_in(answer.content).get("tree", ""))
            if tree and tree != self.site.content:
                return _Found("publish.unseen-old", {"tree": tree[:12]})
            return _Found("publish.unseen-other", {"path": MANIFEST})
        self.files.update(files_of(manifest_in(answer.content)))
        self.right.add(MANIFEST)
        return None

    def _file(self, reader: Reader, path: str) -> _Found | None:
        if path in self.right:
            return None
        answer = reader.get(path.removesuffix("index.html"))
        if answer.status != 200:
            return _Found("publish.unseen-status", {"path": path, "status": answer.status})
        if hashlib.sha256(answer.content).hexdigest() != self.files[path]:
            return _Found("publish.unseen-other", {"path": path})
        self.right.add(path)
        return None

    def _paths(self) -> list[str]:
        """Home in each language, and of each edition that came with this site its pages and its figures."""
        languages = ["", *(f"{code}/" for code in self.publication.settings.languages[1:])]
        places = ["", *self._editions()]
        pages = [f"{language}{place}index.html" for place in places for language in languages]
        return [path for path in [*pages, *(f"{place}figures.json" for place in places)] if path in self.files]

    def _editions(self) -> Sequence[str]:
        reports = self.publication.reports
        new = [one for one in self.ledger.latest(self.channel).values() if one.content and one.at == self.site.at]
        names = [one.subject.partition("@") for one in new if one.subject != SITE]
        return [f"{reports[name].slug}/{period}/" for name, _, period in names if name in reports]


def _said(event: Event) -> tuple[object, ...]:
    problem = problem_of(event)
    return (event.kind, problem.code if problem else "", event.details.get("path"), event.details.get("status"))


def problems_of(event: Event | None) -> tuple[Problem, ...]:
    """The warning that a look ends with, where the public does not see what was published."""
    problem = problem_of(event) if event is not None else None
    return (problem,) if problem is not None else ()
