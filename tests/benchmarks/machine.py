"""Where and with what a measurement was made."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.jobs import browser
from publications import REPOSITORY

_PACKAGES = ("berkala", "duckdb", "jinja2", "kaleido", "matplotlib", "pandas", "pandera", "pillow", "plotly", "resvg")
_PACKAGES += ("uharfbuzz", "vl-convert-python")


def machine() -> dict[str, str | int]:
    """The machine, as far as it says how fast it is."""
    cpu = re.findall(r"model name\s*: (.*)", _text("/proc/cpuinfo"))
    memory = re.findall(r"MemTotal:\s*(\d+)", _text("/proc/meminfo"))
    return {
        "cpu": cpu[0] if cpu else platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        "memory_gb": round(int(memory[0]) / 1_048_576) if memory else 0,
        "system": f"{platform.system()} {platform.machine()}",
    }


def versions() -> dict[str, str]:
    """The version of everything that takes part; ``missing`` where it is not here."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found | {"hugo": _said(shutil.which("hugo"), "version"), "chromium": _said(browser(), "--version")}


def commit() -> str:
    """The commit that is checked out, with ``+`` where the checkout says something else; empty outside git."""
    git = ["git", "-C", str(REPOSITORY)]
    found = subprocess.run([*git, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=False)
    if found.returncode:
        return ""
    changed = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=False).stdout
    return found.stdout.strip() + ("+" if changed else "")


def now() -> str:
    """The moment, by the clock."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def load() -> float:
    """How many processes want to run: more than the cores have room for is a busy machine."""
    return round(os.getloadavg()[0], 1)


def _said(program: str | None, *arguments: str) -> str:
    if program is None:
        return "missing"
    said = subprocess.run([program, *arguments], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d+(\.\d+)+", said)
    return number[0] if number else "unknown"


def _text(file: str) -> str:
    return Path(file).read_text(encoding="utf-8") if Path(file).exists() else ""
