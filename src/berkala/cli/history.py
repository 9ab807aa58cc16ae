"""The command `history`: where something comes from, and the ledger for an auditor."""

from __future__ import annotations

import argparse
from pathlib import Path

from berkala.cli.outcome import Outcome, shown_path
from berkala.cli.request import request_of
from berkala.errors import Problem, SourceProblems, WrongUse
from berkala.ledger import Ledger
from berkala.plan import Publication, read_publication

_SHORT = 12


def history(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Who entered, checked, approved and published an edition, a figure, a page or a file; or the whole ledger."""
    request = request_of(arguments, outcome, "publish")
    publication, problems = read_publication(request.root)
    if publication is None:
        raise SourceProblems(problems)
    if arguments.what is None and arguments.export is None:
        raise WrongUse(Problem("history.of-what"))
    if arguments.export is not None:
        _export(arguments, outcome, publication, request.channel)
    if arguments.what is not None:
        _tell(arguments, outcome, publication, request.channel)


def _tell(arguments: argparse.Namespace, outcome: Outcome, publication: Publication, channel: str) -> None:
    from berkala.history.export import standing_manifest
    from berkala.history.saying import document, lines
    from berkala.history.telling import story

    standing = standing_manifest(publication, channel) or {}
    told = story(arguments.what, arguments.edition, publication, standing, channel)
    outcome.editions = list(told.editions)
    outcome.document = document(told, outcome.language, publication.settings.zone)
    outcome.lines += lines(told, outcome.language, publication.settings.zone)


def _export(arguments: argparse.Namespace, outcome: Outcome, publication: Publication, channel: str) -> None:
    from berkala.history.export import export

    ledger, file = Ledger(publication.state / "ledger.sqlite3"), Path(arguments.export)
    done = export(ledger, file, publication)
    outcome.lines.append(
        outcome.language.text(
            "history.exported", events=done.events, receipts=done.receipts, path=shown_path(file), last=done.last or "–"
        )
    )
    outcome.problems = (*done.problems, *_anchor(arguments, outcome, publication, channel))


def _anchor(
    arguments: argparse.Namespace, outcome: Outcome, publication: Publication, channel: str
) -> tuple[Problem, ...]:
    """Say whether what the public site says of the ledger is in it; a problem where it is not."""
    from berkala.history.export import anchored, manifest_file, standing_manifest

    ledger, say = Ledger(publication.state / "ledger.sqlite3"), outcome.language.text
    given = arguments.manifest
    manifest = manifest_file(given) if given is not None else standing_manifest(publication, channel)
    if not manifest:
        outcome.lines.append(say("history.anchor-elsewhere" if manifest is None else "history.anchor-nowhere"))
        return ()
    anchor = str(manifest.get("ledger", ""))
    if not anchor:
        outcome.lines.append(say("history.anchor-empty"))
        return ()
    place = anchored(ledger, anchor)
    if place is None:
        return (Problem("history.anchor-lost", {"anchor": anchor[:_SHORT]}),)
    outcome.lines.append(say("history.anchor-found", anchor=anchor[:_SHORT], place=place))
    return ()
