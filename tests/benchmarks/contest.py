"""Contenders at one job, each in processes of its own, in turn: what a unit of work costs, and how many times ours.

A contender is a command. Where it has two counts, it is run with the small and with the large one and a unit costs the
difference, so that starting up, importing and warming do not count; where the small one is 0 the whole run counts.
CPU time is that of the process and of all its children. Rounds are interleaved, so that a busy machine is busy for
everyone; medians are compared. A contender that fails, makes less than it should or computes something else than the
others ends the whole run: a wrong number in a table of costs is worse than none.

A contender may write a JSON object to the file that `REPORT` names: ``cpu_s`` and ``peak_mb`` where the runner could
not see them (processes that nobody waits for), ``parts`` (CPU seconds of stages, by name), ``made_kb`` (the weight of
what one unit makes), ``answers`` (numbers by name, held against everybody else's).
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Literal

TESTS = Path(__file__).parents[1]
#: The environment variable that names the file a contender may report to.
REPORT = "BERKALA_BENCH_REPORT"
#: What stands in a command for the number of units.
COUNT = "{count}"
#: A run that takes longer than this many seconds is stuck.
PATIENCE = 300


class NotTheSame(Exception):
    """A contender did something else than it was asked, so its cost says nothing."""


@dataclass(frozen=True)
class Contender:
    """One way to do a job.

    `counts` are the small and the large number of units, 0 for no small run. `made` is the folder that a run fills,
    from nothing, with `pages` HTML pages; each page is then a unit.
    """

    name: str
    command: Sequence[str]
    counts: tuple[int, int] = (0, 1)
    made: Path | None = None
    pages: int = 0


@dataclass(frozen=True)
class Job:
    """A job and who does it, ours first.

    `unit` is what is counted, `by` what is compared, `missing` who is not on this machine, and why.
    """

    name: str
    title: str
    unit: str
    contenders: Sequence[Contender]
    missing: Mapping[str, str] = field(default_factory=dict)
    by: Literal["cpu", "wall"] = "cpu"


@dataclass(frozen=True)
class Spent:
    """What one run took: seconds of CPU and of the clock, peak memory in MB, and what it reported."""

    cpu: float
    wall: float
    peak_mb: float
    report: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What a unit costs one contender: medians in milliseconds, how many times ours, peak memory in MB.

    `rounds` are the single measurements of what is compared, `parts` the medians of stages, `made_kb` the weight of
    what one unit makes.
    """

    name: str
    cpu_ms: float
    wall_ms: float
    ratio: float
    peak_mb: float
    rounds: Sequence[float]
    parts: Mapping[str, float] = field(default_factory=dict)
    made_kb: float | None = None


Runner = Callable[[Contender, int], Spent]


def module(name: str, *arguments: str) -> list[str]:
    """The command that runs one of the modules beside this one, with the number of units as the last argument."""
    return [sys.executable, "-m", f"benchmarks.{name}", *arguments, COUNT]


def hold(job: Job, rounds: int, run: Runner | None = None) -> list[Result]:
    """Run every contender `rounds` times, in turn; the results in the order of the contenders.

    Raises CalledProcessError or TimeoutExpired where one fails, NotTheSame where one does something else.
    """
    run = run or spent
    units: dict[str, list[Spent]] = {one.name: [] for one in job.contenders}
    for _ in range(rounds):
        for one in job.contenders:
            units[one.name].append(_a_unit(one, run))
        _agree(job, {name: found[-1].report.get("answers") for name, found in units.items()})
    ours = _median(units[job.contenders[0].name], job.by)
    return [_result(name, found, job.by, ours) for name, found in units.items()]


def _a_unit(one: Contender, run: Runner) -> Spent:
    """What one unit costs a contender, in seconds; its peak memory and report are those of the large run."""
    few, many = one.counts
    small, large = run(one, few) if few else Spent(0, 0, 0), run(one, many)
    units = one.pages or many - few
    parts = {name: seconds / units for name, seconds in large.report.get("parts", {}).items()}
    cost = Spent((large.cpu - small.cpu) / units, (large.wall - small.wall) / units, large.peak_mb)
    return Spent(cost.cpu, cost.wall, cost.peak_mb, {**large.report, "parts": parts})


def _agree(job: Job, answers: Mapping[str, Mapping[str, float] | None]) -> None:
    """Everyone who has answers has the first one's."""
    told = {name: found for name, found in answers.items() if found is not None}
    if not told:
        return
    if len(told) < len(answers):
        raise NotTheSame(f"{job.name}: no answer from {', '.join(sorted(set(answers) - set(told)))}")
    first, *others = told
    for name in others:
        if told[name].keys() != told[first].keys():
            differing = sorted(told[name].keys() ^ told[first].keys())
            raise NotTheSame(f"{job.name}: {name} and {first} answer different questions: {differing[:5]}")
        for key, value in told[first].items():
            if not math.isclose(value, told[name][key], rel_tol=1e-9, abs_tol=1e-9):
                raise NotTheSame(f"{job.name}: {key} is {value} for {first} and {told[name][key]} for {name}")


def _result(name: str, found: Sequence[Spent], by: Literal["cpu", "wall"], ours: float) -> Result:
    parts = found[0].report["parts"]
    weight = found[-1].report.get("made_kb")
    return Result(
        name,
        cpu_ms=round(1000 * _median(found, "cpu"), 3),
        wall_ms=round(1000 * _median(found, "wall"), 3),
        ratio=round(_median(found, by) / ours, 4),
        peak_mb=round(median(one.peak_mb for one in found)),
        rounds=[round(1000 * (one.cpu if by == "cpu" else one.wall), 3) for one in found],
        parts={part: round(1000 * median(one.report["parts"][part] for one in found), 3) for part in parts},
        made_kb=weight,
    )


def _median(found: Sequence[Spent], by: Literal["cpu", "wall"]) -> float:
    """The median; raises NotTheSame where it is no cost at all: too few units, or too short ones, were measured."""
    middle = median(one.cpu if by == "cpu" else one.wall for one in found)
    if middle <= 0:
        raise NotTheSame("the large run cost no more than the small one: nothing was measured")
    return middle


def spent(one: Contender, count: int) -> Spent:
    """Run a contender once. Raises CalledProcessError, TimeoutExpired or NotTheSame."""
    if one.made is not None:
        shutil.rmtree(one.made, ignore_errors=True)
    command = [str(count) if part == COUNT else part for part in one.command]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        cpu, wall, peak = _run(command, report)
        told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
    if one.made is not None and (found := sum(1 for _ in one.made.rglob("*.html"))) != one.pages:
        raise NotTheSame(f"{one.name} made {found} pages and not {one.pages}")
    return Spent(told.get("cpu_s", cpu), wall, told.get("peak_mb", peak), told)


def _run(command: Sequence[str], report: Path) -> tuple[float, float, float]:
    """CPU and clock seconds of a process and the children it waited for; peak MB of the largest.

    What it says is kept for the case that it fails.
    """
    with tempfile.TemporaryFile() as said:
        began = time.monotonic()
        with subprocess.Popen(command, stdout=said, stderr=said, env=_environment(report)) as running:
            status, used = _waited(running, began + PATIENCE)
            running.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - began
        if running.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(running.returncode, list(command), said.read().decode(errors="replace"))
    return used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024


def _waited(running: subprocess.Popen[bytes], until: float) -> tuple[int, Any]:
    """wait4 with an end: its exit status and what it used. A process that is stuck is ended."""
    pause = 0.0005
    while True:
        done, status, used = os.wait4(running.pid, os.WNOHANG)
        if done:
            return status, used
        if time.monotonic() > until:
            running.kill()
            raise subprocess.TimeoutExpired(running.args, PATIENCE)
        time.sleep(pause)
        pause = min(pause * 1.5, 0.01)


def tell(**facts: object) -> None:
    """Add facts to this contender's report, if someone reads it."""
    if REPORT in os.environ:
        file = Path(os.environ[REPORT])
        known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        file.write_text(json.dumps(known | facts), encoding="utf-8")


def _environment(report: Path) -> Mapping[str, str]:
    """One thread for the libraries that would take all there are: work is compared, not cores."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"), "1")
    path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
    return {**os.environ, **threads, "PYTHONHASHSEED": "0", "PYTHONPATH": path, REPORT: str(report)}
