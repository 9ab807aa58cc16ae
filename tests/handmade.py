"""A publication made by hand, small enough to publish in a few milliseconds: what tests of `publish` run on.

`run` does what the pipeline does around this room: plan, bundles for what is due, a staged tree of all bundles,
publish. So a test can stop, disturb or repeat a whole run without waiting for charts and cards.
As a program, ``python handmade.py ROOT``, it is one run, for tests that kill a real process.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from unittest.mock import patch
from zoneinfo import ZoneInfo

from berkala.compose.tree import Tree
from berkala.errors import SourceProblems
from berkala.ledger import Receipt
from berkala.plan import Edition, Plan, Request, frames, plan
from berkala.publish import publish
from berkala.render.bundle import Bundle
from berkala.render.store import load

ZONE = ZoneInfo("Asia/Jakarta")
#: Two moments: at the first, two editions are out; at the second, four.
OLD = datetime(2020, 3, 20, tzinfo=ZONE)
NEW = datetime(2020, 5, 20, tzinfo=ZONE)

_SETTINGS = """
site_name: By hand
site_url: https://berkala.example/
plugins:
  - berkala:
      agency: {name: {en: By hand}}
      languages: [en]
      time_zone: Asia/Jakarta
      licence: &licence {name: CC0-1.0, title: {en: CC0}, path: "https://creativecommons.org/publicdomain/zero/1.0/"}
      contact: {name: {en: A desk}, email: desk@berkala.example}
      channels: {site: {kind: folder, path: site}, other: {kind: folder, path: other}}
"""

_DATASET = """
name: counts
title: {en: Counts}
description: {en: Counts.}
frequency: month
coverage: {from: 2020-01, until: 2020-06}
sources: [{title: Counted, publisher: A desk}]
licence: {name: CC0-1.0, title: {en: CC0}, path: "https://creativecommons.org/publicdomain/zero/1.0/"}
retrieved: 2020-01-01
protect: {none_because: {en: Nobody is counted.}}
resource:
  path: counts.csv
  format: csv
  schema:
    primaryKey: [period]
    fields:
      - {name: period, type: string, role: period, title: {en: Month}}
      - {name: n, type: integer, role: measure, title: {en: Count}, unit: {en: things}}
"""

_REPORT = """---
title: {en: Counts}
summary: {en: How many.}
place: {en: Here}
dataset: counts
frequency: month
schedule: {first_release: 2020-02-01T09:30, lag_days: 10}
compare: previous
lead: n
card: main
indicators:
  n:
    name: {en: Count}
    phrase: {en: things}
    formula: total
    inputs: {of: n}
    unit: count
    decimals: 0
    polarity: neutral
charts:
  main: {kind: line, indicator: n, show: [all]}
methods: {en: Counted.}
---
Story.
"""


def publication(root: Path, state: str = ".berkala") -> Path:
    """Write the publication into `root`; its site is the empty folder with our note, as in a clone."""
    files = {
        "mkdocs.yml": _SETTINGS + f"      state: {state}\n",
        "datasets/counts/dataset.yml": _DATASET,
        "datasets/counts/counts.csv": "period,n\n",
        "reports/counts.md": _REPORT,
        "site/.gitignore": "*\n!.gitignore\n",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def run(root: Path, as_of: datetime = NEW, **wish: object) -> tuple[Receipt, ...]:
    """One whole run; returns its receipts, none when there is nothing to do."""
    with frozen_frame():
        planned = plan(Request(root, as_of, **wish))  # type: ignore[arg-type]
        if planned.nothing_to_do:
            return ()
        if planned.stateless:
            raise SourceProblems(planned.problems)  # as `fetch` does
        assert not planned.problems, planned.problems
        return publish(staged(planned))


def publish_old(root: Path) -> None:
    """Publish what is out at `OLD`."""
    run(root, OLD)


def staged(planned: Plan, words: str = "said") -> Tree:
    """The tree of a plan: what is published as it is kept, what is due as made here."""
    state = planned.publication.state
    bundles = {item.edition.name: load(state / "bundles", item.bundle) for item in planned.published}
    new = tuple(made(edition, words) for edition in planned.due)
    bundles |= {bundle.edition.name: bundle for bundle in new}
    hashes = {name: bundle.hash for name, bundle in bundles.items()}
    fingerprint = frames.tree_fingerprint(planned.around, hashes)
    folder = state / "stage" / f"{fingerprint[:16]}-{os.getpid()}"
    files = {f"{b.edition.address}{path}": content for b in bundles.values() for path, content in b.files.items()}
    write_tree(folder, files, fingerprint, hashes)
    return Tree(planned, folder, fingerprint, hashes, new)


def made(edition: Edition, words: str = "said", full: bool | None = None) -> Bundle:
    """A bundle of three small files."""
    edition = edition if full is None else replace(edition, full=full)
    told = f"{edition.name} {words}\n".encode()
    files = {"index.html": b"<p>" + told, "share/card.svg": b"<svg/>" + told, "figures.json": b"{}"}
    return Bundle(edition, {"pages": ["edition"]}, files, hashlib.sha256(told).hexdigest())


def write_tree(
    folder: Path, files: Mapping[str, bytes], fingerprint: str, bundles: Mapping[str, str] = MappingProxyType({})
) -> Path:
    """A public tree with its manifest, as `compose` writes it."""
    hashes = {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}
    editions = [{"edition": name, "bundle": bundles[name]} for name in sorted(bundles)]
    manifest = {"schema": "berkala/manifest/1", "tree": fingerprint, "editions": editions, "files": hashes}
    for path, content in {**files, "manifest.json": json.dumps(manifest).encode()}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@contextmanager
def frozen_frame() -> Iterator[None]:
    """Leave our own program out of the frame's hash, so that a test may run while somebody edits it."""
    with patch.object(frames, "_PACKAGE", Path(__file__).parent / "contracts"):
        yield


if __name__ == "__main__":
    run(Path(sys.argv[1]))
