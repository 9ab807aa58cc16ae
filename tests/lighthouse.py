"""Lighthouse on a built site: the median of several runs of each kind of page, beside what we promise.

The profile is Lighthouse's own for phones: a slow 4G line and a processor four times slower. The site is served
compressed and with the headers of ``examples/hosting/_headers``. ``scripts/lighthouse`` runs it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browsing import CHROMIUM
from hosting import static_host
from page_kinds import Found, path_of, sampled
from publications import REPOSITORY

#: What each median is at least; the layout does not move at all.
PROMISED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
_KINDS = ("", "<report>", "<report>/<period>", "<report>/areas/*", "areas/*", "data/*", "search")
#: Now and then the browser's trace lacks its beginning; Lighthouse then asks to be run again.
_TRIES = 3
_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


@dataclass(frozen=True)
class Run:
    """What Lighthouse says of a page once: its scores, how far the layout moved, what it found wanting."""

    scores: dict[str, float]
    shift: float
    paint: float
    wanting: tuple[str, ...]


@dataclass(frozen=True)
class Medians:
    """The medians of several runs of a page."""

    address: str
    scores: dict[str, float]
    shift: float
    paint: float
    wanting: tuple[str, ...]

    @property
    def kept(self) -> bool:
        """Whether all that is promised holds."""
        return self.shift == 0 and all(self.scores[name] >= least for name, least in PROMISED.items())


def chosen(site: Path) -> list[str]:
    """Home, every report in every language, a place, a dataset, the search where there is one."""
    found: dict[tuple[str, str, str], Found] = {}
    for page in sampled(site):
        if page.kind in _KINDS and page.document.xpath("not(//meta[@name='robots'])"):
            found.setdefault((page.kind, page.report, page.language), page)
    return sorted(page.address for page in found.values())


def median(address: str, runs: Sequence[Run]) -> Medians:
    """Of each number by itself; what was wanting in any run."""
    scores = {name: statistics.median(run.scores[name] for run in runs) for name in PROMISED}
    wanting = tuple(dict.fromkeys(one for run in runs for one in run.wanting))
    shift, paint = (statistics.median(values) for values in ([r.shift for r in runs], [r.paint for r in runs]))
    return Medians(address, scores, shift, paint, wanting)


def read(report: dict[str, Any]) -> Run:
    """Lighthouse's report as far as it is looked at. Advice without weight in a score is none of ours."""
    audits, categories = report["audits"], report["categories"]
    wanting = [
        f"{ref['id']} ({audits[ref['id']].get('displayValue') or audits[ref['id']]['score']})"
        for category in categories.values()
        for ref in category["auditRefs"]
        if ref["weight"] and audits[ref["id"]]["score"] is not None and audits[ref["id"]]["score"] < 1
    ]
    return Run(
        {name: round(100 * (categories[name]["score"] or 0)) for name in PROMISED},
        audits["cumulative-layout-shift"]["numericValue"],
        audits["largest-contentful-paint"]["numericValue"],
        tuple(wanting),
    )


def measured(url: str, folder: Path) -> Run:
    """One run."""
    place = Path(os.environ["BERKALA_LIGHTHOUSE"]) / "node_modules"
    to = folder / "report.json"
    command = [place / "node/bin/node", place / "lighthouse/cli/index.js", url, "--quiet", "--output=json",
               f"--output-path={to}", f"--chrome-flags={_FLAGS}"]  # fmt: skip
    for left in reversed(range(_TRIES)):
        done = subprocess.run(
            command, env={**os.environ, "CHROME_PATH": str(CHROMIUM)}, capture_output=True, text=True, check=False
        )
        if not done.returncode:
            break
        if not left:
            raise SystemExit(f"Lighthouse failed on {url}:\n{done.stderr}")
    return read(json.loads(to.read_text(encoding="utf-8")))


def table(rows: Sequence[Medians]) -> str:
    """The medians, a line for each page; below it what is wanting there."""
    lines = [f"{'page':44} {'perf':>5} {'a11y':>5} {'best':>5} {'seo':>5} {'CLS':>6} {'LCP ms':>7}"]
    for row in rows:
        scores = " ".join(f"{row.scores[name]:5.0f}" for name in PROMISED)
        lines.append(
            f"{'/' + row.address:44} {scores} {row.shift:6.3f} {row.paint:7.0f}{'' if row.kept else '  below'}"
        )
        lines += [f"    {one}" for one in row.wanting if not row.kept]
    return "\n".join(lines)


def main(words: Sequence[str]) -> int:
    """Measure, print, and say whether everything holds."""
    arguments = argparse.ArgumentParser(prog="lighthouse", description=__doc__)
    arguments.add_argument("site", nargs="?", type=Path, default=REPOSITORY / ".berkala" / "build")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--page", action="append", default=[], help="an address without the first slash")
    arguments.add_argument("--json", type=Path)
    given = arguments.parse_args(words)
    if not (given.site / "manifest.json").is_file():
        raise SystemExit(f"There is no built site in {given.site}: berkala build")
    rows = []
    with static_host(given.site, path_of(given.site)) as address, tempfile.TemporaryDirectory() as folder:
        for page in given.page or chosen(given.site):
            rows.append(median(page, [measured(address + page, Path(folder)) for _ in range(given.rounds)]))
            sys.stderr.write(f"/{page}\n")
    sys.stdout.write(table(rows) + "\n")
    if given.json:
        given.json.write_text(json.dumps([row.__dict__ for row in rows], indent=1), encoding="utf-8")
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
