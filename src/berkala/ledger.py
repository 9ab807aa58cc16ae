"""The ledger: intentions, receipts and events, in SQLite under ``.berkala/``.

On the ground floor, because `plan` asks what has been published and `publish` writes it down. An intention is
written before anything outside is touched, a receipt after; an intention without a receipt is *unknown*, not
failed, and is looked up before anything is tried again.

Events are what happened, one after the other, for good: SQLite refuses to change or delete one, and each names the
hash of the one before it, so a chain that was tampered with elsewhere is seen (`Ledger.broken`).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from berkala.errors import BerkalaError, Problem, SourceProblems, TryAgain

#: The name of the file, in the private folder and in a store.
FILE = "ledger.sqlite3"

#: The subject of a receipt for a whole site tree; every other subject is an edition, ``report@period``.
SITE = "site"

#: Counts up when the tables change; a program meets a newer ledger with a problem, not with a guess.
_VERSION = 2

# In one transaction, so that a kill leaves either no tables or all of them.
_SCHEMA = f"""
begin immediate;
create table if not exists intentions (
    id integer primary key, channel text not null, subject text not null, content text not null,
    details text not null, at text not null, ended text);
create table if not exists receipts (
    id integer primary key, channel text not null, subject text not null, content text not null,
    details text not null, at text not null);
create index if not exists receipts_newest on receipts (channel, subject, id);
create table if not exists events (
    id integer primary key, kind text not null, subject text not null, content text not null,
    who text not null, details text not null, at text not null, previous text not null, hash text not null unique);
create index if not exists events_of on events (kind, id);
create trigger if not exists events_stay before update on events begin select raise(abort, 'events stay'); end;
create trigger if not exists events_are_kept before delete on events begin select raise(abort, 'events stay'); end;
pragma user_version = {_VERSION};
commit;
"""

_RECEIPT = """
insert into receipts (channel, subject, content, details, at)
select :channel, :subject, :content, :details, :at
where not exists (
    select 1 from receipts where content = :content
    and id = (select max(id) from receipts where channel = :channel and subject = :subject))
"""


@dataclass(frozen=True)
class Receipt:
    """The record that one thing went to one place, once.

    `subject` is an edition's name or ``site``; `content` the hash of what went (a bundle's, or a tree's), and empty
    for an edition that was taken back; `at` the run's clock, ISO 8601.
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

    @property
    def editions(self) -> dict[str, str]:
        """The bundle of each edition that it would make public."""
        told: Any = self.details.get("receipts", ())
        return {one["subject"]: one["content"] for one in told if one["subject"] != SITE}


@dataclass(frozen=True)
class Event:
    """Something that happened, once: `kind` says what (``published``, ``announced``), `subject` to what.

    `content` is the hash of the bytes that it is about, `who` the person or the service, `at` a moment in ISO 8601.
    """

    kind: str
    subject: str
    at: str
    who: str = ""
    content: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    def after(self, previous: str) -> str:
        """Its hash, behind the event whose hash is `previous`."""
        told = [previous, self.kind, self.subject, self.at, self.who, self.content, _json(self.details)]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Link:
    """An event in the chain: the hash of the one before it (empty for the first), and its own."""

    event: Event
    previous: str
    hash: str

    @property
    def follows(self) -> bool:
        """Whether its hash is that of what it says, behind the one before it."""
        return self.hash == self.event.after(self.previous)


#: How far a ledger has come: the last row of each table (none: an empty one), and how many intentions have ended.
Mark = Mapping[str, tuple[object, ...]]

# What tells one row of a table from every other one, and since which version there is such a table.
_ROWS = {
    "events": ("id, hash", 2),
    "receipts": ("id, channel, subject, content, at", 1),
    "intentions": ("id, channel, subject, content, at", 1),
}


class Ledger:
    """The ledger file. Reading one that does not exist finds nothing and creates nothing."""

    # Opened for writing, never for making: a ledger that a kill left half-written is put right on reading.
    _reading = "rw"

    def __init__(self, path: Path) -> None:
        self.path = path

    def latest(self, channel: str) -> dict[str, Receipt]:
        """The newest receipt of each subject in one channel."""
        return {receipt.subject: receipt for receipt in self.receipts(channel)}

    def receipts(self, channel: str | None = None) -> tuple[Receipt, ...]:
        """Every receipt, or those of one channel, in the order in which they were written."""
        rows = self._read("select channel, subject, content, at, details from receipts order by id")
        every = (Receipt(row[0], row[1], row[2], row[3], json.loads(row[4])) for row in rows)
        return tuple(one for one in every if channel in (None, one.channel))

    def sent(self) -> dict[str, set[tuple[str, str]]]:
        """What was ever sent to each channel, or was meant to be: subjects with the contents that they had."""
        found: dict[str, set[tuple[str, str]]] = {}
        for channel, subject, content in self._read("select channel, subject, content from receipts"):
            found.setdefault(channel, set()).add((subject, content))
        for channel, subject, content, details in self._read(
            "select channel, subject, content, details from intentions"
        ):
            meant = [(one["subject"], one["content"]) for one in json.loads(details).get("receipts", ())]
            found.setdefault(channel, set()).update([(subject, content), *meant])
        return found

    def open_intentions(self) -> tuple[Intention, ...]:
        """Intentions that have not ended: their outcome is unknown."""
        rows = self._read(
            "select id, channel, subject, content, at, details from intentions where ended is null order by id"
        )
        return tuple(Intention(row[0], row[1], row[2], row[3], row[4], json.loads(row[5])) for row in rows)

    def intend(self, receipt: Receipt) -> int:
        """Write down what is about to be done; returns the intention's id."""
        with self._write() as connection:
            cursor = connection.execute(
                "insert into intentions (channel, subject, content, details, at) values (?, ?, ?, ?, ?)",
                (receipt.channel, receipt.subject, receipt.content, _json(receipt.details), receipt.at),
            )
            return int(cursor.lastrowid or 0)

    def finish(self, intention: int, receipts: Iterable[Receipt], events: Iterable[Event] = ()) -> None:
        """End an intention and write its receipts, and what else happened with it, in one transaction.

        A receipt that says what the newest one of its subject says already is not written again. One that goes
        back to something older is: after A, B and A again, A is what stands.
        """
        with self._write() as connection:
            for receipt in receipts:
                values = {**vars(receipt), "details": _json(receipt.details)}
                if connection.execute(_RECEIPT, values).rowcount:
                    details = {"channel": receipt.channel}
                    kind = "published" if receipt.content else "taken-back"
                    _append(connection, Event(kind, receipt.subject, receipt.at, "", receipt.content, details))
            for event in events:
                _append(connection, event)
            connection.execute("update intentions set ended = 'done' where id = ?", (intention,))

    def abandon(self, intention: int) -> None:
        """End an intention that was looked up and found not to have happened."""
        with self._write() as connection:
            connection.execute("update intentions set ended = 'abandoned' where id = ?", (intention,))

    def record(self, events: Iterable[Event]) -> None:
        """Write down what happened, in the order given, all or nothing."""
        with self._write() as connection:
            for event in events:
                _append(connection, event)

    def events(self, *kinds: str) -> tuple[Event, ...]:
        """What happened, of these kinds, in the order in which it was written down."""
        query = f"select {_EVENT} from events where kind in ({', '.join('?' * len(kinds))}) order by id"
        return tuple(_event(row) for row in self._read(query, *kinds, since=2))

    def chain(self) -> tuple[Link, ...]:
        """Everything that happened, in order, each event with the hashes that hold it in its place."""
        rows = self._read(f"select {_EVENT}, previous, hash from events order by id", since=2)
        return tuple(Link(_event(row), row[6], row[7]) for row in rows)

    def anchor(self) -> str:
        """The hash of the last event, which stands for the whole chain; empty where nothing has happened."""
        rows = self._read("select hash from events order by id desc limit 1", since=2)
        return str(rows[0][0]) if rows else ""

    def broken(self) -> Event | None:
        """The first event that does not follow from those before it; None where the chain is whole."""
        previous = ""
        for link in self.chain():
            if link.previous != previous or not link.follows:
                return link.event
            previous = link.hash
        return None

    def needed(self) -> dict[str, str]:
        """The bundles without which a site cannot be put together, each with the name of its edition."""
        rows = self._read(
            "select content, subject from receipts where subject <> ? and content <> '' and id in"
            " (select max(id) from receipts group by channel, subject)",
            SITE,
        )
        meant = (one.editions.items() for one in self.open_intentions())
        return {row[0]: row[1] for row in rows} | {content: name for every in meant for name, content in every}

    def mark(self) -> Mark:
        """How far this ledger has come. Two with the same mark say the same."""
        found: dict[str, tuple[object, ...]] = {}
        for table, (columns, since) in _ROWS.items():
            rows = self._read(f"select {columns} from {table} order by id desc limit 1", since=since)
            found[table] = rows[0] if rows else ()
        ended = self._read("select count(ended) from intentions")
        return {**found, "ended": ended[0] if ended else (0,)}

    def has(self, mark: Mark) -> bool:
        """Whether this ledger goes on from a mark: rows are added behind one another, so the last one tells of all."""
        for table, (columns, since) in _ROWS.items():
            row = mark[table]
            places = ", ".join("?" * len(row))
            query = f"select 1 from {table} where ({columns}) = ({places})"
            if row and not self._read(query, *row, since=since):
                return False
        return True

    def copy_to(self, path: Path) -> None:
        """Let the file at `path` be this ledger as it is now, in one transaction: a kill leaves the old one or the new.

        Raises TryAgain or SourceProblems for what SQLite says is wrong with either.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection(self._reading) as mine, Ledger(path)._connection("rwc") as copy:
            self._version(mine)
            mine.backup(copy)

    def _read(self, query: str, *values: object, since: int = 1) -> list[tuple[Any, ...]]:
        """The rows of a query over tables that ledgers have `since` a version; none from an older one."""
        if not self.path.exists():
            return []
        with self._connection(self._reading) as connection:
            return connection.execute(query, values).fetchall() if self._version(connection) >= since else []

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection("rwc") as connection:
            if self._version(connection) < _VERSION:
                connection.executescript(_SCHEMA)
            # At once, so that what is read to be written from (the end of the chain of events) cannot change meanwhile.
            connection.execute("begin immediate")
            with connection:
                yield connection

    @contextmanager
    def _connection(self, mode: str) -> Iterator[sqlite3.Connection]:
        """The open ledger. Raises TryAgain or SourceProblems for what SQLite says is wrong with the file."""
        try:
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode={mode}", timeout=30, uri=True)
            try:
                # EXTRA also flushes the folder, so that a receipt survives a power cut at once.
                connection.execute("pragma synchronous = extra")
                yield connection
            finally:
                connection.close()
        except sqlite3.DatabaseError as error:
            raise self._told(error) from error

    def _version(self, connection: sqlite3.Connection) -> int:
        version = int(connection.execute("pragma user_version").fetchone()[0])
        if version > _VERSION:
            raise SourceProblems(Problem("ledger.newer", file=self._name))
        return version

    def _told(self, error: sqlite3.DatabaseError) -> BerkalaError | sqlite3.DatabaseError:
        """SQLite's failures that a person can do something about; any other is a fault of ours."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return SourceProblems(Problem("ledger.damaged", file=self._name))
        known = {
            sqlite3.SQLITE_BUSY: "ledger.locked",
            sqlite3.SQLITE_FULL: "ledger.disk-full",
            sqlite3.SQLITE_READONLY: "ledger.no-permission",
            sqlite3.SQLITE_PERM: "ledger.no-permission",
            sqlite3.SQLITE_CANTOPEN: "ledger.no-permission",
            sqlite3.SQLITE_IOERR: "ledger.cannot-write",
        }
        if code not in known:
            return error
        return TryAgain(Problem(known[code], {"reason": str(error)}, file=self._name))

    @property
    def _name(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"


class KeptLedger(Ledger):
    """A ledger in a store: a whole file that nobody writes into, which is only ever put in place of another."""

    # Without locks, which not every shared folder has, and without a journal, which such a file never has.
    _reading = "ro&immutable=1"

    def _told(self, error: sqlite3.DatabaseError) -> BerkalaError | sqlite3.DatabaseError:
        told, folder = super()._told(error), str(self.path.parent)
        if isinstance(told, TryAgain):
            return TryAgain(Problem("store.unreadable", {"folder": folder, "reason": str(error)}))
        return SourceProblems(Problem("store.damaged", {"folder": folder}))

    def _version(self, connection: sqlite3.Connection) -> int:
        version = super()._version(connection)
        if not version and self.path.stat().st_size:
            # A file of somebody else's: to take it for an empty ledger would be to write over it.
            raise SourceProblems(Problem("store.damaged", {"folder": str(self.path.parent)}))
        return version


_EVENT = "kind, subject, at, who, content, details"


def _event(row: tuple[Any, ...]) -> Event:
    return Event(row[0], row[1], row[2], row[3], row[4], json.loads(row[5]))


def _append(connection: sqlite3.Connection, event: Event) -> None:
    last = connection.execute("select hash from events order by id desc limit 1").fetchone()
    previous = last[0] if last else ""
    values = {**vars(event), "details": _json(event.details), "previous": previous, "hash": event.after(previous)}
    connection.execute(
        f"insert into events ({_EVENT}, previous, hash)"
        " values (:kind, :subject, :at, :who, :content, :details, :previous, :hash)",
        values,
    )


def _json(details: Mapping[str, object]) -> str:
    return json.dumps(details, sort_keys=True, ensure_ascii=False)
