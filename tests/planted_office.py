"""The publication that `init` makes, with figures of many digits, and what a probe is to look for before December."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from embargoed import Embargo
from plan_cases import edit

ZONE = ZoneInfo("Asia/Jakarta")
PERIOD, VISITORS, LOANS = "2025-12", "93519846", "71728394.57"

#: Stands for December until it is set: far enough ahead that only `announce` brings it near.
FAR = datetime(2099, 1, 1, 9, 30)

#: The command, at another time.
_AHEAD = """
import sys, time_machine
from berkala.cli import main
with time_machine.travel(sys.argv[1]):
    sys.exit(main(sys.argv[2:]))
"""

#: Where the calendar speaks, which may name the period and its moment: its own files, what is next on home and on the
#: report's page, the post that announces it, and the search's entry of the calendar's page.
CALENDAR = (
    r"/(id)?/?((timetable|visitors|visitors/2025-11|visitors/2025-11/share)/?)?"
    r"(|index\.html|timetable\.(ics|json|xml)|posts\.json)|/search/pagefind/.*"
)


@dataclass(frozen=True)
class Coming:
    """What will be public: the paths that are new, the whole's fingerprint, and what may not be known until then."""

    paths: tuple[str, ...]
    tree: str
    embargo: Embargo


def berkala(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "berkala.cli", words[0], "-C", str(root), *words[1:]]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def planted_office(root: Path) -> Path:
    """November is due, December is announced for a moment far away."""
    assert subprocess.run([sys.executable, "-m", "berkala.cli", "init", str(root)], check=False).returncode == 0
    edit(root, "reports/visitors.md", "first_period: 2025-12", "first_period: 2025-11\n  lag_days: 20")
    table = root / "datasets/visitors/visitors.csv"
    head, *rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([head, *map(_larger, rows)]) + "\n", encoding="utf-8")
    _second(root / "datasets/visitors/dataset.yml", "name: loans", "type: integer", "type: number")
    _second(root / "reports/visitors.md", "inputs: {of: loans}", "decimals: 0", "decimals: 2")
    change = f"  changes:\n    {PERIOD}: [{_changed('2026-01-20T09:30', FAR, '2026-01-20T08:00', 'Flood')}]\n"
    edit(root, "reports/visitors.md", "# The comparison", f"{change}# The comparison")
    return root


def announce(root: Path, moment: datetime) -> None:
    """Put December's release at a moment, with a reason."""
    again = _changed(f"{FAR:%Y-%m-%dT%H:%M}", moment, "2026-01-21T08:00", "Dry again")
    edit(
        root, "reports/visitors.md", "reason: {en: Flood, id: Flood}}]", f"reason: {{en: Flood, id: Flood}}}}, {again}]"
    )


def coming_in(root: Path, twin: Path, moment: datetime) -> Coming:
    """What the office will publish, learned from a twin of it that publishes by a clock that is ahead."""
    shutil.copytree(root, twin)
    command = [sys.executable, "-c", _AHEAD, moment.isoformat(), "publish", "-C", str(twin), "--jobs", "1"]
    published = subprocess.run(command, capture_output=True, text=True, check=False)
    assert published.returncode == 0, published.stderr
    now, then = _manifest(root / "site"), _manifest(twin / "site")
    names = json.loads((twin / "site/visitors" / PERIOD / "figures.json").read_text(encoding="utf-8"))
    own = [one for one in names["figures"] if one["period"] == PERIOD]
    shares = [str(one["value"]) for one in own if one["unit"] == "percent_change"]
    assert len(shares) >= 3, names
    bundles = [one["bundle"] for one in then["editions"] if one["period"] == PERIOD]
    hashes = [hashed for hashed in then["files"].values() if hashed not in now["files"].values()]
    embargo = Embargo(
        (VISITORS, LOANS),
        tuple(shares),
        (
            f"visitors/{PERIOD}",
            f"visitors@{PERIOD}",
            *(f"visitors-{PERIOD}{end}" for end in ("-main", "-loans", ".en", ".id")),
        ),
        (PERIOD, "December 2025", "Desember 2025", "Dec 2025", "Des 2025", f"visitors-{PERIOD}"),
        (*hashes, *bundles, then["tree"]),
        CALENDAR,
    )
    return Coming(tuple(sorted(set(then["files"]) - set(now["files"]))), then["tree"], embargo)


def _manifest(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def _larger(row: str) -> str:
    month, visitors, loans = row.split(",")
    if month == PERIOD:
        return f"{month},{VISITORS},{LOANS}"
    more = 76861453 if month == "2025-11" else int(visitors) * 20000 + int(visitors) % 977 * 13
    return f"{month},{more},{int(loans) * 10000 + int(loans) % 773 * 7}.25"


def _second(file: Path, behind: str, old: str, new: str) -> None:
    head, found, tail = file.read_text(encoding="utf-8").partition(behind)
    assert found
    assert old in tail
    file.write_text(head + found + tail.replace(old, new, 1), encoding="utf-8")


def _changed(was: str, moment: datetime, decided: str, reason: str) -> str:
    told = f"from: {was}, to: {moment:%Y-%m-%dT%H:%M}, decided: {decided}"
    return f"{{{told}, reason: {{en: {reason}, id: {reason}}}}}"
