"""The command `rollback`: the site of before, in one step, for whoever sees that what is public is wrong."""

from __future__ import annotations

import argparse
from datetime import datetime

from berkala.cli.outcome import Outcome
from berkala.cli.outside import look_after_switch
from berkala.cli.request import request_of
from berkala.errors import SourceProblems
from berkala.plan import read_publication


def rollback(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Put back the site that stood before the last switch; then the channel waits for you."""
    from berkala.cli.commands import shown_place
    from berkala.publish import keep_store, roll_back
    from berkala.publish.rollback import Wish

    request = request_of(arguments, outcome, "publish")
    publication, problems = read_publication(request.root)
    if publication is None:
        raise SourceProblems(problems)
    # By the machine's clock, whatever --as-of says: it is done when it is done.
    at = datetime.now().astimezone().isoformat()
    because = arguments.because.strip().rstrip(".") + "."
    done = roll_back(publication, Wish(request.channel, because, at, arguments.by or ""))
    outcome.say("rolled-back", path=shown_place(publication, request.channel))
    if done.gone:
        outcome.say("rollback-gone", names=", ".join(done.gone))
    if done.again:
        outcome.say("rollback-again", names=", ".join(done.again))
    outcome.say("rollback-held", channel=request.channel)
    outcome.problems = keep_store(publication)
    look_after_switch(publication, request.channel, outcome, arguments, seen="seen-back")
