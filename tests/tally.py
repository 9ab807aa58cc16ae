"""What long runs did, for people to read: `note` writes a line, ``python tally.py FILE`` adds them up.

Only where `BERKALA_TALLY` names a file, as `scripts/soak` does.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path


def note(kind: str, what: str, **facts: object) -> None:
    """Write down that something of a kind happened: a kill at a step, a probe with what it asked."""
    if file := os.environ.get("BERKALA_TALLY"):
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps([kind, what, facts], ensure_ascii=False) + "\n")


def told(file: Path) -> list[str]:
    """Of each kind how many, and of which: one line for each, the most first; then the facts of those that have any."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    kinds = Counter(kind for kind, _, _ in lines)
    counted = Counter((kind, what) for kind, what, _ in lines)
    sums = [f"{kind}: {kinds[kind]}" for kind in kinds]
    each = [f"  {number:5} {kind}, {what}" for (kind, what), number in counted.most_common()]
    return [*sums, *each, *(f"  {kind}, {what}: {facts}" for kind, what, facts in lines if facts)]


if __name__ == "__main__":
    sys.stdout.write("\n".join(told(Path(sys.argv[1]))) + "\n")
