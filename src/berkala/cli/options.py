"""What each command takes besides what all take."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from berkala.init import PLAIN, examples

Parser = argparse.ArgumentParser


def without(command: Parser) -> None:
    """Add nothing: most commands take what all take."""


def _init(command: Parser) -> None:
    command.add_argument("folder", type=Path, metavar="DIR", help="the new folder")
    command.add_argument("--example", choices=examples(), default=PLAIN, help="a whole invented publication")


def _new(command: Parser) -> None:
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="one file, or one for each period")
    command.add_argument("--sheet", metavar="NAME", help="the sheet, where several hold tables")
    command.add_argument("--name", metavar="NAME", help="what the dataset is called (default: as the file)")


def _import(command: Parser) -> None:
    command.add_argument("system", choices=("open-sdg",), help="the system that the collection comes from")
    command.add_argument("source", type=Path, metavar="SRC", help="the folder of its data repository")
    command.add_argument("destination", type=Path, metavar="DEST", help="the publication's folder")
    command.add_argument("--time-zone", default="UTC", metavar="ZONE", help="the publication's, as Asia/Jakarta")
    command.add_argument("--fiscal-start", type=whole, default=4, metavar="MONTH", help="of fiscal years")


def _check(command: Parser) -> None:
    command.add_argument("wanted", nargs="*", metavar="REPORT[@PERIOD]", help="only these")
    command.add_argument("--archive", choices=("pages", "all"), default="pages", help="packs of older editions")
    _jobs(command)


def _build(command: Parser) -> None:
    _check(command)
    command.add_argument("--out", type=Path, metavar="DIR", help="where to (default .berkala/build)")


def _serve(command: Parser) -> None:
    command.add_argument("--address", default="127.0.0.1:8000", metavar="HOST:PORT")


def _status(command: Parser) -> None:
    command.add_argument("--html", action="store_true", help="write it as a page, and say where it is")


def _history(command: Parser) -> None:
    command.add_argument("what", nargs="?", metavar="WHAT", help="report@period[#figure], address or file")
    command.add_argument("--edition", metavar="REPORT@PERIOD", help="WHAT is the id of a figure of this edition")
    command.add_argument("--export", type=Path, metavar="FILE", help="write the whole ledger, for an auditor")
    command.add_argument("--manifest", type=Path, metavar="FILE", help="the manifest.json to hold it against")


def _publish(command: Parser) -> None:
    _check(command)
    _channel(command)
    command.add_argument("--dry-run", action="store_true", help="everything but the publishing")
    command.add_argument("--again", action="store_true", help="go on with a channel that was rolled back")


def _approve(command: Parser) -> None:
    command.add_argument("--by", metavar="NAME", help="who approves")
    command.add_argument("--read", nargs="+", default=[], metavar="WHAT", help="what you have read: en id posts")
    command.add_argument("--acting", choices=("plh", "plt"), help="you act for the holder of an office")
    command.add_argument("--office", metavar="TEXT", help="whose office that is")
    command.add_argument("--withdraw", action="store_true", help="take your approval back")
    _check(command)


def _give(command: Parser) -> None:
    command.add_argument("edition", metavar="REPORT@PERIOD", help="the release that comes")
    command.add_argument("--to", nargs="+", default=[], metavar="NAME", help="only to these people of the list")
    command.add_argument("--by", required=True, metavar="NAME", help="who hands it over")
    _jobs(command)


def _correct(command: Parser) -> None:
    command.add_argument("dataset", metavar="DATASET", help="the dataset whose public values were wrong")
    command.add_argument("--what", nargs="+", default=[], metavar="LANGUAGE=TEXT", help="what was wrong, and why")
    command.add_argument("--by", metavar="NAME", help="who answers for the correction")
    command.add_argument("--only", nargs="+", default=[], metavar="COLUMN=VALUE", help="only these values")
    command.add_argument("--name", metavar="NAME", help="its address (default: the dataset and the day)")
    command.add_argument("--dry-run", action="store_true", help="everything but the publishing")
    _channel(command)
    _jobs(command)


def _withdraw(command: Parser) -> None:
    command.add_argument("edition", metavar="REPORT@PERIOD", help="the edition that may stand no more")
    command.add_argument("--why", nargs="+", required=True, metavar="LANGUAGE=TEXT", help="what the public is told")
    command.add_argument("--by", required=True, metavar="NAME", help="who answers for it")
    command.add_argument("--dry-run", action="store_true", help="everything but the publishing")
    _channel(command)
    _jobs(command)


def _rollback(command: Parser) -> None:
    _channel(command)
    command.add_argument("--because", required=True, metavar="TEXT", help="why, for whoever asks later")
    command.add_argument("--by", metavar="NAME", help="who wants it")


def _run(command: Parser) -> None:
    _channel(command)
    _jobs(command)


def _store(command: Parser) -> None:
    command.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="the store (default: as set)")


def _channel(command: Parser) -> None:
    command.add_argument("--to", dest="channel", default="site", metavar="CHANNEL")


def _jobs(command: Parser) -> None:
    command.add_argument("--jobs", type=whole, default=os.cpu_count() or 1, metavar="N", help="processes")


def whole(text: str) -> int:
    """A whole number from 1, as it is typed."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)


#: What adds the options of each command that has some.
OPTIONS: Mapping[str, Callable[[Parser], None]] = {
    "init": _init,
    "new": _new,
    "import": _import,
    "check": _check,
    "build": _build,
    "serve": _serve,
    "status": _status,
    "history": _history,
    "publish": _publish,
    "approve": _approve,
    "give": _give,
    "correct": _correct,
    "withdraw": _withdraw,
    "rollback": _rollback,
    "run": _run,
    "backup": _store,
    "restore": _store,
}
