"""The commands `backup` and `restore`: the private state is kept in another place, and comes back from there."""

from __future__ import annotations

import argparse
from pathlib import Path

from berkala.cli.outcome import Outcome, shown_path
from berkala.cli.request import request_of
from berkala.errors import Problem, SourceProblems, WrongUse
from berkala.plan import Publication, read_publication


def backup(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Keep what this machine knows of what is public, ledger and bundles, in a private store; safe to repeat."""
    from berkala.publish.backup import back_up
    from berkala.publish.failures import failures_told

    publication, folder = _asked(arguments, outcome)
    with failures_told(publication.root):
        new = back_up(publication, folder)
    outcome.say("backed-up", n=new, path=shown_path(folder))


def restore(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Go on from a private store on a new machine; nothing that is here is overwritten, safe to repeat."""
    from berkala.publish.restoring import restore as bring

    publication, folder = _asked(arguments, outcome)
    done = bring(publication, folder, outcome.as_of.isoformat())
    outcome.problems = done.problems
    if done.bundles or done.ledger:
        outcome.say("restored", n=done.bundles, path=shown_path(folder))
    else:
        outcome.say("restored-already", path=shown_path(folder))
    for name, agreement in done.channels.items():
        outcome.say(f"restored-{agreement}", channel=name)


def _asked(arguments: argparse.Namespace, outcome: Outcome) -> tuple[Publication, Path]:
    """The publication, and the store that is named or stands in its settings."""
    request = request_of(arguments, outcome, "publish")
    publication, problems = read_publication(request.root)
    if publication is None:
        raise SourceProblems(problems)
    folder: Path | None = arguments.folder.absolute() if arguments.folder else publication.store
    if folder is None:
        raise WrongUse(Problem("store.unnamed", {"command": arguments.command}))
    return publication, folder
