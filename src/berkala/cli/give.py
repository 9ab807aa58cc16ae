"""The command `give`: a marked copy of a coming release for each person of the list, shortly before its moment."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from berkala.cli.outcome import Outcome, shown_path
from berkala.cli.request import not_before_its_time, request_of
from berkala.cli.telling import progress
from berkala.errors import Problem, SourceProblems, WrongUse, nearest
from berkala.plan import Announced, Plan, plan
from berkala.plan.pre_release import PreRelease, Recipient
from berkala.publish import keep_store, refuse_lost


def give(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Make a marked copy of a coming release for each person with pre-release access, and write it down."""
    from berkala import pipeline
    from berkala.compose.tree import Tree
    from berkala.publish import hand_over

    request = request_of(arguments, outcome, "publish")
    not_before_its_time(request)
    planned = plan(replace(request, wanted=()))
    refuse_lost(planned)
    settings = _settings(planned)
    people = _people(arguments.to, settings)
    coming = _coming(planned, arguments.edition)
    _refuse_early(planned, coming, settings)
    wanted = replace(request, as_of=coming.edition.release, wanted=(coming.edition.name,))
    tree: Tree = pipeline.run(wanted, progress(arguments), last=pipeline.compose)
    outcome.editions, outcome.problems = [coming.edition.name], tree.problems
    for person, folder in hand_over(tree, people, arguments.by, outcome.as_of):
        outcome.say("give-line", name=person.name, path=shown_path(folder))
    outcome.problems = (*outcome.problems, *keep_store(planned.publication))
    outcome.say("give-done", n=len(people), edition=coming.edition.name)


def _settings(planned: Plan) -> PreRelease:
    settings = planned.publication.settings.pre_release
    if settings is None or not settings.people:
        raise SourceProblems(Problem("give.nobody", file="mkdocs.yml"))
    return settings


def _people(names: Sequence[str], settings: PreRelease) -> tuple[Recipient, ...]:
    """Those of the list who are meant, or all. Raises WrongUse for anybody else."""
    known = [person.name for person in settings.people]
    if strangers := [name for name in names if name not in known]:
        raise WrongUse(
            Problem("give.stranger", {"name": name, "nearest": nearest(name, known), "known": ", ".join(known)})
            for name in strangers
        )
    return tuple(person for person in settings.people if not names or person.name in names)


def _coming(planned: Plan, name: str) -> Announced:
    """The announced release of this name. Raises WrongUse where it is public or has no date."""
    if any(item.edition.name == name for item in planned.before):
        raise WrongUse(Problem("give.public", {"edition": name}))
    now = planned.request.as_of
    coming = {one.edition.name: one for one in planned.calendar if one.dated and one.edition.release > now}
    if name not in coming:
        known = sorted(coming)
        facts = {"name": name, "nearest": nearest(name, known), "known": ", ".join(known) or "–"}
        raise WrongUse(Problem("give.not-coming", facts))
    return coming[name]


def _refuse_early(planned: Plan, coming: Announced, settings: PreRelease) -> None:
    opens = coming.edition.release - timedelta(hours=settings.hours)
    if planned.request.as_of < opens:
        facts = {
            "edition": coming.edition.name,
            "hours": settings.hours,
            "opens": f"{opens.astimezone(planned.publication.settings.zone):%Y-%m-%d %H:%M %Z}",
        }
        raise WrongUse(Problem("give.too-early", facts))
