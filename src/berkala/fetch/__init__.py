"""fetch: dataset specifications → snapshots, bytes and where they came from.

The only reader of the outside. It cleans nothing, chooses nothing, and never hands on an empty snapshot instead
of failing. Which source reads a dataset is looked up by the scheme of its path: none means a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from berkala.errors import BerkalaError, Problem, SourceProblems, nearest
from berkala.fetch.files import FileSource
from berkala.fetch.snapshots import Snapshot, Snapshots
from berkala.plan import Dataset, Plan

__all__ = ["Snapshot", "Snapshots", "Source", "fetch"]

#: The entry point group of the plug (DESIGN: Four plug points).
GROUP = "berkala.sources"


class Source(Protocol):
    """One kind of place that data come from. A new one is a file and its run of ``tests/contracts/source.py``."""

    def fetch(self, dataset: Dataset, root: Path) -> Snapshot:
        """The bytes of `dataset`, whose publication stands in `root`; the same bytes while the source stands.

        Raises SourceProblems (or another BerkalaError) where they cannot be had. Never returns none.
        """
        ...


#: The source that nearly every run needs. Reading the entry points costs time, so they are asked only beyond it.
_BUILT_IN: Mapping[str, type[Source]] = {"file": FileSource}


def fetch(plan: Plan) -> Snapshots:
    """A snapshot of every dataset that a due edition needs; for `check`, of every dataset there is.

    Raises nothing for a source that fails: its problems are in the result, and the others are read.
    """
    found: dict[str, Snapshot] = {}
    problems = [*plan.problems, *restated(plan)]
    for name in needed(plan):
        try:
            dataset = plan.publication.datasets[name]
            found[name] = _source(dataset).fetch(dataset, plan.publication.root)
        except BerkalaError as error:
            problems.extend(error.problems)
    return Snapshots(plan, found, tuple(problems))


def restated(plan: Plan) -> tuple[Problem, ...]:
    """Notes on sources that are not what they were when the newest edition made from them was published.

    Published editions keep what they said, so nothing is done; but nothing is silent. A source that cannot be
    read is not told here: whoever needs it is told.
    """
    problems = []
    for report in plan.publication.reports.values():
        told = [item for item in plan.published if item.edition.report == report.name]
        dataset = plan.publication.datasets.get(report.spec.dataset)
        news = any(edition.report == report.name for edition in plan.due)  # of course its source has changed
        if not told or news or dataset is None:
            continue
        newest = max(told, key=lambda item: item.edition.period)
        try:
            snapshot = _source(dataset).fetch(dataset, plan.publication.root)
        except BerkalaError:
            continue
        if newest.sources.get(dataset.name, snapshot.sha256) != snapshot.sha256:
            facts = {"edition": newest.edition.name}
            problems.append(Problem("fetch.restated", facts, file=snapshot.file, severity="note"))
    return tuple(problems)


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


def _source(dataset: Dataset) -> Source:
    name = scheme(dataset.spec.resource.path)
    kind = _BUILT_IN.get(name) or _plugged().get(name)
    if kind is None:
        known = sorted({*_BUILT_IN, *_plugged()})
        facts = {"name": name, "nearest": nearest(name, known), "known": ", ".join(known)}
        file = f"{dataset.folder}/dataset.yml"
        raise SourceProblems(Problem("fetch.source-unknown", facts, file=file, value=dataset.spec.resource.path))
    return kind()


def scheme(path: str) -> str:
    """The kind of source a path asks for: ``https`` of an address, else ``file``. ``C:`` is a drive, not a scheme."""
    try:
        found = urlsplit(path).scheme
    except ValueError:
        return "file"
    return found if len(found) > 1 else "file"


@lru_cache
def _plugged() -> Mapping[str, type[Source]]:
    return {point.name: point.load() for point in entry_points(group=GROUP)}
