"""What of a dataset is public, held against its data of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from berkala import pipeline
from berkala.errors import Problem, SourceProblems, WrongUse, nearest
from berkala.plan import Plan, Request, plan
from berkala.plan.corrections import WrongCell
from berkala.protect.differing import differing
from berkala.protect.published import published_frame
from berkala.protect.tables import SafeTables


@dataclass(frozen=True)
class Differences:
    """The cells that are others now, each with what it is now, and the newest edition that published them."""

    edition: str
    cells: tuple[tuple[WrongCell, str], ...]

    def only(self, wanted: Mapping[str, str]) -> Differences:
        """Those of the rows, or the column, that a person means. Raises WrongUse for what none of them has."""
        known = [{**cell.key, "column": cell.column} for cell, _ in self.cells]
        for name, value in wanted.items() if known else ():
            there = sorted({one[name] for one in known if name in one})
            if not there:
                raise WrongUse(Problem("correct.only-column", {"name": name, "known": ", ".join(known[0])}, value=name))
            if value not in there:
                raise WrongUse(Problem("correct.only-value", {"name": name, "known": ", ".join(there)}, value=value))
        meant = (one for one in self.cells if wanted.items() <= {**one[0].key, "column": one[0].column}.items())
        return replace(self, cells=tuple(meant))


def differences(request: Request, dataset: str) -> Differences:
    """How the data of a dataset differ from what the newest public edition published of them.

    Raises WrongUse for a dataset that there is not, SourceProblems where the data cannot be read or nothing of them is
    public.
    """
    planned = plan(replace(request, wanted=()))
    known = planned.publication.datasets
    if dataset not in known:
        facts = {"name": dataset, "nearest": nearest(dataset, known), "known": ", ".join(known)}
        raise WrongUse(Problem("correct.dataset-unknown", facts))
    public = [item for item in planned.before if dataset in item.sources]
    newest = max(public, key=lambda item: (item.edition.period.start, item.edition.release), default=None)
    if newest is None:
        raise SourceProblems(Problem("correct.nothing-public", {"dataset": dataset}, file=f"datasets/{dataset}"))
    table = _today(request, planned, newest.edition.report, dataset)
    spec = known[dataset].spec
    before = published_frame(planned, newest, spec)
    if before is None:
        facts = {"edition": newest.edition.name, "dataset": dataset}
        raise SourceProblems(Problem("protect.correction-columns", facts, file=f"datasets/{dataset}/dataset.yml"))
    return Differences(newest.edition.name, tuple(differing(before, table.by_dataset[dataset])))


def _today(request: Request, planned: Plan, report: str, dataset: str) -> SafeTables:
    """The data of today, as they would be published. Raises SourceProblems where they cannot be."""
    asked = replace(request, action="build", wanted=(report,), channel=planned.request.channel)
    tables: SafeTables = pipeline.run(asked, last=pipeline.protect)
    wrong = [problem for problem in tables.problems if problem.severity == "error"]
    if wrong or dataset not in tables.by_dataset:
        raise SourceProblems(wrong or tables.problems)
    return tables
