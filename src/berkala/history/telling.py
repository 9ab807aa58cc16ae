"""The story of one thing: sources, answers and declared mistakes, and what the ledger remembers, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from berkala.errors import Problem, WrongUse
from berkala.history.authors import author_of
from berkala.history.finding import Found, Shelf, find
from berkala.history.kept import Kept, kept
from berkala.history.model import Entry, Number, State, Story
from berkala.history.numbers import number_of
from berkala.ledger import SITE, Event, Ledger
from berkala.plan import Dataset, Publication
from berkala.plan.specifications import Answer, KnownError
from berkala.publish.checked import CHECKED

#: Of so many editions the whole story is told; of more, when each was published.
WHOLE = 1

_PUBLISHED = "published"


def story(what: str, edition: str | None, publication: Publication, standing: dict[str, object], channel: str) -> Story:
    """All that is known of what was asked about. `standing` is the manifest of the site that stands at the channel.

    Raises WrongUse or SourceProblems where it is nothing of ours (`finding.find`).
    """
    ledger = Ledger(publication.state / "ledger.sqlite3")
    public = {name: one.content for name, one in ledger.latest(channel).items() if name != SITE}
    shelf = Shelf(publication, kept(publication.state), public, standing)
    found = find(what, edition, shelf)
    events = [link.event for link in ledger.chain()]
    entries = tuple(_entries(found, shelf, events))
    number = _number(found, shelf) if found.figure else None
    return Story(what, found.kind, found.editions, entries, found.path, found.sha256, _state(found, shelf), number)


def _state(found: Found, shelf: Shelf) -> State:
    """Whether a file is in the bundle that is public, in one that was, or in one that waits for its moment."""
    if found.kind != "file":
        return ""
    public = [shelf.public[name] for name in found.editions if name in shelf.public]
    if not public:
        return "unpublished"
    if not any(public):
        return "gone"
    return "current" if any(one.hash in public for one in shelf.bundles if one.hash in found.bundles) else "superseded"


def _number(found: Found, shelf: Shelf) -> Number:
    bundle = shelf.newest(found.editions[0])
    if bundle is None:
        raise WrongUse(Problem("history.bundle-gone", {"edition": found.editions[0]}))
    return number_of(bundle, found.figure, shelf.publication)


def _entries(found: Found, shelf: Shelf, events: Iterable[Event]) -> Iterator[Entry]:
    if found.kind == "site":
        yield from (_of_event(event) for event in events if event.subject == SITE)
        return
    if found.kind == "source":
        yield _source(shelf.publication, found.path, found.sha256)
    if len(found.editions) > WHOLE:
        last = {event.subject: event for event in events if event.kind == _PUBLISHED}
        yield from (_of_event(last[name]) for name in found.editions if name in last)
        return
    for name in found.editions:
        bundle = shelf.newest(name)
        if bundle is not None and found.kind != "source":
            yield from _made_from(shelf.publication, bundle)
        yield from _in_order([_of_event(event) for event in events if _is_about(event, name)])


def _in_order(entries: list[Entry]) -> Iterator[Entry]:
    """The same, each check before the publishing that came of it: both are written down at once, after it."""
    waiting: list[Entry] = []
    for one in entries:
        if one.kind == CHECKED and waiting and waiting[-1].content == one.content:
            waiting.insert(-1, one)
        else:
            waiting.append(one)
    yield from waiting


def _is_about(event: Event, edition: str) -> bool:
    """Whether an event is about an edition, or about something in it."""
    return event.subject == edition or event.subject.startswith((f"{edition}#", f"{edition}/"))


def _made_from(publication: Publication, bundle: Kept) -> Iterator[Entry]:
    """The sources of an edition, and what people said of its period in them."""
    for name, sha256 in bundle.sources.items():
        yield _source(publication, name, sha256)
    for name in bundle.sources:
        if dataset := publication.datasets.get(name):
            yield from _answers(dataset, bundle.period)
            yield from _mistakes(dataset, bundle.period)


def _source(publication: Publication, name: str, sha256: str) -> Entry:
    """A source by its bytes: where it is, who changed it last as far as git knows, and where the facts come from."""
    dataset = publication.datasets.get(name)
    if dataset is None:
        return Entry("source", name, content=sha256, facts={"file": "–", "publisher": "–", "retrieved": "–"})
    spec = dataset.spec
    file = publication.root / dataset.folder / spec.resource.path
    author = author_of(file, sha256) if file.is_file() else None
    publishers = ", ".join(dict.fromkeys(one.publisher for one in spec.sources))
    facts = {
        "file": f"{dataset.folder}/{spec.resource.path}" if "://" not in spec.resource.path else spec.resource.path,
        "publisher": publishers or "–",
        "retrieved": spec.retrieved.isoformat(),
        "commit": author.commit if author else "",
    }
    return Entry("source", name, author.at if author else "", author.who if author else "", sha256, facts)


def _answers(dataset: Dataset, period: str) -> Iterator[Entry]:
    for one in dataset.answers:
        if one.key.get(dataset.spec.period_field.name) == period:
            yield Entry("answer", dataset.name, one.date.isoformat(), one.who, facts=_said_of(one))


def _mistakes(dataset: Dataset, period: str) -> Iterator[Entry]:
    for one in dataset.spec.known_errors:
        if one.key.get(dataset.spec.period_field.name) == period:
            yield Entry("mistake", dataset.name, "", one.who, facts=_said_of(one))


def _said_of(one: Answer | KnownError) -> dict[str, object]:
    """The value that somebody said something of, and why."""
    key = ", ".join(one.key.values())
    return {"column": one.column, "key": key, "value": one.value, "reason": one.reason.root}


def _of_event(event: Event) -> Entry:
    return Entry(event.kind, event.subject, event.at, event.who, event.content, dict(event.details))
