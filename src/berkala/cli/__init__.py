"""The command `berkala`: the only place that prints, and that turns a failure into an exit code.

What was typed (:mod:`arguments`) calls one of the :mod:`commands`, which asks for what it needs (:mod:`request`)
and fills in an :mod:`outcome`; :mod:`telling` says it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime

from berkala.cli.arguments import parser_of_commands
from berkala.cli.outcome import Outcome
from berkala.cli.request import as_of
from berkala.cli.telling import tell, tell_fault
from berkala.errors import DONE, NEEDS_PERSON, OUR_FAULT, PROBLEMS, BerkalaError, Problem, TryAgain
from berkala.words import language


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    arguments = parser_of_commands().parse_args(argv)
    outcome = Outcome(arguments.command, datetime.now().astimezone(), language(arguments.language))
    try:
        outcome.as_of = as_of(arguments)
        arguments.run(arguments, outcome)
        code = _exit_code(outcome.problems)
    except BerkalaError as error:
        outcome.problems, code = error.problems, error.exit_code
        outcome.ending = "unsure" if isinstance(error, TryAgain) else "errors"
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last resort: a fault of ours is told as one, with its trace
        tell_fault()
        outcome.problems, code = (Problem("cli.fault", {"kind": type(error).__name__}),), OUR_FAULT
        outcome.ending = "unsure"
    try:
        tell(outcome, arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _exit_code(problems: Sequence[Problem]) -> int:
    """Errors have to be corrected first; then a person is asked."""
    severities = {problem.severity for problem in problems}
    return PROBLEMS if "error" in severities else NEEDS_PERSON if "question" in severities else DONE
