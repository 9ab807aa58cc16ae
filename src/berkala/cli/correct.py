"""The command `correct`: what is public and wrong is corrected wherever it stood, and said in the open."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from berkala.cli.outcome import Outcome
from berkala.cli.outside import look_after_switch
from berkala.cli.request import not_before_its_time, request_of
from berkala.cli.telling import progress
from berkala.cli.texts import texts_of
from berkala.errors import NeedsPerson, Problem, WrongUse
from berkala.plan import Publication, Request, plan
from berkala.plan.corrections import CORRECTIONS_FILE
from berkala.plan.publication import Dataset
from berkala.publish import keep_store, refuse_lost
from berkala.publish.lock import hold

if TYPE_CHECKING:
    from berkala.compose.tree import Tree
    from berkala.correcting.differences import Differences

#: So many differences are shown one by one; and from so many on it is asked whether they are meant.
_SHOWN, _MANY = 20, 500


def correct(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Correct what is public and wrong: the data are right by now; say what was wrong, and everything is made anew."""
    from berkala.correcting.differences import differences

    request = request_of(arguments, outcome, "publish")
    not_before_its_time(request)
    planned = plan(request)
    if planned.held is not None:
        raise NeedsPerson(planned.held.problem)
    refuse_lost(planned)
    found = differences(request, arguments.dataset).only(_pairs(arguments.only))
    _show(found, outcome)
    if not found.cells:
        return
    publication = planned.publication
    if not arguments.what or not arguments.by:
        languages = publication.settings.languages
        facts = {"dataset": arguments.dataset, "what": " ".join(f'{code}="…"' for code in languages)}
        outcome.problems = (Problem("correct.unsaid", facts, severity="question"),)
        return
    if len(found.cells) > _MANY and not arguments.only:
        facts = {"dataset": arguments.dataset, "count": len(found.cells)}
        raise NeedsPerson(Problem("correct.many", facts, severity="question"))
    # Two who correct at once would each write the file as they had read it.
    with hold(publication.state / "register.lock", outcome.as_of.isoformat()):
        with _written(arguments, publication, found, outcome):
            tree = _made(arguments, request, outcome)
            if request.dry_run:
                _release(tree, outcome, "correct-dry-run")
                return
        # The correction stands in its file from here on: what has to be approved first, or could not be written, is
        # published by any later run.
        _release(tree, outcome, "correct-done")
    outcome.problems = (*outcome.problems, *keep_store(publication))
    look_after_switch(publication, request.channel, outcome, arguments)


def _show(found: Differences, outcome: Outcome) -> None:
    """Every difference, or the first of them and how many more."""
    outcome.say("correct-found" if found.cells else "correct-none", n=len(found.cells), edition=found.edition)
    for cell, now in found.cells[:_SHOWN]:
        key = ", ".join(f"{name} {value}" for name, value in cell.key.items())
        nothing = outcome.language.text("corrections.no-row")
        outcome.say("correct-line", row=key, column=cell.column, was=cell.was or nothing, now=now or nothing)
    if len(found.cells) > _SHOWN:
        outcome.say("correct-more", n=len(found.cells) - _SHOWN)


def _written(
    arguments: argparse.Namespace, publication: Publication, found: Differences, outcome: Outcome
) -> AbstractContextManager[Path]:
    """The correction in its file; it stays there once it is published."""
    from berkala.correcting.writing import Entry, added, free_name

    zone = publication.settings.zone
    # To the minute, as it is written: a moment ahead of the clock would not be due yet.
    decided = outcome.as_of.astimezone(zone).replace(second=0, microsecond=0)
    dataset: Dataset = publication.datasets[arguments.dataset]
    taken = [one.correction for each in publication.datasets.values() for one in each.corrections]
    name = arguments.name or free_name(dataset.name, decided, taken)
    what = texts_of(arguments.what, publication)
    entry = Entry(name, decided, arguments.by, what, tuple(cell for cell, _ in found.cells))
    file = publication.root / dataset.folder / CORRECTIONS_FILE
    return added(file, entry.text(), keep=not arguments.dry_run)


def _made(arguments: argparse.Namespace, request: Request, outcome: Outcome) -> Tree:
    """The site with the correction, checked, and what is told of it."""
    from berkala import pipeline

    asked = replace(request, wanted=tuple(plan(request).reissues))
    tree: Tree = pipeline.run(asked, progress(arguments), last=pipeline.compose)
    outcome.editions, outcome.problems = sorted(tree.bundles), tree.problems
    _tell(tree, outcome)
    return tree


def _release(tree: Tree, outcome: Outcome, ending: str) -> None:
    from berkala import pipeline

    outcome.published = [receipt.subject for receipt in pipeline.publish(tree) if "@" in receipt.subject]
    outcome.say(ending, n=len(outcome.published))


def _tell(tree: Tree, outcome: Outcome) -> None:
    """What the correction changes of each edition, and the posts that somebody has to correct by hand."""
    language = outcome.language
    for bundle in tree.new:
        for told in bundle.about.get("corrections", ())[-1:]:
            severity = language.text(f"corrections.severity.{told['severity']}")
            outcome.say("correct-edition", edition=bundle.edition.name, severity=severity, n=len(told["figures"]))
            for draft in told["posts"]:
                outcome.say("correct-post", post=draft["post"], network=draft["network"], reply=draft["reply"])


def _pairs(given: list[str]) -> Mapping[str, str]:
    """``period=2026-09 column=value`` as a mapping."""
    pairs = [one.partition("=") for one in given]
    for name, mark, _ in pairs:
        if not mark:
            raise WrongUse(Problem("correct.only-form", value=name))
    return {name: value for name, _, value in pairs}
