"""The ledger: intentions, receipts and approvals, in SQLite under ``.berkala/``.

On the ground floor, because `plan` asks what has been published and `publish` writes it down. An intention is
written before anything outside is touched, a receipt after; an intention without a receipt is *unknown*, not
failed, and is looked up before anything is tried again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

#: The subject of a receipt for a whole site tree; every other subject is an edition, ``report@period``.
SITE = "site"

_SCHEMA = """
create table if not exists intentions (
    id integer primary key, channel text not null, subject text not null, content text not null,
    details text not null, at text not null, ended text);
create table if not exists receipts (
    id integer primary key, channel text not null, subject text not null, content text not null,
    details text not null, at text not null, unique (channel, subject, content));
create table if not exists approvals (
    content text primary key, who text not null, reason text not null, at text not null);
"""


@dataclass(frozen=True)
class Receipt:
    """The record that one thing went to one place, once.

    `subject` is an edition's name or ``site``; `content` the hash of what went (a bundle's, or a tree's);
    `at` the run's clock, ISO 8601.
    """

    channel: str
    subject: str
    content: str
    at: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Intention:
    """What was about to be done. `id` is its row in the ledger."""

    id: int
    channel: str
    subject: str
    content: str
    at: str
    details: Mapping[str, object] = field(default_factory=dict)


class Ledger:
    """The ledger file. Reading one that does not exist finds nothing and creates nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def latest(self, channel: str) -> dict[str, Receipt]:
        """The newest receipt of each subject in one channel."""
        rows = self._read(
            "select channel, subject, content, at, details from receipts where channel = ? order by id", channel
        )
        return {row[1]: Receipt(row[0], row[1], row[2], row[3], json.loads(row[4])) for row in rows}

    def open_intentions(self) -> tuple[Intention, ...]:
        """Intentions that have not ended: their outcome is unknown."""
        rows = self._read(
            "select id, channel, subject, content, at, details from intentions where ended is null order by id"
        )
        return tuple(Intention(*row[:5], json.loads(row[5])) for row in rows)

    def intend(self, receipt: Receipt) -> int:
        """Write down what is about to be done; returns the intention's id."""
        with self._write() as connection:
            cursor = connection.execute(
                "insert into intentions (channel, subject, content, details, at) values (?, ?, ?, ?, ?)",
                (receipt.channel, receipt.subject, receipt.content, _json(receipt.details), receipt.at),
            )
            return int(cursor.lastrowid or 0)

    def finish(self, intention: int, receipts: Iterable[Receipt]) -> None:
        """End an intention and write its receipts, in one transaction. A receipt that stands already stays."""
        with self._write() as connection:
            connection.executemany(
                "insert or ignore into receipts (channel, subject, content, details, at) values (?, ?, ?, ?, ?)",
                [(r.channel, r.subject, r.content, _json(r.details), r.at) for r in receipts],
            )
            connection.execute("update intentions set ended = 'done' where id = ?", (intention,))

    def abandon(self, intention: int) -> None:
        """End an intention that was looked up and found not to have happened."""
        with self._write() as connection:
            connection.execute("update intentions set ended = 'abandoned' where id = ?", (intention,))

    def _read(self, query: str, *values: str) -> list[tuple[object, ...]]:
        if not self.path.exists():
            return []
        with self._write() as connection:
            return connection.execute(query, values).fetchall()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=30)
        try:
            connection.execute("pragma synchronous = full")
            connection.executescript(_SCHEMA)
            with connection:
                yield connection
        finally:
            connection.close()


def _json(details: Mapping[str, object]) -> str:
    return json.dumps(details, sort_keys=True, ensure_ascii=False)
