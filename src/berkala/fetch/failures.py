"""What came of asking a source instead of its bytes, and how a person is told."""

from __future__ import annotations

from berkala.errors import Problem, SourceProblems, TryAgain, nearest
from berkala.plan import Dataset
from berkala.secrets import hidden

#: What may be otherwise a little later, with nothing corrected.
_AGAIN = frozenset(
    {
        "fetch.connection-refused",
        "fetch.cut-short",
        "fetch.database-busy",
        "fetch.database-gone",
        "fetch.database-locked",
        "fetch.host-lookup",
        "fetch.server-failed",
        "fetch.timed-out",
        "fetch.too-many-requests",
        "fetch.too-many-requests-wait",
        "fetch.too-slow",
        "fetch.unreachable",
    }
)


class Failure(Exception):
    """The name of a problem of `fetch`, and its facts. Whoever knows the dataset turns it into one (`told`)."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)


def told(failure: Failure, file: str) -> SourceProblems | TryAgain:
    """The error that a failure is, with the nearest of what is known to a name that is not there, and no secret."""
    facts = dict(failure.facts)
    if isinstance(known := facts.get("known"), list):
        facts |= {"nearest": nearest(str(facts["name"]), known), "known": ", ".join(known)}
    facts = {name: hidden(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    kind = TryAgain if failure.code in _AGAIN else SourceProblems
    return kind(Problem(failure.code, facts, file=file))


def descriptor(dataset: Dataset) -> str:
    """The file in which a dataset is described."""
    return f"{dataset.folder}/dataset.yml"
