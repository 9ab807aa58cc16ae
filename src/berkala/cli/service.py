"""The commands of the service: `run`, which waits and publishes, and `health`, which says whether it is up."""

from __future__ import annotations

import argparse
import signal
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from berkala.cli.outcome import Outcome
from berkala.cli.request import request_of
from berkala.cli.telling import tell_now
from berkala.errors import Problem, SourceProblems
from berkala.plan import Publication, read_publication
from berkala.service.said import TROUBLE, Said
from berkala.words import Language


def run(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Wait and publish each release at its moment; what was missed is published at once."""
    from berkala.publish.lock import hold
    from berkala.publish.outside import Patience
    from berkala.service.clock import Clock
    from berkala.service.desk import Desk
    from berkala.service.health import FILE, Health
    from berkala.service.notices import Messenger
    from berkala.service.service import Service
    from berkala.service.witness import Witness

    request = request_of(arguments, outcome, "publish")
    publication = _publication(arguments)
    language, zone = outcome.language, publication.settings.zone
    health, stop = Health(publication.state / FILE), Event()

    def untold(failure: str) -> None:
        tell_now([language.text("cli.run-untold", failure=failure)])

    messenger = Messenger(publication, untold, request.channel)
    seen: list[datetime | None] = []
    log = Log(language)

    def hear(said: Said) -> None:
        health.hear(said)
        messenger.hear(said)
        tell_now(log.lines(said))

    def beat(now: datetime, coming: datetime | None) -> None:
        health.beat(now, coming)
        if seen != [coming]:
            seen[:] = [coming]
            moment = language.moment(coming.astimezone(zone)).text if coming else ""
            tell_now([language.text("cli.run-next", moment=moment) if coming else language.text("cli.run-none")])

    class Interrupted(Clock):
        """A clock whose waiting ends when the service is told to stop."""

        def wait(self, seconds: float) -> None:
            stop.wait(max(0.0, seconds))

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with hold(publication.state / "watch.lock", outcome.as_of.isoformat()):
        tell_now([language.text("cli.run-begun")])
        messenger.catch_up(outcome.as_of)
        witness = Witness(hear, Patience(ended=stop))
        desk = Desk(request.root, request.channel, request.jobs, hear, look=witness.look)
        Service(desk, Interrupted(), stop.is_set, beat).run()
        witness.close()
    messenger.close()
    outcome.say("run-stopped")


@dataclass
class Log:
    """What the service says, in lines: what holds a release up each time, a warning once."""

    language: Language
    _warned: set[str] = field(default_factory=set)

    def lines(self, said: Said) -> list[str]:
        """The lines of one thing that it says."""
        names = ", ".join(said.editions) or self.language.text("cli.run-nothing")
        head = self.language.text(f"cli.run-{said.kind}", names=names)
        if said.kind in TROUBLE:
            return [head, *(one.message(self.language.code) for one in said.problems)]
        found = dict.fromkeys(self._warning(one) for one in said.problems if one.severity == "warning")
        new = [line for line in found if line not in self._warned]
        self._warned.update(new)
        return [head, *new]

    def _warning(self, problem: Problem) -> str:
        code = self.language.code
        place = f"{where}: " if (where := problem.where(code)) else ""
        return f"{self.language.text('cli.warning')}: {place}{problem.message(code)}"


def health(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Whether the service is up and can publish what comes next."""
    from berkala.service.health import FILE, health_of

    request_of(arguments, outcome, "publish")
    publication = _publication(arguments)
    outcome.problems = health_of(publication.state / FILE, outcome.as_of, outcome.language.code)[1]
    say_health(publication, outcome)


def say_health(publication: Publication, outcome: Outcome) -> None:
    """Say that the service is up and what it waits for; nothing where it is not, or was never there."""
    from berkala.service.health import FILE, health_of

    told, problems = health_of(publication.state / FILE, datetime.now().astimezone())
    if problems:
        return
    zone, language = publication.settings.zone, outcome.language
    looked = datetime.fromisoformat(told["looked"]).astimezone(zone)
    outcome.say("health-well", moment=language.moment(looked).text)
    if told["next"]:
        outcome.say("health-next", moment=language.moment(datetime.fromisoformat(told["next"]).astimezone(zone)).text)


def _publication(arguments: argparse.Namespace) -> Publication:
    publication, problems = read_publication(arguments.directory.resolve())
    if publication is None:
        raise SourceProblems(problems)
    return publication
