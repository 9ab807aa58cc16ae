"""What can be typed: the commands, and what all of them take. What one takes besides is in `options`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from berkala import __version__
from berkala.cli import commands, service, state
from berkala.cli.approve import approve
from berkala.cli.correct import correct
from berkala.cli.give import give
from berkala.cli.history import history
from berkala.cli.options import OPTIONS, without
from berkala.cli.outcome import Outcome
from berkala.cli.rollback import rollback
from berkala.cli.status import status
from berkala.cli.withdraw import withdraw
from berkala.words import staff_language, staff_languages


def parser_of_commands() -> argparse.ArgumentParser:
    """The parser of every command; what it returns has the command to ``run``."""
    parser = argparse.ArgumentParser(prog="berkala", description="Statistics, published so that anyone can check.")
    parser.add_argument("--version", action="version", version=f"berkala {__version__}")
    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("-C", dest="directory", type=Path, default=Path(), metavar="DIR", help="the publication")
    every.add_argument("--language", choices=staff_languages(), default=staff_language(), help="of messages to you")
    shared = argparse.ArgumentParser(add_help=False, parents=[every])
    shared.add_argument("--as-of", metavar="TIME", help="set the clock, for example 2026-11-20T09:30")
    shared.add_argument("--json", action="store_true", help="one JSON object on stdout, nothing else")
    added = parser.add_subparsers(dest="command", required=True)
    for name, run in _COMMANDS.items():
        parent = every if name in ("serve", "run") else shared
        command = added.add_parser(name, parents=[parent], help=run.__doc__, description=run.__doc__)
        command.set_defaults(run=run, as_of=None, json=False)
        OPTIONS.get(name, without)(command)
    return parser


_COMMANDS: dict[str, Callable[[argparse.Namespace, Outcome], None]] = {
    "init": commands.new_publication,
    "new": commands.new,
    "import": commands.import_collection,
    "check": commands.check,
    "build": commands.build,
    "serve": commands.serve,
    "due": commands.due,
    "timetable": commands.timetable,
    "status": status,
    "publish": commands.publish,
    "rollback": rollback,
    "approve": approve,
    "history": history,
    "give": give,
    "correct": correct,
    "withdraw": withdraw,
    "run": service.run,
    "health": service.health,
    "backup": state.backup,
    "restore": state.restore,
}
