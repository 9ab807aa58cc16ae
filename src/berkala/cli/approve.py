"""The command `approve`: what is to be released is made and shown, a checklist gone through, a name written down."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import datetime

from berkala.cli.outcome import Outcome, shown_path
from berkala.cli.request import request_of
from berkala.cli.telling import progress
from berkala.errors import Problem, SourceProblems, WrongUse, nearest
from berkala.ledger import Ledger
from berkala.plan import Publication, Request, plan, read_publication

POSTS = "posts"


def approve(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Look at what is to be released and approve it, by name; every change afterwards needs a new approval."""
    from berkala import pipeline
    from berkala.compose.tree import Tree
    from berkala.publish import preview, refuse_lost

    request = request_of(arguments, outcome, "publish")
    publication, problems = read_publication(request.root)
    if publication is None:
        raise SourceProblems(problems)
    _refuse_stranger(arguments, publication)
    if arguments.acting and not arguments.office:
        raise WrongUse(Problem("approve.no-office", {"acting": arguments.acting.capitalize()}))
    tree: Tree = pipeline.run(replace(request, as_of=_moment(request)), progress(arguments), last=pipeline.compose)
    refuse_lost(tree.plan)
    outcome.editions = sorted(bundle.edition.name for bundle in tree.new)
    outcome.problems = tree.problems
    hashes = {bundle.edition.name: bundle.hash for bundle in tree.new}
    posts = any("posts.json" in path for bundle in tree.new for path in bundle.files)
    place = preview(tree)
    if not hashes:
        _nothing(request, publication, outcome)
        return
    wanted = [*publication.settings.languages, *([POSTS] if posts else [])]
    unread = [one for one in wanted if one not in arguments.read]
    _checklist(outcome, wanted, unread)
    if (unread and not arguments.withdraw) or not arguments.by:
        facts = {"path": f"{shown_path(place)}/index.html", "read": " ".join(wanted), "names": ", ".join(hashes)}
        outcome.problems = (*outcome.problems, Problem("approve.unread", facts, severity="question"))
        return
    _write_down(arguments, outcome, publication, hashes)


def _moment(request: Request) -> datetime:
    """The clock by which all that is named is due: that of the last of it, where it is still to come, else now.

    A report by its name alone is what is due of it, or else its next edition.
    """
    planned = plan(replace(request, wanted=()))
    coming = {one.edition.name: one.edition.release for one in planned.calendar if one.dated}
    due = {edition.report for edition in planned.due}
    named = [coming[name] for name in request.wanted if name in coming]
    for report in set(request.wanted) & set(planned.publication.reports) - due:
        named += sorted(coming[name] for name in coming if name.partition("@")[0] == report)[:1]
    return max([request.as_of, *named])


def _nothing(request: Request, publication: Publication, outcome: Outcome) -> None:
    """Say that nothing waits, and what will be next."""
    outcome.say("approve-nothing")
    coming = [one.edition for one in plan(replace(request, wanted=())).calendar if one.dated]
    if coming:
        first = min(coming, key=lambda edition: edition.release)
        moment = outcome.language.moment(first.release.astimezone(publication.settings.zone)).text
        outcome.say("approve-next", edition=first.name, moment=moment)


def _refuse_stranger(arguments: argparse.Namespace, publication: Publication) -> None:
    approval = publication.settings.approval
    people = approval.people if approval else ()
    if arguments.by and people and arguments.by not in people:
        facts = {"name": arguments.by, "nearest": nearest(arguments.by, people), "known": ", ".join(people)}
        raise WrongUse(Problem("approve.stranger", facts))


def _checklist(outcome: Outcome, wanted: list[str], unread: list[str]) -> None:
    language = outcome.language
    done = [language.text("cli.approve-checked"), language.text("cli.approve-answered")]
    outcome.lines += [f"[x] {line}" for line in done]
    for one in wanted:
        line = language.text("cli.approve-posts") if one == POSTS else language.text("cli.approve-text", language=one)
        outcome.lines.append(f"[{' ' if one in unread else 'x'}] {line}")


def _write_down(
    arguments: argparse.Namespace, outcome: Outcome, publication: Publication, hashes: dict[str, str]
) -> None:
    from berkala.publish import keep_store
    from berkala.publish.approvals import APPROVED, WITHDRAWN, Approver, approvals

    # By the machine's clock, whatever --as-of says: an approval is given when it is given.
    ledger, at = Ledger(publication.state / "ledger.sqlite3"), datetime.now().astimezone().isoformat()
    who = Approver(arguments.by, arguments.acting or "", arguments.office or "")
    kind = WITHDRAWN if arguments.withdraw else APPROVED
    if arguments.withdraw:
        hashes = _approved(ledger, arguments.by, hashes)
    ledger.record(who.event(kind, name, content, at, arguments.read) for name, content in hashes.items())
    outcome.problems = (*outcome.problems, *keep_store(publication))
    need = publication.settings.approval.different if publication.settings.approval else 1
    for name, people in approvals(ledger, hashes).items():
        outcome.say("approve-have", edition=name, have=len(people), need=need, names=", ".join(people) or "–")


def _approved(ledger: Ledger, name: str, hashes: dict[str, str]) -> dict[str, str]:
    """What a person has approved as it is now. Raises WrongUse where that is nothing: there is nothing to take back."""
    from berkala.publish.approvals import approved_by

    given = {edition: content for edition, content in hashes.items() if name in approved_by(ledger, content)}
    if not given:
        raise WrongUse(Problem("approve.never", {"name": name, "editions": ", ".join(hashes)}))
    return given
