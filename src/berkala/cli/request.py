"""What is asked of the pipeline, out of what was typed."""

from __future__ import annotations

import argparse
from datetime import datetime

from berkala.cli.outcome import Outcome
from berkala.errors import Problem, WrongUse
from berkala.plan import Publication, Request, read_publication


def as_of(arguments: argparse.Namespace) -> datetime:
    """The moment that ``--as-of`` gives, in the publication's own zone where none is written, or now."""
    if arguments.as_of is None:
        return datetime.now().astimezone()
    try:
        moment = datetime.fromisoformat(arguments.as_of)
    except ValueError as error:
        raise WrongUse(Problem("cli.as-of", value=arguments.as_of)) from error
    if moment.tzinfo is not None:
        return moment
    publication, _ = read_publication(arguments.directory.resolve())
    return moment.replace(tzinfo=publication.settings.zone) if publication else moment.astimezone()


def request_of(arguments: argparse.Namespace, outcome: Outcome, action: str) -> Request:
    """The request for this action; a folder without a publication, or a channel it has not, is wrong use."""
    given = vars(arguments)
    root = arguments.directory.resolve()
    if not (root / "mkdocs.yml").is_file():
        raise WrongUse(Problem("cli.no-publication", {"folder": str(arguments.directory)}))
    request = Request(
        root=root,
        as_of=outcome.as_of,
        action=action,  # type: ignore[arg-type]
        wanted=tuple(given.get("wanted", ())),
        archive=given.get("archive", "pages"),
        channel=given.get("channel", "site"),
        dry_run=given.get("dry_run", False),
        again=given.get("again", False),
        jobs=given.get("jobs", 1),
        out=given["out"].resolve() if given.get("out") else None,
    )
    publication, _ = read_publication(root)
    _known_channel(publication, request.channel)
    return request


def _known_channel(publication: Publication | None, channel: str) -> None:
    if publication is not None and channel not in publication.settings.channels:
        known = ", ".join(publication.settings.channels)
        raise WrongUse(Problem("cli.channel-unknown", {"name": channel, "known": known}))


def not_before_its_time(request: Request) -> None:
    """Refuse to publish by a clock that is ahead of the machine's: one mistyped year would break an embargo."""
    if not request.dry_run and request.as_of > datetime.now().astimezone():
        raise WrongUse(Problem("cli.as-of-ahead", value=request.as_of.isoformat()))
