"""A story in a language: lines for a person, and the document for a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from berkala.history.model import Cell, Entry, Number, Story
from berkala.words import Language

SCHEMA = "berkala/history/1"

#: How many editions, and of a figure how many inputs, a screen names.
EDITIONS, INPUTS = 8, 6

_SHORT = 12


def lines(story: Story, language: Language, zone: ZoneInfo) -> list[str]:
    """The story for a person, in order."""
    told = [_head(story, language)]
    if story.state:
        told.append(language.text(f"history.state-{story.state}"))
    if story.number is not None:
        told += _number(story.number, language, zone)
    told += [entry_line(one, language, zone) for one in story.entries]
    return told if story.entries else [*told, language.text("history.nothing")]


def document(story: Story, language: Language, zone: ZoneInfo) -> dict[str, Any]:
    """The story for a program (``berkala/history/1``)."""
    return {
        "schema": SCHEMA,
        "what": story.what,
        "kind": story.kind,
        "editions": list(story.editions),
        "path": story.path or None,
        "sha256": story.sha256 or None,
        "state": story.state or None,
        "figure": None if story.number is None else _figure(story.number),
        "entries": [_entry(one, language, zone) for one in story.entries],
    }


def entry_line(entry: Entry, language: Language, zone: ZoneInfo) -> str:
    """One line: when, and what happened."""
    day = when(entry.at, language, zone) if entry.at else language.text("history.no-day")
    return f"{day}: {_sentence(entry, language, zone)}"


def when(at: str, language: Language, zone: ZoneInfo) -> str:
    """A moment or a day of ISO 8601 as a person says it; as it stands where it is neither."""
    try:
        if len(at) <= len("2026-01-01"):
            return language.day(date.fromisoformat(at)).text
        return language.moment(datetime.fromisoformat(at).astimezone(zone)).text
    except ValueError:
        return at


def _head(story: Story, language: Language) -> str:
    names = list(story.editions[:EDITIONS])
    if left := len(story.editions) - len(names):
        names.append(language.text("history.more-editions", n=left, count=left))
    slots = {"what": story.what, "editions": language.list(names), "path": story.path, "sha": story.sha256[:_SHORT]}
    return language.text(f"history.is-{story.kind}", **_texts(slots))


def _texts(slots: Mapping[str, object]) -> dict[str, Any]:
    return {name: str(slot) for name, slot in slots.items()}


def _sentence(entry: Entry, language: Language, zone: ZoneInfo) -> str:
    facts = {name: _fact(fact, language) for name, fact in entry.facts.items()}
    slots = {**facts, "subject": entry.subject, "content": entry.content[:_SHORT], "who": entry.who, "kind": entry.kind}
    key, more = _key(entry)
    slots |= {name: when(str(slots[name]), language, zone) for name in ("release", "retrieved") if name in slots}
    if entry.kind in ("announced", "checked", "published", "approved"):
        slots = {"state": "", "release": "–", "channel": "–", "office": "", **slots}
    if "state" in slots and entry.kind == "announced":
        state = f"site.calendar.{slots['state']}"
        slots["state"] = language.text(state) if language.has(state) else slots["state"]
    return language.text(f"history.{key}", **_texts({**slots, **more}))


def _key(entry: Entry) -> tuple[str, dict[str, object]]:
    """Which sentence an entry is, and what else fills it."""
    match entry.kind:
        case "source":
            return ("source" if entry.who else "source-unknown"), {}
        case "approved" if entry.facts.get("acting"):
            return "approved-acting", {"acting": str(entry.facts["acting"]).capitalize()}
        case "checked":
            told = entry.facts.get("warnings")
            count = len(told) if isinstance(told, list) else 0
            return ("checked-warned" if count else "checked"), {"count": count, "who": entry.who or "–"}
        case "corrected":
            return ("corrected" if entry.facts.get("changed") else "not-corrected"), {"who": entry.who or "–"}
        case "drafted" | "edition-withdrawn" | "taken-back":
            return entry.kind, {"who": entry.who or "–"}
        case "answer" | "mistake" | "announced" | "approved" | "withdrawn" | "published":
            return entry.kind, {}
    return "event", {"who": entry.who or "–"}


def _fact(fact: object, language: Language) -> str:
    if isinstance(fact, Mapping):
        return str(fact.get(language.code) or next(iter(fact.values()), ""))
    return str(fact)


def _number(number: Number, language: Language, zone: ZoneInfo) -> Iterator[str]:
    said = _fact(number.text, language) or f"[{number.status}]"
    slots = {"id": number.id, "said": said, "value": number.value or f"[{number.status}]", "unit": number.unit}
    yield language.text("history.figure", **_texts(slots))
    if number.formula:
        shown = ", ".join(number.inputs[:INPUTS]) + (" …" if len(number.inputs) > INPUTS else "")
        yield language.text("history.formula", **_texts({"formula": number.formula, "inputs": shown}))
    yield from (_cell(one, language, zone) for one in number.cells)
    if left := number.many - len(number.cells):
        yield language.text("history.more-cells", n=left, count=left)


def _cell(cell: Cell, language: Language, zone: ZoneInfo) -> str:
    key = ", ".join(f"{name} {value}" for name, value in cell.key.items())
    slots = {"said": _fact(cell.text, language), "file": cell.file, "column": cell.column, "key": key}
    told = language.text("history.cell", **_texts(slots))
    if cell.line is None:
        return f"{told} {language.text('history.line-unknown')}"
    line = {"source": cell.source, "line": cell.line, "who": cell.who or "–", "at": when(cell.at, language, zone)}
    return f"{told} {language.text('history.line', **_texts(line))}"


def _figure(number: Number) -> dict[str, Any]:
    told = asdict(number)
    return {**told, "inputs": list(number.inputs), "cells": [asdict(one) for one in number.cells]}


def _entry(entry: Entry, language: Language, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "subject": entry.subject,
        "at": entry.at or None,
        "who": entry.who or None,
        "content": entry.content or None,
        "details": dict(entry.facts),
        "text": _sentence(entry, language, zone),
    }
