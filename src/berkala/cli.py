"""The command `berkala`: the only place that prints, and that turns a failure into an exit code."""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from berkala import __version__
from berkala.errors import (
    DONE,
    NEEDS_PERSON,
    OUR_FAULT,
    PROBLEMS,
    BerkalaError,
    Problem,
    SourceProblems,
    TryAgain,
    WrongUse,
)
from berkala.fetch import needs_network, restated, unasked
from berkala.init import PLAIN, examples, init
from berkala.plan import Plan, Publication, Report, Request, next_release, plan, read_publication
from berkala.secrets import hidden
from berkala.words import Language, language, staff_language, staff_languages

SCHEMA = "berkala/result/1"


@dataclass
class Outcome:
    """What a command has to say: for people as lines, for programs as JSON.

    `ending` is the message that closes a list of errors: nothing was published, or (where the machine or the
    program failed, perhaps after the switch) it is not known from here.
    """

    command: str
    as_of: datetime
    language: Language
    lines: list[str] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    due: list[str] = field(default_factory=list)
    problems: Sequence[Problem] = ()
    ending: Literal["errors", "unsure"] = "errors"

    def say(self, key: str, n: int | None = None, **slots: object) -> None:
        """Add one line of the catalogue ``cli``."""
        words = {name: str(value) for name, value in slots.items()} | ({} if n is None else {"count": str(n)})
        self.lines.append(self.language.sentence(f"cli.{key}", n=n, **words).text)

    def as_json(self) -> str:
        """The form that ``--json`` promises."""
        return json.dumps(
            {
                "schema": SCHEMA,
                "command": self.command,
                "as_of": self.as_of.isoformat(),
                "editions": self.editions,
                "published": self.published,
                "due": self.due,
                "problems": [problem.as_json(self.language.code) for problem in self.problems],
            },
            ensure_ascii=False,
            indent=1,
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    arguments = _parser().parse_args(argv)
    outcome = Outcome(arguments.command, datetime.now().astimezone(), language(arguments.language))
    try:
        outcome.as_of = _as_of(arguments)
        arguments.run(arguments, outcome)
        code = _exit_code(outcome.problems)
    except BerkalaError as error:
        outcome.problems, code = error.problems, error.exit_code
        outcome.ending = "unsure" if isinstance(error, TryAgain) else "errors"
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last resort: a fault of ours is told as one, with its trace
        print(hidden(traceback.format_exc()), file=sys.stderr)
        outcome.problems, code = (Problem("cli.fault", {"kind": type(error).__name__}),), OUR_FAULT
        outcome.ending = "unsure"
    try:
        _tell(outcome, arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _exit_code(problems: Sequence[Problem]) -> int:
    """Errors have to be corrected first; then a person is asked."""
    severities = {problem.severity for problem in problems}
    return PROBLEMS if "error" in severities else NEEDS_PERSON if "question" in severities else DONE


# -- commands -------------------------------------------------------------------------------------------------


def _init(arguments: argparse.Namespace, outcome: Outcome) -> None:
    folder: Path = arguments.directory / arguments.folder
    files = init(folder.absolute(), arguments.example)
    outcome.say("init", n=len(files), path=_shown_path(folder))
    outcome.say("init-example" if arguments.example != PLAIN else "init-next", path=_shown_path(folder))


def _new(arguments: argparse.Namespace, outcome: Outcome) -> None:
    from berkala.describe.command import New, new_dataset

    root = arguments.directory.resolve()
    publication, problems = read_publication(root)
    if publication is None:
        raise SourceProblems(problems)
    wanted = New(
        arguments.files,
        root,
        arguments.name,
        publication.settings.languages,
        outcome.as_of.date(),
        outcome.language,
        arguments.sheet,
    )
    made = new_dataset(wanted)
    outcome.problems = tuple(problem.at(severity="warning") for problem in made.reading.problems)
    path = f"{_shown_path(made.folder)}/dataset.yml"
    key = "new-rows" if made.rows else "new-unread"
    outcome.say(key, n=made.rows, count=made.rows, figures=made.figures, path=path)
    outcome.lines += made.preview
    outcome.say(
        "new-questions" if made.questions else "new-answered",
        n=len(made.questions),
        count=len(made.questions),
        path=path,
    )


def _import(arguments: argparse.Namespace, outcome: Outcome) -> None:
    from berkala.imports.command import Import, import_open_sdg
    from berkala.imports.open_sdg.account import SEVERITIES

    folder: Path = arguments.directory / arguments.destination
    wanted = Import(arguments.source, folder.absolute(), outcome.as_of, arguments.time_zone, arguments.fiscal_start)
    made = import_open_sdg(wanted, outcome.language)
    account = made.account
    for name in ("files", "indicators", "rows"):
        tally = getattr(account, name)
        left = tally.found - tally.kept
        outcome.say(f"import-{name}", found=tally.found, kept=tally.kept, left=left)
    for severity in SEVERITIES:
        lines = len(account.of(severity))
        outcome.say(f"import-{severity.replace(' ', '-')}", n=lines)
    outcome.problems = [line.problem for line in account.lines if line.severity == "left out"] if arguments.json else ()
    outcome.say("import-files-written", n=len(made.fates.all("written")), path=_shown_path(folder))
    if kept := len(made.fates.all("kept")):
        outcome.say("import-kept", n=kept)
    outcome.say("import-next", path=_shown_path(folder))


def _check(arguments: argparse.Namespace, outcome: Outcome) -> None:
    from berkala import pipeline

    request = _request(arguments, outcome, "check")
    tree = pipeline.run(request, _progress(arguments), last=pipeline.compose)
    pipeline.publish(tree)  # which takes the private tree away again
    outcome.editions, outcome.problems = sorted(tree.bundles), tree.problems
    outcome.say("checked", n=len(outcome.editions))


def _build(arguments: argparse.Namespace, outcome: Outcome) -> None:
    from berkala import pipeline

    request = _request(arguments, outcome, "build")
    tree = pipeline.run(request, _progress(arguments), last=pipeline.compose)
    pipeline.publish(tree)
    out = request.out or tree.plan.publication.state / "build"
    outcome.editions, outcome.problems = sorted(tree.bundles), tree.problems
    outcome.say("built", n=len(tree.bundles), path=f"{_shown_path(out)}/index.html")


def _publish(arguments: argparse.Namespace, outcome: Outcome) -> None:
    request = _request(arguments, outcome, "publish")
    _not_before_its_time(request)
    planned = plan(request)
    outcome.due = [edition.name for edition in planned.due]
    target = _shown_path(request.root / planned.publication.settings.channels[request.channel].path) + "/index.html"
    if planned.nothing_to_do:
        outcome.problems = restated(planned)
        outcome.say("nothing", path=target)
        _say_unasked(planned, outcome)
        return
    from berkala import pipeline

    tree = pipeline.run(request, _progress(arguments), last=pipeline.compose)
    receipts = pipeline.publish(tree)
    outcome.editions, outcome.problems = sorted(tree.bundles), tree.problems
    outcome.published = [receipt.subject for receipt in receipts if "@" in receipt.subject]
    if request.dry_run:
        outcome.say("dry-run", n=len(outcome.due))
        return
    outcome.due = []
    if outcome.published:
        outcome.say("published", n=len(outcome.published), path=target)
    else:
        outcome.say("refreshed", path=target)
    _say_unasked(planned, outcome)


def _not_before_its_time(request: Request) -> None:
    """Refuse to publish by a clock that is ahead of the machine's: one mistyped year would break an embargo."""
    if not request.dry_run and request.as_of > datetime.now().astimezone() + timedelta(minutes=5):
        raise WrongUse(Problem("cli.as-of-ahead", value=request.as_of.isoformat()))


def _due(arguments: argparse.Namespace, outcome: Outcome) -> None:
    planned = plan(_request(arguments, outcome, "publish"))
    outcome.due = [edition.name for edition in planned.due]
    outcome.problems = planned.problems
    for edition in planned.due:
        outcome.say("due-line", edition=edition.name, moment=outcome.language.moment(edition.release).text)
    outcome.say("due-count", due=len(planned.due), published=len(planned.published))


def _timetable(arguments: argparse.Namespace, outcome: Outcome) -> None:
    planned = plan(_request(arguments, outcome, "publish"))
    outcome.problems = planned.problems
    for report in planned.publication.reports.values():
        _say_next(planned, report, outcome)


def _status(arguments: argparse.Namespace, outcome: Outcome) -> None:
    planned = plan(_request(arguments, outcome, "publish"))
    outcome.due = [edition.name for edition in planned.due]
    outcome.published = [item.edition.name for item in planned.published]
    outcome.problems = planned.problems
    for report in planned.publication.reports.values():
        told = [item.edition for item in planned.published if item.edition.report == report.name]
        due = sum(edition.report == report.name for edition in planned.due)
        last = max(told, key=lambda edition: edition.period).period.code if told else "–"
        outcome.say("status-line", report=report.name, told=len(told), last=last, due=due)
        _say_next(planned, report, outcome)
    outcome.problems = (*outcome.problems, *restated(planned), *_open_questions(arguments, outcome, planned))
    outcome.say("up-to-date" if planned.nothing_to_do else "to-do")
    _say_unasked(planned, outcome)


def _say_unasked(planned: Plan, outcome: Outcome) -> None:
    if names := unasked(planned):
        outcome.say("unasked", n=len(names), names=", ".join(names))


def _open_questions(arguments: argparse.Namespace, outcome: Outcome, planned: Plan) -> tuple[Problem, ...]:
    """What a person will be asked before what is due can be published. Only that needs the data to be read.

    No source on the network is asked for it: `status` is quick, and works without one.
    """
    if not planned.due or needs_network(planned):
        return ()
    from berkala import pipeline
    from berkala.check.unusual.asking import questions

    tables = pipeline.run(_request(arguments, outcome, "publish"), last=pipeline.protect)
    asked = questions(tables.plan, tables.by_dataset)
    return tuple(problem for problem in asked if problem.severity in ("error", "question"))


def _say_next(planned: Plan, report: Report, outcome: Outcome) -> None:
    if report.spec.dataset not in planned.publication.datasets:
        return  # its dataset could not be read, which is told as a problem
    coming = next_release(planned.publication, report, outcome.as_of)
    if coming is None:
        outcome.say("next-ended" if report.spec.notice else "next-closed", report=report.name)
        return
    outcome.say("next-line", edition=coming.name, moment=outcome.language.moment(coming.release).text)


def _serve(arguments: argparse.Namespace, outcome: Outcome) -> None:
    # MkDocs has a server that rebuilds on change; our plugin makes it build the whole publication.
    _request(arguments, outcome, "build")
    from mkdocs.commands.serve import serve

    serve(config_file=str(arguments.directory / "mkdocs.yml"), dev_addr=arguments.address, livereload=True)
    outcome.say("stopped")


# -- arguments ------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="berkala", description="Statistics, published so that anyone can check.")
    parser.add_argument("--version", action="version", version=f"berkala {__version__}")
    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("-C", dest="directory", type=Path, default=Path(), metavar="DIR", help="the publication")
    every.add_argument("--language", choices=staff_languages(), default=staff_language(), help="of messages to you")
    shared = argparse.ArgumentParser(add_help=False, parents=[every])
    shared.add_argument("--as-of", metavar="TIME", help="set the clock, for example 2026-11-20T09:30")
    shared.add_argument("--json", action="store_true", help="one JSON object on stdout, nothing else")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run, told in _COMMANDS:
        parent = every if name == "serve" else shared
        command = commands.add_parser(name, parents=[parent], help=told, description=told)
        command.set_defaults(run=run, as_of=None, json=False)
        _options(name, command)
    return parser


_COMMANDS: tuple[tuple[str, Callable[[argparse.Namespace, Outcome], None], str], ...] = (
    ("init", _init, "a new publication in a new folder, ready to be checked and published"),
    ("new", _new, "a dataset folder from spreadsheets, CSV or JSON files, with questions where they do not say enough"),
    ("import", _import, "a whole collection of another system as a publication: open-sdg SRC DEST"),
    ("check", _check, "every problem that would stop a release; nothing is written"),
    ("build", _build, "site and packs in a local folder; nothing leaves the machine"),
    ("serve", _serve, "build, serve on loopback, rebuild on change"),
    ("due", _due, "what is due now"),
    ("timetable", _timetable, "the next release of each report"),
    ("status", _status, "one screen: what is published, due and next"),
    ("publish", _publish, "publish what is due; safe to repeat"),
)


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
    if name in ("check", "build", "publish"):
        command.add_argument("wanted", nargs="*", metavar="REPORT[@PERIOD]", help="only these")
        command.add_argument("--archive", choices=("pages", "all"), default="pages", help="packs of older editions")
        command.add_argument("--jobs", type=_whole, default=os.cpu_count() or 1, metavar="N", help="processes")
    if name == "build":
        command.add_argument("--out", type=Path, metavar="DIR", help="where to (default .berkala/build)")
    if name == "publish":
        command.add_argument("--to", dest="channel", default="site", metavar="CHANNEL")
        command.add_argument("--dry-run", action="store_true", help="everything but the publishing")
    if name == "serve":
        command.add_argument("--address", default="127.0.0.1:8000", metavar="HOST:PORT")


def _whole(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)


def _as_of(arguments: argparse.Namespace) -> datetime:
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


def _request(arguments: argparse.Namespace, outcome: Outcome, action: str) -> Request:
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


# -- what people see ------------------------------------------------------------------------------------------


def _progress(arguments: argparse.Namespace) -> Callable[[str, int], None]:
    def tell(room: str, place: int) -> None:
        if not arguments.json:
            print(f"{place + 1}/9 {room}", file=sys.stderr, flush=True)

    return tell


def _tell(outcome: Outcome, arguments: argparse.Namespace) -> None:
    if arguments.json:
        print(outcome.as_json())
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


def _shown_path(path: Path) -> str:
    """A path as short as it can be said from here."""
    return os.path.relpath(path)


if __name__ == "__main__":
    sys.exit(main())
