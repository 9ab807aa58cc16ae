"""What people and programs see: nothing else of Berkala prints."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime

from berkala.cli.outcome import Outcome
from berkala.secrets import hidden


def progress(arguments: argparse.Namespace) -> Callable[[str, int], None]:
    """What tells a person which room is at work; a program is told nothing but the result."""

    def tell(room: str, place: int) -> None:
        if not arguments.json:
            print(f"{place + 1}/9 {room}", file=sys.stderr, flush=True)

    return tell


def tell(outcome: Outcome, arguments: argparse.Namespace) -> None:
    """Say the outcome: its result on stdout, its problems and their remedies on stderr."""
    if arguments.json:
        print(outcome.as_json())
        return
    if outcome.screen:
        print("\n".join(outcome.screen))
        return
    code = outcome.language.code
    for problem in outcome.problems:
        place = f"{where}: " if (where := problem.where(code)) else ""
        print(f"{outcome.language.text(f'cli.{problem.severity}')}: {place}{problem.message(code)}", file=sys.stderr)
        print(f"  → {problem.remedy(code)}", file=sys.stderr)
    errors = sum(problem.severity == "error" for problem in outcome.problems)
    questions = sum(problem.severity == "question" for problem in outcome.problems)
    if errors:
        print(outcome.language.text(f"cli.{outcome.ending}", n=errors, count=errors), file=sys.stderr)
        return
    if questions and not outcome.lines:
        print(outcome.language.text("cli.questions", n=questions, count=questions), file=sys.stderr)
        return
    print("\n".join(outcome.lines))


def tell_beside(line: str, arguments: argparse.Namespace) -> None:
    """Say to a person, while a command goes on, what it waits for; a program is told nothing but the result."""
    if not arguments.json:
        print(line, file=sys.stderr, flush=True)


def tell_now(lines: Sequence[str]) -> None:
    """Say lines while a command goes on, each with the hour."""
    for line in lines:
        print(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}  {line}", flush=True)


def tell_fault() -> None:
    """Say the trace of a fault of ours, without the secrets that may stand in it."""
    print(hidden(traceback.format_exc()), file=sys.stderr)
