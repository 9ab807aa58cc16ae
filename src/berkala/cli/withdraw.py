"""The command `withdraw`: an edition that may stand no more is taken from the public, and that is said in the open."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from berkala.cli.outcome import Outcome
from berkala.cli.outside import look_after_switch
from berkala.cli.request import not_before_its_time, request_of
from berkala.cli.telling import progress
from berkala.cli.texts import texts_of
from berkala.errors import NeedsPerson, Problem, WrongUse, nearest
from berkala.plan import Plan, plan
from berkala.plan.withdrawals import WITHDRAWALS_FILE
from berkala.publish import keep_store, refuse_lost
from berkala.publish.lock import hold

if TYPE_CHECKING:
    from berkala.compose.tree import Tree


def withdraw(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Take an edition from the public: a page says that it was withdrawn, when and why; nothing else of it stands."""
    from berkala import pipeline
    from berkala.correcting.writing import added, entry

    request = request_of(arguments, outcome, "publish")
    not_before_its_time(request)
    planned = plan(request)
    if planned.held is not None:
        raise NeedsPerson(planned.held.problem)
    refuse_lost(planned)
    _refuse_unknown(planned, arguments.edition)
    publication = planned.publication
    # To the minute, as it is written: a moment ahead of the clock would not be due yet.
    decided = outcome.as_of.astimezone(publication.settings.zone).replace(second=0, microsecond=0)
    told = {
        "edition": arguments.edition,
        "decided": f"{decided:%Y-%m-%dT%H:%M}",
        "who": arguments.by,
        "why": dict(texts_of(arguments.why, publication)),
    }
    file = publication.root / "reports" / WITHDRAWALS_FILE
    # Two who change what is public at once would each write the file as they had read it.
    with hold(publication.state / "register.lock", outcome.as_of.isoformat()):
        with added(file, entry(told), keep=not request.dry_run):
            tree: Tree = pipeline.run(request, progress(arguments), last=pipeline.compose)
            outcome.editions, outcome.problems = sorted(tree.bundles), tree.problems
            if request.dry_run:
                pipeline.publish(tree)
                outcome.say("correct-dry-run")
                return
        # It stands in its file from here on: what could not be written is ended by any later run.
        pipeline.publish(tree)
    outcome.say("edition-withdrawn", edition=arguments.edition)
    outcome.problems = (*outcome.problems, *keep_store(publication))
    look_after_switch(publication, request.channel, outcome, arguments)


def _refuse_unknown(planned: Plan, name: str) -> None:
    """Raise WrongUse for an edition that is not public."""
    public = [item.edition.name for item in planned.published]
    if name not in public:
        raise WrongUse(Problem("correct.edition-not-public", {"name": name, "nearest": nearest(name, public)}))
