"""The command `status`: what is next, what blocks it, who must do what; on the screen, and as a page."""

from __future__ import annotations

import argparse
from datetime import datetime

from berkala.cli.outcome import Outcome, shown_path
from berkala.cli.request import request_of
from berkala.plan import plan


def status(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """One screen, or with --html a page: what is next, what blocks it, who must do what, what changed."""
    from berkala.overview.gathering import gather
    from berkala.overview.inputs import problems_of
    from berkala.overview.screen import screen

    planned = plan(request_of(arguments, outcome, "publish"))
    outcome.due = [edition.name for edition in planned.due]
    outcome.published = [item.edition.name for item in planned.published]
    outcome.problems = problems_of(planned)
    now, inside = datetime.now().astimezone(), _inside(arguments)
    if arguments.html:
        from berkala.overview.page import languages_of, write_pages

        codes = languages_of(planned.publication, outcome.language)
        overviews = {code: gather(planned, outcome.problems, now, code, inside) for code in codes}
        page = write_pages(overviews, planned.publication, outcome.language)
        outcome.screen = [
            outcome.language.text("overview.page", path=shown_path(page)),
            outcome.language.text("overview.page-open", address=page.as_uri()),
        ]
        return
    overview = gather(planned, outcome.problems, now, outcome.language.code, inside)
    outcome.screen = screen(overview, outcome.language)


def _inside(arguments: argparse.Namespace) -> str:
    """What a command needs to be about the same publication, where that is not the folder one is in."""
    folder = str(arguments.directory)
    if folder == ".":
        return ""
    return f' -C "{folder}"' if " " in folder else f" -C {folder}"
