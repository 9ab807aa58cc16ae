"""What was measured, as a table for people and as a document for programs; and what became slower."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.contest import Job, Result

SCHEMA = "berkala/bench/1"
#: A ratio that fell, or a cost that rose, by more than this part is worth a word: less is noise.
NOISE = 0.2

Document = dict[str, Any]


def document(held: Mapping[str, tuple[Job, Sequence[Result]]], **about: object) -> Document:
    """Everything, for programs. `about` is where, when and with what."""
    jobs = {
        name: {
            "title": job.title,
            "unit": job.unit,
            "compared_by": job.by,
            "results": [asdict(result) for result in results],
            "missing": dict(job.missing),
        }
        for name, (job, results) in held.items()
    }
    return {"schema": SCHEMA, **about, "jobs": jobs}


def table(job: Job, results: Sequence[Result]) -> str:
    """One job as a table: what a unit costs, and how many times ours."""
    wide = max(len(name) for name in (*(result.name for result in results), *job.missing)) + 2
    compared = "CPU" if job.by == "cpu" else "time"
    head = (
        f"{'each ' + job.unit:<{wide}}{'CPU ms':>10}{'ms':>10}{compared + ' × ours':>14}{'peak MB':>9}{'makes KB':>10}"
    )
    lines = [job.title, head]
    for result in results:
        made = "" if result.made_kb is None else f"{result.made_kb:.0f}"
        costs = f"{_short(result.cpu_ms):>10}{_short(result.wall_ms):>10}{_times(result.ratio):>14}"
        lines.append(f"{result.name:<{wide}}{costs}{result.peak_mb:>9.0f}{made:>10}")
        if result.parts:
            lines.append("  of which CPU ms: " + ", ".join(f"{part} {_short(ms)}" for part, ms in result.parts.items()))
    lines += [f"{name:<{wide}}missing: {why}" for name, why in job.missing.items()]
    return "\n".join(lines)


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.3f}"


def slower(now: Document, history: Sequence[Document]) -> Iterator[str]:
    """What became slower since the last entry of the same machine, a line each.

    Where peers ran beside us both times, they tell how fast the machine was: their median ratio is compared. Where
    nobody did, the cost itself is.
    """
    before = next((one for one in reversed(history) if one["machine"] == now["machine"]), None)
    if before is None:
        return
    for name in now["jobs"].keys() & before["jobs"].keys():
        new, old = _by_name(now, name), _by_name(before, name)
        peers = [peer for peer in list(new)[1:] if peer in old]
        if peers:
            then, today = (median(found[peer]["ratio"] for peer in peers) for found in (old, new))
            if today < then * (1 - NOISE):
                yield f"{name}: peers cost {today:.2f} times ours, and {then:.2f} times on {before['date'][:10]}"
            continue
        cost = "cpu_ms" if now["jobs"][name]["compared_by"] == "cpu" else "wall_ms"
        then, today = (next(iter(found.values()))[cost] for found in (old, new))
        if today > then * (1 + NOISE):
            yield f"{name}: {today:.0f} ms, and {then:.0f} on {before['date'][:10]}"


def _by_name(one: Document, job: str) -> dict[str, Any]:
    return {result["name"]: result for result in one["jobs"][job]["results"]}


def read_history(file: Path) -> list[Document]:
    """The entries of earlier runs, the oldest first."""
    found: list[Document] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    return found


def entry(told: Document) -> Document:
    """A run as it is remembered: its medians, and not its single rounds."""
    kept = ("name", "cpu_ms", "wall_ms", "ratio", "peak_mb")
    jobs = {
        name: {
            "compared_by": job["compared_by"],
            "results": [{key: one[key] for key in kept} for one in job["results"]],
        }
        for name, job in told["jobs"].items()
    }
    return {**told, "jobs": jobs}


def remember(file: Path, told: Document) -> None:
    """Add an entry at the end."""
    entries = [*read_history(file), entry(told)]
    file.write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
