"""fetch: dataset specifications → snapshots, bytes and where they came from.

The only reader of the outside. It cleans nothing, chooses nothing, and never hands on an empty snapshot instead
of failing. Which source reads a dataset is looked up by the scheme of its path: none means a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from urllib.parse import urlsplit

from berkala.errors import BerkalaError, Problem, SourceProblems, nearest
from berkala.fetch.failures import descriptor
from berkala.fetch.files import FileSource
from berkala.fetch.snapshots import Snapshot, Snapshots
from berkala.fetch.sources import Source
from berkala.plan import Dataset, Plan, Publication, Receipted
from berkala.secrets import hidden

__all__ = ["Snapshot", "Snapshots", "Source", "fetch", "needs_network", "place", "restated", "unasked"]

#: The entry point group of the plug (DESIGN: Four plug points).
GROUP = "berkala.sources"


#: The source that nearly every run needs. Reading the entry points costs time, so they are asked only beyond it.
_BUILT_IN: Mapping[str, type[Source]] = {"file": FileSource}


def fetch(plan: Plan) -> Snapshots:
    """A snapshot of every dataset that a due edition needs; for `check`, of every dataset there is.

    Raises nothing for a source that fails: its problems are in the result, and the others are read. Raises
    SourceProblems where this machine lacks the records of what is public: nothing could be done with what is read.
    """
    if plan.stateless:
        raise SourceProblems(plan.problems)
    found: dict[str, Snapshot] = {}
    problems: list[Problem] = []
    for name in needed(plan):
        try:
            found[name] = _snapshot(plan.publication.datasets[name], plan.publication)
        except BerkalaError as error:
            problems.extend(error.problems)
    return Snapshots(plan, found, (*plan.problems, *restated(plan, found), *problems))


def restated(plan: Plan, found: Mapping[str, Snapshot] = MappingProxyType({})) -> tuple[Problem, ...]:
    """Notes on sources that are not what they were when the newest edition made from them was published.

    Published editions keep what they said, so nothing is done; but nothing is silent. `found` is what has been read
    already. Another source is read for this only where it is on this machine: a run that has nothing to do must not
    wait for a network, nor fail with it (`unasked` names the others, and a check reads them all). A source that
    cannot be read is not told here: whoever needs it is told.
    """
    problems = []
    for dataset, newest in _published(plan):
        snapshot = found.get(dataset.name) or _near(dataset, plan.publication)
        if snapshot and newest.sources.get(dataset.name, snapshot.sha256) != snapshot.sha256:
            facts = {"edition": newest.edition.name}
            problems.append(Problem("fetch.restated", facts, file=snapshot.file, severity="note"))
    return tuple(problems)


def unasked(plan: Plan) -> tuple[str, ...]:
    """The datasets of published editions that this run did not compare with their sources, on the network."""
    read = {*needed(plan)}
    names = {dataset.name for dataset, _ in _published(plan) if _is_remote(dataset, plan.publication)}
    return tuple(sorted(names - read))


def _published(plan: Plan) -> Iterator[tuple[Dataset, Receipted]]:
    """The dataset and the newest edition of every report that has one, and no other due."""
    for report in plan.publication.reports.values():
        told = [item for item in plan.published if item.edition.report == report.name]
        dataset = plan.publication.datasets.get(report.spec.dataset)
        news = any(edition.report == report.name for edition in plan.due)  # of course its source has changed
        if told and not news and dataset is not None:
            yield dataset, max(told, key=lambda item: item.edition.period)


def _near(dataset: Dataset, publication: Publication) -> Snapshot | None:
    try:
        return None if _is_remote(dataset, publication) else _snapshot(dataset, publication)
    except BerkalaError:
        return None


def near_content(plan: Plan) -> tuple[str, ...]:
    """The datasets that this run needs and that stand on this machine, each with the hash of what it holds now."""
    found = ((name, _near(plan.publication.datasets[name], plan.publication)) for name in needed(plan))
    return tuple(f"{name} {snapshot.sha256 if snapshot else ''}" for name, snapshot in found)


def needs_network(plan: Plan) -> bool:
    """Whether a dataset that this run needs stands on the network."""
    return any(_is_remote(plan.publication.datasets[name], plan.publication) for name in needed(plan))


def _is_remote(dataset: Dataset, publication: Publication) -> bool:
    try:
        return _source(dataset, publication).remote
    except BerkalaError:
        return False


def needed(plan: Plan) -> tuple[str, ...]:
    """The names of the datasets to read, in order. One that a report names but nobody wrote is `plan`'s problem."""
    known = plan.publication.datasets
    sound = {name for name, dataset in known.items() if f"{dataset.folder}/dataset.yml" not in plan.broken}
    if plan.request.action == "check":
        return tuple(sorted(sound))
    wanted: set[str] = set()
    for report in {edition.report for edition in plan.due}:
        spec = plan.publication.reports[report].spec
        wanted.add(spec.dataset)
        wanted.update(one.reference.dataset for one in spec.indicators.values() if one.reference)
    return tuple(sorted(wanted & sound))


def _snapshot(dataset: Dataset, publication: Publication) -> Snapshot:
    return _source(dataset, publication).fetch(dataset, publication.root)


def _source(dataset: Dataset, publication: Publication) -> Source:
    name = scheme(dataset.spec.resource.path)
    kind = _BUILT_IN.get(name) or _plugged().get(name)
    if kind is None:
        known = sorted({*_BUILT_IN, *_plugged()})
        facts = {"name": name, "nearest": nearest(name, known), "known": ", ".join(known)}
        value = hidden(dataset.spec.resource.path)
        raise SourceProblems(Problem("fetch.source-unknown", facts, file=descriptor(dataset), value=value))
    return kind.of(publication)


def place(dataset: Dataset) -> str:
    """Where the data of a dataset are, as a person is told: a path from the root, or an address."""
    path = dataset.spec.resource.path
    return f"{dataset.folder}/{path}" if scheme(path) == "file" else hidden(path)


def scheme(path: str) -> str:
    """The kind of source a path asks for: ``https`` of an address, else ``file``. ``C:`` is a drive, not a scheme."""
    try:
        found = urlsplit(path).scheme
    except ValueError:
        return "file"
    return found if len(found) > 1 else "file"


class _Plugs(Mapping[str, type[Source]]):
    """The registered sources by name. One is loaded when it is asked for: what no dataset needs costs nothing."""

    def __init__(self, points: Mapping[str, EntryPoint]) -> None:
        self._points = points

    def __getitem__(self, name: str) -> type[Source]:
        kind: type[Source] = self._points[name].load()
        return kind

    def __iter__(self) -> Iterator[str]:
        return iter(self._points)

    def __len__(self) -> int:
        return len(self._points)


@lru_cache
def _plugged() -> Mapping[str, type[Source]]:
    return _Plugs({point.name: point for point in entry_points(group=GROUP)})
