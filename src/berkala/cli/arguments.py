"""What can be typed."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from berkala import __version__
from berkala.cli import commands, service, state
from berkala.cli.approve import approve
from berkala.cli.give import give
from berkala.cli.history import history
from berkala.cli.outcome import Outcome
from berkala.cli.rollback import rollback
from berkala.cli.status import status
from berkala.init import PLAIN, examples
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
        _options(name, command)
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
    "run": service.run,
    "health": service.health,
    "backup": state.backup,
    "restore": state.restore,
}


def _options(name: str, command: argparse.ArgumentParser) -> None:
    if name == "init":
        command.add_argument("folder", type=Path, metavar="DIR", help="the new folder")
        command.add_argument("--example", choices=examples(), default=PLAIN, help="a whole invented publication")
    if name == "new":
        command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="one file, or one for each period")
        command.add_argument("--sheet", metavar="NAME", help="the sheet, where several hold tables")
        command.add_argument("--name", metavar="NAME", help="what the dataset is called (default: as the file)")
    if name == "import":
        command.add_argument("system", choices=("open-sdg",), help="the system that the collection comes from")
        command.add_argument("source", type=Path, metavar="SRC", help="the folder of its data repository")
        command.add_argument("destination", type=Path, metavar="DEST", help="the publication's folder")
        command.add_argument("--time-zone", default="UTC", metavar="ZONE", help="the publication's, as Asia/Jakarta")
        command.add_argument("--fiscal-start", type=_whole, default=4, metavar="MONTH", help="of fiscal years")
    if name == "status":
        command.add_argument("--html", action="store_true", help="write it as a page, and say where it is")
    if name == "history":
        command.add_argument("what", nargs="?", metavar="WHAT", help="report@period[#figure], address or file")
        command.add_argument("--edition", metavar="REPORT@PERIOD", help="WHAT is the id of a figure of this edition")
        command.add_argument("--export", type=Path, metavar="FILE", help="write the whole ledger, for an auditor")
        command.add_argument("--manifest", type=Path, metavar="FILE", help="the manifest.json to hold it against")
    if name in ("backup", "restore"):
        command.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="the store (default: as set)")
    if name == "approve":
        command.add_argument("--by", metavar="NAME", help="who approves")
        command.add_argument("--read", nargs="+", default=[], metavar="WHAT", help="what you have read: en id posts")
        command.add_argument("--acting", choices=("plh", "plt"), help="you act for the holder of an office")
        command.add_argument("--office", metavar="TEXT", help="whose office that is")
        command.add_argument("--withdraw", action="store_true", help="take your approval back")
    if name == "give":
        command.add_argument("edition", metavar="REPORT@PERIOD", help="the release that comes")
        command.add_argument("--to", nargs="+", default=[], metavar="NAME", help="only to these people of the list")
        command.add_argument("--by", required=True, metavar="NAME", help="who hands it over")
        command.add_argument("--jobs", type=_whole, default=os.cpu_count() or 1, metavar="N", help="processes")
    if name in ("check", "build", "publish", "approve"):
        command.add_argument("wanted", nargs="*", metavar="REPORT[@PERIOD]", help="only these")
        command.add_argument("--archive", choices=("pages", "all"), default="pages", help="packs of older editions")
        command.add_argument("--jobs", type=_whole, default=os.cpu_count() or 1, metavar="N", help="processes")
    if name == "build":
        command.add_argument("--out", type=Path, metavar="DIR", help="where to (default .berkala/build)")
    if name == "run":
        command.add_argument("--to", dest="channel", default="site", metavar="CHANNEL")
        command.add_argument("--jobs", type=_whole, default=os.cpu_count() or 1, metavar="N", help="processes")
    if name == "publish":
        command.add_argument("--to", dest="channel", default="site", metavar="CHANNEL")
        command.add_argument("--dry-run", action="store_true", help="everything but the publishing")
        command.add_argument("--again", action="store_true", help="go on with a channel that was rolled back")
    if name == "rollback":
        command.add_argument("--to", dest="channel", default="site", metavar="CHANNEL")
        command.add_argument("--because", required=True, metavar="TEXT", help="why, for whoever asks later")
        command.add_argument("--by", metavar="NAME", help="who wants it")
    if name == "serve":
        command.add_argument("--address", default="127.0.0.1:8000", metavar="HOST:PORT")


def _whole(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)
