"""What the processes below this one have used so far, those of a browser for example, for whom nobody waits (Linux)."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True)
class Used:
    """CPU seconds and memory in MB (each page shared by several counted once in all)."""

    cpu_s: float
    memory_mb: float


def used_with_descendants() -> Used:
    """Of this process, the children it waited for, and every living descendant."""
    living = list(_below(os.getpid()))
    own, waited = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + waited.ru_utime + waited.ru_stime
    return Used(cpu + sum(map(_cpu, living)), sum(map(_memory, (os.getpid(), *living))))


def _below(process: int) -> Iterator[int]:
    children: dict[int, list[int]] = {}
    for folder in _PROC.iterdir():
        if folder.name.isdecimal() and (fields := _fields(int(folder.name))):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    waiting = [process]
    while waiting:
        found = children.get(waiting.pop(), [])
        yield from found
        waiting += found


def _cpu(process: int) -> float:
    """Its own seconds, and those of the children that it has waited for."""
    fields = _fields(process)
    return sum(int(one) for one in fields[11:15]) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _fields(process: int) -> list[str]:
    """What /proc says of a process, from its state on: its name may hold blanks. Nothing where it has just ended."""
    try:
        return (_PROC / str(process) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _memory(process: int) -> float:
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
