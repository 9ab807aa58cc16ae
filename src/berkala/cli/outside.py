"""What a command says of the public's view: whether the site that was published is seen at its public address."""

from __future__ import annotations

import argparse
from datetime import datetime

from berkala.cli.outcome import Outcome
from berkala.cli.telling import tell_beside
from berkala.ledger import SITE, Ledger
from berkala.plan import Publication
from berkala.plan.seeing import newest_look, problem_of, was_seen
from berkala.publish.plugs import site_target


def look_after_switch(
    publication: Publication, channel: str, outcome: Outcome, arguments: argparse.Namespace, seen: str = "seen-soon"
) -> None:
    """Ask the public address of a channel until it shows what was published, as long as a host may need for that.

    What a person has to upload first is not asked for: `look_now` does that later. `seen` is the line that is said.
    """
    address = publication.settings.channels[channel].address
    if address is None:
        return
    if site_target(publication, channel).switches == "by hand":
        say_last_look(publication, channel, outcome)
        return
    # Not above: a run that asks nothing loads nothing that asks.
    from berkala.publish.outside import Patience, look_from_outside, problems_of

    tell_beside(outcome.language.text("cli.seen-asking", address=address), arguments)
    event = look_from_outside(publication, channel, Patience())
    outcome.problems = (*outcome.problems, *problems_of(event))
    if event is not None and problem_of(event) is None:
        seconds = round(float(str(event.details["seconds"])))
        outcome.say(seen, n=seconds, address=event.details["address"])


def look_now(publication: Publication, channel: str, outcome: Outcome) -> None:
    """Ask once whether what was published before is seen by now, unless that is known."""
    if was_seen(publication, channel):
        return
    from berkala.publish.outside import ONCE, look_from_outside, problems_of

    event = look_from_outside(publication, channel, ONCE)
    outcome.problems = (*outcome.problems, *problems_of(event))
    if event is not None and problem_of(event) is None:
        outcome.say("seen-now", address=event.details["address"])


def say_last_look(publication: Publication, channel: str, outcome: Outcome) -> None:
    """Say what the last look found, or that nobody has looked; nothing of a channel without an address."""
    ledger = Ledger(publication.state / "ledger.sqlite3")
    address, site = publication.settings.channels[channel].address, ledger.latest(channel).get(SITE)
    if address is None or site is None:
        return
    event = newest_look(ledger, channel, site.content)
    if event is None:
        outcome.say("seen-never", address=address)
        return
    problem = problem_of(event)
    if problem is not None:
        outcome.problems = (*outcome.problems, problem)
        return
    moment = datetime.fromisoformat(event.at).astimezone(publication.settings.zone)
    outcome.say("seen-since", address=address, moment=outcome.language.moment(moment).text)
