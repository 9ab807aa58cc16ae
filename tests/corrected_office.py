"""A small publication that published a wrong value for months, and corrects it."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from berkala import pipeline
from berkala.ledger import Receipt
from berkala.plan import Request
from small import AFTER, ZONE, small_publication

DATA = "datasets/emergency-care/emergency-care.csv"
FILE = "datasets/emergency-care/corrections.yml"
RIGHT, WRONG = "2019-01,type-1,1344354,321778", "2019-01,type-1,1144354,321778"
#: The values that were wrong, and those that were worked out from it: the number of all departments, and two shares.
OLD_VALUES, OLD_SHARES = ("1144354", "1913413"), ("82.7169565588", "71.8812535282")
NAME = "january-attendances"
THEN = datetime(2019, 6, 3, 10, tzinfo=ZONE)

ENTRY = """- correction: january-attendances
  decided: 2019-06-02T09:00
  who: Siti Rahma
  what:
    en: A wrong digit understated attendances at major departments.
    id: Satu angka yang keliru membuat kunjungan ke unit utama terlalu rendah.
  cells:
    - {key: {period: 2019-01, department: type-1}, column: attendances, was: "1144354"}
"""


def wrong_office(to: Path) -> Path:
    """The publication with the wrong value in public, and the right one in the data since."""
    root = small_publication(to)
    write(root, DATA, RIGHT, WRONG)
    publish(root, AFTER)
    write(root, DATA, WRONG, RIGHT)
    return root


def copied(root: Path, to: Path) -> Path:
    """A copy of a publication with its site and its records."""
    return Path(shutil.copytree(root, to, symlinks=True))


def write(root: Path, file: str, before: str, after: str) -> None:
    """Replace one text in a file, which has to be there once."""
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(before) == 1, (file, before)
    (root / file).write_text(text.replace(before, after), encoding="utf-8")


def declare(root: Path, text: str = ENTRY) -> None:
    """Write the file of corrections."""
    (root / FILE).write_text(text, encoding="utf-8")


def publish(root: Path, as_of: datetime = THEN) -> tuple[Receipt, ...]:
    """One whole run."""
    receipts: tuple[Receipt, ...] = pipeline.run(Request(root, as_of))
    return receipts


def register(root: Path) -> dict[str, Any]:
    """The public register."""
    told: dict[str, Any] = json.loads((root / "site/corrections/corrections.json").read_bytes())
    return told
