"""``scripts/bench [JOB…] [--rounds 5] [--json FILE] [--remember]``: what we cost, beside others, in one run."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.contest import NotTheSame, hold
from benchmarks.jobs import JOBS, SHARED, browser
from benchmarks.machine import commit, load, machine, now, versions
from benchmarks.prepared import NotPrepared, Prepared
from benchmarks.telling import Document, document, read_history, remember, slower, table

HISTORY = Path(__file__).with_name("history.json")


def main() -> int:
    """Hold the jobs asked for; returns 1 where one of them failed, after naming it."""
    asked = _arguments()
    if found := browser():
        os.environ["BROWSER_PATH"] = found
    before, began, held = load(), now(), {}
    with tempfile.TemporaryDirectory(prefix="berkala-bench-") as folder:
        ready = Prepared(Path(folder))
        for name in asked.jobs or _all():
            print(f"{name} …", file=sys.stderr, flush=True)
            try:
                job = JOBS[name](ready)
                held[name] = job, hold(job, asked.rounds)
            except subprocess.CalledProcessError as error:
                print(error.output or "", file=sys.stderr)
                print(f"{name}: {' '.join(error.cmd)} ended with {error.returncode}", file=sys.stderr)
                return 1
            except (subprocess.TimeoutExpired, NotTheSame, NotPrepared) as error:
                print(f"{name}: {error}", file=sys.stderr)
                return 1
            print(table(*held[name]), end="\n\n", flush=True)
    about = {"date": began, "commit": commit(), "rounds": asked.rounds, "load": [before, load()]}
    told = document(held, **about, machine=machine(), versions=versions())
    return _told(told, asked)


def _all() -> list[str]:
    """Every job; one that works on the shared data only where they are, and it is named as missing elsewhere."""
    missing = set() if "BERKALA_SHARED" in os.environ else SHARED
    for name in sorted(missing):
        print(f"{name}: left out, BERKALA_SHARED names no folder with the shared data", file=sys.stderr)
    return [name for name in JOBS if name not in missing]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("jobs", nargs="*", metavar="JOB", help=f"{', '.join(JOBS)}; all of them unless named")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="measurements of each contender, in turn")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured")
    parser.add_argument("--remember", action="store_true", help=f"add the medians to {HISTORY.name}")
    asked = parser.parse_args()
    if strangers := [name for name in asked.jobs if name not in JOBS]:
        parser.error(f"there is no job {', '.join(strangers)}; there are {', '.join(JOBS)}")
    if asked.rounds < 1:
        parser.error("--rounds is a whole number from 1")
    return asked


def _told(told: Document, asked: argparse.Namespace) -> int:
    """The lines under the tables, and the files that were asked for."""
    where, (load_before, load_after) = told["machine"], told["load"]
    print(f"{where['cpu']}, {where['cores']} cores, {where['memory_gb']} GB; load {load_before} to {load_after}")
    print(f"{told['date']}, commit {told['commit'] or 'unknown'}, medians of {told['rounds']} rounds in turn")
    print(", ".join(f"{name} {version}" for name, version in told["versions"].items()))
    for line in slower(told, read_history(HISTORY)):
        print(f"slower than before: {line}")
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if asked.remember:
        remember(HISTORY, told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
